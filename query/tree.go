package query

// Node is a part of a query: one of the types of this file. Trees are never
// changed once parsed, so they can be shared.
type Node interface {
	node()
	// At returns where the part stands in what the person wrote.
	At() Pos
}

// Pos is a place in the text of a query: byte offsets [Start, End). The zero
// Pos belongs to nodes that were made and not parsed.
type Pos struct{ Start, End int }

// And holds of posts that meet every part. Implicit is true where the person
// wrote nothing between the parts.
type And struct {
	Parts    []Node
	Implicit bool
	Pos      Pos
}

// Or holds of posts that meet at least one part.
type Or struct {
	Parts []Node
	Pos   Pos
}

// Not holds of posts that do not meet Part.
type Not struct {
	Part Node
	Pos  Pos
}

// Near holds where a span of Left and a span of Right stand in the same field
// with at most Most words between them; Ordered wants Left first.
type Near struct {
	Left, Right Node
	Most        int
	Ordered     bool
	Pos         Pos
}

// Word is one written word, hashtag, account or emoji; Wild where it holds *
// or ?. Off is how many letters may be wrong: 0, or 1 for word~1.
type Word struct {
	Written string
	Wild    bool
	Off     int
	Strict  Strict
	Pos     Pos
}

// Phrase is words in a row. Most is how many words in excess are allowed in
// all: zero for a plain phrase.
type Phrase struct {
	Written string
	Most    int
	Strict  Strict
	Pos     Pos
}

// Strict says how closely the letters of a text must be those of the query.
type Strict uint8

// Folded, the zero Strict, is the rule: case, accents and punctuation are one.
// CaseKept (case:Orange) wants the same capitals, AccentsKept (accent:pâte)
// the same accents, Raw (raw:"H&M") exactly these characters.
const (
	Folded Strict = iota
	CaseKept
	AccentsKept
	Raw
)

// Field is a condition on what a post is, not on its words: lang:fr,
// channel:(forum,review), site:lemonde.fr. Values are alternatives.
type Field struct {
	Name   string
	Values []string
	Pos    Pos
}

// Range is a condition on a number or a day: rating:<=2, words:20..200,
// published:2026-01..2026-03. Days are numbers as 20260131.
type Range struct {
	Name      string
	Low, High Bound
	Pos       Pos
}

// Bound is an end of a Range. The zero Bound is open: anything goes.
type Bound struct {
	Given     bool
	Value     float64
	Excluding bool // Value itself is out
}

// In holds where Part holds of one region of a post: title, lead or body of
// its text, or another text beside it: author, bio, to, source, parent.
type In struct {
	Field string
	Part  Node
	Pos   Pos
}

// Within holds where Part holds within one stretch of the text: one sentence,
// one paragraph, or the first Most words.
type Within struct {
	Stretch Stretch
	Most    int // of FirstWords
	Part    Node
	Pos     Pos
}

// Stretch is a kind of stretch of a text.
type Stretch uint8

// The stretches: SENTENCE(...), PARA(...), FIRST/n(...).
const (
	OneSentence Stretch = iota
	OneParagraph
	FirstWords
)

// AnyOf holds where at least Least of its parts do: ANY/2(a, b, c).
type AnyOf struct {
	Least int
	Parts []Node
	Pos   Pos
}

// AtLeast holds where Part stands in at least Least places that do not
// overlap: ATLEAST/3(a). Part is what can stand beside NEAR.
type AtLeast struct {
	Least int
	Part  Node
	Pos   Pos
}

// List is a named list of the workspace: list:rivals. Part is what the list
// held when the query was parsed.
type List struct {
	Name string
	Part Node
	Pos  Pos
}

func (*And) node()     {}
func (*Or) node()      {}
func (*Not) node()     {}
func (*Near) node()    {}
func (*Word) node()    {}
func (*Phrase) node()  {}
func (*Field) node()   {}
func (*Range) node()   {}
func (*In) node()      {}
func (*Within) node()  {}
func (*AnyOf) node()   {}
func (*AtLeast) node() {}
func (*List) node()    {}

// Walk calls visit for n and, where it returns true, for the parts of n, in
// the order written. What a named list holds counts as its part.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for _, part := range children(n) {
		Walk(part, visit)
	}
}

// children returns the parts of a node, in the order written.
func children(n Node) []Node {
	switch n := n.(type) {
	case *And:
		return n.Parts
	case *Or:
		return n.Parts
	case *Not:
		return []Node{n.Part}
	case *Near:
		return []Node{n.Left, n.Right}
	case *In:
		return []Node{n.Part}
	case *Within:
		return []Node{n.Part}
	case *AnyOf:
		return n.Parts
	case *AtLeast:
		return []Node{n.Part}
	case *List:
		return []Node{n.Part}
	}
	return nil
}

// At returns the place of the part.
func (n *And) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Or) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Not) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Near) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Word) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Phrase) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Field) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Range) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *In) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *Within) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *AnyOf) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *AtLeast) At() Pos { return n.Pos }

// At returns the place of the part.
func (n *List) At() Pos { return n.Pos }
