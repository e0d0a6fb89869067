package query_test

import (
	"slices"
	"strings"

	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// The plain evaluator shares nothing with the package but the tree and the
// tokeniser: it writes out every way in which a text can be read (each joined
// name taken or not) and every way a phrase can be meant, and compares them as
// lists.

// reading is one word of one way to read a field.
type reading struct {
	norm       string
	from, to   int // positions
	start, end int // bytes
}

// placed is where a part stands.
type placed struct{ field, from, to int }

func bruteMatch(n query.Node, p *query.Post) bool {
	switch n := n.(type) {
	case *query.And:
		for _, part := range n.Parts {
			if !bruteMatch(part, p) {
				return false
			}
		}
		return true
	case *query.Or:
		return slices.ContainsFunc(n.Parts, func(part query.Node) bool { return bruteMatch(part, p) })
	case *query.Not:
		return !bruteMatch(n.Part, p)
	case *query.Field:
		return slices.ContainsFunc(n.Values, func(v string) bool { return bruteField(n.Name, v, p) })
	case *query.Range:
		return bruteRange(n, p)
	case *query.List:
		return bruteMatch(n.Part, p)
	case *query.In:
		return bruteIn(n, p)
	case *query.Within:
		return slices.ContainsFunc(bruteStretches(n, p), func(w *query.Post) bool { return bruteMatch(n.Part, w) })
	case *query.AnyOf:
		k := 0
		for _, part := range n.Parts {
			if bruteMatch(part, p) {
				k++
			}
		}
		return k >= n.Least
	case *query.AtLeast:
		return bruteMost(brutePlaces(n.Part, p)) >= n.Least
	}
	return len(brutePlaces(n, p)) > 0
}

func brutePlaces(n query.Node, p *query.Post) (out []placed) {
	switch n := n.(type) {
	case *query.Word:
		return bruteSeq(n.Written, n.Strict, n.Off, p)
	case *query.Phrase:
		if n.Most == 0 {
			return bruteSeq(n.Written, n.Strict, 0, p)
		}
		return bruteLoose(n, p)
	case *query.List:
		return brutePlaces(n.Part, p)
	case *query.Or:
		for _, part := range n.Parts {
			out = append(out, brutePlaces(part, p)...)
		}
	case *query.Near:
		for _, l := range brutePlaces(n.Left, p) {
			for _, r := range brutePlaces(n.Right, p) {
				after, before := r.from-l.to, l.from-r.to
				if l.field == r.field && (after >= 0 && after <= n.Most || !n.Ordered && before >= 0 && before <= n.Most) {
					out = append(out, placed{l.field, min(l.from, r.from), max(l.to, r.to)})
				}
			}
		}
	}
	return out
}

// ways lists what may be read at each position of a field.
func ways(f *text.Field) [][]reading {
	at := make([][]reading, len(f.Words))
	for _, list := range [][]text.Word{f.Words, f.Also} {
		for _, w := range list {
			at[w.Pos] = append(at[w.Pos], reading{w.Norm, int(w.Pos), int(w.Pos + w.Len), int(w.Start), int(w.End)})
		}
	}
	return at
}

// meant lists the ways in which a written word or phrase may be meant, each a
// list of words.
func meant(written string, raw bool) (out [][]string) {
	veiled := strings.NewReplacer("*", "\uA7F7", "?", "\uA7FB").Replace(written)
	if raw {
		veiled = written
	}
	f := &text.Cut("", veiled).Body
	at := ways(f)
	var only []reading // names that stand for themselves alone
	for _, list := range at {
		for _, r := range list {
			if isAlso := r.to-r.from > 1 || r.norm != f.Words[r.from].Norm; isAlso && (strings.ContainsAny(r.norm, ".+@#") || r.norm[0] == '$') {
				only = append(only, r)
			}
		}
	}
	var walk func(pos int, path []string)
	walk = func(pos int, path []string) {
		if pos == len(at) {
			out = append(out, slices.Clone(path))
			return
		}
		// The longest marked name that covers a position stands alone there.
		best := reading{}
		for _, o := range only {
			if o.from <= pos && pos < o.to && o.to-o.from > best.to-best.from {
				best = o
			}
		}
		for _, r := range at[pos] {
			if best.norm != "" && r != best {
				continue
			}
			if r.norm != f.Words[pos].Norm && r.to-r.from == 1 && strings.HasPrefix(f.Words[pos].Norm, "👍") {
				continue // an emoji with a skin tone is meant with it
			}
			walk(r.to, append(path, r.norm))
		}
	}
	walk(0, nil)
	if len(only) == 0 && len(f.Words) > 1 && len(f.Words) <= 4 {
		joined, ok, letter := "", true, false
		for i, w := range f.Words {
			ok = ok && !strings.ContainsAny(w.Norm, "👍&.+#%€") && w.Norm != "\uA7F7" && (i == 0 || w.Start >= f.Words[i-1].End)
			letter = letter || strings.Trim(w.Norm, "0123456789") != ""
			joined += w.Norm
		}
		if ok && letter {
			out = append(out, []string{joined})
		}
	}
	if len(f.Words) == 1 {
		if r := []rune(f.Words[0].Norm); len(r) == 1 && r[0] > 0x3000 && r[0] < 0xA000 || len(r) == 1 && r[0] >= 0xAC00 && r[0] < 0xD7A4 {
			out = append(out, []string{"\uA7F7" + string(r) + "\uA7F7"})
		}
	}
	return out
}

func bruteSeq(written string, strict query.Strict, off int, p *query.Post) (out []placed) {
	for field, f := range []*text.Field{&p.Doc.Title, &p.Doc.Body} {
		at := ways(f)
		for _, path := range meant(written, strict == query.Raw) {
			var walk func(start, pos, k, from, to int)
			walk = func(start, pos, k, from, to int) {
				if k == len(path) {
					if bruteWritten(f.Text, from, to, written, strict) {
						out = append(out, placed{field, start, pos})
					}
					return
				}
				if pos == len(at) {
					return
				}
				for _, r := range at[pos] {
					if off == 0 && bruteLike([]rune(path[k]), []rune(r.norm)) || off > 0 && bruteOff([]rune(path[k]), []rune(r.norm)) <= off {
						walk(start, r.to, k+1, min(from, r.start), max(to, r.end))
					}
				}
			}
			for start := range at {
				walk(start, start, 0, len(f.Text), 0)
			}
		}
	}
	return out
}

func bruteLike(pattern, norm []rune) bool {
	switch {
	case len(pattern) == 0:
		return len(norm) == 0
	case pattern[0] == '\uA7F7':
		return bruteLike(pattern[1:], norm) || len(norm) > 0 && bruteLike(pattern, norm[1:])
	case len(norm) == 0:
		return false
	}
	return (pattern[0] == '\uA7FB' || pattern[0] == norm[0]) && bruteLike(pattern[1:], norm[1:])
}

func bruteLoose(n *query.Phrase, p *query.Post) (out []placed) {
	var lists [][]placed
	for _, w := range strings.Fields(n.Written) {
		if len(meant(w, n.Strict == query.Raw)) > 0 && len(text.Cut("", w).Body.Words) > 0 {
			lists = append(lists, bruteSeq(w, n.Strict, 0, p))
		}
	}
	if len(lists) < 2 {
		return bruteSeq(n.Written, n.Strict, 0, p)
	}
	var choose func(k int, chosen []placed)
	choose = func(k int, chosen []placed) {
		if k == len(lists) {
			whole, covered := chosen[0], 0
			for _, c := range chosen {
				whole.from, whole.to = min(whole.from, c.from), max(whole.to, c.to)
				covered += c.to - c.from
			}
			if whole.to-whole.from-covered <= n.Most {
				out = append(out, whole)
			}
			return
		}
		for _, c := range lists[k] {
			if !slices.ContainsFunc(chosen, func(x placed) bool {
				return x.field != c.field || c.from < x.to && x.from < c.to
			}) {
				choose(k+1, append(chosen, c))
			}
		}
	}
	choose(0, nil)
	return out
}

// sameTree compares trees without their places.
func sameTree(a, b query.Node) bool {
	all := func(x, y []query.Node) bool {
		return slices.EqualFunc(x, y, sameTree)
	}
	switch a := a.(type) {
	case *query.And:
		b, ok := b.(*query.And)
		return ok && a.Implicit == b.Implicit && all(a.Parts, b.Parts)
	case *query.Or:
		b, ok := b.(*query.Or)
		return ok && all(a.Parts, b.Parts)
	case *query.Not:
		b, ok := b.(*query.Not)
		return ok && sameTree(a.Part, b.Part)
	case *query.Near:
		b, ok := b.(*query.Near)
		return ok && a.Most == b.Most && a.Ordered == b.Ordered && sameTree(a.Left, b.Left) && sameTree(a.Right, b.Right)
	case *query.Word:
		b, ok := b.(*query.Word)
		return ok && a.Written == b.Written && a.Wild == b.Wild && a.Off == b.Off && a.Strict == b.Strict
	case *query.Phrase:
		b, ok := b.(*query.Phrase)
		return ok && a.Written == b.Written && a.Most == b.Most && a.Strict == b.Strict
	case *query.Range:
		b, ok := b.(*query.Range)
		return ok && a.Name == b.Name && a.Low == b.Low && a.High == b.High
	case *query.In:
		b, ok := b.(*query.In)
		return ok && a.Field == b.Field && sameTree(a.Part, b.Part)
	case *query.Within:
		b, ok := b.(*query.Within)
		return ok && a.Stretch == b.Stretch && a.Most == b.Most && sameTree(a.Part, b.Part)
	case *query.AnyOf:
		b, ok := b.(*query.AnyOf)
		return ok && a.Least == b.Least && all(a.Parts, b.Parts)
	case *query.AtLeast:
		b, ok := b.(*query.AtLeast)
		return ok && a.Least == b.Least && sameTree(a.Part, b.Part)
	case *query.List:
		b, ok := b.(*query.List)
		return ok && a.Name == b.Name && sameTree(a.Part, b.Part)
	case *query.Field:
		b, ok := b.(*query.Field)
		return ok && a.Name == b.Name && slices.Equal(a.Values, b.Values)
	}
	return false
}
