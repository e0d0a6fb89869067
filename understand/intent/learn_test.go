package intent

import (
	"fmt"
	"testing"

	"vigie.example/vigie/understand/opinion"
)

// TestTrain: what is learnt from examples holds of others, the same each time.
func TestTrain(t *testing.T) {
	var ex []Example
	for i := range 25 {
		ex = append(ex,
			Example{fmt.Sprintf("my order %d never arrived, still waiting, terrible service", i), true},
			Example{fmt.Sprintf("lovely walk number %d in the park today", i), false})
	}
	for name, judge := range map[string]*opinion.Judge{"plain": nil, "with rules and opinion": opinion.New()} {
		c, again := Train("en", ex, judge, 1), Train("en", ex, judge, 1)
		for text, want := range map[string]bool{
			"still waiting for my order": true, "a walk in the park": false,
		} {
			p := c.Sure(text)
			if p >= 0.5 != want {
				t.Errorf("%s: %q is %.2f, want %v", name, text, p, want)
			}
			if q := again.Sure(text); p != q {
				t.Errorf("%s: %q is %.3f, then %.3f", name, text, p, q)
			}
		}
		for _, odd := range []string{"", "\xff", "😡"} {
			if p := c.Sure(odd); !(p >= 0 && p <= 1) {
				t.Errorf("%s: %q is %v", name, odd, p)
			}
		}
	}
}

// TestGain: what is always right where the rules never are gains for sure, and
// what says the same gains nothing.
func TestGain(t *testing.T) {
	var better, same []verdict
	for i := range 120 {
		is := i%4 == 0
		better = append(better, verdict{is, false, is})
		same = append(same, verdict{is, i%8 == 0, i%8 == 0})
	}
	if low, high := gain(better); low < 0.99 || high > 1.01 {
		t.Errorf("better: between %v and %v, want 1", low, high)
	}
	if low, high := gain(same); low != 0 || high != 0 {
		t.Errorf("the same: between %v and %v, want 0", low, high)
	}
}
