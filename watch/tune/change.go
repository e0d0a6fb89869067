package tune

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie/query"
)

// Without adds exclusions to a query as it was written. What it gives means:
// what the query meant, but for what meets one of the clauses.
func Without(q *query.Query, clauses []string) string {
	with := strings.Join(clauses, " OR ")
	if len(clauses) > 1 {
		with = "(" + with + ")"
	}
	return beside(q, "NOT "+with)
}

// Asking adds to a query that one of the clauses must hold too.
func Asking(q *query.Query, clauses []string) string {
	return beside(q, "AND ("+strings.Join(clauses, " OR ")+")")
}

// beside writes a query with a condition behind it.
func beside(q *query.Query, with string) string {
	source := strings.TrimSpace(q.Source)
	switch q.Root.(type) {
	case *query.Word, *query.Phrase, *query.In, *query.Within, *query.AnyOf, *query.AtLeast:
	case *query.And:
		// AND may not be mixed with words in a row, and reads badly behind NOT.
		if !strings.HasPrefix(with, "NOT ") {
			source = "(" + source + ")"
		}
	default:
		source = "(" + source + ")"
	}
	gap := " "
	if strings.Contains(source, "\n") {
		gap = "\n"
	}
	return source + gap + with
}

// Capitals is a name of a query that people write in several ways.
type Capitals struct {
	Name  string   // as the query has it
	Forms []string // with its capitals, the most frequent first: at most two
	Lower int      // posts of the pool that write it in small letters alone
	Upper int      // those that write it with a capital at least once
	Query string   // the whole query, asking for Forms
}

// formsMost is how many ways of writing a name are asked for.
const formsMost = 2

// Insists returns the names of the query that are written now with capitals,
// now without: candidates for case:. Words that already ask for their capitals,
// wildcards and exclusions are left alone.
func (p *Pool) Insists() []Capitals {
	var out []Capitals
	query.Walk(p.query.Root, func(n query.Node) bool {
		name := ""
		switch n := n.(type) {
		case *query.Not, *query.List, *query.In, *query.Field:
			return false
		case *query.Word:
			if !n.Wild && n.Off == 0 && n.Strict == query.Folded && !strings.ContainsAny(n.Written, "#@") {
				name = n.Written
			}
		case *query.Phrase:
			if n.Most == 0 && n.Strict == query.Folded {
				name = n.Written
			}
		}
		if name != "" {
			if c, ok := p.capitals(name, n.At()); ok {
				out = append(out, c)
			}
		}
		return true
	})
	return out
}

// capitals looks at how posts write a name that stands at pos in the query.
func (p *Pool) capitals(name string, pos query.Pos) (Capitals, bool) {
	one, err := query.Parse(`"` + name + `"`)
	c := Capitals{Name: name}
	source := p.query.Source
	if err != nil || pos.End <= pos.Start || pos.End > len(source) {
		return c, false
	}
	forms := map[string]int{}
	for i := range p.posts {
		x := &p.posts[i]
		capital, small := false, false
		for _, s := range one.Spans(&query.Post{Doc: x.doc}) {
			f := x.doc.Body.Text
			if s.Field == query.InTitle {
				f = x.doc.Title.Text
			}
			form := f[s.Start:s.End]
			first, _ := utf8.DecodeRuneInString(strings.TrimLeft(form, "#@"))
			if !unicode.IsUpper(first) {
				small = true
				continue
			}
			capital = true
			if !strings.ContainsAny(form, "#@-_\"\n") {
				forms[form]++
			}
		}
		switch {
		case capital:
			c.Upper++
		case small:
			c.Lower++
		}
	}
	for f := range forms {
		c.Forms = append(c.Forms, f)
	}
	slices.SortFunc(c.Forms, func(a, b string) int {
		if forms[a] != forms[b] {
			return forms[b] - forms[a]
		}
		return strings.Compare(a, b)
	})
	if len(c.Forms) > formsMost {
		c.Forms = c.Forms[:formsMost]
	}
	if len(c.Forms) == 0 || c.Lower == 0 {
		return c, false
	}
	clauses := make([]string, len(c.Forms))
	for i, f := range c.Forms {
		if clauses[i] = "case:" + f; strings.ContainsAny(f, " '’&.") {
			clauses[i] = `case:"` + f + `"`
		}
	}
	with := strings.Join(clauses, " OR ")
	if len(clauses) > 1 {
		with = "(" + with + ")"
	}
	c.Query = source[:pos.Start] + with + source[pos.End:]
	return c, true
}
