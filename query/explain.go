package query

import (
	"slices"
	"strings"

	"vigie.example/vigie"
)

// Explanation says why a post matches, or why it does not.
type Explanation struct {
	Match bool
	// Parts are what made a match, in the order written: words, phrases, NEAR
	// and fields that hold, without what other alternatives of an OR lack.
	Parts []Part
	// Miss is the smallest part that failed, and why; nil for a match.
	Miss *Miss
}

// Part is a part of a query that holds of a post.
type Part struct {
	Text  string // as the query prints it
	Pos   Pos    // in the written query
	Spans []Span // where; none for a field
	Say   vigie.Sentence
}

// Miss is a part of a query that does not hold of a post.
type Miss struct {
	Text  string
	Pos   Pos
	Why   vigie.Sentence
	Spans []Span // of an exclusion: what it struck; of NEAR: the two that are too far apart
	Parts []Miss // of an OR: why each alternative failed, at most twelve
}

// partsMost bounds what an explanation lists of a long OR.
const partsMost = 12

// Explain says which parts of q matched p and where, or the smallest part that
// failed and why. It is for people, and slower than Match.
func (q *Query) Explain(p *Post) Explanation {
	root := q.ready()
	if root == nil {
		return Explanation{Miss: &Miss{Why: vigie.Say("query-empty")}}
	}
	e := takeEval(p)
	defer e.release()
	if e.holds(root) {
		return Explanation{Match: true, Parts: e.told(root, nil)}
	}
	m := e.miss(root)
	return Explanation{Miss: &m}
}

// told appends the parts of p, which holds.
func (e *eval) told(p *prog, dst []Part) []Part {
	switch p.op {
	case opAnd:
		for _, part := range p.parts {
			dst = e.told(part, dst)
		}
	case opOr:
		for _, part := range p.parts {
			if e.holds(part) {
				dst = e.told(part, dst)
			}
		}
	case opNot:
		return append(dst, Part{Text: print(p.node), Pos: p.node.At(), Say: vigie.Say("query-why-not-there", print(p.parts[0].node))})
	case opField, opRange:
		return append(dst, Part{Text: print(p.node), Pos: p.node.At(), Say: vigie.Say("query-why-field", print(p.node))})
	case opIn:
		if !ownText(p.field) {
			return append(dst, Part{Text: print(p.node), Pos: p.node.At(), Say: vigie.Say("query-why-field", print(p.node))})
		}
		return e.toldPlace(p, dst)
	case opAny:
		for _, part := range p.parts {
			if e.holds(part) {
				dst = e.told(part, dst)
			}
		}
	case opNever:
	default:
		return e.toldPlace(p, dst)
	}
	return dst
}

// toldPlace tells a part that stands somewhere.
func (e *eval) toldPlace(p *prog, dst []Part) []Part {
	spans := e.bytes(e.lit(p, nil, nil))
	return append(dst, Part{Text: print(p.node), Pos: p.node.At(), Spans: spans, Say: vigie.Say("query-why-found", print(p.node), len(spans))})
}

// miss explains p, which does not hold.
func (e *eval) miss(p *prog) Miss {
	switch p.op {
	case opAnd:
		return e.missAnd(p)
	case opOr:
		return e.missOr(p)
	case opNot:
		inner := p.parts[0]
		m := failed(p, "query-why-excluded", print(inner.node))
		m.Spans = e.bytes(e.lit(inner, nil, nil))
		return m
	case opField:
		return e.missField(p)
	case opNear:
		return e.missNear(p)
	case opLoose:
		return e.missLoose(p)
	case opSeq, opOff:
		return e.missSeq(p)
	case opStrict:
		return e.missStrict(p)
	case opRange:
		return e.missRange(p)
	case opIn:
		return e.missIn(p)
	case opWithin:
		return e.missWithin(p)
	case opAny:
		return e.missAny(p)
	case opAtLeast:
		return e.missAtLeast(p)
	}
	return failed(p, "query-why-unknown-part")
}

func failed(p *prog, id string, args ...any) Miss {
	m := Miss{Why: vigie.Say(id, args...)}
	if p.node != nil {
		m.Text, m.Pos = print(p.node), p.node.At()
	}
	return m
}

// missAnd takes the shortest of the parts that failed: any one of them would
// have been enough.
func (e *eval) missAnd(p *prog) Miss {
	var best *Miss
	for _, part := range p.parts {
		if e.holds(part) {
			continue
		}
		if m := e.miss(part); best == nil || len(m.Text) < len(best.Text) {
			best = &m
		}
	}
	if best == nil {
		return failed(p, "query-why-unknown-part")
	}
	return *best
}

func (e *eval) missOr(p *prog) Miss {
	m := failed(p, "query-why-none", len(p.parts))
	for _, part := range p.parts {
		if len(m.Parts) == partsMost {
			break
		}
		m.Parts = append(m.Parts, e.miss(part))
	}
	return m
}

func (e *eval) missSeq(p *prog) Miss {
	if w, ok := p.node.(*Word); ok && len(p.seq.edges) == 1 {
		return failed(p, "query-why-no-word", w.Written)
	}
	var lacking []string
	for at := range p.seq.edges {
		found := false
		name := "" // the plain step where there is one: it comes first
		if len(p.seq.edges[at]) > 0 {
			name = p.seq.edges[at][0].norm
		}
		for _, g := range p.seq.crossingAt(at) {
			one := seq{edges: [][]edge{{{norm: g.norm, wild: g.wild, to: 1}}}}
			found = found || len(e.findSeq(&one, nil, 1)) > 0
			if name == "" {
				name = g.norm
			}
		}
		if !found && !slices.Contains(lacking, name) {
			lacking = append(lacking, name)
		}
	}
	if len(lacking) > 0 {
		return failed(p, "query-why-phrase-lacks", print(p.node), strings.Join(lacking, ", "))
	}
	return failed(p, "query-why-not-in-a-row", print(p.node))
}

func (e *eval) missLoose(p *prog) Miss {
	words := strings.Fields(p.node.(*Phrase).Written)
	var lacking []string
	i := 0
	for _, w := range words {
		if len(makeSeq(w, p.node.(*Phrase).Strict == Raw).edges) == 0 {
			continue
		}
		if len(e.findStrict(&p.units[i].seq, p.units[i].letters, nil, 1)) == 0 {
			lacking = append(lacking, w)
		}
		i++
	}
	if len(lacking) > 0 {
		return failed(p, "query-why-phrase-lacks", print(p.node), strings.Join(lacking, ", "))
	}
	return failed(p, "query-why-spread", print(p.node), p.most)
}

func (e *eval) missNear(p *prog) Miss {
	l, r := p.parts[0], p.parts[1]
	if !e.holds(l) {
		return e.miss(l)
	}
	if !e.holds(r) {
		return e.miss(r)
	}
	left, right := tidy(e.find(l, nil, litMost)), tidy(e.find(r, nil, litMost))
	a, b := print(l.node), print(r.node)
	if p.ordered {
		free := *p
		free.ordered = false
		if e.holds(&free) {
			m := failed(p, "query-why-order", a, b)
			m.Spans = e.bytes(e.lit(&free, nil, nil))
			return m
		}
	}
	gap := -1
	var x, y stretch
	for _, s := range left {
		for _, t := range right {
			if s.place != t.place || s.from < t.to && t.from < s.to {
				continue
			}
			if d := int(max(t.from-s.to, s.from-t.to)); gap < 0 || d < gap {
				gap, x, y = d, s, t
			}
		}
	}
	if gap < 0 {
		return failed(p, "query-why-apart", a, b)
	}
	m := failed(p, "query-why-too-far", a, b, gap, p.most)
	m.Spans = e.bytes([]stretch{x, y})
	return m
}
