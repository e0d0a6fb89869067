package sitemap

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
)

const news = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://x.example/a?b=1&amp;c=2</loc><lastmod>2026-11-20</lastmod><image:image><image:loc>https://x.example/i.jpg</image:loc></image:image></url>
<url><loc>/b#top</loc><news:news><news:publication_date>2026-11-21T08:00:00+01:00</news:publication_date><news:title>La grue &amp; le pont</news:title></news:news></url>
<url><loc>ftp://x.example/no</loc></url></urlset>`

func TestParse(t *testing.T) {
	m, err := Parse([]byte(news), "https://x.example/sitemap.xml")
	if err != nil {
		t.Fatal(err)
	}
	want := []Entry{
		{URL: "https://x.example/a?b=1&c=2", At: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)},
		{URL: "https://x.example/b", At: time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC), Title: "La grue & le pont", News: true},
	}
	if !slices.Equal(m.Pages, want) || len(m.Maps) != 0 {
		t.Errorf("Parse = %+v, want %+v", m, want)
	}
	Newest(m.Pages)
	if m.Pages[0].URL != "https://x.example/b" {
		t.Errorf("Newest puts %s first", m.Pages[0].URL)
	}
}

func TestParseIndex(t *testing.T) {
	const index = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://x.example/1.xml.gz</loc><lastmod>2026-11-01T00:00:00Z</lastmod></sitemap><sitemap><loc>2.xml</loc></sitemap></sitemapindex>`
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(index)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"plain": []byte(index), "gzip": b.Bytes(), "cut": []byte(index[:len(index)-40])} {
		if !Looks(body) {
			t.Errorf("%s: does not look like a sitemap", name)
		}
		m, err := Parse(body, "https://x.example/maps/index.xml")
		if err != nil || len(m.Maps) == 0 || m.Maps[0].URL != "https://x.example/1.xml.gz" {
			t.Errorf("%s: Parse = %+v, %v", name, m, err)
		}
	}
}

func TestParseBad(t *testing.T) {
	for name, body := range map[string]string{"nothing": "", "a page": "<html><body>no", "bad gzip": "\x1f\x8bxx", "broken": "<urlset><url><loc>"} {
		if _, err := Parse([]byte(body), "https://x.example/s.xml"); vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("%s: Parse = %v, want kind Invalid", name, err)
		}
	}
}

func TestNamed(t *testing.T) {
	got := Named([]byte("User-agent: *\nDisallow: /x\nSitemap: https://x.example/a.xml\nsitemap: /b.xml\nSitemap: https://x.example/a.xml\n"), "https://x.example/robots.txt")
	if want := []string{"https://x.example/a.xml", "https://x.example/b.xml"}; !slices.Equal(got, want) {
		t.Errorf("Named = %v, want %v", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(news))
	f.Add([]byte("<sitemapindex><sitemap><loc>x</loc></sitemap>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, _ := Parse(b, "https://x.example/s.xml")
		for _, e := range append(m.Pages, m.Maps...) {
			if !strings.HasPrefix(e.URL, "http") {
				t.Errorf("entry %+v", e)
			}
		}
	})
}
