package measure

import (
	"context"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
)

// plain is a sector's month counted as the definitions read, set by set.
type plain struct {
	voices   map[vigie.TopicID]int64
	channels map[vigie.Channel]int64
	kinds    map[vigie.TopicID]AttentionKinds
	states   map[vigie.TopicID]State
}

type spoke struct {
	topic   vigie.TopicID
	channel vigie.Channel
	voice   uint64
}

func countPlainly(brands []vigie.TopicID, sayings []Saying) plain {
	p := plain{map[vigie.TopicID]int64{}, map[vigie.Channel]int64{}, map[vigie.TopicID]AttentionKinds{}, map[vigie.TopicID]State{}}
	type heard struct{ judged, negative bool }
	all := map[spoke]*heard{}
	for i := range sayings {
		s := &sayings[i]
		if !s.Spontaneous() {
			continue
		}
		k := spoke{s.Topic, s.Channel, s.Voice}
		if all[k] == nil {
			all[k] = &heard{}
			if slices.Contains(brands, s.Topic) && ChannelWeights[s.Channel] > 0 {
				p.voices[s.Topic]++
				p.channels[s.Channel]++
			}
		}
		all[k].judged = all[k].judged || s.Opinion != vigie.OpinionUnknown
		all[k].negative = all[k].negative || s.Opinion == vigie.Negative
	}
	for _, b := range brands {
		var k AttentionKinds
		lean, own := map[uint64]int{}, map[uint64]bool{}
		judged, st := map[uint64]bool{}, State{}
		days, linked := map[int64]bool{}, false
		for _, s := range sayings {
			if s.Topic != b {
				continue
			}
			k.Known = k.Known || s.Own || s.Answers == ToOwn
			switch {
			case s.Own || !s.Channel.Voiced():
			case s.Answers == ToOwn:
				own[s.Voice] = true
			default:
				lean[s.Voice] += map[vigie.Opinion]int{vigie.Negative: -1, vigie.Positive: 1}[s.Opinion]
				if s.Opinion != vigie.OpinionUnknown {
					judged[s.Voice] = true
				}
				if s.Opinion == vigie.Negative {
					days[s.At.Unix()/86400] = true
					linked = linked || s.Answers != NoLink
					st.Answered = st.Answered || s.Answers == ToOthers || s.Answers == ToUnheard
				}
			}
		}
		for v := range own {
			if _, also := lean[v]; !also {
				k.Own++
			}
		}
		k.Judged = len(lean) > 0 && float64(len(judged)) >= 0.8*float64(len(lean))
		for _, l := range lean {
			if l < 0 && k.Judged {
				k.Endured++
			} else {
				k.Ordinary++
			}
		}
		p.kinds[b] = k
		var mine, others []heardIn
		for _, c := range vigie.Channels {
			var m, o heardIn
			for k, h := range all {
				x := &o
				if k.topic == b {
					x = &m
				}
				if k.channel == c {
					x.all++
					if h.judged {
						x.judged++
					}
					if h.negative {
						x.negative++
					}
				}
			}
			mine, others = append(mine, m), append(others, o)
		}
		st.Days = len(days)
		p.states[b] = st.decide(mine, others, linked)
	}
	return p
}

// some returns sayings in which voices return, stories are shared between
// voices and brands, and little is told of some.
func some(rnd *rand.Rand, n int) []Saying {
	sites := []string{"a.example", "b.example", "c.example", "net"}
	var out []Saying
	for i := range n {
		s := Saying{
			Mention: vigie.MentionID(i), At: january.From.Add(time.Duration(rnd.IntN(30*24)) * time.Hour),
			Voice: uint64(rnd.IntN(n/2) * (1 + rnd.IntN(9000))), Story: uint64(rnd.IntN(n)) + ownStoryOf(i), Site: sites[rnd.IntN(4)],
			Channel: vigie.Channels[rnd.IntN(len(vigie.Channels))], Opinion: vigie.Opinion(rnd.IntN(5)), Own: rnd.IntN(20) == 0,
			Answers: Answers(rnd.IntN(4)), IntentsRead: rnd.IntN(2) == 0,
		}
		if rnd.IntN(3) == 0 {
			s.Intents = []vigie.Intent{vigie.Question}
		}
		for t := range 3 {
			if rnd.IntN(2) == 0 {
				s.Topic = vigie.TopicID(t + 1)
				out = append(out, s)
			}
		}
	}
	return out
}

// ownStoryOf makes two stories of three hold one mention.
func ownStoryOf(i int) uint64 {
	if i%3 == 0 {
		return 0
	}
	return uint64(i)<<20 | 1<<63
}

// told is a Teller over some sayings.
type told []Saying

func (t told) Sayings(_ context.Context, f vigie.Filter, yield func(*Saying) bool) error {
	for _, s := range t {
		if slices.Contains(f.Topics, s.Topic) && !s.At.Before(f.From) && s.At.Before(f.To) && !yield(&s) {
			break
		}
	}
	return nil
}

// TestGauge: what is counted in one row of voices is what the definitions say,
// set by set, and month by month from an archive what it is from a list.
func TestGauge(t *testing.T) {
	brands := []vigie.TopicID{1, 2} // 3 is spoken of and no brand
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		sayings := some(rnd, 20+rnd.IntN(400))
		want := countPlainly(brands, sayings)
		sec := Sector{Brands: brands, Months: []Period{january}, Draws: 40}
		got := Barometer(sec, sayings)[0]
		for i, b := range brands {
			a := got.Brands[i]
			if a.Voices != want.voices[b] || a.Kinds != want.kinds[b] {
				t.Errorf("seed %d, brand %d: voices %d and %+v, want %d and %+v", seed, b, a.Voices, a.Kinds, want.voices[b], want.kinds[b])
			}
			st := want.states[b]
			if math.Abs(a.State.Expected-st.Expected) > 1e-9 {
				t.Errorf("seed %d, brand %d: expected %v, want %v", seed, b, a.State.Expected, st.Expected)
			}
			a.State.Expected, a.State.Ratio = st.Expected, st.Ratio // to rounding
			if a.State != st {
				t.Errorf("seed %d, brand %d: %+v, want %+v", seed, b, a.State, st)
			}
		}
		if s := strata(want.channels); !reflect.DeepEqual(s, got.Strata) {
			t.Errorf("seed %d: strata %+v, want %+v", seed, got.Strata, s)
		}
		two := told(slices.DeleteFunc(slices.Clone(sayings), func(s Saying) bool { return s.Topic == 3 }))
		fromList := Barometer(sec, two)
		fromArchive, charms, err := BarometerOf(t.Context(), two, sec)
		if err != nil || !reflect.DeepEqual(fromArchive, fromList) {
			t.Errorf("seed %d: from an archive %+v (%v), from a list %+v", seed, fromArchive, err, fromList)
		}
		if want := Charismas(brands, two, nil); !reflect.DeepEqual(charms, want) {
			t.Errorf("seed %d: charisma %+v, want %+v", seed, charms, want)
		}
	}
}

// TestReplayOfStories: the sums drawn by groups of stories have the means and
// the spread of sums drawn story by story.
func TestReplayOfStories(t *testing.T) {
	sayings := some(rand.New(rand.NewPCG(5, 5)), 300)
	brands := []vigie.TopicID{1, 2, 3}
	g := newGauge(brands)
	for i := range sayings {
		g.add(&sayings[i])
	}
	f := g.field()
	k := len(f.strata)
	stratum := map[vigie.Channel]int{}
	for i, s := range f.strata {
		for _, c := range s.Channels {
			stratum[c] = i
		}
	}
	stories := map[spoke]map[uint64]bool{}
	for _, s := range sayings {
		if s.Spontaneous() && ChannelWeights[s.Channel] > 0 {
			v := spoke{s.Topic, s.Channel, s.Voice}
			if stories[v] == nil {
				stories[v] = map[uint64]bool{}
			}
			stories[v][s.Story] = true
		}
	}
	// Sum over voices of the mean weight of their stories: its mean is how many
	// voices, its covariances the sums over stories of what each brings.
	n := len(brands) * k
	brings := map[uint64][]float64{}
	mean := make([]float64, n)
	for v, of := range stories {
		at := int(v.topic-1)*k + stratum[v.channel]
		mean[at]++
		for s := range of {
			if brings[s] == nil {
				brings[s] = make([]float64, n)
			}
			brings[s][at] += 1 / float64(len(of))
		}
	}
	got, spread, want := make([]float64, n), make([]float64, n*n), make([]float64, n*n)
	for _, g := range f.groups {
		for _, p := range g.parts {
			got[p.at] += g.n * p.part
			for _, q := range g.parts {
				spread[int(p.at)*n+int(q.at)] += g.n * p.part * q.part
			}
		}
	}
	for _, s := range slices.Sorted(maps.Keys(brings)) {
		for i, x := range brings[s] {
			for j, y := range brings[s] {
				want[i*n+j] += x * y
			}
		}
	}
	for i := range mean {
		if !alike(got[i], mean[i]) || f.voices[i] != mean[i] {
			t.Errorf("sum %d: mean %v of %v voices, want %v", i, got[i], f.voices[i], mean[i])
		}
	}
	for i := range want {
		if math.Abs(spread[i]-want[i]) > 1e-9 {
			t.Errorf("covariance %d: %v, want %v", i, spread[i], want[i])
		}
	}
}

func TestSet(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	var a, b Set
	all := map[uint64]bool{}
	for range 5000 {
		v := rnd.Uint64N(20_000) << (rnd.IntN(2) * 40)
		s := &a
		if rnd.IntN(2) == 0 {
			s = &b
		}
		s.Add(v)
		if s.Add(v) {
			t.Fatalf("%d is new twice", v)
		}
		all[v] = true
	}
	if a.Join(&b); a.Len() != int64(len(all)) {
		t.Errorf("joined %d, want %d", a.Len(), len(all))
	}
}
