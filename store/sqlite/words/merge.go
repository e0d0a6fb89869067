package words

import (
	"encoding/binary"
	"strings"
)

// Merge writes one segment of several, without the ids that are gone, and
// returns its Meta. No id counts in two of them. Parts are read in order and
// one of each kind is held at a time, ids aside: eight bytes for each of the
// new segment, four for each of the old.
func Merge(from []*Segment, out Output) (*Meta, error) {
	ids, renumbered, err := mergeDocs(from)
	if err != nil {
		return nil, err
	}
	m, err := writeDocs(ids, out)
	if err != nil {
		return nil, err
	}
	e := &encoder{out: out, meta: m}
	streams := make([]*stream, len(from))
	for i, s := range from {
		streams[i] = &stream{cursor: cursor{seg: s, block: -1}, renumbered: renumbered[i]}
		if err := streams[i].nextTerm(); err != nil {
			return nil, err
		}
	}
	var same []*stream
	for {
		same = same[:0]
		least := ""
		for _, s := range streams {
			if s.over {
				continue
			}
			c := 1
			if len(same) > 0 {
				c = strings.Compare(least, s.term)
			}
			if c > 0 {
				same, least = append(same[:0], s), s.term
			} else if c == 0 {
				same = append(same, s)
			}
		}
		if len(same) == 0 {
			return m, e.flush()
		}
		if err := mergeTerm(e, least, same); err != nil {
			return nil, err
		}
		for _, s := range same {
			if err := s.nextTerm(); err != nil {
				return nil, err
			}
		}
	}
}

// mergeDocs merges the ids and tells the new number of each old one, -1 for
// those that are gone.
func mergeDocs(from []*Segment) (ids []int64, renumbered [][]int32, err error) {
	lists := make([][]int64, len(from))
	total := 0
	for i, s := range from {
		if lists[i], err = s.IDs(); err != nil {
			return nil, nil, err
		}
		renumbered = append(renumbered, make([]int32, len(lists[i])))
		total += len(lists[i])
	}
	ids = make([]int64, 0, total)
	at := make([]int, len(from))
	for {
		top := -1
		for i, l := range lists {
			if at[i] < len(l) && (top < 0 || l[at[i]] > lists[top][at[top]]) {
				top = i
			}
		}
		if top < 0 {
			return ids, renumbered, nil
		}
		id := lists[top][at[top]]
		if _, gone := from[top].Gone[id]; gone {
			renumbered[top][at[top]] = -1
		} else {
			renumbered[top][at[top]] = int32(len(ids))
			ids = append(ids, id)
		}
		at[top]++
	}
}

// IDs returns all ids of the segment, newest first, gone or not.
func (s *Segment) IDs() ([]int64, error) {
	out := make([]int64, 0, s.Many)
	for n := range s.firsts {
		part, err := s.In.Docs(n)
		if err != nil {
			return nil, err
		}
		if len(part) != 8*min(docsMany, s.Many-len(out)) {
			return nil, damaged("ids", n)
		}
		for ; len(part) >= 8; part = part[8:] {
			out = append(out, int64(binary.LittleEndian.Uint64(part)))
		}
	}
	return out, nil
}

// stream reads the terms of a segment in order, and the mentions of each by
// their new numbers.
type stream struct {
	cursor
	scan       scanner
	over       bool
	renumbered []int32
	now        int32 // new number of the mention it stands at
}

// nextTerm moves to the next term.
func (s *stream) nextTerm() error {
	for {
		if s.scan.next() {
			s.term = string(s.scan.term)
			s.rest, s.doc = decoder{b: s.scan.chunk}, -1
			return nil
		}
		if more, err := s.nextBlock(); err != nil || !more {
			s.over = true
			return err
		}
	}
}

func (s *stream) nextBlock() (bool, error) {
	if s.scan.d.bad {
		return false, damaged("block", s.block)
	}
	if s.block++; s.block >= len(s.seg.blocks) {
		return false, nil
	}
	data, err := s.seg.In.Block(s.block)
	s.scan = scanner{d: decoder{b: data}, term: s.scan.term[:0]}
	return err == nil, err
}

// next moves to the term's next mention that stays, and to now = end after the
// last.
func (s *stream) next() error {
	for {
		for s.rest.more() {
			if err := s.step(); err != nil {
				return err
			}
			if s.now = s.renumbered[s.doc]; s.now >= 0 {
				return nil
			}
		}
		if !s.seg.goesOn(s.block, s.term) {
			s.now = end
			return nil
		}
		if more, err := s.nextBlock(); err != nil || !more {
			return err
		}
		if !s.scan.next() {
			return damaged("block", s.block)
		}
		s.rest, s.doc = decoder{b: s.scan.chunk}, -1
	}
}

// mergeTerm writes the mentions that several streams have of a term.
func mergeTerm(e *encoder, term string, from []*stream) error {
	e.begin(term)
	for _, s := range from {
		if err := s.next(); err != nil {
			return err
		}
	}
	for {
		low, then := from[0], int32(end)
		for _, s := range from[1:] {
			if s.now < low.now {
				low, then = s, low.now
			} else {
				then = min(then, s.now)
			}
		}
		if low.now == end {
			return e.close()
		}
		// Segments seldom interleave: the lowest is read on while it is.
		for low.now < then {
			if err := e.add(low.now, low.kind, low.pos); err != nil {
				return err
			}
			if err := low.next(); err != nil {
				return err
			}
		}
		if low.now == then && then != end {
			return damaged("mention counted twice", int(then))
		}
	}
}

// Terms calls yield for each term of the segment in order, with how many
// mentions hold it, gone ones too. It reads everything: damage is an error.
func (s *Segment) Terms(yield func(term string, many int) error) error {
	r := &stream{cursor: cursor{seg: s, block: -1}, renumbered: make([]int32, s.Many)}
	if err := r.nextTerm(); err != nil {
		return err
	}
	for !r.over {
		n := 0
		term := r.term
		for {
			if err := r.next(); err != nil {
				return err
			}
			if r.now == end {
				break
			}
			n++
		}
		if err := yield(term, n); err != nil {
			return err
		}
		if err := r.nextTerm(); err != nil {
			return err
		}
	}
	return nil
}
