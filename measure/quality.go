package measure

import "math"

// Missed is how much escapes the listening, at least.
type Missed struct {
	Found int64 // distinct mentions found by any of the lists
	// Total is the lower bound of how many there are; Between its 95 % interval.
	Total   float64
	Between Interval
	// Share is (Total - Found) / Total: at least this part is missed.
	Share float64
}

// AtLeastMissed estimates how many mentions there are at least from how many
// were found by exactly one, two, three ... of independent searches: times[0]
// by one, times[1] by two. It is the lower bound of A. Chao (Biometrics 43,
// 1987) with her bias correction, the interval log-normal. Mentions that no
// search could ever find (closed groups) are not in it. It reports false with
// fewer than two searches or nothing found twice or once.
func AtLeastMissed(times []int64) (Missed, bool) {
	if len(times) < 2 {
		return Missed{}, false
	}
	var m Missed
	for _, n := range times {
		if n < 0 {
			return Missed{}, false
		}
		m.Found += n
	}
	f1, f2, t := float64(times[0]), float64(times[1]), float64(len(times))
	if m.Found == 0 || f1+f2 == 0 {
		return Missed{}, false
	}
	k := (t - 1) / t
	extra := k * f1 * (f1 - 1) / (2 * (f2 + 1))
	variance := k*f1*(f1-1)/(2*(f2+1)) + k*k*f1*(2*f1-1)*(2*f1-1)/(4*(f2+1)*(f2+1)) + k*k*f1*f1*f2*(f1-1)*(f1-1)/(4*math.Pow(f2+1, 4))
	found := float64(m.Found)
	m.Total = found + extra
	m.Between = Interval{Low: found, High: found}
	if extra > 0 {
		c := math.Exp(z95 * math.Sqrt(math.Log1p(math.Max(0, variance)/(extra*extra))))
		m.Between = Interval{Low: found + extra/c, High: found + extra*c}
	}
	m.Share = extra / m.Total
	return m, true
}
