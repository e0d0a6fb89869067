package measure

import "math"

// KendallTauB compares two rankings of the same things, given as scores: 1 the
// same order, -1 the reverse, ties allowed. (M. G. Kendall, The treatment of
// ties in ranking problems, Biometrika 33, 1945; checked against SciPy's
// kendalltau.) It reports false where the lists differ in length, or one of
// them tells nothing apart.
func KendallTauB(a, b []float64) (float64, bool) {
	if len(a) != len(b) {
		return 0, false
	}
	var same, tiedA, tiedB, pairs float64
	for i := range a {
		for j := range i {
			da, db := sign(a[i]-a[j]), sign(b[i]-b[j])
			same += da * db
			pairs++
			if da == 0 {
				tiedA++
			}
			if db == 0 {
				tiedB++
			}
		}
	}
	below := math.Sqrt((pairs - tiedA) * (pairs - tiedB))
	if !(below > 0) {
		return 0, false
	}
	return same / below, true
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// RBOPersistence is how far down a list a reader goes on: with 0.9 the first
// ten ranks hold 86 % of the weight (Webber et al. 2010, section 4.4).
const RBOPersistence = 0.9

// RankBiasedOverlap compares two ranked lists that need not hold the same
// things, with more weight on the top: 1 the same, 0 nothing in common. It is
// the extrapolated form RBO_ext of W. Webber, A. Moffat and J. Zobel, A
// similarity measure for indefinite rankings, ACM TOIS 28, 2010, equation 32.
// Names must not repeat within a list. It reports false where a list is empty
// or p lies outside (0, 1).
func RankBiasedOverlap[T comparable](a, b []T, p float64) (float64, bool) {
	if len(a) == 0 || len(b) == 0 || !(p > 0 && p < 1) {
		return 0, false
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	s, l := float64(len(short)), float64(len(long))
	inShort, inLong := map[T]bool{}, map[T]bool{}
	var overlap, overlapAtS, sum, tail float64
	for d := 1; d <= len(long); d++ {
		x := long[d-1]
		inLong[x] = true
		if inShort[x] {
			overlap++
		}
		if d <= len(short) {
			y := short[d-1]
			inShort[y] = true
			if inLong[y] {
				overlap++
			}
		}
		sum += overlap / float64(d) * math.Pow(p, float64(d))
		if d == len(short) {
			overlapAtS = overlap
		}
		if d > len(short) {
			tail += overlapAtS * (float64(d) - s) / (s * float64(d)) * math.Pow(p, float64(d))
		}
	}
	r := (1-p)/p*(sum+tail) + ((overlap-overlapAtS)/l+overlapAtS/s)*math.Pow(p, l)
	return math.Min(math.Max(r, 0), 1), true
}
