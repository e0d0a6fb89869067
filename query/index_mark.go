package query

// A post has marks, one for each term that it has and one for each two terms
// of which the second begins where the first ends. What is not marked is not
// in the post; what is marked may be there by chance, once in a few hundred
// times. A posting names marks, so that most queries of whose terms one is
// there are told by a few bits.
const (
	wordMarks = 1 << 15
	pairMarks = 1 << 15
)

// marks are those of words, then those of pairs.
type marks [(wordMarks + pairMarks) / 64]uint64

func (m *marks) has(mark uint32) uint { return uint(m[mark/64%uint32(len(m))] >> (mark % 64) & 1) }

// mark sets a mark, and reports whether it was not set before. It remembers
// where, since most of them are not set and to clear all would take as long as
// reading half a post.
func (r *reading) mark(mark uint32) (isNew bool) {
	k := mark / 64 % uint32(len(r.marks))
	was := r.marks[k]
	r.marks[k] = was | 1<<(mark%64)
	r.wrote = append(r.wrote, uint16(k))
	return was>>(mark%64)&1 == 0
}

// unmark clears the marks.
func (r *reading) unmark() {
	if len(r.wrote) >= len(r.marks)/2 {
		clear(r.marks[:])
	} else {
		for _, k := range r.wrote {
			r.marks[int(k)%len(r.marks)] = 0
		}
	}
	r.wrote = r.wrote[:0]
}

// markOf returns the mark of a term.
func markOf(term uint32) uint32 { return term % wordMarks }

// pairMark returns the mark of a term b that begins where a ends.
func pairMark(a, b uint32) uint32 {
	const shift = 32 - 15 // pairMarks
	return wordMarks + (a*tableMul^b*0x85EBCA6B)*0xC2B2AE35>>shift
}

// pairsMost bounds how many pairs at one place are marked by themselves.
const pairsMost = 64

// markPairs marks the pairs of the post that was read.
func (s *Scratch) markPairs() {
	for i := range s.seen {
		x := &s.seen[i]
		next := s.standing(x.to)
		if len(next) > pairsMost { // very many patterns fit one word: any pair may be there
			for k := wordMarks / 64; k < len(s.marks); k++ {
				s.marks[k] = ^uint64(0)
				s.wrote = append(s.wrote, uint16(k))
			}
			return
		}
		for k := range next {
			s.mark(pairMark(x.term, next[k].term))
		}
	}
}
