package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// madeUp is what no page may hold: a figure that is none.
var madeUp = regexp.MustCompile(`\bNaN\b|[^a-z]Inf\b|\+Inf|%!`)

// flat reads spaces of every kind as one plain space.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestBadInputIsSaid: the pages that a director reads, of data that no figure can
// be made from: each says in a sentence what cannot be told, and none makes one up.
func TestBadInputIsSaid(t *testing.T) {
	type word struct {
		text, by string
		days     int // before now
	}
	many := func(n int, text string, by func(i int) string) (out []word) {
		for i := range n {
			out = append(out, word{fmt.Sprintf("%s, message %d", text, i), by(i), 1 + i*110/n})
		}
		return out
	}
	apart := func(i int) string { return fmt.Sprint("voix ", i) }
	one := func(int) string { return "Zoé" }
	pages := []string{"/", "/topic/1", "/compare", "/audit", "/report", "/barometer"}
	for _, tt := range []struct {
		name   string
		said   []word
		sector string // of the rival; the brand's own is empty
		gap    bool
		want   map[string]string // page and what it says
	}{
		{name: "no data", want: map[string]string{"/compare": "nous n’avons entendu personne parler ni de vous ni de vos concurrents", "/audit": "Trop tôt pour trancher", "/barometer": "Trop peu de mois entiers"}},
		{name: "one mention", said: []word{{"Engins & Co, une fois", "Zoé", 40}}, want: map[string]string{"/": "aucune voix n’a cité Bétor", "/topic/1": "une voix a parlé de vous", "/audit": "Une voix a parlé de vous", "/barometer": "ni part ni rang ne sont donnés"}},
		{name: "a brand nobody talks about", said: many(60, "Bétor encore", apart), want: map[string]string{"/audit": "Personne n’a parlé de vous en quatre mois", "/report": "rien ne vous a été demandé que nous ayons entendu", "/topic/1": "Cela ne prouve rien"}},
		{name: "all from one author", said: append(many(60, "Engins & Co encore", one), many(60, "Bétor encore", one)...), want: map[string]string{"/topic/1": "qui parle dix fois est une voix", "/compare": "Trop peu de voix pour comparer (2 en treize semaines)", "/barometer": "trop peu pour un classement"}},
		{name: "a theme that swallows everything", said: append(many(300, "minipelle", apart), many(5, "minipelle Engins & Co", apart)...), want: map[string]string{"/audit": "contre 300 sur le thème « Minipelle »", "/compare": "Trop peu de voix pour comparer (5 en treize semaines)"}},
		{name: "a brand alone in its sector", said: many(60, "Engins & Co et Bétor", apart), sector: "Location", want: map[string]string{"/compare": "Il faut au moins un concurrent pour comparer", "/barometer": "au moins deux marques d’un même secteur"}},
		{name: "a month missing", said: append(many(60, "Engins & Co", apart), many(60, "Bétor", apart)...), gap: true, want: map[string]string{"/report": "n’a pas été entendu en entier"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := settled(t, nil)
			h.clock.t = sunday
			ctx := t.Context()
			for _, topic := range []vigie.Topic{
				{Name: "Bétor", Kind: vigie.Rival, Query: "Bétor", Sector: tt.sector}, {Name: "Minipelle", Kind: vigie.Theme, Query: "minipelle"},
			} {
				if _, err := h.watch.SaveTopic(ctx, topic); err != nil {
					t.Fatal(err)
				}
			}
			src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum", Channel: vigie.Forum, Added: sunday.AddDate(0, 0, -7*17)})
			if err != nil {
				t.Fatal(err)
			}
			batch := listen.Batch{Source: src.ID}
			for i, w := range tt.said {
				at := sunday.AddDate(0, 0, -w.days)
				batch.Mentions = append(batch.Mentions, vigie.Mention{
					Key: vigie.Key(fmt.Sprint("test:", i)), Channel: vigie.Forum, Site: "forum.example", URL: fmt.Sprint("https://forum.example/", i),
					Text: w.text, Author: vigie.Author{Name: w.by}, Published: at, Heard: at,
				})
			}
			if _, err := h.watch.Handle(ctx, batch); err != nil {
				t.Fatal(err)
			}
			if tt.gap {
				for _, v := range []listen.Visit{
					{Source: src.ID, At: sunday.AddDate(0, 0, -50), Next: sunday, Every: time.Hour, Items: 1},
					{Source: src.ID, At: sunday.AddDate(0, 0, -49), Next: sunday, Every: time.Hour, Fault: vigie.Say("fetch-server", "forum.example", 500)},
					{Source: src.ID, At: sunday.Add(-time.Hour), Next: sunday.Add(time.Hour), Every: time.Hour, Items: 1},
				} {
					if err := h.store.Visited(ctx, v); err != nil {
						t.Fatal(err)
					}
				}
			}
			b := h.signedIn()
			for _, lang := range []string{"en", "fr"} {
				b.post("/lang", url.Values{"lang": {lang}})
				for _, path := range pages {
					r := b.get(path)
					if r.status >= http.StatusInternalServerError {
						t.Errorf("%s %s: status %d", lang, path, r.status)
					}
					if at := madeUp.FindString(r.text()) + unsaid.FindString(r.body); at != "" {
						t.Errorf("%s %s holds %q", lang, path, at)
					}
					if want := tt.want[path]; lang == "fr" && !strings.Contains(flat(r.text()), want) {
						t.Errorf("%s does not say %q:\n%s", path, want, r.text())
					}
				}
			}
		})
	}
}
