package verbatim

import (
	"strings"
	"testing"
	"unicode/utf8"

	"vigie.example/vigie/text"
)

func TestBest(t *testing.T) {
	tests := []struct {
		name, text, about string
		most              int
		want              string
		cut               bool
	}{
		{"one sentence", "La grue est en panne depuis lundi.", "grue", 200, "La grue est en panne depuis lundi.", false},
		{"the one that speaks of it", "Il fait beau à Lyon ce matin. La grue de Manitou est encore tombée en panne hier soir. On verra demain.", "Manitou", 200, "La grue de Manitou est encore tombée en panne hier soir.", false},
		{"not the crumb", "Manitou ? Trois semaines que Manitou nous promet un dépanneur et personne ne vient.", "Manitou", 200, "Trois semaines que Manitou nous promet un dépanneur et personne ne vient.", false},
		{"with its quotation marks", "Il a parlé. « Manitou nous a laissés tomber en plein chantier », dit-il encore. Puis il est parti.", "Manitou", 200, "« Manitou nous a laissés tomber en plein chantier », dit-il encore.", false},
		{"cut after a clause", "Nous avons attendu Manitou trois semaines, sans aucune nouvelle de leur part malgré nos appels répétés et nos courriers", "Manitou", 60, "Nous avons attendu Manitou trois semaines", true},
		{"cut after a word", "Nous attendons encore le dépanneur de Manitou depuis trois semaines sans aucune nouvelle de leur part", "Manitou", 60, "Nous attendons encore le dépanneur de Manitou depuis trois", true},
		{"nothing", "", "", 100, "", false},
		{"one emoji", "👍", "", 100, "👍", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := text.Cut("", tt.text)
			var about []Span
			for at := 0; tt.about != ""; {
				i := strings.Index(tt.text[at:], tt.about)
				if i < 0 {
					break
				}
				about = append(about, Span{at + i, at + i + len(tt.about)})
				at += i + 1
			}
			q := Best(&d.Body, about, tt.most)
			if got := tt.text[q.Start:q.End]; got != tt.want || q.Cut != tt.cut {
				t.Errorf("Best = %q, cut %v; want %q, cut %v", got, q.Cut, tt.want, tt.cut)
			}
		})
	}
}

func FuzzBest(f *testing.F) {
	f.Add("Une phrase. Une autre, plus longue : voilà ! 👍🏽", 20)
	f.Add("\xff\xfe « ", 3)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if most < 1 || most > 1000 {
			return
		}
		d := text.Cut("", s)
		q := Best(&d.Body, []Span{{0, min(3, len(s))}}, most)
		if q.Start < 0 || q.End > len(s) || q.Start > q.End {
			t.Fatalf("Best(%q) = %+v", s, q)
		}
		if got := s[q.Start:q.End]; utf8.ValidString(s) && (!utf8.ValidString(got) || utf8.RuneCountInString(got) > most) {
			t.Errorf("Best(%q, %d) = %q", s, most, got)
		}
	})
}
