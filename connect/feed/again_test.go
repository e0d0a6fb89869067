package feed

import (
	"strings"
	"testing"

	"vigie.example/vigie"
)

// What was brought before is told again with its counts alone: its text may
// have been read off its page.
func TestCountsToldAgain(t *testing.T) {
	body := rssOf(`<item><title>Grue</title><link>https://press.example/a</link><slash:comments>7</slash:comments></item>
<item><title>Pelle</title><link>https://press.example/b</link><thr:total>2</thr:total></item><item><title>Godet</title><link>https://press.example/c</link></item>`)
	feed := canned(body)
	s := New(feed, vigie.Source{Address: "https://press.example/feed"}, opts())
	first, err := s.Next(t.Context(), nil)
	if err != nil || len(first.Mentions) != 3 || len(first.Again) != 0 || first.Mentions[1].Metrics[0].Replies != 2 {
		t.Fatalf("first visit: %+v, %v", first, err)
	}
	if same, err := s.Next(t.Context(), first.Cursor); err != nil || !same.Unchanged || len(same.Again) != 0 {
		t.Errorf("the same feed: %+v, %v; want nothing", same, err)
	}
	s = New(canned(strings.Replace(body, ">7<", ">8<", 1)), vigie.Source{Address: "https://press.example/feed"}, opts())
	again, err := s.Next(t.Context(), first.Cursor)
	if err != nil || len(again.Mentions) != 0 || len(again.Again) != 2 {
		t.Fatalf("second visit: %+v, %v; want two told again and none new", again, err)
	}
	if m := again.Again[0]; m.Key != first.Mentions[0].Key || m.Title+m.Text != "" || m.Metrics[0].Replies != 8 {
		t.Errorf("told again = %+v, want eight comments alone", m)
	}
}

func TestCountsOfFilms(t *testing.T) {
	b := read(t, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><entry><id>yt:video:a</id><title>Une grue</title><link href="https://film.example/a"/>
<media:group><media:title>Une grue</media:title><media:community><media:starRating count="12" average="5.00" min="1" max="5"/><media:statistics views="340"/></media:community></media:group></entry>
<entry><id>yt:video:b</id><title>Une pelle</title><media:group><media:community><media:statistics views="beaucoup"/></media:community></media:group></entry></feed>`, opts(), vigie.Source{})
	if m := b.Mentions[0].Metrics; len(m) != 1 || m[0].Views != 340 || m[0].Reactions != 12 || m[0].Replies != -1 {
		t.Errorf("counts = %+v, want 340 views and 12 reactions", m)
	}
	if m := b.Mentions[1].Metrics; len(m) != 0 {
		t.Errorf("counts = %+v of nonsense, want none", m)
	}
}
