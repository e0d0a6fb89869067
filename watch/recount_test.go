package watch_test

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

func TestCountsToldAgainAreJudgedAgain(t *testing.T) {
	h := open(t)
	plain := h.topic(t, 0, "grue")
	loud := h.topic(t, 0, "grue AND reactions:>50 AND source:feed")
	counted := func(reactions int64, at time.Time) []vigie.Metric {
		return []vigie.Metric{{At: at, Reactions: reactions, Replies: -1, Reposts: -1, Views: -1, Followers: -1}}
	}
	m := post(1, "Une grue en panne")
	m.Metrics = counted(3, day)
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Mentions: []vigie.Mention{m}}); err != nil {
		t.Fatal(err)
	}
	last, err := h.store.Last(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name  string
		batch listen.Batch
		loud  int
	}{
		{"the source tells counts alone", listen.Batch{Source: h.feed, Again: []vigie.Mention{{Key: m.Key, Metrics: counted(60, day.Add(time.Hour))}}}, 1},
		{"of what is not kept", listen.Batch{Source: h.feed, Again: []vigie.Mention{{Key: "a.example/9", Metrics: counted(90, day)}, func() vigie.Mention {
			m := post(8, "Une autre grue")
			m.Metrics = counted(90, day)
			return m
		}()}}, 1},
		{"another source carries it, with fewer", listen.Batch{Source: h.file, Mentions: []vigie.Mention{func() vigie.Mention {
			m := m
			m.Metrics = counted(20, day.Add(2*time.Hour))
			return m
		}()}}, 0},
		{"and with more", listen.Batch{Source: h.file, Mentions: []vigie.Mention{func() vigie.Mention {
			m := m
			m.Metrics = counted(70, day.Add(3*time.Hour))
			return m
		}()}}, 1},
	}
	for _, s := range steps {
		out, err := h.Handle(t.Context(), s.batch)
		if err != nil || out.New+out.Edited+out.Buffered != 0 {
			t.Fatalf("%s: Handle = %+v, %v; want nothing new", s.name, out, err)
		}
		if n := h.count(t, loud.ID); n != s.loud {
			t.Errorf("%s: %d mentions above fifty reactions, want %d", s.name, n, s.loud)
		}
		if n := h.count(t, plain.ID); n != 1 {
			t.Errorf("%s: %d mentions in all, want 1", s.name, n)
		}
	}
	changes, err := h.store.Since(t.Context(), last, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if c.Kind != vigie.Reread {
			t.Errorf("change %+v: what is told again is no news", c)
		}
	}
	if wrong, err := h.store.Recount(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("Recount = %v, %v", wrong, err)
	}
}
