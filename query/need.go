package query

import (
	"slices"
	"strings"
	"time"
)

// Need is a necessary condition of a query in terms that any full-text index
// knows: whatever the query matches meets its Need. Where Exact is true the
// reverse holds too, and a store may count without deciding each candidate.
//
// A store that does not know a condition, or cannot ask it well, may always
// leave it out of NeedAll, or take NeedExcept for its Of: that widens, and wide
// is right as long as each candidate is decided. Then the store must not rely
// on Exact.
type Need struct {
	Root  NeedNode // nil means that nothing can be required
	Exact bool
	// Sure is the other way round: whatever meets it matches, though not all
	// that matches meets it. Where it is nil nothing is sure. A store may count
	// what is Sure without deciding it and decide the rest. Equal to Root where
	// Exact.
	Sure NeedNode
}

// NeedNode is one of NeedAll, NeedAny, NeedExcept, NeedWord, NeedPhrase,
// NeedField, NeedDays, NeedAuthor.
type NeedNode interface{ need() }

// NeedAll requires every part.
type NeedAll []NeedNode

// NeedAny requires at least one part.
type NeedAny []NeedNode

// NeedWord requires a word, as text printed it, among the plain words or the
// Also words of title or body. Pattern words hold * (any run) and ? (one
// character) and stand for every word of the vocabulary that fits.
//
// Norm is as Doc has it: text.Term makes of it what the index holds.
type NeedWord struct {
	Norm    string
	Pattern bool
	// Also asks for it among the Also words and not among the plain ones. A
	// store whose index does not part them may look among all.
	Also bool
}

// Fits reports whether a Norm of the vocabulary is what w requires.
func (w NeedWord) Fits(norm string) bool {
	if w.Pattern {
		return Like(w.Norm, norm)
	}
	return w.Norm == norm
}

// Prefix returns the part of Norm before its first * or ?: every word that
// fits starts with it. It may be empty.
func (w NeedWord) Prefix() string {
	if i := strings.IndexAny(w.Norm, "*?"); w.Pattern && i >= 0 {
		return w.Norm[:i]
	}
	return w.Norm
}

// NeedPhrase requires plain words in a row within one field.
type NeedPhrase []string

// NeedField requires lang, channel or site to be one of Values; a site stands
// for its subdomains too.
type NeedField struct {
	Name   string
	Values []string
}

// NeedDays requires a known date of publication in [From, To), which leaves a
// day of room on both sides: a store need not know in which zone days were
// meant. A zero instant is open.
type NeedDays struct{ From, To time.Time }

// NeedAuthor requires an author whose name and account Fits takes, as a Mention
// has them. A store that keeps its authors apart, fewer than its mentions, may
// ask it of each; it is safe for several goroutines.
type NeedAuthor struct {
	Fits func(name, account string) bool
}

// NeedExcept requires Of and the lack of Not, which is decided by the index
// alone: it holds words and phrases, no field. Of always requires a word.
type NeedExcept struct{ Of, Not NeedNode }

func (NeedAll) need()    {}
func (NeedAny) need()    {}
func (NeedExcept) need() {}
func (NeedWord) need()   {}
func (NeedPhrase) need() {}
func (NeedField) need()  {}
func (NeedDays) need()   {}
func (NeedAuthor) need() {}

// Need returns the necessary condition of q. The zero Query, which matches
// nothing, needs one of no alternatives.
func (q *Query) Need() Need {
	p := q.ready()
	if p == nil {
		return Need{Root: NeedAny{}, Exact: true, Sure: NeedAny{}}
	}
	b := p.bounds()
	if b.exact {
		b.sure = b.root
	}
	return Need{Root: b.root, Exact: b.exact, Sure: b.sure}
}

// bounds holds a part between what it needs (nil: nothing) and what is sure
// (nil: nothing). exact says that both are the same.
type bounds struct {
	root, sure NeedNode
	exact      bool
}

func exactly(n NeedNode) bounds { return bounds{n, n, true} }

func (p *prog) bounds() bounds {
	switch p.op {
	case opSeq:
		return p.seq.bounds()
	case opOff:
		return oneOffBounds(p.seq.edges[0][0].norm)
	case opStrict:
		return bounds{root: p.seq.bounds().root}
	case opLoose:
		var all NeedAll
		for i := range p.units {
			all = append(all, p.units[i].seq.bounds().root)
		}
		return bounds{root: all}
	case opNear:
		return bounds{root: NeedAll{p.parts[0].bounds().root, p.parts[1].bounds().root}}
	case opField:
		return p.fieldBounds()
	case opRange:
		return bounds{root: p.days()}
	case opIn:
		if ownText(p.field) {
			return bounds{root: p.parts[0].positive()}
		}
		if p.field == "author" {
			return bounds{root: NeedAuthor{Fits: p.parts[0].signs}}
		}
		return bounds{}
	case opWithin:
		return bounds{root: p.parts[0].positive()}
	case opAtLeast:
		return bounds{root: p.parts[0].bounds().root}
	case opAny:
		return p.anyBounds()
	case opOr:
		return boundsOfOr(p.parts)
	case opAnd:
		return boundsOfAnd(p.parts)
	case opNever:
		return exactly(NeedAny{})
	}
	return bounds{} // NOT alone
}

// fieldBounds tells the fields that stores know.
func (p *prog) fieldBounds() bounds {
	switch p.field {
	case "lang", "channel":
		return exactly(NeedField{Name: p.field, Values: p.values})
	case "site":
		if !slices.ContainsFunc(p.values, func(v string) bool { return strings.Contains(v, "*") }) {
			return exactly(NeedField{Name: p.field, Values: p.values})
		}
	}
	return bounds{}
}

// days returns what published: needs; nil for other ranges.
func (p *prog) days() NeedNode {
	if p.field != "published" {
		return nil
	}
	at := func(b Bound, days int) time.Time {
		if !b.Given {
			return time.Time{}
		}
		n := int(b.Value)
		return time.Date(n/10_000, time.Month(n/100%100), n%100+days, 0, 0, 0, 0, time.UTC)
	}
	return NeedDays{From: at(p.low, -1), To: at(p.high, 2)}
}

// anyBounds: at least one of any len-most+1 parts holds; where all must, all.
func (p *prog) anyBounds() bounds {
	if p.most == len(p.parts) {
		return boundsOfAnd(p.parts)
	}
	b := boundsOfOr(p.parts[:len(p.parts)-p.most+1])
	return bounds{root: b.root}
}

// positive returns what p needs where it is asked of a part of the post alone:
// what it excludes there may stand elsewhere.
func (p *prog) positive() NeedNode {
	switch p.op {
	case opNot:
		return nil
	case opAnd:
		var all NeedAll
		for _, part := range p.parts {
			if n := part.positive(); n != nil {
				all = append(all, n)
			}
		}
		return one(all)
	case opOr, opAny:
		var any NeedAny
		for _, part := range p.parts {
			n := part.positive()
			if n == nil {
				return nil
			}
			any = append(any, n)
		}
		return any
	}
	return p.bounds().root
}

func boundsOfOr(parts []*prog) bounds {
	out := bounds{exact: true}
	var root, sure NeedAny
	free := false
	for _, part := range parts {
		b := part.bounds()
		out.exact = out.exact && b.exact
		free = free || b.root == nil
		root = append(root, b.root)
		if b.sure != nil {
			sure = append(sure, b.sure)
		}
	}
	if !free {
		out.root = root
	}
	if len(sure) > 0 {
		out.sure = sure
	}
	return out
}

func boundsOfAnd(parts []*prog) bounds {
	out := bounds{exact: true}
	var root, sure NeedAll
	doubt := false // something holds that no condition makes sure
	for _, part := range parts {
		if part.op == opNot {
			continue
		}
		b := part.bounds()
		out.exact = out.exact && b.exact
		if b.root != nil {
			root = append(root, b.root)
		}
		if b.sure != nil {
			sure = append(sure, b.sure)
		} else {
			doubt = true
		}
	}
	out.root, out.sure = one(root), one(sure)
	if doubt {
		out.sure = nil
	}
	for _, part := range parts {
		if part.op != opNot {
			continue
		}
		b := part.parts[0].bounds()
		if b.sure != nil && indexed(b.sure) && wordy(out.root) {
			out.root = NeedExcept{Of: out.root, Not: b.sure}
			out.exact = out.exact && b.exact
		} else {
			out.exact = false
		}
		if b.root != nil && indexed(b.root) && wordy(out.sure) {
			out.sure = NeedExcept{Of: out.sure, Not: b.root}
		} else {
			out.sure = nil
		}
	}
	return out
}

// one makes a node of several that must all hold; nil of none.
func one(all NeedAll) NeedNode {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// indexed reports whether n is decided by words and phrases alone.
func indexed(n NeedNode) bool {
	switch n := n.(type) {
	case NeedField, NeedDays, NeedAuthor:
		return false
	case NeedExcept:
		return false // legal, but two levels of it are no index's strength
	case NeedAll:
		return !slices.ContainsFunc(n, func(x NeedNode) bool { return !indexed(x) })
	case NeedAny:
		return !slices.ContainsFunc(n, func(x NeedNode) bool { return !indexed(x) })
	}
	return true
}

// wordy reports whether n cannot hold without a word of the index.
func wordy(n NeedNode) bool {
	switch n := n.(type) {
	case nil, NeedField, NeedDays, NeedAuthor:
		return false
	case NeedExcept:
		return wordy(n.Of)
	case NeedAll:
		return slices.ContainsFunc(n, wordy)
	case NeedAny:
		return !slices.ContainsFunc(n, func(x NeedNode) bool { return !wordy(x) })
	}
	return true
}

// pathsMost is how many ways through a written word or phrase are told apart;
// with more of them only the words of its plain steps are required.
const pathsMost = 8

// bounds of a word or phrase. A post has it if it has one of its ways. A way
// of one step is a word of the index. A way of several steps is a phrase of
// the index, or else one of its steps was taken over another name.
func (s *seq) bounds() bounds {
	paths, whole := s.paths()
	if !whole {
		return bounds{root: s.crossing()}
	}
	out := bounds{exact: true}
	var root, sure NeedAny
	for _, path := range paths {
		words := make(NeedAll, len(path))
		phrase := make(NeedPhrase, len(path))
		var also NeedAny
		wild := false
		for i, e := range path {
			words[i] = NeedWord{Norm: e.norm, Pattern: e.wild}
			also = append(also, NeedWord{Norm: e.norm, Pattern: e.wild, Also: true})
			phrase[i] = e.norm
			wild = wild || e.wild
		}
		switch {
		case len(path) == 1:
			root, sure = append(root, words[0]), append(sure, words[0])
		case wild:
			out.exact = false
			root = append(root, words)
		default:
			out.exact = false
			sure = append(sure, phrase)
			root = append(root, phrase, append(words, also))
		}
	}
	out.root = any1(root)
	if len(sure) > 0 {
		out.sure = any1(sure)
	}
	return out
}

func any1(list NeedAny) NeedNode {
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// paths returns the ways through s, and whether these are all.
func (s *seq) paths() (list [][]edge, whole bool) {
	whole = true
	var walk func(at int, path []edge)
	walk = func(at int, path []edge) {
		if at == len(s.edges) {
			if len(list) == pathsMost {
				whole = false
				return
			}
			list = append(list, slices.Clone(path))
			return
		}
		for _, e := range s.edges[at] {
			if !whole {
				return
			}
			walk(e.to, append(path, e))
		}
	}
	walk(0, nil)
	return list, whole
}

// crossing returns a condition that every way through s meets: at each
// position, one of the steps that lead over it.
func (s *seq) crossing() NeedNode {
	var all NeedAll
	for p := range s.edges {
		var over NeedAny
		for _, e := range s.crossingAt(p) {
			over = append(over, NeedWord{Norm: e.norm, Pattern: e.wild})
		}
		all = append(all, any1(over))
	}
	return one(all)
}
