package measure

import "math"

// Band is what an ordinary period gives 19 times out of 20, bounds included.
type Band struct{ Low, High int64 }

// Holds reports whether n is ordinary.
func (b Band) Holds(n int64) bool { return b.Low <= n && n <= b.High }

// LeastPast is how many complete periods must lie behind before anything is
// called ordinary; MostPast is how many are looked at, so that a brand that
// grew is measured against what it has become.
const (
	LeastPast = 8
	MostPast  = 26
)

// Ordinary returns the range in which the next count falls 19 times out of 20
// if nothing changed, from the counts of comparable complete periods, oldest
// first; periods touched by holes must be left out by the caller. Only the
// last MostPast are used.
//
// It is the central 95 % of a negative binomial distribution matched to the
// mean and variance of the past (method of moments: C. I. Bliss and R. A.
// Fisher, Biometrics 9, 1953). The variance is at least the mean, as for
// independent events, and grows by 1/n, because the mean itself is only
// estimated (Hahn and Meeker, Statistical Intervals, 1991), and
// by the ratio of Student's to normal bounds squared where it was estimated
// too. Half an event is added to the past, so that a silent past still allows
// for one voice. It reports false under LeastPast periods.
//
// There is no season and no trend in it yet.
func Ordinary(past []int64) (Band, bool) {
	if len(past) > MostPast {
		past = past[len(past)-MostPast:]
	}
	if len(past) < LeastPast {
		return Band{}, false
	}
	n, sum := float64(len(past)), 0.0
	for _, x := range past {
		if x < 0 {
			return Band{}, false
		}
		sum += float64(x)
	}
	var squares float64
	for _, x := range past {
		d := float64(x) - sum/n
		squares += d * d
	}
	mean := (sum + 0.5) / n
	variance := mean
	if s2 := squares / (n - 1); s2 > mean {
		t := student95(n-1) / z95
		variance = math.Max(mean, s2*t*t)
	}
	variance *= 1 + 1/n
	size := mean * mean / (variance - mean)
	return Band{
		Low:  negativeBinomialQuantile(0.025, size, mean),
		High: negativeBinomialQuantile(0.975, size, mean),
	}, true
}

// student95 returns the 97.5th centile of Student's distribution with df
// degrees of freedom, by the relation of its tail to the incomplete beta
// function (Abramowitz and Stegun 26.7.1).
func student95(df float64) float64 {
	// P(|T| > t) = I_x(df/2, 1/2) with x = df/(df+t²).
	x := betaQuantile(0.05, df/2, 0.5)
	return math.Sqrt(df * (1 - x) / x)
}

// negativeBinomialQuantile returns the smallest k of which P(X <= k) >= p, for
// a negative binomial variable of the given size and mean:
// P(X <= k) = I_q(size, k+1) with q = size/(size+mean).
func negativeBinomialQuantile(p, size, mean float64) int64 {
	q := size / (size + mean)
	reaches := func(k int64) bool { return betaShare(q, size, float64(k)+1) >= p }
	high := int64(1)
	for !reaches(high) && high < math.MaxInt64/4 {
		high *= 2
	}
	low := int64(-1)
	for high-low > 1 {
		mid := low + (high-low)/2
		if reaches(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}
