package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/watch"
)

// frank reads from the text itself what is thought and whether somebody asks.
type frank struct{ french }

func (frank) Complete(p *understand.Piece) {
	if strings.Contains(p.Mention.Text, "?") {
		p.Reading.Intents = []vigie.Intent{vigie.Question}
	}
	for i := range p.Matches {
		m := &p.Matches[i]
		switch {
		case p.Mention.Own:
		case strings.Contains(p.Mention.Text, "mauvais") && (m.Topic == 1 || !strings.Contains(p.Mention.Text, "pas comme")):
			m.Opinion, m.Sure = vigie.Negative, 0.9
		default:
			m.Opinion, m.Sure = vigie.Neutral, 0.9
		}
	}
}

// opinionated is a house with twelve weeks of thirty voices, of whom three are
// negative, but in the week under way bad of them.
func opinionated(t *testing.T, bad int) *house {
	t.Helper()
	h := settled(t, nil)
	h.clock.t = sunday
	ctx := t.Context()
	if _, err := h.watch.SaveTopic(ctx, vigie.Topic{Name: "Bétor", Kind: vigie.Rival, Query: "Bétor"}); err != nil {
		t.Fatal(err)
	}
	w, err := watch.New(ctx, watch.Options{Archive: h.store, Ledger: h.store, Reader: frank{}, Now: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum", Channel: vigie.Forum, Added: sunday.AddDate(-1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	b := listen.Batch{Source: src.ID}
	add := func(m vigie.Mention) {
		m.Key, m.Channel, m.Site, m.Heard = vigie.Key("f:"+fmt.Sprint(len(b.Mentions))), vigie.Forum, "forum.example", m.Published
		b.Mentions = append(b.Mentions, m)
	}
	for week := range 12 {
		for voice := range 30 {
			said, most := "correct", 3
			if week == 0 {
				most = bad
			}
			if voice < most {
				said = "mauvais"
			}
			add(vigie.Mention{
				Text: fmt.Sprintf("Engins & Co : %s, avis %d de la semaine %d.", said, voice, week), Author: vigie.Author{Name: fmt.Sprint("voix ", voice)},
				Published: sunday.Add(-time.Duration(week*7)*24*time.Hour - time.Duration(voice)*time.Hour),
			})
		}
	}
	add(vigie.Mention{Text: "Bétor pas comme Engins & Co, mauvais partout.", Author: vigie.Author{Name: "double"}, Published: sunday.Add(-30 * time.Minute)})
	add(vigie.Mention{
		Text: "Engins & Co répond-il un jour ?", Author: vigie.Author{Name: "pressée"}, Published: sunday.Add(-52 * time.Hour),
		To: []string{"@engins"}, Parent: "Le service est <b>fermé</b>.", Links: []string{"https://a.example/x", "javascript:alert(1)"}, Media: vigie.MediaImage | vigie.MediaVideo, Country: "BE",
	})
	add(vigie.Mention{Text: "Engins & Co vend-il des pièces ?", Thread: "pieces", Author: vigie.Author{Name: "servi"}, Published: sunday.Add(-60 * time.Hour)})
	add(vigie.Mention{Text: "Oui, au comptoir.", Own: true, Thread: "pieces", Author: vigie.Author{Name: "Lucie"}, Published: sunday.Add(-50 * time.Hour)})
	if _, err := w.Handle(ctx, b); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestTodayTellsToneAndWhatWaits(t *testing.T) {
	b := opinionated(t, 4).signedIn()
	page := b.get("/")
	page.wants(t, http.StatusOK, "Rien d’inhabituel dans les opinions", "une demande attend une réponse.", "Attend depuis 2 j 4 h", "Engins & Co répond-il un jour ?", "Histoires")
	if strings.Contains(page.body, "Attend depuis 2 j 12 h") {
		t.Error("what ours answered in its thread still waits")
	}
	opinionated(t, 25).signedIn().get("/").wants(t, http.StatusOK, "des voix jugées sont négatives, plus que d’ordinaire", "une demande attend")
}

func TestOpinionsNameTheirBrandWhereTheyDiffer(t *testing.T) {
	b := opinionated(t, 4).signedIn()
	r := b.get("/stream?q=partout")
	r.wants(t, http.StatusOK, "négative pour Engins & Co", "neutre pour Bétor")
	if i, j := strings.Index(r.body, "pour Engins"), strings.Index(r.body, "pour Bétor"); i > j {
		t.Error("ours comes second")
	}
	if r := b.get("/stream?q=avis"); strings.Contains(r.text(), "pour Engins & Co") {
		t.Error("one opinion names its brand")
	}
}

func TestMentionShowsTheFactsKept(t *testing.T) {
	h := opinionated(t, 4)
	k, err := h.store.Lookup(t.Context(), "f:361")
	if err != nil || k.Kept == nil {
		t.Fatal(err)
	}
	page := h.signedIn().get(fmt.Sprint("/mention/", k.Kept.Mention.ID))
	page.wants(t, http.StatusOK, "Adressée à", "@engins", "Pays déclaré", "une image et une vidéo", "https://a.example/x", "En réponse à")
	if strings.Contains(page.body, "javascript:") || strings.Contains(page.body, "<b>fermé") {
		t.Error("what comes from outside is not only text")
	}
}
