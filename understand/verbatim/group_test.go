package verbatim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vigie.example/vigie/text"
)

// grouped adds texts; a title is what stands before a bar, a voice before "> ".
func grouped(brand string, texts ...string) *Group {
	g := new(Group)
	for _, s := range texts {
		t := Text{Lang: "fr", Most: 280}
		if voice, rest, ok := strings.Cut(s, "> "); ok {
			t.Voice, s = voice, rest
		}
		if title, rest, ok := strings.Cut(s, " | "); ok {
			t.Title, s = title, rest
		}
		for at := 0; brand != ""; {
			i := strings.Index(s[at:], brand)
			if i < 0 {
				break
			}
			t.About = append(t.About, Span{at + i, at + i + len(brand)})
			at += i + 1
		}
		t.Body = &text.Cut("", s).Body
		g.Add(t)
	}
	return g
}

func TestGroupSaysItBest(t *testing.T) {
	tests := []struct {
		name  string
		texts []string
		want  string // the first
	}{
		{"what most speak of", []string{
			"La livraison de Manitou a trois semaines de retard et personne ne répond.",
			"Toujours pas de livraison, trois semaines de retard chez Manitou, je suis furieux.",
			"Le salon de Lyon ouvre jeudi avec quarante exposants de tout le secteur.",
			"Trois semaines de retard pour une livraison, merci Manitou !",
		}, "Toujours pas de livraison, trois semaines de retard chez Manitou, je suis furieux."},
		{"one voice does not make the middle", []string{
			"a> Le nouveau logo bleu de Manitou est vraiment affreux, quel logo bleu affreux.",
			"a> Encore ce logo bleu de Manitou partout, un logo bleu affreux, vraiment.",
			"a> Logo bleu affreux, Manitou, logo bleu affreux : je ne m’en remets pas.",
			"b> Le dépanneur de Manitou est venu vite et la panne a été réparée dans la journée.",
			"c> Panne réparée dans la journée par le dépanneur de Manitou, rien à redire.",
		}, "Le dépanneur de Manitou est venu vite et la panne a été réparée dans la journée."},
		{"not the title again", []string{
			"La grue de Manitou s’est couchée sur le chantier | La grue de Manitou s’est couchée sur le chantier. Aucun ouvrier ne travaillait sous la grue de Manitou quand elle s’est couchée.",
		}, "Aucun ouvrier ne travaillait sous la grue de Manitou quand elle s’est couchée."},
		{"not what shouts, nor addresses, nor tags", []string{
			"LA MACHINE DE MANITOU EST EN PANNE ET LE SERVICE NE RÉPOND PAS.",
			"La machine de Manitou est en panne et le service ne répond pas https://exemple.example/panne",
			"#panne #machine #service la machine de Manitou est en panne, le service ne répond pas.",
			"Notre machine de Manitou est en panne depuis lundi et le service client ne répond pas.",
		}, "Notre machine de Manitou est en panne depuis lundi et le service client ne répond pas."},
		{"not what its source cut short", []string{
			"La machine de Manitou est en panne et le service ne répond pas depuis…",
			"La machine de Manitou est en panne et le service ne répond pas du tout.",
		}, "La machine de Manitou est en panne et le service ne répond pas du tout."},
		{"whole or not at all", []string{"Le service " + strings.Repeat("de Manitou ne répond pas au téléphone et ", 12) + "c’est long."}, ""},
		{"nothing", nil, ""},
		{"empty texts", []string{"", " ", "\n\n"}, ""},
		{"words that say nothing", []string{"Et de la."}, ""},
		{"one emoji", []string{"👍"}, "👍"},
		{"signs that are no text", []string{"\xff\xfe\xff"}, ""},
		{"another script", []string{"この会社のサービスは最高です。", "サービスは最高です。"}, "この会社のサービスは最高です。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := grouped("Manitou", tt.texts...).Ranked(3)
			got := ""
			if len(list) > 0 {
				got = list[0].Text
			}
			if got != tt.want {
				t.Errorf("Ranked = %q, want %q; all: %+v", got, tt.want, list)
			}
		})
	}
}

// TestRanked: one sentence a text, in order, the nearest at one, and the same
// each time.
func TestRanked(t *testing.T) {
	texts := []string{
		"Trois semaines de retard pour une livraison chez Manitou. Et puis la facture de la livraison est fausse.",
		"La facture de Manitou est fausse pour la troisième fois de suite.",
		"Une livraison en retard de Manitou, une facture fausse, et le silence.",
	}
	list := grouped("Manitou", texts...).Ranked(9)
	if len(list) != len(texts) {
		t.Fatalf("Ranked gives %d sentences of %d texts", len(list), len(texts))
	}
	near := 0.0
	for i, s := range list {
		near = max(near, s.Near)
		if texts[s.Of][s.Start:s.End] != s.Text {
			t.Errorf("sentence %d: bytes %d to %d of text %d are not %q", i, s.Start, s.End, s.Of, s.Text)
		}
		if i > 0 && s.Score > list[i-1].Score {
			t.Errorf("sentence %d scores more than the one before", i)
		}
	}
	if near != 1 {
		t.Errorf("the nearest is at %v, want 1", near)
	}
	if again := grouped("Manitou", texts...).Ranked(9); !slices.Equal(list, again) {
		t.Errorf("Ranked = %v, then %v", list, again)
	}
	if got := grouped("Manitou", texts...).Ranked(1); len(got) != 1 || got[0] != list[0] {
		t.Errorf("Ranked(1) = %v, want the first of %v", got, list)
	}
}

// TestAgreeing: of texts of one opinion the sentences that state it are quoted,
// the surest first, though others are nearer; those that do not are left out.
func TestAgreeing(t *testing.T) {
	g := grouped(
		"Manitou", "Le salon de la livraison ouvre jeudi à Lyon. Une honte, cette livraison de Manitou en retard.",
		"Le salon de la livraison ferme dimanche à Lyon.",
		"Manitou me déçoit : le salon de Lyon, une honte absolue.",
	)
	sure := map[string]float64{"Une honte, cette livraison de Manitou en retard.": 0.6, "Manitou me déçoit : le salon de Lyon, une honte absolue.": 0.9}
	var got []string
	for _, s := range g.Agreeing(9, 9, func(s Said) float64 { return sure[s.Text] }) {
		got = append(got, s.Text)
	}
	want := []string{"Manitou me déçoit : le salon de Lyon, une honte absolue.", "Une honte, cette livraison de Manitou en retard."}
	if !slices.Equal(got, want) {
		t.Errorf("Agreeing = %q, want %q", got, want)
	}
	asked := 0
	g.Agreeing(1, 2, func(Said) float64 { asked++; return 1 })
	if asked != 2 {
		t.Errorf("asked about %d sentences, want 2", asked)
	}
}

// TestGroupIsBounded: of a long text as much is looked at as of a short one.
func TestGroupIsBounded(t *testing.T) {
	for name, s := range map[string]string{
		"two megabytes of sentences": strings.Repeat("La machine est en panne depuis lundi matin. ", 50_000),
		"two megabytes of one":       strings.Repeat("panne ", 350_000),
		"a word of 100,000 letters":  strings.Repeat("a", 100_000) + " est un mot. La machine est en panne depuis lundi matin.",
		"many words once each":       unalike(200_000),
	} {
		g := grouped("", s, s)
		if len(g.all) > 2*sentencesMost || len(g.words) > wordsMost {
			t.Errorf("%s: %d sentences and %d words are held", name, len(g.all), len(g.words))
		}
		for w := range g.words {
			if len(w) > wordBytes {
				t.Errorf("%s: a word of %d bytes is held", name, len(w))
			}
		}
	}
}

func unalike(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "mot%d ", i)
		if i%9 == 8 {
			b.WriteString("fin. ")
		}
	}
	return b.String()
}

func FuzzGroup(f *testing.F) {
	f.Add("Une phrase. Une autre, plus longue : voilà ! 👍🏽", "Une phrase.", 20)
	f.Add("\xff\xfe « ", "\u200d\u200d", 3)
	f.Add("WWW.EXEMPLE.EXAMPLE #a #b @c …", "", 280)
	f.Fuzz(func(t *testing.T, s, other string, most int) {
		if most < 0 || most > 1000 {
			return
		}
		g := new(Group)
		for _, x := range []string{s, other} {
			g.Add(Text{Body: &text.Cut("", x).Body, Title: other, Lang: "fr", About: []Span{{0, min(3, len(x))}}, Most: most})
		}
		for _, got := range g.Ranked(9) {
			x := []string{s, other}[got.Of]
			if x[got.Start:got.End] != got.Text || !utf8.ValidString(got.Text) || utf8.RuneCountInString(got.Text) > most || got.Near < 0 || got.Near > 1 {
				t.Errorf("%q, %q, %d: %+v", s, other, most, got)
			}
		}
	})
}
