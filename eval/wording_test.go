package eval

import (
	"math"
	"testing"
)

// TestAUC: pairs counted by hand.
func TestAUC(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b []float64
		want float64
	}{
		{"apart", []float64{3, 4}, []float64{1, 2}, 1},
		{"the other way", []float64{1, 2}, []float64{3, 4}, 0},
		{"all alike", []float64{1, 1, 1}, []float64{1, 1}, 0.5},
		{"mixed, with ties", []float64{1, 2, 2, 5}, []float64{0, 2, 3}, 7.0 / 12},
	} {
		if got := auc(c.a, c.b); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPersons(t *testing.T) {
	selves, others, words := french.count("J’attends, vous et eux ; mon dû !")
	if selves != 2 || others != 2 || words != 7 {
		t.Errorf("French: %v, %v of %v words; want 2, 2 of 7", selves, others, words)
	}
	if selves, others, words := english.count("I'm telling THEM: my bag"); selves != 2 || others != 1 || words != 6 {
		t.Errorf("English: %v, %v of %v words; want 2, 1 of 6", selves, others, words)
	}
}
