package query

import (
	"slices"
	"sync"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// Entry is one query of a Set and the topic it stands for.
type Entry struct {
	ID      vigie.TopicID
	Version int
	Query   *Query
}

// Set decides many queries at once. It is never changed: a changed topic makes
// a new Set. It is safe for several goroutines.
//
// Most posts have nothing to do with most queries. So each query is filed
// under words of which any match must have one, and a post is only decided by
// the queries under which one of its words is filed.
type Set struct {
	entries []Entry
	progs   []*prog
	always  []int32 // queries without such words
	filed   map[string][]int32
	// filter has a bit for the start and length of each word filed: it turns
	// away most words of most posts before the map is asked.
	filter [filterBits / 64]uint64
	// known says of a query that a filed word in a post is all it asks.
	known []bool
}

const filterBits = 1 << 15

// NewSet makes a Set. An Entry without a query is refused with kind Invalid.
func NewSet(topics []Entry) (*Set, error) {
	s := &Set{
		entries: slices.Clone(topics), filed: make(map[string][]int32),
		progs: make([]*prog, len(topics)), known: make([]bool, len(topics)),
	}
	for i, t := range topics {
		p := t.Query.ready()
		if p == nil {
			return nil, vigie.Errorf(vigie.Invalid, nil, "query-empty")
		}
		s.progs[i] = p
		words := p.anchors()
		if words == nil {
			s.always = append(s.always, int32(i))
			continue
		}
		s.known[i] = p.isWords()
		slices.Sort(words)
		for _, w := range slices.Compact(words) {
			s.filed[w] = append(s.filed[w], int32(i))
			bit := filterBit(w)
			s.filter[bit/64] |= 1 << (bit % 64)
		}
	}
	return s, nil
}

// isWords reports whether p asks for one of several words and nothing else:
// then its anchors are those words.
func (p *prog) isWords() bool {
	switch p.op {
	case opSeq:
		return len(p.seq.edges) == 1
	case opOr:
		return !slices.ContainsFunc(p.parts, func(x *prog) bool { return !x.isWords() })
	}
	return false
}

// filterBit mixes the length, the first four bytes and the last of a Norm.
func filterBit(w string) uint32 {
	h := uint32(len(w)) * 0x9E3779B1
	for i := 0; i < len(w) && i < 4; i++ {
		h = (h ^ uint32(w[i])) * 0x01000193
	}
	h = (h ^ uint32(w[len(w)-1])) * 0x85EBCA6B
	return h >> 17 & (filterBits - 1)
}

// Len returns how many queries s holds.
func (s *Set) Len() int { return len(s.entries) }

// candidates is the scratch of one Match.
type candidates struct {
	list []int32
	seen []uint32
	turn uint32
}

var candidateScratch = sync.Pool{New: func() any { return new(candidates) }}

// Match appends to dst every entry whose query holds of p, in the order in
// which NewSet had them.
func (s *Set) Match(p *Post, dst []Entry) []Entry {
	if len(s.entries) == 0 || p == nil {
		return dst
	}
	c := candidateScratch.Get().(*candidates)
	defer candidateScratch.Put(c)
	c.begin(len(s.entries))
	if p.Doc != nil {
		for _, f := range [2]*text.Field{&p.Doc.Title, &p.Doc.Body} {
			s.look(f.Words, c)
			s.look(f.Also, c)
		}
	}
	c.list = append(c.list, s.always...)
	if len(c.list) == 0 {
		return dst
	}
	slices.Sort(c.list)
	var e *eval
	for _, i := range c.list {
		if !s.known[i] {
			if e == nil {
				e = takeEval(p)
			}
			if !e.holds(s.progs[i]) {
				continue
			}
		}
		dst = append(dst, s.entries[i])
	}
	if e != nil {
		e.release()
	}
	return dst
}

func (s *Set) look(words []text.Word, c *candidates) {
	for i := range words {
		w := words[i].Norm
		bit := filterBit(w)
		if s.filter[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		for _, q := range s.filed[w] {
			if c.seen[q] != c.turn {
				c.seen[q] = c.turn
				c.list = append(c.list, q)
			}
		}
	}
}

// begin empties c for a set of n queries.
func (c *candidates) begin(n int) {
	c.list = c.list[:0]
	if len(c.seen) < n {
		c.seen, c.turn = make([]uint32, n), 0
	}
	if c.turn++; c.turn == 0 {
		clear(c.seen)
		c.turn = 1
	}
}
