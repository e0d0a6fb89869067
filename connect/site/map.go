package site

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/connect/fetch/sitemap"
	"vigie.example/vigie/listen"
)

// MapSource is a site without a feed that tells its pages in a sitemap: the
// newest of them are read, a share at each round. It is safe for several
// goroutines.
type MapSource struct {
	*Source
}

// NewMap makes the Source that watches the sitemap at s.Address.
func NewMap(client Getter, s vigie.Source, o Options) *MapSource {
	return &MapSource{New(client, s, o)}
}

const (
	// mapsRead is how many documents of an index one visit reads: the newest.
	mapsRead = 3
	// mapFresh: pages older than this are the past of a site, not its news; going
	// back reads them (see History).
	mapFresh = 14 * 24 * time.Hour
	// mapUndated is how many pages are looked at where no date is told: the last
	// of the document, where most programs put what is new.
	mapUndated = 30
)

// Next reads the sitemap and the pages it tells that were not read before.
func (s *MapSource) Next(ctx context.Context, cursor []byte) (listen.Batch, error) {
	b := listen.Batch{Source: s.source.ID}
	var was cursorState
	if json.Unmarshal(cursor, &was) != nil {
		was = cursorState{}
	}
	res, err := s.client.Get(ctx, fetch.Request{URL: s.source.Address, Accept: acceptXML, ETag: was.ETag, LastModified: was.LastModified, Seen: was.Address})
	if err != nil {
		return b, err
	}
	if res.NotModified {
		b.Unchanged, b.Cursor, b.Moved = true, cursor, res.Moved
		return b, nil
	}
	m, err := sitemap.Parse(res.Body, res.URL)
	if err != nil {
		return b, err
	}
	b.Home, b.Moved = rootOf(res.URL), res.Moved
	pages := m.Pages
	sitemap.Newest(m.Maps)
	for _, e := range m.Maps[:min(len(m.Maps), mapsRead)] {
		more, err := s.readMap(ctx, e.URL)
		if err != nil {
			if stops(ctx, err) {
				return b, err
			}
			b.Problems = append(b.Problems, vigie.Say("sitemap-part-failed", e.URL, vigie.Tell(err)))
			continue
		}
		pages = append(pages, more...)
	}
	now := cursorState{Address: res.URL, ETag: res.ETag, LastModified: res.LastModified}
	if err := s.bring(ctx, links(s.fresh(pages)), was, &now, &b); err != nil {
		return b, err
	}
	if len(m.Maps) > 0 || now.Waiting || len(now.Tries) > 0 {
		now.ETag, now.LastModified = "", "" // an index may stay as it is while its parts change
	}
	b.Unchanged = len(b.Mentions) == 0 && same(was, now)
	if b.Cursor, err = json.Marshal(now); err != nil {
		return b, err
	}
	return b, nil
}

func (s *Source) readMap(ctx context.Context, address string) ([]sitemap.Entry, error) {
	res, err := s.client.Get(ctx, fetch.Request{URL: address, Accept: acceptXML})
	if err != nil {
		return nil, err
	}
	m, err := sitemap.Parse(res.Body, res.URL)
	return m.Pages, err
}

// fresh picks what may be news, the newest first.
func (s *MapSource) fresh(pages []sitemap.Entry) []sitemap.Entry {
	if !withDays(pages) {
		pages = slices.Clone(pages[max(0, len(pages)-mapUndated):])
		slices.Reverse(pages)
		return pages
	}
	since := s.opts.Now().Add(-mapFresh)
	var out []sitemap.Entry
	for _, e := range pages {
		if e.At.After(since) {
			out = append(out, e)
		}
	}
	sitemap.Newest(out)
	return out[:min(len(out), maxLinks)]
}

// withDays reports whether enough entries tell their day.
func withDays(e []sitemap.Entry) bool {
	n := 0
	for i := range e {
		if !e[i].At.IsZero() {
			n++
		}
	}
	return n > 0 && n*2 >= len(e)
}

func links(e []sitemap.Entry) []page.Link {
	var out []page.Link
	for i := range e {
		out = append(out, page.Link{URL: e[i].URL, Text: e[i].Title})
	}
	return out
}

// sitemapsOf lists where the sitemaps of a site may be: those its robots.txt
// names, news ones first, else the usual place.
func sitemapsOf(ctx context.Context, client Getter, address string) []string {
	root := rootOf(address)
	var out []string
	if res, err := client.Get(ctx, fetch.Request{URL: root + "robots.txt", Accept: "text/plain, */*;q=0.5"}); err == nil {
		out = sitemap.Named(res.Body, res.URL)
	}
	slices.SortStableFunc(out, func(a, b string) int { return newsLast(a) - newsLast(b) })
	out = out[:min(len(out), mapsRead)]
	if len(out) == 0 {
		out = []string{root + "sitemap.xml"}
	}
	return out
}

func newsLast(a string) int {
	if strings.Contains(strings.ToLower(a), "news") {
		return 0
	}
	return 1
}

func rootOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host + "/"
}

func sitemapFound(address string, m sitemap.Map) Found {
	f := Found{Kind: vigie.SitemapSource, Address: address, Title: hostOf(address), Home: rootOf(address), Site: hostOf(address), Channel: channelOf(strings.ToLower(address), "", false), What: "what-sitemap"}
	pages := slices.Clone(m.Pages)
	sitemap.Newest(pages)
	for _, e := range pages[:min(len(pages), previewed)] {
		title := e.Title
		if title == "" {
			title = slug(e.URL)
		}
		f.Items = append(f.Items, Item{Title: title, URL: e.URL, At: e.At})
	}
	return f
}

// slug makes the end of an address readable: "/2026/une-grue-tombe.html" says
// "une grue tombe".
func slug(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	last := strings.Trim(u.Path, "/")
	last = last[strings.LastIndexByte(last, '/')+1:]
	last, _, _ = strings.Cut(last, ".")
	if s := strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(last)); s != "" {
		return s
	}
	return u.Host
}
