package query

import "sync/atomic"

// What a word is in a large segment, is looked for in tables of some megabytes.
// But few words make up most of what is said, so each Scratch remembers what it
// found, for the first and largest segment of the index that it matched last.

// knownLeast is how many terms a segment has for its words to be remembered.
// Tests lower it.
var knownLeast = 2_000

// knownBits sizes the memory. What most words are, nothing that any query asks
// for, is told by one number of 128 KB, which stay in a second-level cache.
const knownBits = 14

// memory is what words are in one segment.
type memory struct {
	of    uint64                 // number of the segment
	words [1 << knownBits]uint64 // by the upper bits of a hash: its other bits, and one of the constants below
	means [1 << knownBits]knownWord
}

// What stands in the lower bits of a number of memory.words. Zero is none yet.
const (
	isNothing   = 1
	isSomething = 2 // in means
)

func (m *memory) isNothing(hash uint64) bool {
	return m.words[hash>>(64-knownBits)] == hash<<knownBits|isNothing
}

// knownWord is what a word is that a query may ask for.
type knownWord struct {
	id       uint32 // noTerm where it is patterns alone
	n        uint8  // patterns; tooMany where there is no room
	hot      bool   // queries are filed under id
	patterns [2]uint32
}

const (
	noTerm  = ^uint32(0)
	tooMany = 255
)

// segments numbers segments, so that a Scratch knows one without keeping it.
var segments atomic.Uint64

// remembered returns the memory of the words of seg, nil where it does not
// serve.
func (s *Scratch) remembered(seg *segment) *memory {
	if !s.largest || len(seg.terms) < knownLeast {
		return nil
	}
	if s.words == nil {
		s.words = &memory{}
	}
	if s.words.of != seg.number {
		clear(s.words.words[:])
		s.words.of = seg.number
	}
	return s.words
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
func (s *Scratch) recall(seg *segment, w *word, m *memory) {
	h := w.token.Hash
	slot := h >> (64 - knownBits)
	switch m.words[slot] {
	case h<<knownBits | isNothing:
		return
	case h<<knownBits | isSomething:
	default:
		m.words[slot] = h<<knownBits | s.learn(seg, w, &m.means[slot])
		if m.isNothing(h) {
			return
		}
	}
	k := &m.means[slot]
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

// learn puts what w is in k, and returns whether it is something.
func (s *Scratch) learn(seg *segment, w *word, k *knownWord) uint64 {
	id, ok := seg.find(w.token.Hash)
	s.fits = s.fits[:0]
	seg.patterns.match(s, w.field, w.token)
	if !ok && len(s.fits) == 0 {
		return isNothing
	}
	*k = knownWord{id: noTerm}
	if ok {
		k.id, k.hot = id, seg.terms[id].count() > 0
	}
	if k.n = tooMany; len(s.fits) <= len(k.patterns) {
		k.n = uint8(copy(k.patterns[:], s.fits))
	}
	return isSomething
}
