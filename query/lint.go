package query

import (
	"errors"
	"slices"
	"strings"

	"vigie.example/vigie"
)

// Remark is what Lint has to say about a part of a query.
type Remark struct {
	Rule string // which rule, as a word: "lower-case-operator"
	Pos  Pos    // in the written query
	Say  vigie.Sentence
	// Grave says that the query cannot mean what it says; else it may.
	Grave bool
	Mend  *Mend // nil where there is none to propose
}

// Mend is a change that answers a Remark: With in the place of Pos.
type Mend struct {
	Pos  Pos
	With string
	Say  vigie.Sentence // what it does, for a button
}

// Apply returns source mended.
func (m *Mend) Apply(source string) string {
	return source[:m.Pos.Start] + m.With + source[m.Pos.End:]
}

// Linter looks a query over as a colleague would before it is saved.
type Linter struct {
	Lists Lists
	// Share, where set, tells in which share (0 to 1) of what was heard a query
	// of one word stands, and whether enough was heard to tell.
	Share func(word *Query) (share float64, known bool)
}

// remarksMost bounds what is said of one query.
const remarksMost = 40

// Lint returns remarks in the order of their places. A query that does not
// parse gives its error as a remark, with a mend where one is plain.
func (l Linter) Lint(source string) []Remark {
	q, err := l.Lists.Parse(source)
	if err != nil {
		return lintFault(source, err)
	}
	x := linting{Linter: l, source: source}
	x.operators(q.Root)
	x.patterns(q.Root)
	x.duplicates(q.Root)
	x.contradictions(q.Root)
	x.nears(q.Root)
	x.mixed(q.Root, true)
	x.side(q.Root)
	x.broad(q.Root)
	slices.SortStableFunc(x.list, func(a, b Remark) int { return a.Pos.Start - b.Pos.Start })
	return x.list[:min(len(x.list), remarksMost)]
}

// linting is one query being looked over.
type linting struct {
	Linter
	source string
	list   []Remark
	// compared counts what implies looked at.
	compared int
}

func (x *linting) say(rule string, grave bool, pos Pos, mend *Mend, id string, args ...any) {
	x.list = append(x.list, Remark{Rule: rule, Grave: grave, Pos: pos, Mend: mend, Say: vigie.Say(id, args...)})
}

// at returns what was written at pos.
func (x *linting) at(pos Pos) string { return x.source[pos.Start:pos.End] }

// written visits the parts that stand in the source: not what lists hold.
func written(n Node, visit func(Node)) {
	Walk(n, func(n Node) bool {
		visit(n)
		_, list := n.(*List)
		return !list
	})
}

// lintFault proposes a mend of an error.
func lintFault(source string, err error) []Remark {
	var e *SyntaxError
	if !errors.As(err, &e) {
		return nil
	}
	r := Remark{Rule: "error", Grave: true, Pos: e.Pos, Say: e.Why}
	end := len(strings.TrimRight(source, " \t\r\n"))
	closing := func(with string) *Mend {
		return &Mend{Pos: Pos{end, end}, With: with, Say: vigie.Say("lint-mend-close", with)}
	}
	without := &Mend{Pos: e.Pos, Say: vigie.Say("lint-mend-remove")}
	switch e.Why.ID {
	case "query-quote-open":
		line := strings.IndexByte(source[e.Pos.End:], '\n')
		if line >= 0 {
			end = e.Pos.End + line
		}
		if r.Mend = closing(`"`); strings.HasPrefix(source[e.Pos.Start:], "«") {
			r.Mend = closing("»")
		}
	case "query-parenthesis-open", "query-list-open":
		r.Mend = closing(")")
	case "query-comment-open":
		r.Mend = closing("*/")
	case "query-parenthesis-closes-nothing", "query-quote-closes-nothing", "query-parenthesis-empty", "query-phrase-empty", "query-no-word", "query-comma":
		r.Mend = without
	case "query-near-side":
		r.Mend = nearMend(source)
	case "query-fuzzy-number":
		w := source[e.Pos.Start:e.Pos.End]
		with := w[:strings.LastIndexByte(w, '~')] + "~1"
		r.Mend = &Mend{Pos: e.Pos, With: with, Say: vigie.Say("lint-mend-write", with)}
	case "query-field-unknown":
		w := source[e.Pos.Start:]
		if i := strings.IndexFunc(w, func(r rune) bool { return r == ' ' || r == ')' || r == '\n' || r == '(' || r == '"' }); i >= 0 {
			w = w[:i]
		}
		r.Mend = &Mend{Pos: Pos{e.Pos.Start, e.Pos.Start + len(w)}, With: `"` + w + `"`, Say: vigie.Say("lint-mend-quote", w)}
	}
	return []Remark{r}
}

// nearMend proposes OR for the juxtaposed words of a group beside NEAR: what
// people mean who list words there.
func nearMend(source string) *Mend {
	for i := 0; i < len(source); i++ {
		if source[i] != '(' {
			continue
		}
		end := strings.IndexByte(source[i:], ')')
		if end < 0 {
			return nil
		}
		end += i
		before, after := strings.TrimRight(source[:i], " "), strings.TrimLeft(source[end+1:], " ")
		last := before[strings.LastIndexAny(before, " (\n")+1:]
		if !strings.Contains(last, "NEAR") && !strings.HasPrefix(after, "NEAR") && !strings.HasPrefix(after, "ONEAR") {
			continue
		}
		words := strings.Fields(source[i+1 : end])
		if len(words) < 2 || strings.ContainsAny(source[i+1:end], "(\":«") || slices.ContainsFunc(words, func(w string) bool { return w == strings.ToUpper(w) && len(w) > 1 }) {
			continue
		}
		with := "(" + strings.Join(words, " OR ") + ")"
		return &Mend{Pos: Pos{i, end + 1}, With: with, Say: vigie.Say("lint-mend-write", with)}
	}
	return nil
}
