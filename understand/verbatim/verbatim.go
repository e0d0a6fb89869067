// Package verbatim finds the sentence that says it best: whole, quotable, never
// cut within a word. Best finds it in one text, a Group in many.
//
// It takes texts cut into words and the stretches that matter (what a query
// matched), and gives the bytes of a sentence. It extracts and never rewrites.
// Which texts make a group, and how much of a text may be shown, is decided by
// whoever asks.
package verbatim

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie/text"
)

// Maker names what made the choice: it changes when that may.
const Maker = "verbatim/3"

// Span is a stretch of bytes of a text.
type Span struct{ Start, End int }

// Quote is what to quote of a text: bytes [Start, End) of it.
type Quote struct {
	Span
	Cut bool // the sentence goes on: it was longer than asked
}

// The words a sentence should have to be read by itself.
const (
	fewWords  = 6
	manyWords = 35
)

// Best returns the sentence of f that says best what about is about: the one
// that holds most of it, is neither a crumb nor a paragraph, does not lean on
// the sentence before, and stands early. Without about, the one that is best to
// read. It has at most most characters; where no sentence is that short, it is
// cut after a clause, else after a word. It is empty where f has no words.
func Best(f *text.Field, about []Span, most int) Quote {
	from := int32(0)
	best, top := Quote{}, -1e9
	for i, to := range f.Ends {
		if to == from {
			continue
		}
		s := bounds(f, from, to)
		if v := score(f, s, int(to-from), i, about, most); v > top {
			best, top = Quote{Span: s}, v
		}
		from = to
	}
	if top == -1e9 {
		return Quote{}
	}
	if utf8.RuneCountInString(f.Text[best.Start:best.End]) > most {
		best.End, best.Cut = clause(f.Text, best.Span, about, most), true
	}
	return best
}

// bounds returns the bytes of the sentence of words [from, to): from the mark
// that opens it to the one that ends it.
func bounds(f *text.Field, from, to int32) Span {
	s := Span{int(f.Words[from].Start), int(f.Words[to-1].End)}
	low := 0
	if from > 0 {
		low = int(f.Words[from-1].End)
	}
	for s.Start > low {
		r, n := utf8.DecodeLastRuneInString(f.Text[:s.Start])
		if !strings.ContainsRune("«“\"(¿¡#@ \u00a0\u202f", r) {
			break
		}
		s.Start -= n
	}
	high := len(f.Text)
	if int(to) < len(f.Words) {
		high = int(f.Words[to].Start)
	}
	for s.End < high {
		r, n := utf8.DecodeRuneInString(f.Text[s.End:])
		if r == '\n' || strings.ContainsRune("«“(¿¡#@", r) {
			break
		}
		s.End += n
	}
	t := f.Text[s.Start:s.End]
	s.Start += len(t) - len(strings.TrimLeftFunc(t, unicode.IsSpace))
	s.End -= len(t) - len(strings.TrimRightFunc(t, unicode.IsSpace))
	return s
}

// leaning are words, folded, by which a sentence leans on the one before.
var leaning = map[string]bool{
	"il": true, "elle": true, "ils": true, "elles": true, "cela": true, "celui": true, "celle": true, "ce": true, "mais": true, "et": true,
	"donc": true, "car": true, "it": true, "he": true, "she": true, "they": true, "this": true, "that": true, "but": true, "and": true, "so": true,
}

func score(f *text.Field, s Span, words, place int, about []Span, most int) float64 {
	v := -0.1 * float64(min(place, 10))
	for _, a := range about {
		if a.Start >= s.Start && a.End <= s.End {
			v += 3
		}
	}
	switch {
	case words < fewWords:
		v -= float64(fewWords - words)
	case words > manyWords:
		v -= float64(words-manyWords) / 10
	}
	if utf8.RuneCountInString(f.Text[s.Start:s.End]) > most {
		v -= 1
	}
	if w := firstWord(f, s); w != nil && leaning[w.Norm] {
		v -= 0.5
	}
	if strings.HasSuffix(f.Text[s.Start:s.End], ":") {
		v -= 2 // announces what is not quoted
	}
	return v
}

// clause returns where to end a sentence that is too long: after what matters
// first where that can be, at a comma or the like, else after a word.
func clause(s string, in Span, about []Span, most int) int {
	end := in.Start
	for n := 0; n < most && end < in.End; n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	least := in.Start + (end-in.Start)/3
	for _, a := range about {
		if a.Start >= in.Start && a.End <= end {
			least = max(least, a.End)
			break
		}
	}
	for i := end; i > least; i-- {
		if i < len(s) && strings.IndexByte(",;:", s[i]) >= 0 && i+1 < len(s) && s[i+1] == ' ' {
			return i
		}
	}
	if i := strings.LastIndexFunc(s[in.Start:end], unicode.IsSpace); i > 0 {
		return in.Start + len(strings.TrimRightFunc(s[in.Start:in.Start+i], unicode.IsSpace))
	}
	return end // a script without spaces
}
