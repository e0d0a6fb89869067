package query

import (
	"slices"
	"strings"

	"vigie.example/vigie/text"
)

type op uint8

const (
	opAnd op = iota
	opOr
	opNot
	opNear
	opSeq     // a word or a plain phrase
	opStrict  // the same, its letters looked at
	opOff     // a word with one letter wrong
	opLoose   // a phrase with words in excess
	opField   // values of a field
	opRange   // a number or a day
	opIn      // part holds of the title, lead, body or the text of a field
	opWithin  // part holds within one stretch
	opAny     // at least most of parts hold
	opAtLeast // the part stands in at least most places
	opNever   // a node of a kind this package does not know, or a nil one
)

// prog is a node made ready to be decided: its words are cut.
type prog struct {
	op      op
	node    Node
	parts   []*prog   // of And, Or, Not, Near and what holds parts
	seq     seq       // of a word or plain phrase
	letters *letterer // of opStrict
	units   []unit    // of a loose phrase, one a written word
	most    int
	ordered bool
	stretch Stretch
	field   string
	values  []string
	low     Bound
	high    Bound
}

// unit is one word of a loose phrase.
type unit struct {
	seq
	letters *letterer
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
		p.word(n.Written, n.Strict)
		if n.Off > 0 {
			p.op = opOff
		}
	case *Phrase:
		if p.word(n.Written, n.Strict); n.Most > 0 {
			p.loosen(n)
		}
	case *Field:
		p.op, p.field, p.values = opField, n.Name, n.Values
		if n.Name == "theme" || n.Name == "entity" {
			p.values = foldAll(n.Values)
		}
		if n.Name == "url" || n.Name == "links" {
			p.values = openAll(n.Values)
		}
	case *Range:
		p.op, p.field, p.low, p.high = opRange, n.Name, n.Low, n.High
	case *In:
		p.op, p.parts, p.field = opIn, compileAll([]Node{n.Part}), n.Field
	case *Within:
		p.op, p.parts, p.stretch, p.most = opWithin, compileAll([]Node{n.Part}), n.Stretch, n.Most
	case *AnyOf:
		p.op, p.parts, p.most = opAny, compileAll(n.Parts), n.Least
	case *AtLeast:
		p.op, p.parts, p.most = opAtLeast, compileAll([]Node{n.Part}), n.Least
	case *List:
		return compile(n.Part)
	}
	if (p.op == opSeq || p.op == opStrict || p.op == opOff) && len(p.seq.edges) == 0 {
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

// word makes p a word or plain phrase.
func (p *prog) word(written string, strict Strict) {
	p.op, p.seq = opSeq, makeSeq(written, strict == Raw)
	if strict != Folded {
		p.op, p.letters = opStrict, makeLetterer(written, strict)
	}
}

func foldAll(values []string) []string {
	folded := make([]string, len(values))
	for i, v := range values {
		folded[i] = text.Fold(v)
	}
	return folded
}

// openAll lets patterns begin and end anywhere.
func openAll(values []string) []string {
	open := slices.Clone(values)
	for i, v := range open {
		if strings.Contains(v, "*") {
			open[i] = "*" + v + "*"
		}
	}
	return open
}

// loosen makes p a loose phrase if it has several words.
func (p *prog) loosen(n *Phrase) {
	var units []unit
	for _, w := range strings.Fields(n.Written) {
		if s := makeSeq(w, n.Strict == Raw); len(s.edges) > 0 {
			units = append(units, unit{s, makeLetterer(w, n.Strict)})
		}
	}
	if len(units) > 1 {
		p.op, p.units, p.most = opLoose, units, n.Most
	}
}
