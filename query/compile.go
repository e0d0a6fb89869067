package query

import "strings"

type op uint8

const (
	opAnd op = iota
	opOr
	opNot
	opNear
	opSeq   // a word or a plain phrase
	opLoose // a phrase with words in excess
	opField
	opNever // a node of a kind this package does not know, or a nil one
)

// prog is a node made ready to be decided: its words are cut.
type prog struct {
	op      op
	node    Node
	parts   []*prog // of And, Or, Not, Near
	seq     seq     // of a word or plain phrase
	units   []seq   // of a loose phrase, one a written word
	most    int
	ordered bool
	field   string
	values  []string
}

func compile(n Node) *prog {
	p := &prog{op: opNever, node: n}
	switch n := n.(type) {
	case *And:
		p.op, p.parts = opAnd, compileAll(n.Parts)
	case *Or:
		p.op, p.parts = opOr, compileAll(n.Parts)
	case *Not:
		p.op, p.parts = opNot, compileAll([]Node{n.Part})
	case *Near:
		p.op, p.parts, p.most, p.ordered = opNear, compileAll([]Node{n.Left, n.Right}), n.Most, n.Ordered
	case *Word:
		p.op, p.seq = opSeq, makeSeq(n.Written)
	case *Phrase:
		if p.op, p.seq = opSeq, makeSeq(n.Written); n.Most > 0 {
			p.loosen(n)
		}
	case *Field:
		p.op, p.field, p.values = opField, n.Name, n.Values
	}
	if p.op == opSeq && len(p.seq.edges) == 0 {
		p.op = opNever
	}
	return p
}

func compileAll(nodes []Node) []*prog {
	parts := make([]*prog, len(nodes))
	for i, n := range nodes {
		parts[i] = compile(n)
	}
	return parts
}

// loosen makes p a loose phrase if it has several words.
func (p *prog) loosen(n *Phrase) {
	var units []seq
	for _, w := range strings.Fields(n.Written) {
		if s := makeSeq(w); len(s.edges) > 0 {
			units = append(units, s)
		}
	}
	if len(units) > 1 {
		p.op, p.units, p.most = opLoose, units, n.Most
	}
}
