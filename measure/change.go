package measure

import "math"

// Span is how much was counted over how much time. Time may be in any unit, if
// it is the same on both sides of a comparison.
type Span struct {
	N    int64
	Time float64
	// Crowding is that of the voices counted; under 1 is 1.
	Crowding float64
}

// Change compares two counts as a ratio of rates.
type Change struct {
	// Ratio is rate after over rate before: 1.12 is 12 % more.
	Ratio float64
	// Between covers the ratio of the true rates at 95 %.
	Between Interval
	// Clear is true where Between leaves out 1: more, or less, beyond chance.
	Clear bool
}

// Least is how many must have been counted, both sides together, before a
// change is told as a figure. Under it the interval spans a factor of three
// and more, and a percentage would only look like knowledge.
const Least = 20

// Compare tells how the rate changed. It conditions on the total: given
// before.N + after.N, after.N is binomial with a share that depends on the
// ratio alone (J. Przyborowski and H. Wilenski, Biometrika 31, 1940), and
// that share gets its exact interval (ClopperPearson), as R's poisson.test
// does. Where stories bring crowds, both counts are divided by what they spread
// more together (quasi-Poisson: P. McCullagh and J. Nelder, Generalized Linear
// Models, 1989, 6.2). It reports false where nothing can be said: fewer than Least in all,
// nothing before, or no time.
func Compare(before, after Span) (Change, bool) {
	total := before.N + after.N
	if before.N <= 0 || after.N < 0 || total < Least || !(before.Time > 0) || !(after.Time > 0) {
		return Change{}, false
	}
	a, b := float64(after.N), float64(before.N)
	spread := (math.Max(1, before.Crowding)*b + math.Max(1, after.Crowding)*a) / (a + b)
	in := clopperPearson(a/spread, (a+b)/spread)
	if in.High >= 1 {
		return Change{}, false
	}
	scale := before.Time / after.Time
	c := Change{
		Ratio:   float64(after.N) / float64(before.N) * scale,
		Between: Interval{Low: in.Low / (1 - in.Low) * scale, High: in.High / (1 - in.High) * scale},
	}
	c.Clear = c.Between.Low > 1 || c.Between.High < 1
	return c, true
}

// Patience returns how many more periods must be heard, at a pace of perPeriod,
// until Least are there, have being here already: at least 1. It reports false
// when the pace is nought or the wait would be over a year of weeks.
func Patience(have int64, perPeriod float64) (int, bool) {
	missing := float64(Least - have)
	if missing <= 0 {
		return 1, true
	}
	if !(perPeriod > 0) || missing/perPeriod > 52 {
		return 0, false
	}
	n := int(missing / perPeriod)
	if float64(n)*perPeriod < missing {
		n++
	}
	return max(n, 1), true
}
