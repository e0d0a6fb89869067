package query

import (
	"slices"
	"strings"

	"vigie.example/vigie/text"
)

// Lists are the named lists of a workspace, for list:name: the text of each by
// its name. A list holds one term a line; several bare words on a line are a
// phrase, and a line may be any query. Names are compared as words are: case
// and accents do not matter.
type Lists map[string]string

// Parse is Parse for a query that may name these lists. A list that is not
// there, that does not parse or that leads back to itself is an error of the
// query that names it.
func (ls Lists) Parse(s string) (*Query, error) {
	folded := make(Lists, len(ls))
	for name, terms := range ls {
		folded[text.Fold(strings.TrimSpace(name))] = terms
	}
	return parse(s, folded, nil, new(int))
}

// Uses returns the names of the lists that q asks for, by themselves or through
// one another, folded and sorted.
func (q *Query) Uses() []string {
	var names []string
	Walk(q.Root, func(n Node) bool {
		if l, ok := n.(*List); ok {
			names = append(names, text.Fold(l.Name))
		}
		return true
	})
	slices.Sort(names)
	return slices.Compact(names)
}

// list makes the node of list:name. within are the names of the lists being
// read, outermost first.
func (p *parser) list(t token) (Node, error) {
	name := t.values[0]
	folded := text.Fold(name)
	if slices.Contains(p.within, folded) {
		cycle := append(slices.Clone(p.within[slices.Index(p.within, folded):]), folded)
		return nil, p.fault(t.pos, "query-list-cycle", strings.Join(cycle, " → "))
	}
	terms, ok := p.lists[folded]
	if !ok {
		return nil, p.fault(t.pos, "query-list-unknown", name)
	}
	if len(terms) > ListMost {
		return nil, p.fault(t.pos, "query-list-long", name, ListMost)
	}
	within := append(slices.Clone(p.within), folded)
	if len(within) > ListsMost {
		return nil, p.fault(t.pos, "query-lists-too-deep", ListsMost)
	}
	var parts []Node
	for line := range strings.Lines(terms) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		q, err := parse(line, p.lists, within, p.cost)
		if err != nil {
			return nil, p.fault(t.pos, "query-list-broken", name, line, reason(err))
		}
		part := lineOf(q.Root, line)
		Walk(part, func(n Node) bool { return placeAt(n, t.pos) })
		parts = append(parts, part)
	}
	switch len(parts) {
	case 0:
		return nil, p.fault(t.pos, "query-list-empty", name)
	case 1:
		return &List{Name: name, Part: parts[0], Pos: t.pos}, nil
	}
	return &List{Name: name, Part: &Or{Parts: parts, Pos: t.pos}, Pos: t.pos}, nil
}

// lineOf makes a phrase of a line that is nothing but words.
func lineOf(root Node, line string) Node {
	all, ok := root.(*And)
	if !ok || !all.Implicit {
		return root
	}
	for _, part := range all.Parts {
		if w, ok := part.(*Word); !ok || w.Wild || w.Off > 0 || w.Strict != Folded {
			return root
		}
	}
	if strings.ContainsAny(line, "\"“”„‟＂«»()") {
		return root
	}
	return &Phrase{Written: strings.Join(strings.Fields(line), " "), Pos: all.Pos}
}

// placeAt makes pos the place of a node that was just parsed from a list: what
// is told of it is told of where the query names the list. It returns true.
func placeAt(n Node, pos Pos) bool {
	switch n := n.(type) {
	case *And:
		n.Pos = pos
	case *Or:
		n.Pos = pos
	case *Not:
		n.Pos = pos
	case *Near:
		n.Pos = pos
	case *Word:
		n.Pos = pos
	case *Phrase:
		n.Pos = pos
	case *Field:
		n.Pos = pos
	case *Range:
		n.Pos = pos
	case *In:
		n.Pos = pos
	case *Within:
		n.Pos = pos
	case *AnyOf:
		n.Pos = pos
	case *AtLeast:
		n.Pos = pos
	case *List:
		n.Pos = pos
	}
	return true
}
