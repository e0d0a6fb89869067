package query

import (
	"strconv"
	"strings"
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
		b.WriteString(n.Written)
	case *Phrase:
		if strings.ContainsAny(n.Written, quoteMarks) {
			b.WriteString("«" + n.Written + "»")
		} else {
			b.WriteString(`"` + n.Written + `"`)
		}
		if n.Most > 0 {
			b.WriteByte('~')
			b.WriteString(strconv.Itoa(n.Most))
		}
	case *Field:
		b.WriteString(n.Name)
		b.WriteByte(':')
		if len(n.Values) == 1 {
			b.WriteString(n.Values[0])
			return
		}
		b.WriteByte('(')
		b.WriteString(strings.Join(n.Values, ","))
		b.WriteByte(')')
	}
}
