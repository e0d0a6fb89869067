package intent

import (
	"fmt"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

func TestRead(t *testing.T) {
	p := Shipped()
	for _, c := range []struct {
		lang, text string
		channel    vigie.Channel
		want       string
		waits      bool
	}{
		{"fr", "Quelqu'un sait si le magasin ouvre dimanche ?", vigie.Forum, "[question]", true},
		{"fr", "Ma grue est encore en panne, personne ne répond.", vigie.Social, "[complaint]", true},
		{"fr", "Pouvez-vous m'envoyer un devis pour une pelle, svp ?", vigie.Social, "[question request purchase]", true},
		{"fr", "Je recommande cette équipe les yeux fermés", vigie.Review, "[recommendation]", false},
		{"fr", "Le groupe recrute un conducteur de travaux H/F en CDI", vigie.Social, "[job]", false},
		{"fr", "Communiqué de presse : le groupe ouvre un site. Quel avenir ?", vigie.Press, "[press]", false},
		{"fr", "Code promo -20 % sur tout le site, profitez-en", vigie.Social, "[promotion]", false},
		{"fr", "Jamais déçu, aucun retard", vigie.Review, "[]", false},
		{"fr", "Réunion mardi à Lyon", vigie.Social, "[]", false},
		{"fr", "voir https://exemple.fr/a?b=1", vigie.Social, "[]", false},
		{"en", "my app keeps crashing, still waiting for a reply", vigie.Social, "[complaint]", true},
		{"en", "does anyone know the opening hours", vigie.Forum, "[question]", true},
		{"de", "Wann öffnet der Laden?", vigie.Forum, "[question]", true},
		{"", "", vigie.Forum, "[]", false},
	} {
		m := &vigie.Mention{Text: c.text, Channel: c.channel}
		got := p.Read(query.NewPost(m, c.lang))
		if fmt.Sprint(got) != c.want || vigie.Solicits(got) != c.waits {
			t.Errorf("Read(%q) = %v, waits %v; want %s, %v", c.text, got, vigie.Solicits(got), c.want, c.waits)
		}
	}
}

func TestWithOpinion(t *testing.T) {
	for _, c := range []struct {
		name    string
		in      []vigie.Intent
		channel vigie.Channel
		opinion vigie.Opinion
		sure    float64
		want    string
	}{
		{"surely bad", nil, vigie.Social, vigie.Negative, 0.9, "[complaint]"},
		{"after the question", []vigie.Intent{vigie.Question, vigie.Request}, vigie.Forum, vigie.Negative, 0.9, "[question complaint request]"},
		{"not sure", nil, vigie.Social, vigie.Negative, 0.6, "[]"},
		{"good", nil, vigie.Review, vigie.Positive, 0.9, "[]"},
		{"the press reports", nil, vigie.Press, vigie.Negative, 0.9, "[]"},
		{"said by a rule", []vigie.Intent{vigie.Complaint}, vigie.Social, vigie.Negative, 0.9, "[complaint]"},
		{"an advertisement", []vigie.Intent{vigie.Promotion}, vigie.Social, vigie.Negative, 0.9, "[promotion]"},
	} {
		if got := fmt.Sprint(WithOpinion(c.in, c.channel, c.opinion, c.sure)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	var posts []*query.Post
	for line := range strings.Lines(Mentions) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		m := &vigie.Mention{Text: f[len(f)-1]}
		for _, x := range f {
			if len(x) > len(m.Text) {
				m.Text = x
			}
		}
		posts = append(posts, query.NewPost(m, "fr"))
	}
	p := Shipped()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.Read(posts[i%len(posts)])
	}
}
