package rising

import (
	"fmt"
	"slices"
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
				now, before := NewBag(nil), NewBag(nil)
				for i := range 2 {
					now.Add(text.Cut(x.text, x.text), "fr", fmt.Sprint("voix", i), vigie.MentionID(i+1))
				}
				before.Add(text.Cut("", "rien"), "fr", "", 9)
				return now, Rising(now, before, 20)
			}
			b, rise := counted()
			if n := len(b.of); n > 2*longest*wordsMost {
				t.Errorf("%d expressions are held", n)
			}
			for norm, e := range b.of {
				if len(norm) > longest*(wordBytes+1) || utf8.ValidString(x.text) && !utf8.ValidString(e.Text) || e.N > 2 || len(e.Examples) > 3 {
					t.Fatalf("expression %q: %+v", norm, *e)
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
	full := NewBag(nil)
	for i := range 9 {
		full.Add(text.Cut("", "flexible hydraulique"), "fr", fmt.Sprint(i), vigie.MentionID(i))
	}
	empty := NewBag(nil)
	for i, got := range [][]Rise{Rising(empty, empty, 9), Rising(full, empty, 9), Rising(empty, full, 9), Rising(full, full, 0), Rising(full, full, 9)} {
		if len(got) > 0 {
			t.Errorf("case %d: Rising = %v, want none", i, got)
		}
	}
	if e := full.Of("flexible hydraulique"); e == nil || e.N != 9 || !slices.Equal(e.Examples, []vigie.MentionID{0, 1, 2}) {
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
		one, two := NewBag(nil), NewBag(nil)
		one.Add(doc, lang, "", 1)
		two.Add(doc, lang, "", 1)
		if fmt.Sprint(one.Counts(1)) != fmt.Sprint(two.Counts(1)) {
			t.Errorf("%q is counted otherwise the second time", s)
		}
		for norm, e := range one.of {
			if norm != e.Norm || e.N != 1 || len(norm) > longest*(wordBytes+1) {
				t.Errorf("expression %q of %q: %+v", norm, s, *e)
			}
		}
	})
}
