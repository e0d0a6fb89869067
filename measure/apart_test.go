package measure_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"vigie.example/vigie/measure"
)

// TestApart: the examples of Newcombe 1998, table II, method 10 (Wilson
// intervals squared and added).
func TestApart(t *testing.T) {
	for _, c := range []struct {
		a, m, b, n int64
		low, high  float64
	}{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{10, 10, 0, 20, 0.6791, 1},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{0, 10, 0, 20, -0.1611, 0.2775},
	} {
		a, _ := measure.Wilson(c.a, c.m)
		b, _ := measure.Wilson(c.b, c.n)
		in, clear := measure.Apart(float64(c.b)/float64(c.n), float64(c.a)/float64(c.m), b, a)
		if math.Abs(in.Low-c.low) > 5e-5 || math.Abs(in.High-c.high) > 5e-5 {
			t.Errorf("%d/%d - %d/%d: %.4f to %.4f, want %.4f to %.4f", c.a, c.m, c.b, c.n, in.Low, in.High, c.low, c.high)
		}
		if clear != (c.low > 0 || c.high < 0) {
			t.Errorf("%d/%d - %d/%d: clear %t", c.a, c.m, c.b, c.n, clear)
		}
	}
}

// TestApartCovers: the interval covers a known difference 93 to 97 times in a
// hundred.
func TestApartCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	draw := func(p float64, n int) (k int64) {
		for range n {
			if r.Float64() < p {
				k++
			}
		}
		return k
	}
	for _, c := range []struct {
		p, q float64
		m, n int
	}{{0.3, 0.3, 60, 80}, {0.26, 0.4, 300, 90}, {0.05, 0.1, 200, 200}} {
		covered := 0
		const runs = 1000
		for range runs {
			a, b := draw(c.p, c.m), draw(c.q, c.n)
			ai, _ := measure.Wilson(a, int64(c.m))
			bi, _ := measure.Wilson(b, int64(c.n))
			in, _ := measure.Apart(float64(b)/float64(c.n), float64(a)/float64(c.m), bi, ai)
			if d := c.p - c.q; in.Low <= d && d <= in.High {
				covered++
			}
		}
		if covered < 930 || covered > 970 {
			t.Errorf("%.2f of %d less %.2f of %d: covered %d of %d", c.p, c.m, c.q, c.n, covered, runs)
		}
	}
}
