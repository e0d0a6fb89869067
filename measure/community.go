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
	r := Returns{Zone: zone}
	for i := range sayings {
		r.Add(&sayings[i])
	}
	return r.Part()
}

// Returns gathers what Returning tells, saying by saying. Zone must be set.
type Returns struct {
	Zone   *time.Location
	first  map[uint64]int32 // month in which a voice was first told of; came once it did in another
	back   int64
	months map[int32]struct{}
	month  int32 // of the saying added last, and when it is
	during Period
}

// came says that a voice spoke in two months.
const came = -1

// Add takes a saying in, where it is spontaneous.
func (r *Returns) Add(s *Saying) {
	if !s.Spontaneous() {
		return
	}
	if r.first == nil {
		r.first, r.months = map[uint64]int32{}, map[int32]struct{}{}
	}
	if !r.during.Holds(s.At) {
		y, m, _ := s.At.In(r.Zone).Date()
		r.month = int32(y*12 + int(m))
		r.during = Period{From: time.Date(y, m, 1, 0, 0, 0, 0, r.Zone), To: time.Date(y, m+1, 1, 0, 0, 0, 0, r.Zone)}
		r.months[r.month] = struct{}{}
	}
	switch was, ok := r.first[s.Voice]; {
	case !ok:
		r.first[s.Voice] = r.month
	case was != r.month && was != came:
		r.first[s.Voice] = came
		r.back++
	}
}

// Part returns the share of voices that came back; see Returning.
func (r *Returns) Part() (Part, bool) {
	if len(r.first) < LeastVoices || len(r.months) < 2 {
		return Part{}, false
	}
	return PartOf(r.back, int64(len(r.first)))
}

// Practical and belonging talk, for Register.
var practical = []vigie.Intent{vigie.Question, vigie.Request, vigie.Complaint, vigie.Purchase}
