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
		{"one week of a bad buzz", []int64{31, 52, 88, 40, 97, 61, 45, 372, 70, 36, 58, 83, 49}, Band{20, 117}},
		{"a change of level is learnt", []int64{20, 22, 18, 25, 19, 21, 90, 88, 95, 101}, Band{2, 170}},
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

// kinds are ways in which weeks follow one another.
var kinds = []struct {
	name       string
	mean, size float64 // size 0: independent voices (Poisson)
	weeks      int
}{
	{"few, independent", 4, 0, 8},
	{"many, independent", 200, 0, 12},
	{"few, in waves", 6, 3, 13},
	{"some, in waves", 60, 10, 13},
	{"many, in waves", 200, 20, 8},
	{"many, in waves, a quarter", 200, 20, 13},
	{"many, in waves, long past", 200, 20, 26},
}

// TestOrdinaryKeepsItsWord draws weeks of many kinds without bursts and checks
// that the next falls inside about 19 times out of 20. Where few are counted the
// band is wider than that: whole numbers leave it no choice.
func TestOrdinaryKeepsItsWord(t *testing.T) {
	for _, tt := range kinds {
		t.Run(tt.name, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(7, 11))
			const trials = 3000
			inside := 0
			for range trials {
				b, ok := Ordinary(weeks(rnd, tt.mean, tt.size, tt.weeks))
				if !ok {
					t.Fatal("not measurable")
				}
				if b.Holds(week(rnd, tt.mean, tt.size)) {
					inside++
				}
			}
			share := float64(inside) / trials
			t.Logf("inside %.1f %%", 100*share)
			if share < 0.93 || share > 0.97 && tt.mean > 50 && tt.size > 0 {
				t.Errorf("the next week was ordinary %.3f of the time, want about 0.95", share)
			}
		})
	}
}

// TestBurstsAreNotLearnt puts one burst among the weeks of many kinds: the
// larger it is the less it may do, and the bands after it are hardly wider.
func TestBurstsAreNotLearnt(t *testing.T) {
	for _, tt := range kinds {
		if tt.weeks < 12 || tt.mean < 50 {
			continue // with less to go by, a burst is less plainly one
		}
		t.Run(tt.name, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(3, 5))
			var without, with float64
			for range 1000 {
				past := weeks(rnd, tt.mean, tt.size, tt.weeks)
				b, _ := Ordinary(past)
				without += float64(b.High - b.Low)
				past[rnd.IntN(len(past))] = int64(5 * tt.mean)
				b, _ = Ordinary(past)
				with += float64(b.High - b.Low)
			}
			t.Logf("bands after a burst are %.2f times as wide", with/without)
			if with/without > 1.2 {
				t.Errorf("bands after a burst are %.2f times as wide, want at most 1.2", with/without)
			}
		})
	}
}

func weeks(rnd *rand.Rand, mean, size float64, n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = week(rnd, mean, size)
	}
	return out
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
