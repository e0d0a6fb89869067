package measure

import "math"

// Interval is a range of plausible values, bounds included. The intervals of
// this package hold at 95 %: drawn again and again under the same conditions,
// 19 in 20 would cover the truth. They know nothing of what was not heard.
type Interval struct{ Low, High float64 }

// z95 is the 97.5th centile of the standard normal distribution.
const z95 = 1.959963984540054

// Wilson returns the score interval of a proportion of k out of n.
// (E. B. Wilson, Probable inference, the law of succession, and statistical
// inference, JASA 22, 1927; kept for small n and extreme shares as advised by
// Brown, Cai and DasGupta, Statistical Science 16, 2001.) It reports false
// where nothing can be said: n is not positive or k lies outside [0, n].
func Wilson(k, n int64) (Interval, bool) {
	if n <= 0 || k < 0 || k > n {
		return Interval{}, false
	}
	in := wilson(float64(k), float64(n))
	// At the ends the formula gives exactly 0 and 1; arithmetic may not.
	if k == 0 {
		in.Low = 0
	}
	if k == n {
		in.High = 1
	}
	return in, true
}

// wilson is Wilson of a count that need not be whole.
func wilson(k, n float64) Interval {
	z2 := z95 * z95
	p := k / n
	mid := (p + z2/(2*n)) / (1 + z2/n)
	half := z95 * math.Sqrt(math.Max(0, p*(1-p)/n+z2/(4*n*n))) / (1 + z2/n)
	return Interval{Low: math.Max(0, mid-half), High: math.Min(1, mid+half)}
}

// ClopperPearson returns the exact interval of a proportion of k out of n: all
// shares that a two-sided binomial test at 5 % would not refuse. (C. J.
// Clopper and E. S. Pearson, Biometrika 26, 1934.) It reports false where
// Wilson does.
func ClopperPearson(k, n int64) (Interval, bool) {
	if n <= 0 || k < 0 || k > n {
		return Interval{}, false
	}
	return clopperPearson(float64(k), float64(n)), true
}

// clopperPearson is ClopperPearson of a count that need not be whole.
func clopperPearson(k, n float64) Interval {
	in := Interval{Low: 0, High: 1}
	if k > 0 {
		in.Low = betaQuantile(0.025, k, n-k+1)
	}
	if k < n {
		in.High = betaQuantile(0.975, k+1, n-k)
	}
	return in
}
