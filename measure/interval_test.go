package measure

import (
	"math"
	"testing"
)

// near compares to a relative 1e-6, the precision of the values quoted.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-6*math.Max(1e-3, math.Abs(want))
}

// The first two are the worked example of R. G. Newcombe, Two-sided confidence
// intervals for the single proportion, Statistics in Medicine 17, 1998, table
// I (81/263: 0.2553 to 0.3662; 15/148: 0.0624 to 0.1605; 0/20: 0 to 0.1611;
// 1/29: 0.0061 to 0.1718); digits beyond the fourth by mpmath at 40 digits.
func TestWilson(t *testing.T) {
	tests := []struct {
		k, n      int64
		low, high float64
	}{
		{81, 263, 0.2552885199, 0.366209577},
		{15, 148, 0.06238639953, 0.1604872417},
		{0, 20, 0, 0.1611251581},
		{1, 29, 0.006113214293, 0.1717552188},
		{29, 29, 0.8830302015, 1},
		{188, 200, 0.898068307, 0.9653478057},
	}
	for _, tt := range tests {
		got, ok := Wilson(tt.k, tt.n)
		if !ok || !near(got.Low, tt.low) || !near(got.High, tt.high) {
			t.Errorf("Wilson(%d, %d) = %v, %v, want {%v %v}", tt.k, tt.n, got, ok, tt.low, tt.high)
		}
	}
	for _, bad := range [][2]int64{{0, 0}, {-1, 5}, {6, 5}, {1, -1}} {
		if got, ok := Wilson(bad[0], bad[1]); ok || got != (Interval{}) {
			t.Errorf("Wilson(%d, %d) = %v, %v, want not measurable", bad[0], bad[1], got, ok)
		}
	}
}

// Newcombe's table gives 0.2527 to 0.3676, 0.0578 to 0.1617, 0 to 0.1684 and
// 0.0009 to 0.1776.
func TestClopperPearson(t *testing.T) {
	tests := []struct {
		k, n      int64
		low, high float64
	}{
		{81, 263, 0.2527367456, 0.3676219226},
		{15, 148, 0.05784401008, 0.1616504903},
		{0, 20, 0, 0.168433471},
		{1, 29, 0.0008726468836, 0.1776442955},
	}
	for _, tt := range tests {
		got, ok := ClopperPearson(tt.k, tt.n)
		if !ok || !near(got.Low, tt.low) || !near(got.High, tt.high) {
			t.Errorf("ClopperPearson(%d, %d) = %v, %v, want {%v %v}", tt.k, tt.n, got, ok, tt.low, tt.high)
		}
	}
}

// Values by mpmath's betainc(regularized=True); the first and the last by hand.
func TestBetaShare(t *testing.T) {
	tests := []struct{ x, a, b, want float64 }{
		{0.3, 2, 3, 0.3483},
		{0.25, 0.5, 0.5, 1.0 / 3},
		{0.45, 40, 60, 0.8462247976814},
		{0.41, 800.5, 1200.5, 0.81833484570188},
		{0.9, 3, 1, 0.729},
		{0, 3, 1, 0},
		{1, 3, 1, 1},
	}
	for _, tt := range tests {
		if got := betaShare(tt.x, tt.a, tt.b); math.Abs(got-tt.want) > 1e-11 {
			t.Errorf("betaShare(%v, %v, %v) = %v, want %v", tt.x, tt.a, tt.b, got, tt.want)
		}
	}
	if got := betaShare(0.5, 1e9, 1e9); math.Abs(got-0.5) > 1e-5 {
		t.Errorf("betaShare(0.5, 1e9, 1e9) = %v, want 0.5", got)
	}
}

// Any table of Student's distribution.
func TestStudent95(t *testing.T) {
	for df, want := range map[float64]float64{1: 12.706205, 7: 2.3646243, 25: 2.0595386} {
		if got := student95(df); !near(got, want) {
			t.Errorf("student95(%v) = %v, want %v", df, got, want)
		}
	}
}
