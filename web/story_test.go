package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch"
)

// told is a house in which copies are grouped, with a story, an account that
// publishes like clockwork, a theme and a word that rises.
func told(t *testing.T) *house {
	t.Helper()
	h := sown(t)
	w, err := watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: french{}, Stories: new(story.Grouper), Now: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	sources, err := h.store.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const dispatch = "Une machine Engins & Co s’est couchée mardi matin sur un chantier de l’agglomération lyonnaise, sans faire de blessé. " +
		"La préfecture a ouvert une enquête et les travaux sont arrêtés jusqu’à nouvel ordre."
	b := listen.Batch{Source: sources[0].ID}
	for i := range 4 {
		b.Mentions = append(b.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprint("press:", i)), Channel: vigie.Press, Site: fmt.Sprintf("journal%d.example", i),
			Title: fmt.Sprint("Titre ", i), Text: dispatch, Published: sunday.Add(time.Duration(i-10) * time.Hour),
		})
	}
	for i := range 14 {
		b.Mentions = append(b.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprint("bot:", i)), Channel: vigie.Social, Network: "net", Site: "net.example",
			Text: fmt.Sprintf("Relevé %d du parc Engins & Co", i*7919), Author: vigie.Author{Account: "releve", Name: "Relevé"},
			Published: sunday.Add(-time.Duration(i+40) * 24 * time.Hour),
		})
	}
	for i := range 9 {
		b.Mentions = append(b.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprint("rise:", i)), Channel: vigie.Forum, Site: "forum.example", Author: vigie.Author{Name: fmt.Sprint("plaignant ", i)},
			Text:      fmt.Sprintf("Chez Engins & Co le flexible hydraulique lâche, numéro %d sur ma liste. <i>Vraiment</i>.", i),
			Published: sunday.Add(-time.Duration(i*9+1) * time.Hour),
		})
	}
	if _, err := w.Handle(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestCopiesAreFoldedAndTold(t *testing.T) {
	h := told(t)
	b := h.signedIn()
	r := b.get("/stream?channel=press&q=agglom%C3%A9ration")
	r.wants(t, http.StatusOK, "et 3 reprises")
	if n := strings.Count(r.text(), "Titre "); n != 1 {
		t.Errorf("the stream shows %d of four copies, want one", n)
	}
	b.get("/stream?story=0").wants(t, http.StatusUnprocessableEntity)
	k, err := h.store.Lookup(t.Context(), "press:3")
	if err != nil || k.Kept == nil {
		t.Fatal(err)
	}
	b.get(fmt.Sprint("/stream?story=", k.Kept.Reading.Story)).wants(t, http.StatusOK, "d’une même histoire", "journal0.example", "journal3.example")
	page := b.get(fmt.Sprint("/mention/", k.Kept.Mention.ID))
	page.wants(t, http.StatusOK, "4 mentions du même texte", "Parue d’abord ici", "journal0.example", "journal2.example")
	const best = "Une machine Engins & Co s’est couchée mardi matin sur un chantier de l’agglomération lyonnaise, sans faire de blessé. "
	page.wants(t, http.StatusOK, strings.TrimSpace(best)+" »", "parmi 4 textes")
	b.get(fmt.Sprint("/stream?story=", k.Kept.Reading.Story)).wants(t, http.StatusOK, strings.TrimSpace(best)+" »", "parmi 4 textes")
	b.get("/compare").wants(t, http.StatusOK, "Par histoires")
	b.get("/topic/1").wants(t, http.StatusOK, "Histoires")
}

// TestTopicQuotesTheSentenceThatSaysItBest: whole, among what others said, with
// its mention behind it, and the same each time.
func TestTopicQuotesTheSentenceThatSaysItBest(t *testing.T) {
	h := told(t)
	b := h.signedIn()
	page := b.get("/topic/1")
	page.wants(t, http.StatusOK, "Verbatims", "la plus proche de ce que les autres en disent", "hors presse")
	_, rest, ok := strings.Cut(page.body, `id="best-t"`)
	if !ok {
		t.Fatal("the page of the topic quotes nothing")
	}
	said, rest, _ := strings.Cut(rest, "</blockquote>")
	if !strings.HasSuffix(said, "\u202f»") || strings.Contains(said, "…") {
		t.Errorf("%q is no whole sentence", said)
	}
	if !strings.Contains(rest, `<a href="/mention/`) {
		t.Error("the sentence does not lead to its mention")
	}
	if again := b.get("/topic/1"); !strings.Contains(again.body, said) {
		t.Errorf("%q is another sentence the next time", said)
	}
	if strings.Contains(b.get("/topic/1?weeks=4&until=1999-01-01").body, "best-t") {
		t.Error("what was not said is quoted")
	}
}

func TestWordsRise(t *testing.T) {
	h := told(t)
	b := h.signedIn()
	b.get("/topic/1/words").wants(t, http.StatusOK, "flexible hydraulique", "9 voix", "Vos mots")
	b.get("/topic/1/words?lang=xx").wants(t, http.StatusOK)
	b.get("/topic/99/words").wants(t, http.StatusNotFound)
}

func TestAuthorCard(t *testing.T) {
	h := told(t)
	b := h.signedIn()
	b.get("/author?key=net:releve").wants(t, http.StatusOK, "Relevé", "Robot", "intervalle régulier", "14 mentions")
	b.get("/author?key=forum.example~plaignant+1").wants(t, http.StatusOK, "Autre", "Rien ne dit")
	b.get("/author?key=nobody").wants(t, http.StatusNotFound)
	b.get("/author").wants(t, http.StatusNotFound)
}

// TestGroupingAgainIsTold: while what was kept before is put into stories, the
// pages say how far that is.
func TestGroupingAgainIsTold(t *testing.T) {
	h := told(t)
	b := h.signedIn()
	const said = "Les reprises sont rassemblées en histoires"
	for _, tt := range []struct {
		data  string
		wants bool
	}{
		{`{"Maker":"story/1","Before":1,"Share":0.34,"Moved":12}`, true},
		{`{"Maker":"story/1","Share":1,"Moved":12,"Ended":"2026-11-20T10:00:00Z"}`, false},
	} {
		if err := h.store.Remember(t.Context(), "stories grouped again", []byte(tt.data)); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/", "/topic/1"} {
			if got := strings.Contains(b.get(path).text(), said); got != tt.wants {
				t.Errorf("%s with %s: told %v, want %v", path, tt.data, got, tt.wants)
			}
		}
	}
	if err := h.store.Remember(t.Context(), "stories grouped again", []byte(`{"Maker":"story/1","Share":0.34,"Moved":12}`)); err != nil {
		t.Fatal(err)
	}
	b.get("/").wants(t, http.StatusOK, "34 % relus, 12 mentions rejointes")
}
