package intent

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// TestReadHostile: whatever the text, intents that there are, and the same each
// time; a language without rules has what a question mark says.
func TestReadHostile(t *testing.T) {
	for name, s := range map[string]string{
		"empty":                     "",
		"one emoji":                 "👍",
		"joiners":                   "\u200d\u200c ma gr\u200due est en pa\u200dnne",
		"invalid UTF-8":             "ma \xff\xfe grue \xc3 est en panne \xed\xa0\x80",
		"mixed scripts":             "Ma grue сломалась 壊れた معطلة, personne ne répond",
		"two megabytes":             strings.Repeat("Ma grue est encore en panne, personne ne répond. ", 42_000),
		"a word of 100,000 letters": strings.Repeat("é", 50_000),
		"marks alone":               strings.Repeat("?!", 300),
	} {
		for _, lang := range []string{"fr", "en", "de", "", "xx"} {
			for _, c := range []vigie.Channel{vigie.Social, vigie.Press} {
				if len(s) > 1<<20 && (lang != "fr" || c != vigie.Social) {
					continue // once is enough
				}
				post := query.NewPost(&vigie.Mention{Title: s, Text: s, Channel: c}, lang)
				got := Shipped().Read(post)
				for i, in := range got {
					if !slices.Contains(All, in) || i > 0 && slices.Index(All, got[i-1]) >= slices.Index(All, in) {
						t.Errorf("%s in %q: Read = %v, want some of All in their order", name, lang, got)
					}
				}
				if again := Shipped().Read(post); !slices.Equal(got, again) {
					t.Errorf("%s in %q: Read = %v, then %v", name, lang, got, again)
				}
			}
		}
	}
	if got := new(Pack).Read(query.NewPost(&vigie.Mention{Text: "Ma grue est en panne"}, "fr")); got != nil {
		t.Errorf("a pack without rules reads %v", got)
	}
	if got := new(Pack).Read(&query.Post{Doc: query.NewPost(&vigie.Mention{}, "").Doc}); got != nil {
		t.Errorf("a post without a mention is read as %v", got)
	}
}

// TestBadRules: a rule that is cut short, of another version, too large, that
// leads to itself or is no text says what is wrong; what was in force stays.
func TestBadRules(t *testing.T) {
	whole := func(text string) Rule { return Rule{"fr", vigie.Complaint, text} }
	for name, c := range map[string]struct {
		rule Rule
		kind vigie.Kind
		id   string
	}{
		"a language of another version": {Rule{"tlh", vigie.Complaint, "grue"}, vigie.NotFound, "intent-rule-lang"},
		"an intent of another version":  {Rule{"fr", "irony", "grue"}, vigie.NotFound, "correct-intent-unknown"},
		"two megabytes":                 {whole(strings.Repeat("grue OR ", 1<<18) + "pelle"), vigie.Invalid, "intent-rule-long"},
		"a hundred lines":               {whole(strings.Repeat("grue\n", 100)), vigie.Invalid, "intent-rule-lines"},
		"a rule that asks for intents":  {whole("intent:complaint"), vigie.Invalid, "intent-rule-line"},
		"a list, which may lead back":   {whole("list:pannes"), vigie.Invalid, "intent-rule-line"},
		"a bracket never closed":        {whole("(grue OR (pelle"), vigie.Invalid, "intent-rule-line"},
		"deeper than anybody writes":    {whole(strings.Repeat("(", 20_000) + "grue" + strings.Repeat(")", 20_000)), vigie.Invalid, "intent-rule-line"},
		"a quote never closed":          {whole(`"en panne`), vigie.Invalid, "intent-rule-line"},
	} {
		p, err := Shipped().With(c.rule)
		if p != nil || err == nil || vigie.KindOf(err) != c.kind || vigie.Tell(err).ID != c.id {
			t.Errorf("%s: %v, want kind %d, %s", name, err, c.kind, c.id)
		}
	}
	if got := fmt.Sprint(Shipped().Read(query.NewPost(&vigie.Mention{Text: "Ma grue est encore en panne, personne ne répond."}, "fr"))); got != "[complaint]" {
		t.Errorf("after rules that were refused the shipped ones read %s", got)
	}
	// Cut anywhere, a rule is a shorter one or says what is wrong.
	r, _ := ShippedRule("fr", vigie.Job)
	for n := 0; n < len(r.Text); n += 211 {
		cut := whole(r.Text[:n])
		p, err := new(Pack).With(cut)
		if (p == nil) != (err != nil) || err != nil && vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("cut at %d: %v, %v", n, p, err)
		}
	}
}

func FuzzRule(f *testing.F) {
	f.Add("grue NEAR/3 panne\n# une remarque\n\"en panne\"", "Ma grue est en panne ?")
	f.Add("list:a", "\xff\u200d")
	f.Add("(a OR b) AND NOT c*", "")
	f.Fuzz(func(t *testing.T, rule, said string) {
		r := Rule{"fr", vigie.Complaint, rule}
		p, err := new(Pack).With(r)
		if err != nil {
			if kind := vigie.KindOf(err); kind != vigie.Invalid || vigie.Tell(err).ID == "" {
				t.Errorf("With(%q) = %v, want a sentence", rule, err)
			}
			return
		}
		post := query.NewPost(&vigie.Mention{Text: said, Channel: vigie.Social}, "fr")
		if got, again := p.Read(post), p.Read(post); !slices.Equal(got, again) {
			t.Errorf("%q on %q: %v, then %v", rule, said, got, again)
		}
	})
}
