package watch_test

import (
	"context"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/watch"
)

func TestNote(t *testing.T) {
	h := open(t)
	h.topic(t, 0, "leroux")
	asked := 0
	h.Page = func(_ context.Context, address string) (vigie.Mention, error) {
		asked++
		if strings.Contains(address, "wall") {
			return vigie.Mention{}, vigie.Errorf(vigie.Forbidden, nil, "fetch-robots", "wall.example")
		}
		return vigie.Mention{URL: address, Title: "Essai de la L12", Text: "Leroux tient ses promesses.", Author: vigie.Author{Name: "Zoé"}, Published: day}, nil
	}
	for _, c := range []struct {
		name           string
		note           watch.Note
		text, by       string
		channel        vigie.Channel
		author, refuse string
		reads          bool
	}{
		{name: "a group", note: watch.Note{Address: "facebook.com/groups/7/posts/1", Text: "Leroux ne rappelle jamais.", Who: "Marc", By: "Lucie", When: day}, text: "Leroux ne rappelle jamais.", author: "Marc", by: "Lucie", channel: vigie.Social},
		{name: "an address alone", note: watch.Note{Address: "https://blog.example/l12"}, text: "Leroux tient ses promesses.", author: "Zoé", channel: vigie.Blog, reads: true},
		{name: "an address and its title, behind a wall", note: watch.Note{Address: "https://wall.example/1", Title: "Leroux, un scandale"}, channel: vigie.Press, reads: true},
		{name: "an address alone, behind a wall", note: watch.Note{Address: "https://wall.example/2"}, refuse: "note-unread", reads: true},
		{name: "seen at a fair", note: watch.Note{Text: "Leroux a le plus beau stand.", Where: "Salon de Lyon", Channel: vigie.Comment}, text: "Leroux a le plus beau stand.", channel: vigie.Comment},
		{name: "nothing", note: watch.Note{By: "Lucie"}, refuse: "note-nothing"},
		{name: "no address", note: watch.Note{Address: "javascript:alert(1)", Text: "x"}, refuse: "note-bad-address"},
		{name: "a name in the address", note: watch.Note{Address: "https://a:b@x.example/", Text: "x"}, refuse: "note-bad-address"},
		{name: "hostile", note: watch.Note{Address: "https://x.example/\u202e", Text: strings.Repeat("a\x00\u202e", 1<<20), Who: strings.Repeat("é", 5000)}, channel: vigie.Press},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := asked
			id, known, err := h.Note(t.Context(), c.note)
			if (asked > before) != c.reads {
				t.Errorf("the page was read: %v, want %v", asked > before, c.reads)
			}
			if c.refuse != "" {
				if err == nil || vigie.Tell(err).ID != c.refuse {
					t.Fatalf("Note = %v, want %s", err, c.refuse)
				}
				return
			}
			if err != nil || known {
				t.Fatalf("Note = %v, %v", known, err)
			}
			k, err := h.store.Mention(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			m := &k.Mention
			if !m.Noted || m.NotedBy != c.by || m.Channel != c.channel || c.text != "" && m.Text != c.text || c.author != "" && m.Author.Name != c.author {
				t.Errorf("kept %+v", m)
			}
			if len(m.Text) > 1<<20 || len(m.Author.Name) > 200 {
				t.Errorf("%d bytes of text, %d of a name", len(m.Text), len(m.Author.Name))
			}
			if again, known, err := h.Note(t.Context(), c.note); err != nil || !known || again != id {
				t.Errorf("noted again = %d, %v, %v; want the same", again, known, err)
			}
		})
	}
	// Another person at the same address is another mention; what a source
	// carries is found, not noted.
	first, _, err := h.Note(t.Context(), watch.Note{Address: "https://facebook.com/groups/7/posts/1", Text: "Moi, Leroux m’a rappelée.", Who: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	if k, err := h.store.Mention(t.Context(), first); err != nil || k.Mention.Author.Name != "Ana" {
		t.Errorf("a second voice at one address = %+v, %v", k.Mention, err)
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.feed, Mentions: []vigie.Mention{post(9, "Leroux ouvre à Lyon")}}); err != nil {
		t.Fatal(err)
	}
	id, known, err := h.Note(t.Context(), watch.Note{Address: "https://a.example/9", Text: "leroux OUVRE"})
	if k, kerr := h.store.Mention(t.Context(), id); err != nil || kerr != nil || !known || k.Mention.Noted {
		t.Errorf("noting what was heard = %v, %v, noted %v", known, err, k.Mention.Noted)
	}
}
