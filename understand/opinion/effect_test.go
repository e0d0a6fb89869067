package opinion

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPaired: the value is Agresti and Min's, computed in NumPy; and in 2,000
// worlds the interval holds the truth 93 to 97 times in 100, with as few labels
// as an effect is told of and with many.
func TestPaired(t *testing.T) {
	if low, high := paired(30, 52, 140); math.Abs(low+0.27806789797360043) > 1e-5 || math.Abs(high+0.03179125695597698) > 1e-5 {
		t.Errorf("paired(30, 52, 140) = %v, %v", low, high)
	}
	rnd := rand.New(rand.NewPCG(2, 8))
	for _, c := range []struct {
		n             int
		better, worse float64
	}{{EffectLeast, 0.3, 0.1}, {60, 0.2, 0.1}, {300, 0.1, 0.03}, {effectMost, 0.05, 0.05}} {
		held := 0
		const runs = 2000
		for range runs {
			better, worse := 0, 0
			for range c.n {
				switch u := rnd.Float64(); {
				case u < c.better:
					better++
				case u < c.better+c.worse:
					worse++
				}
			}
			if low, high := paired(better, worse, c.n); low <= c.better-c.worse && c.better-c.worse <= high {
				held++
			}
		}
		t.Logf("%d labels: %d of %d", c.n, held, runs)
		if held < runs*93/100 || held > runs*97/100 {
			t.Errorf("%d labels: holds the truth %d times of %d, want 0.93 to 0.97", c.n, held, runs)
		}
	}
}
