package query

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"vigie.example/vigie"
)

// Dialect is the query syntax of another tool.
type Dialect string

// The dialects that Convert reads.
const (
	Brandwatch Dialect = "brandwatch"
	Talkwalker Dialect = "talkwalker"
	Meltwater  Dialect = "meltwater"
	Sprinklr   Dialect = "sprinklr"
	Radarly    Dialect = "radarly"
	Visibrain  Dialect = "visibrain"
	X          Dialect = "x"
)

// Dialects lists them in the order in which pages offer them.
var Dialects = []Dialect{Brandwatch, Talkwalker, Meltwater, Sprinklr, Radarly, Visibrain, X}

// Conversion is a pasted query in the language of this package.
type Conversion struct {
	Query string // empty where nothing of it could be kept
	Notes []Note // in the order of their places
}

// Note says of a part of a pasted query that it changes meaning or has no
// equal here.
type Note struct {
	Pos  Pos // in what was pasted
	Text string
	Say  vigie.Sentence
	Lost bool // it was left out
}

// Convert reads a query written for another tool. What each tool means by a
// space and by n in NEAR/n comes from the tools' documentation, what it calls
// its fields in part from memory (see dialects.go); where something was not
// checked, a note says so. The error is of kind
// Invalid: an unknown dialect, or a text that cannot be read as a query at all.
func Convert(from Dialect, pasted string) (Conversion, error) {
	d, ok := dialects[from]
	if !ok {
		return Conversion{}, vigie.Errorf(vigie.Invalid, nil, "convert-no-dialect", string(from))
	}
	if len(pasted) > 4*CharactersMost {
		return Conversion{}, vigie.Errorf(vigie.Invalid, nil, "query-too-long", len(pasted), CharactersMost)
	}
	c := converter{dialect: d, s: pasted, said: map[string]bool{}}
	c.cut()
	root := c.lines()
	if c.depth > DepthMost {
		return Conversion{}, vigie.Errorf(vigie.Invalid, nil, "query-too-deep", DepthMost)
	}
	if c.at < len(c.tokens) {
		c.note(c.tokens[c.at], true, "convert-not-read")
	}
	if len(c.notes) > notesMost {
		c.notes = c.notes[:notesMost]
	}
	slices.SortStableFunc(c.notes, func(a, b Note) int { return a.Pos.Start - b.Pos.Start })
	out := Conversion{Notes: c.notes}
	if root != nil {
		out.Query = print(root)
		if _, err := Parse(out.Query); err != nil {
			out.Notes = append(out.Notes, Note{Pos: Pos{0, len(pasted)}, Say: vigie.Say("convert-broken", reason(err))})
		}
	}
	return out, nil
}

// notesMost bounds what is said of one conversion.
const notesMost = 200

// piece is a token of a pasted query.
type piece struct {
	kind   pieceKind
	text   string // of a word or phrase; the name of an operator
	field  string // before the colon; small letters
	n      int    // of NEAR/n, "..."~n, "..."/n; -1 where none was written
	suffix byte   // '~' or '/' before n of a phrase
	line   bool   // first of its line
	pos    Pos
}

type pieceKind uint8

const (
	pieceWord pieceKind = iota
	piecePhrase
	pieceOpen
	pieceClose
	pieceAnd
	pieceOr
	pieceNot
	piecePlus
	pieceNear
	pieceOnear
)

// converter is one conversion under way.
type converter struct {
	dialect *dialect
	s       string
	tokens  []piece
	at      int
	depth   int
	notes   []Note
	said    map[string]bool // what is said once a query
}

func (c *converter) note(p piece, lost bool, id string, args ...any) {
	c.notes = append(c.notes, Note{Pos: p.pos, Text: c.s[p.pos.Start:p.pos.End], Lost: lost, Say: vigie.Say(id, args...)})
}

// once says of a whole query what would be tedious of each place.
func (c *converter) once(p piece, id string, args ...any) {
	if !c.said[id] {
		c.said[id] = true
		c.note(p, false, id, args...)
	}
}

// lines reads the whole; where the dialect takes each bracketed line for an
// alternative, so does this.
func (c *converter) lines() Node {
	var parts []Node
	for c.at < len(c.tokens) {
		before := c.at
		n := c.or()
		if n != nil {
			parts = append(parts, n)
		}
		if c.at == before || c.at < len(c.tokens) && !(c.dialect.lines && c.tokens[c.at].line) {
			break
		}
	}
	return orOf(parts)
}

// orOf joins what was made of the parts (nil is nothing) with OR.
func orOf(parts []Node) Node {
	return joined(parts, func(parts []Node) Node { return &Or{Parts: parts} })
}

// andOf joins them with AND.
func andOf(parts []Node) Node {
	return joined(parts, func(parts []Node) Node { return &And{Parts: parts} })
}

func joined(parts []Node, join func([]Node) Node) Node {
	parts = slices.DeleteFunc(parts, func(n Node) bool { return n == nil })
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	return join(parts)
}

func (c *converter) peek(kinds ...pieceKind) bool {
	return c.at < len(c.tokens) && slices.Contains(kinds, c.tokens[c.at].kind)
}

func (c *converter) or() Node {
	if c.depth++; c.depth > DepthMost {
		return nil
	}
	defer func() {
		if c.depth <= DepthMost {
			c.depth--
		}
	}()
	parts := []Node{c.and()}
	for c.peek(pieceOr) {
		c.at++
		parts = append(parts, c.and())
	}
	return orOf(parts)
}

// and reads parts tied by AND or by nothing, which each tool takes its way.
func (c *converter) and() Node {
	var parts, optional []Node
	required := false
	for n := 0; c.at < len(c.tokens) && !c.peek(pieceOr, pieceClose); n++ {
		t := c.tokens[c.at]
		if n > 0 && t.line && c.dialect.lines && t.kind == pieceOpen {
			break
		}
		tied := c.peek(pieceAnd)
		if tied {
			c.at++
			if c.at >= len(c.tokens) || c.peek(pieceOr, pieceClose) {
				break
			}
		}
		plus := c.peek(piecePlus)
		if plus {
			required = true
			c.at++
		}
		if c.at >= len(c.tokens) {
			break
		}
		not := c.peek(pieceNot)
		before := c.at
		part := c.not()
		if c.at == before {
			c.note(c.tokens[c.at], true, "convert-not-read")
			c.at++
			continue
		}
		switch {
		case n > 0 && !tied && !not && !plus && c.dialect.space == spaceOptional && part != nil:
			c.once(t, "convert-space-optional")
			optional = append(optional, part)
			continue
		case n > 0 && !tied && !not && c.dialect.space == spacePhrase && joinPhrase(parts, part):
			c.once(t, "convert-space-phrase")
			continue
		case n > 0 && !tied && !not && c.dialect.space == spaceUnsaid:
			c.once(t, "convert-space-unsaid")
		}
		parts = append(parts, part)
	}
	if len(optional) > 0 && !required && len(parts) > 0 {
		// a b: either; what is excluded stays excluded of both.
		var wanted, excluded []Node
		for _, p := range parts {
			if _, not := p.(*Not); not {
				excluded = append(excluded, p)
			} else {
				wanted = append(wanted, p)
			}
		}
		parts = append([]Node{orOf(append(wanted, optional...))}, excluded...)
	}
	return andOf(parts)
}

// joinPhrase makes one phrase of a word and the word before it.
func joinPhrase(parts []Node, part Node) bool {
	w, ok := part.(*Word)
	if !ok || len(parts) == 0 || w.Wild || w.Strict != Folded {
		return false
	}
	switch last := parts[len(parts)-1].(type) {
	case *Word:
		if last.Wild || last.Strict != Folded {
			return false
		}
		parts[len(parts)-1] = &Phrase{Written: last.Written + " " + w.Written}
		return true
	case *Phrase:
		if last.Most == 0 && last.Strict == Folded && !last.Pos.given() {
			last.Written += " " + w.Written
			return true
		}
	}
	return false
}

// given tells phrases that were pasted as such from those joinPhrase made.
func (p Pos) given() bool { return p != Pos{} }

func (c *converter) not() Node {
	if !c.peek(pieceNot) {
		return c.near()
	}
	if c.depth++; c.depth > DepthMost {
		return nil
	}
	c.at++
	part := c.not()
	c.depth--
	if part == nil {
		return nil
	}
	return &Not{Part: part}
}

func (c *converter) near() Node {
	left := c.atom()
	for c.peek(pieceNear, pieceOnear) {
		op := c.tokens[c.at]
		c.at++
		right := c.atom()
		most := op.n
		if most < 0 {
			most = c.dialect.near
			c.note(op, false, "convert-near-default", most)
		}
		if most += c.dialect.nearShift; most < 0 {
			most = 0
		}
		if c.dialect.nearShift != 0 {
			c.once(op, "convert-near-shift", op.n, most)
		}
		if most > NearMost {
			c.note(op, false, "convert-near-far", NearMost)
			most = NearMost
		}
		if left == nil || right == nil {
			left = orOf([]Node{left, right})
			continue
		}
		if unplaced(left) != nil || unplaced(right) != nil {
			c.note(op, false, "convert-near-group")
			left = andOf([]Node{left, right})
			continue
		}
		left = &Near{Left: left, Right: right, Most: most, Ordered: op.kind == pieceOnear}
	}
	return left
}

func (c *converter) atom() Node {
	if c.at >= len(c.tokens) {
		return nil
	}
	t := c.tokens[c.at]
	switch t.kind {
	case pieceOpen:
		c.at++
		if t.field != "" {
			return c.fieldGroup(t)
		}
		n := c.or()
		if c.peek(pieceClose) {
			c.at++
		} else if c.depth <= DepthMost {
			c.note(t, false, "convert-parenthesis")
		}
		return n
	case pieceWord, piecePhrase:
		c.at++
		if t.field != "" {
			return c.field(t)
		}
		return c.operand(t)
	}
	return nil
}

// operand makes a word or phrase.
func (c *converter) operand(t piece) Node {
	if c.dialect.accents && strings.ContainsFunc(t.text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) }) {
		c.once(t, "convert-accents")
	}
	if t.kind == piecePhrase {
		return c.phrase(t)
	}
	text := t.text
	if i := strings.LastIndexByte(text, '^'); i > 0 {
		if _, err := strconv.Atoi(text[i+1:]); err == nil {
			c.once(t, "convert-weight")
			text = text[:i]
		}
	}
	if base, off, ok := strings.Cut(text, "~"); ok && base != "" {
		if off == "" {
			c.once(t, "convert-compound")
			text = base
		} else if off != "1" && off != "0" {
			c.note(t, false, "convert-two-off")
			text = base + "~1"
		} else if off == "0" {
			text = base
		}
	}
	return c.leaf(t, text, false)
}

// leaf makes the node of a word or phrase as our parser would, and notes what
// it refuses.
func (c *converter) leaf(t piece, written string, phrase bool) Node {
	source := written
	if phrase {
		source = quoted(written)
	}
	q, err := Parse(source)
	if err == nil {
		switch n := q.Root.(type) {
		case *Word:
			n.Pos = t.pos
			return n
		case *Phrase:
			n.Pos = t.pos
			return n
		}
	}
	if !phrase {
		return c.leaf(t, strings.Trim(written, quoteMarks), true)
	}
	c.note(t, true, "convert-refused", reason(err))
	return nil
}

func (c *converter) phrase(t piece) Node {
	words := strings.Fields(t.text)
	if t.suffix == '/' && t.n > 0 { // a quorum
		var parts []Node
		for _, w := range words {
			if n := c.leaf(t, w, false); n != nil {
				parts = append(parts, n)
			}
		}
		if t.n > len(parts) || len(parts) == 0 {
			c.note(t, true, "convert-not-read")
			return nil
		}
		return &AnyOf{Least: t.n, Parts: parts, Pos: t.pos}
	}
	n := c.leaf(t, strings.Join(words, " "), true)
	p, ok := n.(*Phrase)
	if !ok || t.suffix != '~' || t.n <= 0 {
		return n
	}
	c.once(t, c.dialect.loose)
	loose := *p
	loose.Most = min(t.n, NearMost)
	return &loose
}
