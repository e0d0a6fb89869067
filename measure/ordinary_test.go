package measure

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Bounds by mpmath: the distribution summed term by term at 40 digits.
func TestOrdinary(t *testing.T) {
	tests := []struct {
		name string
		past []int64
		want Band
	}{
		{"eight weeks about a hundred", []int64{98, 112, 105, 87, 130, 121, 99, 108}, Band{76, 144}},
		{"hardly any", []int64{3, 0, 2, 5, 1, 0, 2, 4, 3}, Band{0, 8}},
		{"silence allows for one voice", make([]int64, 10), Band{0, 1}},
		{"two hundred", []int64{196, 203, 188, 241, 219, 171, 184, 179, 214, 172}, Band{146, 254}},
		{"wild", []int64{12, 30, 5, 44, 9, 18, 22, 3}, Band{0, 65}},
		{"steadier than chance is taken for chance", []int64{10, 10, 10, 10, 10, 10, 10, 10}, Band{4, 17}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := Ordinary(tt.past); !ok || got != tt.want {
				t.Errorf("Ordinary(%v) = %v, %v, want %v", tt.past, got, ok, tt.want)
			}
		})
	}
	if got, ok := Ordinary([]int64{5, 5, 5, 5, 5, 5, 5}); ok {
		t.Errorf("Ordinary of seven weeks = %v, want not enough past", got)
	}
	if got, ok := Ordinary([]int64{5, 5, 5, 5, 5, 5, 5, -1}); ok {
		t.Errorf("Ordinary with a negative count = %v, want not measurable", got)
	}
	long := append(make([]int64, 30), make([]int64, MostPast)...)
	for i := range MostPast {
		long[30+i] = 100
	}
	if got, _ := Ordinary(long); got.Low < 70 {
		t.Errorf("Ordinary looks further back than %d periods: %v", MostPast, got)
	}
	if got, ok := Ordinary([]int64{1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9}); !ok || got.Low < 99e7 || got.High > 101e7 {
		t.Errorf("Ordinary of a thousand million a week = %v, %v", got, ok)
	}
}

// TestOrdinaryKeepsItsWord draws weeks of many kinds and checks that the next
// falls inside about 19 times out of 20, never clearly less.
func TestOrdinaryKeepsItsWord(t *testing.T) {
	for _, tt := range []struct {
		name       string
		mean, size float64 // size 0: independent voices (Poisson)
		weeks      int
	}{
		{"few, independent", 4, 0, 8},
		{"many, independent", 200, 0, 12},
		{"few, in waves", 6, 3, 13},
		{"many, in waves", 200, 20, 8},
		{"many, in waves, long past", 200, 20, 26},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(7, 11))
			const trials = 3000
			inside := 0
			for range trials {
				past := make([]int64, tt.weeks)
				for i := range past {
					past[i] = week(rnd, tt.mean, tt.size)
				}
				b, ok := Ordinary(past)
				if !ok {
					t.Fatal("not measurable")
				}
				if b.Holds(week(rnd, tt.mean, tt.size)) {
					inside++
				}
			}
			share := float64(inside) / trials
			t.Logf("inside %.1f %%", 100*share)
			if share < 0.93 {
				t.Errorf("the next week was ordinary %.3f of the time, want about 0.95", share)
			}
		})
	}
}

// week draws a count: a Poisson one whose mean is itself drawn where size > 0.
func week(rnd *rand.Rand, mean, size float64) int64 {
	if size > 0 {
		mean = gamma(rnd, size) * mean / size
	}
	// Arrivals one after the other until the period is over.
	var n int64
	for left := mean; ; n++ {
		left += math.Log(1 - rnd.Float64())
		if left < 0 {
			return n
		}
	}
}
