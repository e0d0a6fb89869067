package feed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/say"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func opts() Options { return Options{Now: func() time.Time { return now }} }

// read visits a feed once, from the start.
func read(t *testing.T, body string, o Options, src vigie.Source) listen.Batch {
	t.Helper()
	if src.Address == "" {
		src.Address = "https://press.example/feed"
	}
	b, err := New(canned(body), src, o).Next(context.Background(), nil)
	if err != nil {
		t.Fatalf("Next: %v", err)
	}
	return b
}

func rssOf(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Le Chantier</title><link>https://press.example/</link><language>fr-FR</language>` + items + `</channel></rss>`
}

func TestRSS(t *testing.T) {
	b := read(t, rssOf(`<ttl>30</ttl><item><title>Grues &amp;amp; co</title><link>https://press.example/a?utm_source=rss</link>
<guid>1</guid><dc:creator>Par Marie Dupont</dc:creator><pubDate>dim., 22 nov. 2026 10:00:00 +0100</pubDate>
<description>court</description><content:encoded><![CDATA[<p>Un <b>texte</b> plus long.</p><p>Deux&nbsp;!</p><script>alert(1)</script>]]></content:encoded>
<slash:comments>7</slash:comments></item>`), opts(), vigie.Source{ID: 3, Channel: vigie.Press})
	if len(b.Mentions) != 1 {
		t.Fatalf("%d mentions, want 1", len(b.Mentions))
	}
	m := b.Mentions[0]
	if m.Title != "Grues & co" || m.Text != "Un texte plus long.\n\nDeux\u00a0!" || m.Author.Name != "Marie Dupont" || m.Key != "press.example/a" ||
		m.URL != "https://press.example/a?utm_source=rss" || m.Site != "press.example" || m.Declared != "fr" || m.Channel != vigie.Press ||
		!m.Published.Equal(now.Add(-3*time.Hour)) || m.PublishedRaw != "" || !m.Heard.Equal(now) || len(m.Metrics) != 1 || m.Metrics[0].Replies != 7 {
		t.Errorf("mention = %+v", m)
	}
	if b.Source != 3 || b.Title != "Le Chantier" || b.Home != "https://press.example/" || b.TTL != 30*time.Minute || len(b.Problems) != 0 || b.More || b.Unchanged {
		t.Errorf("batch = %+v", b)
	}
}

func TestAtomAndJSON(t *testing.T) {
	b := read(t, `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="de"><title>B</title><author><name>Anna</name></author>
<entry><id>tag:b.example,2026:1</id><title type="html">Der &lt;b>Kran&lt;/b></title><link href="/k"/><published>2026-11-22T10:00:00Z</published><updated>2026-11-22T11:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins</p><p>Zwei</p></div></content><thr:in-reply-to ref="tag:b.example,2026:0" href="https://b.example/zero"/></entry></feed>`, opts(), vigie.Source{Address: "https://b.example/feed"})
	m := b.Mentions[0]
	if m.Title != "Der Kran" || m.Text != "Eins\n\nZwei" || m.Key != "b.example/k" || m.Author.Name != "Anna" || m.ReplyTo != "b.example/zero" || m.Thread != "b.example/zero" || !m.Published.Equal(now.Add(-2*time.Hour)) {
		t.Errorf("Atom = %+v", m)
	}
	b = read(t, `{"version":"https://jsonfeed.org/version/1.1","title":"J","home_page_url":"https://j.example/","language":"en","items":[
{"id":1,"url":"https://j.example/1","content_text":"one\n\ntwo <3","date_published":"2026-11-22T10:00:00Z","authors":[{"name":"Ann"},{"name":"Bob"}]}]}`, opts(), vigie.Source{})
	m = b.Mentions[0]
	if m.Text != "one\n\ntwo <3" || m.Author.Name != "Ann, Bob" || m.Key != "j.example/1" || m.Declared != "en" || b.Home != "https://j.example/" {
		t.Errorf("JSON = %+v", m)
	}
}

func TestCharacterSets(t *testing.T) {
	latin, err := charmap.ISO8859_15.NewEncoder().String(`<?xml version="1.0" encoding="ISO-8859-15"?><rss><channel><title>É</title><item><link>https://x.example/1</link><title>Cœur d’été</title></item></channel></rss>`)
	if err != nil {
		latin, err = charmap.ISO8859_15.NewEncoder().String(`<?xml version="1.0" encoding="ISO-8859-15"?><rss><channel><title>É</title><item><link>https://x.example/1</link><title>Cœur d'été</title></item></channel></rss>`)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"Latin-9 declared":          latin,
		"UTF-8 declared as Latin-1": `<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><title>É</title><item><link>https://x.example/1</link><title>Cœur d'été</title></item></channel></rss>`,
		"XML 1.1, with a mark":      "\ufeff" + `<?xml version="1.1" encoding="utf-16"?><rss><channel><title>É</title><item><link>https://x.example/1</link><title>Cœur d'été</title></item></channel></rss>`,
		"a warning before the feed": "<br />\n<b>Warning</b>: mysql: gone<br />\n<?xml version=\"1.0\"?><rss><channel><title>É</title><item><link>https://x.example/1</link><title>Cœur d'été</title></item></channel></rss>",
	} {
		if m := read(t, body, opts(), vigie.Source{}).Mentions; len(m) != 1 || m[0].Title != "Cœur d'été" {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestKeys(t *testing.T) {
	item := func(link, guid, title string) string {
		s := "<item><title>" + title + "</title>"
		if link != "" {
			s += "<link>" + link + "</link>"
		}
		if guid != "" {
			s += "<guid isPermaLink=\"false\">" + guid + "</guid>"
		}
		return s + "<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>"
	}
	textKey := func(title string) vigie.Key {
		return vigie.TextKey("press.example", now.Add(-2*time.Hour), title, "")
	}
	for _, tt := range []struct {
		name, items string
		want        []vigie.Key
	}{
		{"links", item("https://press.example/1", "g1", "a") + item("https://press.example/2", "g2", "b"), []vigie.Key{"press.example/1", "press.example/2"}},
		{"guids change, links stay", item("https://press.example/1", "x9", "a"), []vigie.Key{"press.example/1"}},
		{"guids without links", item("", "g1", "a") + item("", "urn:uuid:2", "b"), []vigie.Key{"guid:press.example:g1", "guid:press.example:urn:uuid:2"}},
		{"guid is the address", "<item><title>a</title><guid>https://press.example/p</guid></item>", []vigie.Key{"press.example/p"}},
		{"all guids equal", item("", "g", "a") + item("", "g", "b"), []vigie.Key{textKey("a"), textKey("b")}},
		{"all guids equal, with links", item("https://press.example/1", "g", "a") + item("https://press.example/2", "g", "b"), []vigie.Key{"press.example/1", "press.example/2"}},
		{"neither", item("", "", "a") + item("", "", "b"), []vigie.Key{textKey("a"), textKey("b")}},
		{"every link the front page", item("https://press.example/", "g1", "a") + item("https://press.example/", "g2", "b"), []vigie.Key{"guid:press.example:g1", "guid:press.example:g2"}},
		{"every link one page", item("https://press.example/news", "g1", "a") + item("https://press.example/news", "g2", "b") + item("https://press.example/news", "g3", "c"), []vigie.Key{"guid:press.example:g1", "guid:press.example:g2", "guid:press.example:g3"}},
		{"twice the same", item("https://press.example/1", "g1", "a") + item("https://press.example/1?utm_medium=x", "g2", "a") + item("https://press.example/2", "g3", "b"), []vigie.Key{"press.example/1", "press.example/2"}},
		{"comments of one page", item("https://press.example/1#comment-5", "g1", "a") + item("https://press.example/1#comment-6", "g2", "b"), []vigie.Key{"press.example/1#comment-5", "press.example/1#comment-6"}},
		{"a fragment that only scrolls", item("https://press.example/1#xtor=RSS", "g1", "a"), []vigie.Key{"press.example/1"}},
		{"a link that is a script", item("javascript:alert(1)", "g1", "a") + item("", "g2", "b"), []vigie.Key{"guid:press.example:g1", "guid:press.example:g2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := read(t, rssOf(tt.items), opts(), vigie.Source{Site: "press.example"})
			var got []vigie.Key
			for _, m := range b.Mentions {
				got = append(got, m.Key)
				if strings.HasPrefix(m.URL, "javascript") {
					t.Errorf("URL = %q", m.URL)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("keys = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCommentsHangUnderTheirPage(t *testing.T) {
	b := read(t, rssOf(`<item><title>Par Jean</title><link>https://blog.example/post/#comment-5</link></item>`), opts(), vigie.Source{Channel: vigie.Comment})
	if m := b.Mentions[0]; m.ReplyTo != "blog.example/post" || m.Thread != "blog.example/post" {
		t.Errorf("ReplyTo %q, Thread %q", m.ReplyTo, m.Thread)
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		raw  string
		want time.Time
		kept bool
	}{
		{"Sun, 22 Nov 2026 10:00:00 GMT", now.Add(-2 * time.Hour), false},
		{"22 novembre 2026 à 10h00", now.Add(-2 * time.Hour), false},
		{"Thu, 01 Jan 1970 00:00:00 GMT", time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), true},
		{"Sat, 22 Nov 2099 10:00:00 GMT", now, true},
		{"Mon, 23 Nov 2026 10:00:00 GMT", now.Add(22 * time.Hour), false},
		{"bientôt", time.Time{}, true},
		{"", time.Time{}, false},
	} {
		m := read(t, rssOf(`<item><title>a</title><link>https://press.example/1</link><pubDate>`+tt.raw+`</pubDate></item>`), opts(), vigie.Source{}).Mentions[0]
		if !m.Published.Equal(tt.want) || (m.PublishedRaw != "") != tt.kept {
			t.Errorf("%q: Published %v, raw %q; want %v, kept %v", tt.raw, m.Published, m.PublishedRaw, tt.want, tt.kept)
		}
	}
}

func TestHostileFeeds(t *testing.T) {
	lol := `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>`
	for _, tt := range []struct{ name, body, id string }{
		{"billion laughs", `<?xml version="1.0"?>` + lol + rssOf(`<item><title>&lol2;</title></item>`)[38:], "feed-entities"},
		{"external entity", `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + rssOf(`<item><title>&x;</title></item>`)[38:], "feed-entities"},
		{"quadratic", `<!DOCTYPE rss [<!ENTITY x "` + strings.Repeat("a", 50000) + `">]><rss><channel><item><title>` + strings.Repeat("&x;", 50000) + `</title></item></channel></rss>`, "feed-entities"},
		{"parameter entity with a value", `<!DOCTYPE rss [<!ENTITY % x "a">]><rss><channel/></rss>`, "feed-entities"},
		{"a million tags deep", "<rss>" + strings.Repeat("<a>", 1000000), "feed-too-deep"},
		{"JSON deep", `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 1000000), "feed-too-deep"},
		{"a page", "<!DOCTYPE html><html><body>rss</body></html>", "feed-none"},
		{"a page that speaks of feeds", "<html><body><pre><rss></pre></body></html>", "feed-none"},
		{"nothing", "", "feed-none"},
		{"zeroes", strings.Repeat("\x00", 1000), "feed-none"},
		{"other JSON", `{"error":"no"}`, "feed-none"},
		{"broken JSON", `{"version":"https://jsonfeed.org/version/1","items":[{]}`, "feed-broken-json"},
		{"cut in the title", "<rss>\n<channel>\n<title>x</b>", "feed-broken-line"},
		{"cut in the only item", "<rss><channel><title>x</title><item><title>y", "feed-broken-line"},
		{"cut before any item", "<rss>\n<channel>\n<title>", "feed-broken-line"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(canned(tt.body), vigie.Source{Address: "https://press.example/feed"}, opts()).Next(context.Background(), nil)
			var e *vigie.Error
			if !errors.As(err, &e) || e.Kind != vigie.Invalid || e.Tell.ID != tt.id {
				t.Fatalf("error = %v, want %s", err, tt.id)
			}
			if s := say.In("fr").Sentence(e.Tell); !strings.Contains(s, "press.example") {
				t.Errorf("the sentence does not name the host: %q", s)
			}
		})
	}
	for name, body := range map[string]string{
		"the DTD of RSS 0.91":      `<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.example/rss-0.91.dtd"><rss><channel><item><title>a</title></item></channel></rss>`,
		"an outside list":          `<!DOCTYPE rdf:RDF [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1//EN" "http://w3.example/lat1.ent">]><rss><channel><item><title>a</title></item></channel></rss>`,
		"entities in CDATA":        `<rss><channel><item><title>a</title><description><![CDATA[<!DOCTYPE x [<!ENTITY a "b">]>]]></description></item></channel></rss>`,
		"control characters":       "<rss><channel><item><title>\x00\x08a&#x1a;&#xD800;</title></item></channel></rss>",
		"XInclude":                 `<rss><channel><item><title>a</title><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></item></channel></rss>`,
		"entities nobody declared": `<rss><channel><item><title>a</title><description>&eacute; &foo; & </description></item></channel></rss>`,
	} {
		if m := read(t, body, opts(), vigie.Source{}).Mentions; len(m) != 1 || m[0].Title != "a" || strings.Contains(m[0].Text, "root:") {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestBrokenFeedsAreSalvaged(t *testing.T) {
	good := `<item><title>a</title><link>https://press.example/1</link></item>`
	for _, tt := range []struct {
		name, body string
		n          int
		broken     bool
	}{
		{"cut in the second item", `<rss version="2.0"><channel><title>T</title>` + good + `<item><title>b</ti`, 1, true},
		{"cut in the text of the second item", `<rss version="2.0"><channel><title>T</title>` + good + `<item><title>b`, 1, true},
		{"cut in the text of an entry", `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>a</title></entry><entry><title>b`, 1, true},
		{"cut after an item", `<rss version="2.0"><channel><title>T</title>` + good, 1, false},
		{"loose less-than", `<rss version="2.0"><channel><title>T</title>` + good + `<item><title>1 < 2</title><link>https://press.example/2</link></item></channel></rss>`, 2, false},
		{"broken head", `<rss version="2.0"><channel><title>1 < 2</title>` + good + `</channel></rss>`, 1, false},
		{"tags crossed", `<rss version="2.0"><channel><title>T</title>` + good + `<item><title><b>x</title></b><link>https://press.example/2</link></item></channel></rss>`, 2, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := read(t, tt.body, opts(), vigie.Source{})
			told := len(b.Problems) > 0 && b.Problems[0].ID == "feed-items-broken"
			if len(b.Mentions) != tt.n || told != tt.broken || b.Mentions[0].Title != "a" {
				t.Errorf("%d mentions %v, problems %v; want %d, broken %v", len(b.Mentions), b.Mentions, b.Problems, tt.n, tt.broken)
			}
		})
	}
}

func TestManyItems(t *testing.T) {
	var items strings.Builder
	for i := range 700 {
		fmt.Fprintf(&items, "<item><title>n° %d</title><link>https://press.example/%d</link></item>", i, i)
	}
	b := read(t, rssOf(items.String()+"<item></item>"), opts(), vigie.Source{})
	if len(b.Mentions) != 500 || len(b.Problems) != 1 || b.Problems[0].ID != "feed-too-many" {
		t.Errorf("%d mentions, problems %v", len(b.Mentions), b.Problems)
	}
	if s := say.In("fr").Sentence(b.Problems[0]); !strings.Contains(s, "201") || !strings.Contains(s, "500") {
		t.Errorf("sentence = %q", s)
	}
}

// TestEqualGuids: a feed that gives everything one guid brings each thing once,
// however many it shows at a time.
func TestEqualGuids(t *testing.T) {
	for name, shown := range map[string][][]int{
		"it grows":            {{1}, {1, 2}, {1, 2, 3}, {2, 3, 4}},
		"the newest alone":    {{1, 2}, {3}, {3}, {4}, {1, 4}},
		"never more than one": {{1}, {1}},
	} {
		kept := map[vigie.Key]string{}
		var cursor []byte
		most := 0
		for _, items := range shown {
			var body strings.Builder
			for _, n := range items {
				most = max(most, n)
				fmt.Fprintf(&body, `<item><title>n° %d</title><guid isPermaLink="false">x</guid><pubDate>Sun, 22 Nov 2026 10:0%d:00 GMT</pubDate></item>`, n, n)
			}
			src := New(canned(rssOf(body.String())), vigie.Source{Address: "https://press.example/feed", Site: "press.example"}, opts())
			b, err := src.Next(t.Context(), cursor)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range b.Mentions {
				for key, title := range kept {
					if title == m.Title {
						t.Errorf("%s: %s came as %s and as %s", name, m.Title, key, m.Key)
					}
				}
				kept[m.Key] = m.Title
			}
			cursor = b.Cursor
		}
		if len(kept) != most {
			t.Errorf("%s: kept %v, want %d", name, kept, most)
		}
	}
}

// TestAllNew: a feed that shows nothing known, visit after visit, is told.
func TestAllNew(t *testing.T) {
	visit, still := 0, false
	src := New(getter(func() []byte {
		if !still {
			visit++
		}
		var items strings.Builder
		for i := range 5 {
			fmt.Fprintf(&items, "<item><title>n° %d</title><link>https://press.example/%d-%d</link></item>", i, visit, i)
		}
		return []byte(rssOf(items.String()))
	}), vigie.Source{Address: "https://press.example/feed"}, opts())
	var cursor []byte
	for _, tt := range []struct {
		still bool
		told  bool
	}{{false, false}, {false, false}, {false, false}, {false, true}, {false, true}, {true, false}, {false, false}} {
		still = tt.still
		b, err := src.Next(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		cursor = b.Cursor
		if told := len(b.Problems) > 0 && b.Problems[0].ID == "feed-all-new"; told != tt.told {
			t.Errorf("visit %d: problems %v, want told %v", visit, b.Problems, tt.told)
		}
	}
}

// getter answers with what it returns.
type getter func() []byte

func (g getter) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	return &fetch.Response{Status: 200, URL: r.URL, Body: g()}, nil
}

func TestEndlessText(t *testing.T) {
	b := read(t, rssOf(`<item><title>`+strings.Repeat("x", 5000)+`</title><link>https://press.example/1</link><description>`+strings.Repeat("été ", 200000)+`</description></item>`), opts(), vigie.Source{})
	m := b.Mentions[0]
	if len(m.Title) > page.MaxTitle || len(m.Text) > page.MaxText || !strings.HasSuffix(m.Text, " été") || len(b.Problems) != 1 || b.Problems[0].ID != "feed-items-cut" {
		t.Errorf("title of %d bytes, text of %d ending in %q, problems %v", len(m.Title), len(m.Text), m.Text[len(m.Text)-10:], b.Problems)
	}
}

// TestListening runs feeds through the whole of listening: a good one, a slow
// one, one that fails and one that is broken, each on its own host.
func TestListening(t *testing.T) {
	serve := func(h http.HandlerFunc) *httptest.Server {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s
	}
	good := serve(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/feed":
			_, _ = w.Write([]byte(rssOf(`<item><title>Une grue</title><link>http://` + r.Host + `/1</link><description>court</description></item>`)))
		default:
			_, _ = w.Write([]byte(`<html><title>Une grue</title><article>` + strings.Repeat("<p>La grue est montée en une journée, dit le chef du chantier.</p>", 20) + `</article>`))
		}
	})
	slow := serve(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	down := serve(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	broken := serve(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte("<rss><channel>"))
	})
	var hosts []string
	var due []listen.Due
	for i, s := range []*httptest.Server{good, slow, down, broken} {
		hosts = append(hosts, s.Listener.Addr().String())
		due = append(due, listen.Due{Source: vigie.Source{ID: vigie.SourceID(i + 1), Address: s.URL + "/feed", Channel: vigie.Press}})
	}
	c, err := fetch.New(fetch.Options{Delay: -1, HeaderTimeout: 100 * time.Millisecond, AllowPrivate: hosts})
	if err != nil {
		t.Fatal(err)
	}
	st := &memory{due: due, visits: map[vigie.SourceID]listen.Visit{}}
	o := opts()
	o.Page = ReadPage(c)
	var kept []vigie.Mention
	l := &listen.Listener{
		Store: st,
		Open:  func(s vigie.Source) (listen.Source, error) { return New(c, s, o), nil },
		Handle: func(_ context.Context, b listen.Batch) (listen.Outcome, error) {
			kept = append(kept, b.Mentions...)
			return listen.Outcome{New: len(b.Mentions)}, nil
		},
		Log: slog.New(slog.DiscardHandler),
	}
	sum, err := l.Once(context.Background())
	if want := (listen.Summary{Visited: 4, Failed: 3, Items: 1, New: 1}); err != nil || sum != want {
		t.Errorf("Once = %+v, %v; want %+v", sum, err, want)
	}
	if len(kept) != 1 || !strings.Contains(kept[0].Text, "chef du chantier") {
		t.Errorf("kept = %+v", kept)
	}
	for id, want := range map[vigie.SourceID]string{1: "", 2: "fetch-timeout", 3: "fetch-robots-unavailable", 4: "feed-broken-line"} {
		if got := st.visits[id].Fault.ID; got != want {
			t.Errorf("fault of source %d = %q, want %q", id, got, want)
		}
	}
}

// memory is a listen.Store in which everything is due once.
type memory struct {
	mu     sync.Mutex
	due    []listen.Due
	visits map[vigie.SourceID]listen.Visit
}

func (m *memory) Due(context.Context, time.Time, int) ([]listen.Due, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []listen.Due
	for _, d := range m.due {
		if _, ok := m.visits[d.Source.ID]; !ok {
			out = append(out, d)
		}
	}
	return out, nil
}

func (m *memory) Visited(_ context.Context, v listen.Visit) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.visits[v.Source] = v
	return nil
}

func TestCursor(t *testing.T) {
	body, requests := "", 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		requests++
		tag := fmt.Sprintf(`"%d"`, len(body))
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", tag)
		_, _ = w.Write([]byte(body))
	}))
	defer s.Close()
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{s.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	src := New(c, vigie.Source{Address: s.URL + "/feed"}, opts())
	visit := func(cursor []byte, want ...string) listen.Batch {
		t.Helper()
		b, err := src.Next(context.Background(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range b.Mentions {
			got = append(got, m.Title)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("brought %q, want %q", got, want)
		}
		return b
	}
	item := func(n int, title string) string {
		return fmt.Sprintf("<item><title>%s</title><link>https://press.example/%d</link></item>", title, n)
	}
	body = rssOf(item(1, "one") + item(2, "two"))
	first := visit(nil, "one", "two")
	if b := visit(first.Cursor); !b.Unchanged {
		t.Error("a 304 is not told as unchanged")
	}
	visit(nil, "one", "two") // the cursor was not saved: the same again
	body = rssOf(item(3, "three") + item(1, "one") + item(2, "two, mended"))
	second := visit(first.Cursor, "three", "two, mended")
	body = rssOf(item(4, "four"))
	third := visit(second.Cursor, "four")
	body = rssOf(item(4, "four") + item(1, "one")) // shown again
	visit(third.Cursor)
	visit([]byte("not JSON"), "four", "one")
}

// TestMoved: a feed that has moved for good says where to, whether it has
// changed or not; where nothing that is a feed answers there, it has not moved.
func TestMoved(t *testing.T) {
	body := rssOf(`<item><link>https://press.example/1</link><title>Un</title></item>`)
	mux := http.NewServeMux()
	mux.Handle("/old", http.RedirectHandler("/new", http.StatusPermanentRedirect))
	mux.Handle("/away", http.RedirectHandler("/new", http.StatusFound))
	mux.Handle("/lost", http.RedirectHandler("/page", http.StatusMovedPermanently))
	mux.HandleFunc("/new", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(body))
	})
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html><p>Bienvenue")) })
	s := httptest.NewServer(mux)
	defer s.Close()
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{s.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/old": s.URL + "/new", "/away": "", "/new": ""} {
		src := New(c, vigie.Source{Address: s.URL + path}, opts())
		var cursor []byte
		for visit := range 2 {
			b, err := src.Next(t.Context(), cursor)
			if err != nil || b.Moved != want || len(b.Problems) != 0 || b.Unchanged != (visit == 1) {
				t.Errorf("visit %d of %s: Moved = %q, unchanged %v, %v, %v, want %q", visit, path, b.Moved, b.Unchanged, b.Problems, err, want)
			}
			cursor = b.Cursor
		}
	}
	if b, err := New(c, vigie.Source{Address: s.URL + "/lost"}, opts()).Next(t.Context(), nil); err == nil || b.Moved != "" {
		t.Errorf("a feed sent to a page that is none: Moved = %q, %v, want an error", b.Moved, err)
	}
}

func TestTeasers(t *testing.T) {
	long := strings.Repeat("mot ", 80)
	var asked []string
	fail := false
	o := opts()
	o.MaxPages = 2
	o.Page = func(_ context.Context, address string) (page.Article, error) {
		asked = append(asked, address)
		if fail {
			return page.Article{}, vigie.Errorf(vigie.Forbidden, nil, "fetch-robots", "press.example")
		}
		return page.Article{Text: "page de " + address + " " + long, Found: true, Author: "Marie", Published: now.Add(-time.Hour)}, nil
	}
	var items strings.Builder
	for i := range 5 {
		fmt.Fprintf(&items, "<item><title>n° %d</title><link>https://press.example/%d</link><description>résumé</description></item>", i, i)
	}
	items.WriteString("<item><title>long</title><link>https://press.example/l</link><description>" + long + "</description></item>")
	body := rssOf(items.String())
	src := New(canned(body), vigie.Source{Address: "https://press.example/feed", Channel: vigie.Press}, o)
	var cursor []byte
	rounds, titles := 0, map[string]int{}
	for more := true; more; rounds++ {
		b, err := src.Next(context.Background(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range b.Mentions {
			titles[m.Title]++
			if m.Title != "long" && (!strings.HasPrefix(m.Text, "résumé\n\npage de") || m.Author.Name != "Marie" || !m.DateKnown()) {
				t.Errorf("mention = %+v", m)
			}
		}
		cursor, more = b.Cursor, b.More
	}
	if rounds != 3 || len(titles) != 6 || len(asked) != 5 {
		t.Errorf("%d rounds, titles %v, %d pages asked; want 3, six, 5", rounds, titles, len(asked))
	}
	for title, n := range titles {
		if n != 1 {
			t.Errorf("%q brought %d times", title, n)
		}
	}
	if b, err := src.Next(context.Background(), cursor); err != nil || !b.Unchanged || len(asked) != 5 {
		t.Errorf("once all is read: %+v %v", b, err)
	}

	fail, asked = true, nil
	o.MaxPages = 10
	b, err := New(canned(body), vigie.Source{Address: "https://press.example/feed", Channel: vigie.Press}, o).Next(context.Background(), nil)
	if err != nil || len(b.Mentions) != 6 || b.Mentions[0].Text != "résumé" || len(asked) != givenUp || len(b.Problems) != 1 {
		t.Errorf("pages that fail: %d mentions, asked %d, problems %v, %v", len(b.Mentions), len(asked), b.Problems, err)
	}
	if s := say.In("fr").Sentence(b.Problems[0]); !strings.Contains(s, "robots.txt") {
		t.Errorf("sentence = %q", s)
	}
	asked = nil
	read(t, body, o, vigie.Source{Channel: vigie.Social})
	if len(asked) != 0 {
		t.Error("posts of a network are not teasers")
	}
}

// TestWhole: a page is read where a feed gives the beginning of a text, not
// where it gives the text; and what a feed said is never lost for what stands
// on the page, the form for comments for one.
func TestWhole(t *testing.T) {
	const form = "Leave a Reply Your email address will not be published"
	o := opts()
	o.Page = func(context.Context, string) (page.Article, error) {
		return page.Article{Text: "La nacelle est en panne depuis mardi, " + form, Found: true}, nil
	}
	for name, tt := range map[string]struct{ item, want string }{
		"a short text, whole":       {"<description>La nacelle est en panne.</description><content:encoded><![CDATA[<p>La nacelle est en panne.</p>]]></content:encoded>", "La nacelle est en panne."},
		"a text that goes on":       {"<content:encoded><![CDATA[<p>La nacelle est en panne depuis mardi […]</p>]]></content:encoded>", "La nacelle est en panne depuis mardi, " + form},
		"a text to be read on":      {"<content:encoded><![CDATA[<p>La nacelle est en panne depuis mardi</p><a>Lire la suite →</a>]]></content:encoded>", "La nacelle est en panne depuis mardi, " + form},
		"words that the page lacks": {"<description>Trois jours de retard.</description>", "Trois jours de retard.\n\nLa nacelle est en panne depuis mardi, " + form},
	} {
		b := read(t, rssOf("<item><title>a</title><link>https://press.example/1</link>"+tt.item+"</item>"), o, vigie.Source{Channel: vigie.Blog})
		if len(b.Mentions) != 1 || b.Mentions[0].Text != tt.want {
			t.Errorf("%s: %+v, want %q", name, b.Mentions, tt.want)
		}
	}
}

func TestAskedToWait(t *testing.T) {
	for _, tt := range []struct {
		name, head string
		want       time.Duration
	}{
		{"nothing", "", 0},
		{"ttl", "<ttl>90</ttl>", 90 * time.Minute},
		{"ttl of a year", "<ttl>525600</ttl>", 24 * time.Hour},
		{"ttl nonsense", "<ttl>soon</ttl>", 0},
		{"updatePeriod", "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 15 * time.Minute},
		{"skipHours", "<skipHours><hour>12</hour><hour>13</hour></skipHours>", 2 * time.Hour},
		{"skipHours all", "<skipHours>" + func() (s string) {
			for i := range 24 {
				s += fmt.Sprintf("<hour>%d</hour>", i)
			}
			return s
		}() + "</skipHours>", 0},
	} {
		b := read(t, rssOf(tt.head+"<item><title>a</title></item>"), opts(), vigie.Source{})
		if b.TTL != tt.want {
			t.Errorf("%s: TTL = %v, want %v", tt.name, b.TTL, tt.want)
		}
	}
}

func FuzzNext(f *testing.F) {
	f.Add([]byte(rssOf(`<item><title>a</title><link>https://press.example/1</link></item>`)))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><content type="xhtml"><div/></content></entry></feed>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1}]}`))
	f.Add([]byte(`<rss><channel><item><title>1 < 2`))
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := New(canned(body), vigie.Source{Address: "https://press.example/feed"}, opts()).Next(context.Background(), nil)
		if err != nil {
			if vigie.KindOf(err) != vigie.Invalid {
				t.Errorf("kind of %v = %v, want Invalid", err, vigie.KindOf(err))
			}
			return
		}
		seen := map[vigie.Key]bool{}
		for _, m := range b.Mentions {
			if m.Key == "" || seen[m.Key] || m.Title == "" && m.Text == "" || m.URL != "" && !strings.HasPrefix(m.URL, "http") {
				t.Errorf("mention = %+v", m)
			}
			seen[m.Key] = true
		}
	})
}
