package query

// An anchor is a term under which a query is filed: whoever matches the query
// by way of it has the term, and meets its second condition too: it has must,
// where that is asked, and one of any, where any is asked. All terms that a
// query is filed under are together necessary: a post without any of them
// cannot match.
type anchor struct {
	term uint32
	must uint32 // noTerm when none
	any  [5]uint32
	n    uint8 // of any
}

const noTerm = ^uint32(0)

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
		return a.crossing(a.code[pc+1], a.code[pc+2:end])
	case codeAnd:
		return a.all(pc+1, end)
	case codeNear, codeLoose:
		return a.all(pc+2, end)
	case codeOr:
		return a.oneOf(pc+1, end)
	case codeSome:
		return a.some(pc, end)
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

// some files parts of which least must hold: under all of them but least-1,
// which is enough, for these cannot make up the number alone.
func (a *anchorer) some(pc, end uint32) necessity {
	least := a.code[pc+1]
	if least == 0 {
		return necessity{}
	}
	from := pc + 2
	for ; least > 1 && from < end; least-- {
		from += codeLen(a.code[from])
	}
	return a.oneOf(from, end)
}

func (a *anchorer) terms(ids ...uint32) necessity {
	out := necessity{from: len(a.stack), ok: true}
	for _, id := range ids {
		a.stack = append(a.stack, anchor{term: id, must: noTerm})
		out.cost += a.share(id)
	}
	out.to = len(a.stack)
	return out
}

// phrase files words in a row under the rarest, if the next rarest is there.
func (a *anchorer) phrase(ids []uint32) necessity {
	best, next := noTerm, noTerm
	bestShare, nextShare := 2.0, 2.0
	for _, id := range ids {
		switch s := a.share(id); {
		case id == best || id == next:
		case s < bestShare:
			next, nextShare = best, bestShare
			best, bestShare = id, s
		case s < nextShare:
			next, nextShare = id, s
		}
	}
	out := a.terms(best)
	a.stack[out.from].must = next
	return out
}

// crossing files a way through positions under the rarest set of steps that
// lead over one of them.
func (a *anchorer) crossing(positions uint32, steps []uint32) necessity {
	over := func(p uint32, yield func(id uint32)) {
		for k := 0; k < len(steps); k += 2 {
			if from, to := steps[k]>>16, steps[k]&0xffff; from <= p && p < to {
				yield(steps[k+1])
			}
		}
	}
	best, bestCost := uint32(0), 1e9
	for p := range positions {
		cost := 0.0
		over(p, func(id uint32) { cost += a.share(id) })
		if cost < bestCost {
			best, bestCost = p, cost
		}
	}
	out := necessity{from: len(a.stack), cost: bestCost, ok: true}
	over(best, func(id uint32) { a.stack = append(a.stack, anchor{term: id, must: noTerm}) })
	out.to = len(a.stack)
	return out
}

// all files parts that must all hold under the rarest, and gives its anchors
// the next rarest as a second condition.
func (a *anchorer) all(from, end uint32) necessity {
	base := len(a.stack)
	var best, next necessity
	for k := from; k < end; k += codeLen(a.code[k]) {
		part := a.of(k)
		switch {
		case !part.ok:
		case !best.ok:
			best = part
		case part.cost < best.cost:
			if fits(best) && (!next.ok || best.cost < next.cost) {
				next = best
			}
			best = part
		case fits(part) && (!next.ok || part.cost < next.cost):
			next = part
		}
	}
	if !best.ok {
		a.stack = a.stack[:base]
		return necessity{}
	}
	if next.ok {
		for k := best.from; k < best.to; k++ {
			a.add(&a.stack[k], a.stack[next.from:next.to])
		}
	}
	// Only the best remains.
	n := copy(a.stack[base:], a.stack[best.from:best.to])
	a.stack = a.stack[:base+n]
	best.from, best.to = base, base+n
	return best
}

// fits reports whether a set may serve as a second condition.
func fits(n necessity) bool { return n.to > n.from && n.to-n.from <= len(anchor{}.any) }

// add gives x one of the terms of set as a further condition, where there is
// room for it.
func (a *anchorer) add(x *anchor, set []anchor) {
	switch {
	case len(set) == 1 && set[0].term == x.term:
	case len(set) == 1 && x.must == noTerm:
		x.must = set[0].term
	case x.n == 0:
		for _, s := range set {
			x.any[x.n] = s.term
			x.n++
		}
	}
}
