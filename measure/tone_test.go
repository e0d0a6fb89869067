package measure_test

import (
	"testing"

	"vigie.example/vigie/measure"
)

func TestOrdinaryPart(t *testing.T) {
	steady := func(weeks int, n, of int64) []measure.Among {
		out := make([]measure.Among, weeks)
		for i := range out {
			out[i] = measure.Among{N: n, Of: of}
		}
		return out
	}
	for _, c := range []struct {
		name  string
		past  []measure.Among
		of    int64
		n     int64
		told  bool
		holds bool
	}{
		{"the usual share of half as many", steady(13, 20, 100), 50, 10, true, true},
		{"chance moves it", steady(13, 20, 100), 50, 15, true, true},
		{"three times the share", steady(13, 20, 100), 50, 30, true, false},
		{"none where a fifth is usual", steady(13, 20, 100), 100, 2, true, false},
		{"too few this week", steady(13, 20, 100), 19, 19, false, false},
		{"too young", steady(measure.LeastPast-1, 20, 100), 50, 30, false, false},
		{"weeks too small to have a share", steady(13, 4, 19), 50, 30, false, false},
		{"all of them, always", steady(13, 100, 100), 30, 30, true, true},
	} {
		b, ok := measure.OrdinaryPart(c.past, c.of)
		if ok != c.told || ok && b.Holds(c.n) != c.holds {
			t.Errorf("%s: %d of %d against %v, %v; want told %v, ordinary %v", c.name, c.n, c.of, b, ok, c.told, c.holds)
		}
		if ok && b.High > c.of {
			t.Errorf("%s: %d of %d", c.name, b.High, c.of)
		}
	}
}

// SciPy 1.17: betabinom.ppf of the shape matched in NumPy, apart from this code.
func TestOrdinaryPartBySciPy(t *testing.T) {
	calm := []measure.Among{{N: 12, Of: 60}, {N: 20, Of: 80}, {N: 9, Of: 45}, {N: 31, Of: 90}, {N: 14, Of: 75}, {N: 22, Of: 64}, {N: 8, Of: 52}, {N: 17, Of: 70}, {N: 25, Of: 95}, {N: 11, Of: 58}}
	wild := []measure.Among{{N: 12, Of: 60}, {N: 40, Of: 80}, {N: 9, Of: 45}, {N: 31, Of: 90}, {N: 5, Of: 75}, {N: 32, Of: 64}, {N: 8, Of: 52}, {N: 27, Of: 70}, {N: 15, Of: 95}, {N: 11, Of: 58}}
	for _, c := range []struct {
		past []measure.Among
		want measure.Band
	}{{calm, measure.Band{Low: 9, High: 32}}, {wild, measure.Band{Low: 1, High: 56}}} {
		if got, ok := measure.OrdinaryPart(c.past, 80); !ok || got != c.want {
			t.Errorf("OrdinaryPart(%v, 80) = %v, %v, want %v", c.past, got, ok, c.want)
		}
	}
}
