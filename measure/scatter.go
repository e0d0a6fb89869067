package measure

import (
	"math"
	"math/rand/v2"
	"time"
)

// stepsAnHour is how many steps of Grain an hour has.
const stepsAnHour = int(time.Hour / Grain)

// Scatter returns the steps of the hour that begins at at, of which only is
// known that n were counted in it, n a whole number: each falls into a step by
// chance, always the same for the same hour. Shared evenly, an hour would make
// the windows that slide over a past smoother than they are when mentions come
// in one by one, and what is rare would be learnt too low: at twenty mentions a
// day three false alarms came for two (docs/evidence.md).
func Scatter(at time.Time, n float64) (steps [stepsAnHour]float64) {
	const enough = 100 // from here on the binomial draw is a normal one
	r := rand.New(rand.NewPCG(uint64(at.Unix()), 0x7363617474657221))
	left := int(math.Round(n))
	for left > 0 && left < enough {
		steps[r.IntN(stepsAnHour)]++
		left--
	}
	for i := 0; left > 0; i++ {
		p := 1 / float64(stepsAnHour-i)
		mean := float64(left) * p
		k := min(left, max(0, int(math.Round(mean+r.NormFloat64()*math.Sqrt(mean*(1-p))))))
		steps[i] += float64(k)
		left -= k
	}
	return steps
}
