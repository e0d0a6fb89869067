package words

import (
	"encoding/binary"
	"sort"
)

// cursor walks the mentions of one term in a segment.
type cursor struct {
	seg   *Segment
	term  string
	block int
	rest  decoder // of the entry being read
	doc   int32   // where it stands; -1 before the first, end after the last
	kind  byte
	pos   []byte
	bytes int // of the first entry
}

// newCursor returns a cursor before the first mention of term, nil where there
// is none.
func (s *Segment) newCursor(term string) (*cursor, error) {
	if len(s.blocks) == 0 {
		return nil, nil
	}
	// In the last block that begins below the term, or else with the next.
	c := &cursor{seg: s, term: term, doc: -1, block: max(s.find(term, -1), 0)}
	found, err := c.load()
	if err == nil && !found && s.goesOn(c.block, term) {
		c.block++
		found, err = c.load()
	}
	if err != nil || !found {
		return nil, err
	}
	c.bytes = c.rest.left()
	return c, nil
}

// load reads the entry of the term in the block; false where it has none.
func (c *cursor) load() (bool, error) {
	data, err := c.seg.In.Block(c.block)
	if err != nil {
		return false, err
	}
	s := scanner{d: decoder{b: data}}
	for s.next() {
		if string(s.term) < c.term { // allocates nothing
			continue
		}
		if string(s.term) > c.term {
			return false, nil
		}
		c.rest, c.doc = decoder{b: s.chunk}, -1
		return true, nil
	}
	if s.d.bad {
		return false, damaged("block", c.block)
	}
	return false, nil
}

// cost is about how many bytes a walk to the end reads.
func (c *cursor) cost() int {
	n := c.bytes
	for b := c.block; c.seg.goesOn(b, c.term) && b < c.block+64; b++ {
		n += blockBytes
	}
	return n
}

// seek moves to the first mention numbered to or above and returns its number,
// end when there is none. It never moves back.
func (c *cursor) seek(to int32) (int32, error) {
	if c.doc >= to {
		return c.doc, nil
	}
	m := c.seg.Meta
	if m.goesOn(c.block, c.term) && m.blocks[c.block+1].doc <= to {
		c.block = m.find(c.term, to)
		if found, err := c.load(); err != nil {
			return 0, err
		} else if !found {
			return 0, damaged("block", c.block)
		}
	}
	for {
		for c.rest.more() {
			if err := c.step(); err != nil {
				return 0, err
			}
			if c.doc >= to {
				return c.doc, nil
			}
		}
		if !m.goesOn(c.block, c.term) {
			c.doc = end
			return end, nil
		}
		c.block++
		if found, err := c.load(); err != nil {
			return 0, err
		} else if !found {
			return 0, damaged("block", c.block)
		}
	}
}

// step reads one mention of the entry.
func (c *cursor) step() error {
	step, kind, pos := c.rest.place()
	if c.rest.bad || int64(max(c.doc, 0))+int64(step) >= int64(c.seg.Many) {
		return damaged("block", c.block)
	}
	c.doc, c.kind, c.pos = max(c.doc, 0)+step, kind, pos
	return nil
}

// scanner reads the entries of a block one after the other.
type scanner struct {
	d     decoder
	term  []byte
	chunk []byte
}

func (s *scanner) next() bool {
	if !s.d.more() {
		return false
	}
	same := s.d.length(len(s.term))
	rest := s.d.bytes()
	if s.d.bad {
		return false
	}
	s.term = append(s.term[:same], rest...)
	s.chunk = s.d.bytes()
	return !s.d.bad
}

// id returns the id of the mention numbered doc.
func (s *Segment) id(doc int32) (int64, error) {
	part, err := s.In.Docs(int(doc) / docsMany)
	if err != nil {
		return 0, err
	}
	at := 8 * (int(doc) % docsMany)
	if at+8 > len(part) {
		return 0, damaged("ids", int(doc)/docsMany)
	}
	return int64(binary.LittleEndian.Uint64(part[at:])), nil
}

// below returns the number of the first mention whose id is below to.
func (s *Segment) below(to int64) (int32, error) {
	part := sort.Search(len(s.firsts), func(i int) bool { return s.firsts[i] < to }) - 1
	if part < 0 {
		return 0, nil
	}
	ids, err := s.In.Docs(part)
	if err != nil {
		return 0, err
	}
	n := len(ids) / 8
	at := sort.Search(n, func(i int) bool { return int64(binary.LittleEndian.Uint64(ids[8*i:])) < to })
	return int32(part*docsMany + at), nil
}

// Has reports whether id is in the segment and still counts.
func (s *Segment) Has(id int64) (bool, error) {
	if _, gone := s.Gone[id]; gone || s.Many == 0 || id > s.Newest() || id < s.Oldest() {
		return false, nil
	}
	doc, err := s.below(id + 1)
	if err != nil || int(doc) >= s.Many {
		return false, err
	}
	there, err := s.id(doc)
	return there == id, err
}
