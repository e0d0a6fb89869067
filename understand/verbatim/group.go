package verbatim

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/rising"
)

// Text is one text of a Group. Its Field is read by Add and not kept.
type Text struct {
	Body  *text.Field
	Title string // a sentence that repeats it says nothing more
	Lang  string // ISO 639-1; its empty words are not counted
	Voice string // counts once for a word; empty is nobody else's
	About []Span // of Body: what the group is about, as it stands there
	Most  int    // characters of a sentence that may be quoted of it
	Waits bool   // whoever says it awaits an answer
}

// Said is a sentence of a Group, whole.
type Said struct {
	Span        // of the Body of its text
	Text string // as it stands there
	Of   int    // which text, in the order of Add, from 0
	// Lang and Waits are those of its text.
	Lang  string
	Waits bool
	// Near is how near it stands to the middle of the group, 0 to 1: 1 for the
	// nearest sentence there is.
	Near float64
	// Score is Near, with what speaks for the sentence and against it.
	Score float64
}

// Group gathers texts about one thing (a story, a topic in a period, those of
// one opinion) and finds the sentence that speaks best for all of them: the one
// nearest to the centroid of their words (Radev, Jing, Stys and Tam 2004,
// "Centroid-based summarization of multiple documents", Information Processing
// and Management 40), each word weighing the share of voices that use it, by
// the cosine; then moved by what makes a sentence quotable (the table of
// points). The zero Group is ready; it is for one goroutine, and the same texts
// in the same order give the same answer. What it holds and does is bounded by
// the number of texts, whatever their length.
type Group struct {
	texts  int
	voices map[string]int32
	words  map[string]int32
	weigh  []weight // by the number that words gives
	all    []candidate
}

// weight is the voices that use a word.
type weight map[int32]struct{}

type candidate struct {
	Span
	text  string
	of    int
	lang  string
	waits bool
	words []int32
	extra float64
}

// What of one text is looked at: the start, where people say what they mean.
const (
	sentencesMost = 64
	wordsMost     = 3000
	wordBytes     = 64 // longer ones are no words
)

// What speaks for a sentence and against it, beside a nearness of at most one.
// Chosen by reading what came out of the demonstration; not fitted.
const (
	aboutPoints    = 0.30  // what the group is about stands in it
	shortPoints    = -0.30 // under shortChars
	longPoints     = -0.30 // over longChars
	addressPoints  = -0.30 // an address in it
	shoutPoints    = -0.30 // all in capitals
	titlePoints    = -0.30 // says the title again
	announcePoints = -0.30 // announces what is not quoted
	cutPoints      = -0.20 // its source cut it short
	tagsPoints     = -0.20 // three tags or accounts and more
	leaningPoints  = -0.10 // leans on the sentence before
	// Agrees is for one that surely states what its group does; Agreeing gives as
	// much of it as that is sure. It weighs as much as all nearness: what is
	// quoted as praise praises, where anything does.
	Agrees = 1

	shortChars = 40
	longChars  = 220
)

// Add adds a text and returns its number.
func (g *Group) Add(t Text) int {
	if g.words == nil {
		g.words, g.voices = map[string]int32{}, map[string]int32{}
	}
	of := g.texts
	g.texts++
	voice := int32(-1 - of) // nobody else's
	if t.Voice != "" {
		n, ok := g.voices[t.Voice]
		if !ok {
			n = int32(len(g.voices))
			g.voices[t.Voice] = n
		}
		voice = n
	}
	f := t.Body
	title := wordSet(t.Title)
	from := int32(0)
	for i, to := range f.Ends {
		if i == sentencesMost || from >= wordsMost {
			break
		}
		if to == from {
			continue
		}
		words, norms := g.count(f, from, min(to, wordsMost), &t, voice)
		s := bounds(f, from, to)
		from = to
		said := f.Text[s.Start:s.End]
		if len(words) == 0 || utf8.RuneCountInString(said) > t.Most || !utf8.ValidString(said) {
			continue
		}
		c := candidate{Span: s, text: strings.Clone(said), of: of, lang: t.Lang, waits: t.Waits, words: words, extra: points(f, s, said)}
		if slices.ContainsFunc(t.About, func(a Span) bool { return a.Start >= s.Start && a.End <= s.End }) {
			c.extra += aboutPoints
		}
		if len(title) > 0 && repeats(norms, title) {
			c.extra += titlePoints
		}
		g.all = append(g.all, c)
	}
	return of
}

// count counts the words [from, to) of f for a voice and returns those that
// weigh, once each, and all of them folded. What the group is about stands in
// all of it and tells no sentence from another: it does not weigh.
func (g *Group) count(f *text.Field, from, to int32, t *Text, voice int32) (ids []int32, norms map[string]bool) {
	norms = map[string]bool{}
	for i := from; i < to; i++ {
		w := &f.Words[i]
		if norms[w.Norm] {
			continue
		}
		norms[w.Norm] = true
		if len(w.Norm) > wordBytes || rising.Empty(t.Lang, w.Norm) || within(t.About, w) {
			continue
		}
		id, ok := g.words[w.Norm]
		if !ok {
			id = int32(len(g.weigh))
			g.words[strings.Clone(w.Norm)] = id
			g.weigh = append(g.weigh, weight{})
		}
		g.weigh[id][voice] = struct{}{}
		ids = append(ids, id)
	}
	return ids, norms
}

func within(spans []Span, w *text.Word) bool {
	return slices.ContainsFunc(spans, func(a Span) bool { return int(w.Start) >= a.Start && int(w.End) <= a.End })
}

// Ranked returns the best sentence of each text, the best first, at most most.
func (g *Group) Ranked(most int) []Said { return firstOfEach(g.ranked(), most) }

// Agreeing is Ranked for texts of one opinion: agrees tells of a sentence how
// surely it states that, 0 to 1, and those of 0 are left out. It is asked about
// the best asked sentences.
func (g *Group) Agreeing(most, asked int, agrees func(Said) float64) []Said {
	all := g.ranked()
	all = all[:min(asked, len(all))]
	out := all[:0]
	for _, s := range all {
		if by := agrees(s); by > 0 {
			s.Score += Agrees * by
			out = append(out, s)
		}
	}
	rank(out)
	return firstOfEach(out, most)
}

// ranked returns all sentences, the best first.
func (g *Group) ranked() []Said {
	length := 0.0
	for _, w := range g.weigh {
		length += float64(len(w)) * float64(len(w))
	}
	if length = math.Sqrt(length); length == 0 {
		return nil
	}
	out := make([]Said, len(g.all))
	nearest := 0.0
	for i := range g.all {
		c := &g.all[i]
		sum := 0.0
		for _, w := range c.words {
			sum += float64(len(g.weigh[w]))
		}
		out[i] = Said{Span: c.Span, Text: c.text, Of: c.of, Lang: c.lang, Waits: c.waits, Near: sum / (math.Sqrt(float64(len(c.words))) * length)}
		if c.extra > shortPoints { // what is no sentence sets no measure
			nearest = max(nearest, out[i].Near)
		}
	}
	for i := range out {
		if nearest > 0 {
			out[i].Near /= nearest
		}
		out[i].Near = min(out[i].Near, 1)
		out[i].Score = out[i].Near + g.all[i].extra
	}
	rank(out)
	return out
}

// firstOfEach keeps the first sentence of each text.
func firstOfEach(all []Said, most int) []Said {
	seen := map[int]bool{}
	all = slices.DeleteFunc(all, func(s Said) bool {
		had := seen[s.Of]
		seen[s.Of] = true
		return had
	})
	return all[:min(most, len(all))]
}

func rank(list []Said) {
	slices.SortFunc(list, func(a, b Said) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Start, b.Start))
	})
}

// points are those that a sentence earns by itself.
func points(f *text.Field, s Span, said string) float64 {
	v := 0.0
	switch n := utf8.RuneCountInString(said); {
	case n < shortChars:
		v += shortPoints
	case n > longChars:
		v += longPoints
	}
	if strings.Contains(said, "://") || strings.Contains(said, "www.") {
		v += addressPoints
	}
	if strings.Count(said, "#")+strings.Count(said, "@") >= 3 {
		v += tagsPoints
	}
	if shouts(said) {
		v += shoutPoints
	}
	switch {
	case strings.HasSuffix(said, ":"):
		v += announcePoints
	case strings.HasSuffix(said, "…"), strings.HasSuffix(said, "..."), strings.HasSuffix(said, "[…]"), strings.HasSuffix(said, "[...]"):
		v += cutPoints
	}
	if w := firstWord(f, s); w != nil && leaning[w.Norm] {
		v += leaningPoints
	}
	return v
}

// firstWord returns the first word of a sentence; nil where it has none.
func firstWord(f *text.Field, s Span) *text.Word {
	i, _ := slices.BinarySearchFunc(f.Words, s.Start, func(w text.Word, at int) int { return cmp.Compare(int(w.Start), at) })
	if i == len(f.Words) {
		return nil
	}
	return &f.Words[i]
}

// shouts reports whether most letters are capitals.
func shouts(s string) bool {
	high, low := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			high++
		case unicode.IsLower(r):
			low++
		}
	}
	return high >= 10 && high > 2*low
}

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	if s == "" {
		return out
	}
	for _, w := range text.Cut(s, "").Title.Words {
		out[w.Norm] = true
	}
	return out
}

// repeats reports whether two sets of words are the same to four fifths.
func repeats(a, b map[string]bool) bool {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return 5*both >= 4*(len(a)+len(b)-both)
}
