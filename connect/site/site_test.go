package site

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/say"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// web serves pages by path ("/" and others); a missing one is a 404. It
// returns a client that may reach it, its address, and what was asked.
func web(t *testing.T, pages map[string]string) (c *fetch.Client, address string, asked *[]string) {
	t.Helper()
	asked = new([]string)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		*asked = append(*asked, r.URL.RequestURI())
		body, ok := pages[r.URL.RequestURI()]
		switch {
		case !ok:
			http.NotFound(w, r)
		case body == "500":
			w.WriteHeader(http.StatusInternalServerError)
		case body == "429":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			tag := fmt.Sprintf(`"%x"`, crc32.ChecksumIEEE([]byte(body)))
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("ETag", tag)
			w.Header().Set("Content-Type", http.DetectContentType([]byte(body)))
			_, _ = w.Write([]byte(body))
		}
	}))
	t.Cleanup(s.Close)
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{s.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	return c, s.URL, asked
}

const (
	rssFeed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Le Chantier &amp;amp; Cie</title><link>https://www.chantier.example/</link>
<item><title>Un</title><link>https://www.chantier.example/1</link><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;Texte&lt;/p&gt;</description></item>
<item><title>Deux</title><link>https://www.chantier.example/2</link></item></channel></rss>`
	atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Comments for B</title><generator>WordPress</generator><link href="https://b.example/"/><link rel="self" href="https://b.example/comments"/><entry><title>Re</title><link href="https://b.example/p#comment-1"/><updated>2026-11-22T10:00:00Z</updated><summary>oui</summary></entry></feed>`
	jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"J","home_page_url":"https://j.example/","items":[{"id":"1","url":"https://j.example/1","title":"One","content_text":"text"}]}`
)

func TestPeek(t *testing.T) {
	g, ok := peek([]byte(rssFeed), "")
	if !ok || g.title != "Le Chantier & Cie" || g.home != "https://www.chantier.example/" || len(g.items) != 2 || g.items[0] != (Item{"Un", "Texte", "https://www.chantier.example/1", now.Add(-2 * time.Hour)}) {
		t.Errorf("RSS = %+v %v", g, ok)
	}
	g, ok = peek([]byte(atomFeed), "")
	if !ok || g.title != "Comments for B" || g.home != "https://b.example/" || g.generator != "WordPress" || len(g.items) != 1 || g.items[0].URL != "https://b.example/p#comment-1" {
		t.Errorf("Atom = %+v %v", g, ok)
	}
	g, ok = peek([]byte(jsonFeed), "")
	if !ok || g.title != "J" || len(g.items) != 1 || g.items[0].Text != "text" {
		t.Errorf("JSON = %+v %v", g, ok)
	}
	for _, s := range []string{"", "<html><rss>", "<!doctype html><p>x", `{"a":1}`, "plain", strings.Repeat("\x00", 100)} {
		if _, ok := peek([]byte(s), ""); ok {
			t.Errorf("peek(%q) says it is a feed", s)
		}
	}
}

func FuzzPeek(f *testing.F) {
	for _, s := range []string{rssFeed, atomFeed, jsonFeed, "<rss><item><title>x</item>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, _ := peek(b, "")
		if len(g.items) > previewed {
			t.Errorf("%d items", len(g.items))
		}
		for _, it := range g.items {
			if it.URL != "" && !strings.HasPrefix(it.URL, "http") || strings.ContainsAny(it.Title, "\r\n") {
				t.Errorf("item = %+v", it)
			}
		}
	})
}

func TestDiscover(t *testing.T) {
	links := `<a href="/2026/11/22/une-grue-tombe-a-lyon">Une grue tombe à Lyon</a><a href="/2026/11/21/salon-du-btp">Le salon du BTP ouvre</a><a href="/2026/11/20/nouvelle-usine">Une nouvelle usine près de Metz</a><a href="/contact">Contact</a>`
	for _, tt := range []struct {
		name  string
		pages map[string]string
		want  []string // kind, path, channel
		most  int      // requests
	}{
		{"a feed", map[string]string{"/": rssFeed}, []string{"feed / press"}, 1},
		{"declared, comments last", map[string]string{"/": `<html><head><link rel="alternate" type="application/atom+xml" title="Comments" href="/comments"><link rel="alternate" type="application/rss+xml" href="/feed"></head>`, "/feed": rssFeed, "/comments": atomFeed}, []string{"feed /feed press", "feed /comments comment"}, 3},
		{"the same as RSS and Atom", map[string]string{"/": `<link rel="alternate" type="application/rss+xml" href="/a"><link rel="alternate" type="application/rss+xml" href="/b">`, "/a": rssFeed, "/b": rssFeed}, []string{"feed /a press"}, 3},
		{"declared but gone, then a usual place", map[string]string{"/": `<link rel="alternate" type="application/rss+xml" href="/gone">`, "/rss.xml": rssFeed}, []string{"feed /rss.xml press"}, 5},
		{"linked only", map[string]string{"/": `<a href="/news.rss">RSS</a>`, "/news.rss": jsonFeed}, []string{"feed /news.rss press"}, 2},
		{"a WordPress blog", map[string]string{"/": `<meta name="generator" content="WordPress 6.4"><link rel="alternate" type="application/rss+xml" href="/feed">`, "/feed": rssFeed}, []string{"feed /feed blog"}, 2},
		{"no feed: its page", map[string]string{"/": "<html><title>Nouvelles</title>" + links}, []string{"page / press"}, 2 + len(usual)},
		{"a list of feeds", map[string]string{"/": `<opml version="2.0"><body><outline text="Presse"><outline text="Un" xmlUrl="http://127.0.0.1/un" htmlUrl="http://127.0.0.1/"/><outline title="Deux" xmlUrl="http://127.0.0.1/deux"/><outline xmlUrl="http://127.0.0.1/un"/></outline></body></opml>`}, []string{"feed http://127.0.0.1/un press", "feed http://127.0.0.1/deux press"}, 1},
		{"a sitemap", map[string]string{"/": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/2026/une-grue</loc><lastmod>2026-11-20</lastmod></url></urlset>`}, []string{"sitemap / press"}, 1},
		{"a site with a sitemap", map[string]string{"/": `<html><title>x</title>` + links, "/sitemap.xml": `<urlset><url><loc>/2026/une-grue</loc><lastmod>2026-11-20</lastmod></url></urlset>`}, []string{"sitemap /sitemap.xml press"}, 2 + len(usual)},
		{"a Discourse", map[string]string{"/": `<html><meta name="generator" content="Discourse 3.2">`, "/latest.rss": rssFeed}, []string{"feed /latest.rss forum"}, 2},
		{"a phpBB", map[string]string{"/": `<html><body id="phpbb">`, "/feed.php": atomFeed}, []string{"feed /feed.php comment"}, 3},
		{"a MediaWiki", map[string]string{"/": `<html><meta name="generator" content="MediaWiki 1.41.0">`, "/api.php?action=feedrecentchanges&feedformat=atom": rssFeed}, []string{"feed /api.php?action=feedrecentchanges&feedformat=atom wiki"}, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, address, asked := web(t, tt.pages)
			found, err := Discover(context.Background(), c, address+"/")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				got = append(got, fmt.Sprint(f.Kind, " ", strings.TrimPrefix(f.Address, address), " ", f.Channel))
				if f.Title == "" || len(f.Items) == 0 && f.What != "what-opml" || f.Site == "" || say.In("fr").Say(f.What, f.Site) == "" {
					t.Errorf("found = %+v", f)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) || len(*asked) > tt.most {
				t.Errorf("found %q with %q; want %q", got, *asked, tt.want)
			}
		})
	}
}

func TestDiscoverFails(t *testing.T) {
	c, address, _ := web(t, map[string]string{"/": "<html><p>bonjour</p>"})
	for _, tt := range []struct {
		address string
		kind    vigie.Kind
		id      string
	}{
		{address + "/", vigie.NotFound, "site-nothing"},
		{address + "/none", vigie.NotFound, "fetch-not-found"},
		{"http://10.0.0.1/", vigie.Forbidden, "fetch-private"},
		{"ftp://h.example/", vigie.Invalid, "fetch-bad-scheme"},
		{"", vigie.Invalid, "fetch-bad-address"},
	} {
		_, err := Discover(context.Background(), c, tt.address)
		var e *vigie.Error
		if !errors.As(err, &e) || e.Kind != tt.kind || e.Tell.ID != tt.id || say.In("fr").Sentence(e.Tell) == "" {
			t.Errorf("Discover(%q) = %v, want %s", tt.address, err, tt.id)
		}
	}
	// Without scheme: https fails here, http is tried.
	c, address, _ = web(t, map[string]string{"/": rssFeed})
	if found, err := Discover(context.Background(), c, strings.TrimPrefix(address, "http://")); err != nil || len(found) != 1 {
		t.Errorf("without scheme: %v, %v", found, err)
	}
}

func TestArticles(t *testing.T) {
	const front = "https://www.site.example/"
	for _, tt := range []struct {
		path, said string
		want       bool
	}{
		{"/2026/11/22/grue", "Une grue tombe", true},
		{"/actualites/une-grue-tombe-a-lyon.html", "Une grue tombe à Lyon", true},
		{"/article/123456", "Une grue tombe à Lyon", true},
		{"/viewtopic.php?t=42", "Ma grue est en panne", true},
		{"/t/ma-grue/42", "Ma grue est en panne", true},
		{"/nouvelles/grue", "Une grue est tombée hier soir à Lyon", true},
		{"/nouvelles/grue", "Lire", false},
		{"/2026/11/22/grue", "Lire", false},
		{"/tag/une-grue-tombe-la", "Une grue tombe à Lyon", false},
		{"/mentions-legales", "Les mentions légales de ce site web ici", false},
		{"/", "Une grue est tombée hier soir à Lyon", false},
		{"https://other.example/2026/11/22/grue", "Une grue tombe", false},
		{"https://blog.site.example/2026/11/22/grue", "Une grue tombe", true},
	} {
		l := page.Link{URL: tt.path, Text: tt.said}
		if strings.HasPrefix(tt.path, "/") {
			l.URL = "https://www.site.example" + tt.path
		}
		if got := len(articles([]page.Link{l}, front)) == 1; got != tt.want {
			t.Errorf("articles(%q, %q) = %v, want %v", tt.path, tt.said, got, tt.want)
		}
	}
	got := articles([]page.Link{{URL: front + "2026/11/22/a", Text: ""}, {URL: front + "2026/11/22/a?utm_source=x#top", Text: "Une grue tombe"}}, front)
	if len(got) != 1 || got[0].Text != "Une grue tombe" {
		t.Errorf("a picture and a title = %+v", got)
	}
}

func article(n int) string {
	return fmt.Sprintf(`<html lang="fr"><head><title>Article %d</title><meta property="article:published_time" content="2026-11-22T10:00:00Z"><meta name="author" content="Marie"></head><body><article><h1>Article %d</h1><p>%s</p></article>`,
		n, n, strings.Repeat("Les grues de la marque sont appréciées des clients. ", 20))
}

func TestWatchedPage(t *testing.T) {
	pages := map[string]string{}
	front := func(from, to int) string {
		s := "<html><head><title>Le site</title></head><body>"
		for i := from; i <= to; i++ {
			s += fmt.Sprintf(`<a href="/2026/11/22/article-numero-%d">Le titre de l'article %d</a>`, i, i)
		}
		return s
	}
	path := func(i int) string { return fmt.Sprintf("/2026/11/22/article-numero-%d", i) }
	for i := 1; i <= 9; i++ {
		pages[path(i)] = article(i)
	}
	pages["/"] = front(1, 5)
	pages[path(2)] = "500"
	delete(pages, path(3))
	c, address, asked := web(t, pages)
	clock := now
	src := New(c, vigie.Source{ID: 4, Address: address + "/", Channel: vigie.Blog}, Options{MaxPages: 2, Now: func() time.Time { return clock }})
	var cursor []byte
	// visit asks until there is no more, as listen does.
	visit := func() (titles []string, problems []string) {
		t.Helper()
		for range 10 {
			b, err := src.Next(context.Background(), cursor)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range b.Mentions {
				titles = append(titles, m.Title)
				if m.Key == "" || m.Channel != vigie.Blog || m.Author.Name != "Marie" || m.Declared != "fr" || !m.Published.Equal(now.Add(-2*time.Hour)) || !strings.Contains(m.Text, "appréciées") {
					t.Errorf("mention = %+v", m)
				}
			}
			for _, p := range b.Problems {
				problems = append(problems, p.ID)
			}
			cursor = b.Cursor
			if !b.More {
				return titles, problems
			}
		}
		t.Fatal("no end of rounds")
		return nil, nil
	}
	titles, problems := visit()
	if fmt.Sprint(titles) != "[Article 1 Article 4 Article 5]" || fmt.Sprint(problems) != "[site-pages-failed site-pages-given-up]" {
		t.Errorf("first visit: %q, %q", titles, problems)
	}
	clock = clock.Add(time.Hour)
	pages[path(2)] = article(2)
	if titles, problems = visit(); fmt.Sprint(titles) != "[Article 2]" || len(problems) != 0 {
		t.Errorf("second visit: %q, %q", titles, problems)
	}
	*asked = nil
	clock = clock.Add(time.Hour)
	if titles, _ = visit(); len(titles) != 0 {
		t.Errorf("third visit: %q", titles)
	}
	clock = clock.Add(time.Hour)
	b, err := src.Next(context.Background(), cursor)
	if err != nil || !b.Unchanged {
		t.Errorf("nothing new: %+v, %v", b, err)
	}
	pages["/"] = front(4, 6)
	if titles, _ = visit(); fmt.Sprint(titles) != "[Article 6]" {
		t.Errorf("a new link: %q", titles)
	}
	// A page that never works is left after three visits.
	pages[path(7)], pages["/"] = "500", front(6, 7)
	var all []string
	for range 4 {
		_, problems = visit()
		all = append(all, problems...)
		clock = clock.Add(time.Hour)
	}
	if fmt.Sprint(all) != "[site-pages-failed site-pages-failed site-pages-given-up]" {
		t.Errorf("a page that never works: %q", all)
	}
	// A host that wants a pause gets it.
	pages[path(8)], pages["/"] = "429", front(8, 9)
	*asked = nil
	if titles, problems = visit(); len(titles) != 0 || fmt.Sprint(problems) != "[site-pages-failed]" || len(*asked) != 2 {
		t.Errorf("429: %q, %q, asked %q", titles, problems, *asked)
	}
}

func TestWatchedPageFails(t *testing.T) {
	c, address, _ := web(t, map[string]string{"/": "<p>rien", "/pdf": "%PDF-1.4"})
	for path, id := range map[string]string{"/": "site-nothing", "/pdf": "page-not-html"} {
		_, err := New(c, vigie.Source{Address: address + path}, Options{}).Next(context.Background(), []byte("not JSON"))
		if vigie.Tell(err).ID != id {
			t.Errorf("%s: error = %v, want %s", path, err, id)
		}
	}
}

func TestWatchedPageHasMoved(t *testing.T) {
	_, at, _ := web(t, map[string]string{"/new": `<a href="/actu/2026/grue-rouge-en-panne">La grue rouge est en panne à Roanne</a>`})
	old := httptest.NewServer(http.RedirectHandler(at+"/new", http.StatusMovedPermanently))
	defer old.Close()
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := New(c, vigie.Source{Address: old.URL + "/"}, Options{Now: func() time.Time { return now }}).Next(t.Context(), nil)
	if err != nil || b.Moved != at+"/new" {
		t.Errorf("Next = Moved %q, %v, want %q", b.Moved, err, at+"/new")
	}
}
