package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestThroughThreeSources: the same post, told by a feed, by another feed and by
// a sitemap, is one mention.
func TestThroughThreeSources(t *testing.T) {
	var at string
	words := "La grue Leroux est en panne. " + strings.Repeat("Personne ne répond au client qui attend. ", 20)
	day := time.Now().UTC().Add(-time.Hour)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/rss":
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>A</title><item><title>Panne</title><link>%s/2026/la-panne?utm_source=rss</link><guid>a1</guid><pubDate>%s</pubDate><description>%s</description></item></channel></rss>`, at, day.Format(time.RFC1123Z), words)
		case "/json":
			w.Header().Set("Content-Type", "application/feed+json")
			fmt.Fprintf(w, `{"version":"https://jsonfeed.org/version/1.1","title":"B","items":[{"id":"b1","url":"%s/2026/la-panne","title":"Panne","content_text":%q}]}`, at, words)
		case "/sitemap.xml":
			fmt.Fprintf(w, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>%s/2026/la-panne</loc><lastmod>%s</lastmod></url></urlset>`, at, day.Format(time.RFC3339))
		case "/2026/la-panne":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<html><head><title>Panne</title></head><body><article><h1>Panne</h1><p>%s</p></article></body></html>`, words)
		default:
			http.NotFound(w, r)
		}
	}))
	defer web.Close()
	at = web.URL
	dir, allow := t.TempDir(), strings.TrimPrefix(web.URL, "http://")
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", dir)
	for _, path := range []string{"/rss", "/json", "/sitemap.xml"} {
		must(t, "source", "add", at+path, "--allow", allow, "--data", dir)
	}
	must(t, "listen", "--allow", allow, "--data", dir)
	out := must(t, "search", "leroux", "--json", "--data", dir)
	if n := strings.Count(out, `"title":`); n != 1 {
		t.Errorf("%d mentions of one post:\n%s", n, out)
	}
}
