package eval

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"
)

// clumpy simulates a series of the given rate whose days vary by 25 % and
// hours by 30 % (gamma), with more by day than by night and less at week-ends,
// and a fifth of whose posts are echoed within the hour by one to five others.
func clumpy(days int, perDay float64, seed uint64) *series {
	return simulate(days, perDay, seed, true)
}

// calm is like clumpy with neither the varying days and hours nor the echoes.
func calm(days int, perDay float64, seed uint64) *series { return simulate(days, perDay, seed, false) }

func simulate(days int, perDay float64, seed uint64, lumps bool) *series {
	r := rand.New(rand.NewPCG(seed, 2))
	s := &series{name: "clumpy-" + strconv.FormatUint(seed, 10), start: day(2025, 3, 3), steps: make([]float64, days*stepsADay)}
	vary, echo := gamma, 0.2
	if !lumps {
		vary, echo = func(*rand.Rand, float64) float64 { return 1 }, 0
	}
	echoes := echo * 3 // followers a post, on average
	for d := range days {
		dayRate := perDay / (1 + echoes) * vary(r, 1/(0.25*0.25))
		if w := s.at(d * stepsADay).Weekday(); w == time.Saturday || w == time.Sunday {
			dayRate *= 0.7
		} else {
			dayRate *= 1.12
		}
		for h := range 24 {
			shape := 1 + 0.8*math.Sin(float64(h-9)/24*2*math.Pi)
			rate := dayRate / 24 * shape * vary(r, 1/(0.3*0.3))
			for range poisson(r, rate) {
				at := (d*24+h)*12 + r.IntN(12)
				s.steps[at]++
				if r.Float64() >= echo {
					continue
				}
				for range 1 + r.IntN(5) {
					if e := at + r.IntN(12); e < len(s.steps) {
						s.steps[e]++
					}
				}
			}
		}
	}
	return s
}

// gamma draws from a gamma distribution of mean one and the given shape of at
// least one (G. Marsaglia and W. W. Tsang, ACM TOMS 26, 2000).
func gamma(r *rand.Rand, shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-r.Float64()) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v / shape
		}
	}
}

// poisson counts exponential gaps within a time of mean.
func poisson(r *rand.Rand, mean float64) int {
	n := 0
	for t := r.ExpFloat64(); t < mean; t += r.ExpFloat64() {
		n++
	}
	return n
}
