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
	mostExpansions = 400
	mostTerms      = 2000 // in one expression
)

// expression is a query's Need in the language of the full text.
type expression struct {
	match string // empty: the full text narrows nothing
	// exact says that match means the query itself and not just something it
	// needs.
	exact bool
	// sure finds only what the query matches; empty where nothing is sure.
	sure string
}

// nothing matches no mention: no Term and no field's token is spelt so.
const nothing = `"_n"`

// express turns a Need into an expression.
func (h *hand) express(ctx context.Context, need query.Need) (out expression, err error) {
	x := expresser{h: h, ctx: ctx}
	if out.match, err = x.node(need.Root, true); err != nil {
		return out, err
	}
	out.exact = need.Exact && !x.lost && need.Root != nil
	if out.exact || need.Sure == nil {
		return out, nil
	}
	x = expresser{h: h, ctx: ctx}
	out.sure, err = x.node(need.Sure, false)
	return out, err
}

// expresser writes expressions. What cannot be said is left out so that the
// whole is wider (what is needed) or narrower (what suffices), as asked.
type expresser struct {
	h     *hand
	ctx   context.Context
	terms int
	lost  bool // something was left out
}

// lose is the expression of what cannot be said: empty, which stands for
// everything where wide and for nothing where not.
func (x *expresser) lose() (string, error) {
	x.lost = true
	return "", nil
}

func (x *expresser) node(p query.NeedNode, wide bool) (string, error) {
	switch p := p.(type) {
	case nil:
		return x.lose()
	case query.NeedAll:
		return x.all(p, wide)
	case query.NeedAny:
		return x.any(p, wide)
	case query.NeedExcept:
		of, err := x.node(p.Of, wide)
		if err != nil || of == "" {
			return "", err
		}
		not, err := x.node(p.Not, !wide)
		switch {
		case err != nil:
			return "", err
		case not != "":
			return "(" + of + " NOT " + not + ")", nil
		case wide:
			return of, nil
		}
		return "", nil
	case query.NeedWord:
		return x.word(p, wide)
	case query.NeedPhrase:
		if x.terms += len(p); x.terms > mostTerms {
			return x.lose()
		}
		terms := make([]string, len(p))
		for i, w := range p {
			terms[i] = text.Term(w)
		}
		return `({title body} : "` + strings.Join(terms, " ") + `")`, nil
	case query.NeedField:
		return x.field(p)
	default: // a part newer than this package
		return x.lose()
	}
}

func (x *expresser) all(parts []query.NeedNode, wide bool) (string, error) {
	var texts []string
	for _, q := range parts {
		t, err := x.node(q, wide)
		if err != nil {
			return "", err
		}
		if t != "" {
			texts = append(texts, t)
		} else if !wide {
			return "", nil
		}
	}
	return group(texts, " AND "), nil
}

func (x *expresser) any(parts []query.NeedNode, wide bool) (string, error) {
	var texts []string
	for _, q := range parts {
		t, err := x.node(q, wide)
		if err != nil {
			return "", err
		}
		if t != "" {
			texts = append(texts, t)
		} else if wide {
			return "", nil
		}
	}
	if len(texts) == 0 && wide {
		return nothing, nil // no alternatives
	}
	return group(texts, " OR "), nil
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
func (x *expresser) word(p query.NeedWord, wide bool) (string, error) {
	prefixed := ""
	if p.Also {
		prefixed = alsoToken
	}
	quoted := func(norm, star string) string { return `"` + prefixed + text.Term(norm) + `"` + star }
	if x.terms++; x.terms > mostTerms {
		return x.lose()
	}
	prefix := p.Prefix()
	if prefix == p.Norm {
		return quoted(p.Norm, ""), nil
	}
	if prefix != "" && p.Norm == prefix+"*" {
		return quoted(prefix, " *"), nil
	}
	words, more, err := x.h.expand(x.ctx, p, min(mostExpansions, mostTerms-x.terms))
	if err != nil {
		return "", err
	}
	if more && !wide {
		return x.lose()
	}
	if more {
		x.lost = true
		if prefix != "" {
			return quoted(prefix, " *"), nil
		}
		return "", nil
	}
	if len(words) == 0 {
		return nothing, nil
	}
	x.terms += len(words)
	for i, w := range words {
		words[i] = quoted(w, "")
	}
	return group(words, " OR "), nil
}

// expand returns the words of the vocabulary that fit a pattern, and whether
// there are more than most.
func (h *hand) expand(ctx context.Context, p query.NeedWord, most int) (words []string, more bool, err error) {
	back := reversed(p.Norm)
	literal := back[:strings.IndexAny(back, "*?")]
	// Between the reversed ending and the first string that no longer begins
	// with it.
	err = h.each(ctx, func(v []driver.Value) error {
		word := reversed(str(v[0]))
		if !p.Fits(word) {
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

// field expresses a condition on a field.
func (x *expresser) field(f query.NeedField) (string, error) {
	var values []int64
	prefix := ""
	switch f.Name {
	case "lang":
		prefix = langToken
		for _, v := range f.Values {
			values = addOnce(values, langAsked(v))
		}
	case "channel":
		prefix = channelToken
		for _, v := range f.Values {
			values = addOnce(values, channelCode(vigie.Channel(v)))
		}
	case "site":
		prefix = siteToken
		for _, v := range f.Values {
			// A site stands for its subdomains too.
			err := x.h.each(x.ctx, func(row []driver.Value) error {
				values = addOnce(values, num(row[0]))
				return nil
			}, "SELECT id FROM site WHERE name = ?1 OR substr(name, -length(?2)) = ?2", v, "."+v)
			if err != nil {
				return "", err
			}
		}
	default:
		return x.lose()
	}
	if x.terms += len(values); x.terms > mostTerms {
		return x.lose()
	}
	if len(values) == 0 {
		return nothing, nil
	}
	return anyToken(prefix, values), nil
}
