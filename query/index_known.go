package query

import (
	"sync/atomic"

	"vigie.example/vigie/text"
)

// What a word is in a large segment, is looked for in tables of some megabytes.
// But few words make up most of what is said, so each Scratch remembers what it
// found, for the first and largest segment of the index that it matched last.

// knownLeast is how many terms a segment has for its words to be remembered.
// Tests lower it.
var knownLeast = 2_000

// knownBits sizes the memory: 16,384 words of 32 bytes are half of a second-level cache.
const knownBits = 14

// known is what a word is: a term, patterns, or nothing.
type known struct {
	hash     uint64
	id       uint32 // noTerm where no query asks for the word
	hot      bool   // queries are filed under it
	n        uint8  // patterns; tooMany where there is no room
	patterns [2]uint32
}

const (
	noTerm  = ^uint32(0)
	tooMany = 255
)

// segments numbers segments, so that a Scratch knows one without keeping it.
var segments atomic.Uint64

// remembers makes the memory ready for seg and reports whether it serves.
func (s *Scratch) remembers(seg *segment) bool {
	if !s.largest || len(seg.terms) < knownLeast {
		return false
	}
	if s.knownOf != seg.number {
		if s.known == nil {
			s.known = make([]known, 1<<knownBits)
		}
		clear(s.known)
		s.knownOf = seg.number
	}
	return true
}

// look notes what w is, a word or other name of f at [from, to).
func (s *Scratch) look(seg *segment, f *text.TokenField, w *text.Token, from, to int32) {
	if id, ok := seg.find(w.Hash); ok {
		s.note(id, from, to, seg.terms[id].count() > 0)
	}
	if seg.patterns.any() {
		s.fits = s.fits[:0]
		seg.patterns.match(s, f, w)
		for _, id := range s.fits {
			s.note(id, from, to, seg.terms[id].count() > 0)
		}
	}
}

// recall is look by memory.
func (s *Scratch) recall(seg *segment, f *text.TokenField, w *text.Token, from, to int32) {
	k := &s.known[w.Hash>>(64-knownBits)]
	if k.hash != w.Hash {
		s.learn(seg, f, w, k)
	}
	if k.n == tooMany {
		s.look(seg, f, w, from, to)
		return
	}
	if k.id != noTerm {
		s.note(k.id, from, to, k.hot)
	}
	for _, id := range k.patterns[:k.n] {
		s.note(id, from, to, seg.terms[id].count() > 0)
	}
}

// learn puts what w is in k.
func (s *Scratch) learn(seg *segment, f *text.TokenField, w *text.Token, k *known) {
	*k = known{hash: w.Hash, id: noTerm}
	if id, ok := seg.find(w.Hash); ok {
		k.id, k.hot = id, seg.terms[id].count() > 0
	}
	s.fits = s.fits[:0]
	seg.patterns.match(s, f, w)
	if len(s.fits) > len(k.patterns) {
		k.n = tooMany
		return
	}
	k.n = uint8(copy(k.patterns[:], s.fits))
}
