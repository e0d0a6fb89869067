package watch_test

import (
	"fmt"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/opinion"
	"vigie.example/vigie/watch"
)

// reading is a house that reads as the product does.
func reading(t *testing.T) house {
	t.Helper()
	h := open(t)
	d, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	if h.Watch, err = watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: understand.New(d, opinion.New())}); err != nil {
		t.Fatal(err)
	}
	return h
}

// opinion returns what the nth post thinks of a topic.
func (h house) opinion(t *testing.T, n int, topic vigie.TopicID) vigie.Match {
	t.Helper()
	f, err := h.store.Lookup(t.Context(), post(n, "").Key)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range f.Kept.Matches {
		if m.Topic == topic {
			return m
		}
	}
	t.Fatalf("post %d is not of topic %d", n, topic)
	return vigie.Match{}
}

func (h house) hear(t *testing.T, texts ...string) {
	t.Helper()
	var ms []vigie.Mention
	for i, s := range texts {
		ms = append(ms, post(i+1, s))
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: ms}); err != nil {
		t.Fatal(err)
	}
}

// TestOlderReadersAreReadAgain: what another reader judged, or none, is judged
// in the background, as a changed topic is.
func TestOlderReadersAreReadAgain(t *testing.T) {
	h := open(t) // judges nothing
	topic := h.topic(t, 0, "leroux")
	h.hear(t, "Leroux : arnaque honteuse, à fuir", "Excellent accueil chez Leroux, je recommande vivement")
	if err := h.CatchUp(t.Context()); err != nil { // the topic is read for: what follows is the judge's alone
		t.Fatal(err)
	}
	if o := h.opinion(t, 1, topic.ID).Opinion; o != vigie.OpinionUnknown {
		t.Fatalf("judged already: %v", o)
	}
	d, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	if h.Watch, err = watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: understand.New(d, opinion.New())}); err != nil {
		t.Fatal(err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]vigie.Opinion{1: vigie.Negative, 2: vigie.Positive} {
		if m := h.opinion(t, n, topic.ID); m.Opinion != want || m.Sure < opinion.Confident {
			t.Errorf("post %d is judged %v (%.2f), want %v", n, m.Opinion, m.Sure, want)
		}
	}
	j, err := h.store.Judging(t.Context())
	if err != nil || j.Ended.IsZero() || j.Changed != 2 || j.Maker == "" {
		t.Errorf("Judging = %+v, %v; want it done", j, err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, err := h.store.Judging(t.Context()); err != nil || again != j {
		t.Errorf("once more, Judging = %+v, %v", again, err)
	}
}

// TestACorrectionTeaches: the mention that is corrected changes at once, those
// alike follow, and taking it back undoes both.
func TestACorrectionTeaches(t *testing.T) {
	h := reading(t)
	topic := h.topic(t, 0, "leroux")
	var texts []string
	for i := range 12 {
		texts = append(texts, fmt.Sprintf("La passerelle de Leroux vibre au pas du lot %d", i), fmt.Sprintf("Leroux expose ses engins au stand %d", i))
	}
	h.hear(t, append(texts, "La passerelle de Leroux vibre encore", "Leroux expose ses engins à Lyon")...)
	alike, other := len(texts)+1, len(texts)+2
	before := h.opinion(t, alike, topic.ID)
	if before.Opinion == vigie.Negative {
		t.Fatal("nothing to teach")
	}
	id := func(n int) vigie.MentionID {
		f, err := h.store.Lookup(t.Context(), post(n, "").Key)
		if err != nil {
			t.Fatal(err)
		}
		return f.Kept.Mention.ID
	}
	for n := 1; n <= len(texts); n++ {
		o := vigie.Negative
		if n%2 == 0 {
			o = vigie.Neutral
		}
		if err := h.Correct(t.Context(), vigie.Label{Mention: id(n), Topic: topic.ID, Opinion: o, By: "ana"}); err != nil {
			t.Fatal(err)
		}
	}
	if m := h.opinion(t, 1, topic.ID); m.Opinion != vigie.Negative || m.Sure != 1 {
		t.Errorf("the corrected mention is %v (%.2f)", m.Opinion, m.Sure)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := h.opinion(t, alike, topic.ID); m.Opinion != vigie.Negative {
		t.Errorf("one alike is %v (%.2f), want negative", m.Opinion, m.Sure)
	}
	if m := h.opinion(t, other, topic.ID); m.Opinion != vigie.Neutral {
		t.Errorf("the other is %v (%.2f), want neutral", m.Opinion, m.Sure)
	}
	for n := 1; n <= len(texts); n++ {
		if err := h.Uncorrect(t.Context(), id(n), topic.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := h.opinion(t, alike, topic.ID); m != before {
		t.Errorf("once all is taken back, it is %+v, want %+v", m, before)
	}
	if err := h.Correct(t.Context(), vigie.Label{Mention: id(1), Topic: topic.ID, Opinion: vigie.Unsure}); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("correcting to unsure: %v, want invalid", err)
	}
}
