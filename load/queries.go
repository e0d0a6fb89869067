package load

import (
	"cmp"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"vigie.example/vigie/text"
)

// Lexicon is what posts are made of: their words, the commonest first, and
// pairs of words that stand side by side. Queries are written of it, so that
// they meet the posts as often as real ones do.
type Lexicon struct {
	words []string    // of three letters or more
	pairs [][2]string // as they came, each once
	tags  []string    // hashtags and accounts, the commonest first
}

// NewLexicon reads posts.
func NewLexicon(posts iter.Seq[string]) *Lexicon {
	words, tags, pairs := map[string]int{}, map[string]int{}, map[[2]string]bool{}
	l := &Lexicon{}
	var d text.Doc
	for p := range posts {
		d.Recut("", p)
		for i, w := range d.Body.Words {
			if !wordy(w.Norm) {
				continue
			}
			words[strings.Clone(w.Norm)]++
			if i == 0 || !wordy(d.Body.Words[i-1].Norm) {
				continue
			}
			if pair := [2]string{d.Body.Words[i-1].Norm, w.Norm}; !pairs[pair] {
				pair = [2]string{strings.Clone(pair[0]), strings.Clone(pair[1])}
				pairs[pair] = true
				l.pairs = append(l.pairs, pair)
			}
		}
		for _, w := range d.Body.Also {
			if (w.Norm[0] == '#' || w.Norm[0] == '@') && wordy(w.Norm[1:]) {
				tags[strings.Clone(w.Norm)]++
			}
		}
	}
	l.words, l.tags = byCount(words), byCount(tags)
	return l
}

// wordy reports whether a brand could be called, or spoken of by, this word.
func wordy(w string) bool {
	if len(w) < 3 || len(w) > 24 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

func byCount(counts map[string]int) []string {
	list := make([]string, 0, len(counts))
	for w := range counts {
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return list
}

// writer writes queries of a lexicon.
type writer struct {
	*Lexicon
	rng *rand.Rand
	b   strings.Builder
}

// Queries yields for ever queries as brands write them, of about a dozen
// terms:
//
//   - nine of ten ask for one to four names of a house, each under one or two
//     writings: a pair of words that stands in the posts (an eighth) or does
//     not (three eighths), a rare word, a word that nobody uses; a hashtag, an
//     account or a site. A name in twenty is a common noun, as Orange or Free,
//     and then something beside it is always asked.
//   - the rest ask for a theme: common words near one another.
//   - three in four ask for something beside the name: one of three to seven
//     common words, with AND or NEAR; an eighth of those has a wildcard.
//   - two in five exclude words or phrases; one in six asks for a language, a
//     channel or a site.
//   - one in eight uses a form of the finer kind: case:, raw:, accent:, a loose
//     phrase, one letter off, SENTENCE, FIRST, ANY, ATLEAST, title:.
//
// How common a word is, is drawn evenly on the logarithm of its rank: among
// the rarest five sixths for names, from 400 to 4,000 for those that are common
// nouns, from 40 to 4,000 for what stands beside. The
// same seed and lexicon give the same queries.
func (l *Lexicon) Queries(seed uint64) iter.Seq[string] {
	return func(yield func(string) bool) {
		w := &writer{Lexicon: l, rng: rand.New(rand.NewPCG(seed, 3))}
		for yield(w.query()) {
		}
	}
}

// one draws true once in n.
func (w *writer) one(n int) bool { return w.rng.IntN(n) == 0 }

// ranked draws from list, evenly on the logarithm of the rank.
func ranked(rng *rand.Rand, list []string, from, to int) string {
	if len(list) == 0 {
		return "vigie"
	}
	to = min(to, len(list))
	from = min(from, to-1)
	low, high := math.Log(float64(from+1)), math.Log(float64(to+1))
	k := int(math.Exp(low+rng.Float64()*(high-low))) - 1
	return list[min(max(k, 0), len(list)-1)]
}

func (w *writer) rare() string   { return ranked(w.rng, w.words, len(w.words)/6, len(w.words)) }
func (w *writer) common() string { return ranked(w.rng, w.words, 40, 4000) }

func (w *writer) query() string {
	w.b.Reset()
	if w.one(10) {
		return w.theme()
	}
	noun := w.one(20)
	w.names(noun)
	if noun || w.rng.IntN(4) > 0 {
		w.beside()
	}
	if w.one(8) {
		w.finer()
	}
	w.condition()
	return w.b.String()
}

// names writes the name of a brand, or several of one house.
func (w *writer) names(noun bool) {
	w.b.WriteByte('(')
	for n := 1 + w.rng.IntN(4); n > 0; n-- {
		name, other := w.rare(), w.rare()
		switch k := w.rng.IntN(8); {
		case noun:
			name, noun = ranked(w.rng, w.words, 400, 4000), false
			w.b.WriteString(name)
		case k < 1 && len(w.pairs) > 0:
			pair := w.pairs[w.rng.IntN(len(w.pairs))]
			name, other = pair[0], pair[1]
			w.phrase(name, other)
		case k < 4:
			w.phrase(name, other)
		case k < 6:
			w.b.WriteString(name + other[:2]) // a name that is nobody's word
		default:
			w.b.WriteString(name)
		}
		switch w.rng.IntN(6) {
		case 0:
			w.b.WriteString(" OR #" + name + other)
		case 1:
			w.b.WriteString(" OR @" + name + other)
		case 2:
			w.b.WriteString(" OR " + name + other + ".fr")
		case 3:
			w.b.WriteString(" OR " + ranked(w.rng, w.tags, len(w.tags)/6, len(w.tags)))
		}
		if n > 1 {
			w.b.WriteString(" OR ")
		}
	}
	w.b.WriteByte(')')
}

func (w *writer) phrase(words ...string) {
	w.b.WriteByte('"')
	for i, s := range words {
		if i > 0 {
			w.b.WriteByte(' ')
		}
		w.b.WriteString(s)
	}
	w.b.WriteByte('"')
}

// beside writes what must stand beside the name.
func (w *writer) beside() {
	switch w.rng.IntN(3) {
	case 0:
		w.b.WriteString(" NEAR/" + strconv.Itoa(3+w.rng.IntN(10)) + " ")
	case 1:
		w.b.WriteString(" AND ")
	default:
		w.b.WriteByte(' ')
	}
	w.group(3+w.rng.IntN(5), true)
}

// group writes one of n common words, some in phrases, some cut short.
func (w *writer) group(n int, wild bool) {
	w.b.WriteByte('(')
	for k := range n {
		if k > 0 {
			w.b.WriteString(" OR ")
		}
		c := w.common()
		switch {
		case wild && len(c) > 5 && w.one(8):
			w.b.WriteString(c[:len(c)-2] + "*")
		case w.one(8):
			w.phrase(c, w.common())
		default:
			w.b.WriteString(c)
		}
	}
	w.b.WriteByte(')')
}

// theme writes common words near one another.
func (w *writer) theme() string {
	w.group(2+w.rng.IntN(3), false)
	w.b.WriteString(" NEAR/" + strconv.Itoa(2+w.rng.IntN(7)) + " ")
	w.group(2+w.rng.IntN(3), false)
	w.b.WriteString(" (" + w.common() + " OR " + w.rare() + ")")
	w.condition()
	return w.b.String()
}

// condition writes exclusions and what the post must be.
func (w *writer) condition() {
	if w.rng.IntN(5) < 2 {
		w.b.WriteString(" NOT ")
		w.group(1+w.rng.IntN(5), false)
	}
	if w.one(6) {
		w.b.WriteString([]string{" lang:fr", " lang:(fr,en)", " channel:(social,forum,review)", " NOT channel:press", " NOT site:" + w.rare() + ".fr"}[w.rng.IntN(5)])
	}
}

// finer writes one of the forms that few queries use.
func (w *writer) finer() {
	a, b, c := w.common(), w.common(), w.rare()
	for len(c) < 6 && len(w.words) > 1000 { // one letter off a short word is another word
		c = w.rare()
	}
	forms := []string{
		`OR case:` + strings.ToUpper(c[:1]) + c[1:], `OR raw:"` + c + `"`, `OR accent:` + c,
		`OR "` + a + " " + b + " " + c + `"~4`, `OR ` + c + `~1`,
		`SENTENCE(` + a + ` ` + b + `)`, `FIRST/30(` + a + `)`, `ANY/2(` + a + `, ` + b + `, ` + w.common() + `)`,
		`ATLEAST/2(` + a + `)`, `OR title:(` + c + ` OR ` + w.rare() + `)`,
	}
	w.b.WriteString(" " + forms[w.rng.IntN(len(forms))])
}
