package query

import (
	"slices"

	"vigie.example/vigie/text"
)

// Scratch is what one goroutine needs to match posts. It grows to the size of
// the longest posts and is reused. The zero Scratch is ready.
type Scratch struct {
	tokens text.Tokens
	post   *Post    // what is decided
	doc    text.Doc // words of post where it came without
	cut    bool     // doc holds them
	whole  Post     // post with doc
	bare   Post     // post without

	seg     *segment
	largest bool // seg is the first of its index
	// The post in the terms of seg.
	seen  []occur  // terms at their positions, in reading order
	at    []uint32 // where each position starts in seen
	split int32    // first position of the body; one before it is empty
	table []uint64 // slots by term: term+1 <<32 | its last occurrence in seen
	bits  uint8    // of the table's size
	terms int      // in the table
	hot   []uint32 // those under which queries are filed
	marks marks

	posts   uint32 // matched
	turn    uint32 // of this post and seg
	fields  []uint32
	tried   [256]uint64 // queries looked at, by their low bits
	cands   []uint32
	hits    []uint32
	sum     uint32
	norm    []byte
	fits    []uint32 // patterns that a word fits
	known   []known  // see remembers
	knownOf uint64
	runs    []run
	loose   loose
	eval    eval // of the parts left to it
	facts   eval // of fields
}

// occur is a term at positions [from, to), chained to the one before of the
// same term.
type occur struct {
	term     uint32
	from, to int32
	before   int32 // index in Scratch.seen; -1 at the first
}

// read makes the post the terms of seg.
func (s *Scratch) read(seg *segment) {
	s.seg = seg
	title, body := &s.tokens.Title, &s.tokens.Body
	n := len(title.Words) + len(title.Also) + len(body.Words) + len(body.Also)
	size, width := 64, uint8(6)
	for size < 2*n {
		size, width = size*2, width+1
	}
	s.clearTable(size, width)
	clear(s.marks[:])
	s.seen, s.at, s.hot = s.seen[:0], s.at[:0], s.hot[:0]
	if len(title.Words) > 0 {
		s.field(seg, title, 0)
	}
	s.at = append(s.at, uint32(len(s.seen)))
	s.split = int32(len(s.at))
	s.field(seg, body, s.split)
	s.at = append(s.at, uint32(len(s.seen)))
	if len(s.hot) > 0 || len(seg.always) > 0 {
		s.markPairs()
	}
	s.turn++
	if s.turn == 0 {
		clear(s.fields)
		s.tried = [256]uint64{}
		s.turn = 1
	}
}

func (s *Scratch) clearTable(size int, width uint8) {
	s.bits, s.terms = width, 0
	if cap(s.table) < size {
		s.table = make([]uint64, size)
		return
	}
	s.table = s.table[:size]
	clear(s.table)
}

// field reads one field whose first position is base.
func (s *Scratch) field(seg *segment, f *text.TokenField, base int32) {
	also := f.Also
	remembers := s.remembers(seg)
	for i := range f.Words {
		pos := base + int32(i)
		s.at = append(s.at, uint32(len(s.seen)))
		if remembers {
			s.recall(seg, f, &f.Words[i], pos, pos+1)
		} else {
			s.look(seg, f, &f.Words[i], pos, pos+1)
		}
		for len(also) > 0 && also[0].Pos == int32(i) {
			if remembers {
				s.recall(seg, f, &also[0], pos, pos+also[0].Len)
			} else {
				s.look(seg, f, &also[0], pos, pos+also[0].Len)
			}
			also = also[1:]
		}
	}
}

// tableMul spreads terms over the table (Knuth's multiplicative hashing).
const tableMul = 0x9E3779B1

// note takes down that a term stands at [from, to); hot says that queries are
// filed under it.
func (s *Scratch) note(id uint32, from, to int32, hot bool) {
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
	s.seen = append(s.seen, occur{id, from, to, before})
	if s.terms*2 > len(s.table) { // patterns add terms to those of the words
		s.grow()
	}
}

// fresh takes down a term that the post did not have so far.
func (s *Scratch) fresh(id uint32, hot bool) {
	s.terms++
	s.marks.set(markOf(id))
	if hot {
		s.hot = append(s.hot, id)
	}
}

func (s *Scratch) grow() {
	old := slices.Clone(s.table)
	s.clearTable(2*len(old), s.bits+1)
	mask := uint32(len(s.table) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		s.terms++
		k := (uint32(slot>>32) - 1) * tableMul >> (32 - s.bits)
		for s.table[k&mask] != 0 {
			k++
		}
		s.table[k&mask] = slot
	}
}

// last returns the last occurrence of a term, -1 where there is none.
func (s *Scratch) last(id uint32) int32 {
	if !s.may(id) {
		return -1
	}
	mask := uint32(len(s.table) - 1)
	for k := id * tableMul >> (32 - s.bits); ; k++ {
		slot := s.table[k&mask]
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
func (s *Scratch) may(id uint32) bool {
	return s.marks.has(markOf(id)) != 0
}

// marked returns whether a slot is marked as bit k.
func (s *Scratch) marked(p *posting, k int) uint {
	return s.marks.has(uint32(p.slots[k])) << k
}

// meets reports whether one slot of each set of p is marked.
func (s *Scratch) meets(p *posting) bool {
	if p.sets[0] == 1 && s.marked(p, 0) == 0 {
		return false // most often the other word of a phrase is missing
	}
	if p.sets[0]>>slotsMost == 0 {
		is := 1<<slotsMost | s.marked(p, 0) | s.marked(p, 1) | s.marked(p, 2) | s.marked(p, 3) |
			s.marked(p, 4) | s.marked(p, 5)
		if is&uint(p.sets[0]) == 0 || is&uint(p.sets[1]) == 0 || is&uint(p.sets[2]) == 0 {
			return false
		}
	}
	return p.wide == 0 || s.meetsWide(s.seg.wide[p.wide:])
}

// meetsWide is meets for the sets that a posting has no room for.
func (s *Scratch) meetsWide(row []uint16) bool {
	for row[0] != 0 {
		n := int(row[0])
		is := uint(0)
		for _, mark := range row[1 : 1+n] {
			is |= s.marks.has(uint32(mark))
		}
		if is == 0 {
			return false
		}
		row = row[1+n:]
	}
	return true
}

// match appends to hits the queries of seg that hold of the post that was
// read, each once, in ascending order.
func (s *Scratch) match(seg *segment) {
	s.hits, s.cands = s.hits[:0], s.cands[:0]
	for _, id := range s.hot {
		t := &seg.terms[id]
		list := seg.postings[t.first : t.first+t.count()]
		for k := range list {
			p := &list[k]
			if !s.meets(p) {
				continue
			}
			if p.sure {
				s.hits = append(s.hits, seg.code[p.pc-1])
				continue
			}
			// Filed under several words a query comes up several times.
			once := uint64(s.turn)<<32 | uint64(p.pc)
			if s.tried[p.pc/8%256] == once {
				continue
			}
			s.tried[p.pc/8%256] = once
			s.cands = append(s.cands, p.pc)
		}
	}
	// One look at each first, that the processor fetches them side by side.
	sum := uint32(0)
	for _, pc := range s.cands {
		sum += seg.code[pc]
	}
	s.sum = sum
	for _, pc := range s.cands {
		if s.holds(pc) {
			s.hits = append(s.hits, seg.code[pc-1])
		}
	}
	for _, q := range seg.always {
		if s.holds(seg.starts[q]) {
			s.hits = append(s.hits, q)
		}
	}
	if len(s.hits) > 1 {
		slices.Sort(s.hits)
		s.hits = slices.Compact(s.hits)
	}
}

// full returns the post with its words cut, for the parts left to eval.
func (s *Scratch) full() *Post {
	if s.post.Doc != nil {
		return s.post
	}
	if !s.cut {
		s.doc.Recut(s.tokens.Title.Text, s.tokens.Body.Text)
		s.cut = true
		s.whole = *s.post
		s.whole.Doc = &s.doc
	}
	return &s.whole
}
