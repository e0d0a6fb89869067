package query

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Parse reads a query as a person writes it.
//
//	béton grue              both words (nothing between them is AND)
//	béton OR grue           OU, one of them
//	béton NOT grue          SAUF, -grue: the first without the second
//	"leroy merlin"          words in a row; « » and curly quotes too
//	"prix retard livraison"~4   these words in any order, at most 4 more among them
//	béton NEAR/5 fissure    at most 5 words between them; ONEAR keeps the order
//	bétonn*  gru?  *mixer   any run of characters, any one character
//	livraison~1             one letter wrong, missing, too many or swapped
//	case:Orange accent:pâte raw:"H&M"   these capitals, these accents, exactly this
//	SENTENCE(a b) PARA(a b) in one sentence, in one paragraph
//	FIRST/50(a)             within the first 50 words of the title or the text
//	ANY/2(a, b, c)          at least two of them
//	ATLEAST/3(a)            at least three times
//	title:(a OR b)          lead: body: author: bio: to: source: parent:
//	lang:fr channel:(forum,review) site:lemonde.fr is:reply has:(link,image)
//	rating:<=2 words:20..200 published:2026-01..2026-03
//	list:rivals             what the workspace's list holds; see Lists
//	#grue @enseigne 🏗      hashtag, account, emoji
//	/* a remark */
//
// NEAR binds closest, then NOT, AND, OR; parentheses group. Operators are in
// capitals; in small letters they are words. Chains of NEAR associate to the
// left, and the distance is counted from the span of what stands on the left.
// What stands beside NEAR are words, phrases, NEAR, lists and groups of them by
// OR.
//
// The error is a *vigie.Error of kind Invalid with a *SyntaxError in its
// chain. A query of exclusions alone is refused. CheckTopic says whether a
// query may also serve as a topic. Parse knows no lists: Lists.Parse does.
func Parse(s string) (*Query, error) { return parse(s, nil, nil, new(int)) }

// parse reads a query, or a line of the last of the lists within. It adds to
// cost.
func parse(s string, lists Lists, within []string, cost *int) (*Query, error) {
	if !utf8.ValidString(s) {
		return nil, fault(s, Pos{}, "query-bad-text")
	}
	if n := utf8.RuneCountInString(s); n > CharactersMost {
		return nil, fault(s, Pos{0, len(s)}, "query-too-long", n, CharactersMost)
	}
	p := parser{lex: lexer{s: s}, lists: lists, within: within, cost: cost}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokenEnd {
		return nil, fault(s, Pos{}, "query-empty")
	}
	root, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.tok.kind == tokenClose {
		return nil, fault(s, p.tok.pos, "query-parenthesis-closes-nothing")
	}
	if !hasPositive(root) {
		return nil, fault(s, root.At(), "query-only-exclusions")
	}
	return newQuery(root, s, *cost)
}

// New makes a query of a tree that was not parsed. Its errors are those of
// Parse, without useful places.
func New(root Node) (*Query, error) {
	if root == nil {
		return nil, fault("", Pos{}, "query-empty")
	}
	return Parse(print(root))
}

type parser struct {
	lex      lexer
	tok      token
	operands int
	cost     *int
	lists    Lists
	within   []string // lists being read, outermost first
	strict   Strict   // of the case:( ... ) being read
	scope    bool     // inside title:, SENTENCE( and their like: no fields
}

func (p *parser) advance() (err error) {
	p.tok, err = p.lex.next()
	return err
}

func (p *parser) fault(pos Pos, id string, args ...any) error {
	return fault(p.lex.s, pos, id, args...)
}

// deeper refuses what is nested beyond DepthMost.
func (p *parser) deeper(depth int) error {
	if depth >= DepthMost {
		return p.fault(p.tok.pos, "query-too-deep", DepthMost)
	}
	return nil
}

func (p *parser) or(depth int) (Node, error) {
	first, err := p.and(depth)
	if err != nil {
		return nil, err
	}
	parts := []Node{first}
	for p.tok.kind == tokenOr {
		if err := p.advance(); err != nil {
			return nil, err
		}
		next, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, next)
	}
	if len(parts) == 1 {
		return first, nil
	}
	return &Or{Parts: parts, Pos: span(parts)}, nil
}

func (p *parser) and(depth int) (Node, error) {
	first, err := p.not(depth)
	if err != nil {
		return nil, err
	}
	parts, implicit := []Node{first}, false
	for {
		switch p.tok.kind {
		case tokenAnd:
			if err := p.advance(); err != nil {
				return nil, err
			}
		case tokenEnd, tokenClose, tokenOr, tokenComma:
			if len(parts) == 1 {
				return first, nil
			}
			return &And{Parts: parts, Implicit: implicit, Pos: span(parts)}, nil
		default:
			implicit = true
		}
		next, err := p.not(depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, next)
	}
}

func (p *parser) not(depth int) (Node, error) {
	if p.tok.kind != tokenNot {
		return p.near(depth)
	}
	if err := p.deeper(depth); err != nil {
		return nil, err
	}
	start := p.tok.pos.Start
	if err := p.advance(); err != nil {
		return nil, err
	}
	part, err := p.not(depth + 1)
	if err != nil {
		return nil, err
	}
	return &Not{Part: part, Pos: Pos{start, part.At().End}}, nil
}

func (p *parser) near(depth int) (Node, error) {
	left, err := p.atom(depth)
	if err != nil {
		return nil, err
	}
	for chain := 1; p.tok.kind == tokenNear; chain++ {
		op := p.tok
		if err := p.deeper(depth + chain); err != nil {
			return nil, err
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.tok.kind == tokenNot {
			return nil, p.fault(p.tok.pos, "query-near-not")
		}
		right, err := p.atom(depth)
		if err != nil {
			return nil, err
		}
		for _, side := range []Node{left, right} {
			if bad := unplaced(side); bad != nil {
				return nil, p.fault(bad.At(), "query-near-side")
			}
		}
		left = &Near{Left: left, Right: right, Most: op.most, Ordered: op.ordered, Pos: Pos{left.At().Start, right.At().End}}
	}
	return left, nil
}

// unplaced returns the first part of n that stands nowhere in a text, and
// cannot be near anything: AND, NOT and fields.
func unplaced(n Node) Node {
	switch n := n.(type) {
	case *Word, *Phrase, *Near:
		return nil
	case *List:
		return unplaced(n.Part)
	case *Or:
		for _, part := range n.Parts {
			if bad := unplaced(part); bad != nil {
				return bad
			}
		}
		return nil
	}
	return n
}

func (p *parser) atom(depth int) (Node, error) {
	t := p.tok
	switch t.kind {
	case tokenOpen:
		return p.group(depth, t)
	case tokenWord, tokenPhrase:
		n, err := p.leaf(t)
		if err == nil {
			err = p.count(t, 1, leafCost(n))
		}
		if err != nil {
			return nil, err
		}
		return n, p.advance()
	case tokenField, tokenRange, tokenList:
		n, err := p.condition(t)
		if err != nil {
			return nil, err
		}
		return n, p.advance()
	case tokenStrict, tokenIn:
		return p.scoped(depth, t)
	case tokenCall:
		return p.call(depth, t)
	case tokenAnd, tokenOr, tokenNear, tokenNot:
		return nil, p.fault(t.pos, "query-operator-lacks-left", p.lex.s[t.pos.Start:t.pos.End])
	case tokenComma:
		return nil, p.fault(t.pos, "query-comma")
	}
	return nil, p.fault(t.pos, "query-operator-lacks-right")
}

// group reads what stands in the parentheses that t opens.
func (p *parser) group(depth int, t token) (Node, error) {
	if err := p.deeper(depth); err != nil {
		return nil, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokenClose {
		return nil, p.fault(Pos{t.pos.Start, p.tok.pos.End}, "query-parenthesis-empty")
	}
	n, err := p.or(depth + 1)
	if err != nil {
		return nil, err
	}
	return n, p.close(t)
}

// close passes the parenthesis that ends what t opened.
func (p *parser) close(t token) error {
	switch p.tok.kind {
	case tokenClose:
		return p.advance()
	case tokenComma:
		return p.fault(p.tok.pos, "query-comma")
	}
	return p.fault(t.pos, "query-parenthesis-open")
}

// count takes account of what t asks.
func (p *parser) count(t token, operands, cost int) error {
	if p.operands += operands; p.operands > OperandsMost {
		return p.fault(t.pos, "query-too-many", OperandsMost)
	}
	if *p.cost += cost; *p.cost > CostMost {
		return p.fault(t.pos, "query-too-costly", CostMost)
	}
	return nil
}

// condition makes the node of a field with values, a range or a list.
func (p *parser) condition(t token) (Node, error) {
	if p.scope && t.kind != tokenList {
		return nil, p.fault(t.pos, "query-scope-field", t.text)
	}
	if err := p.count(t, max(1, len(t.values)), len(t.values)); err != nil {
		return nil, err
	}
	switch t.kind {
	case tokenRange:
		return &Range{Name: t.text, Low: t.low, High: t.high, Pos: t.pos}, nil
	case tokenField:
		return &Field{Name: t.text, Values: t.values, Pos: t.pos}, nil
	}
	n, err := p.list(t)
	if err == nil && p.scope {
		if bad := conditionIn(n); bad != "" {
			return nil, p.fault(t.pos, "query-scope-field", bad)
		}
	}
	return n, err
}

// conditionIn returns the name of a field that n asks for; none: empty.
func conditionIn(n Node) (name string) {
	Walk(n, func(n Node) bool {
		switch n := n.(type) {
		case *Field:
			name = n.Name
		case *Range:
			name = n.Name
		case *In:
			name = n.Field
		}
		return name == ""
	})
	return name
}

// scoped reads title:... and its like, and case:( ... ) and its like.
func (p *parser) scoped(depth int, t token) (Node, error) {
	if t.kind == tokenIn && p.scope {
		return nil, p.fault(t.pos, "query-scope-field", t.text)
	}
	if err := p.deeper(depth); err != nil {
		return nil, err
	}
	outer := *p
	p.strict = max(p.strict, t.strict)
	p.scope = p.scope || t.kind == tokenIn
	if err := p.advance(); err != nil {
		return nil, err
	}
	part, err := p.atom(depth + 1)
	p.strict, p.scope = outer.strict, outer.scope
	if err != nil {
		return nil, err
	}
	if t.kind == tokenStrict {
		return part, nil
	}
	if !hasPositive(part) {
		return nil, p.fault(t.pos, "query-scope-exclusions")
	}
	return &In{Field: t.text, Part: part, Pos: Pos{t.pos.Start, part.At().End}}, nil
}

// call reads SENTENCE( ... ) and its like, whose parenthesis was read.
func (p *parser) call(depth int, t token) (Node, error) {
	if err := p.deeper(depth); err != nil {
		return nil, err
	}
	outer := p.scope
	p.scope = p.scope || t.text == "SENTENCE" || t.text == "PARA" || t.text == "FIRST"
	parts, end, err := p.arguments(depth+1, t)
	p.scope = outer
	if err != nil {
		return nil, err
	}
	pos := Pos{t.pos.Start, end}
	if t.text == "ANY" {
		if t.most > len(parts) {
			return nil, p.fault(pos, "query-any-most", t.most, len(parts))
		}
		return &AnyOf{Least: t.most, Parts: parts, Pos: pos}, nil
	}
	part := parts[0]
	if t.text == "ATLEAST" {
		if bad := unplaced(part); bad != nil {
			return nil, p.fault(bad.At(), "query-atleast-part")
		}
		return &AtLeast{Least: t.most, Part: part, Pos: pos}, nil
	}
	if !hasPositive(part) {
		return nil, p.fault(pos, "query-scope-exclusions")
	}
	stretch := map[string]Stretch{"SENTENCE": OneSentence, "PARA": OneParagraph, "FIRST": FirstWords}[t.text]
	return &Within{Stretch: stretch, Most: t.most, Part: part, Pos: pos}, nil
}

// arguments reads the parts of a call up to its parenthesis: several, parted
// by commas, for ANY, one for the others. end is where the call ends.
func (p *parser) arguments(depth int, t token) (parts []Node, end int, err error) {
	outer := p.lex.lists
	if t.text == "ANY" {
		p.lex.lists++
	} else {
		p.lex.lists = 0
	}
	if err := p.advance(); err != nil {
		return nil, 0, err
	}
	if p.tok.kind == tokenClose {
		return nil, 0, p.fault(Pos{t.pos.Start, p.tok.pos.End}, "query-parenthesis-empty")
	}
	for {
		part, err := p.or(depth)
		if err != nil {
			return nil, 0, err
		}
		parts = append(parts, part)
		if p.tok.kind != tokenComma || t.text != "ANY" {
			break
		}
		if err := p.advance(); err != nil {
			return nil, 0, err
		}
	}
	end = p.tok.pos.End
	p.lex.lists = outer // before what follows is read
	return parts, end, p.close(t)
}

// fuzzyLeast is the fewest letters of word~1: with less, one letter off is
// another word.
const fuzzyLeast = 4

func (p *parser) leaf(t token) (Node, error) {
	strict := max(p.strict, t.strict)
	s := makeSeq(t.text, strict == Raw)
	switch {
	case len(s.edges) == 0 && t.text == "":
		return nil, p.fault(t.pos, "query-phrase-empty")
	case len(s.edges) == 0:
		return nil, p.fault(t.pos, "query-no-word", t.text)
	case s.bare():
		return nil, p.fault(t.pos, "query-bare-wildcard", t.text)
	case s.stars() > StarsMost:
		return nil, p.fault(t.pos, "query-many-wildcards", t.text, StarsMost)
	}
	if t.kind == tokenPhrase {
		return &Phrase{Written: t.text, Most: t.most, Strict: strict, Pos: t.pos}, nil
	}
	w := &Word{Written: t.text, Wild: strict != Raw && s.wild() && strings.ContainsAny(t.text, "*?"), Strict: strict, Off: t.most, Pos: t.pos}
	if w.Off > 0 && (strict != Folded || w.Wild || !s.fuzzy()) {
		return nil, p.fault(t.pos, "query-fuzzy-word", t.text, fuzzyLeast)
	}
	return w, nil
}

func span(parts []Node) Pos {
	return Pos{parts[0].At().Start, parts[len(parts)-1].At().End}
}

// hasPositive reports whether anything is asked for, and not only excluded.
func hasPositive(n Node) bool {
	switch n := n.(type) {
	case *Not:
		return false
	case *AnyOf:
		return slices.ContainsFunc(n.Parts, hasPositive)
	case *List:
		return hasPositive(n.Part)
	case *And:
		for _, part := range n.Parts {
			if hasPositive(part) {
				return true
			}
		}
		return false
	case *Or:
		for _, part := range n.Parts {
			if hasPositive(part) {
				return true
			}
		}
		return false
	}
	return true
}
