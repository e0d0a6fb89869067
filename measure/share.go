package measure

import (
	"math"
	"math/rand/v2"
	"sort"
)

// Share is the part of one brand in what is said of all brands of its sector.
type Share struct {
	N     int64
	Ratio float64
	// Between covers the share at 95 %: a replay of the same weeks under the
	// same ears. It says nothing of what was not heard.
	Between Interval
	// Rank counts from 1; equal counts share the better rank. Best and Worst
	// bound the ranks that are plausible at 95 %.
	Rank, Best, Worst int
}

// draws of the ranks: with 2000 the bounds of a 95 % range are steady to about
// half a per cent of probability.
const draws = 2000

// Crowding returns how many times more a count of voices spreads than one of
// voices that each spoke for themselves: the design effect of stories as
// clusters, at least 1 (L. Kish, Survey Sampling, 1965, 5.4, with each story
// drawn whole). crowds is counted in Crowds, voices in Voices, of one period.
func Crowding(crowds, voices int64) float64 {
	if voices <= 0 {
		return 1
	}
	return math.Max(1, float64(crowds)/float64(voices))
}

// Shares returns the share of each count in their sum, in the order given. A
// voice that speaks of two brands counts for both, so the sum may exceed the
// number of voices. Each interval is Wilson's. Plausible ranks come from 2000
// draws of the true shares given the counts (Dirichlet with Jeffreys' half a
// count each, so that a brand nobody spoke of keeps its chance), with a seed
// of their own: the same counts always give the same ranks. It reports false
// where nothing was counted.
func Shares(counts []int64) ([]Share, bool) { return SharesOf(counts, nil) }

// SharesOf is Shares where stories bring crowds: crowding tells of each count its
// Crowding, nil that every voice spoke for itself. The interval is Wilson's at
// the effective size, of which a share of independent voices would spread as
// much (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998); draws of
// ranks spread as the counts do.
func SharesOf(counts []int64, crowding []float64) ([]Share, bool) {
	var total int64
	for _, n := range counts {
		if n < 0 {
			return nil, false
		}
		total += n
	}
	if total == 0 {
		return nil, false
	}
	of := func(i int) float64 {
		if i < len(crowding) {
			return math.Max(1, crowding[i])
		}
		return 1
	}
	all, spread := float64(total), 0.0 // of which the sum spreads
	for i, n := range counts {
		spread += of(i) * float64(n)
	}
	out := make([]Share, len(counts))
	for i, n := range counts {
		k := float64(n)
		p := k / all
		size := all * all / spread
		if p > 0 && p < 1 {
			size = p * (1 - p) * all * all / ((1-p)*(1-p)*of(i)*k + p*p*(spread-of(i)*k))
		}
		out[i] = Share{N: n, Ratio: p, Between: wilson(p*size, size), Rank: 1}
		if n == 0 {
			out[i].Between.Low = 0 // as Wilson
		}
		if n == total {
			out[i].Between.High = 1
		}
		for _, other := range counts {
			if other > n {
				out[i].Rank++
			}
		}
	}
	plausibleRanks(counts, of, out)
	return out, true
}

// plausibleRanks fills Best and Worst.
func plausibleRanks(counts []int64, crowding func(int) float64, shares []Share) {
	rnd := rand.New(rand.NewPCG(1931, uint64(len(counts))))
	// seen[i][r] counts the draws in which brand i came r-th (from 0).
	seen := make([][]int, len(counts))
	for i := range seen {
		seen[i] = make([]int, len(counts))
	}
	order, drawn := make([]int, len(counts)), make([]float64, len(counts))
	for range draws {
		for i, n := range counts {
			d := crowding(i)
			order[i], drawn[i] = i, d*gamma(rnd, (float64(n)+0.5)/d)
		}
		sort.Slice(order, func(a, b int) bool { return drawn[order[a]] > drawn[order[b]] })
		for r, i := range order {
			seen[i][r]++
		}
	}
	tail := draws * 25 / 1000
	for i := range shares {
		below := 0
		for r, n := range seen[i] {
			if below += n; below > tail {
				shares[i].Best = r + 1
				break
			}
		}
		above := 0
		for r := len(counts) - 1; r >= 0; r-- {
			if above += seen[i][r]; above > tail {
				shares[i].Worst = r + 1
				break
			}
		}
		// The rank told is always among the plausible ones.
		shares[i].Best = min(shares[i].Best, shares[i].Rank)
		shares[i].Worst = max(shares[i].Worst, shares[i].Rank)
	}
}

// gamma draws from a gamma distribution of the given shape and scale 1.
// (G. Marsaglia and W. W. Tsang, A simple method for generating gamma
// variables, ACM TOMS 26, 2000; shapes under 1 by their section 6.)
func gamma(rnd *rand.Rand, shape float64) float64 {
	if shape < 1 {
		u := 1 - rnd.Float64() // in (0, 1]
		return gamma(rnd, shape+1) * math.Pow(u, 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rnd.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := 1 - rnd.Float64()
		// The first bound is the paper's: it holds nearly always, and spares two logarithms.
		if u < 1-0.0331*x*x*x*x || math.Log(u) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}
