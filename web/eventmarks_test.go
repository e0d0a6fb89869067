package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/store"
)

// TestChartsTellWhatHappened: a day written down, a changed query and a new
// source stand on the picture, and in the table behind it.
func TestChartsTellWhatHappened(t *testing.T) {
	h := furnished(t)
	b, ctx := h.signedIn(), t.Context()
	day := h.clock.now().AddDate(0, 0, -9).Format(time.DateOnly)
	if r := b.post("/alerts/settings", url.Values{"do": {"event"}, "name": {"Grève du port"}, "topic": {"0"}, "from": {day}, "to": {day}}); r.status != http.StatusSeeOther {
		t.Fatalf("POST = %d: %s", r.status, r.text())
	}
	if got, err := h.store.AlertSettings(ctx); err != nil || len(got.Events) != 1 || got.Widen(1, got.Events[0].From) != 1 {
		t.Errorf("events %+v, %v; want one that widens nothing", got.Events, err)
	}
	topics, err := h.store.Topics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	topic := topics[0]
	topic.Query = `"Engins & Co" OR engins`
	if _, err := h.watch.SaveTopic(ctx, topic); err != nil {
		t.Fatal(err)
	}
	src := vigie.Source{Kind: vigie.FeedSource, Address: "https://late.example/feed", Name: "Gazette tardive", Channel: vigie.Press, Added: h.clock.now().AddDate(0, 0, -3)}
	if _, err := h.store.SaveSource(ctx, src); err != nil {
		t.Fatal(err)
	}
	r := b.get("/topic/1")
	r.wants(t, 200, "Grève du port", "la requête a changé le", "source ajoutée le", "Gazette tardive")
	if n := strings.Count(r.body, `class="event"`); n < 3 {
		t.Errorf("%d marks on the picture, want three", n)
	}
	b.get("/").wants(t, 200, "Grève du port")
}

// TestChartsTellWhatIsCountedOtherwise: a source paused or removed, a noise
// filter switched, a formula in another version; the first version known of one
// is no change.
func TestChartsTellWhatIsCountedOtherwise(t *testing.T) {
	h := furnished(t)
	b, ctx := h.signedIn(), t.Context()
	versions := func(of ...string) {
		t.Helper()
		if err := store.NoteVersions(ctx, h.store, of); err != nil {
			t.Fatal(err)
		}
	}
	versions("ordinary/1", "net/1")
	versions("ordinary/1", "net/1")
	if page := b.get("/topic/1"); strings.Contains(page.text(), "formule") {
		t.Error("the first version of a formula is told as a change")
	}
	src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://late.example/feed", Name: "Gazette tardive", Channel: vigie.Press})
	if err != nil {
		t.Fatal(err)
	}
	src.Paused = true
	if _, err = h.store.SaveSource(ctx, src); err != nil {
		t.Fatal(err)
	}
	b.get("/topic/1").wants(t, 200, "source mise en pause le", "Gazette tardive")
	if err := errors.Join(h.store.DeleteSource(ctx, src.ID), h.watch.SwitchPack(ctx, "jobs", false), h.watch.SwitchPack(ctx, "jobs", false)); err != nil {
		t.Fatal(err)
	}
	versions("ordinary/2", "net/1")
	page := b.get("/topic/1")
	page.wants(t, 200, "source retirée le", "filtre de bruit arrêté le", "offres d’emploi : ce qu’il avait écarté est revenu", "la formule de l’ordinaire passe à la version 2")
	if n := strings.Count(page.body, `class="event"`); n != 4 {
		t.Errorf("%d marks on the picture, want four", n)
	}
	if strings.Contains(page.text(), "de l’opinion nette") {
		t.Error("a formula that did not change is told")
	}
	if _, err := h.watch.SaveTopic(ctx, vigie.Topic{Name: "Bétor", Kind: vigie.Rival, Query: "Bétor"}); err != nil {
		t.Fatal(err)
	}
	b.get("/compare").wants(t, 200, "Source retirée le", "Filtre de bruit arrêté le")
}

// TestAnEventOfOneTopic stands on no other's chart.
func TestAnEventOfOneTopic(t *testing.T) {
	h := furnished(t)
	now := h.clock.now()
	err := h.store.SaveAlertSettings(t.Context(), alert.Settings{Events: []alert.Event{{Topic: 2, Name: "Ailleurs", From: now.AddDate(0, 0, -9), To: now.AddDate(0, 0, -8)}}})
	if err != nil {
		t.Fatal(err)
	}
	if r := h.signedIn().get("/topic/1"); strings.Contains(r.body, "Ailleurs") {
		t.Error("the chart of a topic shows what happened to another")
	}
}
