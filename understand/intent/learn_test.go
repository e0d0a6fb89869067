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
