package rising

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

var hostile = []struct{ name, text string }{
	{"empty", ""},
	{"one emoji", "👍"},
	{"joiners", "\u200d\u200c flexi\u200dble hydrau\u200blique"},
	{"invalid UTF-8", "flexible \xff\xfe hydraulique \xc3 \xed\xa0\x80"},
	{"mixed scripts", "flexible гидравлический 油圧ホース خرطوم"},
	{"two megabytes of new words", unalike(200_000)},
	{"two megabytes of one", strings.Repeat("flexible ", 230_000)},
	{"a word of 100,000 letters", "flexible " + strings.Repeat("x", 100_000) + " hydraulique"},
	{"addresses", strings.Repeat("https://exemple.example/flexible ", 1000)},
}

func unalike(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "mot%d ", i)
	}
	return b.String()
}

// TestHostileTexts: of any text a bounded number of expressions is held, none of
// them longer than words are, and the same comes out each time.
func TestHostileTexts(t *testing.T) {
	for _, x := range hostile {
		t.Run(x.name, func(t *testing.T) {
			counted := func() (*Bag, []Rise) {
				sp := NewSpeech("fr")
				now, before := sp.Bag(nil), sp.Bag(nil)
				for i := range 2 {
					now.Add(sp.Cut(text.Cut(x.text, x.text), nil), int64(i+1), vigie.MentionID(i+1))
				}
				before.Add(sp.Cut(text.Cut("", "rien"), nil), 0, 9)
				return now, Rising(now, before, 20)
			}
			b, rise := counted()
			if n := len(b.speech.table.keys); n > 2*longest*wordsMost+1 {
				t.Errorf("%d expressions are held", n)
			}
			doc := text.Cut(x.text, x.text)
			shown := 0
			for norm := range b.Counts(1) {
				e, _ := b.Of(norm)
				if len(norm) > longest*(wordBytes+1) || e.Norm != norm || e.N > 2 || e.First != 1 {
					t.Fatalf("expression %q: %+v", norm, e)
				}
				if shown++; shown > 20 {
					continue // each is sought from the beginning
				}
				if got := FirstShown(doc, "fr", norm); got == "" || utf8.ValidString(x.text) && !utf8.ValidString(got) {
					t.Fatalf("expression %q is shown as %q", norm, got)
				}
			}
			if _, again := counted(); fmt.Sprint(rise) != fmt.Sprint(again) {
				t.Errorf("Rising = %v, then %v", rise, again)
			}
		})
	}
}

// TestRisingOfNothing: nothing can be said to have grown out of nothing.
func TestRisingOfNothing(t *testing.T) {
	sp := NewSpeech("fr")
	full := sp.Bag(nil)
	for i := range 9 {
		full.Add(sp.Cut(text.Cut("", "flexible hydraulique"), nil), int64(i+1), vigie.MentionID(i))
	}
	empty := sp.Bag(nil)
	for i, got := range [][]Rise{Rising(empty, empty, 9), Rising(full, empty, 9), Rising(empty, full, 9), Rising(full, full, 0), Rising(full, full, 9)} {
		if len(got) > 0 {
			t.Errorf("case %d: Rising = %v, want none", i, got)
		}
	}
	if e, ok := full.Of("flexible hydraulique"); !ok || e.N != 9 || e.First != 0 {
		t.Errorf("Of = %+v", e)
	}
}

func FuzzBag(f *testing.F) {
	for _, x := range hostile {
		if len(x.text) < 10_000 {
			f.Add(x.text, "fr")
		}
	}
	f.Add("Le flexible hydraulique lâche, le flexible…", "")
	f.Fuzz(func(t *testing.T, s, lang string) {
		doc := text.Cut(s, s)
		sp := NewSpeech(lang)
		one, two := sp.Bag(nil), sp.Bag(nil)
		one.Add(sp.Cut(doc, nil), 0, 1)
		two.Add(sp.CutKnown(doc, nil), 0, 1)
		if fmt.Sprint(one.Counts(1)) != fmt.Sprint(two.Counts(1)) {
			t.Errorf("%q is counted otherwise the second time", s)
		}
		for norm := range one.Counts(1) {
			if e, ok := one.Of(norm); !ok || norm != e.Norm || e.N != 1 || len(norm) > longest*(wordBytes+1) || FirstShown(doc, lang, norm) == "" {
				t.Errorf("expression %q of %q: %+v", norm, s, e)
			}
		}
	})
}
