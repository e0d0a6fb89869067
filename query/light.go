package query

import "slices"

// lit appends the stretches to highlight for p, which holds. Where only is not
// nil, p stands inside a NEAR and only those of its stretches count.
func (e *eval) lit(p *prog, only, dst []stretch) []stretch {
	switch p.op {
	case opAnd:
		for _, part := range p.parts {
			if part.op != opNot {
				dst = e.lit(part, nil, dst)
			}
		}
	case opOr:
		for _, part := range p.parts {
			if part.op != opNot && e.holds(part) {
				dst = e.lit(part, only, dst)
			}
		}
	case opAny:
		for _, part := range p.parts {
			if part.op != opNot && e.holds(part) {
				dst = e.lit(part, nil, dst)
			}
		}
	case opAtLeast:
		dst = e.lit(p.parts[0], nil, dst)
	case opIn:
		if w, ok := e.region(p.field); ok {
			dst = e.litWithin(p.parts[0], w, dst)
		}
	case opWithin:
		most := len(dst) + litMost
		e.stretches(p, func(w window) bool {
			dst = e.litWithin(p.parts[0], w, dst)
			return len(dst) < most
		})
	case opSeq, opStrict, opOff:
		dst = keep(e.find(p, nil, spansMost), only, dst)
	case opLoose:
		dst = e.litLoose(p, only, dst)
	case opNear:
		dst = e.litNear(p, only, dst)
	}
	return dst
}

// litWithin is lit within w, where p holds or not.
func (e *eval) litWithin(p *prog, w window, dst []stretch) []stretch {
	outer := e.win
	if e.win = w; e.holds(p) {
		dst = e.lit(p, nil, dst)
	}
	e.win = outer
	return dst
}

// keep appends those of found that are among only.
func keep(found, only, dst []stretch) []stretch {
	most := len(dst) + litMost
	for _, x := range tidy(found) {
		if len(dst) >= most {
			break
		}
		if only == nil || among(only, x) {
			dst = append(dst, x)
		}
	}
	return dst
}

func among(list []stretch, x stretch) bool {
	_, ok := slices.BinarySearchFunc(list, x, byPlace)
	return ok
}

func (e *eval) litNear(p *prog, only, dst []stretch) []stretch {
	left := tidy(e.find(p.parts[0], nil, litSpans))
	right := tidy(e.find(p.parts[1], nil, litSpans))
	// Not nil even when empty: nil would let everything through.
	onlyLeft, onlyRight := []stretch{}, []stretch{}
	p.pairs(left, right, func(l, r stretch) bool {
		if only == nil || among(only, hull(l, r)) {
			onlyLeft, onlyRight = append(onlyLeft, l), append(onlyRight, r)
		}
		return len(onlyLeft) < litSpans
	})
	dst = e.lit(p.parts[0], tidy(onlyLeft), dst)
	return e.lit(p.parts[1], tidy(onlyRight), dst)
}

func (e *eval) litLoose(p *prog, only, dst []stretch) []stretch {
	lists := make([][]stretch, len(p.units))
	for i := range p.units {
		lists[i] = tidy(e.findStrict(&p.units[i].seq, p.units[i].letters, nil, litSpans))
	}
	for i, list := range lists {
		for n, first := range list {
			if n >= litMost {
				break
			}
			p.windows(lists, i, first, func(chosen []stretch) bool {
				if only != nil && !among(only, wholeOf(first, chosen)) {
					return true
				}
				dst = append(dst, chosen...)
				return false
			})
		}
	}
	return dst
}

// bytes turns stretches into spans of bytes, ordered and merged.
func (e *eval) bytes(list []stretch) []Span {
	if len(list) == 0 {
		return nil
	}
	spans := make([]Span, 0, len(list))
	for _, x := range list {
		spans = append(spans, Span{x.place, int(x.start), int(x.end)})
	}
	slices.SortFunc(spans, func(a, b Span) int {
		if a.Field != b.Field {
			return int(a.Field) - int(b.Field)
		}
		return a.Start - b.Start
	})
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.Field == last.Field && s.Start <= last.End {
			last.End = max(last.End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
