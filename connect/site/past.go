package site

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/connect/fetch/sitemap"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// PastSource reads the past of a site: by its own search where it has one that
// is meant for programs (WordPress, Discourse, MediaWiki), else by its sitemap.
// It is a listen.Historian, safe for several goroutines.
type PastSource struct {
	*Source
	names []string
}

// NewPast makes the way into the past of the site of s. names are what is
// searched for there; without any, what can be listed is read whole.
func NewPast(client Getter, s vigie.Source, names []string, o Options) *PastSource {
	return &PastSource{New(client, s, o), names[:min(len(names), maxNames)]}
}

const (
	maxNames = 8 // names searched for in one place
	// pastPages bounds how many pages of one site are read one by one: at ten
	// pages a step, some minutes of its patience.
	pastPages = 500
	// pastNewest is how many pages of a large sitemap are read whatever they are
	// called; of the others only those whose address names a brand.
	pastNewest = 100
	// pastMaps is how many documents of a sitemap index are looked at.
	pastMaps = 60
	// searchPages bounds the pages of results for one name.
	searchPages = 40
)

// pastState is where going back stands.
type pastState struct {
	Way   software  `json:"way"`            // noWay when nothing leads back
	Root  string    `json:"root"`           // of the site
	API   string    `json:"api,omitempty"`  // where its interface answered
	Name  int       `json:"name,omitempty"` // the name searched for
	Page  int       `json:"page,omitempty"` // of its results
	Skip  int       `json:"skip,omitempty"` // results of that page read already
	Maps  []string  `json:"maps,omitempty"` // sitemaps still to be looked at
	Links []waiting `json:"links,omitempty"`
	Seen  []string  `json:"seen,omitempty"` // marks of links that were read or wait
	Other int       `json:"other,omitempty"`
	Whole bool      `json:"whole,omitempty"`
}

// waiting is a page to be read.
type waiting struct {
	URL   string `json:"u"`
	Title string `json:"t,omitempty"`
}

// Ways besides those of software.
const (
	bySitemap software = "sitemap"
	noWay     software = "none"
)

// Before implements listen.Historian.
func (s *PastSource) Before(ctx context.Context, cursor []byte) (listen.Past, error) {
	var st pastState
	if len(cursor) > 0 && json.Unmarshal(cursor, &st) != nil {
		st = pastState{} // from the start: what is kept already changes nothing
	}
	var past listen.Past
	var err error
	switch {
	case st.Way == "":
		err = s.begin(ctx, &st)
	case len(st.Links) > 0:
		err = s.readLinks(ctx, &st, &past)
	default:
		err = s.list(ctx, &st, &past)
	}
	if err != nil {
		return past, err
	}
	if st.Way != noWay {
		past.Method = vigie.Say("back-" + string(st.Way))
	}
	past.Whole = st.Whole
	past.Left = len(st.Links)
	past.Done = st.finished(len(s.names))
	if !past.Done && (len(st.Maps) > 0 || st.Way != bySitemap) {
		past.Left = -1 // there may be more than is known
	}
	past.Cursor, err = json.Marshal(st)
	return past, err
}

// finished reports whether nothing is left to list or to read.
func (st *pastState) finished(names int) bool {
	switch {
	case len(st.Links) > 0:
		return false
	case st.Way == noWay:
		return true
	case st.Way == bySitemap:
		return len(st.Maps) == 0
	default:
		return st.Name >= max(names, 1)
	}
}

// begin finds out which way leads back.
func (s *PastSource) begin(ctx context.Context, st *pastState) error {
	at := s.source.Home
	if at == "" || vigie.SiteOf(hostOf(at)) != hostOf(s.source.Address) {
		at = rootOf(s.source.Address)
	}
	st.Root = strings.TrimSuffix(rootOf(at), "/")
	res, err := s.client.Get(ctx, fetch.Request{URL: at, Accept: "text/html, */*;q=0.5"})
	switch {
	case err == nil:
		st.Root = strings.TrimSuffix(rootOf(res.URL), "/")
		st.Way = softwareOf(page.Parse(res.Body, res.Charset, res.URL), res.Body)
	case stops(ctx, err) || vigie.KindOf(err) == vigie.Unavailable:
		return err
	}
	switch st.Way {
	case wordPress:
		st.Whole = len(s.names) == 0
	case discourse, mediaWiki:
		if len(s.names) > 0 {
			return nil // their search wants words
		}
		st.Way = bySitemap
	default:
		st.Way = bySitemap
	}
	if st.Way == bySitemap {
		return s.beginMaps(ctx, st, at)
	}
	return nil
}

func (s *PastSource) beginMaps(ctx context.Context, st *pastState, at string) error {
	if s.source.Kind == vigie.SitemapSource {
		st.Maps = []string{s.source.Address}
	} else {
		st.Maps = sitemapsOf(ctx, s.client, at)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return nil
}

// list asks for the next page of results, or the next sitemap.
func (s *PastSource) list(ctx context.Context, st *pastState, past *listen.Past) error {
	switch st.Way {
	case wordPress:
		return s.wordPress(ctx, st, past)
	case discourse:
		return s.discourse(ctx, st, past)
	case mediaWiki:
		return s.mediaWiki(ctx, st)
	case bySitemap:
		return s.nextMap(ctx, st, past)
	}
	st.Way = noWay
	return nil
}

// query is what is searched for now; empty for everything.
func (s *PastSource) query(st *pastState) string {
	if st.Name < len(s.names) {
		return s.names[st.Name]
	}
	return ""
}

// nextName goes on to the next name to search for.
func (st *pastState) nextName() { st.Name, st.Page = st.Name+1, 0 }

// readLinks reads the pages that wait, a step's share.
func (s *PastSource) readLinks(ctx context.Context, st *pastState, past *listen.Past) error {
	failed := 0
	var why error
	for len(st.Links) > 0 && past.Looked < s.opts.MaxPages {
		l := st.Links[0]
		m, err := s.read(ctx, page.Link{URL: l.URL, Text: l.Title})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && stops(ctx, err):
			if past.Looked == 0 {
				return err
			}
			return nil // what was read is kept first
		case err != nil:
			failed++
			why = err
		case m.Text != "":
			past.Mentions = append(past.Mentions, m)
		}
		past.Looked++
		st.Links = st.Links[1:]
	}
	if failed > 0 {
		past.Problems = append(past.Problems, vigie.Say("back-pages-failed", failed, vigie.Tell(why)))
	}
	return nil
}

// nextMap looks at one sitemap and notes the pages worth reading.
func (s *PastSource) nextMap(ctx context.Context, st *pastState, past *listen.Past) error {
	if len(st.Maps) == 0 {
		if len(st.Seen) == 0 {
			st.Way = noWay
		}
		return nil
	}
	res, err := s.client.Get(ctx, fetch.Request{URL: st.Maps[0], Accept: acceptXML})
	if err != nil {
		if stops(ctx, err) || vigie.KindOf(err) == vigie.Unavailable {
			return err
		}
		st.Maps = st.Maps[1:]
		if len(st.Maps) == 0 && len(st.Seen) == 0 {
			st.Way = noWay
		}
		return nil
	}
	m, err := sitemap.Parse(res.Body, res.URL)
	st.Maps = st.Maps[1:]
	if err != nil {
		past.Problems = append(past.Problems, vigie.Say("sitemap-part-failed", res.URL, vigie.Tell(err)))
		return nil
	}
	sitemap.Newest(m.Maps)
	for _, e := range m.Maps {
		if len(st.Maps) < pastMaps && !slices.Contains(st.Maps, e.URL) {
			st.Maps = append(st.Maps, e.URL)
		}
	}
	sitemap.Newest(m.Pages)
	first := len(st.Seen) == 0
	st.Whole = (first || st.Whole) && len(st.Seen)+len(m.Pages) <= pastPages
	for _, e := range m.Pages {
		named := names(e, s.names)
		if !st.Whole && !named && st.Other >= pastNewest {
			continue
		}
		if st.wait(e.URL, e.Title) && !named {
			st.Other++
		}
	}
	return nil
}

// wait puts a page on the list, once, and reports whether it was put there.
func (st *pastState) wait(address, title string) bool {
	m := mark(address)
	if len(st.Seen) >= pastPages || slices.Contains(st.Seen, m) {
		return false
	}
	st.Seen = append(st.Seen, m)
	st.Links = append(st.Links, waiting{address, title})
	return true
}

// names reports whether the address or the title of a page names a brand.
func names(e sitemap.Entry, names []string) bool {
	said := " " + text.Fold(slug(e.URL)+" "+e.Title) + " "
	u, err := url.Parse(e.URL)
	if err == nil {
		said += text.Fold(strings.NewReplacer("-", " ", "_", " ", "/", " ").Replace(u.Path)) + " "
	}
	for _, n := range names {
		if n = text.Fold(strings.NewReplacer("-", " ", "’", " ", "'", " ").Replace(n)); n != "" && strings.Contains(said, " "+n+" ") {
			return true
		}
	}
	return false
}
