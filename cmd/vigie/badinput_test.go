package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/say"
)

// badSite is one site that is wrong at first and well later.
type badSite struct {
	name string
	kind vigie.SourceKind // a feed where empty
	bad  http.HandlerFunc
	well http.HandlerFunc
	// fault is the id of the sentence the first visit must leave, problem that
	// of something told though the visit went well. One of them is set, or none
	// where a person has nothing to do.
	fault, problem string
	fr, en         string // what the sentences must say, besides the host
	first, last    int    // mentions kept after the first visit, and in the end
}

// feedOf answers a feed with these items.
func feedOf(items ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		_, _ = io.WriteString(w, `<rss version="2.0"><channel><title>Journal</title>`+strings.Join(items, "")+`</channel></rss>`)
	}
}

// entry is an item of a feed, long enough not to be taken for a teaser.
func entry(site string, n int, title, date string) string {
	if date != "" {
		date = "<pubDate>" + date + "</pubDate>"
	}
	return fmt.Sprintf(`<item><title>%s</title><guid isPermaLink="false">%s-%d</guid><link>https://%s.example/%d</link>%s<description>La grue du chantier. %s</description></item>`,
		title, site, n, site, n, date, strings.Repeat("Elle lève des poutres et des banches toute la journée. ", 7))
}

// raw answers this body under this type.
func raw(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	}
}

// pour writes piece again and again until most bytes are sent (never, where
// it is zero) or nobody reads any more, and counts them.
func pour(sent *atomic.Int64, head, piece string, most int64) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		_, _ = io.WriteString(w, head)
		for n := int64(0); most == 0 || n < most; n += int64(len(piece)) {
			if _, err := io.WriteString(w, piece); err != nil {
				return
			}
			sent.Add(int64(len(piece)))
		}
	}
}

// TestBadInputFromTheWeb listens, through the whole chain, to sites that send
// what they should not, all at once and beside a good one. Each leaves a
// sentence that names it and says what to do, in both languages; the good one
// is heard; when they mend their ways all is heard, nothing twice.
func TestBadInputFromTheWeb(t *testing.T) {
	const day = "Sun, 22 Nov 2026 10:00:00 GMT"
	var endless, page500 atomic.Int64
	// A private service of which nobody must learn anything.
	var reached atomic.Int64
	private := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer private.Close()
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(make([]byte, 64<<20)) // a bytes.Buffer does not fail
	_ = z.Close()
	hang := make(chan struct{})
	turn := new(atomic.Int64)

	sites := []*badSite{
		{
			name: "good", bad: feedOf(entry("good", 1, "Une grue", day)), well: feedOf(entry("good", 1, "Une grue", day), entry("good", 2, "Deux grues", day)),
			first: 1, last: 2,
		},
		{
			name: "broken", bad: raw("text/xml", "<rss>\n<channel>\n<title>x</b>"), well: feedOf(entry("broken", 1, "Une grue", day)),
			fault: "feed-broken-line", fr: "abîmé à la ligne 3", en: "broken at line 3", last: 1,
		},
		{
			name: "cut", bad: raw("text/xml", `<rss version="2.0"><channel><title>J</title>`+entry("cut", 1, "Une grue", day)+`<item><title>Deux gr`),
			well: feedOf(entry("cut", 1, "Une grue", day), entry("cut", 2, "Deux grues", day)), problem: "feed-items-broken",
			fr: "1 article était abîmé", en: "1 item was broken", first: 1, last: 2,
		},
		{
			name: "page", bad: raw("text/html", "<!doctype html><title>404</title><p>Rien"), well: feedOf(entry("page", 1, "Une grue", day)),
			fault: "feed-none", fr: "Donnez l’adresse du site", en: "Give the address of the site", last: 1,
		},
		{
			name: "endless", bad: pour(&endless, `<rss version="2.0"><channel>`, entry("endless", 1, "Une grue", day), 0),
			well: feedOf(entry("endless", 1, "Une grue", day)), fault: "fetch-too-large", fr: "Cherchez une adresse plus légère", en: "Look for a lighter address", last: 1,
		},
		{
			name: "page500", kind: vigie.PageSource, bad: pour(&page500, "<!doctype html><title>Une grue</title>", strings.Repeat("<p>Une grue.</p>", 4096), 500<<20),
			well: raw("text/html", `<!doctype html><title>J</title><main><a href="/2026/11/une-grue-au-chantier">Une grue au chantier de la gare</a></main>`),
			// The link leads to the same page, which is no article.
			fault: "fetch-too-large", fr: "plus de 10 Mo", en: "more than 10 MB", last: 1,
		},
		{
			name: "told500", bad: func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "524288000") },
			well:  feedOf(entry("told500", 1, "Une grue", day)),
			fault: "fetch-too-large", fr: "la lecture a été coupée", en: "we stopped reading", last: 1,
		},
		{
			name: "bomb", bad: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				_, _ = w.Write(bomb.Bytes())
			},
			well: feedOf(entry("bomb", 1, "Une grue", day)), fault: "fetch-bomb", fr: "données comprimées", en: "data compressed", last: 1,
		},
		{
			name: "laughs", bad: raw("text/xml", `<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>`),
			well: feedOf(entry("laughs", 1, "Une grue", day)), fault: "feed-entities", fr: "entités XML", en: "XML entities", last: 1,
		},
		{
			name: "private", bad: http.RedirectHandler(private.URL, http.StatusFound).ServeHTTP, well: feedOf(entry("private", 1, "Une grue", day)),
			fault: "fetch-private", fr: "permettez-le par son nom", en: "allow it by name", last: 1,
		},
		{
			name: "metadata", bad: http.RedirectHandler("http://169.254.169.254/latest/meta-data/", http.StatusMovedPermanently).ServeHTTP,
			well: feedOf(entry("metadata", 1, "Une grue", day)), fault: "fetch-private", fr: "169.254.169.254", en: "169.254.169.254", last: 1,
		},
		{
			name: "mute", bad: func(_ http.ResponseWriter, r *http.Request) {
				select {
				case <-hang:
				case <-r.Context().Done():
				}
			},
			well: feedOf(entry("mute", 1, "Une grue", day)), fault: "fetch-timeout", fr: "n’a pas répondu", en: "did not answer", last: 1,
		},
		{
			// UTF-8 it says, Windows-1252 it is.
			name: "charset", bad: raw("application/rss+xml; charset=utf-8", "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><item><title>Grue \xe0 c\xe2ble d\xe9j\xe0 lou\xe9e</title><link>https://charset.example/1</link></item></channel></rss>"),
			well: feedOf(entry("charset", 2, "Une grue", day)), first: 1, last: 2,
		},
		{
			name: "dates", bad: feedOf(entry("dates", 1, "Une grue", "Thu, 01 Jan 1970 00:00:00 GMT"), entry("dates", 2, "Une grue", "Tue, 22 Nov 2099 10:00:00 GMT"),
				entry("dates", 3, "Une grue", ""), entry("dates", 4, "Une grue", "bientôt")), first: 4, last: 4,
		},
		{
			name: "edited", bad: feedOf(entry("edited", 1, "Une grue", day)), well: feedOf(entry("edited", 1, "Une grue, corrigé", day)), first: 1, last: 1,
		},
		{
			name: "controls", bad: feedOf(entry("controls", 1, "Une \x00gr\u00adue\x08 \u202egnol\u202c&#x1b;&#0; \ufeff\u2066x\u2069", day)), first: 1, last: 1,
		},
		{
			name: "script", bad: feedOf(entry("script", 1, `&lt;script&gt;alert(1)&lt;/script&gt;Une grue&lt;img src=x onerror=alert(2)&gt;`, day)), first: 1, last: 1,
		},
		{
			// New names for everything, at each visit, and more than a visit takes.
			name: "ever-new", bad: func(w http.ResponseWriter, r *http.Request) {
				var items []string
				for range 700 {
					items = append(items, entry("ever-new", int(turn.Add(1)), "Une grue", day))
				}
				feedOf(items...)(w, r)
			},
			problem: "feed-too-many", fr: "Au-delà des 500 premiers articles, 200 n’ont pas été lus", en: "Beyond the first 500 items, 200 were not read", first: 500, last: 1000,
		},
	}

	c := newBadWeb(t, sites)
	c.visit(t, "first")
	for _, s := range sites {
		c.check(t, s, s.first)
	}
	if n := endless.Load() + page500.Load(); n > 128<<20 {
		t.Errorf("%d MB were read of what has no end", n>>20)
	}
	if reached.Load() > 0 {
		t.Error("a redirection led to a private address")
	}
	c.told(t, sites)

	close(hang)
	c.mended.Store(true)
	c.visit(t, "second")
	for _, s := range sites {
		if h := c.source(t, s).Health; h.Failures > 0 {
			t.Errorf("%s does not recover: %s", s.name, say.In("en").Sentence(h.Fault))
		}
		if got := c.kept(t, s); len(got) != s.last {
			t.Errorf("%s: %d mentions in the end, want %d", s.name, len(got), s.last)
		}
	}
	c.details(t)
	diffs, err := c.p.store.Recount(t.Context())
	if err != nil || len(diffs) > 0 {
		t.Errorf("recount = %v, %v, want no difference", diffs, err)
	}
}

// badWeb is a program that listens to bad sites.
type badWeb struct {
	p      *program
	dir    string
	ids    map[string]vigie.SourceID
	mended atomic.Bool // the sites send what they should
}

func newBadWeb(t *testing.T, sites []*badSite) *badWeb {
	t.Helper()
	c := &badWeb{dir: filepath.Join(t.TempDir(), "data"), ids: map[string]vigie.SourceID{}}
	must(t, "topic", "add", "Grue", "grue OR grues", "--data", c.dir)
	var allow []string
	at := map[string]string{}
	for _, s := range sites {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/robots.txt":
				http.NotFound(w, r)
			case strings.HasPrefix(r.URL.Path, "/2026/"):
				raw("text/html", "<!doctype html><title>Une grue au chantier</title><article><p>"+strings.Repeat("La grue du chantier de la gare lève des poutres. ", 20)+"</article>")(w, r)
			case c.mended.Load() && s.well != nil:
				s.well(w, r)
			default:
				s.bad(w, r)
			}
		}))
		t.Cleanup(srv.Close)
		at[s.name] = srv.URL
		_, port, err := net.SplitHostPort(srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		allow = append(allow, "127.0.0.1:"+port)
	}
	var err error
	c.p, err = openProgram(t.Context(), c.dir, slog.New(slog.DiscardHandler), fetch.Options{AllowPrivate: allow, Delay: -1, HeaderTimeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.p.close(); err != nil {
			t.Error(err)
		}
	})
	for _, s := range sites {
		kind := s.kind
		if kind == "" {
			kind = vigie.FeedSource
		}
		src, err := c.p.store.SaveSource(t.Context(), vigie.Source{Kind: kind, Address: at[s.name], Name: s.name, Channel: vigie.Press})
		if err != nil {
			t.Fatal(err)
		}
		c.ids[s.name] = src.ID
	}
	return c
}

// visit visits every source, as the button of its page does.
func (c *badWeb) visit(t *testing.T, which string) {
	t.Helper()
	for _, id := range c.ids {
		if err := c.p.store.Wake(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	sum, err := c.p.listener.Once(t.Context())
	if err != nil || sum.Visited != len(c.ids) {
		t.Fatalf("%s round = %+v, %v, want %d visited", which, sum, err, len(c.ids))
	}
}

func (c *badWeb) source(t *testing.T, s *badSite) vigie.Source {
	t.Helper()
	src, err := c.p.store.Source(t.Context(), c.ids[s.name])
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// kept returns what is kept of a site.
func (c *badWeb) kept(t *testing.T, s *badSite) (out []vigie.Kept) {
	t.Helper()
	err := c.p.store.Walk(t.Context(), vigie.Filter{Sources: []vigie.SourceID{c.ids[s.name]}}, func(k vigie.Kept) bool {
		out = append(out, k)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// check holds a site to what its first visit must leave.
func (c *badWeb) check(t *testing.T, s *badSite, kept int) {
	t.Helper()
	if got := c.kept(t, s); len(got) != kept {
		t.Errorf("%s: %d mentions kept, want %d", s.name, len(got), kept)
	}
	visits, err := c.p.store.Visits(t.Context(), c.ids[s.name], 1)
	if err != nil || len(visits) != 1 {
		t.Fatalf("%s: visits = %v, %v", s.name, visits, err)
	}
	fault := c.source(t, s).Health.Fault
	if fault.ID != s.fault {
		t.Errorf("%s: fault %q (%s), want %q", s.name, fault.ID, say.In("en").Sentence(fault), s.fault)
	}
	told := fault
	if s.problem != "" {
		i := slices.IndexFunc(visits[0].Problems, func(p vigie.Sentence) bool { return p.ID == s.problem })
		if i < 0 {
			t.Errorf("%s: problems %v, want %q", s.name, visits[0].Problems, s.problem)
			return
		}
		told = visits[0].Problems[i]
	}
	for lang, want := range map[string]string{"fr": s.fr, "en": s.en} {
		if want == "" {
			continue
		}
		got := ordinary(say.In(lang).Sentence(told))
		if !strings.Contains(got, want) {
			t.Errorf("%s: in %s it says %q, want %q in it", s.name, lang, got, want)
		}
		if s.fault != "" && !strings.Contains(got, "127.0.0.1") && !strings.Contains(got, "169.254") {
			t.Errorf("%s: in %s it says %q, which names no host", s.name, lang, got)
		}
	}
}

// ordinary makes ordinary spaces of those that do not break.
func ordinary(s string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s)
}

// told asks, in both languages, for what is wrong.
func (c *badWeb) told(t *testing.T, sites []*badSite) {
	t.Helper()
	srcs, err := c.p.store.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range srcs {
		for _, lang := range []string{"fr", "en"} {
			why := ordinary(say.In(lang).Sentence(s.Health.Fault))
			if s.State(time.Now()) == vigie.Failing && (s.Health.Fault.ID == "" || missing.MatchString(why)) {
				t.Errorf("%s: health in %s is %q, which does not say why", s.Name, lang, why)
			}
		}
	}
}

// details looks at what was kept of the sites that were odd and not broken.
func (c *badWeb) details(t *testing.T) {
	t.Helper()
	one := func(name string) vigie.Kept {
		t.Helper()
		got := c.kept(t, &badSite{name: name})
		if len(got) == 0 {
			t.Fatalf("nothing kept of %s", name)
		}
		return got[len(got)-1]
	}
	var titles []string
	for _, k := range c.kept(t, &badSite{name: "charset"}) {
		titles = append(titles, k.Mention.Title)
	}
	if !slices.Contains(titles, "Grue à câble déjà louée") {
		t.Errorf("wrong character set: titles %q", titles)
	}
	now := time.Now()
	for _, k := range c.kept(t, &badSite{name: "dates"}) {
		m := k.Mention
		switch {
		case strings.HasSuffix(m.URL, "/1") && (m.Published.Year() != 1990 || m.PublishedRaw == ""),
			strings.HasSuffix(m.URL, "/2") && (m.Published.After(now) || m.PublishedRaw == ""),
			strings.HasSuffix(m.URL, "/3") && (m.DateKnown() || m.PublishedRaw != ""),
			strings.HasSuffix(m.URL, "/4") && (m.DateKnown() || m.PublishedRaw != "bientôt"):
			t.Errorf("%s is filed under %v (known: %v), told as %q", m.URL, m.Published, m.DateKnown(), m.PublishedRaw)
		}
	}
	if m := one("edited").Mention; m.Title != "Une grue, corrigé" || m.Version != 2 {
		t.Errorf("the same id with another text = %q, version %d, want the new text as version 2", m.Title, m.Version)
	}
	if k := one("controls"); strings.ContainsAny(k.Mention.Title, "\x00\x08\x1b") || len(k.Matches) != 1 {
		t.Errorf("control characters: title %q with %d matches, want none of them and 1", k.Mention.Title, len(k.Matches))
	}
	if m := one("script").Mention; !strings.Contains(m.Title, "Une grue") {
		t.Errorf("a script in a title: %q, want the words of the title", m.Title)
	}
}
