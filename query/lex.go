package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie"
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
)

type token struct {
	kind    kind
	text    string // of a word or phrase; name of a field
	values  []string
	most    int // of NEAR/n and "..."~n
	ordered bool
	pos     Pos
}

// lexer cuts a written query into tokens.
type lexer struct {
	s string
	i int
}

// quoteMarks are the double quotes that open and close a phrase besides « ».
const quoteMarks = "\"“”„‟＂"

func (l *lexer) next() (token, error) {
	for l.i < len(l.s) {
		r, n := utf8.DecodeRuneInString(l.s[l.i:])
		if !unicode.IsSpace(r) {
			break
		}
		l.i += n
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
	case r == '»':
		return token{}, fault(l.s, Pos{start, start + n}, "query-quote-closes-nothing")
	case r == '-' && start+1 < len(l.s) && !startsSpace(l.s[start+1:]) && l.s[start+1] != ')':
		l.i++
		return token{kind: tokenNot, pos: Pos{start, l.i}}, nil
	}
	return l.word()
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
	case "SENTENCE", "PARA", "ANY", "ATLEAST", "FIRST":
		if end < len(l.s) && l.s[end] == '(' {
			return token{}, fault(l.s, t.pos, "query-not-yet", w+"(…)")
		}
	}
	if name, rest, ok := strings.Cut(w, "/"); ok && (name == "ANY" || name == "ATLEAST" || name == "FIRST") && digits(rest) == len(rest) && rest != "" {
		return token{}, fault(l.s, t.pos, "query-not-yet", w+"(…)")
	}
	if near, ok, err := l.near(w, t); ok || err != nil {
		return near, err
	}
	if name, value, ok := strings.Cut(w, ":"); ok && isFieldName(name) && !strings.HasPrefix(value, "//") {
		return l.field(name, value, start)
	}
	if i := strings.LastIndexByte(w, '~'); i > 0 && i+1 < len(w) && digits(w[i+1:]) == len(w)-i-1 {
		return token{}, fault(l.s, t.pos, "query-not-yet", w)
	}
	t.kind, t.text = tokenWord, w
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

// isFieldName reports whether what stands before a colon could only be meant
// as a field: letters, at least two.
func isFieldName(name string) bool {
	if len(name) < 2 {
		return false
	}
	for i := 0; i < len(name); i++ {
		if b := name[i] | 0x20; b < 'a' || b > 'z' {
			return false
		}
	}
	return true
}

// field reads the values of a field whose name and colon were read, and the
// value that stuck to them.
func (l *lexer) field(name, value string, start int) (token, error) {
	t := token{kind: tokenField}
	switch strings.ToLower(name) {
	case "lang", "langue":
		t.text = "lang"
	case "channel", "canal":
		t.text = "channel"
	case "site":
		t.text = "site"
	default:
		return t, fault(l.s, Pos{start, start + len(name) + 1}, "query-field-unknown", name)
	}
	list := []string{value}
	if value == "" {
		switch {
		case l.i < len(l.s) && l.s[l.i] == '(':
			n := strings.IndexAny(l.s[l.i:], ")")
			if n < 0 {
				return t, fault(l.s, Pos{l.i, l.i + 1}, "query-list-open")
			}
			list = strings.FieldsFunc(l.s[l.i+1:l.i+n], func(r rune) bool {
				return r == ',' || r == '"' || unicode.IsSpace(r)
			})
			l.i += n + 1
		case l.i < len(l.s) && strings.IndexByte("\"", l.s[l.i]) == 0:
			p, err := l.phrase('"')
			if err != nil {
				return t, err
			}
			list = []string{p.text}
		}
	}
	t.pos = Pos{start, l.i}
	for _, v := range list {
		if v == "OR" || v == "OU" {
			continue
		}
		if v == "" {
			continue
		}
		v, ok := fieldValue(t.text, v)
		if !ok {
			return t, fault(l.s, t.pos, "query-"+t.text+"-unknown", v)
		}
		t.values = append(t.values, v)
	}
	if len(t.values) == 0 {
		return t, fault(l.s, t.pos, "query-field-empty", t.text)
	}
	return t, nil
}

// fieldValue returns the canonical form of one value; the value itself and
// false where it can mean nothing.
func fieldValue(name, v string) (string, bool) {
	low := strings.ToLower(strings.TrimSpace(v))
	switch name {
	case "lang":
		if len(low) < 2 || len(low) > 3 || strings.Trim(low, "abcdefghijklmnopqrstuvwxyz") != "" {
			return v, false
		}
		return low, true
	case "channel":
		if fr, ok := channelsInFrench[text.Fold(low)]; ok {
			low = string(fr)
		}
		return low, vigie.Channel(low).Valid()
	}
	low = strings.TrimPrefix(strings.TrimPrefix(low, "https://"), "http://")
	low = vigie.SiteOf(strings.TrimSuffix(low, "/"))
	low = strings.TrimPrefix(low, "*.")
	for _, r := range low {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' && r != '_' {
			return v, false
		}
	}
	return low, strings.Trim(low, ".-_") == low && low != "" && vigie.SiteOf(low) == low
}

// channelsInFrench are the names that French pages show, for who types them.
var channelsInFrench = map[string]vigie.Channel{
	"presse": vigie.Press, "forum": vigie.Forum, "commentaire": vigie.Comment, "commentaires": vigie.Comment,
	"avis": vigie.Review, "reseaux": vigie.Social, "video": vigie.Video, "prive": vigie.Private,
	"courriel": vigie.Mail, "recherche": vigie.Search,
}
