package measure

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"vigie.example/vigie"
)

// field is a month laid out for the bootstrap: every (brand, stratum, voice)
// that occurs, with its stories.
type field struct {
	brands  int
	strata  []Stratum
	stories int
	cells   []cell
	more    []int32 // stories of the cells with several, one after the other
	voices  []int64 // by brand, over all strata
}

// cell is one voice of one brand in one stratum.
type cell struct {
	at    int32 // brand*strata + stratum
	story int32 // the only one; or where they begin in more
	n     int32 // how many stories
}

// field lays a month out; nil where nobody spoke of a brand.
func (sec *Sector) field(sayings []Saying) *field {
	number := map[vigie.TopicID]int{}
	for b, t := range sec.Brands {
		number[t] = b
	}
	type spoken struct {
		brand   int
		channel vigie.Channel
		voice   uint64
	}
	seen := map[spoken][]int32{}
	stories := map[uint64]int32{}
	var keys []spoken // in order of appearance: the same sayings, the same draws
	for i := range sayings {
		s := &sayings[i]
		b, ok := number[s.Topic]
		if !ok || !s.Spontaneous() || ChannelWeights[s.Channel] == 0 {
			continue
		}
		story, ok := stories[s.Story]
		if !ok {
			story = int32(len(stories))
			stories[s.Story] = story
		}
		k := spoken{b, s.Channel, s.Voice}
		if seen[k] == nil {
			keys = append(keys, k)
		}
		if !slices.Contains(seen[k], story) {
			seen[k] = append(seen[k], story)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	byChannel := map[vigie.Channel]int64{}
	for _, k := range keys {
		byChannel[k.channel]++
	}
	f := &field{brands: len(sec.Brands), strata: strata(byChannel), stories: len(stories), voices: make([]int64, len(sec.Brands))}
	stratum := map[vigie.Channel]int{}
	for i, s := range f.strata {
		for _, c := range s.Channels {
			stratum[c] = i
		}
	}
	for _, k := range keys {
		of := seen[k]
		c := cell{at: int32(k.brand*len(f.strata) + stratum[k.channel]), story: of[0], n: int32(len(of))}
		if c.n > 1 {
			c.story = int32(len(f.more))
			f.more = append(f.more, of...)
		}
		f.cells = append(f.cells, c)
		f.voices[k.brand]++
	}
	return f
}

// counts returns the smoothed voices by brand and stratum.
func (f *field) counts() []float64 {
	n := make([]float64, f.brands*len(f.strata))
	for i := range n {
		n[i] = smoothing
	}
	for _, c := range f.cells {
		n[c.at]++
	}
	return n
}

// weights returns those of the strata.
func (f *field) weights() []float64 {
	w := make([]float64, len(f.strata))
	for i, s := range f.strata {
		w[i] = s.Weight
	}
	return w
}

// shares combines counts by brand and stratum into shares by brand.
func (f *field) shares(n, weights []float64) []float64 {
	out := make([]float64, f.brands)
	k := len(f.strata)
	for s := range k {
		total := 0.0
		for b := range f.brands {
			total += n[b*k+s]
		}
		for b := range f.brands {
			out[b] += weights[s] * n[b*k+s] / total
		}
	}
	return out
}

// replay draws the shares again and again: under the published weights, and
// under weights drawn around them. Both by brand, then draw.
func (f *field) replay(draws int, seed uint64) (fixed, wide [][]float64) {
	rnd := rand.New(rand.NewPCG(1981, seed))
	fixed, wide = make([][]float64, f.brands), make([][]float64, f.brands)
	for b := range fixed {
		fixed[b], wide[b] = make([]float64, draws), make([]float64, draws)
	}
	weight := make([]float64, f.stories+7) // drawn eight at a time
	n := make([]float64, f.brands*len(f.strata))
	published, drawn := f.weights(), make([]float64, len(f.strata))
	for d := range draws {
		exponentials(rnd, weight)
		for i := range n {
			n[i] = gamma(rnd, smoothing)
		}
		for i := range f.cells {
			c := &f.cells[i]
			if c.n == 1 {
				n[c.at] += weight[c.story]
				continue
			}
			sum := 0.0
			for _, s := range f.more[c.story : c.story+c.n] {
				sum += weight[s]
			}
			n[c.at] += sum / float64(c.n)
		}
		total := 0.0
		for s := range drawn {
			drawn[s] = published[s] * math.Pow(WeightsApart, 2*rnd.Float64()-1)
			total += drawn[s]
		}
		for s := range drawn {
			drawn[s] /= total
		}
		for b, x := range f.shares(n, published) {
			fixed[b][d] = x
		}
		for b, x := range f.shares(n, drawn) {
			wide[b][d] = x
		}
	}
	return fixed, wide
}

// exponentialBins are 256 equally likely values of an exponential variable of
// mean 1, each the mean of its bin, so that their mean is exactly 1 and their
// variance 0.996.
var exponentialBins = func() (v [256]float64) {
	// The integral of x·e^-x is -(x+1)·e^-x, between the 1/256 quantiles.
	below := func(u float64) float64 {
		if u >= 1 {
			return 0
		}
		x := -math.Log1p(-u)
		return -(x + 1) * (1 - u)
	}
	for i := range v {
		v[i] = 256 * (below(float64(i+1)/256) - below(float64(i)/256))
	}
	return v
}()

// exponentials fills w by whole eights from the front: each random number
// gives eight bins.
func exponentials(rnd *rand.Rand, w []float64) {
	for i := 0; i+8 <= len(w); i += 8 {
		r := rnd.Uint64()
		for k := range 8 {
			w[i+k] = exponentialBins[r>>(8*k)&255]
		}
	}
}

// central returns the central 95 % of draws.
func central(draws []float64) Interval {
	s := slices.Clone(draws)
	slices.Sort(s)
	tail := len(s) * 25 / 1000
	return Interval{Low: s[tail], High: s[len(s)-1-tail]}
}

// above returns how often each brand stood above each other.
func above(draws [][]float64) [][]float64 {
	out := make([][]float64, len(draws))
	for i := range draws {
		out[i] = make([]float64, len(draws))
		for j := range draws {
			if i == j {
				continue
			}
			n := 0
			for d := range draws[i] {
				if draws[i][d] > draws[j][d] {
					n++
				}
			}
			out[i][j] = float64(n) / float64(len(draws[i]))
		}
	}
	return out
}

// rankBounds returns the central 95 % of each brand's rank.
func rankBounds(draws [][]float64) (best, worst []int) {
	brands, n := len(draws), len(draws[0])
	best, worst = make([]int, brands), make([]int, brands)
	seen := make([][]int, brands)
	for b := range seen {
		seen[b] = make([]int, brands)
	}
	by := make([]int, brands)
	for d := range n {
		for b := range by {
			by[b] = b
		}
		slices.SortFunc(by, func(a, b int) int { return cmp.Compare(draws[b][d], draws[a][d]) })
		for r, b := range by {
			seen[b][r]++
		}
	}
	tail := n * 25 / 1000
	for b := range seen {
		sum := 0
		for r, k := range seen[b] {
			if sum += k; sum > tail {
				best[b] = r + 1
				break
			}
		}
		sum = 0
		for r := brands - 1; r >= 0; r-- {
			if sum += seen[b][r]; sum > tail {
				worst[b] = r + 1
				break
			}
		}
	}
	return best, worst
}

// order returns the topics by falling share.
func order(brands []Attention) []vigie.TopicID {
	s := slices.Clone(brands)
	slices.SortStableFunc(s, func(a, b Attention) int { return cmp.Compare(b.Share, a.Share) })
	out := make([]vigie.TopicID, len(s))
	for i := range s {
		out[i] = s[i].Topic
	}
	return out
}
