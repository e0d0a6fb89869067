package measure

import (
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"
	"time"

	"vigie.example/vigie"
)

// world is a sector of which the truth is known: stories come at random, each
// brings voices, some voices speak in several stories.
type world struct {
	rate [][]float64 // stories a month by brand and channel
	echo float64     // chance that a story brings one more voice, again and again
	back float64     // chance that a story's voice has spoken before
	at   []vigie.Channel
}

func (w world) month(rnd *rand.Rand, p Period) []Saying {
	var out []Saying
	voice, story := uint64(1), uint64(1)
	for b := range w.rate {
		for c, rate := range w.rate[b] {
			var before []uint64
			for range poisson(rnd, rate) {
				for {
					v := voice
					if len(before) > 0 && rnd.Float64() < w.back {
						v = before[rnd.IntN(len(before))]
					} else {
						voice++
						before = append(before, v)
					}
					out = append(out, Saying{
						Topic: vigie.TopicID(b + 1), At: p.From.Add(time.Duration(rnd.Int64N(int64(p.To.Sub(p.From))))),
						Voice: v, Story: story, Channel: w.at[c], Site: "s.example",
					})
					if rnd.Float64() >= w.echo {
						break
					}
				}
				story++
			}
		}
	}
	return out
}

func poisson(rnd *rand.Rand, mean float64) int {
	n, t := 0, rnd.ExpFloat64()
	for t < mean {
		n++
		t += rnd.ExpFloat64()
	}
	return n
}

// truth is the attention shares of an endless month: mean voices by cell.
func (w world) truth(months int) []float64 {
	rnd := rand.New(rand.NewPCG(3, 3))
	p := january
	mean := make([][]float64, len(w.rate))
	for b := range mean {
		mean[b] = make([]float64, len(w.at))
	}
	for range months {
		seen := map[[3]uint64]bool{}
		for _, s := range w.month(rnd, p) {
			for c, ch := range w.at {
				if k := [3]uint64{uint64(s.Topic), uint64(c), s.Voice}; ch == s.Channel && !seen[k] {
					seen[k] = true
					mean[s.Topic-1][c]++
				}
			}
		}
	}
	out, weights := make([]float64, len(w.rate)), 0.0
	for c, ch := range w.at {
		sum := 0.0
		for b := range mean {
			sum += mean[b][c]
		}
		for b := range mean {
			out[b] += ChannelWeights[ch] * mean[b][c] / sum
		}
		weights += ChannelWeights[ch]
	}
	for b := range out {
		out[b] /= weights
	}
	return out
}

var january = Period{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}

// TestAttentionCovers simulates months of which the truth is known: the 95 %
// intervals hold it 93 to 97 times in 100. The short form runs fewer months and
// allows for the chance in that.
func TestAttentionCovers(t *testing.T) {
	runs, slack := 100, 0.045
	if os.Getenv("VIGIE_LONG") != "" {
		runs, slack = 1000, 0.02
	}
	worlds := map[string]world{
		"three channels, stories of one voice": {
			rate: [][]float64{{60, 40, 50}, {120, 50, 60}, {30, 40, 90}, {90, 20, 40}}, at: []vigie.Channel{vigie.Press, vigie.Forum, vigie.Social},
		},
		"stories bring crowds, and some come back": {
			rate: [][]float64{{60, 40, 50}, {120, 50, 60}, {30, 40, 90}, {90, 20, 40}}, echo: 0.5, back: 0.15, at: []vigie.Channel{vigie.Press, vigie.Forum, vigie.Social},
		},
	}
	for name, w := range worlds {
		t.Run(name, func(t *testing.T) {
			truth := w.truth(1200)
			sec := Sector{Months: []Period{january, {january.To, january.To.AddDate(0, 1, 0)}}}
			for b := range w.rate {
				sec.Brands = append(sec.Brands, vigie.TopicID(b+1))
			}
			rnd := rand.New(rand.NewPCG(1, 2))
			held, still, ranked, all := 0, 0, 0, 0
			for range runs {
				m := Barometer(sec, append(w.month(rnd, january), w.month(rnd, sec.Months[1])...))[1]
				for b, a := range m.Brands {
					all++
					if a.Between.holds(truth[b]) {
						held++
					}
					if a.Moved.holds(0) { // both months are of one world
						still++
					}
					rank := 1
					for _, x := range truth {
						if x > truth[b] {
							rank++
						}
					}
					if a.Best <= rank && rank <= a.Worst {
						ranked++
					}
				}
			}
			of := func(n int) float64 { return float64(n) / float64(all) }
			t.Logf("of %d, shares hold the truth %.3f, moves %.3f, ranks %.3f", all, of(held), of(still), of(ranked))
			if math.Abs(of(held)-0.95) > slack || math.Abs(of(still)-0.95) > slack || of(ranked) < 0.95-slack {
				t.Errorf("of %d, shares hold the truth %.3f, moves %.3f, want 0.95 ± %v; ranks %.3f, want at least as much", all, of(held), of(still), slack, of(ranked))
			}
		})
	}
}

func said(topic, voice, story int, c vigie.Channel) Saying {
	return Saying{Topic: vigie.TopicID(topic), Voice: uint64(voice), Story: uint64(story), Channel: c, At: january.From.Add(time.Hour * time.Duration(voice)), Site: "a.example"}
}

func TestBarometer(t *testing.T) {
	var sayings []Saying
	for v := range 60 {
		sayings = append(sayings, said(1, v, v, vigie.Forum))
		if v < 30 {
			sayings = append(sayings, said(2, 100+v, 100+v, vigie.Forum), said(2, 100+v, 200+v, vigie.Forum))
		}
	}
	for v := range 5 {
		sayings = append(sayings, said(2, 300+v, 300+v, vigie.Press), said(2, 400+v, 400+v, vigie.Podcast))
	}
	own := said(1, 999, 999, vigie.Forum)
	own.Own = true
	answer := said(1, 998, 998, vigie.Forum)
	answer.Answers = ToOwn
	sayings = append(sayings, own, answer, said(1, 997, 997, vigie.Private), said(7, 996, 996, vigie.Forum))
	feb := Period{january.To, january.To.AddDate(0, 1, 0)}
	months := Barometer(Sector{Brands: []vigie.TopicID{1, 2, 3}, Months: []Period{january, feb}}, sayings)
	m := months[0]
	if len(m.Strata) != 1 || len(m.Strata[0].Channels) != 3 {
		t.Errorf("strata %+v: channels under 30 voices join the only one that has them", m.Strata)
	}
	if m.Brands[0].Voices != 60 || m.Brands[1].Voices != 40 || m.Brands[2].Voices != 0 {
		t.Errorf("voices %d, %d, %d, want 60, 40, 0: own, answers to own and private left out, a voice once", m.Brands[0].Voices, m.Brands[1].Voices, m.Brands[2].Voices)
	}
	if got, want := m.Brands[0].Share, 60.5/101.5; math.Abs(got-want) > 1e-12 {
		t.Errorf("share %v, want %v: half a voice to each", got, want)
	}
	sum := 0.0
	for _, a := range m.Brands {
		sum += a.Share
		if a.Share < a.Between.Low || a.Share > a.Between.High || math.IsNaN(a.Between.Low+a.Between.High) {
			t.Errorf("share %v outside %v", a.Share, a.Between)
		}
		if a.Best > a.Rank || a.Worst < a.Rank || a.WideBest > a.Best || a.WideWorst < a.Worst {
			t.Errorf("ranks %+v do not enclose one another", a)
		}
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("shares sum to %v, want 1", sum)
	}
	if m.Before[0][1] < 0.9 || m.Before[0][2] != 1 {
		t.Errorf("before = %v, want brand 1 above brand 2 nearly surely and above 3 surely", m.Before)
	}
	if months[1].Brands != nil || months[1].Compared {
		t.Errorf("a month without a voice is measured: %+v", months[1])
	}
	again := Barometer(Sector{Brands: []vigie.TopicID{1, 2, 3}, Months: []Period{january, feb}}, sayings)
	if !reflect.DeepEqual(months, again) {
		t.Error("the same sayings give two barometers")
	}
}

// TestCrowdIsOneStory: fifty voices of one story make a wider interval than
// fifty of fifty stories.
func TestCrowdIsOneStory(t *testing.T) {
	var apart, together []Saying
	for v := range 50 {
		apart = append(apart, said(1, v, v, vigie.Social), said(2, 100+v, 100+v, vigie.Social))
		together = append(together, said(1, v, 1, vigie.Social), said(2, 100+v, 100+v, vigie.Social))
	}
	sec := Sector{Brands: []vigie.TopicID{1, 2}, Months: []Period{january}}
	a, b := Barometer(sec, apart)[0].Brands[0], Barometer(sec, together)[0].Brands[0]
	if a.Share != b.Share {
		t.Errorf("shares %v and %v, want the same", a.Share, b.Share)
	}
	if wide := b.Between.High - b.Between.Low; wide < 2*(a.Between.High-a.Between.Low) {
		t.Errorf("one story of fifty voices is as sure (%v) as fifty stories (%v)", b.Between, a.Between)
	}
}

func TestAttentionKinds(t *testing.T) {
	tell := func(voice int, o vigie.Opinion, a Answers) Saying {
		s := said(1, voice, voice, vigie.Social)
		s.Opinion, s.Answers = o, a
		return s
	}
	got := KindsOf([]Saying{
		tell(1, vigie.Negative, NoLink), tell(1, vigie.Negative, ToOwn), tell(2, vigie.Positive, ToOwn),
		tell(3, vigie.Negative, NoLink), tell(3, vigie.Positive, NoLink), tell(4, vigie.Unsure, NoLink),
	})
	if want := (AttentionKinds{Own: 1, Ordinary: 2, Endured: 1, Known: true, Judged: true}); got != want {
		t.Errorf("KindsOf = %+v, want %+v", got, want)
	}
	got = KindsOf([]Saying{tell(1, vigie.Negative, NoLink), tell(2, vigie.OpinionUnknown, NoLink)})
	if want := (AttentionKinds{Ordinary: 2}); got != want {
		t.Errorf("half unread: KindsOf = %+v, want %+v", got, want)
	}
}

func TestStateOf(t *testing.T) {
	// The sector: 200 other voices, one in five negative, on two channels.
	var sector []Saying
	for v := range 200 {
		s := said(2, 1000+v, 1000+v, []vigie.Channel{vigie.Social, vigie.Forum}[v%2])
		s.Opinion = vigie.Neutral
		if v%10 < 2 {
			s.Opinion = vigie.Negative
		}
		sector = append(sector, s)
	}
	ours := func(voices, negative int, answers Answers, day int) []Saying {
		var out []Saying
		for v := range voices {
			s := said(1, v, v, []vigie.Channel{vigie.Social, vigie.Forum}[v%2])
			s.At = january.From.AddDate(0, 0, v%day)
			s.Opinion, s.Answers = vigie.Neutral, answers
			if v < negative {
				s.Opinion = vigie.Negative
			}
			out = append(out, s)
		}
		return out
	}
	unread := ours(50, 0, NoLink, 5)
	for i := range unread {
		unread[i].Opinion = vigie.OpinionUnknown
	}
	tests := []struct {
		name   string
		ours   []Saying
		level  int
		known  bool
		mood   Mood
		reason Reason
	}{
		{"no more negative than the others", ours(50, 10, NoLink, 5), 0, false, Calm, WithinUsed},
		{"more negative, a single day: no polemic", ours(60, 32, ToOthers, 1), 0, false, Dissatisfaction, OverUsual},
		{"more negative, people answering each other", ours(60, 40, ToOthers, 5), 0, false, Polemic, ManyThirds},
		{"as much, but nobody knows who answers whom", ours(60, 40, NoLink, 5), 0, false, Untellable, NoReplies},
		{"as much, all of them answers to the brand's own: not spontaneous", ours(60, 40, ToOwn, 5), 0, false, Untellable, FewVoices},
		{"an alert of level four", ours(3, 0, NoLink, 1), 4, true, Crisis, AlertFour},
		{"opinions not read", unread, 0, true, Untellable, NoOpinions},
		{"nobody spoke", nil, 0, true, Untellable, FewVoices},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := StateOf(1, append(tt.ours, sector...), tt.level, tt.known)
			if st.Mood != tt.mood || st.Reason != tt.reason {
				t.Errorf("StateOf = %s (%s), want %s (%s); %+v", st.Mood, st.Reason, tt.mood, tt.reason, st)
			}
		})
	}
	if st := StateOf(1, ours(50, 40, ToOthers, 5), 0, false); st.Mood != Untellable || st.Reason != Alone {
		t.Errorf("without a sector StateOf = %s (%s), want untellable (no-sector)", st.Mood, st.Reason)
	}
}

// BenchmarkBarometer20Brands24Months1000Draws: 20 brands, 24 months, about 200
// voices a brand and month.
func BenchmarkBarometer20Brands24Months1000Draws(b *testing.B) {
	w := world{echo: 0.2, back: 0.2, at: []vigie.Channel{vigie.Press, vigie.Forum, vigie.Social, vigie.Review}}
	sec := Sector{}
	for i := range 20 {
		sec.Brands = append(sec.Brands, vigie.TopicID(i+1))
		w.rate = append(w.rate, []float64{40, 60, 80, 20})
	}
	sec.Months = Months(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), time.UTC, 24)
	rnd := rand.New(rand.NewPCG(1, 1))
	var all []Saying
	for _, p := range sec.Months {
		all = append(all, w.month(rnd, p)...)
	}
	b.ReportMetric(float64(len(all)), "sayings")
	for b.Loop() {
		Barometer(sec, all)
	}
}
