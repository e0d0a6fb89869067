package rising

import (
	"iter"
	"strings"
	"unicode"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

const (
	// longest is how many words an expression has at most.
	longest = 3
	// wordsMost is how many words of a field are looked at: of a text that goes on,
	// the beginning says what it is about.
	wordsMost = 10_000
	// wordBytes: what is longer is no word that anybody says.
	wordBytes = 64
)

// Spoken is a mention as its words are counted.
type Spoken struct {
	ID    vigie.MentionID
	Story vigie.StoryID // 0 where it is nobody's copy
	// Voice tells who said it from everybody else; 0 is nobody known.
	Voice       int64
	Title, Text string
}

// Speech gives expressions of one language their numbers, so that a text is cut
// once however many Bags count it. Make it with NewSpeech; it and its Bags are
// for one goroutine.
type Speech struct {
	Lang  string // ISO 639-1
	empty map[string]bool
	words map[string]int32
	norms []string // of words
	says  []bool   // whether a word says something by itself
	alone []int32  // of a word, the number of the expression that it is by itself, plus one; 0 for none
	table table
	seen  []int32 // by expression: the last text that has it
	texts int32
	row   []wordAt
}

// wordAt is a word of a row, its place and where it ends.
type wordAt struct{ number, pos, end int32 }

// expression is one to three words; -1 where there is none.
type expression [longest]int32

// NewSpeech readies the counting of texts in a language (ISO 639-1; its empty
// words depend on it).
func NewSpeech(lang string) *Speech {
	return &Speech{Lang: lang, empty: emptyWords[lang], words: map[string]int32{}}
}

// Cut appends to room the numbers of a text's expressions, each once, in the
// order they are first said.
func (s *Speech) Cut(doc *text.Doc, room []int32) []int32 { return s.cut(doc, room, true) }

// CutKnown is Cut for Bags that count what another has: expressions that no text
// before had are left out.
func (s *Speech) CutKnown(doc *text.Doc, room []int32) []int32 { return s.cut(doc, room, false) }

func (s *Speech) cut(doc *text.Doc, room []int32, learn bool) []int32 {
	s.texts++
	for _, f := range [...]*text.Field{&doc.Title, &doc.Body} {
		row := s.row[:0]
		ends := f.Ends
		for w := range spokenIn(f) {
			if cutsRow(len(row) > 0 && (w.Pos != row[len(row)-1].pos+1 || parts(f.Text, row[len(row)-1].end, w.Start)), w, &ends) {
				row = row[:0]
			}
			if len(row) == longest {
				row = append(row[:0], row[1:]...)
			}
			last := s.word(w.Norm, learn)
			row = append(row, wordAt{last, w.Pos, w.End})
			if last < 0 || !s.says[last] {
				continue
			}
			for n := 1; n <= len(row); n++ {
				words := row[len(row)-n:]
				if words[0].number < 0 {
					break // nor does anybody know what is longer
				}
				if !s.says[words[0].number] {
					continue
				}
				key := expression{-1, -1, -1}
				for i, x := range words {
					key[i] = x.number
				}
				e := s.find(key)
				if e < 0 {
					if !learn {
						continue
					}
					if e = s.table.add(key); n == 1 {
						s.alone[last] = e + 1
					}
					s.seen = append(s.seen, 0)
				}
				if s.seen[e] != s.texts {
					s.seen[e] = s.texts
					room = append(room, e)
				}
			}
		}
		s.row = row
	}
	return room
}

// word returns the number of a word; -1 where it has none and gets none.
func (s *Speech) word(norm string, learn bool) int32 {
	n, ok := s.words[norm]
	if !ok && !learn {
		return -1
	}
	if !ok {
		n = int32(len(s.norms))
		norm = strings.Clone(norm) // the text it stands in is let go
		s.words[norm] = n
		s.norms = append(s.norms, norm)
		s.says = append(s.says, !isEmpty(norm, s.empty))
		s.alone = append(s.alone, 0)
	}
	return n
}

// norm writes an expression in folded words, with one space between.
func (s *Speech) norm(e int32) string {
	key := s.table.keys[e]
	out := s.norms[key[0]]
	for _, w := range key[1:] {
		if w >= 0 {
			out += " " + s.norms[w]
		}
	}
	return out
}

// find returns the number of an expression; -1 where no text has it. One word is
// looked up by its number, which is near where others are not.
func (s *Speech) find(key expression) int32 {
	if key[1] < 0 {
		return s.alone[key[0]] - 1
	}
	return s.table.find(key)
}

// findNorm is find by an expression's words.
func (s *Speech) findNorm(norm string) int32 {
	key := expression{-1, -1, -1}
	i := 0
	for w := range strings.FieldsSeq(norm) {
		n, ok := s.words[w]
		if !ok || i == longest {
			return -1
		}
		key[i] = n
		i++
	}
	if i == 0 {
		return -1
	}
	return s.find(key)
}

// Bag counts the expressions of some texts of a Speech.
type Bag struct {
	Texts  int // texts added
	speech *Speech
	only   *Bag // counts only what this one has, where not nil
	n      []int32
	first  []vigie.MentionID
	said   pairs
}

// Expression is a word or a phrase and its use.
type Expression struct {
	Norm string // folded words, with one space between
	N    int    // texts that have it, one a voice
	// First is the first of them that was added: Shown writes the expression as
	// it stands there.
	First vigie.MentionID
}

// Bag returns an empty Bag. Where only is given, no other expressions than
// that Bag's are counted.
func (s *Speech) Bag(only *Bag) *Bag { return &Bag{speech: s, only: only} }

// Add counts a text by what Cut made of it, said by a voice; voice 0 is nobody
// else's.
func (b *Bag) Add(cut []int32, voice int64, id vigie.MentionID) {
	b.Texts++
	if more := len(b.speech.table.keys) - len(b.n); more > 0 {
		b.n, b.first = append(b.n, make([]int32, more)...), append(b.first, make([]vigie.MentionID, more)...)
	}
	for _, e := range cut {
		if b.only != nil && b.only.count(e) == 0 || voice != 0 && !b.said.add(e, voice) {
			continue
		}
		if b.n[e]++; b.n[e] == 1 {
			b.first[e] = id
		}
	}
}

// Only reports whether b counts what another Bag has, and nothing else.
func (b *Bag) Only() bool { return b.only != nil }

func (b *Bag) count(e int32) int {
	if e < 0 || int(e) >= len(b.n) {
		return 0
	}
	return int(b.n[e])
}

// Counts returns how many texts have each expression that at least least have.
func (b *Bag) Counts(least int) map[string]int64 {
	out := map[string]int64{}
	for e, n := range b.n {
		if n > 0 && int(n) >= least {
			out[b.speech.norm(int32(e))] = int64(n)
		}
	}
	return out
}

// Of returns an expression by its Norm, and false where no text has it.
func (b *Bag) Of(norm string) (Expression, bool) {
	e := b.speech.findNorm(norm)
	n := b.count(e)
	if n == 0 {
		return Expression{}, false
	}
	return Expression{Norm: norm, N: n, First: b.first[e]}, true
}

// Each calls visit for every expression of a text in a language, in order, as
// often as it stands there: its Norm, and where its words are. words is only
// good until visit returns.
func Each(doc *text.Doc, lang string, visit func(norm string, f *text.Field, words []*text.Word)) {
	empty := emptyWords[lang]
	for _, f := range [...]*text.Field{&doc.Title, &doc.Body} {
		var row []*text.Word
		ends := f.Ends
		for w := range spokenIn(f) {
			if cutsRow(len(row) > 0 && (w.Pos != row[len(row)-1].Pos+1 || parts(f.Text, row[len(row)-1].End, w.Start)), w, &ends) {
				row = row[:0]
			}
			if len(row) == longest {
				row = append(row[:0], row[1:]...)
			}
			row = append(row, w)
			for n := 1; n <= len(row); n++ {
				words := row[len(row)-n:]
				if !isEmpty(words[0].Norm, empty) && !isEmpty(words[len(words)-1].Norm, empty) {
					visit(normOf(words), f, words)
				}
			}
		}
	}
}

// spokenIn yields the words of a field that expressions are made of.
func spokenIn(f *text.Field) iter.Seq[*text.Word] {
	return func(yield func(*text.Word) bool) {
		for w := range f.Said() {
			if w.Pos >= wordsMost || len(w.Norm) <= wordBytes && !yield(w) {
				return
			}
		}
	}
}

// parts reports whether what stands between two words parts them: a comma, a
// bracket, an arrow. Spaces, hyphens, apostrophes and the like hold them
// together.
func parts(s string, from, to int32) bool {
	if from >= to { // pairs of letters overlap
		return false
	}
	return strings.ContainsFunc(s[from:to], func(r rune) bool {
		return (unicode.IsPunct(r) || unicode.IsSymbol(r)) && !strings.ContainsRune("'’-‐‑&·_#@/", r)
	})
}

// cutsRow reports whether no expression holds a word and those before it:
// expressions keep within a sentence and words in a row that nothing parts. ends are the sentences
// that are not over.
func cutsRow(apart bool, w *text.Word, ends *[]int32) bool {
	for len(*ends) > 0 && w.Pos >= (*ends)[0] {
		apart, *ends = true, (*ends)[1:]
	}
	return apart
}

func normOf(words []*text.Word) string {
	if len(words) == 1 {
		return words[0].Norm
	}
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = w.Norm
	}
	return strings.Join(parts, " ")
}

// Shown writes an expression as a text has it.
func Shown(f *text.Field, words []*text.Word) string {
	return strings.Join(strings.Fields(f.Text[words[0].Start:words[len(words)-1].End]), " ")
}

// FirstShown writes an expression as a text first has it, empty where it does
// not.
func FirstShown(doc *text.Doc, lang, norm string) (shown string) {
	Each(doc, lang, func(n string, f *text.Field, words []*text.Word) {
		if shown == "" && n == norm {
			shown = Shown(f, words)
		}
	})
	return shown
}

// Empty reports whether a folded word says nothing by itself in a language.
func Empty(lang, norm string) bool { return isEmpty(norm, emptyWords[lang]) }

// isEmpty reports whether a word says nothing by itself: single letters,
// figures, and the words that hold a language together.
func isEmpty(norm string, empty map[string]bool) bool {
	if len(norm) < 2 || norm[0] >= '0' && norm[0] <= '9' || norm == "rt" {
		return true
	}
	return empty[norm]
}
