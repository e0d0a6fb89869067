package storetest

import (
	"context"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/store"
)

// sayings holds a store to measure.Teller and measure.Tracer.
func sayings(t *testing.T, a store.Archive) {
	ctx := context.Background()
	own := said("own", "nous vous écoutons", "nous", noon, 1)
	own.Mention.Own = true
	toOwn := said("to-own", "merci", "ana", noon.Add(time.Hour), 1)
	toOwn.Mention.ReplyTo = own.Mention.Key
	asks := said("asks", "quel godet choisir ?", "bob", noon.Add(2*time.Hour), 1, 2)
	asks.Reading.Intents = []vigie.Intent{vigie.Question}
	asks.Mention.Metrics = []vigie.Metric{{At: noon, Followers: 10, Views: 3}, {At: noon.Add(time.Hour), Followers: 12, Views: -1}}
	answer := said("answer", "le 400", "eve", noon.Add(3*time.Hour))
	answer.Mention.ReplyTo = asks.Mention.Key
	alone := said("alone", "et pour la chape ?", "zoe", noon.Add(4*time.Hour), 1)
	alone.Reading.Intents = []vigie.Intent{vigie.Question}
	alone.CopyOf = []vigie.MentionID{-1 - 2} // of asks
	later := said("later", "trop tard", "zoe", noon.Add(48*time.Hour), 1)
	later.Mention.Heard = noon.Add(49 * time.Hour)
	save(t, a, 1, own, toOwn, asks, answer, alone, later)

	got := map[string]measure.Saying{}
	err := a.Sayings(ctx, vigie.Filter{Topics: []vigie.TopicID{1}, From: noon, To: noon.Add(24 * time.Hour)}, func(s *measure.Saying) bool {
		k, err := a.Mention(ctx, s.Mention)
		if err != nil {
			t.Fatal(err)
		}
		got[k.Mention.Text] = *s
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 {
		t.Fatalf("Sayings = %d, want 4: those of the topic and the period", len(got))
	}
	if s := got[own.Mention.Text]; !s.Own || s.Spontaneous() {
		t.Errorf("own: %+v", s)
	}
	if s := got[toOwn.Mention.Text]; s.Answers != measure.ToOwn {
		t.Errorf("an answer to own answers %d, want ToOwn", s.Answers)
	}
	q, z := got[asks.Mention.Text], got[alone.Mention.Text]
	if !q.IntentsRead || !q.Solicits() || q.Followers != 12 || q.Views != -1 || !q.At.Equal(asks.Mention.Published) {
		t.Errorf("the question: %+v", q)
	}
	if q.Story != z.Story || q.Story == got[own.Mention.Text].Story || q.Voice == z.Voice {
		t.Errorf("stories %d and %d of one story, voices %d and %d of two", q.Story, z.Story, q.Voice, z.Voice)
	}
	answers, err := a.Answered(ctx, []vigie.MentionID{q.Mention, z.Mention, got[own.Mention.Text].Mention, 99})
	if err != nil {
		t.Fatal(err)
	}
	if answers[q.Mention] != measure.ByOthers || answers[z.Mention] != measure.Unheard || answers[99] != measure.Untraced {
		t.Errorf("Answered = %v, want by others, unheard, untraced", answers)
	}
	if err := a.Sayings(ctx, vigie.Filter{}, nil); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("Sayings of no topic = %v, want Invalid", err)
	}
}
