package rising

import (
	"strings"

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

// Bag counts expressions over texts. Make it with NewBag; it is for one
// goroutine.
type Bag struct {
	Texts int // texts added
	of    map[string]*Expression
	only  map[string]*Expression // counts only these, where not nil
	said  map[said]struct{}
}

// said remembers that a voice was counted for an expression.
type said struct{ norm, voice string }

// Expression is a word or a phrase and its use.
type Expression struct {
	Norm string // folded words, with one space between
	Text string // as somebody wrote it
	N    int    // texts that have it, one a voice
	// Examples are texts that have it, the first three added.
	Examples []vigie.MentionID
}

// NewBag returns an empty Bag. Where only is given, no other expressions than
// that Bag's are counted.
func NewBag(only *Bag) *Bag {
	b := &Bag{of: map[string]*Expression{}, said: map[said]struct{}{}}
	if only != nil {
		b.only = only.of
	}
	return b
}

// Add counts a text in a language (ISO 639-1; its empty words depend on it),
// said by a voice; an empty voice is nobody else's.
func (b *Bag) Add(doc *text.Doc, lang, voice string, id vigie.MentionID) {
	b.Texts++
	here := map[string]bool{}
	Each(doc, lang, func(norm string, f *text.Field, words []*text.Word) { b.count(norm, f, words, here, voice, id) })
}

// Each calls visit for every expression of a text in a language, in order, as
// often as it stands there: its Norm, and where its words are. words is only
// good until visit returns.
func Each(doc *text.Doc, lang string, visit func(norm string, f *text.Field, words []*text.Word)) {
	empty := emptyWords[lang]
	for _, f := range [...]*text.Field{&doc.Title, &doc.Body} {
		var row []*text.Word
		ends := f.Ends
		for w := range f.Said() {
			if w.Pos >= wordsMost {
				break
			}
			if len(w.Norm) > wordBytes {
				row = row[:0]
				continue
			}
			// Expressions keep within a sentence and words in a row.
			cut := len(row) > 0 && w.Pos != row[len(row)-1].Pos+1
			for len(ends) > 0 && w.Pos >= ends[0] {
				cut, ends = true, ends[1:]
			}
			if cut {
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

// Shown writes an expression as its text has it.
func Shown(f *text.Field, words []*text.Word) string {
	return strings.Join(strings.Fields(f.Text[words[0].Start:words[len(words)-1].End]), " ")
}

// count counts one expression of a text.
func (b *Bag) count(norm string, f *text.Field, words []*text.Word, here map[string]bool, voice string, id vigie.MentionID) {
	if here[norm] || b.only != nil && b.only[norm] == nil {
		return
	}
	here[norm] = true
	if voice != "" {
		k := said{norm, voice}
		if _, ok := b.said[k]; ok {
			return
		}
		b.said[k] = struct{}{}
	}
	e := b.of[norm]
	if e == nil {
		e = &Expression{Norm: strings.Clone(norm), Text: Shown(f, words)}
		b.of[e.Norm] = e
	}
	e.N++
	if len(e.Examples) < 3 {
		e.Examples = append(e.Examples, id)
	}
}

// Counts returns how many texts have each expression that at least least have.
func (b *Bag) Counts(least int) map[string]int64 {
	out := map[string]int64{}
	for norm, e := range b.of {
		if e.N >= least {
			out[norm] = int64(e.N)
		}
	}
	return out
}

// Of returns an expression by its Norm; nil where no text has it.
func (b *Bag) Of(norm string) *Expression { return b.of[norm] }

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
