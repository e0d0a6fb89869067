package measure

import (
	"math"
	"slices"
)

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
// Bursts are not learnt from: one week of ten times the usual would otherwise
// hide the next for half a year. A period is a burst where its modified z-score
// (B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, ASQC 1993:
// distance from the median in units of 1.48 times the median absolute
// deviation) exceeds their 3.5, on a scale where counts spread alike however
// many they are (2·√(x + 3/8): F. J. Anscombe, Biometrika 35, 1948) and where
// chance alone makes a deviation of one. Where more than a quarter of the
// periods would be left out they are no exception, as after a lasting change
// of level: then all count.
//
// There is no season and no trend in it yet.
func Ordinary(past []int64) (Band, bool) {
	if len(past) > MostPast {
		past = past[len(past)-MostPast:]
	}
	if len(past) < LeastPast {
		return Band{}, false
	}
	if slices.Min(past) < 0 {
		return Band{}, false
	}
	past = withoutBursts(past)
	n, sum := float64(len(past)), 0.0
	for _, x := range past {
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

// What is a burst, and the share of the past above which nothing is.
const (
	burstFrom  = 3.5
	burstShare = 0.25
)

// withoutBursts returns the periods that are no bursts.
func withoutBursts(past []int64) []int64 {
	scale := func(x int64) float64 { return 2 * math.Sqrt(float64(x)+0.375) }
	sorted := slices.Sorted(slices.Values(past))
	middle := (scale(sorted[(len(sorted)-1)/2]) + scale(sorted[len(sorted)/2])) / 2
	off := make([]float64, len(past))
	for i, x := range past {
		off[i] = math.Abs(scale(x) - middle)
	}
	slices.Sort(off)
	mad := (off[(len(off)-1)/2] + off[len(off)/2]) / 2
	most := middle + burstFrom*math.Max(1, mad/normalMAD)
	calm := make([]int64, 0, len(past))
	for _, x := range past {
		if scale(x) <= most {
			calm = append(calm, x)
		}
	}
	if float64(len(past)-len(calm)) > burstShare*float64(len(past)) {
		return past
	}
	return calm
}

// normalMAD is the median absolute deviation of the standard normal
// distribution: its 75th centile.
const normalMAD = 0.6744897501960817

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
