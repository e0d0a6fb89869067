package measure

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"vigie.example/vigie"
)

// field is a month laid out for the bootstrap: the voices by brand and stratum,
// and the stories in groups that weigh in alike.
type field struct {
	brands int
	strata []Stratum
	voices []float64 // by brand*strata + stratum
	groups []storyGroup
}

// storyGroup is n stories that each add their weight, times a part, to the same
// sums: a voice of k stories counts with their mean weight, so that each adds a
// k-th.
type storyGroup struct {
	n     float64
	parts []storyPart
}

// storyPart is what one story brings to one sum.
type storyPart struct {
	at   int32 // brand*strata + stratum
	part float64
}

// field counts the month and lays it out; nil where nobody spoke of a brand.
func (g *gauge) field() *field {
	links := g.count()
	if len(links) == 0 {
		return nil
	}
	// One link in n of a voice's stories stands for that voice: n of them make 1.
	byChannel, cells := map[vigie.Channel]int64{}, make([]int64, g.brands*len(g.channels))
	for b := range g.brands {
		for c, h := range g.topics[b].channels {
			if ChannelWeights[g.channels[c]] > 0 {
				byChannel[g.channels[c]] += h.all
				cells[b*len(g.channels)+c] = h.all
			}
		}
	}
	f := &field{brands: g.brands, strata: strata(byChannel)}
	stratum := make([]int, len(g.channels))
	for i, s := range f.strata {
		for _, c := range s.Channels {
			if at := slices.Index(g.channels, c); at >= 0 {
				stratum[at] = i
			}
		}
	}
	f.voices = make([]float64, g.brands*len(f.strata))
	for i, n := range cells {
		f.voices[i/len(g.channels)*len(f.strata)+stratum[i%len(g.channels)]] += float64(n)
	}
	at := func(l *link) int32 { return int32(int(l.topic)*len(f.strata) + stratum[l.channel]) }
	f.group(links, at)
	return f
}

// group puts stories that weigh in alike together.
func (f *field) group(links []link, at func(*link) int32) {
	inOrder(links, nil, func(l *link) uint64 { return l.story })
	type alone struct {
		at int32
		n  uint32
	}
	// Nearly all are told by one voice of few stories.
	const few = 64
	often := make([]int, f.brands*len(f.strata)*few)
	once := map[alone]int{}
	several := map[string]int{}
	var key []byte
	var parts []storyPart
	for len(links) > 0 {
		end := 1
		for end < len(links) && links[end].story == links[0].story {
			end++
		}
		one := links[:end]
		links = links[end:]
		if len(one) == 1 {
			if x := (alone{at(&one[0]), one[0].n}); x.n < few {
				often[int(x.at)*few+int(x.n)]++
			} else {
				once[x]++
			}
			continue
		}
		parts = parts[:0]
		slices.SortFunc(one, func(a, b link) int { return cmp.Or(cmp.Compare(at(&a), at(&b)), cmp.Compare(a.n, b.n)) })
		for i := range one {
			where, part := at(&one[i]), 1/float64(one[i].n)
			if n := len(parts); n > 0 && parts[n-1].at == where {
				parts[n-1].part += part
			} else {
				parts = append(parts, storyPart{where, part})
			}
		}
		key = key[:0]
		for _, p := range parts {
			key = binary.BigEndian.AppendUint32(key, uint32(p.at))
			key = binary.BigEndian.AppendUint64(key, math.Float64bits(p.part))
		}
		several[string(key)]++
	}
	for i, n := range often {
		if n > 0 {
			once[alone{int32(i / few), uint32(i % few)}] = n
		}
	}
	// In one order, whatever that of the maps: the same sayings, the same draws.
	for _, k := range slices.SortedFunc(maps.Keys(once), func(a, b alone) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.n, b.n)) }) {
		f.groups = append(f.groups, storyGroup{float64(once[k]), []storyPart{{k.at, 1 / float64(k.n)}}})
	}
	for _, k := range slices.Sorted(maps.Keys(several)) {
		g := storyGroup{n: float64(several[k])}
		for b := []byte(k); len(b) > 0; b = b[12:] {
			g.parts = append(g.parts, storyPart{int32(binary.BigEndian.Uint32(b)), math.Float64frombits(binary.BigEndian.Uint64(b[4:]))})
		}
		f.groups = append(f.groups, g)
	}
}

// counts returns the smoothed voices by brand and stratum.
func (f *field) counts() []float64 {
	n := slices.Clone(f.voices)
	for i := range n {
		n[i] += smoothing
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

// shares combines counts by brand and stratum into shares by brand, in out.
func (f *field) shares(out, n, weights []float64) []float64 {
	clear(out)
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
	n, out := make([]float64, f.brands*len(f.strata)), make([]float64, f.brands)
	published, drawn := f.weights(), make([]float64, len(f.strata))
	for d := range draws {
		for i := range n {
			n[i] = gamma(rnd, smoothing)
		}
		for i := range f.groups {
			g := &f.groups[i]
			weight := 0.0
			if g.n == 1 {
				weight = rnd.ExpFloat64()
			} else {
				weight = gamma(rnd, g.n)
			}
			for _, p := range g.parts {
				n[p.at] += weight * p.part
			}
		}
		total := 0.0
		for s := range drawn {
			drawn[s] = published[s] * math.Pow(WeightsApart, 2*rnd.Float64()-1)
			total += drawn[s]
		}
		for s := range drawn {
			drawn[s] /= total
		}
		for b, x := range f.shares(out, n, published) {
			fixed[b][d] = x
		}
		for b, x := range f.shares(out, n, drawn) {
			wide[b][d] = x
		}
	}
	return fixed, wide
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
