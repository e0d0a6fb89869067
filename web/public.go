package web

import (
	"encoding/xml"
	"html/template"
	"net/http"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/report"
)

// The public barometer is shown to anybody where Options.PublicSector names a
// sector: a page, a feed and a picture to embed. Nothing in it leads to a
// mention, and nothing else of the house is shown.

// publicMade returns the barometer of the public sector; kind NotFound where
// the owner did not wish for one.
func (s *Server) publicMade(r *http.Request, v *visit) (*report.Barometer, error) {
	if s.o.PublicSector == "" {
		return nil, vigie.Errorf(vigie.NotFound, nil, "page-not-found")
	}
	m, _, err := s.reports.get(r.Context(), s, reportKey("barometer", s.o.PublicSector, v), func() (made, error) {
		b, err := s.maker(v.Zone).Barometer(r.Context(), s.o.PublicSector, 0)
		if err != nil {
			return made{}, err
		}
		return made{b, b.Document}, nil
	})
	if err != nil {
		return nil, err
	}
	return m.facts.(*report.Barometer), nil
}

// publicPage shows the barometer to anybody.
func (s *Server) publicPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	b, err := s.publicMade(r, v)
	if err != nil {
		return err
	}
	body, err := report.Body(b.Document(v.Print, report.Options{From: report.Signature{Name: v.Workspace.Name}}))
	if err != nil {
		return err
	}
	return v.page(w, "public", vigie.Say("baro-name"), struct{ Body template.HTML }{body})
}

// publicPicture is the latest month as an SVG that loads nothing.
func (s *Server) publicPicture(w http.ResponseWriter, r *http.Request, v *visit) error {
	b, err := s.publicMade(r, v)
	if err != nil {
		return err
	}
	d, ok := b.Picture(v.Print)
	if !ok {
		return vigie.Errorf(vigie.NotFound, nil, "baro-none")
	}
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Cache-Control", "public, max-age=3600")
	// A picture that others embed: it may be loaded from anywhere, runs nothing
	// and styles itself.
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	_, err = w.Write([]byte(chart.Alone(d)))
	return sent(err)
}

// atom is a feed of the months (RFC 4287).
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Link    atomLink    `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Summary string   `xml:"summary"`
	Link    atomLink `xml:"link"`
}

// publicFeed has one entry a month that was heard whole, newest first.
func (s *Server) publicFeed(w http.ResponseWriter, r *http.Request, v *visit) error {
	b, err := s.publicMade(r, v)
	if err != nil {
		return err
	}
	page := s.base(r) + "/public/barometer"
	name := strings.TrimSpace(v.Workspace.Name)
	if name == "" {
		name = "Vigie"
	}
	feed := atom{ID: page, Title: v.Print.Say("baro-name") + ", " + b.Sector, Author: name, Link: atomLink{page}, Updated: v.Now.UTC().Format(time.RFC3339)}
	for i := len(b.Months) - 1; i >= 0; i-- {
		m := b.Months[i]
		if !m.Whole() {
			continue
		}
		one := *b
		one.Last, one.Months = i, b.Months[:i+1]
		at := m.Period.To.UTC().Format(time.RFC3339)
		if len(feed.Entries) == 0 {
			feed.Updated = at
		}
		feed.Entries = append(feed.Entries, atomEntry{
			ID: page + "#" + m.Period.From.In(v.Zone).Format("2006-01"), Title: capital(v.Print.MonthYear(m.Period.From)),
			Updated: at, Summary: one.Headline(v.Print), Link: atomLink{page},
		})
	}
	out, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, err = w.Write(append([]byte(xml.Header), out...))
	return sent(err)
}
