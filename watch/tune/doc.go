// Package tune finds what would make a topic's query say better what somebody
// means: which mention to ask about next, and which words tell the mentions
// that were refused from those that were kept.
//
// In go some hundred mentions that a query takes (a Pool) and what a person
// said of a few of them; out come terms to exclude, words to ask for and
// capitals to insist on. Terms are found by comparing mentions, so they are
// guesses: whoever proposes them measures them first (package watch does). It
// keeps nothing and reads no archive.
package tune

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/rising"
)

// Kind is what a term is a condition on.
type Kind int8

// The kinds of terms.
const (
	Word Kind = iota // an expression of one to three words
	Site
	Author
	Lang
)

// Term is a condition that a post may meet.
type Term struct {
	Kind   Kind
	Shown  string // as people read it: the words, the site, the account, the code of the language
	Clause string // in the query language
	N      int    // posts of the pool that meet it
}

// Pool is mentions that a query takes, to be compared. It is for one goroutine.
type Pool struct {
	query *query.Query
	names map[string]bool // words that the query asks for
	terms []Term
	known map[string]int32
	posts []post
	lang  string // of most posts whose language is known; empty where none is
}

// post is one mention: what it meets, in order of number, and which of that
// likeness is told by.
type post struct {
	kept  *vigie.Kept
	doc   *text.Doc
	terms []int32
	alike []int32
	norm  float64 // length of the vector of alike; set by weigh
}

// NewPool compares mentions that q takes; the mentions are kept, not copied.
func NewPool(q *query.Query, kept []vigie.Kept) *Pool {
	p := &Pool{query: q, names: names(q), known: map[string]int32{}}
	langs := map[string]int{}
	for i := range kept {
		if l := kept[i].Reading.Lang; l != "" {
			langs[l]++
			if n := langs[l]; n > langs[p.lang] || n == langs[p.lang] && l < p.lang {
				p.lang = l
			}
		}
	}
	for i := range kept {
		p.add(&kept[i])
	}
	for i := range p.posts {
		sum := 0.0
		for _, t := range p.posts[i].alike {
			sum += p.weight(t) * p.weight(t)
		}
		p.posts[i].norm = math.Sqrt(sum)
	}
	return p
}

// names returns the words of a query, folded, whatever it makes of them: to
// propose them again would be circular.
func names(q *query.Query) map[string]bool {
	out := map[string]bool{}
	take := func(s string) {
		d := text.Cut("", s)
		for i := range d.Body.Words {
			out[d.Body.Words[i].Norm] = true
		}
	}
	query.Walk(q.Root, func(n query.Node) bool {
		switch n := n.(type) {
		case *query.Word:
			take(n.Written)
		case *query.Phrase:
			take(n.Written)
		}
		return true
	})
	return out
}

func (p *Pool) add(k *vigie.Kept) {
	m := &k.Mention
	x := post{kept: k, doc: text.Cut(m.Title, m.Text)}
	// A text too short to tell its language is taken for one of the others': else
	// its empty words would look like something it says.
	rising.Each(x.doc, cmp.Or(k.Reading.Lang, p.lang), func(norm string, f *text.Field, words []*text.Word) {
		circular := true
		for _, w := range words {
			circular = circular && p.names[w.Norm]
		}
		if circular {
			return
		}
		t := p.term("w"+norm, func() Term {
			shown := strings.ToLower(rising.Shown(f, words))
			return Term{Kind: Word, Shown: shown, Clause: clause(shown, norm)}
		})
		x.terms = append(x.terms, t)
		if len(words) == 1 {
			x.alike = append(x.alike, t)
		}
	})
	if m.Site != "" {
		x.terms = append(x.terms, p.term("s"+m.Site, func() Term { return Term{Kind: Site, Shown: m.Site, Clause: "site:" + m.Site} }))
	}
	if name := m.Author.Account; name != "" || m.Author.Name != "" {
		if name == "" {
			name = m.Author.Name
		}
		x.terms = append(x.terms, p.term("a"+name, func() Term {
			return Term{Kind: Author, Shown: name, Clause: `author:"` + strings.ReplaceAll(name, `"`, " ") + `"`}
		}))
	}
	if l := k.Reading.Lang; l != "" {
		t := p.term("l"+l, func() Term { return Term{Kind: Lang, Shown: l, Clause: "lang:" + l} })
		x.terms, x.alike = append(x.terms, t), append(x.alike, t)
	}
	for _, list := range []*[]int32{&x.terms, &x.alike} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	for _, t := range x.terms {
		p.terms[t].N++
	}
	p.posts = append(p.posts, x)
}

// clause writes an expression in the query language: as it was read where that
// finds what norm finds, else folded.
func clause(shown, norm string) string {
	d := text.Cut("", shown)
	parts := make([]string, 0, 3)
	for i := range d.Body.Words {
		parts = append(parts, d.Body.Words[i].Norm)
	}
	if strings.Join(parts, " ") != norm || strings.ContainsAny(shown, "\"“”«»\\*?") {
		shown = norm
	}
	return `"` + shown + `"`
}

func (p *Pool) term(key string, made func() Term) int32 {
	if n, ok := p.known[key]; ok {
		return n
	}
	n := int32(len(p.terms))
	p.known[strings.Clone(key)] = n
	p.terms = append(p.terms, made())
	return n
}

// weight is how much a term says of what a post is about: its inverse document
// frequency (K. Sparck Jones, 1972), nothing for one that no other post has.
func (p *Pool) weight(t int32) float64 {
	n := p.terms[t].N
	if n < 2 {
		return 0
	}
	return math.Log(float64(len(p.posts)) / float64(n))
}

// Likeness is how alike the words of two posts of the pool are, 0 to 1.
func (p *Pool) Likeness(a, b int) float64 { return p.likeness(&p.posts[a], &p.posts[b]) }

// likeness is the cosine of two posts' words, 0 to 1.
func (p *Pool) likeness(a, b *post) float64 {
	if a.norm == 0 || b.norm == 0 {
		return 0
	}
	sum := 0.0
	for i, j := 0, 0; i < len(a.alike) && j < len(b.alike); {
		switch x, y := a.alike[i], b.alike[j]; {
		case x < y:
			i++
		case x > y:
			j++
		default:
			w := p.weight(x)
			sum += w * w
			i, j = i+1, j+1
		}
	}
	return sum / (a.norm * b.norm)
}
