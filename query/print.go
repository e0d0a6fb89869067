package query

import (
	"strconv"
	"strings"
	"unicode"
)

// String prints the query in its canonical form: operators in English,
// parentheses only where they change the meaning. Parsing it gives the same
// tree. The zero Query prints as nothing.
func (q *Query) String() string {
	if q == nil || q.Root == nil {
		return ""
	}
	return print(q.Root)
}

func print(n Node) string {
	var b strings.Builder
	write(&b, n)
	return b.String()
}

// The precedences, loosest first.
const (
	bindOr = iota
	bindAnd
	bindNot
	bindNear
	bindLeaf
)

func binding(n Node) int {
	switch n.(type) {
	case *Or:
		return bindOr
	case *And:
		return bindAnd
	case *Not:
		return bindNot
	case *Near:
		return bindNear
	}
	return bindLeaf
}

// writeIn writes n, in parentheses unless it binds at least as close as least.
func writeIn(b *strings.Builder, n Node, least int) {
	if binding(n) >= least {
		write(b, n)
		return
	}
	b.WriteByte('(')
	write(b, n)
	b.WriteByte(')')
}

func write(b *strings.Builder, n Node) {
	switch n := n.(type) {
	case *Or:
		for i, part := range n.Parts {
			if i > 0 {
				b.WriteString(" OR ")
			}
			writeIn(b, part, bindAnd)
		}
	case *And:
		for i, part := range n.Parts {
			if i > 0 && n.Implicit {
				b.WriteByte(' ')
			} else if i > 0 {
				b.WriteString(" AND ")
			}
			writeIn(b, part, bindNot)
		}
	case *Not:
		b.WriteString("NOT ")
		writeIn(b, n.Part, bindNot)
	case *Near:
		writeIn(b, n.Left, bindNear)
		if n.Ordered {
			b.WriteString(" ONEAR/")
		} else {
			b.WriteString(" NEAR/")
		}
		b.WriteString(strconv.Itoa(n.Most))
		b.WriteByte(' ')
		writeIn(b, n.Right, bindLeaf)
	case *Word:
		b.WriteString(n.Strict.prefix())
		b.WriteString(n.Written)
		if n.Off > 0 {
			b.WriteString("~" + strconv.Itoa(n.Off))
		}
	case *Phrase:
		b.WriteString(n.Strict.prefix())
		b.WriteString(quoted(n.Written))
		if n.Most > 0 {
			b.WriteString("~" + strconv.Itoa(n.Most))
		}
	case *In:
		b.WriteString(n.Field + ":")
		writeIn(b, n.Part, bindLeaf)
	case *Within:
		switch n.Stretch {
		case OneSentence:
			b.WriteString("SENTENCE")
		case OneParagraph:
			b.WriteString("PARA")
		case FirstWords:
			b.WriteString("FIRST/" + strconv.Itoa(n.Most))
		}
		writeCall(b, n.Part)
	case *AnyOf:
		b.WriteString("ANY/" + strconv.Itoa(n.Least))
		writeCall(b, n.Parts...)
	case *AtLeast:
		b.WriteString("ATLEAST/" + strconv.Itoa(n.Least))
		writeCall(b, n.Part)
	case *List:
		b.WriteString("list:" + value(n.Name))
	case *Range:
		b.WriteString(n.Name + ":" + n.condition())
	case *Field:
		b.WriteString(n.Name + ":")
		if len(n.Values) == 1 {
			b.WriteString(value(n.Values[0]))
			return
		}
		b.WriteByte('(')
		for i, v := range n.Values {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(value(v))
		}
		b.WriteByte(')')
	}
}

// writeCall writes the parts of a call in its parentheses.
func writeCall(b *strings.Builder, parts ...Node) {
	b.WriteByte('(')
	for i, part := range parts {
		if i > 0 {
			b.WriteString(", ")
		}
		write(b, part)
	}
	b.WriteByte(')')
}

func (s Strict) prefix() string {
	switch s {
	case CaseKept:
		return "case:"
	case AccentsKept:
		return "accent:"
	case Raw:
		return "raw:"
	}
	return ""
}

// quoted puts a phrase between the quotes that it does not hold.
func quoted(s string) string {
	if strings.ContainsAny(s, quoteMarks) {
		return "«" + s + "»"
	}
	return `"` + s + `"`
}

// value writes a value of a field, in quotes where it would not be read back
// without.
func value(v string) string {
	for _, r := range v {
		if unicode.IsSpace(r) || strings.ContainsRune("(),«»"+quoteMarks, r) {
			return quoted(v)
		}
	}
	if v == "OR" || v == "OU" {
		return quoted(v)
	}
	return v
}

// condition writes a range as it is written after the colon.
func (n *Range) condition() string {
	low, high := strconv.FormatFloat(n.Low.Value, 'f', -1, 64), strconv.FormatFloat(n.High.Value, 'f', -1, 64)
	if n.Name == "published" {
		low, high = isoDay(low), isoDay(high)
	}
	switch {
	case n.Low.Given && n.High.Given && n.Low.Value == n.High.Value:
		return low
	case n.Low.Given && n.High.Given:
		return low + ".." + high
	case n.Low.Given && n.Low.Excluding:
		return ">" + low
	case n.Low.Given:
		return ">=" + low
	case n.High.Excluding:
		return "<" + high
	}
	return "<=" + high
}

// isoDay writes 20260131 as 2026-01-31.
func isoDay(s string) string {
	if len(s) != 8 {
		return s
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:]
}
