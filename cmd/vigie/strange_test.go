package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/query"
)

// TestStrangeSources runs the whole program for two days of its clock against
// sources that behave strangely, while that clock jumps a year ahead and is set
// back: what each said is kept once, what is wrong is told on the page of the
// source, and whoever is well again is heard again without a hand.
func TestStrangeSources(t *testing.T) {
	began := time.Now().UTC().Truncate(time.Second).Add(-72 * time.Hour)
	now := began
	visits := map[string]int{}
	item := func(w io.Writer, guid, title string, at time.Time) {
		fmt.Fprintf(w, `<item><title>%s</title><guid isPermaLink="false">%s</guid><pubDate>%s</pubDate><description>La grue : %s.</description></item>`, title, guid, at.Format(time.RFC1123Z), title)
	}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		visits[r.URL.Path]++ // one host: asked one after another
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Grues</title><link>http://grues.example/</link>`)
		switch r.URL.Path {
		case "/infinite": // new names for new things, for ever
			for i := range 20 {
				item(w, fmt.Sprintf("n%d-%d", visits[r.URL.Path], i), fmt.Sprintf("sans fin %d, n° %d", visits[r.URL.Path], i), began)
			}
		case "/renamed": // new names, at each visit, for the same three things
			for i := range 3 {
				fmt.Fprintf(w, `<item><title>renommée %d</title><link>%s/a/%d</link><guid isPermaLink="false">r%d-%d</guid><description>La grue.</description></item>`, i, "http://grues.example", i, visits[r.URL.Path], i)
			}
		case "/equal": // one name for everything; a new thing every hour
			for i := range int(now.Sub(began)/time.Hour)%(24*365) + 1 {
				item(w, "toujours-le-meme", fmt.Sprintf("pareille %d", i), began.Add(time.Duration(i)*time.Hour))
			}
		case "/cut": // whole only every third time
			if visits[r.URL.Path]%3 != 0 {
				fmt.Fprint(w, `<item><title>coup`)
				return
			}
			for i := range 5 {
				item(w, fmt.Sprint("c", i), fmt.Sprintf("coupée %d", i), began)
			}
		}
		fmt.Fprint(w, `</channel></rss>`)
	}))
	defer web.Close()
	p, err := openProgram(t.Context(), t.TempDir(), slog.New(slog.DiscardHandler), fetch.Options{AllowPrivate: []string{strings.TrimPrefix(web.URL, "http://")}, Delay: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.close(); err != nil {
			t.Error(err)
		}
	}()
	clock := func() time.Time { return now }
	p.now, p.watch.Now, p.listener.Now = clock, clock, clock
	if _, err := p.watch.SaveTopic(t.Context(), vigie.Topic{Name: "Grue", Kind: vigie.OwnBrand, Query: "grue"}); err != nil {
		t.Fatal(err)
	}
	sources := map[string]vigie.SourceID{}
	for _, path := range []string{"/infinite", "/renamed", "/equal", "/cut"} {
		s, err := p.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: web.URL + path, Name: path, Channel: vigie.Forum, Site: "grues.example"})
		if err != nil {
			t.Fatal(err)
		}
		sources[path] = s.ID
	}
	for hour := range 48 {
		now = began.Add(time.Duration(hour) * time.Hour)
		if hour == 20 { // for one look around, the clock runs a year ahead
			now = now.AddDate(1, 0, 0)
		}
		if _, err := p.listener.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	count := func(words string) int {
		t.Helper()
		q, err := query.Parse(words)
		if err != nil {
			t.Fatal(err)
		}
		page, err := p.store.Search(t.Context(), query.Search{Query: q, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return page.Count
	}
	for words, want := range map[string]int{`"sans fin"`: 20 * visits["/infinite"], `renommée`: 3, `coupée`: 5} {
		if n := count(words); n != want {
			t.Errorf("%s: %d mentions after %v visits, want %d", words, n, visits, want)
		}
	}
	// Every hour one was said; the last visit may be some hours ago.
	if n := count("pareille"); n < 42 || n > 48 {
		t.Errorf("of equal names %d mentions, want one for each hour heard", n)
	}
	for path, want := range map[string]string{"/infinite": "feed-all-new", "/cut": ""} {
		all, err := p.store.Visits(t.Context(), sources[path], 200)
		if err != nil {
			t.Fatal(err)
		}
		told := false
		for _, v := range all {
			for _, said := range v.Problems {
				told = told || said.ID == want
			}
			told = told || want == "" && !v.Fault.IsZero()
		}
		if !told {
			t.Errorf("%s: nobody is told; %d visits", path, len(all))
		}
	}
	// A day and more after the clock was set back, each was visited by the right one.
	for path, id := range sources {
		s, err := p.store.Source(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if h := s.Health; h.LastVisit.After(now) || now.Sub(h.LastVisit) > 25*time.Hour || h.NextVisit.Sub(now) > 25*time.Hour {
			t.Errorf("%s: last visit %v, next %v, now %v", path, h.LastVisit, h.NextVisit, now)
		}
	}
}
