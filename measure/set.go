package measure

import "math/bits"

// Set is a set of voices by their numbers. Archives number voices
// one after the other, so that pages of 4,096 of them, a bit each, take a
// fraction of what a map does. The zero value is empty; it is for one goroutine.
type Set struct {
	pages map[uint64]*setPage
	last  *setPage // the one touched last
	at    uint64   // its number
	n     int64
}

type setPage [64]uint64

// Add puts a number in and reports whether it is new.
func (s *Set) Add(v uint64) bool {
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

func (s *Set) page(n uint64) *setPage {
	if s.pages == nil {
		s.pages = map[uint64]*setPage{}
	}
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
	for n, from := range o.pages {
		to := s.page(n)
		for i, word := range from {
			s.n += int64(bits.OnesCount64(word &^ to[i]))
			to[i] |= word
		}
	}
}
