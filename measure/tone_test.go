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
