package query

import "sync/atomic"

// What a word is in a large segment, is looked for in tables of some megabytes.
// But few words make up most of what is said, so each Scratch remembers what it
// found, for the first and largest segment of the index that it matched last.

// knownLeast is how many terms a segment has for its words to be remembered.
// Tests lower it.
var knownLeast = 2_000

// knownBits sizes the memory: 16,384 words of 32 bytes are half of a second-level cache.
const knownBits = 14

// knownWord is what a word is: a term, patterns, or nothing.
type knownWord struct {
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
	if s.wordsOf != seg.number {
		if s.words == nil {
			s.words = make([]knownWord, 1<<knownBits)
		}
		clear(s.words)
		s.wordsOf = seg.number
	}
	return true
}

// look notes what w is.
func (s *Scratch) look(seg *segment, w *word) {
	if id, ok := seg.find(w.token.Hash); ok {
		s.note(id, w, seg.terms[id].count() > 0)
	}
	if seg.patterns.any() {
		s.fits = s.fits[:0]
		seg.patterns.match(s, w.field, w.token)
		for _, id := range s.fits {
			s.note(id, w, seg.terms[id].count() > 0)
		}
	}
}

// recall is look by memory.
func (s *Scratch) recall(seg *segment, w *word) {
	k := &s.words[w.token.Hash>>(64-knownBits)]
	if k.hash != w.token.Hash {
		s.learn(seg, w, k)
	}
	if k.n == tooMany {
		s.look(seg, w)
		return
	}
	if k.id != noTerm {
		s.note(k.id, w, k.hot)
	}
	for _, id := range k.patterns[:k.n] {
		s.note(id, w, seg.terms[id].count() > 0)
	}
}

// learn puts what w is in k.
func (s *Scratch) learn(seg *segment, w *word, k *knownWord) {
	*k = knownWord{hash: w.token.Hash, id: noTerm}
	if id, ok := seg.find(w.token.Hash); ok {
		k.id, k.hot = id, seg.terms[id].count() > 0
	}
	s.fits = s.fits[:0]
	seg.patterns.match(s, w.field, w.token)
	if len(s.fits) > len(k.patterns) {
		k.n = tooMany
		return
	}
	k.n = uint8(copy(k.patterns[:], s.fits))
}
