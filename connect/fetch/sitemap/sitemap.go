// Package sitemap reads sitemaps (sitemaps.org 0.9, news and index included)
// and the lines of a robots.txt that name them. It fetches nothing: a caller
// asks for one document at a time, as politely as it likes.
package sitemap

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/text"
)

const (
	// MaxEntries is what the protocol allows in one document.
	MaxEntries = 50000
	// maxBytes is what the protocol allows for one document, decoded.
	maxBytes = 50 << 20
)

// Entry is one page, or one further sitemap.
type Entry struct {
	URL   string    // absolute, http or https
	At    time.Time // last change, or publication where it is a news entry; zero when not told
	Title string    // of a news entry; else empty
	News  bool      // At is a publication
}

// Map is one document. Either of the two is empty.
type Map struct {
	Pages []Entry // as they come
	Maps  []Entry // further sitemaps
}

// Looks reports whether a document may be a sitemap, by its beginning.
func Looks(body []byte) bool {
	head := body[:min(len(body), 4<<10)]
	return bytes.Contains(head, []byte("<urlset")) || bytes.Contains(head, []byte("<sitemapindex")) || zipped(body)
}

func zipped(b []byte) bool { return len(b) > 2 && b[0] == 0x1f && b[1] == 0x8b }

// Parse reads a document that came from address; a gzipped one is unpacked. It
// keeps what could be read of one that breaks off, and fails with kind Invalid
// only where nothing could.
func Parse(body []byte, address string) (Map, error) {
	base, err := url.Parse(address)
	if err != nil {
		return Map{}, vigie.Errorf(vigie.Invalid, err, "sitemap-bad")
	}
	if zipped(body) {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return Map{}, vigie.Errorf(vigie.Invalid, err, "sitemap-bad")
		}
		// What can be read of a cut archive is read.
		body, err = io.ReadAll(io.LimitReader(z, maxBytes))
		if len(body) == 0 {
			return Map{}, vigie.Errorf(vigie.Invalid, err, "sitemap-bad")
		}
	}
	m, err := read(body, base)
	if err != nil && len(m.Pages)+len(m.Maps) == 0 {
		return m, vigie.Errorf(vigie.Invalid, err, "sitemap-bad")
	}
	return m, nil
}

func read(body []byte, base *url.URL) (m Map, err error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var e *Entry
	var of *[]Entry
	var said strings.Builder
	rooted := false
	for {
		tok, err := d.Token()
		if err == io.EOF {
			if !rooted {
				return m, io.ErrUnexpectedEOF
			}
			return m, nil
		}
		if err != nil {
			return m, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			said.Reset()
			switch tok.Name.Local {
			case "urlset", "sitemapindex":
				rooted = true
			case "url":
				of, e = &m.Pages, &Entry{}
			case "sitemap":
				of, e = &m.Maps, &Entry{}
			}
		case xml.CharData:
			if said.Len() < 8<<10 {
				said.Write(tok)
			}
		case xml.EndElement:
			if e == nil {
				continue
			}
			value := strings.TrimSpace(said.String())
			switch tok.Name.Local {
			case "loc":
				if e.URL == "" && !strings.Contains(tok.Name.Space, "image") {
					e.URL = absolute(base, value)
				}
			case "lastmod":
				if at, ok := page.ParseDate(value); ok && e.At.IsZero() {
					e.At = at
				}
			case "publication_date":
				if at, ok := page.ParseDate(value); ok {
					e.At, e.News = at, true
				}
			case "title":
				e.Title = text.OneLine(value)
			case "url", "sitemap":
				if e.URL != "" && len(*of) < MaxEntries {
					*of = append(*of, *e)
				}
				e = nil
			}
		}
	}
}

func absolute(base *url.URL, s string) string {
	u, err := base.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// Newest sorts entries, the newest first; those without a date come last, in
// their order.
func Newest(e []Entry) {
	slices.SortStableFunc(e, func(a, b Entry) int { return b.At.Compare(a.At) })
}

// Named returns the sitemaps that a robots.txt names, each once, in order.
func Named(robots []byte, address string) []string {
	base, err := url.Parse(address)
	if err != nil {
		return nil
	}
	var out []string
	for line := range strings.Lines(string(robots[:min(len(robots), 500<<10)])) {
		key, value, ok := strings.Cut(line, ":")
		if !ok || !strings.EqualFold(strings.TrimSpace(key), "sitemap") {
			continue
		}
		if u := absolute(base, strings.TrimSpace(value)); u != "" && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}
