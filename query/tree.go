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
// or ?.
type Word struct {
	Written string
	Wild    bool
	Pos     Pos
}

// Phrase is words in a row. Most is how many words in excess are allowed in
// all: zero for a plain phrase.
type Phrase struct {
	Written string
	Most    int
	Pos     Pos
}

// Field is a condition on what a post is, not on its words: lang:fr,
// channel:(forum,review), site:lemonde.fr. Values are alternatives.
type Field struct {
	Name   string
	Values []string
	Pos    Pos
}

func (*And) node()    {}
func (*Or) node()     {}
func (*Not) node()    {}
func (*Near) node()   {}
func (*Word) node()   {}
func (*Phrase) node() {}
func (*Field) node()  {}

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
