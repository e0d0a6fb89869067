package query

import (
	"slices"
	"strings"

	"vigie.example/vigie/text"
)

// A query of an Index is code: numbers of 32 bits in a row, the parts of a
// part behind it, so that deciding one walks forward through one or two lines
// of the processor's cache. The low bits of a number say what it is; the rest
// is a term, a place in a table of the segment, or how many numbers follow
// that belong to it.
const (
	codeNever  uint32 = iota // holds of nothing
	codeWord                 // the term stands somewhere
	codeField                // the condition of that number
	codeAny                  // one of the terms that follow
	codePhrase               // the terms that follow, in a row
	codeSeq                  // positions; 1 + number of letters, or 0; then a step each three: from, to, term
	codeAnd                  // parts
	codeOr                   // parts
	codeNot                  // one part
	codeNear                 // words between with nearOrdered; left; right
	codeLoose                // words in excess; one part a word
	codeSome                 // how many of the parts that follow must hold
	codeLeast                // in how many places at least; one part
	codeIn                   // a region; the part that holds there

	codeBits = 4
	codeMask = 1<<codeBits - 1
)

// nearOrdered marks a codeNear whose order counts.
const nearOrdered = 1 << 31

// codeLen returns how many numbers a part takes of which c is the first.
func codeLen(c uint32) uint32 {
	if c&codeMask < codeAny { // nothing follows
		return 1
	}
	return 1 + c>>codeBits
}

// firstPart returns where the first part stands of the part at pc that begins
// with head: some have a number before it.
func firstPart(head, pc uint32) uint32 {
	switch head & codeMask {
	case codeNear, codeLoose, codeSome, codeLeast, codeIn:
		return pc + 2
	}
	return pc + 1
}

// term is a word, or a pattern, that some query asks for.
type term struct {
	hash    uint64 // text.Hash of the Norm; of a pattern, of its writing
	pattern string // with * and ?, or a Norm and offMark; empty for a word
	size    uint8  // bytes of the Norm, of a pattern those that are given; 255 for more
}

// coder makes code of queries. Terms are numbered as they come.
type coder struct {
	code     []uint32
	terms    []term
	words    map[uint64]uint32
	patterns map[string]uint32
	fields   []*prog
	named    map[string]uint32 // fields by what they ask
	letters  []*letterer
	apart    bool // in another text than the post's own
	breath   breath
}

func newCoder() *coder {
	return &coder{words: map[uint64]uint32{}, patterns: map[string]uint32{}, named: map[string]uint32{}}
}

// term numbers a Norm or a pattern.
func (c *coder) term(norm string, wild bool) uint32 {
	if !wild {
		return c.word(text.Hash(norm), uint8(min(len(norm), 255)))
	}
	return c.pattern(norm)
}

func (c *coder) word(hash uint64, size uint8) uint32 {
	id, ok := c.words[hash]
	if !ok {
		id = uint32(len(c.terms))
		c.words[hash] = id
		c.terms = append(c.terms, term{hash: hash, size: size})
	}
	return id
}

func (c *coder) pattern(p string) uint32 {
	id, ok := c.patterns[p]
	if !ok {
		id = uint32(len(c.terms))
		c.patterns[p] = id
		given := len(p) - strings.Count(p, "*") - strings.Count(p, "?") - strings.Count(p, offMark)
		c.terms = append(c.terms, term{hash: text.Hash(p), pattern: p, size: uint8(min(given, 255))})
	}
	return id
}

// open begins a part and returns where it stands, for shut.
func (c *coder) open(kind uint32) int {
	c.code = append(c.code, kind)
	return len(c.code) - 1
}

// shut ends the part that stands at at.
func (c *coder) shut(at int) {
	c.code[at] |= uint32(len(c.code)-1-at) << codeBits
}

func (c *coder) leaf(kind, n uint32) { c.code = append(c.code, kind|n<<codeBits) }

// add appends the code of p.
func (c *coder) add(p *prog) {
	switch p.op {
	case opAnd, opOr:
		if p.op == opOr && c.any(p) {
			return
		}
		kind := uint32(codeAnd)
		if p.op == opOr {
			kind = codeOr
		}
		at := c.open(kind)
		for _, part := range byCost(p) {
			c.add(part)
		}
		c.shut(at)
	case opNot:
		at := c.open(codeNot)
		c.add(p.parts[0])
		c.shut(at)
	case opSeq:
		c.seq(&p.seq)
	case opStrict:
		c.strict(&p.seq, p.letters)
	case opOff:
		c.leaf(codeWord, c.pattern(p.seq.edges[0][0].norm+offMark))
	case opNear, opLoose:
		c.distance(p)
	case opField, opRange:
		c.field(p)
	case opIn, opWithin:
		c.in(p)
	case opAtLeast:
		at := c.open(codeLeast)
		c.code = append(c.code, uint32(max(p.most, 0)))
		c.place(p.parts[0])
		c.shut(at)
	case opAny:
		at := c.open(codeSome)
		c.code = append(c.code, uint32(max(p.most, 0)))
		for _, part := range p.parts {
			c.add(part)
		}
		c.shut(at)
	default:
		c.leaf(codeNever, 0)
	}
}

// byCost orders the parts of an AND or OR so that what is decided fast comes
// first. The order changes no answer.
func byCost(p *prog) []*prog {
	cost := func(p *prog) int {
		switch p.op {
		case opSeq:
			return len(p.seq.edges)
		case opOr:
			return 2
		case opField:
			return 3
		case opAnd, opNot:
			return 4
		case opNear:
			return 5
		case opLoose:
			return 6
		}
		return 7
	}
	if slices.IsSortedFunc(p.parts, func(a, b *prog) int { return cost(a) - cost(b) }) {
		return p.parts
	}
	parts := slices.Clone(p.parts)
	slices.SortStableFunc(parts, func(a, b *prog) int { return cost(a) - cost(b) })
	return parts
}

// any writes an OR of single words as codeAny, and reports whether p is one.
func (c *coder) any(p *prog) bool {
	if slices.ContainsFunc(p.parts, func(x *prog) bool { return x.op != opSeq || len(x.seq.edges) != 1 }) {
		return false
	}
	at := c.open(codeAny)
	for _, part := range p.parts {
		for _, e := range part.seq.edges[0] {
			c.code = append(c.code, c.term(e.norm, e.wild))
		}
	}
	c.shut(at)
	return true
}

// place adds p where it is asked in which places it stands: a part that has
// none, as AND and fields, which the parser lets nobody write there, is nowhere.
func (c *coder) place(p *prog) {
	switch p.op {
	case opSeq, opStrict, opOff, opNear, opLoose:
		c.add(p)
	case opOr:
		at := c.open(codeOr)
		for _, part := range p.parts {
			c.place(part)
		}
		c.shut(at)
	default:
		c.leaf(codeNever, 0)
	}
}

func (c *coder) seq(s *seq) {
	n := len(s.edges)
	if n == 1 {
		if len(s.edges[0]) == 1 {
			c.leaf(codeWord, c.term(s.edges[0][0].norm, s.edges[0][0].wild))
			return
		}
		at := c.open(codeAny)
		for _, e := range s.edges[0] {
			c.code = append(c.code, c.term(e.norm, e.wild))
		}
		c.shut(at)
		return
	}
	if row, joined, ok := s.row(); ok {
		at := -1
		if joined != nil {
			at = c.open(codeOr)
			c.leaf(codeWord, c.term(joined.norm, joined.wild))
		}
		phrase := c.open(codePhrase)
		for _, e := range row {
			c.code = append(c.code, c.term(e.norm, false))
		}
		c.shut(phrase)
		if at >= 0 {
			c.shut(at)
		}
		return
	}
	c.strict(s, nil)
}

// strict writes a word or phrase whose letters are looked at, step by step; a
// nil l takes all.
func (c *coder) strict(s *seq, l *letterer) {
	at := c.open(codeSeq)
	letters := uint32(0)
	if l != nil {
		c.letters = append(c.letters, l)
		letters = uint32(len(c.letters))
	}
	c.code = append(c.code, uint32(len(s.edges)), letters)
	for from, edges := range s.edges {
		for _, e := range edges {
			c.code = append(c.code, uint32(from), uint32(e.to), c.term(e.norm, e.wild))
		}
	}
	c.shut(at)
}

// row returns the steps of s where these are words one after the other, and
// the one step that may lead over all of them.
func (s *seq) row() (row []*edge, joined *edge, ok bool) {
	n := len(s.edges)
	for from := range s.edges {
		var step *edge
		for k := range s.edges[from] {
			e := &s.edges[from][k]
			switch {
			case e.to == from+1 && step == nil && !e.wild:
				step = e
			case from == 0 && e.to == n && joined == nil:
				joined = e
			default:
				return nil, nil, false
			}
		}
		if step == nil {
			return nil, nil, false
		}
		row = append(row, step)
	}
	return row, joined, true
}

// distance writes a NEAR or a loose phrase.
func (c *coder) distance(p *prog) {
	if p.op == opLoose {
		at := c.open(codeLoose)
		c.code = append(c.code, uint32(p.most))
		for i := range p.units {
			if u := &p.units[i]; u.letters != nil {
				c.strict(&u.seq, u.letters)
			} else {
				c.seq(&u.seq)
			}
		}
		c.shut(at)
		return
	}
	at := c.open(codeNear)
	most := uint32(p.most)
	if p.ordered {
		most |= nearOrdered
	}
	c.code = append(c.code, most)
	c.place(p.parts[0])
	c.place(p.parts[1])
	c.shut(at)
}

// field writes a condition on what a post is; equal ones are decided once a
// post. Another text than the post's own is a post of which nothing is known.
func (c *coder) field(p *prog) {
	if c.apart && p.field != "words" {
		e := eval{post: new(Post)}
		if p.op == opField && e.field(p) {
			c.leaf(codeAnd, 0)
		} else {
			c.leaf(codeNever, 0)
		}
		return
	}
	name := print(p.node)
	n, ok := c.named[name]
	if !ok {
		n = uint32(len(c.fields))
		c.named[name] = n
		c.fields = append(c.fields, p)
	}
	c.leaf(codeField, n)
}

// in writes a part that is asked of a region.
func (c *coder) in(p *prog) {
	region := regionOf(p)
	if region == nowhere || region >= inOthers && c.apart {
		c.leaf(codeNever, 0)
		return
	}
	at := c.open(codeIn)
	c.code = append(c.code, region)
	apart := c.apart
	c.apart = apart || region >= inOthers
	c.add(p.parts[0])
	c.apart = apart
	c.shut(at)
}

// copy appends the part of from that begins at pc, written by another coder:
// its terms, fields and externs get the numbers of this one.
func (c *coder) copy(from *segment, pc uint32, ids []uint32) {
	head := from.code[pc]
	end := pc + codeLen(head)
	switch head & codeMask {
	case codeWord:
		c.leaf(codeWord, c.copyTerm(from, head>>codeBits, ids))
	case codeField:
		c.field(from.fields[head>>codeBits])
	case codeNever:
		c.code = append(c.code, head)
	case codeAny, codePhrase:
		c.code = append(c.code, head)
		for _, id := range from.code[pc+1 : end] {
			c.code = append(c.code, c.copyTerm(from, id, ids))
		}
	case codeSeq:
		c.code = append(c.code, head, from.code[pc+1], 0)
		if l := from.code[pc+2]; l > 0 {
			c.letters = append(c.letters, from.letters[l-1])
			c.code[len(c.code)-1] = uint32(len(c.letters))
		}
		for k := pc + 3; k < end; k += 3 {
			c.code = append(c.code, from.code[k], from.code[k+1], c.copyTerm(from, from.code[k+2], ids))
		}
	default:
		k := firstPart(head, pc)
		c.code = append(c.code, from.code[pc:k]...)
		for ; k < end; k += codeLen(from.code[k]) {
			c.copy(from, k, ids)
		}
	}
}

// copyTerm returns the number here of a term of from; ids remembers them, plus
// one.
func (c *coder) copyTerm(from *segment, id uint32, ids []uint32) uint32 {
	if ids[id] == 0 {
		if p := from.patterns.name(id); p != "" {
			ids[id] = 1 + c.pattern(p)
		} else {
			ids[id] = 1 + c.word(from.terms[id].hash, from.terms[id].size())
		}
	}
	return ids[id] - 1
}
