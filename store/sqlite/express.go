package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// Bounds of what a pattern may stand for. Above them it narrows nothing and
// candidates are decided one by one: a pattern that fits so much is found soon
// by walking.
const (
	mostExpansions = 1000
	mostTerms      = 2000 // in one expression
)

// expression is a query's Need in the language of the full text.
type expression struct {
	match string // empty: the full text narrows nothing
	// exact says that match, with the conditions put into the narrow, means
	// the query itself and not just something it needs.
	exact bool
}

// express turns a Need into an expression. Conditions on fields that stand
// beside the words go into n.
func (h *hand) express(ctx context.Context, need query.Need, n *narrow) (expression, error) {
	x := expresser{h: h, ctx: ctx, exact: need.Exact}
	if need.Root == nil {
		return expression{exact: false}, nil
	}
	parts := []query.NeedNode{need.Root}
	if all, ok := need.Root.(query.NeedAll); ok {
		parts = all
	}
	var texts []string
	for _, p := range parts {
		if f, ok := p.(query.NeedField); ok {
			if done, err := x.field(f, n); err != nil {
				return expression{}, err
			} else if done {
				continue
			}
		}
		t, err := x.node(p)
		if err != nil {
			return expression{}, err
		}
		if t != "" {
			texts = append(texts, t)
		}
	}
	return expression{match: strings.Join(texts, " AND "), exact: x.exact}, nil
}

type expresser struct {
	h     *hand
	ctx   context.Context
	exact bool
	terms int
}

// node returns the expression of a part, empty where it can require nothing.
// What it loses makes the whole inexact.
func (x *expresser) node(p query.NeedNode) (string, error) {
	switch p := p.(type) {
	case query.NeedAll:
		var texts []string
		for _, q := range p {
			t, err := x.node(q)
			if err != nil {
				return "", err
			}
			if t != "" {
				texts = append(texts, t)
			}
		}
		return group(texts, " AND "), nil
	case query.NeedAny:
		var texts []string
		for _, q := range p {
			t, err := x.node(q)
			if err != nil {
				return "", err
			}
			if t == "" {
				x.exact = false
				return "", nil
			}
			texts = append(texts, t)
		}
		return group(texts, " OR "), nil
	case query.NeedWord:
		return x.word(p)
	case query.NeedPhrase:
		x.terms += len(p)
		terms := make([]string, len(p))
		for i, w := range p {
			terms[i] = text.Term(w)
		}
		return `{title body} : "` + strings.Join(terms, " ") + `"`, nil
	default: // a NeedField among words, or a part newer than this package
		x.exact = false
		return "", nil
	}
}

// group joins parts, in parentheses where there are several.
func group(texts []string, by string) string {
	switch len(texts) {
	case 0:
		return ""
	case 1:
		return texts[0]
	}
	return "(" + strings.Join(texts, by) + ")"
}

// word expresses a word or a pattern of words.
func (x *expresser) word(p query.NeedWord) (string, error) {
	x.terms++
	if x.terms > mostTerms {
		x.exact = false
		return "", nil
	}
	if !p.Pattern {
		return `"` + text.Term(p.Norm) + `"`, nil
	}
	literal := strings.IndexAny(p.Norm, "*?")
	if literal < 0 {
		return `"` + text.Term(p.Norm) + `"`, nil
	}
	if literal == len(p.Norm)-1 && literal > 0 && p.Norm[literal] == '*' {
		return `"` + text.Term(p.Norm[:literal]) + `" *`, nil
	}
	words, more, err := x.h.expand(x.ctx, p.Norm, mostExpansions)
	if err != nil {
		return "", err
	}
	if !more && x.terms+len(words) <= mostTerms {
		x.terms += len(words)
		if len(words) == 0 {
			return `"_none_"`, nil // no Term holds a lone underscore pair: matches nothing
		}
		for i, w := range words {
			words[i] = `"` + text.Term(w) + `"`
		}
		return group(words, " OR "), nil
	}
	x.exact = false
	if literal > 0 {
		return `"` + text.Term(p.Norm[:literal]) + `" *`, nil
	}
	return "", nil
}

// expand returns the words of the vocabulary that fit a pattern, and whether
// there are more than most.
func (h *hand) expand(ctx context.Context, pattern string, most int) (words []string, more bool, err error) {
	back := reversed(pattern)
	literal := back[:strings.IndexAny(back, "*?")]
	// Between the reversed ending and the first string that no longer begins
	// with it.
	err = h.each(ctx, func(v []driver.Value) error {
		word := reversed(str(v[0]))
		if !fits(pattern, word) {
			return nil
		}
		if len(words) == most {
			more = true
			return errStop
		}
		words = append(words, word)
		return nil
	}, "SELECT rev FROM word WHERE rev >= ?1 AND rev < ?2 AND rev GLOB ?3", literal, literal+string(utf8.MaxRune), globOf(back))
	return words, more, err
}

// globOf writes a pattern as GLOB reads it: [ is nothing special to us.
func globOf(pattern string) string { return strings.ReplaceAll(pattern, "[", "[[]") }

// fits reports whether word is one of those that pattern stands for: * is any
// run of characters, ? exactly one.
func fits(pattern, word string) bool {
	star, mark := -1, 0
	p, w := 0, 0
	for w < len(word) {
		_, size := utf8.DecodeRuneInString(word[w:])
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, w
			p++
			continue
		case p < len(pattern) && pattern[p] == '?':
			p++
			w += size
			continue
		case p < len(pattern) && strings.HasPrefix(pattern[p:], word[w:w+size]):
			p += size
			w += size
			continue
		}
		if star < 0 {
			return false
		}
		_, size = utf8.DecodeRuneInString(word[mark:])
		mark += size
		p, w = star+1, mark
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// field puts a condition on a field into n, where n has none on that field
// yet, and reports whether it did.
func (x *expresser) field(f query.NeedField, n *narrow) (bool, error) {
	switch f.Name {
	case "lang":
		if len(n.langs) > 0 {
			return false, nil
		}
		for _, v := range f.Values {
			n.langs = addOnce(n.langs, langCode(v))
		}
	case "channel":
		if len(n.channels) > 0 {
			return false, nil
		}
		for _, v := range f.Values {
			n.channels = addOnce(n.channels, channelCode(vigie.Channel(v)))
		}
	case "site":
		if len(n.sites) > 0 {
			return false, nil
		}
		for _, v := range f.Values {
			// A site stands for its subdomains too.
			err := x.h.each(x.ctx, func(row []driver.Value) error {
				n.sites = addOnce(n.sites, num(row[0]))
				return nil
			}, "SELECT id FROM site WHERE name = ?1 OR substr(name, -length(?2)) = ?2", v, "."+v)
			if err != nil {
				return false, err
			}
		}
		if len(n.sites) > 500 {
			n.sites = nil
			return false, nil
		}
		n.nothing = n.nothing || len(n.sites) == 0
	default:
		return false, nil
	}
	return true, nil
}
