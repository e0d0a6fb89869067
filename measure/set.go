package measure

import (
	"math/bits"
	"slices"
)

// Set is a set of voices by their numbers. Archives number voices one after the
// other, so that pages of 4,096 of them, a bit each, take a fraction of what a
// map does; a few numbers are a list. The zero value is empty; it is for one
// goroutine.
type Set struct {
	few   []uint64
	pages map[uint64]*setPage // nil while there are few
	last  *setPage            // the one touched last
	at    uint64              // its number
	n     int64
}

type setPage [64]uint64

// fewMost is how many numbers a list holds before it becomes pages.
const fewMost = 16

// Add puts a number in and reports whether it is new.
func (s *Set) Add(v uint64) bool {
	if s.pages == nil {
		if slices.Contains(s.few, v) {
			return false
		}
		if s.n < fewMost {
			s.few = append(s.few, v)
			s.n++
			return true
		}
		s.spread()
	}
	if s.last == nil || s.at != v>>12 {
		s.last, s.at = s.page(v>>12), v>>12
	}
	word, bit := &s.last[v>>6&63], uint64(1)<<(v&63)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	s.n++
	return true
}

// spread makes pages of the list.
func (s *Set) spread() {
	few := s.few
	s.pages, s.few, s.n = map[uint64]*setPage{}, nil, 0
	for _, v := range few {
		s.Add(v)
	}
}

func (s *Set) page(n uint64) *setPage {
	p := s.pages[n]
	if p == nil {
		p = new(setPage)
		s.pages[n] = p
	}
	return p
}

// Len returns how many numbers are in.
func (s *Set) Len() int64 { return s.n }

// Join puts all of o in.
func (s *Set) Join(o *Set) {
	for _, v := range o.few {
		s.Add(v)
	}
	if len(o.pages) > 0 && s.pages == nil {
		s.spread()
	}
	for n, from := range o.pages {
		to := s.page(n)
		for i, word := range from {
			s.n += int64(bits.OnesCount64(word &^ to[i]))
			to[i] |= word
		}
	}
}
