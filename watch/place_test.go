package watch_test

import (
	"context"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// TestPlaces: what visitors write at a brand's place is addressed to it without
// naming it, what the brand publishes there is no voice about it; and so it is
// for what was kept and buffered before somebody said whose place it is.
func TestPlaces(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	ours := h.topic(t, 0, "leroux")
	rival, err := h.SaveTopic(ctx, vigie.Topic{Name: "Malaxa", Kind: vigie.Rival, Query: "malaxa"})
	if err != nil {
		t.Fatal(err)
	}
	source := func(address string, c vigie.Channel) vigie.Source {
		t.Helper()
		s, err := h.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: address, Name: address, Channel: c})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	comments, blog := source("https://leroux.example/comments", vigie.Comment), source("https://malaxa.example/feed", vigie.Blog)
	say := func(s vigie.Source, n int, text string) {
		t.Helper()
		m := post(n, text)
		m.Channel = s.Channel
		if _, err := h.Handle(ctx, listen.Batch{Source: s.ID, Mentions: []vigie.Mention{m}}); err != nil {
			t.Fatal(err)
		}
	}
	catchUp := func(ctx context.Context) {
		t.Helper()
		if err := h.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
	}
	want := func(when string, us, them int) {
		t.Helper()
		if a, b := h.count(t, ours.ID), h.count(t, rival.ID); a != us || b != them {
			t.Errorf("%s: %d mentions of us and %d of the rival, want %d and %d", when, a, b, us, them)
		}
	}
	say(comments, 1, "Peut-on rendre une nacelle le samedi ?")
	say(blog, 2, "Malaxa ouvre une agence")
	say(blog, 3, "Malaxa compare avec Leroux")
	catchUp(ctx)
	want("while the places are nobody's", 1, 2)

	comments.Brand, blog.Brand = ours.ID, rival.ID
	for _, s := range []vigie.Source{comments, blog} {
		if _, err := h.SaveSource(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	catchUp(ctx)
	want("once they are known", 2, 0)
	say(comments, 4, "Merci de votre réponse")
	say(blog, 5, "Malaxa recrute Leroux père")
	want("for what arrives", 4, 0)
	// A changed query reads the archive again, and finds what does not name us.
	ours.Query = "leroux OR lerou"
	if _, err := h.SaveTopic(ctx, ours); err != nil {
		t.Fatal(err)
	}
	catchUp(ctx)
	want("with another query", 4, 0)

	tr, err := h.Trace(ctx, "https://a.example/4")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range tr.Verdicts {
		if v.Topic.ID == ours.ID && (!v.Matched || v.Placed.ID != "trace-addressed") {
			t.Errorf("trace says %+v of us, want addressed", v)
		}
	}
	comments.Brand = 0
	if _, err := h.SaveSource(ctx, comments); err != nil {
		t.Fatal(err)
	}
	catchUp(ctx)
	want("once the comments are nobody's again", 2, 0)
}
