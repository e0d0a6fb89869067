package measure

import (
	"math"
	"testing"
)

// The values come from the formulas of Zou, Huang and Zhang (2009) and Donner
// and Zou (2012) written out in NumPy with SciPy's beta.ppf, apart from this
// code. How often it holds the truth: TestCovers.
func TestTension(t *testing.T) {
	for _, tt := range []struct {
		ours, theirs []heardIn
		ratio        float64
		want         Interval
	}{
		{[]heardIn{{30, 30, 16}, {30, 30, 16}}, []heardIn{{100, 100, 20}, {100, 100, 20}}, 2.627642276422764, Interval{1.8276165078890279, 3.72557327249578}},
		{[]heardIn{{50, 50, 8}}, []heardIn{{40, 40, 4}}, 1.4577777777777776, Interval{0.559871773809269, 5.176464618875977}},
		{[]heardIn{{40, 40, 20}, {25, 25, 3}}, []heardIn{{200, 200, 30}, {210, 210, 33}}, 2.2910999806227723, Interval{1.5604040265768988, 3.322945797955885}},
	} {
		st := State{}.decide(tt.ours, tt.theirs, true)
		if r := float64(st.Negative) / st.Expected; !alike(r, tt.ratio) || math.Abs(st.Ratio.Low-tt.want.Low) > 1e-6 || math.Abs(st.Ratio.High-tt.want.High) > 1e-6 {
			t.Errorf("%v beside %v: %v, %v, want %v, %v", tt.ours, tt.theirs, r, st.Ratio, tt.ratio, tt.want)
		}
	}
	none := State{}.decide([]heardIn{{40, 40, 0}}, []heardIn{{60, 60, 0}}, true)
	if none.Ratio.Low != 0 || math.IsNaN(none.Ratio.High) || math.IsInf(none.Ratio.High, 0) || none.Mood != Calm {
		t.Errorf("nobody is negative anywhere: %+v", none)
	}
}
