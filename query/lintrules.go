package query

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// smallOperators are operators that people write in small letters.
var smallOperators = map[string]string{"and": "AND", "et": "ET", "or": "OR", "ou": "OU", "not": "NOT", "sauf": "SAUF"}

// operators finds operators in small letters between words that were put side
// by side.
func (x *linting) operators(root Node) {
	written(root, func(n Node) {
		all, ok := n.(*And)
		if !ok || !all.Implicit {
			return
		}
		for i, part := range all.Parts {
			w, ok := part.(*Word)
			if !ok || i == 0 || i == len(all.Parts)-1 {
				continue
			}
			op := smallOperators[w.Written]
			if near := strings.ToUpper(w.Written); op == "" && (near == "NEAR" || strings.HasPrefix(near, "NEAR/") || strings.HasPrefix(near, "ONEAR/")) && w.Written != near {
				op = near
			}
			if op != "" {
				x.say("lower-case-operator", false, w.Pos, &Mend{w.Pos, op, vigie.Say("lint-mend-write", op)}, "lint-lower-case", w.Written, op)
			}
		}
	})
}

// patternLeast is how many letters a pattern needs beside its wildcards.
const patternLeast = 3

// patterns finds wildcards on too few letters.
func (x *linting) patterns(root Node) {
	written(root, func(n Node) {
		w, ok := n.(*Word)
		if !ok || !w.Wild {
			return
		}
		letters := utf8.RuneCountInString(strings.Map(func(r rune) rune {
			if isWordRune(r) {
				return r
			}
			return -1
		}, w.Written))
		if letters < patternLeast {
			x.say("short-wildcard", false, w.Pos, nil, "lint-short-wildcard", w.Written, patternLeast)
		}
	})
}

// canonical is how a part prints, folded: equal parts are one.
func canonical(n Node) string {
	if w, ok := n.(*Phrase); ok && w.Most == 0 && w.Strict == Folded && !strings.ContainsAny(w.Written, " -'’") {
		return text.Fold(w.Written)
	}
	return text.Fold(print(n))
}

// duplicates finds parts of an AND or OR that another one makes needless.
func (x *linting) duplicates(root Node) {
	written(root, func(n Node) {
		var parts []Node
		or := false
		switch n := n.(type) {
		case *And:
			parts = n.Parts
		case *Or:
			parts, or = n.Parts, true
		case *AnyOf:
			parts = n.Parts
		default:
			return
		}
		seen := map[string]bool{}
		for i, part := range parts {
			c := canonical(part)
			if seen[c] {
				x.say("duplicate", false, part.At(), x.dropped(parts, i), "lint-duplicate", print(part))
				continue
			}
			seen[c] = true
			if !or || len(parts) > 200 {
				continue
			}
			for k, other := range parts {
				if k != i && canonical(other) != c && x.implies(part, other) {
					x.say("covered", false, part.At(), x.dropped(parts, i), "lint-covered", print(part), print(other))
					break
				}
			}
		}
	})
}

// dropped proposes to leave part i out, with the operator beside it.
func (x *linting) dropped(parts []Node, i int) *Mend {
	pos := parts[i].At()
	if i > 0 {
		pos.Start = parts[i-1].At().End
	} else {
		pos.End = parts[1].At().Start
	}
	// What lies between must be an operator and white space only: no
	// parenthesis may lose its half.
	between := x.source[pos.Start:parts[i].At().Start] + x.source[parts[i].At().End:pos.End]
	if strings.ContainsAny(between, `()"«»`) {
		return nil
	}
	return &Mend{Pos: pos, Say: vigie.Say("lint-mend-remove")}
}

// comparisonsMost bounds how many parts are compared in one query: long lists
// against long lists are not looked through to the end.
const comparisonsMost = 50_000

// implies reports whether every post that a holds of is one that b holds of,
// as far as that shows at a glance.
func (x *linting) implies(a, b Node) bool {
	if x.compared++; x.compared > comparisonsMost {
		return false
	}
	if canonical(a) == canonical(b) {
		return true
	}
	switch b := b.(type) {
	case *Or:
		for _, part := range b.Parts {
			if x.implies(a, part) {
				return true
			}
		}
	case *Word:
		if b.Wild && b.Strict == Folded {
			if w, ok := a.(*Word); ok && !w.Wild && w.Off == 0 && w.Strict == Folded {
				s := makeSeq(w.Written, false)
				p := makeSeq(b.Written, false)
				return len(s.edges) == 1 && len(p.edges) == 1 && len(s.edges[0]) == 1 && len(p.edges[0]) == 1 && Like(p.edges[0][0].norm, s.edges[0][0].norm)
			}
		}
	case *List:
		return x.implies(a, b.Part)
	}
	switch a := a.(type) {
	case *And:
		for _, part := range a.Parts {
			if _, not := part.(*Not); !not && x.implies(part, b) {
				return true
			}
		}
	case *Or:
		for _, part := range a.Parts {
			if !x.implies(part, b) {
				return false
			}
		}
		return true
	case *Near:
		return x.implies(a.Left, b) || x.implies(a.Right, b)
	case *Phrase:
		if b, ok := b.(*Word); ok && !b.Wild && b.Off == 0 && b.Strict == Folded && a.Strict == Folded && a.Most > 0 {
			for _, w := range strings.Fields(a.Written) {
				if text.Fold(w) == text.Fold(b.Written) {
					return true
				}
			}
		}
	case *Word:
		return a.Strict != Folded && x.implies(&Word{Written: a.Written, Wild: a.Wild}, b)
	case *In:
		return ownText(a.Field) && x.implies(a.Part, b)
	case *Within:
		return x.implies(a.Part, b)
	case *AtLeast:
		return x.implies(a.Part, b)
	case *List:
		return x.implies(a.Part, b)
	}
	return false
}

// contradictions finds what can never match: an exclusion of what is asked
// for, conditions that exclude one another, stretches too short.
func (x *linting) contradictions(root Node) {
	written(root, func(n Node) {
		switch n := n.(type) {
		case *And:
			x.excluded(n)
			x.exclusive(n)
		case *Range:
			if n.Name == "rating" && n.Low.Given && (n.Low.Value > fiveStars || n.Low.Value == fiveStars && n.Low.Excluding) {
				x.say("never", true, n.Pos, nil, "lint-rating-five", print(n))
			}
		case *Within:
			if near, ok := n.Part.(*Near); ok && n.Stretch == FirstWords && near.Most >= n.Most {
				x.say("never", false, n.Pos, nil, "lint-near-beyond", near.Most, n.Most)
			}
			if p, ok := n.Part.(*Phrase); ok && n.Stretch == FirstWords && p.Most == 0 && len(strings.Fields(p.Written)) > n.Most {
				x.say("never", true, n.Pos, nil, "lint-first-short", print(p), n.Most)
			}
		}
	})
}

// excluded finds exclusions that remove everything.
func (x *linting) excluded(n *And) {
	for i, part := range n.Parts {
		not, ok := part.(*Not)
		if !ok {
			continue
		}
		for _, other := range n.Parts {
			if _, also := other.(*Not); !also && x.implies(other, not.Part) {
				x.say("removes-all", true, not.Pos, x.dropped(n.Parts, i), "lint-removes-all", print(not.Part), print(other))
				break
			}
		}
	}
}

// exclusive finds conditions of which a post meets one at most.
func (x *linting) exclusive(n *And) {
	for i, part := range n.Parts {
		for _, other := range n.Parts[:i] {
			switch a := part.(type) {
			case *Field:
				b, ok := other.(*Field)
				if !ok || a.Name != b.Name || a.Name != "lang" && a.Name != "channel" && a.Name != "country" || meet(a.Values, b.Values) {
					continue
				}
				mend := &Mend{Pos{b.Pos.Start, a.Pos.End}, print(&Field{Name: a.Name, Values: append(append([]string(nil), b.Values...), a.Values...)}), vigie.Sentence{}}
				mend.Say = vigie.Say("lint-mend-write", mend.With)
				if strings.TrimSpace(x.source[b.Pos.End:a.Pos.Start]) != "" && strings.TrimSpace(x.source[b.Pos.End:a.Pos.Start]) != "AND" {
					mend = nil
				}
				x.say("never", true, a.Pos, mend, "lint-exclusive", print(b), print(a))
			case *Range:
				b, ok := other.(*Range)
				if ok && a.Name == b.Name && (apart(a, b) || apart(b, a)) {
					x.say("never", true, a.Pos, nil, "lint-exclusive", print(b), print(a))
				}
			}
		}
	}
}

func meet(a, b []string) bool {
	for _, v := range a {
		for _, w := range b {
			if v == w {
				return true
			}
		}
	}
	return false
}

// apart reports whether a ends before b begins.
func apart(a, b *Range) bool {
	return a.High.Given && b.Low.Given && (a.High.Value < b.Low.Value || a.High.Value == b.Low.Value && (a.High.Excluding || b.Low.Excluding))
}

// farMost is how far NEAR may reach before it is hardly nearness: some two
// long sentences.
const farMost = 40

// nears finds NEAR between parts that cannot be near, or hardly are.
func (x *linting) nears(root Node) {
	written(root, func(n Node) {
		near, ok := n.(*Near)
		if !ok {
			return
		}
		switch {
		case canonical(near.Left) == canonical(near.Right):
			mend := &Mend{near.Pos, "ATLEAST/2(" + print(near.Left) + ")", vigie.Sentence{}}
			mend.Say = vigie.Say("lint-mend-write", mend.With)
			x.say("near-itself", false, near.Pos, mend, "lint-near-itself", print(near.Left))
		case near.Most > farMost:
			x.say("far-near", false, near.Pos, nil, "lint-far-near", near.Most, farMost)
		case inside(near.Left, near.Right) || inside(near.Right, near.Left):
			x.say("near-inside", false, near.Pos, nil, "lint-near-inside", print(near.Left), print(near.Right))
		}
	})
}

// inside reports whether a is a word of the phrase b: one cannot be near what
// it is part of, only near another such phrase.
func inside(a, b Node) bool {
	w, ok := a.(*Word)
	p, ok2 := b.(*Phrase)
	if !ok || !ok2 {
		return false
	}
	for _, f := range strings.Fields(p.Written) {
		if text.Fold(f) == text.Fold(w.Written) {
			return true
		}
	}
	return false
}

// mixed finds an OR whose alternatives hold an AND without parentheses.
func (x *linting) mixed(n Node, top bool) {
	switch n := n.(type) {
	case *Or:
		for _, part := range n.Parts {
			all, ok := part.(*And)
			if ok && !x.enclosed(all.Pos) && len(positives(all)) > 1 {
				pos := all.Pos
				with := "(" + x.at(pos) + ")"
				x.say("mixed", false, pos, &Mend{pos, with, vigie.Say("lint-mend-write", short(with))}, "lint-mixed", short(x.at(pos)))
			}
			x.mixed(part, false)
		}
	case *List:
	default:
		for _, part := range children(n) {
			x.mixed(part, false)
		}
	}
}

func positives(all *And) (list []Node) {
	for _, part := range all.Parts {
		if _, not := part.(*Not); !not {
			list = append(list, part)
		}
	}
	return list
}

// enclosed reports whether parentheses stand around pos.
func (x *linting) enclosed(pos Pos) bool {
	before, after := strings.TrimRight(x.source[:pos.Start], " \n\t"), strings.TrimLeft(x.source[pos.End:], " \n\t")
	return strings.HasSuffix(before, "(") && strings.HasPrefix(after, ")")
}

// short cuts what is shown of a long part.
func short(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// side finds words put side by side, which is AND.
func (x *linting) side(root Node) {
	written(root, func(n Node) {
		all, ok := n.(*And)
		if !ok || !all.Implicit {
			return
		}
		for i := 0; i < len(all.Parts); i++ {
			k := i
			for k < len(all.Parts) && plainWord(all.Parts[k]) {
				k++
			}
			if k-i < 2 {
				continue
			}
			pos := Pos{all.Parts[i].At().Start, all.Parts[k-1].At().End}
			if words := x.at(pos); !strings.ContainsAny(words, "()\"\n/") && !strings.Contains(words, "AND") && !strings.Contains(words, "ET ") {
				with := strconv.Quote(words)
				x.say("juxtaposition", false, pos, &Mend{pos, with, vigie.Say("lint-mend-write", with)}, "lint-juxtaposition", words)
			}
			i = k
		}
	})
}

// plainWord tells words that could be part of a phrase.
func plainWord(n Node) bool {
	w, ok := n.(*Word)
	if !ok || w.Wild || w.Off > 0 || w.Strict != Folded || smallOperators[w.Written] != "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(w.Written)
	return isWordRune(r)
}

// Bounds of broadness: a word that stands in more than a twentieth of all that
// was heard says little by itself. wordsAsked bounds the questions to the
// archive.
const (
	broadShare = 0.05
	wordsAsked = 30
)

// broad finds words that by themselves let too much in.
func (x *linting) broad(root Node) {
	if x.Share == nil {
		return
	}
	asked := map[string]bool{}
	for _, n := range enough(root) {
		c := canonical(n)
		if asked[c] || len(asked) >= wordsAsked {
			continue
		}
		asked[c] = true
		q, err := New(n)
		if err != nil {
			continue
		}
		if share, known := x.Share(q); known && share > broadShare {
			x.say("broad", false, n.At(), nil, "lint-broad", print(n), vigie.Ratio(share))
		}
	}
}

// enough returns the words that are enough by themselves for a match.
func enough(n Node) (list []Node) {
	switch n := n.(type) {
	case *Word:
		return []Node{n}
	case *Phrase:
		return []Node{n}
	case *Or:
		for _, part := range n.Parts {
			list = append(list, enough(part)...)
		}
	case *And:
		if p := positives(n); len(p) == 1 {
			return enough(p[0])
		}
	}
	return list
}
