package measure

import (
	"time"

	"vigie.example/vigie"
)

// Part is a share with what it was counted from.
type Part struct {
	K, N    int64
	Ratio   float64
	Between Interval // Wilson, 95 %
}

// PartOf returns k of n as a share; false where nothing can be said.
func PartOf(k, n int64) (Part, bool) {
	in, ok := Wilson(k, n)
	if !ok {
		return Part{}, false
	}
	return Part{K: k, N: n, Ratio: float64(k) / float64(n), Between: in}, true
}

// Returning returns how many voices spoke in more than one calendar month: a
// crowd passes, a community comes back. The other half of the community test,
// questions answered by others than the brand, is Answered of a Demand. It
// reports false with fewer than LeastVoices voices or two months.
func Returning(sayings []Saying, zone *time.Location) (Part, bool) {
	first, back := map[uint64]int{}, map[uint64]bool{}
	months := map[int]bool{}
	for i := range sayings {
		s := &sayings[i]
		if !s.Spontaneous() {
			continue
		}
		t := s.At.In(zone)
		m := t.Year()*12 + int(t.Month())
		months[m] = true
		if was, ok := first[s.Voice]; ok && was != m {
			back[s.Voice] = true
		}
		if _, ok := first[s.Voice]; !ok {
			first[s.Voice] = m
		}
	}
	if len(first) < LeastVoices || len(months) < 2 {
		return Part{}, false
	}
	return PartOf(int64(len(back)), int64(len(first)))
}

// Practical and belonging talk, for Register.
var practical = []vigie.Intent{vigie.Question, vigie.Request, vigie.Complaint, vigie.Purchase}
