package watch_test

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch"
)

// A dispatch, its copies in two batches, a buffered one that is kept later and
// a restart in between: one story throughout.
func TestCopiesJoinTheirStory(t *testing.T) {
	const dispatch = "Une grue de quarante mètres s’est couchée mardi matin sur un chantier de l’agglomération lyonnaise, sans faire de blessé."
	h := open(t)
	at := day.Add(24 * time.Hour)
	restart := func() {
		t.Helper()
		w, err := watch.New(t.Context(), watch.Options{
			Archive: h.store, Ledger: h.store, Reader: reader{}, Stories: new(story.Grouper), Now: func() time.Time { return at },
		})
		if err != nil {
			t.Fatal(err)
		}
		h.Watch = w
	}
	restart()
	topic := h.topic(t, 0, "grue OR lyonnaise")
	handle := func(ms ...vigie.Mention) {
		t.Helper()
		for i := range ms {
			ms[i].Site = string(ms[i].Key)
		}
		if _, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Mentions: ms}); err != nil {
			t.Fatal(err)
		}
	}
	handle(post(1, dispatch), post(2, "Une grue encore en panne, trois semaines que nous attendons le dépanneur"), post(3, dispatch+" (avec AFP)"))
	handle(post(4, "RT @ana: "+dispatch[:80]+"…"))
	restart()
	handle(post(5, dispatch+" Lire aussi nos autres articles."), post(1, dispatch))
	stories := func() int64 {
		t.Helper()
		points, err := h.store.Count(t.Context(), measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{topic.ID}}, Unit: measure.Stories})
		if err != nil || len(points) != 1 {
			t.Fatalf("Count = %v, %v", points, err)
		}
		return points[0].N
	}
	if n, m := stories(), h.count(t, topic.ID); n != 2 || m != 5 {
		t.Errorf("%d mentions in %d stories, want 5 in 2", m, n)
	}
	// What waits in the buffer joins when a topic comes to want it.
	handle(post(6, "Le conducteur parle : une rafale, puis plus rien, dit-il au sujet du chantier arrêté mardi"))
	handle(post(7, "Le conducteur parle : une rafale, puis plus rien, dit-il au sujet du chantier arrêté mardi"))
	topic = h.topic(t, topic.ID, "grue OR lyonnaise OR conducteur")
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, m := stories(), h.count(t, topic.ID); n != 3 || m != 7 {
		t.Errorf("after looking back: %d mentions in %d stories, want 7 in 3", m, n)
	}
	if diffs, err := h.store.Recount(t.Context()); err != nil || len(diffs) > 0 {
		t.Errorf("Recount = %v, %v", diffs, err)
	}
}
