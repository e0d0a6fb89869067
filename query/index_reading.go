package query

import (
	"slices"

	"vigie.example/vigie/text"
)

// reading is a text in the terms of a segment.
type reading struct {
	tokens   text.Tokens
	known    bool // whether there is a text at all
	turn     uint32
	joined   []byte // what tokens were cut of, where it stands nowhere as it is
	accounts []string

	seen    []occur  // terms at their positions, in reading order
	at      []uint32 // where each position starts in seen
	split   int32    // first position of the body; one before it is empty
	table   []uint64 // slots by term, once chained: term+1 <<32 | its last occurrence in seen
	bits    uint8    // of the table's size
	chained bool     // whether table and occur.before are those of seen
	marks   marks
	wrote   []uint16 // which numbers of marks are not zero, some more than once
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
	r.unmark()
	r.seen, r.at, r.chained = r.seen[:0], r.at[:0], false
	if len(title.Words) > 0 {
		s.readField(seg, title, 0)
	}
	r.at = append(r.at, uint32(len(r.seen)))
	r.split = int32(len(r.at))
	s.readField(seg, body, r.split)
	r.at = append(r.at, uint32(len(r.seen)))
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
	isNew := s.mark(markOf(id))
	if hot {
		s.hot = append(s.hot, id)
		s.twice = s.twice || !isNew
	}
	s.seen = append(s.seen, occur{id, w.from, w.to, 0, w.also})
}

// chain makes the table of seen. Of most posts no query is looked at, and
// nobody asks where a term stood last.
func (r *reading) chain() {
	r.chained = true
	size := 64
	for r.bits = 6; size < 2*len(r.seen); r.bits++ {
		size *= 2
	}
	r.table = slices.Grow(r.table[:0], size)[:size]
	clear(r.table)
	mask := uint32(size - 1)
	for n := range r.seen {
		o := &r.seen[n]
		o.before = -1
		k := r.slot(o.term)
		for ; r.table[k&mask] != 0; k++ {
			if slot := r.table[k&mask]; uint32(slot>>32) == o.term+1 {
				o.before = int32(uint32(slot))
				break
			}
		}
		r.table[k&mask] = uint64(o.term+1)<<32 | uint64(n)
	}
}

// slot returns where in the table a term is looked for first.
func (r *reading) slot(id uint32) uint32 { return id * tableMul >> (32 - r.bits) }

// last returns the last occurrence of a term, -1 where there is none.
func (r *reading) last(id uint32) int32 {
	if !r.may(id) {
		return -1
	}
	if !r.chained {
		r.chain()
	}
	mask := uint32(len(r.table) - 1)
	for k := r.slot(id); ; k++ {
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
