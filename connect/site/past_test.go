package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/say"
)

// back goes back to the end and returns what was brought.
func back(t *testing.T, h listen.Historian) (heard []vigie.Mention, last listen.Past) {
	t.Helper()
	var cursor []byte
	for range 60 {
		p, err := h.Before(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		heard = append(heard, p.Mentions...)
		if cursor, last = p.Cursor, p; p.Done {
			return heard, last
		}
	}
	t.Fatal("no end")
	return nil, last
}

func titles(all []vigie.Mention) (out []string) {
	for i := range all {
		out = append(out, all[i].Title)
	}
	return out
}

func TestPast(t *testing.T) {
	const wp = `<html><meta name="generator" content="WordPress 6.4">`
	post := func(n int) string {
		return fmt.Sprintf(`{"link":"https://p.example/%d","date_gmt":"2025-03-0%dT10:00:00","title":{"rendered":"Post %d &amp; co"},"content":{"rendered":"<p>La grue Leroux.</p>","protected":false}}`, n, n, n)
	}
	const search = "_fields=link%2Cdate_gmt%2Ctitle%2Ccontent%2Cexcerpt&page=1&per_page=20"
	maps := func(n int, brand string) string {
		var b strings.Builder
		b.WriteString("<urlset>")
		for i := range n {
			fmt.Fprintf(&b, "<url><loc>/2025/page-%d</loc><lastmod>2025-01-01</lastmod></url>", i)
		}
		return b.String() + "<url><loc>/2020/" + brand + "</loc><lastmod>2020-01-01</lastmod></url></urlset>"
	}
	many := answers{"https://p.example/": "<html>x", "https://p.example/sitemap.xml": maps(600, "la-grue-leroux-tombe"), "https://p.example/2020/la-grue-leroux-tombe": article(9)}
	for i := range 600 {
		many[fmt.Sprintf("https://p.example/2025/page-%d", i)] = article(i)
	}
	for name, tt := range map[string]struct {
		web   answers
		names []string
		want  []string
		how   string
		whole bool
	}{
		"WordPress, by its interface": {answers{
			"https://p.example/": wp,
			"https://p.example/wp-json/wp/v2/posts?" + search + "&search=Leroux": "[" + post(1) + "," + post(2) + "]",
		}, []string{"Leroux"}, []string{"Post 1 & co", "Post 2 & co"}, "back-wordpress", false},
		"WordPress, all of it": {answers{
			"https://p.example/":                              wp,
			"https://p.example/wp-json/wp/v2/posts?" + search: "[" + post(1) + "]",
		}, nil, []string{"Post 1 & co"}, "back-wordpress", true},
		"WordPress, its interface closed": {answers{
			"https://p.example/":                    wp,
			"https://p.example/?feed=rss2&s=Leroux": `<rss><channel><title>x</title><item><title>Un</title><link>https://p.example/un</link></item></channel></rss>`,
			"https://p.example/un":                  article(1),
		}, []string{"Leroux"}, []string{"Article 1"}, "back-wordpress", false},
		"Discourse": {answers{
			"https://p.example/": `<html><meta name="generator" content="Discourse 3.2">`,
			"https://p.example/search.json?page=1&q=%22Leroux%22+order%3Alatest": `{"posts":[{"id":7,"username":"toinou","created_at":"2025-05-01T10:00:00Z","topic_id":3,"post_number":2,"blurb":"la grue"},{"id":8,"username":"m","created_at":"2025-04-01T10:00:00Z","topic_id":3,"post_number":4,"blurb":"le bout seulement"}],"topics":[{"id":3,"slug":"ma-grue","title":"Ma grue"}],"grouped_search_result":{"more_full_page_results":false}}`,
			"https://p.example/posts/7.json":                                     `{"cooked":"<p>Ma grue Leroux est en panne.</p>"}`,
		}, []string{"Leroux"}, []string{"Ma grue", "Ma grue"}, "back-discourse", false},
		"MediaWiki": {answers{
			"https://p.example/": `<html><meta name="generator" content="MediaWiki 1.41">`,
			"https://p.example/api.php?action=query&format=json&list=search&srlimit=20&sroffset=0&srprop=&srsearch=%22Leroux%22": `{"query":{"search":[{"pageid":5,"title":"Grue Leroux"}]}}`,
			"https://p.example/index.php?curid=5": article(5),
		}, []string{"Leroux"}, []string{"Article 5"}, "back-mediawiki", false},
		"a small sitemap": {answers{
			"https://p.example/":           "<html>x",
			"https://p.example/robots.txt": "Sitemap: https://p.example/map.xml",
			"https://p.example/map.xml":    `<sitemapindex><sitemap><loc>/2025.xml</loc></sitemap></sitemapindex>`,
			"https://p.example/2025.xml":   `<urlset><url><loc>/2025/a</loc></url><url><loc>/2025/gone</loc></url></urlset>`,
			"https://p.example/2025/a":     article(1),
		}, []string{"Leroux"}, []string{"Article 1"}, "back-sitemap", true},
		"nothing leads back": {answers{"https://p.example/": "<html>x"}, []string{"Leroux"}, nil, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			h := NewPast(tt.web, vigie.Source{ID: 1, Kind: vigie.FeedSource, Address: "https://p.example/feed"}, tt.names, Options{Now: func() time.Time { return now }})
			heard, last := back(t, h)
			if !slices.Equal(titles(heard), tt.want) || last.Method.ID != tt.how || last.Whole != tt.whole {
				t.Errorf("past = %q by %q, whole %v; want %q by %q, whole %v", titles(heard), last.Method.ID, last.Whole, tt.want, tt.how, tt.whole)
			}
			for _, m := range heard {
				if m.Key == "" || m.Text == "" || m.Site != "p.example" || m.Published.IsZero() {
					t.Errorf("mention %+v", m)
				}
			}
			if tt.how != "" && say.In("fr").Say(tt.how) == tt.how {
				t.Errorf("nothing said for %q", tt.how)
			}
		})
	}
	// A large site: the newest, and what names a brand however old.
	h := NewPast(many, vigie.Source{ID: 1, Kind: vigie.PageSource, Address: "https://p.example/"}, []string{"Grue Leroux"}, Options{Now: func() time.Time { return now }})
	heard, last := back(t, h)
	if len(heard) != pastNewest+1 || heard[len(heard)-1].Title != "Article 9" || last.Whole {
		t.Errorf("a large site gave %d, whole %v; want %d and not whole", len(heard), last.Whole, pastNewest+1)
	}
}

// TestPastHalf: half a document is asked for again, not taken for the end.
func TestPastHalf(t *testing.T) {
	web := answers{
		"https://p.example/": `<html><meta name="generator" content="WordPress 6.4">`,
		"https://p.example/wp-json/wp/v2/posts?_fields=link%2Cdate_gmt%2Ctitle%2Ccontent%2Cexcerpt&page=1&per_page=20&search=Leroux": `[{"link":"https://p.exam`,
	}
	h := NewPast(web, vigie.Source{ID: 1, Address: "https://p.example/feed"}, []string{"Leroux"}, Options{})
	p, err := h.Before(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Before(t.Context(), p.Cursor); vigie.KindOf(err) != vigie.Unavailable {
		t.Errorf("half a document = %v, want kind Unavailable", err)
	}
}
