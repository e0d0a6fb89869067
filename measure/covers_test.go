package measure

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"vigie.example/vigie"
)

// figure is one simulated figure: the interval, and the truth that it was drawn
// from; false where the measure says that it cannot be told.
type figure func(rnd *rand.Rand) (in Interval, truth float64, ok bool)

// TestCovers draws worlds of which the truth is known and holds every 95 %
// interval of this package to its word: it covers the truth 93 to 97 times in
// 100. Bands, plausible ranks and exact intervals of few things promise at least
// as much: whole numbers leave them no choice (sure). Elsewhere: TestApartCovers,
// TestAttentionCovers, TestCorrectedNetCovers, TestOrdinaryKeepsItsWord, and
// measure/sample. The long form (VIGIE_LONG=1) draws 4,000 worlds, the short one
// 400, with room for the chance in that.
func TestCovers(t *testing.T) {
	runs, slack := 400, 0.025
	if os.Getenv("VIGIE_LONG") != "" {
		runs, slack = 4000, 0.0
	}
	for _, c := range []struct {
		name string
		sure bool
		figure
	}{
		// Precision and right readings, the share of opinions, of meanings and of
		// what a term would leave out: k of n drawn at random.
		{"part, 100 cards, most about the topic", false, partOf(100, 0.9)},
		{"part, 50 cards", false, partOf(50, 0.8)},
		{"part, 30 cards, half", false, partOf(30, 0.5)},
		{"part, 400 cards, few", false, partOf(400, 0.07)},
		{"part, of 1,000 opinions", false, partOf(1000, 0.3)},
		{"part, 20 cards, hardly any", true, partOf(20, 0.03)},

		{"share of voice, four brands", false, shareOf(0)},
		{"share of voice, one voice in ten speaks of two", false, shareOf(0.1)},
		{"share of voice, stories of two voices on average", false, crowdedShare(0.5)},
		{"share of voice, stories of five", false, crowdedShare(0.8)},
		{"plausible ranks, four brands", true, rankOf},

		{"change, 30 voices a week, no change", false, changeOf(30, 1)},
		{"change, 200 voices, a fifth more", false, changeOf(200, 1.2)},
		{"change, 500 voices, half as many", false, changeOf(500, 0.5)},
		{"change, 15 voices a week", true, changeOf(15, 1)},
		{"change, stories of two voices on average", false, crowdedChange(100, 0.5)},
		{"change, stories of five", false, crowdedChange(60, 0.8)},

		{"solicitations, 12 in all", true, pace(12)},
		{"solicitations, 3 in all", true, pace(3)},
		{"solicitations, 200 in all", false, pace(200)},

		{"net opinion, 30 judged", false, netOf(30, 0.1, 0.3)},
		{"net opinion, 200 judged", false, netOf(200, 0.1, 0.4)},
		{"net opinion, 1,000 judged, hardly any", false, netOf(1000, 0.02, 0.05)},

		{"net opinion, copies think alike", false, echoed(600, 0.5, 0)},
		{"net opinion, who writes often thinks the same", false, echoed(600, 0, 0.5)},
		{"net opinion, both", false, echoed(900, 0.2, 0.2)},
		{"net opinion, neither", false, echoed(300, 0, 0)},

		{"negative voices over expected, few others", false, ratioOf(200, 40, 0.2, 0.2)},
		{"negative voices over expected, few of ours", false, ratioOf(40, 1000, 0.2, 0.2)},
		{"negative voices over expected, twice", false, ratioOf(100, 300, 0.3, 0.15)},

		{"voices that come back", false, comeBack(200, 0.3)},
		{"register, a mention a voice", false, register(150, 0.35)},
		{"questions without an answer", false, unanswered(60, 0.4)},
		{"questions answered by others", false, helped(60, 0.4)},

		{"ordinary tone, chance alone", true, toneOf(0.2, 0, 60, 13)},
		{"ordinary tone, half negative", true, toneOf(0.5, 0, 60, 13)},
		{"ordinary tone, moves from week to week", false, toneOf(0.2, 20, 60, 13)},
		{"ordinary tone, many voices, half a year", false, toneOf(0.2, 10, 200, 26)},
		{"ordinary tone, mostly negative", true, toneOf(0.8, 0, 100, 8)},
	} {
		t.Run(c.name, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(19, 31))
			held, all := 0, 0
			for range runs {
				in, truth, ok := c.figure(rnd)
				if !ok {
					continue
				}
				all++
				if in.holds(truth) {
					held++
				}
			}
			if all < runs/2 {
				t.Fatalf("told in %d of %d worlds only", all, runs)
			}
			share := float64(held) / float64(all)
			t.Logf("holds the truth in %.3f of %d", share, all)
			if share < 0.93-slack || share > 0.97+slack && !c.sure {
				t.Errorf("holds the truth in %.3f of %d worlds, want 0.93 to 0.97", share, all)
			}
		})
	}
}

func (in Interval) holds(x float64) bool { return in.Low <= x && x <= in.High }

func binomial(rnd *rand.Rand, n int64, p float64) (k int64) {
	for range n {
		if rnd.Float64() < p {
			k++
		}
	}
	return k
}

func partOf(n int64, p float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		part, ok := PartOf(binomial(rnd, n, p), n)
		return part.Between, p, ok
	}
}

// sectorRates are the voices a brand has on average, none the same.
var sectorRates = []float64{60, 120, 30, 200}

// shareOf tells the share of the second brand; a share of its voices speaks of
// the third too.
func shareOf(both float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		counts, all := make([]int64, len(sectorRates)), 0.0
		for i, r := range sectorRates {
			counts[i] = int64(poisson(rnd, r))
			all += r
		}
		counts[2] += binomial(rnd, counts[1], both)
		s, ok := Shares(counts)
		return s[1].Between, sectorRates[1] / (all + both*sectorRates[1]), ok
	}
}

// crowd draws voices that come in stories, and their Crowding.
func crowd(rnd *rand.Rand, stories, echo float64) (n int64, crowding float64) {
	var squares int64
	for range poisson(rnd, stories) {
		k := int64(1)
		for rnd.Float64() < echo {
			k++
		}
		n += k
		squares += k * k
	}
	return n, Crowding(squares, n)
}

func crowdedShare(echo float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		counts, crowding, all := make([]int64, len(sectorRates)), make([]float64, len(sectorRates)), 0.0
		for i, r := range sectorRates {
			counts[i], crowding[i] = crowd(rnd, r, echo)
			all += r
		}
		s, ok := SharesOf(counts, crowding)
		return s[1].Between, sectorRates[1] / all, ok
	}
}

func crowdedChange(stories, echo float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		a, da := crowd(rnd, stories, echo)
		b, db := crowd(rnd, 1.5*stories, echo)
		c, ok := Compare(Span{a, 1, da}, Span{b, 1, db})
		return c.Between, 1.5, ok
	}
}

// TestTallyTellsCrowds: five voices of one story, one of them before alone, and
// three alone: 3 + 1 + 16 over 8.
func TestTallyTellsCrowds(t *testing.T) {
	var tally Tally
	add := func(voice int, story uint64) {
		s := said(1, voice, 0, vigie.Social)
		s.Story = story
		tally.Add(&s)
	}
	for v := range 4 {
		add(v, uint64(v)|OwnStory)
	}
	for _, v := range []int{3, 4, 5, 6, 7, 7} {
		add(v, 9)
	}
	if got := tally.crowding(1); !alike(got, 20.0/8) {
		t.Errorf("crowding %v, want 2.5", got)
	}
	if got := tally.crowding(2); got != 1 {
		t.Errorf("crowding of nobody %v, want 1", got)
	}
}

func rankOf(rnd *rand.Rand) (Interval, float64, bool) {
	rates := []float64{60, 75, 90, 200} // ranks 4 to 1
	counts := make([]int64, len(rates))
	for i, r := range rates {
		counts[i] = int64(poisson(rnd, r))
	}
	s, ok := Shares(counts)
	k := rnd.IntN(len(rates))
	return Interval{float64(s[k].Best), float64(s[k].Worst)}, float64(len(rates) - k), ok
}

func changeOf(mean, ratio float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		c, ok := Compare(Span{N: int64(poisson(rnd, mean)), Time: 1}, Span{N: int64(poisson(rnd, mean*ratio)), Time: 1})
		return c.Between, ratio, ok
	}
}

func pace(mean float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		r, ok := Ready(int64(poisson(rnd, mean)), 26*7*24*time.Hour, MinutesEach, Hands{})
		return r.PerWeek, mean / 26, ok
	}
}

func netOf(n int, positive, negative float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		var l Leaning
		for range n {
			switch u := rnd.Float64(); {
			case u < positive:
				l.Add(vigie.Positive)
			case u < positive+negative:
				l.Add(vigie.Negative)
			case u < 0.9:
				l.Add(vigie.Neutral)
			default:
				l.Add(vigie.Unsure)
			}
		}
		net, ok := l.Net(1)
		return net.Between, positive - negative, ok
	}
}

// echoed draws mentions of which some copy the story of one before, with its
// opinion, and some are by somebody who spoke before and mostly thinks the same.
func echoed(n int, copies, again float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		const positive, negative = 0.3, 0.2
		draw := func() vigie.Opinion {
			switch u := rnd.Float64(); {
			case u < positive:
				return vigie.Positive
			case u < positive+negative:
				return vigie.Negative
			}
			return vigie.Neutral
		}
		var l Leaning
		var e Echo
		var all []Saying
		var first []int // those that copy nothing
		for i := range n {
			s := Saying{Topic: 1, Voice: uint64(i), Story: uint64(i) | OwnStory, Channel: vigie.Social, Opinion: draw()}
			if i > 0 && rnd.Float64() < copies {
				was := &all[rnd.IntN(i)]
				was.Story &^= OwnStory
				s.Story, s.Opinion = was.Story, was.Opinion
			} else {
				if i > 0 && rnd.Float64() < again {
					was := &all[first[rnd.IntN(len(first))]]
					if s.Voice = was.Voice; rnd.Float64() < 0.8 {
						s.Opinion = was.Opinion
					}
				}
				first = append(first, i)
			}
			all = append(all, s)
		}
		for i := range all {
			l.Add(all[i].Opinion)
			e.Add(&all[i])
		}
		net, ok := l.Net(e.Effect())
		return net.Between, positive - negative, ok
	}
}

// ratioOf tells how negative a brand's voices are beside those of others, on
// three channels, of which the last is hardly used by them.
func ratioOf(voices, others int64, p, q float64) figure {
	at := []struct{ ours, theirs float64 }{{0.6, 0.5}, {0.3, 0.45}, {0.1, 0.05}}
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		var v, o []heardIn
		for _, c := range at {
			ours, theirs := int64(c.ours*float64(voices)), int64(c.theirs*float64(others))
			v = append(v, heardIn{ours, ours, binomial(rnd, ours, p)})
			o = append(o, heardIn{theirs, theirs, binomial(rnd, theirs, q)})
		}
		st := State{}.decide(v, o, true)
		return st.Ratio, p / q, st.Ratio.High > 0
	}
}

func comeBack(voices int, p float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		var all []Saying
		for v := range voices {
			s := said(1, v, v, vigie.Forum)
			s.At = january.From.Add(time.Duration(rnd.IntN(24*30)) * time.Hour)
			all = append(all, s)
			if rnd.Float64() < p {
				s.At = s.At.AddDate(0, 2, 0)
				all = append(all, s)
			}
		}
		part, ok := Returning(all, time.UTC)
		return part.Between, p, ok
	}
}

func register(mentions int, belonging float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		var all []Saying
		for v := range mentions {
			s := said(1, v, v, vigie.Forum)
			s.Opinion, s.IntentsRead, s.Intents = vigie.Neutral, true, []vigie.Intent{vigie.Question}
			if rnd.Float64() < belonging {
				s.Intents = []vigie.Intent{vigie.Recommendation}
			}
			all = append(all, s)
		}
		c := Charismas([]vigie.TopicID{1}, all, nil)[0]
		if c.Register == nil {
			return Interval{}, 0, false
		}
		return c.Register.Between, belonging, true
	}
}

// asked draws questions, each without an answer, answered by others or by us.
func asked(rnd *rand.Rand, n int, open, others float64) Demand {
	var all []Saying
	answers := map[vigie.MentionID]Answer{}
	for v := range n {
		s := said(1, v, v, vigie.Forum)
		s.Mention, s.IntentsRead, s.Intents = vigie.MentionID(v+1), true, []vigie.Intent{vigie.Question}
		switch u := rnd.Float64(); {
		case u < open:
			answers[s.Mention] = Unheard
		case u < open+others:
			answers[s.Mention] = ByOthers
		default:
			answers[s.Mention] = ByUs
		}
		all = append(all, s)
	}
	return DemandOf(all, answers)
}

func unanswered(n int, open float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		d := asked(rnd, n, open, 0.2)
		return d.OpenPart.Between, open, true
	}
}

func helped(n int, others float64) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		d := asked(rnd, n, 0.3, others)
		return d.OthersPart.Between, others, true
	}
}

// toneOf draws weeks of unlike size whose share of negative voices is p, and
// moves about it like a Beta of the given size where that is above nought.
func toneOf(p, size float64, of int64, weeks int) figure {
	return func(rnd *rand.Rand) (Interval, float64, bool) {
		week := func(of int64) Among {
			q := p
			if size > 0 {
				a, b := gamma(rnd, p*size), gamma(rnd, (1-p)*size)
				q = a / (a + b)
			}
			return Among{binomial(rnd, of, q), of}
		}
		var past []Among
		for range weeks {
			past = append(past, week(of/2+rnd.Int64N(of)))
		}
		now := week(of)
		b, ok := OrdinaryPart(past, now.Of)
		return Interval{float64(b.Low), float64(b.High)}, float64(now.N), ok
	}
}
