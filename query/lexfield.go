package query

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// field reads a field whose name and colon were read, and the value that
// stuck to them.
func (l *lexer) field(name, value string, start int) (token, error) {
	t := token{pos: Pos{start, l.i}}
	var kind fieldKind
	t.text, kind = fieldNamed(name)
	after := start + len(name) + 1
	switch kind {
	case textField:
		t.kind, l.i = tokenIn, after
		t.pos.End = after
		if after >= len(l.s) || startsSpace(l.s[after:]) || l.s[after] == ')' {
			return t, fault(l.s, t.pos, "query-field-empty", t.text)
		}
		return t, nil
	case strictField:
		return l.strict(t, after)
	case rangeField:
		return l.ranged(t, value)
	case valueField, listField:
		list, err := l.values(value)
		if err != nil {
			return t, err
		}
		t.pos.End = l.i
		return l.valued(t, kind, list)
	}
	return t, fault(l.s, Pos{start, after}, "query-field-unknown", name)
}

// strict reads what follows raw:, case: or accent: at i.
func (l *lexer) strict(t token, i int) (token, error) {
	t.strict = map[string]Strict{"raw": Raw, "case": CaseKept, "accent": AccentsKept}[t.text]
	l.i = i
	if i >= len(l.s) || startsSpace(l.s[i:]) || l.s[i] == ')' {
		return t, fault(l.s, Pos{t.pos.Start, i}, "query-field-empty", t.text)
	}
	r, _ := utf8.DecodeRuneInString(l.s[i:])
	switch {
	case r == '(':
		t.kind = tokenStrict
	case r == '«' || strings.ContainsRune(quoteMarks, r):
		p, err := l.phrase(r)
		if err != nil {
			return t, err
		}
		t.kind, t.text, t.most = tokenPhrase, p.text, p.most
	default:
		l.i = l.wordEnd(i)
		t.kind, t.text = tokenWord, l.s[i:l.i]
	}
	t.pos.End = l.i
	return t, nil
}

// values reads the values of a field: the one that stuck to the colon, a
// quoted one, or a list in parentheses.
func (l *lexer) values(value string) ([]string, error) {
	switch {
	case value != "":
		return strings.Split(value, ","), nil
	case l.i >= len(l.s):
		return nil, nil
	}
	r, _ := utf8.DecodeRuneInString(l.s[l.i:])
	if r == '«' || strings.ContainsRune(quoteMarks, r) {
		p, err := l.phrase(r)
		return []string{p.text}, err
	}
	if r != '(' {
		return nil, nil
	}
	open := l.i
	l.i++
	var list []string
	for {
		for l.i < len(l.s) && (l.s[l.i] == ',' || startsSpace(l.s[l.i:])) {
			_, n := utf8.DecodeRuneInString(l.s[l.i:])
			l.i += n
		}
		if l.i >= len(l.s) {
			return nil, fault(l.s, Pos{open, open + 1}, "query-list-open")
		}
		r, _ := utf8.DecodeRuneInString(l.s[l.i:])
		switch {
		case r == ')':
			l.i++
			return list, nil
		case r == '«' || strings.ContainsRune(quoteMarks, r):
			p, err := l.phrase(r)
			if err != nil {
				return nil, err
			}
			list = append(list, p.text)
		default:
			from := l.i
			for l.i < len(l.s) && l.s[l.i] != ',' && l.s[l.i] != ')' {
				r, n := utf8.DecodeRuneInString(l.s[l.i:])
				if unicode.IsSpace(r) || r == '«' || r == '»' || strings.ContainsRune(quoteMarks, r) {
					break
				}
				l.i += n
			}
			if l.i == from {
				return nil, fault(l.s, Pos{from, from + 1}, "query-quote-closes-nothing")
			}
			if v := l.s[from:l.i]; v != "OR" && v != "OU" {
				list = append(list, v)
			}
		}
	}
}

// valued checks the values of a field or the name of a list.
func (l *lexer) valued(t token, kind fieldKind, list []string) (token, error) {
	for _, v := range list {
		if strings.TrimSpace(v) == "" {
			continue
		}
		if kind == listField {
			t.kind = tokenList
			t.values = append(t.values, strings.TrimSpace(v))
			continue
		}
		v, ok := fieldValue(t.text, v)
		if !ok {
			return t, fault(l.s, t.pos, "query-"+t.text+"-unknown", v)
		}
		t.kind = tokenField
		t.values = append(t.values, v)
	}
	if len(t.values) == 0 {
		return t, fault(l.s, t.pos, "query-field-empty", t.text)
	}
	if kind == listField && len(t.values) > 1 {
		return t, fault(l.s, t.pos, "query-one-list")
	}
	return t, nil
}

// ranged reads the condition of a number or day: <=2, >10k, 20..200, 2026-01.
func (l *lexer) ranged(t token, value string) (token, error) {
	if value == "" || strings.Trim(value, "<>=") == "" { // "rating:<= 2", "rating: 2"
		for l.i < len(l.s) && l.s[l.i] == ' ' {
			l.i++
		}
		end := l.wordEnd(l.i)
		value += l.s[l.i:end]
		l.i = end
	}
	t.kind, t.pos.End = tokenRange, l.i
	if strings.Trim(value, "<>=") == "" {
		return t, fault(l.s, t.pos, "query-field-empty", t.text)
	}
	read := number
	if t.text == "published" {
		read = day
	}
	id := "query-number"
	if t.text == "published" {
		id = "query-day"
	}
	value = strings.TrimRight(value, ",;")
	bad := func() (token, error) { return t, fault(l.s, t.pos, id, t.text, value) }
	if from, to, ok := strings.Cut(value, ".."); ok {
		if from == "" && to == "" {
			return bad()
		}
		if from != "" {
			low, _, ok := read(from)
			if !ok {
				return bad()
			}
			t.low = Bound{Given: true, Value: low}
		}
		if to != "" {
			_, high, ok := read(to)
			if !ok {
				return bad()
			}
			t.high = Bound{Given: true, Value: high}
		}
		if t.low.Given && t.high.Given && t.low.Value > t.high.Value {
			return t, fault(l.s, t.pos, "query-range-backwards", value)
		}
		return t, nil
	}
	sign := value[:len(value)-len(strings.TrimLeft(value, "<>="))]
	low, high, ok := read(value[len(sign):])
	if !ok {
		return bad()
	}
	switch sign {
	case "", "=":
		t.low, t.high = Bound{Given: true, Value: low}, Bound{Given: true, Value: high}
	case ">=":
		t.low = Bound{Given: true, Value: low}
	case "<=":
		t.high = Bound{Given: true, Value: high}
	case ">":
		t.low = Bound{Given: true, Value: high, Excluding: true}
	case "<":
		t.high = Bound{Given: true, Value: low, Excluding: true}
	default:
		return bad()
	}
	return t, nil
}

// number reads 2, 2.5, 2,5, 10k, 3M.
func number(s string) (low, high float64, ok bool) {
	times := 1.0
	if n := len(s); n > 1 {
		switch s[n-1] {
		case 'k', 'K':
			times, s = 1e3, s[:n-1]
		case 'm', 'M':
			times, s = 1e6, s[:n-1]
		}
	}
	s = strings.Replace(s, ",", ".", 1)
	if strings.Trim(s, "0123456789.") != "" || strings.Trim(s, ".") == "" {
		return 0, 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if f *= times; err != nil || math.IsInf(f, 0) || f > 1e15 {
		return 0, 0, false
	}
	return f, f, true
}

// day reads 2026, 2026-01 or 2026-01-31 and returns its first and last day as
// numbers: 20260101.
func day(s string) (first, last float64, ok bool) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		end := t
		switch layout {
		case "2006-01":
			end = t.AddDate(0, 1, -1)
		case "2006":
			end = t.AddDate(1, 0, -1)
		}
		return dayNumber(t), dayNumber(end), true
	}
	return 0, 0, false
}

// dayNumber is the day of t, in the zone it is told in, as 20260131.
func dayNumber(t time.Time) float64 {
	y, m, d := t.Date()
	return float64(y*10_000 + int(m)*100 + d)
}
