package feed

import (
	"fmt"
	"strings"
	"testing"

	"vigie.example/vigie"
)

// TestNewGuids: a feed that gives its items, which have no address, another guid
// at each visit brings each once.
func TestNewGuids(t *testing.T) {
	visit := 0
	src := New(getter(func() []byte {
		visit++
		var items strings.Builder
		for i := range 3 + visit {
			fmt.Fprintf(&items, `<item><title>n° %d</title><guid isPermaLink="false">g%d-%d</guid><pubDate>Sun, 22 Nov 2026 10:0%d:00 GMT</pubDate><description>Brève n° %d.</description></item>`, i, visit, i, i, i)
		}
		return []byte(rssOf(items.String()))
	}), vigie.Source{Address: "https://press.example/feed", Site: "press.example"}, opts())
	kept := map[string]int{}
	var cursor []byte
	for range 4 {
		b, err := src.Next(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range b.Mentions {
			kept[m.Title]++
		}
		cursor = b.Cursor
	}
	for title, n := range kept {
		if n != 1 {
			t.Errorf("%s came %d times", title, n)
		}
	}
	if len(kept) != 7 {
		t.Errorf("kept %v, want seven", kept)
	}
}

// TestSameWordsAtOnce: two items that say the same at the same time under two
// guids are two, and one that says something else under its guid is told again.
func TestSameWordsAtOnce(t *testing.T) {
	item := func(guid, title string) string {
		return `<item><title>` + title + `</title><guid isPermaLink="false">` + guid + `</guid><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>`
	}
	said := item("a", "Alarme") + item("b", "Alarme")
	src := New(getter(func() []byte { return []byte(rssOf(said)) }), vigie.Source{Address: "https://press.example/feed", Site: "press.example"}, opts())
	var cursor []byte
	for _, tt := range []struct {
		said string
		want int
	}{{said, 2}, {said, 0}, {item("a", "Alarme levée") + item("b", "Alarme"), 1}} {
		said = tt.said
		b, err := src.Next(t.Context(), cursor)
		if err != nil || len(b.Mentions) != tt.want {
			t.Errorf("%d mentions, %v; want %d", len(b.Mentions), err, tt.want)
		}
		cursor = b.Cursor
	}
}
