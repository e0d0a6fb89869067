package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// TestAStretchBesideTheOneBefore: voices and shares before and now, with what
// chance leaves open; nothing of what was not listened to.
func TestAStretchBesideTheOneBefore(t *testing.T) {
	h := settled(t, nil)
	ctx, now := t.Context(), h.clock.now()
	if _, err := h.watch.SaveTopic(ctx, vigie.Topic{Name: "Terrapic", Kind: vigie.Rival, Query: "terrapic"}); err != nil {
		t.Fatal(err)
	}
	src, err := h.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://s0.example/feed", Name: "Forum", Channel: vigie.Forum, Added: now.AddDate(0, 0, -7*30)})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Visited(ctx, listen.Visit{Source: src.ID, At: now.Add(-time.Minute), Next: now.Add(time.Hour), Every: time.Hour, Items: 3, PerWeek: 7}); err != nil {
		t.Fatal(err)
	}
	say := func(name string, n, days int) {
		for i := range n {
			text := fmt.Sprintf("%s, avis numéro %d de %d", name, i, days)
			m := vigie.Mention{
				URL: fmt.Sprintf("https://s0.example/%x", text), Text: text, Site: "s0.example", Channel: vigie.Forum,
				Author: vigie.Author{Account: fmt.Sprintf("%s%d%d", name, i, days)}, Published: now.AddDate(0, 0, -days), Heard: now.AddDate(0, 0, -days),
			}
			m.Key = vigie.NewKey("", "", m.URL)
			if _, err := h.watch.Handle(ctx, listen.Batch{Source: src.ID, Mentions: []vigie.Mention{m}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	say("Engins & Co", 60, 10)
	say("Engins & Co", 30, 101)
	say("terrapic", 40, 10)
	say("terrapic", 70, 101)
	b := h.signedIn()
	b.get("/topic/1").wants(t, 200, "Voix d’avant", "Les treize semaines d’avant", "+100 %, entre +27 et +221")
	b.get("/compare").wants(t, 200, "2 marques ont bougé au-delà du hasard", "+16,3 à +42,2 points")
	// The first figure of the page leaves with its tables, interval and ranks too.
	if r := b.get("/compare?tables=csv"); !strings.Contains(r.body, "Rangs plausibles") || !strings.Contains(r.body, "Nombre,Part,À 95") {
		t.Errorf("the comparison leaves without its shares: %s", r.body)
	}
	// A year ago nobody listened: nothing is set beside it.
	if r := b.get("/topic/1?weeks=52"); r.status != 200 {
		t.Errorf("52 weeks = %d", r.status)
	} else if got := r.text(); len(got) == 0 {
		t.Error("an empty page")
	}
}
