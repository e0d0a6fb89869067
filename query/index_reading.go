package query

import (
	"vigie.example/vigie/text"
)

// reading is a text in the terms of a segment.
type reading struct {
	tokens   text.Tokens
	known    bool // whether there is a text at all
	turn     uint32
	joined   []byte // what tokens were cut of, where it stands nowhere as it is
	accounts []string

	seen  []occur  // terms at their positions, in reading order
	at    []uint32 // where each position starts in seen
	split int32    // first position of the body; one before it is empty
	table []uint64 // slots by term: term+1 <<32 | its last occurrence in seen
	bits  uint8    // of the table's size
	old   []uint64 // table while it grows
	terms int      // in the table
	marks marks
	wrote []uint16 // which numbers of marks are not zero, some more than once
}

// occur is a term at positions [from, to), chained to the one before of the
// same term.
type occur struct {
	term     uint32
	from, to int32
	before   int32 // index in seen; -1 at the first
	also     int32 // which of TokenField.Also it is; -1 for a plain word
}

// word is a word or other name that is being read.
type word struct {
	field    *text.TokenField
	token    *text.Token
	from, to int32 // positions
	also     int32 // as in occur
}

// bytes returns the field in which o stands, and the bytes there.
func (r *reading) bytes(o *occur) (text string, start, end int32) {
	f, base := &r.tokens.Title, int32(0)
	if o.from >= r.split {
		f, base = &r.tokens.Body, r.split
	}
	if o.also >= 0 {
		return f.Text, f.Also[o.also].Start, f.Also[o.also].End
	}
	w := &f.Words[o.from-base]
	return f.Text, w.Start, w.End
}

// readWords makes the words of s.reading terms of seg.
func (s *Scratch) readWords(seg *segment) {
	r := s.reading
	title, body := &r.tokens.Title, &r.tokens.Body
	n := len(title.Words) + len(title.Also) + len(body.Words) + len(body.Also)
	size, width := 64, uint8(6)
	for size < 2*n {
		size, width = size*2, width+1
	}
	r.clearTable(size, width)
	r.unmark()
	r.seen, r.at = r.seen[:0], r.at[:0]
	if len(title.Words) > 0 {
		s.readField(seg, title, 0)
	}
	r.at = append(r.at, uint32(len(r.seen)))
	r.split = int32(len(r.at))
	s.readField(seg, body, r.split)
	r.at = append(r.at, uint32(len(r.seen)))
}

func (r *reading) clearTable(size int, width uint8) {
	r.bits, r.terms = width, 0
	if cap(r.table) < size {
		r.table = make([]uint64, size)
		return
	}
	r.table = r.table[:size]
	clear(r.table)
}

// readField reads one field whose first position is base.
func (s *Scratch) readField(seg *segment, f *text.TokenField, base int32) {
	known := s.remembered(seg)
	w := word{field: f}
	also := int32(0)
	for i := range f.Words {
		t := &f.Words[i]
		s.at = append(s.at, uint32(len(s.seen)))
		if known == nil || !known.isNothing(t.Hash) {
			w.token, w.from, w.to, w.also = t, base+int32(i), base+int32(i)+1, -1
			s.readWord(seg, &w, known)
		}
		for ; int(also) < len(f.Also) && f.Also[also].Pos == int32(i); also++ {
			t := &f.Also[also]
			w.token, w.from, w.to, w.also = t, base+int32(i), base+int32(i)+t.Len, also
			s.readWord(seg, &w, known)
		}
	}
}

func (s *Scratch) readWord(seg *segment, w *word, known *memory) {
	if known != nil {
		s.recall(seg, w, known)
	} else {
		s.look(seg, w)
	}
}

// tableMul spreads terms over the table (Knuth's multiplicative hashing).
const tableMul = 0x9E3779B1

// note takes down that w, which stands at [from, to), is a term; hot says that
// queries are filed under it.
func (s *Scratch) note(id uint32, w *word, hot bool) {
	k := id * tableMul >> (32 - s.bits)
	mask := uint32(len(s.table) - 1)
	n := uint64(len(s.seen))
	before := int32(-1)
	for {
		slot := s.table[k&mask]
		if slot == 0 {
			s.fresh(id, hot)
			break
		}
		if uint32(slot>>32) == id+1 {
			before = int32(uint32(slot))
			break
		}
		k++
	}
	s.table[k&mask] = uint64(id+1)<<32 | n
	s.seen = append(s.seen, occur{id, w.from, w.to, before, w.also})
	if s.terms*2 > len(s.table) { // patterns add terms to those of the words
		s.grow()
	}
}

// fresh takes down a term that the post did not have so far.
func (s *Scratch) fresh(id uint32, hot bool) {
	s.terms++
	s.mark(markOf(id))
	if hot {
		s.hot = append(s.hot, id)
	}
}

func (r *reading) grow() {
	r.old = append(r.old[:0], r.table...)
	old := r.old
	r.clearTable(2*len(old), r.bits+1)
	mask := uint32(len(r.table) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		r.terms++
		k := (uint32(slot>>32) - 1) * tableMul >> (32 - r.bits)
		for r.table[k&mask] != 0 {
			k++
		}
		r.table[k&mask] = slot
	}
}

// last returns the last occurrence of a term, -1 where there is none.
func (r *reading) last(id uint32) int32 {
	if !r.may(id) {
		return -1
	}
	mask := uint32(len(r.table) - 1)
	for k := id * tableMul >> (32 - r.bits); ; k++ {
		slot := r.table[k&mask]
		if slot == 0 {
			return -1
		}
		if uint32(slot>>32) == id+1 {
			return int32(uint32(slot))
		}
	}
}

// may reports whether the post may have a term: it has none that is not
// marked.
func (r *reading) may(id uint32) bool {
	return r.marks.has(markOf(id)) != 0
}
