package query

import (
	"fmt"
	"strings"
	"testing"

	"vigie.example/vigie"
)

func TestSpans(t *testing.T) {
	for _, c := range []struct{ name, query, title, body, want string }{
		{"word twice", "grue", "Une grue", "la Grue", "[grue] [Grue]"},
		{"hashtag", `"leroy merlin"`, "", "chez #LeroyMerlin", "[LeroyMerlin]"},
		{"hashtag asked for", "#leroymerlin", "", "chez #LeroyMerlin", "[#LeroyMerlin]"},
		{"phrase", `"prix du béton"`, "", "le prix, du béton !", "[prix, du béton]"},
		{"near shows both sides", "béton NEAR/3 fissure", "", "béton ici fissure, et loin de là enfin fissure", "[béton] [fissure]"},
		{"near of near", "a NEAR/1 b NEAR/1 c", "", "a b c x x x a", "[a] [b] [c]"},
		{"alternatives that hold", "(grue panne) OR pelle", "", "grue et pelle", "[pelle]"},
		{"nothing of exclusions", "grue NOT panne", "", "grue neuve", "[grue]"},
		{"nothing of fields", "lang:fr", "", "grue", ""},
		{"loose phrase", `"prix retard"~2`, "", "retard sur le prix", "[retard] [prix]"},
		{"accents and elision", "l'oreal", "", "L’Oréal.", "[L’Oréal]"},
		{"merged", `"a b" OR "b c"`, "", "a b c", "[a b c]"},
		{"case", "case:Orange", "", "Orange et orange", "[Orange]"},
		{"one letter off", "livraison~1", "", "la livaison", "[livaison]"},
		{"the sentences that hold", "SENTENCE(grue panne)", "", "Une grue. La grue est en panne. Une panne.", "[grue] [panne]"},
		{"the title alone", "title:grue", "La grue", "une grue", "[grue]"},
		{"the first words", "FIRST/2(grue)", "", "une grue et une grue", "[grue]"},
		{"those of ANY that hold", "ANY/2(grue, pelle, toupie)", "", "pelle grue", "[pelle] [grue]"},
		{"at least", "ATLEAST/2(grue)", "", "grue ou grue", "[grue] [grue]"},
		{"not the author", "author:marie OR grue", "", "grue", "[grue]"},
		{"no match", "absent", "", "grue", ""},
	} {
		p := NewPost(&vigie.Mention{Title: c.title, Text: c.body}, "fr")
		q, err := Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range q.Spans(p) {
			got = append(got, "["+[]string{c.title, c.body}[s.Field][s.Start:s.End]+"]")
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: Spans(%q) of %q = %s, want %s", c.name, c.query, c.body, s, c.want)
		}
	}
}

func TestExplainMiss(t *testing.T) {
	for _, c := range []struct{ name, query, body, part, why string }{
		{"missing word", "grue panne", "une grue", "panne", "query-why-no-word [panne]"},
		{"excluded", "grue NOT panne", "grue en panne", "NOT panne", "query-why-excluded [panne]"},
		{"language", "grue lang:en", "une grue", "lang:en", "query-why-lang [fr en]"},
		{"channel", "grue channel:press", "une grue", "channel:press", "query-why-channel [forum press]"},
		{"site", "grue site:lemonde.fr", "une grue", "site:lemonde.fr", "query-why-no-site [lemonde.fr]"},
		{"too far", "béton NEAR/2 fissure", "béton un deux trois fissure", "béton NEAR/2 fissure", "query-why-too-far [béton fissure 3 2]"},
		{"wrong order", "béton ONEAR/2 fissure", "fissure du béton", "béton ONEAR/2 fissure", "query-why-order [béton fissure]"},
		{"side of near", "béton NEAR/2 (fissure OR trou)", "béton", "fissure OR trou", "query-why-none [2]"},
		{"phrase lacks", `"prix du béton"`, "le prix du sable", `"prix du béton"`, `query-why-phrase-lacks ["prix du béton" beton]`},
		{"phrase not in a row", `"prix du béton"`, "du béton, son prix", `"prix du béton"`, `query-why-not-in-a-row ["prix du béton"]`},
		{"spread", `"prix béton"~1`, "prix un deux trois béton", `"prix béton"~1`, `query-why-spread ["prix béton"~1 1]`},
		{"other letters", "case:Orange", "une orange", "case:Orange", "query-why-other-letters [case:Orange]"},
		{"strict word that is missing", "case:Orange", "une pomme", "case:Orange", "query-why-no-word [Orange]"},
		{"fuzzy word that is missing", "livraison~1", "rien", "livraison~1", "query-why-no-word [livraison]"},
		{"not in the title", "title:grue", "une grue", "title:grue", "query-why-not-in-title [grue]"},
		{"nowhere", "title:grue", "une pelle", "grue", "query-why-no-word [grue]"},
		{"two sentences", "SENTENCE(grue panne)", "Une grue. Une panne.", "SENTENCE(grue panne)", "query-why-not-one-sentence [grue panne 0]"},
		{"two paragraphs", "PARA(grue panne)", "Une grue.\n\nUne panne.", "PARA(grue panne)", "query-why-not-one-paragraph [grue panne 0]"},
		{"too late", "FIRST/2(panne)", "une grue en panne", "FIRST/2(panne)", "query-why-not-first [panne 2]"},
		{"too few", "ANY/2(grue, pelle, toupie)", "une grue", "ANY/2(grue, pelle, toupie)", "query-why-too-few [1 2]"},
		{"not often enough", "ATLEAST/3(grue)", "grue grue", "ATLEAST/3(grue)", "query-why-not-often [grue 2 3]"},
		{"author", "grue author:marie", "une grue", "author:marie", "query-why-not-so [author:marie]"},
		{"number", "grue words:>9", "une grue", "words:>9", "query-why-value [words:>9 2]"},
		{"unknown number", "grue rating:<=2", "une grue", "rating:<=2", "query-why-number-unknown [rating:<=2]"},
		{"smallest", "(a OR b OR c) grue", "rien", "grue", "query-why-no-word [grue]"},
	} {
		p := NewPost(&vigie.Mention{Text: c.body, Channel: vigie.Forum}, "fr")
		q, err := Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		x := q.Explain(p)
		if x.Match || x.Miss == nil {
			t.Errorf("%s: Explain(%q) = %+v", c.name, c.query, x)
			continue
		}
		if got := fmt.Sprintf("%s %v", x.Miss.Why.ID, x.Miss.Why.Args); got != c.why || x.Miss.Text != c.part {
			t.Errorf("%s: Explain(%q) = %s: %s, want %s: %s", c.name, c.query, x.Miss.Text, got, c.part, c.why)
		}
	}
}

func TestNeed(t *testing.T) {
	for _, c := range []struct {
		query, need string
		exact       bool
	}{
		{"grue", "grue", true},
		{"grue OR pelle", "(grue | pelle)", true},
		{"grue lang:fr", "(grue & lang=fr)", true},
		{"gru*", "gru*", true},
		{"grue NOT panne", "(grue \\ panne)", true},
		{"grue NOT lang:fr", "grue", false},
		{"grue NEAR/3 panne", "(grue & panne)", false},
		{`"en panne"`, "(<en panne> | (en & panne & (+en | +panne)) | enpanne)", false},
		{`grue NOT "en panne"`, `(grue \ (<en panne> | enpanne))`, false},
		{"grue OR NOT panne", "-", false},
		{"saint-gobain", "(<saint gobain> | (saint & gobain & (+saint | +gobain)) | saintgobain)", false},
		{"#LeroyMerlin", "#leroymerlin", true},
		{"title:(grue NOT panne)", "grue", false},
		{"SENTENCE(grue NOT panne) pelle", "(grue & pelle)", false},
		{"ANY/2(grue, pelle, toupie)", "(grue | pelle)", false},
		{"ANY/2(grue, pelle)", "(grue & pelle)", true},
		{"case:Grue", "grue", false},
		{"grue author:marie", "(grue & author)", false},
		{"grue published:2026-01", "(grue & days)", false},
		{"vites~1", "(vi* | ?ites | ?vites | ites | ivtes | v?tes | v?ites | vtes | vties)", false},
	} {
		q, err := Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		n := q.Need()
		if got := sketchNeed(n.Root); got != c.need || n.Exact != c.exact {
			t.Errorf("Need(%q) = %s, exact %v, want %s, %v", c.query, got, n.Exact, c.need, c.exact)
		}
	}
}

func sketchNeed(n NeedNode) string {
	list := func(parts []NeedNode, sep string) string {
		var s []string
		for _, p := range parts {
			s = append(s, sketchNeed(p))
		}
		return "(" + strings.Join(s, sep) + ")"
	}
	switch n := n.(type) {
	case NeedAll:
		return list(n, " & ")
	case NeedAny:
		return list(n, " | ")
	case NeedExcept:
		return list([]NeedNode{n.Of, n.Not}, ` \ `)
	case NeedWord:
		if n.Also {
			return "+" + n.Norm
		}
		return n.Norm
	case NeedPhrase:
		return "<" + strings.Join(n, " ") + ">"
	case NeedDays:
		return "days"
	case NeedAuthor:
		return "author"
	case NeedField:
		return n.Name + "=" + strings.Join(n.Values, "|")
	}
	return "-"
}

func TestLike(t *testing.T) {
	for _, c := range []struct {
		pattern, norm string
		want          bool
	}{
		{"gru*", "grue", true},
		{"gru*", "gru", true},
		{"gru?", "gru", false},
		{"gru?", "grue", true},
		{"?", "é", true},
		{"*mixer", "automixer", true},
		{"a*b*c", "aXbYc", true},
		{"a*b*c", "aXcYb", false},
		{"*", "", true},
		{"*é*", "caféa", true},
		{"?é", "éé", true},
		{"b?t*n", "beton", true},
	} {
		if got := Like(c.pattern, c.norm); got != c.want {
			t.Errorf("Like(%q, %q) = %v, want %v", c.pattern, c.norm, got, c.want)
		}
	}
}
