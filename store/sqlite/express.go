package sqlite

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store/sqlite/words"
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
	match words.Expr // nil: the full text narrows nothing
	// exact says that match means the query itself and not just something it
	// needs.
	exact bool
	// sure finds only what the query matches; nil where nothing is sure.
	sure words.Expr
}

// nothing matches no mention.
var nothing = words.Any{}

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

// lose is the expression of what cannot be said: nil, which stands for
// everything where wide and for nothing where not.
func (x *expresser) lose() (words.Expr, error) {
	x.lost = true
	return nil, nil
}

func (x *expresser) node(p query.NeedNode, wide bool) (words.Expr, error) {
	switch p := p.(type) {
	case nil:
		return x.lose()
	case query.NeedAll:
		return x.all(p, wide)
	case query.NeedAny:
		return x.any(p, wide)
	case query.NeedExcept:
		of, err := x.node(p.Of, wide)
		if err != nil || of == nil {
			return nil, err
		}
		not, err := x.node(p.Not, !wide)
		switch {
		case err != nil:
			return nil, err
		case not != nil:
			return words.Except{Of: of, Not: not}, nil
		case wide:
			return of, nil
		}
		return nil, nil
	case query.NeedWord:
		return x.word(p, wide)
	case query.NeedPhrase:
		if x.terms += len(p); x.terms > mostTerms {
			return x.lose()
		}
		return words.Phrase(p), nil
	case query.NeedField:
		return x.field(p)
	case query.NeedAuthor:
		return x.author(p, wide)
	default: // a part newer than this package
		return x.lose()
	}
}

func (x *expresser) all(parts []query.NeedNode, wide bool) (words.Expr, error) {
	var all words.All
	slices.SortStableFunc(parts, func(a, b query.NeedNode) int { return costly(a) - costly(b) })
	for _, q := range parts {
		if len(all) > 0 && costly(q) > 0 {
			x.lost = true // what is found so far is few enough to be decided
			continue
		}
		e, err := x.node(q, wide)
		if err != nil {
			return nil, err
		}
		if e != nil {
			all = append(all, e)
		} else if !wide {
			return nil, nil
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}

// costly puts last what is asked of every author.
func costly(n query.NeedNode) int {
	if _, ok := n.(query.NeedAuthor); ok {
		return 1
	}
	return 0
}

// authorsAsked is how many authors are asked one by one: some hundred
// milliseconds. With more, mentions are decided as they come.
const authorsAsked = 200_000

// author expresses a condition on authors by those who meet it.
func (x *expresser) author(p query.NeedAuthor, wide bool) (words.Expr, error) {
	n, err := x.h.number("SELECT count(*) FROM (SELECT 1 FROM author LIMIT ?)", authorsAsked+1)
	if err != nil || !wide || n > authorsAsked {
		x.lost = true
		return nil, err
	}
	x.lost = true // whose name changed since is decided by what the mention says
	var ids []int64
	if err := x.h.each(x.ctx, func(v []driver.Value) error {
		if p.Fits(str(v[2]), str(v[1])) {
			ids = append(ids, num(v[0]))
		}
		return nil
	}, "SELECT id, account, name FROM author"); err != nil {
		return nil, err
	}
	if x.terms += len(ids); x.terms > mostTerms {
		return x.lose()
	}
	if len(ids) == 0 {
		return nothing, nil
	}
	return anyToken(authorToken, ids), nil
}

func (x *expresser) any(parts []query.NeedNode, wide bool) (words.Expr, error) {
	var any words.Any
	for _, q := range parts {
		e, err := x.node(q, wide)
		if err != nil {
			return nil, err
		}
		if e != nil {
			any = append(any, e)
		} else if wide {
			return nil, nil
		}
	}
	if len(any) == 0 && !wide {
		return nil, nil
	}
	return any, nil // which may be none: no alternatives
}

// word expresses a word or a pattern of words.
func (x *expresser) word(p query.NeedWord, wide bool) (words.Expr, error) {
	kind := ""
	if p.Also {
		kind = alsoToken
	}
	if x.terms++; x.terms > mostTerms {
		return x.lose()
	}
	prefix := p.Prefix()
	if prefix == p.Norm {
		return words.Term(kind + p.Norm), nil
	}
	if prefix != "" && p.Norm == prefix+"*" {
		return words.Prefix(kind + prefix), nil
	}
	list, more, err := x.h.expand(x.ctx, p, min(mostExpansions, mostTerms-x.terms))
	if err != nil {
		return nil, err
	}
	if more && !wide {
		return x.lose()
	}
	if more {
		x.lost = true
		if prefix != "" {
			return words.Prefix(kind + prefix), nil
		}
		return nil, nil
	}
	x.terms += len(list)
	out := make(words.Any, len(list))
	for i, w := range list {
		out[i] = words.Term(kind + w)
	}
	return out, nil
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
func (x *expresser) field(f query.NeedField) (words.Expr, error) {
	var values []int64
	kind := ""
	switch f.Name {
	case "lang":
		kind = langToken
		for _, v := range f.Values {
			values = addOnce(values, langAsked(v))
		}
	case "channel":
		kind = channelToken
		for _, v := range f.Values {
			values = addOnce(values, channelCode(vigie.Channel(v)))
		}
	case "site":
		kind = siteToken
		for _, v := range f.Values {
			// A site stands for its subdomains too.
			err := x.h.each(x.ctx, func(row []driver.Value) error {
				values = addOnce(values, num(row[0]))
				return nil
			}, "SELECT id FROM site WHERE name = ?1 OR substr(name, -length(?2)) = ?2", v, "."+v)
			if err != nil {
				return nil, err
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
	return anyToken(kind, values), nil
}
