package measure

import (
	"math"
	"time"
)

// Surprise says how far a moment stands out: for each window that ends there,
// how many were counted, how many were expected, and how unlikely that many or
// more were.
type Surprise struct {
	At      time.Time // end of the step that was just counted
	Windows [3]Window // in the order of Lengths
	// Unusual is true while something so unlikely goes on that nothing is learnt
	// from it.
	Unusual bool
	// Lasting is true while that looks like a new level rather than a burst, in
	// a series so slow that a calm hour does not tell that it is over.
	Lasting bool
}

// Window is one stretch of time that ends at a moment.
type Window struct {
	Count, Expected float64
	// Spread is the variance over the mean: 1 for independent events, more
	// where people follow one another.
	Spread float64
	// Nats is minus the natural logarithm of the chance of Count or more: 0
	// where Count is not above Expected or too little is known, at most mostNats.
	Nats float64
}

// Nats returns the surprise of each window.
func (s *Surprise) Nats() (n [3]float64) {
	for w := range s.Windows {
		n[w] = s.Windows[w].Nats
	}
	return n
}

// Strongest returns the window whose count is the least likely.
func (s *Surprise) Strongest() (int, Window) {
	best := 0
	for w := range s.Windows {
		if s.Windows[w].Nats > s.Windows[best].Nats {
			best = w
		}
	}
	return best, s.Windows[best]
}

// Grain is the step in which series are counted for surprise.
const Grain = 5 * time.Minute

// Lengths are the windows, shortest first. One hour catches what is sharp, six
// hours what takes its time, a day serves brands spoken of a few times a day.
// (A window of five minutes beside them only eats their budget.)
var Lengths = [3]time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour}

// lengthSteps are Lengths in steps; daySteps is the longest.
var lengthSteps = [3]int{12, 72, daySteps}

const daySteps = 288

// mostNats bounds a surprise: beyond, chances cannot be told from nought.
const mostNats = 600

// tailNats returns minus the logarithm of P(X >= k) for a negative binomial X
// of the given mean and of variance spread·mean (the quasi-Poisson form: the
// size grows with the mean): P(X >= k) = I_q(k, size), q = mean/(size+mean).
func tailNats(k, mean, spread float64) float64 {
	if k <= mean || k <= 0 {
		return 0
	}
	if mean <= 0 {
		return mostNats
	}
	// Nearly one: the Poisson distribution, to four digits.
	size := mean / (math.Max(spread, 1.0001) - 1)
	p := betaShare(mean/(size+mean), k, size)
	if !(p > 0) {
		return mostNats
	}
	return math.Min(mostNats, -math.Log(p))
}

// Band returns what such a window gives 19 times in 20. It reports false where
// too little is known.
func (w Window) Band() (Band, bool) {
	if !(w.Expected > 0) || !(w.Spread > 0) {
		return Band{}, false
	}
	size := w.Expected / (math.Max(w.Spread, 1.0001) - 1)
	return Band{
		Low:  max(0, negativeBinomialQuantile(0.025, size, w.Expected)),
		High: max(0, negativeBinomialQuantile(0.975, size, w.Expected)),
	}, true
}
