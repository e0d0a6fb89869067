package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie/text"
)

type kind uint8

const (
	tokenEnd kind = iota
	tokenOpen
	tokenClose
	tokenAnd
	tokenOr
	tokenNot
	tokenNear
	tokenWord
	tokenPhrase
	tokenField
	tokenRange
	tokenIn     // title: and its like; what follows is read next
	tokenStrict // case:( and its like; the parenthesis is read next
	tokenList
	tokenCall // SENTENCE( and its like
	tokenComma
)

type token struct {
	kind    kind
	text    string // of a word or phrase; name of a field, list or call
	values  []string
	most    int // of NEAR/n, "..."~n, word~n and calls
	ordered bool
	strict  Strict
	low     Bound
	high    Bound
	pos     Pos
}

// lexer cuts a written query into tokens.
type lexer struct {
	s string
	i int
	// lists is how many ANY/n( are open: a comma is a token in them.
	lists int
}

// quoteMarks are the double quotes that open and close a phrase besides « ».
const quoteMarks = "\"“”„‟＂"

func (l *lexer) next() (token, error) {
	if err := l.skip(); err != nil {
		return token{}, err
	}
	start := l.i
	if start >= len(l.s) {
		return token{kind: tokenEnd, pos: Pos{start, start}}, nil
	}
	r, n := utf8.DecodeRuneInString(l.s[start:])
	switch {
	case r == '(':
		l.i += n
		return token{kind: tokenOpen, pos: Pos{start, l.i}}, nil
	case r == ')':
		l.i += n
		return token{kind: tokenClose, pos: Pos{start, l.i}}, nil
	case r == '«' || strings.ContainsRune(quoteMarks, r):
		return l.phrase(r)
	case r == ',' && l.lists > 0:
		l.i += n
		return token{kind: tokenComma, pos: Pos{start, l.i}}, nil
	case r == '»':
		return token{}, fault(l.s, Pos{start, start + n}, "query-quote-closes-nothing")
	case r == '-' && start+1 < len(l.s) && !startsSpace(l.s[start+1:]) && l.s[start+1] != ')':
		l.i++
		return token{kind: tokenNot, pos: Pos{start, l.i}}, nil
	}
	return l.word()
}

// skip passes white space and comments.
func (l *lexer) skip() error {
	for l.i < len(l.s) {
		r, n := utf8.DecodeRuneInString(l.s[l.i:])
		switch {
		case unicode.IsSpace(r):
			l.i += n
		case strings.HasPrefix(l.s[l.i:], "/*"):
			end := strings.Index(l.s[l.i+2:], "*/")
			if end < 0 {
				return fault(l.s, Pos{l.i, l.i + 2}, "query-comment-open")
			}
			l.i += 2 + end + 2
		default:
			return nil
		}
	}
	return nil
}

func startsSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

// phrase reads the phrase whose opening mark stands at l.i.
func (l *lexer) phrase(open rune) (token, error) {
	start := l.i
	inner := start + utf8.RuneLen(open)
	closing := quoteMarks
	if open == '«' {
		closing = "»"
	}
	n := strings.IndexAny(l.s[inner:], closing)
	if n < 0 {
		return token{}, fault(l.s, Pos{start, inner}, "query-quote-open")
	}
	end := inner + n
	_, size := utf8.DecodeRuneInString(l.s[end:])
	l.i = end + size
	t := token{kind: tokenPhrase, text: strings.Join(strings.Fields(l.s[inner:end]), " ")}
	if l.i < len(l.s) && l.s[l.i] == '~' {
		if d := digits(l.s[l.i+1:]); d > 0 {
			most, err := strconv.Atoi(l.s[l.i+1 : l.i+1+d])
			if err != nil || most > NearMost {
				return token{}, fault(l.s, Pos{l.i, l.i + 1 + d}, "query-near-too-far", NearMost)
			}
			t.most = most
			l.i += 1 + d
		}
	}
	t.pos = Pos{start, l.i}
	return t, nil
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// word reads a word, an operator or a field at l.i.
func (l *lexer) word() (token, error) {
	start := l.i
	end := l.wordEnd(start)
	w := l.s[start:end]
	l.i = end
	t := token{pos: Pos{start, end}}
	switch w {
	case "AND", "ET":
		t.kind = tokenAnd
		return t, nil
	case "OR", "OU":
		t.kind = tokenOr
		return t, nil
	case "NOT", "SAUF":
		t.kind = tokenNot
		return t, nil
	}
	if call, ok, err := l.call(w, t); ok || err != nil {
		return call, err
	}
	if near, ok, err := l.near(w, t); ok || err != nil {
		return near, err
	}
	if name, value, ok := strings.Cut(w, ":"); ok && isFieldName(name) && !strings.HasPrefix(value, "//") {
		return l.field(name, value, start)
	}
	t.kind, t.text = tokenWord, w
	if i := strings.LastIndexByte(w, '~'); i > 0 && i+1 < len(w) && digits(w[i+1:]) == len(w)-i-1 {
		if t.text = w[:i]; w[i+1:] != "1" {
			return token{}, fault(l.s, t.pos, "query-fuzzy-number", t.text)
		}
		t.most = 1
	}
	return t, nil
}

// wordEnd returns the end of the word at i: white space, a parenthesis or a
// quote ends it, except the parentheses of inclusive spelling: client(e)s.
func (l *lexer) wordEnd(i int) int {
	start := i
	for i < len(l.s) {
		r, n := utf8.DecodeRuneInString(l.s[i:])
		if r == '(' && i > start {
			if e := inclusiveEnd(l.s[start:], i-start); e > 0 {
				i = start + e
				continue
			}
		}
		if r == ',' && l.lists > 0 && i > start && !(isDigit(l.s[i-1]) && i+1 < len(l.s) && isDigit(l.s[i+1])) {
			break
		}
		if unicode.IsSpace(r) || r == '(' || r == ')' || r == '«' || r == '»' || strings.ContainsRune(quoteMarks, r) {
			break
		}
		i += n
	}
	return i
}

// inclusiveEnd returns the end of a short pair of parentheses at i that text
// holds for the ending of the word before it, or 0.
func inclusiveEnd(s string, i int) int {
	const longest = 9 // (eresses), as text knows them
	n := strings.IndexByte(s[i:min(len(s), i+longest+2)], ')')
	if n < 2 || i > 64 {
		return 0
	}
	e := i + n + 1
	if f := text.Cut("", s[:e]).Body; len(f.Words) == 1 && len(f.Also) > 0 {
		return e
	}
	return 0
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// callMost bounds the number of each call: of ANY the parts there can be, of
// ATLEAST and FIRST what no honest query passes.
var callMost = map[string]int{"SENTENCE": 0, "PARA": 0, "ANY": OperandsMost, "ATLEAST": 1_000, "FIRST": 100_000}

// call reads SENTENCE(, PARA(, ANY/n(, ATLEAST/n( and FIRST/n(, with their
// parenthesis.
func (l *lexer) call(w string, t token) (token, bool, error) {
	name, number, counted := strings.Cut(w, "/")
	most, ok := callMost[name]
	if !ok || counted && (most == 0 || number == "" || digits(number) != len(number)) {
		return t, false, nil
	}
	open := l.i < len(l.s) && l.s[l.i] == '('
	if !open && !counted {
		return t, false, nil // SENTENCE alone is a word
	}
	t.kind, t.text = tokenCall, name
	if most > 0 {
		n, err := strconv.Atoi(number)
		if !counted || err != nil || n < 1 || n > most {
			return t, false, fault(l.s, t.pos, "query-call-number", name, most)
		}
		t.most = n
	}
	if !open {
		return t, false, fault(l.s, t.pos, "query-call-open", w)
	}
	l.i++
	t.pos.End = l.i
	return t, true, nil
}

// near reads NEAR, NEAR/n, ONEAR and ONEAR/n.
func (l *lexer) near(w string, t token) (token, bool, error) {
	rest, ordered := w, false
	if strings.HasPrefix(rest, "ONEAR") {
		rest, ordered = rest[1:], true
	}
	n, ok := strings.CutPrefix(rest, "NEAR")
	if !ok {
		return t, false, nil
	}
	t.kind, t.ordered, t.most = tokenNear, ordered, nearDefault
	if n == "" {
		return t, true, nil
	}
	n, ok = strings.CutPrefix(n, "/")
	if !ok {
		return t, false, nil
	}
	if forward, ok := strings.CutSuffix(n, "f"); ok && !ordered { // as Brandwatch writes ONEAR
		n, t.ordered = forward, true
	}
	most, err := strconv.Atoi(n)
	if err != nil || digits(n) != len(n) {
		return t, false, fault(l.s, t.pos, "query-near-number", w)
	}
	if most > NearMost {
		return t, false, fault(l.s, t.pos, "query-near-too-far", NearMost)
	}
	t.most = most
	return t, true, nil
}

// nearDefault is what NEAR means without a number.
const nearDefault = 5
