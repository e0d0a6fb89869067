package query

import (
	"math/bits"
	"slices"

	"vigie.example/vigie"
)

// Key says which query of an Index is meant, and in which version.
type Key struct {
	ID      vigie.TopicID
	Version int
}

// segment is queries compiled together. It is never changed.
type segment struct {
	number uint64 // like no other

	keys   []Key
	starts []uint32 // of each query in code, behind its number
	code   []uint32

	// The vocabulary: slots by the upper bits of a hash hold the number of a
	// term, plus one, and above it some more bits of the hash, so that most
	// words that nobody asks for are told without a look at the term.
	slots  []uint32
	shift  uint8 // of the hash, to its slot
	idBits uint8 // of a slot
	terms  []termInfo

	postings []posting
	gates    []uint16 // a mark for each posting, without which it need not be looked at
	wide     []uint16 // rows of sets, each how many marks and these; 0 ends a row
	always   []uint32 // queries without a necessary term
	patterns patterns

	fields  []*prog
	letters []*letterer

	sources []byte            // what was written, query after query
	ends    []uint32          // of each query in sources
	kept    map[uint32]*Query // those that cannot be parsed again from it
}

// termInfo is a term and where the queries filed under it are listed.
type termInfo struct {
	hash  uint64
	first uint32 // of segment.postings
	info  uint32 // how many<<8 | size
}

func (t *termInfo) size() uint8   { return uint8(t.info) }
func (t *termInfo) count() uint32 { return t.info >> 8 }

// posting files a query under a term. The query is looked at where, of each of
// its sets, one slot is marked in the post.
type posting struct {
	pc    uint32 // of its code; the number of the query stands before it
	wide  uint32 // where further sets stand in segment.wide; 0 for none
	slots [slotsMost]uint16
	sets  [setsMost]uint8 // bit k: slots[k]; bit slotsMost: always marked
	sure  bool            // the term is all that the query asks for
}

// posting writes x as a posting of the query whose code stands at pc.
func (x *anchor) posting(pc uint32, sure bool) posting {
	p := posting{pc: pc, sure: sure}
	for k := range x.n {
		p.slots[k] = uint16(x.more[k])
	}
	for k := range p.sets {
		p.sets[k] = 1 << slotsMost
		if k < int(x.nSets) {
			p.sets[k] = x.sets[k]
		}
	}
	return p
}

// gate returns a mark that p cannot do without, best that of two words side by
// side; that of the term itself where every set leaves a choice.
func (p *posting) gate(term uint32) uint16 {
	gate := uint16(markOf(term))
	for _, set := range p.sets {
		if bits.OnesCount8(set) == 1 && set>>slotsMost == 0 {
			if gate = p.slots[bits.TrailingZeros8(set)]; gate >= wordMarks {
				return gate
			}
		}
	}
	return gate
}

// build makes a segment of what c holds. share estimates how many posts have
// the hash of a term.
func (c *coder) build(s *segment, seen *Frequencies) *segment {
	s.number = segments.Add(1)
	s.code, s.fields, s.letters = c.code, c.fields, c.letters
	a := anchorer{code: s.code, share: func(id uint32) float64 { return seen.share(&c.terms[id]) }}
	type filed struct {
		term uint32
		p    posting
	}
	var all []filed
	counts := make([]uint32, len(c.terms)+1)
	s.wide = append(s.wide, 0)
	for q, pc := range s.starts {
		c.breath.take(breathQuery)
		a.stack = a.stack[:0]
		n := a.of(pc)
		if !n.ok {
			s.always = append(s.always, uint32(q))
			continue
		}
		sure := s.code[pc]&codeMask == codeWord || s.code[pc]&codeMask == codeAny
		wide, written := []uint16(nil), uint32(0)
		for k := range a.stack[n.from:n.to] {
			x := &a.stack[n.from+k]
			p := x.posting(pc, sure)
			if len(x.wide) > 0 {
				if !slices.Equal(x.wide, wide) { // most often all of a query ask for the same
					written = uint32(len(s.wide))
					wide = x.wide
					s.wide = append(append(s.wide, wide...), 0)
				}
				p.wide = written
			}
			all = append(all, filed{x.term, p})
			counts[x.term]++
		}
	}
	s.terms = make([]termInfo, len(c.terms))
	first := uint32(0)
	for id := range c.terms {
		c.breath.take(1)
		t := &c.terms[id]
		s.terms[id] = termInfo{hash: t.hash, first: first, info: counts[id]<<8 | uint32(t.size)}
		counts[id], first = first, first+counts[id]
	}
	s.postings, s.gates = make([]posting, len(all)), make([]uint16, len(all))
	for _, f := range all {
		c.breath.take(1)
		s.postings[counts[f.term]], s.gates[counts[f.term]] = f.p, f.p.gate(f.term)
		counts[f.term]++
	}
	s.file(c.terms, &c.breath)
	s.code, s.wide = slices.Clip(s.code), slices.Clip(s.wide)
	return s
}

// file makes the vocabulary.
func (s *segment) file(terms []term, b *breath) {
	size := 64
	for size < 2*len(terms) {
		size *= 2
	}
	s.slots = make([]uint32, size)
	s.shift = uint8(64 - bits.TrailingZeros(uint(size)))
	s.idBits = uint8(bits.Len(uint(len(terms) + 1)))
	for id := range terms {
		b.take(1)
		if terms[id].pattern != "" {
			s.patterns.add(uint32(id), terms[id].pattern)
			continue
		}
		h := terms[id].hash
		at := h >> s.shift
		for s.slots[at] != 0 {
			at = (at + 1) & uint64(size-1)
		}
		s.slots[at] = s.tag(h) | uint32(id+1)
	}
	s.patterns.ready()
}

// tag returns the bits of a hash that stand in a slot above the term.
func (s *segment) tag(h uint64) uint32 { return uint32(h) >> s.idBits << s.idBits }

// find returns the term with a hash.
func (s *segment) find(h uint64) (id uint32, ok bool) {
	mask := uint64(len(s.slots) - 1)
	tag := s.tag(h)
	for at := h >> s.shift; ; at = (at + 1) & mask {
		slot := s.slots[at&mask]
		if slot == 0 {
			return 0, false
		}
		if slot>>s.idBits<<s.idBits == tag {
			id := slot&(1<<s.idBits-1) - 1
			if s.terms[id].hash == h {
				return id, true
			}
		}
	}
}

// source returns what was written for query q.
func (s *segment) source(q uint32) string {
	from := uint32(0)
	if q > 0 {
		from = s.ends[q-1]
	}
	return string(s.sources[from:s.ends[q]])
}

// bytes returns about how much memory s holds.
func (s *segment) bytes() int {
	return 16*len(s.keys) + 4*(len(s.starts)+len(s.code)+len(s.slots)+len(s.always)+len(s.ends)) +
		16*len(s.terms) + 24*len(s.postings) + 2*len(s.gates) + 2*len(s.wide) + len(s.sources) + s.patterns.bytes()
}

// at returns the query of an ID.
func (s *segment) at(id vigie.TopicID) (q uint32, ok bool) {
	k, ok := slices.BinarySearchFunc(s.keys, Key{ID: id}, byKey)
	return uint32(k), ok
}

// compileSegment makes a segment of queries.
func compileSegment(entries []Entry, seen *Frequencies) (*segment, error) {
	order := slices.Clone(entries)
	slices.SortStableFunc(order, func(a, b Entry) int { return byKey(Key{ID: a.ID}, Key{ID: b.ID}) })
	c, s := newCoder(), &segment{kept: map[uint32]*Query{}}
	for i, e := range order {
		p := e.Query.ready()
		if p == nil {
			return nil, vigie.Errorf(vigie.Invalid, nil, "query-empty")
		}
		if i+1 < len(order) && order[i+1].ID == e.ID {
			continue
		}
		c.breath.take(breathQuery)
		q := uint32(len(s.keys))
		s.keys = append(s.keys, Key{e.ID, e.Version})
		c.code = append(c.code, q)
		s.starts = append(s.starts, uint32(len(c.code)))
		c.add(p)
		if e.Query.Source == "" || len(e.Query.Uses()) > 0 {
			s.kept[q] = e.Query // nothing was written, or parsing would want its lists
		} else {
			s.sources = append(s.sources, e.Query.Source...)
		}
		s.ends = append(s.ends, uint32(len(s.sources)))
	}
	return c.build(s, seen), nil
}

// merge makes one segment of the living queries of several.
func merge(ls layers, seen *Frequencies) *segment {
	type origin struct {
		key   Key
		layer int
		q     uint32
	}
	var all []origin
	for i := range ls {
		for q, key := range ls[i].keys {
			if !ls[i].isDead(uint32(q)) {
				all = append(all, origin{key, i, uint32(q)})
			}
		}
	}
	c, s := newCoder(), &segment{kept: map[uint32]*Query{}}
	slices.SortFunc(all, func(a, b origin) int {
		c.breath.take(1)
		return byKey(a.key, b.key)
	})
	ids := make([][]uint32, len(ls))
	for i := range ls {
		ids[i] = make([]uint32, len(ls[i].terms))
	}
	for _, o := range all {
		c.breath.take(breathQuery)
		from := ls[o.layer].segment
		q := uint32(len(s.keys))
		s.keys = append(s.keys, o.key)
		c.code = append(c.code, q)
		s.starts = append(s.starts, uint32(len(c.code)))
		c.copy(from, from.starts[o.q], ids[o.layer])
		if kept := from.kept[o.q]; kept != nil {
			s.kept[q] = kept
		} else {
			s.sources = append(s.sources, from.source(o.q)...)
		}
		s.ends = append(s.ends, uint32(len(s.sources)))
	}
	return c.build(s, seen)
}
