package query

import (
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
//	lang:fr channel:(forum,review) site:lemonde.fr
//	#grue @enseigne 🏗      hashtag, account, emoji
//
// NEAR binds closest, then NOT, AND, OR; parentheses group. Operators are in
// capitals; in small letters they are words. Chains of NEAR associate to the
// left, and the distance is counted from the span of what stands on the left.
// What stands beside NEAR are words, phrases, NEAR and groups of them by OR.
//
// The error is a *vigie.Error of kind Invalid with a *SyntaxError in its
// chain. A query of exclusions alone is refused. CheckTopic says whether a
// query may also serve as a topic.
func Parse(s string) (*Query, error) {
	if !utf8.ValidString(s) {
		return nil, fault(s, Pos{}, "query-bad-text")
	}
	if n := utf8.RuneCountInString(s); n > CharactersMost {
		return nil, fault(s, Pos{0, len(s)}, "query-too-long", n, CharactersMost)
	}
	p := parser{lex: lexer{s: s}}
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
	return newQuery(root, s)
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
		case tokenEnd, tokenClose, tokenOr:
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
		if p.tok.kind != tokenClose {
			return nil, p.fault(t.pos, "query-parenthesis-open")
		}
		return n, p.advance()
	case tokenWord, tokenPhrase, tokenField:
		p.operands += max(1, len(t.values))
		if p.operands > OperandsMost {
			return nil, p.fault(t.pos, "query-too-many", OperandsMost)
		}
		n, err := p.leaf(t)
		if err != nil {
			return nil, err
		}
		return n, p.advance()
	case tokenAnd, tokenOr, tokenNear, tokenNot:
		return nil, p.fault(t.pos, "query-operator-lacks-left", p.lex.s[t.pos.Start:t.pos.End])
	case tokenClose:
		return nil, p.fault(t.pos, "query-operator-lacks-right")
	}
	return nil, p.fault(t.pos, "query-operator-lacks-right")
}

func (p *parser) leaf(t token) (Node, error) {
	if t.kind == tokenField {
		return &Field{Name: t.text, Values: t.values, Pos: t.pos}, nil
	}
	s := makeSeq(t.text)
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
	if t.kind == tokenWord {
		return &Word{Written: t.text, Wild: s.wild() && strings.ContainsAny(t.text, "*?"), Pos: t.pos}, nil
	}
	return &Phrase{Written: t.text, Most: t.most, Pos: t.pos}, nil
}

func span(parts []Node) Pos {
	return Pos{parts[0].At().Start, parts[len(parts)-1].At().End}
}

// hasPositive reports whether anything is asked for, and not only excluded.
func hasPositive(n Node) bool {
	switch n := n.(type) {
	case *Not:
		return false
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
