package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut makes pieces of what was pasted. It is lenient: a quote that is never
// closed closes at the end of its line.
func (c *converter) cut() {
	first := true // of its line
	for i := 0; i < len(c.s); {
		r, n := utf8.DecodeRuneInString(c.s[i:])
		switch {
		case r == '\n':
			first = true
			i += n
		case unicode.IsSpace(r) || r == utf8.RuneError:
			i += n
		case strings.HasPrefix(c.s[i:], "<<<"):
			end := strings.Index(c.s[i:], ">>>")
			if end < 0 {
				end = len(c.s) - i - 3
			}
			i += end + 3
		default:
			before := len(c.tokens)
			i = c.piece(i, r, n)
			if len(c.tokens) > before {
				c.tokens[before].line = first
				first = false
			}
		}
	}
}

// piece cuts one piece at i and returns where it ends.
func (c *converter) piece(i int, r rune, n int) int {
	add := func(kind pieceKind, end int) int {
		c.tokens = append(c.tokens, piece{kind: kind, n: -1, pos: Pos{i, end}})
		return end
	}
	switch {
	case r == '(':
		return add(pieceOpen, i+n)
	case r == ')':
		return add(pieceClose, i+n)
	case r == '|':
		return add(pieceOr, i+n+len(c.s[i+n:])-len(strings.TrimLeft(c.s[i+n:], "|")))
	case r == '-' && i+n < len(c.s) && !startsSpace(c.s[i+n:]):
		return add(pieceNot, i+n)
	case r == '+' && c.dialect.plus && i+n < len(c.s) && !startsSpace(c.s[i+n:]):
		return add(piecePlus, i+n)
	case r == ',':
		return i + n
	case r == '«' || strings.ContainsRune(quoteMarks, r):
		return c.quote(i, i, r, "")
	}
	end := i
	for end < len(c.s) {
		x, size := utf8.DecodeRuneInString(c.s[end:])
		if unicode.IsSpace(x) || x == '(' || x == ')' || x == '«' || strings.ContainsRune(quoteMarks, x) || x == '[' && strings.HasSuffix(c.s[i:end], ":") {
			break
		}
		end += size
	}
	if end < len(c.s) && c.s[end] == '[' { // followers:[10 TO 50]
		if k := strings.IndexByte(c.s[end:], ']'); k > 0 {
			end += k + 1
		}
	}
	if end == i {
		return i + n
	}
	w := c.s[i:end]
	if c.operator(w, i, end) {
		return end
	}
	if name, value, ok := strings.Cut(w, ":"); ok && isConvertField(name) && !strings.HasPrefix(value, "//") {
		name = strings.ToLower(name)
		if value != "" {
			c.tokens = append(c.tokens, piece{kind: pieceWord, field: name, text: value, n: -1, pos: Pos{i, end}})
			return end
		}
		if end < len(c.s) {
			switch x, _ := utf8.DecodeRuneInString(c.s[end:]); {
			case x == '(':
				c.tokens = append(c.tokens, piece{kind: pieceOpen, field: name, n: -1, pos: Pos{i, end + 1}})
				return end + 1
			case x == '«' || strings.ContainsRune(quoteMarks, x):
				return c.quote(i, end, x, name)
			}
		}
	}
	c.tokens = append(c.tokens, piece{kind: pieceWord, text: w, n: -1, pos: Pos{i, end}})
	return end
}

// quote cuts the phrase whose opening quote stands at open; its piece starts
// at i.
func (c *converter) quote(i, open int, r rune, field string) int {
	inner := open + utf8.RuneLen(r)
	closing := quoteMarks
	if r == '«' {
		closing = "»"
	}
	end := strings.IndexAny(c.s[inner:], closing)
	p := piece{kind: piecePhrase, field: field, n: -1}
	if end < 0 {
		if end = strings.IndexByte(c.s[inner:], '\n'); end < 0 {
			end = len(c.s) - inner
		}
		p.text = c.s[inner : inner+end]
		p.pos = Pos{i, inner + end}
		c.tokens = append(c.tokens, p)
		c.note(p, false, "convert-quote")
		return inner + end
	}
	p.text = c.s[inner : inner+end]
	_, size := utf8.DecodeRuneInString(c.s[inner+end:])
	at := inner + end + size
	if at < len(c.s) && (c.s[at] == '~' || c.s[at] == '/') {
		if d := digits(c.s[at+1:]); d > 0 && d < 6 {
			p.suffix = c.s[at]
			p.n, _ = strconv.Atoi(c.s[at+1 : at+1+d]) // at most five digits
			at += 1 + d
		}
	}
	p.pos = Pos{i, at}
	c.tokens = append(c.tokens, p)
	return at
}

// operator adds the piece of an operator, and reports whether w is one.
func (c *converter) operator(w string, i, end int) bool {
	p := piece{n: -1, pos: Pos{i, end}}
	up := w
	if c.dialect.anyCase {
		up = strings.ToUpper(w)
	}
	switch up {
	case "AND", "&", "&&":
		p.kind = pieceAnd
	case "OR", "||":
		p.kind = pieceOr
	case "NOT", "ANDNOT":
		p.kind = pieceNot
	default:
		if n, ok := strings.CutPrefix(w, "<<"); ok && digits(n) == len(n) && n != "" && len(n) < 6 {
			p.kind = pieceOnear
			p.n, _ = strconv.Atoi(n)
			break
		}
		rest, ordered := strings.CutPrefix(up, "ONEAR")
		if !ordered {
			var ok bool
			if rest, ok = strings.CutPrefix(up, "NEAR"); !ok {
				return false
			}
		}
		p.kind = pieceNear
		if forward, ok := strings.CutSuffix(strings.ToLower(rest), "f"); ok {
			rest, ordered = forward, true
		}
		if ordered {
			p.kind = pieceOnear
		}
		if rest != "" {
			n := strings.TrimPrefix(rest, "/")
			if n == rest || digits(n) != len(n) || n == "" || len(n) > 5 {
				return false
			}
			p.n, _ = strconv.Atoi(n)
		}
	}
	c.tokens = append(c.tokens, p)
	return true
}

// isConvertField tells what may be the name of a field before a colon.
func isConvertField(name string) bool {
	if len(name) < 2 {
		return false
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && r != '_' && r != '.' {
			return false
		}
	}
	return true
}
