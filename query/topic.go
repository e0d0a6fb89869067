package query

import (
	"slices"
	"strings"

	"vigie.example/vigie"
)

// CheckTopic reports whether q may serve as a topic: it must hold a positive
// word that every match has, so that no topic takes in the whole web. Fields,
// exclusions, numbers and words that start with a wildcard are none by
// themselves. The error is a *vigie.Error of kind Invalid.
func (q *Query) CheckTopic() error {
	p := q.ready()
	if p == nil {
		return vigie.Errorf(vigie.Invalid, nil, "query-empty")
	}
	var circular *Field
	Walk(q.Root, func(n Node) bool {
		if f, ok := n.(*Field); ok && understood(f.Name) && circular == nil {
			circular = f
		}
		return circular == nil
	})
	if circular != nil {
		return fault(q.Source, circular.Pos, "query-topic-circular", circular.Name)
	}
	if bad := p.loosest(); bad != nil {
		return fault(q.Source, bad.At(), "query-topic-too-wide", print(bad))
	}
	return nil
}

// loosest returns the part of p because of which it has no necessary word, or
// nil where it has one.
func (p *prog) loosest() Node {
	switch p.op {
	case opAnd, opNear:
		for _, part := range p.parts {
			if part.loosest() == nil {
				return nil
			}
		}
		return p.node
	case opOr:
		for _, part := range p.parts {
			if bad := part.loosest(); bad != nil {
				return bad
			}
		}
		return nil
	case opSeq, opStrict, opOff:
		if p.seq.telling() {
			return nil
		}
	case opIn:
		if ownText(p.field) {
			return p.parts[0].loosest()
		}
	case opWithin, opAtLeast:
		return p.parts[0].loosest()
	case opAny:
		loose := 0
		for _, part := range p.parts {
			if part.loosest() != nil {
				loose++
			}
		}
		if loose < p.most {
			return nil
		}
	case opLoose:
		for i := range p.units {
			if p.units[i].telling() {
				return nil
			}
		}
	}
	return p.node
}

// ownText reports whether a field of In is the post's own text.
func ownText(field string) bool { return field == "title" || field == "lead" || field == "body" }

// telling reports whether every way through s has a step that is no number and
// does not start with a wildcard.
func (s *seq) telling() bool {
	for p := range s.edges {
		if over := s.crossingAt(p); !slices.ContainsFunc(over, func(e edge) bool { return !tells(e) }) {
			return true
		}
	}
	return false
}

func tells(e edge) bool {
	if e.wild && (e.norm[0] == '*' || e.norm[0] == '?') {
		// One character of a script without spaces is opened on both sides.
		inner := strings.Trim(e.norm, "*?")
		return inner != "" && inner[0] >= 0xE0
	}
	return strings.Trim(e.norm, "0123456789.,*?") != ""
}

// crossingAt returns the steps that lead over position p.
func (s *seq) crossingAt(p int) []edge {
	var over []edge
	for from := 0; from <= p; from++ {
		for _, e := range s.edges[from] {
			if e.to > p {
				over = append(over, e)
			}
		}
	}
	return over
}
