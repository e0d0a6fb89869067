package eval

// The protocol of injected bursts: the first 14 days of a series warm a rule
// up; the rest is cut in halves, and each half is rung with the threshold that
// the other half, clean, allows. Bursts of known size and shape are added to
// copies of the series, ten days apart and more.

import (
	"math"
	"math/rand/v2"
	"time"

	"vigie.example/vigie/measure"
)

// warmUp is the steps before the first half.
const warmUp = 14 * 24 * 12

// halves returns the first step of each half, and the end.
func (s *series) halves() [3]int {
	mid := (warmUp + len(s.steps)) / 2
	return [3]int{warmUp, mid, len(s.steps)}
}

// rule is a way of ringing.
type rule interface {
	// learn looks at a clean series.
	learn(s *series, b measure.Budget)
	// ring returns the steps at which it rings on a series of the same length.
	ring(s *series) []int
}

// vigieRule is what ships.
type vigieRule struct {
	cal       [2]*measure.Rarity // by the half it serves
	threshold [2]float64
	halves    [3]int
}

func (v *vigieRule) learn(s *series, b measure.Budget) {
	v.halves = s.halves()
	m := measure.NewExpectation(time.UTC)
	var past [2]measure.Past
	for i, n := range s.steps {
		u := m.Next(measure.Tick{At: s.at(i), N: n})
		switch {
		case i < v.halves[0] || s.isKnown(i):
		case i < v.halves[1]:
			past[1].Add(u)
		default:
			past[0].Add(u)
		}
	}
	for h := range past {
		v.cal[h] = measure.Calibrate(&past[h], s.perDay())
		v.threshold[h] = v.cal[h].Threshold(b)
	}
}

func (v *vigieRule) ring(s *series) []int {
	m := measure.NewExpectation(time.UTC)
	var bell measure.Bell
	var out []int
	for i, n := range s.steps {
		u := m.Next(measure.Tick{At: s.at(i), N: n})
		if i < v.halves[0] {
			continue
		}
		h := 0
		if i >= v.halves[1] {
			h = 1
		}
		if bell.Hear(u.At, v.cal[h].Of(u.Nats()), v.threshold[h], u.Lasting) {
			out = append(out, i)
		}
	}
	return out
}

// fixedRule rings at so many in an hour: the baseline.
type fixedRule struct {
	most   [2]float64
	halves [3]int
}

func (f *fixedRule) learn(s *series, b measure.Budget) {
	f.halves = s.halves()
	for h := range 2 {
		other := 1 - h
		from, to := f.halves[other], f.halves[other+1]
		allowed := float64(b) * float64(to-from) / float64(7*stepsADay)
		for c := 1.0; ; c++ {
			n := 0
			for _, i := range fixedRings(s, func(int) float64 { return c }, from) {
				if i < to && !s.isKnown(i) {
					n++
				}
			}
			if float64(n) <= allowed {
				f.most[h] = c
				break
			}
			if c > 50 {
				c = math.Floor(c * 1.03)
			}
		}
	}
}

func (f *fixedRule) ring(s *series) []int {
	return fixedRings(s, func(i int) float64 {
		if i < f.halves[1] {
			return f.most[0]
		}
		return f.most[1]
	}, f.halves[0])
}

func fixedRings(s *series, most func(int) float64, from int) (out []int) {
	sum, open, rung := 0.0, false, 0
	for i, n := range s.steps {
		sum += n
		if i >= 12 {
			sum -= s.steps[i-12]
		}
		if i < from {
			continue
		}
		switch c := most(i); {
		case sum >= c && !open:
			open, rung = true, i
			out = append(out, i)
		case open && sum < c && i-rung >= 144:
			open = false
		}
	}
	return out
}

// found counts bursts found within 1, 6 and 24 hours.
type found struct {
	bursts int
	within [3]int
}

func (f *found) add(o found) {
	f.bursts += o.bursts
	for i := range f.within {
		f.within[i] += o.within[i]
	}
}

var withinSteps = [3]int{12, 72, 288}

// bursts injects bursts ten days apart and more, and asks what was found.
func bursts(s *series, rules []rule, sh shape, size, want int, seed uint64) []found {
	out := make([]found, len(rules))
	r := rand.New(rand.NewPCG(seed, 3))
	for out[0].bursts < want {
		in := &series{name: s.name, start: s.start, steps: append([]float64(nil), s.steps...)}
		var onsets []int
		for i := warmUp + r.IntN(10*stepsADay); i < len(in.steps)-stepsADay; i += 10*stepsADay + r.IntN(stepsADay) {
			if s.isKnown(i) || s.isKnown(i+stepsADay) || s.isKnown(i-stepsADay/2) {
				continue
			}
			onsets = append(onsets, i)
			at := float64(i) + r.Float64()
			for _, h := range sh.draw(r, size) {
				if k := int(at + h*12); k < len(in.steps) {
					in.steps[k]++
				}
			}
		}
		for k, ru := range rules {
			out[k].add(look(ru.ring(in), onsets))
		}
	}
	return out
}

// look tells which onsets were followed by a ring.
func look(rings, onsets []int) (f found) {
	f.bursts = len(onsets)
	for _, o := range onsets {
		for _, i := range rings {
			if i < o {
				continue
			}
			for w, l := range withinSteps {
				if i-o < l {
					f.within[w]++
				}
			}
			break
		}
	}
	return f
}
