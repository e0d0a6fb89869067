package feed

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
)

// shelf is a Getter of given bodies.
type shelf map[string]string

func (a shelf) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	body, ok := a[r.URL]
	if !ok {
		return nil, vigie.Errorf(vigie.NotFound, nil, "fetch-not-found", r.URL)
	}
	return &fetch.Response{URL: r.URL, Body: []byte(body)}, nil
}

func pastRSS(head string, n ...int) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>B</title><link>https://b.example/</link>` + head)
	for _, i := range n {
		fmt.Fprintf(&b, `<item><title>T%d</title><link>https://b.example/%d</link><pubDate>%s</pubDate><description>%s</description></item>`,
			i, i, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, -i, 0).Format(time.RFC1123Z), strings.Repeat("mot ", 70))
	}
	return b.String() + "</channel></rss>"
}

// backTo goes back to the end and returns the titles brought.
func backTo(t *testing.T, h listen.Historian) (titles []string, last listen.Past) {
	t.Helper()
	var cursor []byte
	for range 50 {
		p, err := h.Before(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range p.Mentions {
			titles = append(titles, m.Title)
		}
		if cursor, last = p.Cursor, p; p.Done {
			return titles, last
		}
	}
	t.Fatal("no end")
	return nil, last
}

func TestPast(t *testing.T) {
	const atomPage = `<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title>%s<entry><id>%s</id><title>%[2]s</title><link href="https://b.example/%[2]s"/><updated>2025-01-01T00:00:00Z</updated><content>mot mot</content></entry></feed>`
	for name, tt := range map[string]struct {
		web  shelf
		want []string
		how  string
	}{
		"an archived Atom feed": {shelf{
			"https://b.example/feed": fmt.Sprintf(atomPage, `<link rel="prev-archive" href="/2025"/>`, "now"),
			"https://b.example/2025": fmt.Sprintf(atomPage, `<link rel="prev-archive" href="/2024"/>`, "a"),
			"https://b.example/2024": fmt.Sprintf(atomPage, "", "b"),
		}, []string{"a", "b"}, "back-paged"},
		"a paged RSS feed": {shelf{
			"https://b.example/feed":     pastRSS(`<atom:link rel="next" href="https://b.example/feed?p=2"/>`, 1),
			"https://b.example/feed?p=2": pastRSS("", 2, 3),
		}, []string{"T2", "T3"}, "back-paged"},
		"a paged JSON feed": {shelf{
			"https://b.example/feed": `{"version":"https://jsonfeed.org/version/1.1","title":"J","next_url":"https://b.example/j2","items":[{"id":"1","title":"x","url":"https://b.example/x","content_text":"mot"}]}`,
			"https://b.example/j2":   `{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"2","title":"y","url":"https://b.example/y","content_text":"mot"}]}`,
		}, []string{"y"}, "back-paged"},
		"a WordPress feed": {shelf{
			"https://b.example/feed":         pastRSS(`<generator>https://wordpress.org/?v=6.4</generator>`, 1),
			"https://b.example/feed?paged=2": pastRSS(`<generator>https://wordpress.org/?v=6.4</generator>`, 2),
			"https://b.example/feed?paged=3": pastRSS(`<generator>https://wordpress.org/?v=6.4</generator>`, 3),
		}, []string{"T2", "T3"}, "back-numbered"},
		"a feed of today alone":       {shelf{"https://b.example/feed": pastRSS("", 1)}, nil, ""},
		"a feed that leads to itself": {shelf{"https://b.example/feed": pastRSS(`<atom:link rel="next" href="https://b.example/feed"/>`, 1)}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := NewPast(tt.web, vigie.Source{ID: 1, Address: "https://b.example/feed", Channel: vigie.Forum}, Options{})
			got, last := backTo(t, h)
			if !slices.Equal(got, tt.want) || last.Method.ID != tt.how || !last.Whole {
				t.Errorf("past = %q by %q, want %q by %q", got, last.Method.ID, tt.want, tt.how)
			}
		})
	}
}
