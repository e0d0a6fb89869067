package measure

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestShares(t *testing.T) {
	tests := []struct {
		name   string
		counts []int64
		ranks  [][3]int // rank, best, worst
	}{
		{"far apart: no doubt", []int64{100, 500, 10}, [][3]int{{2, 2, 2}, {1, 1, 1}, {3, 3, 3}}},
		{"two that chance may swap", []int64{290, 300, 40}, [][3]int{{2, 1, 2}, {1, 1, 2}, {3, 3, 3}}},
		{"equal counts share the better rank", []int64{50, 50}, [][3]int{{1, 1, 2}, {1, 1, 2}}},
		{"nobody spoke of one: it may still be before another silent one", []int64{40, 0, 0}, [][3]int{{1, 1, 1}, {2, 2, 3}, {2, 2, 3}}},
		{"alone", []int64{3}, [][3]int{{1, 1, 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Shares(tt.counts)
			if !ok {
				t.Fatalf("Shares(%v) is not measurable", tt.counts)
			}
			sum := 0.0
			for i, s := range got {
				if r := [3]int{s.Rank, s.Best, s.Worst}; r != tt.ranks[i] {
					t.Errorf("Shares(%v)[%d] ranks %v, want %v", tt.counts, i, r, tt.ranks[i])
				}
				if s.Ratio < s.Between.Low || s.Ratio > s.Between.High {
					t.Errorf("Shares(%v)[%d] = %v outside %v", tt.counts, i, s.Ratio, s.Between)
				}
				sum += s.Ratio
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Errorf("Shares(%v) sum to %v, want 1", tt.counts, sum)
			}
			again, _ := Shares(tt.counts)
			if !reflect.DeepEqual(got, again) {
				t.Errorf("Shares(%v) differs from one call to the next", tt.counts)
			}
		})
	}
	for _, none := range [][]int64{nil, {}, {0, 0}, {5, -1}} {
		if got, ok := Shares(none); ok {
			t.Errorf("Shares(%v) = %v, want not measurable", none, got)
		}
	}
}

// TestRanksAgreeWithPairs holds the drawn ranks to a second way of reckoning:
// of two brands, the chance that the lesser count hides the greater share is
// P(Binomial-like beta) = I_{1/2}(a+1/2, b+1/2).
func TestRanksAgreeWithPairs(t *testing.T) {
	for _, tt := range []struct {
		a, b  int64
		doubt bool
	}{{100, 125, true}, {100, 135, false}, {10, 18, true}, {10, 24, false}, {1000, 1070, true}, {1000, 1110, false}} {
		chance := betaShare(0.5, float64(tt.b)+0.5, float64(tt.a)+0.5)
		if (chance > 0.025) != tt.doubt {
			t.Fatalf("test of %d against %d: chance %v", tt.a, tt.b, chance)
		}
		got, _ := Shares([]int64{tt.a, tt.b})
		if (got[0].Best == 1) != tt.doubt {
			t.Errorf("Shares(%d, %d): lesser brand's best rank %d, chance of being first %.3f", tt.a, tt.b, got[0].Best, chance)
		}
	}
}

// A gamma variable of shape k has mean k and variance k.
func TestGamma(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, shape := range []float64{0.5, 1, 7.5, 300} {
		const n = 40000
		var sum, squares float64
		for range n {
			x := gamma(rnd, shape)
			sum += x
			squares += x * x
		}
		mean := sum / n
		variance := squares/n - mean*mean
		if math.Abs(mean-shape) > 5*math.Sqrt(shape/n) || math.Abs(variance/shape-1) > 0.08 {
			t.Errorf("gamma(%v): mean %v, variance %v, want both %v", shape, mean, variance, shape)
		}
	}
}

func BenchmarkSharesOfFive(b *testing.B) {
	for b.Loop() {
		Shares([]int64{290, 340, 240, 130, 900})
	}
}
