package query

import "slices"

// Scratch is what one goroutine needs to match posts. It grows to the size of
// the longest posts and is reused. The zero Scratch is ready.
type Scratch struct {
	*reading // what is looked at: own, or one of others
	own      reading
	others   [len(otherTexts)]*reading // read when they are asked for
	view     view

	post    *Post // what is decided
	bare    Post  // post where its text came by itself
	seg     *segment
	largest bool     // seg is the first of its index
	hot     []uint32 // terms of the post under which queries are filed
	twice   bool     // some may stand in hot more than once

	posts  uint32 // matched
	turn   uint32 // of this post and seg
	fields []uint32
	tried  [256]uint64 // queries looked at, by their low bits
	cands  []uint32
	hits   []uint32
	sum    uint32
	norm   []byte
	fits   []uint32 // patterns that a word fits
	words  *memory
	runs   []run
	rights []run // of a NEAR, while its left side is put in order
	ahead  []reached
	loose  loose
	facts  eval // of fields
	pen    pen
}

// read makes the post the terms of seg.
func (s *Scratch) read(seg *segment) {
	s.seg, s.view, s.hot, s.twice = seg, view{}, s.hot[:0], false
	if s.turn++; s.turn == 0 {
		clear(s.fields)
		s.tried = [256]uint64{}
		s.others = [len(otherTexts)]*reading{}
		s.turn = 1
	}
	s.reading = &s.own
	s.readWords(seg)
	if len(s.hot) > 0 || len(seg.always) > 0 {
		s.markPairs()
	}
}

// release forgets the post, so that it is not kept alive.
func (s *Scratch) release() {
	s.post, s.facts.post, s.seg, s.bare = nil, nil, nil, Post{}
	clear(s.facts.links)
	s.facts.links = s.facts.links[:0]
	if cap(s.own.seen) > 1<<16 { // what one huge page needed is given back
		*s = Scratch{turn: s.turn, fields: s.fields, words: s.words}
	}
}

// marked returns whether a slot is marked as bit k.
func (s *Scratch) marked(p *posting, k int) uint {
	return s.marks.has(uint32(p.slots[k])) << k
}

// meets reports whether one slot of each set of p is marked.
func (s *Scratch) meets(p *posting) bool {
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
	if s.twice {
		slices.Sort(s.hot)
		s.hot = slices.Compact(s.hot)
	}
	for _, id := range s.hot {
		t := &seg.terms[id]
		list := seg.postings[t.first : t.first+t.count()]
		for k, gate := range seg.gates[t.first : t.first+t.count()] {
			if s.marks.has(uint32(gate)) == 0 {
				continue // most often the other word of a phrase is missing
			}
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
