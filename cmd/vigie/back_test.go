package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

// TestBackInTime: a blog is added by its address, heard, and its past found by
// its own search; going back twice keeps nothing twice.
func TestBackInTime(t *testing.T) {
	var at string
	blog := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, `<html><head><title>Carnet</title><meta name="generator" content="WordPress 6.4"><link rel="alternate" type="application/rss+xml" href="/feed/"></head>`)
		case r.URL.Path == "/feed/":
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>Carnet</title><link>%s/</link><item><title>Hier</title><link>%[1]s/hier</link><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><description>La grue Leroux %s</description></item></channel></rss>`, at, strings.Repeat("mot ", 70))
		case strings.HasPrefix(r.URL.Path, "/wp-json/wp/v2/posts") && r.URL.Query().Get("search") == "Leroux":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `[{"link":"%s/2024","date_gmt":"2024-05-01T10:00:00","title":{"rendered":"Il y a longtemps"},"content":{"rendered":"<p>Une grue Leroux.</p>"}}]`, at)
		default:
			http.NotFound(w, r)
		}
	}))
	defer blog.Close()
	at = blog.URL
	dir, allow := t.TempDir(), strings.TrimPrefix(blog.URL, "http://")
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", dir)
	if out := must(t, "source", "add", at, "--allow", allow, "--data", dir); !strings.Contains(out, "WordPress") || !strings.Contains(out, "Hier") {
		t.Errorf("source add says\n%s", out)
	}
	must(t, "listen", "--allow", allow, "--data", dir)
	for range 2 {
		lines := readLines[api.Back](t, must(t, "source", "back", "--allow", allow, "--data", dir, "--json"))
		last := lines[len(lines)-1]
		if !last.Done || last.Found != 1 || last.Oldest.Year() != 2024 {
			t.Errorf("source back = %+v", last)
		}
	}
	out := must(t, "search", "leroux", "--json", "--data", dir)
	if n := strings.Count(out, `"title":`); n != 2 {
		t.Errorf("%d mentions, want the one of the feed and the old one:\n%s", n, out)
	}
}
