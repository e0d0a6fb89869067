package measure

import (
	"math"
	"testing"
	"time"
)

func TestScatter(t *testing.T) {
	for _, n := range []float64{0, 1, 7, 99, 100, 5000, 2e6} {
		got := Scatter(monday, n)
		sum, squares := 0.0, 0.0
		for _, x := range got {
			if x < 0 || x != math.Trunc(x) {
				t.Errorf("%v an hour: %v in a step", n, x)
			}
			sum += x
			squares += (x - n/12) * (x - n/12)
		}
		if sum != n {
			t.Errorf("%v an hour: %v in its steps", n, sum)
		}
		// Chi squared with eleven degrees of freedom: within its 99.9 %.
		if chi := squares / max(n/12, 1); n >= 99 && (chi > 31.3 || chi < 1.5) {
			t.Errorf("%v an hour: chi squared %v, want what chance gives", n, chi)
		}
		if again := Scatter(monday, n); again != got {
			t.Errorf("%v an hour: another time other steps", n)
		}
	}
	if Scatter(monday, 20) == Scatter(monday.Add(time.Hour), 20) {
		t.Error("two hours have the same steps")
	}
}

// What is rare is learnt from a past of hours as from one of steps.
func TestAPastOfHoursTeachesAsMuch(t *testing.T) {
	teach := func(change func(at time.Time, hour []float64)) (nats float64) {
		const series = 6
		for seed := range uint64(series) {
			s := quiet(60, 100, 300+seed)
			l := NewLookout(time.UTC, DefaultBudget)
			for h := 0; h < len(s); h += stepsAnHour {
				at := monday.Add(time.Duration(h) * Grain)
				change(at, s[h:h+stepsAnHour])
				for k := range stepsAnHour {
					l.Next(Tick{At: at.Add(time.Duration(k) * Grain), N: s[h+k]}, false)
				}
			}
			nats += l.rarity.Rings(l.threshold)[0] / series
		}
		return nats
	}
	sum := func(hour []float64) (n float64) {
		for _, x := range hour {
			n += x
		}
		return n
	}
	steps := teach(func(time.Time, []float64) {})
	scattered := teach(func(at time.Time, hour []float64) {
		got := Scatter(at, sum(hour))
		copy(hour, got[:])
	})
	even := teach(func(_ time.Time, hour []float64) {
		n := sum(hour)
		for k := range hour {
			hour[k] = n / float64(len(hour))
		}
	})
	if math.Abs(scattered-steps) > 0.3 || even > steps-0.3 {
		t.Errorf("an hour rings from %.2f nats learnt from steps, %.2f from hours scattered, %.2f from hours shared evenly", steps, scattered, even)
	}
}
