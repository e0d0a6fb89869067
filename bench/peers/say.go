package main

import (
	"strconv"
	"strings"

	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// prefix writes a query operator first, for peers to read: W word, S prefix,
// P n words, OR n, AND n, NOT, NEAR most ordered. It reports false for what
// the peers have no form for.
func prefix(n query.Node, dst []string) ([]string, bool) {
	several := func(op string, parts []query.Node) ([]string, bool) {
		dst = append(dst, op, strconv.Itoa(len(parts)))
		ok := true
		for _, p := range parts {
			if dst, ok = prefix(p, dst); !ok {
				return dst, false
			}
		}
		return dst, true
	}
	switch n := n.(type) {
	case *query.And:
		return several("AND", n.Parts)
	case *query.Or:
		return several("OR", n.Parts)
	case *query.Not:
		return prefix(n.Part, append(dst, "NOT"))
	case *query.Near:
		ordered := "0"
		if n.Ordered {
			ordered = "1"
		}
		dst, ok := prefix(n.Left, append(dst, "NEAR", strconv.Itoa(n.Most), ordered))
		if !ok {
			return dst, false
		}
		return prefix(n.Right, dst)
	case *query.Word:
		if n.Off > 0 || n.Strict != query.Folded {
			return dst, false
		}
		return word(n.Written, dst)
	case *query.Phrase:
		if n.Most > 0 || n.Strict != query.Folded {
			return dst, false
		}
		return phrase(n.Written, dst)
	}
	return dst, false
}

func word(written string, dst []string) ([]string, bool) {
	if s, ok := strings.CutSuffix(written, "*"); ok && !strings.ContainsAny(s, "*?") {
		return append(dst, "S", text.Fold(s)), true
	}
	if strings.ContainsAny(written, "*?") {
		return dst, false
	}
	f := text.Cut("", written).Body
	for _, a := range f.Also {
		if strings.ContainsAny(a.Norm, "#@.") {
			return append(dst, "W", a.Norm), true
		}
	}
	if len(f.Words) != 1 {
		return dst, false
	}
	return append(dst, "W", f.Words[0].Norm), true
}

// phrase writes words in a row, or run together.
func phrase(written string, dst []string) ([]string, bool) {
	f := text.Cut("", written).Body
	if len(f.Also) > 0 || len(f.Words) < 2 || len(f.Words) > 4 {
		return dst, false
	}
	dst = append(dst, "OR", "2", "P", strconv.Itoa(len(f.Words)))
	joined := ""
	for _, w := range f.Words {
		dst = append(dst, w.Norm)
		joined += w.Norm
	}
	return append(dst, "W", joined), true
}
