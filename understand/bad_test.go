package understand

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/intent"
)

// hostile are texts that nobody writes in good faith, and all of which arrive.
var hostile = map[string]string{
	"empty":                     "",
	"spaces":                    " \n\n\t\u00a0",
	"one emoji":                 "👍",
	"an emoji of joiners":       "👩🏽‍🚀👨‍👩‍👧‍👦",
	"joiners alone":             "\u200d\u200c\u200d",
	"joiners in words":          "gr\u200due en pa\u200bnne, \u2060quelle ho\ufeffnte",
	"invalid UTF-8":             "gr\xffue \xc3\x28 \xed\xa0\x80 en panne \xf0\x9f",
	"zero bytes":                "grue\x00en\x00panne ?",
	"mixed scripts":             "La grue ломается 毎日壊れる في كل يوم τόσο κακή ?",
	"stacked marks":             "z" + strings.Repeat("\u0301", 5000) + " grue en panne",
	"two megabytes":             strings.Repeat("La grue est en panne mais la pelle marche bien ? ", 42_000),
	"two megabytes of question": strings.Repeat("?", 2<<20),
	"a word of 100,000 letters": "La grue " + strings.Repeat("a", 100_000) + " en panne.",
	"quotes never closed":       strings.Repeat("« \"(", 10_000),
	"right to left":             "\u202e grue en panne \u202d",
}

// TestHostileTexts: each has a clear reading, and the same each time.
func TestHostileTexts(t *testing.T) {
	r := reader(t)
	for name, s := range hostile {
		t.Run(name, func(t *testing.T) {
			for _, m := range []vigie.Mention{
				{Text: s, Channel: vigie.Forum},
				{Title: s, Channel: vigie.Press, Declared: "fr"},
				{Title: s, Text: s, Channel: vigie.Review, Rating: vigie.Rating{Value: 3, Best: 5}},
			} {
				first, again := readOf(t, r, m), readOf(t, r, m)
				if first != again {
					t.Errorf("read as %s, then as %s", first, again)
				}
			}
		})
	}
}

// readOf reads a mention about two topics and tells what came out.
func readOf(t *testing.T, r *Reader, m vigie.Mention) string {
	t.Helper()
	lang, sure := r.Language(&m)
	p := &Piece{Mention: &m, Doc: text.Cut(m.Title, m.Text), Reading: &vigie.Reading{Lang: lang, LangSure: sure}}
	for i, name := range []string{"grue", "pelle"} {
		q, err := query.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		p.Matches = append(p.Matches, vigie.Match{Topic: vigie.TopicID(i + 1)})
		p.About = append(p.About, About{Name: name, Spans: q.Spans(query.NewPost(&m, lang))})
	}
	r.Complete(p)
	for i, x := range p.Matches {
		if x.Sure < 0 || x.Sure > 1 || x.Opinion < vigie.OpinionUnknown || x.Opinion.String() == "unknown" {
			t.Errorf("match %d: %v, %v sure", i, x.Opinion, x.Sure)
		}
		why := r.Why(p, i, 5)
		for _, w := range why.Words {
			if !strings.Contains(m.Title+"\n"+m.Text, w.Word) {
				t.Errorf("%q decided and is not in the text", w.Word)
			}
		}
	}
	for _, in := range p.Reading.Intents {
		if !slices.Contains(intent.All, in) {
			t.Errorf("intent %q is none", in)
		}
	}
	return fmt.Sprint(lang, sure, p.Matches, p.Reading.Intents)
}

func FuzzComplete(f *testing.F) {
	for _, s := range hostile {
		if len(s) < 10_000 {
			f.Add(s, s)
		}
	}
	f.Add("Grue", "La grue est nulle mais la pelle est parfaite ?")
	r := reader(&testing.T{})
	f.Fuzz(func(t *testing.T, title, body string) {
		m := vigie.Mention{Title: title, Text: body, Channel: vigie.Forum}
		if first, again := readOf(t, r, m), readOf(t, r, m); first != again {
			t.Errorf("read as %s, then as %s", first, again)
		}
	})
}

// TestStanding: what spans touch and where they start is what looking at all of
// them finds.
func TestStanding(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for range 2000 {
		var spans []query.Span
		for range rng.IntN(12) {
			start := rng.IntN(60)
			spans = append(spans, query.Span{Field: query.Place(rng.IntN(2)), Start: start, End: start + rng.IntN(20)})
		}
		all := places(spans)
		from := rng.IntN(60)
		to := from + rng.IntN(20)
		for _, field := range []query.Place{query.InTitle, query.InBody} {
			touches, starting := false, 0
			for _, s := range spans {
				if s.Field == field {
					touches = touches || s.Start < to && from < s.End
					if s.Start >= from && s.Start < to {
						starting++
					}
				}
			}
			if got := all[field].touches(from, to); got != touches {
				t.Fatalf("%v touches [%d, %d): %v, want %v", spans, from, to, got, touches)
			}
			if got := len(all[field].starting(from, to)); got != starting {
				t.Fatalf("%d of %v start in [%d, %d), want %d", got, spans, from, to, starting)
			}
		}
	}
}
