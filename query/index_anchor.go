package query

import (
	"cmp"
	"math"
	"slices"
)

// An anchor is a term under which a query is filed: whoever matches the query
// by way of it has the term, and one term of each of its sets beside it. All
// terms that a query is filed under are together necessary: a post without any
// of them cannot match.
type anchor struct {
	term  uint32
	mark  uint32            // of the term, or a rarer one that is there too
	more  [slotsMost]uint32 // marks of the sets
	n     uint8             // of more
	sets  [setsMost]uint8   // bit k: more[k] belongs to it
	nSets uint8
	wide  []uint16 // further sets: how many marks, and these
}

// What a posting has room for.
const (
	slotsMost = 6
	setsMost  = 3
	wideMost  = 64 // what does not fit stands beside it, up to so many numbers
)

// require adds a set of which one mark must be there, that of an anchor, if
// there is room.
func (x *anchor) require(set []anchor) {
	if len(set) == 0 {
		return
	}
	if x.nSets == setsMost || int(x.n)+len(set) > slotsMost {
		if len(x.wide)+1+len(set) > wideMost {
			return
		}
		x.wide = append(x.wide, uint16(len(set)))
		for k := range set {
			x.wide = append(x.wide, uint16(set[k].mark))
		}
		return
	}
	for k := range set {
		x.more[x.n] = set[k].mark
		x.sets[x.nSets] |= 1 << x.n
		x.n++
	}
	x.nSets++
}

// necessity is a set of anchors and the share of posts that have one.
type necessity struct {
	from, to int // of anchorer.stack
	cost     float64
	ok       bool // false: nothing is necessary
}

// anchorer finds what is necessary for code. Its stack holds the anchors
// found; who asks truncates it.
type anchorer struct {
	code  []uint32
	share func(term uint32) float64
	stack []anchor
	parts []necessity // of the parts that are being looked at
}

// of finds the rarest necessary terms of the part at pc.
func (a *anchorer) of(pc uint32) necessity {
	head := a.code[pc]
	end := pc + codeLen(head)
	switch head & codeMask {
	case codeNever:
		return necessity{from: len(a.stack), to: len(a.stack), ok: true} // nothing needs to be looked at
	case codeWord:
		return a.terms(head >> codeBits)
	case codeAny:
		return a.terms(a.code[pc+1 : end]...)
	case codePhrase:
		return a.phrase(a.code[pc+1 : end])
	case codeSeq:
		return a.crossing(a.code[pc+1], a.code[pc+3:end])
	case codeAnd:
		return a.all(pc+1, end)
	case codeNear, codeLoose:
		return a.all(pc+2, end)
	case codeOr:
		return a.oneOf(pc+1, end)
	case codeSome:
		return a.some(pc, end)
	case codeLeast:
		if a.code[pc+1] > 0 {
			return a.of(pc + 2)
		}
	case codeIn:
		if a.code[pc+1] < inOthers { // of the post's own words
			return a.of(pc + 2)
		}
	}
	return necessity{}
}

// oneOf files alternatives under the terms of each.
func (a *anchorer) oneOf(from, end uint32) necessity {
	out := necessity{from: len(a.stack), ok: true}
	for k := from; k < end; k += codeLen(a.code[k]) {
		part := a.of(k)
		if !part.ok {
			a.stack = a.stack[:out.from]
			return necessity{}
		}
		out.cost += part.cost
	}
	out.to = len(a.stack)
	return out
}

// some files parts of which least must hold under the rarest of them, all but
// least-1, which cannot make up the number alone.
func (a *anchorer) some(pc, end uint32) necessity {
	base, parts := len(a.stack), len(a.parts)
	least := int(a.code[pc+1])
	for k := pc + 2; k < end; k += codeLen(a.code[k]) {
		part := a.of(k)
		if !part.ok {
			part.cost = math.Inf(1)
		}
		a.parts = append(a.parts, part)
	}
	found := a.parts[parts:]
	a.parts = a.parts[:parts]
	slices.SortFunc(found, func(x, y necessity) int { return cmp.Compare(x.cost, y.cost) })
	found = found[:max(len(found)-max(least, 1)+1, 0)]
	out := necessity{ok: least > 0}
	var kept []anchor
	for _, part := range found {
		out.ok = out.ok && part.ok
		kept = append(kept, a.stack[part.from:part.to]...)
		out.cost += part.cost
	}
	a.stack = a.stack[:base]
	if !out.ok {
		return necessity{}
	}
	a.stack = append(a.stack, kept...)
	out.from, out.to = base, len(a.stack)
	return out
}

func (a *anchorer) terms(ids ...uint32) necessity {
	out := necessity{from: len(a.stack), ok: true}
	for _, id := range ids {
		a.stack = append(a.stack, anchor{term: id, mark: markOf(id)})
		out.cost += a.share(id)
	}
	out.to = len(a.stack)
	return out
}

// phrase files words in a row under the rarest, if the others stand beside it.
func (a *anchorer) phrase(ids []uint32) necessity {
	best, cost := ids[0], a.share(ids[0])
	for _, id := range ids[1:] {
		if c := a.share(id); c < cost {
			best, cost = id, c
		}
	}
	out := a.terms(best)
	x := &a.stack[out.from]
	for k := range ids[1:] {
		pair := pairMark(ids[k], ids[k+1])
		if x.nSets < 2 {
			x.require([]anchor{{mark: pair}})
		}
		x.mark = pair
	}
	return out
}

// crossing files a way through positions under the rarest set of steps that
// lead over one of them, if one of the steps over each other position is there
// too.
func (a *anchorer) crossing(positions uint32, steps []uint32) necessity {
	out := necessity{from: len(a.stack), cost: math.Inf(1)}
	if positions > crossingMost {
		return out
	}
	best := uint32(0)
	for p := range positions {
		over := a.over(p, steps)
		if over.cost < out.cost {
			best, out.cost = p, over.cost
		}
		a.stack = a.stack[:out.from]
	}
	found := a.over(best, steps)
	out.to, out.ok = found.to, found.to > found.from
	for p := range positions {
		if other := a.over(p, steps); !sameTerms(a.stack[found.from:found.to], a.stack[other.from:other.to]) {
			for k := found.from; k < found.to; k++ {
				a.stack[k].require(a.stack[other.from:other.to])
			}
		}
		a.stack = a.stack[:out.to]
	}
	return out
}

// sameTerms reports whether y has the terms of x, in this order.
func sameTerms(x, y []anchor) bool {
	return slices.EqualFunc(x, y, func(a, b anchor) bool { return a.term == b.term })
}

// crossingMost bounds the time that one phrase takes.
const crossingMost = 1 << 10

// over returns the steps that lead over position p.
func (a *anchorer) over(p uint32, steps []uint32) necessity {
	out := necessity{from: len(a.stack), ok: true}
	for k := 0; k < len(steps); k += 3 {
		if from, to, id := steps[k], steps[k+1], steps[k+2]; from <= p && p < to {
			a.stack = append(a.stack, anchor{term: id, mark: markOf(id)})
			out.cost += a.share(id)
		}
	}
	out.to = len(a.stack)
	return out
}

// all files parts that must all hold under the rarest, if there is something
// of the others too.
func (a *anchorer) all(from, end uint32) necessity {
	base, parts := len(a.stack), len(a.parts)
	a.gather(from, end)
	found := a.parts[parts:]
	a.parts = a.parts[:parts]
	if len(found) == 0 {
		a.stack = a.stack[:base]
		return necessity{}
	}
	slices.SortFunc(found, func(x, y necessity) int { return cmp.Compare(x.cost, y.cost) })
	best := found[0]
	for k := best.from; k < best.to; k++ {
		for _, other := range found[1:] {
			a.stack[k].require(a.stack[other.from:other.to])
		}
	}
	// Only the best remains.
	n := copy(a.stack[base:], a.stack[best.from:best.to])
	a.stack = a.stack[:base+n]
	best.from, best.to = base, base+n
	return best
}

// gather puts down the parts that must all hold, those of a NEAR one by one.
func (a *anchorer) gather(from, end uint32) {
	for k := from; k < end; k += codeLen(a.code[k]) {
		switch head := a.code[k]; head & codeMask {
		case codeAnd, codeNear, codeLoose:
			a.gather(firstPart(head, k), k+codeLen(head))
		default:
			if part := a.of(k); part.ok {
				a.parts = append(a.parts, part)
			}
		}
	}
}
