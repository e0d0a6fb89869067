package words

import (
	"math/bits"
	"slices"
	"strings"
)

// Expr is what is asked of the full text: Term, Prefix, Phrase, All, Any or
// Except.
type Expr interface{ expr() }

// Term asks for mentions that hold a term, in a place of their text or in none.
type Term string

// Prefix asks for mentions that hold a term that begins so.
type Prefix string

// Phrase asks for terms in a row.
type Phrase []string

// All asks for all of its parts; with none it finds nothing.
type All []Expr

// Any asks for at least one of its parts; with none it finds nothing.
type Any []Expr

// Except asks for Of and the lack of Not.
type Except struct{ Of, Not Expr }

func (Term) expr()   {}
func (Prefix) expr() {}
func (Phrase) expr() {}
func (All) expr()    {}
func (Any) expr()    {}
func (Except) expr() {}

// walker walks the numbers of a segment's mentions that meet an Expr.
type walker interface {
	// seek returns the first number at or above to, end when there is none.
	// It never moves back.
	seek(to int32) (int32, error)
	cost() int // about how much a walk to the end reads
}

// none finds nothing.
type none struct{}

func (none) seek(int32) (int32, error) { return end, nil }
func (none) cost() int                 { return 0 }

// walker makes the walker of e.
func (s *Segment) walker(e Expr) (walker, error) {
	switch e := e.(type) {
	case Term:
		c, err := s.newCursor(string(e))
		if c == nil {
			return none{}, err
		}
		return c, nil
	case Prefix:
		return &set{seg: s, fill: func(b *set) error { return b.addPrefix(string(e)) }, guess: s.Many}, nil
	case Phrase:
		return s.phrase(e)
	case All:
		return s.all(e)
	case Any:
		return s.any(e)
	case Except:
		of, err := s.walker(e.Of)
		if err != nil || of == (none{}) {
			return of, err
		}
		not, err := s.walker(e.Not)
		return &except{of, not}, err
	}
	return none{}, nil
}

func (s *Segment) walkers(parts []Expr) ([]walker, error) {
	out := make([]walker, len(parts))
	for i, p := range parts {
		w, err := s.walker(p)
		if err != nil {
			return nil, err
		}
		out[i] = w
	}
	return out, nil
}

func (s *Segment) all(parts All) (walker, error) {
	list := make([]walker, 0, len(parts))
	for _, p := range parts {
		w, err := s.walker(p)
		if err != nil || w == (none{}) {
			return none{}, err
		}
		list = append(list, w)
	}
	switch len(list) {
	case 0:
		return none{}, nil
	case 1:
		return list[0], nil
	}
	slices.SortStableFunc(list, func(a, b walker) int { return a.cost() - b.cost() })
	return all(list), nil
}

// all leaps from one part to the other, the rarest first.
type all []walker

func (a all) seek(to int32) (int32, error) {
leap:
	for {
		at, err := a[0].seek(to)
		if err != nil || at == end {
			return end, err
		}
		for _, w := range a[1:] {
			other, err := w.seek(at)
			if err != nil || other == end {
				return end, err
			}
			if other > at {
				to = other
				continue leap
			}
		}
		return at, nil
	}
}

func (a all) cost() int { return a[0].cost() }

// anyFew is up to how many parts are compared at each step; more of them are
// gathered into a set first.
const anyFew = 8

func (s *Segment) any(parts Any) (walker, error) {
	if len(parts) > anyFew {
		return &set{seg: s, fill: func(b *set) error { return b.addAll(parts) }, guess: s.Many}, nil
	}
	list, err := s.walkers(parts)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(w walker) bool { return w == (none{}) })
	switch len(list) {
	case 0:
		return none{}, nil
	case 1:
		return list[0], nil
	}
	return either(list), nil
}

// either returns the least of what its parts have.
type either []walker

func (a either) seek(to int32) (int32, error) {
	least := int32(end)
	for _, w := range a {
		at, err := w.seek(to)
		if err != nil {
			return end, err
		}
		least = min(least, at)
	}
	return least, nil
}

func (a either) cost() (n int) {
	for _, w := range a {
		n += w.cost()
	}
	return n
}

// except leaves out what not has.
type except struct{ of, not walker }

func (e *except) seek(to int32) (int32, error) {
	for {
		at, err := e.of.seek(to)
		if err != nil || at == end {
			return end, err
		}
		not, err := e.not.seek(at)
		if err != nil || not != at {
			return at, err
		}
		to = at + 1
	}
}

func (e *except) cost() int { return e.of.cost() }

// set holds the numbers of many terms at once, one bit each. It is filled when
// first asked.
type set struct {
	seg   *Segment
	fill  func(*set) error
	bits  []uint64
	doc   int32 // where it stands
	guess int
}

func (b *set) cost() int { return b.guess }

func (b *set) seek(to int32) (int32, error) {
	if b.bits == nil {
		b.bits = make([]uint64, b.seg.Many/64+1)
		if err := b.fill(b); err != nil {
			return end, err
		}
	}
	to = max(to, b.doc)
	at := int(to) / 64
	if at >= len(b.bits) {
		b.doc = end
		return end, nil
	}
	w := b.bits[at] &^ (1<<(uint(to)%64) - 1)
	for w == 0 {
		if at++; at == len(b.bits) {
			b.doc = end
			return end, nil
		}
		w = b.bits[at]
	}
	b.doc = int32(at*64 + bits.TrailingZeros64(w))
	return b.doc, nil
}

func (b *set) addAll(parts []Expr) error {
	for _, p := range parts {
		w, err := b.seg.walker(p)
		if err != nil {
			return err
		}
		for at, err := w.seek(0); at != end || err != nil; at, err = w.seek(at + 1) {
			if err != nil {
				return err
			}
			b.bits[at/64] |= 1 << (uint(at) % 64)
		}
	}
	return nil
}

func (b *set) addPrefix(prefix string) error {
	for n := max(b.seg.find(prefix, -1), 0); n < len(b.seg.blocks); n++ {
		if t := b.seg.blocks[n].term; t > prefix && !strings.HasPrefix(t, prefix) {
			return nil
		}
		data, err := b.seg.In.Block(n)
		if err != nil {
			return err
		}
		s := scanner{d: decoder{b: data}}
		for s.next() {
			if !strings.HasPrefix(string(s.term), prefix) {
				continue
			}
			c := cursor{seg: b.seg, block: n, rest: decoder{b: s.chunk}, doc: -1}
			for c.rest.more() {
				if err := c.step(); err != nil {
					return err
				}
				b.bits[c.doc/64] |= 1 << (uint(c.doc) % 64)
			}
		}
		if s.d.bad {
			return damaged("block", n)
		}
	}
	return nil
}
