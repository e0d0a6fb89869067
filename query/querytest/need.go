package querytest

import (
	"strings"

	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// Meets reports whether p meets n, in the plainest way: it is what a store's
// index must answer. A nil n is met by all.
func Meets(n query.NeedNode, p *query.Post) bool {
	fields := [2]*text.Field{&p.Doc.Title, &p.Doc.Body}
	switch n := n.(type) {
	case nil:
		return true
	case query.NeedAll:
		for _, part := range n {
			if !Meets(part, p) {
				return false
			}
		}
		return true
	case query.NeedAny:
		for _, part := range n {
			if Meets(part, p) {
				return true
			}
		}
		return false
	case query.NeedExcept:
		return Meets(n.Of, p) && !Meets(n.Not, p)
	case query.NeedWord:
		for _, f := range fields {
			if !n.Also && holdsWord(n, f.Words) || holdsWord(n, f.Also) {
				return true
			}
		}
		return false
	case query.NeedPhrase:
		for _, f := range fields {
			if holdsPhrase(n, f.Words) {
				return true
			}
		}
		return false
	case query.NeedField:
		return holdsField(n, p)
	case query.NeedAuthor:
		return n.Fits(p.Mention.Author.Name, p.Mention.Author.Account)
	case query.NeedDays:
		at := p.Mention.Published
		return !at.IsZero() && !at.Before(n.From) && (n.To.IsZero() || at.Before(n.To))
	}
	return false
}

func holdsWord(n query.NeedWord, words []text.Word) bool {
	for _, w := range words {
		if n.Fits(w.Norm) {
			return true
		}
	}
	return false
}

func holdsPhrase(n query.NeedPhrase, words []text.Word) bool {
	for i := 0; i+len(n) <= len(words); i++ {
		k := 0
		for k < len(n) && words[i+k].Norm == n[k] {
			k++
		}
		if k == len(n) {
			return true
		}
	}
	return false
}

func holdsField(n query.NeedField, p *query.Post) bool {
	for _, v := range n.Values {
		switch {
		case n.Name == "lang" && (p.Lang == v || v == "und" && p.Lang == ""),
			n.Name == "channel" && string(p.Channel) == v,
			n.Name == "site" && (p.Site == v || strings.HasSuffix(p.Site, "."+v)):
			return true
		}
	}
	return false
}
