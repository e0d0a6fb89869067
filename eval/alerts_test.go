package eval

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The example of the publication: an alarm at the left end of a window earns
// all, one at its right end nothing, one long after it costs the whole weight.
func TestNABScore(t *testing.T) {
	p := nabProfiles[0]
	windows := []nabWindow{{1000, 1099}}
	for _, c := range []struct {
		name   string
		alarms []int
		want   float64
	}{
		{"none", nil, -1},
		{"left end", []int{1000}, 1},
		{"left end and more in it", []int{1000, 1001, 1050}, 1},
		{"only the earliest of a window counts", []int{1050, 1099}, nabSigmoid(-0.5) / nabSigmoid(-1)},
		{"before any window", []int{900}, -1 - 0.11},
		{"just after it", []int{1100}, -1 + 0.11*nabSigmoid(1.0/99)},
		{"long after it", []int{2000}, -1 - 0.11},
		{"while learning", []int{10}, -1},
	} {
		if got, _ := nabScore(4000, windows, c.alarms, p); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := nabFinal(-1, 1, p); got != 0 {
		t.Errorf("never ringing = %v, want 0", got)
	}
	if got := nabProbation(15831); got != 750 {
		t.Errorf("probation = %d, want 750", got)
	}
}

func TestShapesCarryTheirSize(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, s := range []shape{sharpShape(), slowShape()} {
		n := 0
		for _, h := range s.draw(r, 40) {
			if h < 6 {
				n++
			}
			if h < 0 || h >= 24 {
				t.Errorf("%s: a mention after %v hours", s.name, h)
			}
		}
		if n != 40 {
			t.Errorf("%s: %d in the first six hours, want 40", s.name, n)
		}
	}
}

func TestLook(t *testing.T) {
	got := look([]int{90, 105, 3000}, []int{100, 2950, 9000})
	if got.bursts != 3 || got.within != [3]int{1, 2, 2} {
		t.Errorf("look = %+v, want 1, 2, 2 of 3", got)
	}
}

// The whole protocol in small, on simulated bases: what is found is found, the
// fixed count is no better, and the promise is of the right order.
func TestProtocolOnSimulatedBases(t *testing.T) {
	b := bed{name: "test", perDay: 20, budget: 2 * eightWeeks, cells: []cell{{size: 60, shape: "sharp", within: 1}}}
	bases := []*series{calm(84, 20, 1), clumpy(84, 20, 2)}
	var got []Result
	kept := b.run(bases, map[string]shape{"sharp": sharpShape()}, 10, func(r Result) { got = append(got, r) })
	if len(got) != 2 || got[1].Value < 0.9 {
		t.Fatalf("results %+v, want a promise and nine in ten found", got)
	}
	if fixed := got[1].Settings["fixed_hourly_count"].(float64); got[1].Value < fixed-0.03 {
		t.Errorf("found %v, a fixed count %v", got[1].Value, fixed)
	}
	if low, _ := between(kept.rung); low > 2*kept.expected {
		t.Errorf("%d false alarms, %v promised", kept.rung, kept.expected)
	}
}

func TestThinningLeavesTheRate(t *testing.T) {
	s := calm(100, 200, 3).thin(20, 5)
	if got := s.perDay(); math.Abs(got-20) > 1.5 {
		t.Errorf("thinned to %v a day, want 20", got)
	}
	if s := calm(10, 20, 3); s.thin(20, 5) != s {
		t.Error("a series at the rate was thinned")
	}
}

func TestBetween(t *testing.T) {
	// Garwood (1936): 5 events, 1.623 to 11.668.
	low, high := between(5)
	if math.Abs(low-1.623) > 0.001 || math.Abs(high-11.668) > 0.001 {
		t.Errorf("between(5) = %v, %v, want 1.623, 11.668", low, high)
	}
	if low, _ := between(0); low != 0 {
		t.Errorf("none came: low %v", low)
	}
}
