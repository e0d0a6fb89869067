package site

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"net/url"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// Options sets a Source up. The zero value is ready.
type Options struct {
	// MaxPages is how many new pages one round fetches; 10 when zero. The others
	// are fetched by the next rounds, which are asked for at once.
	MaxPages int
	// Now tells the time; time.Now when nil.
	Now func() time.Time
}

const (
	defaultMaxPages = 10
	maxSeen         = 3000            // links remembered
	maxTries        = 3               // visits in which a page may fail before it is left
	tryAgain        = 4 * time.Minute // less than the shortest interval, more than a visit's rounds are apart
	maxLinks        = 300             // links of a front page that are looked at
)

// Source is one page whose new links are read. It is safe for several
// goroutines.
type Source struct {
	client Getter
	source vigie.Source
	opts   Options
}

// New makes the Source that watches the page at s.Address.
func New(client Getter, s vigie.Source, o Options) *Source {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxPages <= 0 {
		o.MaxPages = defaultMaxPages
	}
	return &Source{client: client, source: s, opts: o}
}

// cursorState is where we stopped.
type cursorState struct {
	Address      string   `json:"address,omitempty"`
	ETag         string   `json:"etag,omitempty"`
	LastModified string   `json:"modified,omitempty"`
	Seen         []string `json:"seen,omitempty"` // marks of links dealt with, latest first
	// Tries holds the links that failed and are to be tried again; Waiting says
	// that links were left for later.
	Tries   map[string]try `json:"tries,omitempty"`
	Waiting bool           `json:"waiting,omitempty"`
}

// try is how often a link failed, and when last.
type try struct {
	N  int       `json:"n"`
	At time.Time `json:"at"`
}

// Next looks at the page and reads the articles it links to that were not read
// before. A page that fails is tried again at the next visits, three times in
// all.
func (s *Source) Next(ctx context.Context, cursor []byte) (listen.Batch, error) {
	b := listen.Batch{Source: s.source.ID}
	var was cursorState
	if json.Unmarshal(cursor, &was) != nil {
		was = cursorState{} // read everything again: saving it again changes nothing
	}
	res, err := s.client.Get(ctx, fetch.Request{URL: s.source.Address, Accept: "text/html, application/xhtml+xml, */*;q=0.5", ETag: was.ETag, LastModified: was.LastModified, Seen: was.Address})
	if err != nil {
		return b, err
	}
	if res.NotModified {
		b.Unchanged, b.Cursor, b.Moved = true, cursor, res.Moved
		return b, nil
	}
	if t := res.ContentType; t != "" && !strings.Contains(t, "html") && t != "text/plain" {
		return b, vigie.Errorf(vigie.Invalid, nil, "page-not-html", t)
	}
	p := page.Parse(res.Body, res.Charset, res.URL)
	links := articles(p.Links, res.URL)
	if len(links) == 0 {
		return b, vigie.Errorf(vigie.Invalid, nil, "site-nothing", hostOf(res.URL))
	}
	b.Title, b.Home, b.Moved = p.Title, res.URL, res.Moved
	now := cursorState{Address: res.URL, ETag: res.ETag, LastModified: res.LastModified}
	if err := s.bring(ctx, links[:min(len(links), maxLinks)], was, &now, &b); err != nil {
		return b, err
	}
	if now.Waiting || len(now.Tries) > 0 {
		now.ETag, now.LastModified = "", "" // the page must be read again even if it stays as it is
	}
	b.Unchanged = len(b.Mentions) == 0 && same(was, now)
	if b.Cursor, err = json.Marshal(now); err != nil {
		return b, err
	}
	return b, nil
}

func same(a, b cursorState) bool {
	return len(a.Seen) == len(b.Seen) && len(a.Tries)+len(b.Tries) == 0 && a.Waiting == b.Waiting && a.ETag == b.ETag && a.LastModified == b.LastModified
}

// bring reads the new links, as far as the round's share goes.
func (s *Source) bring(ctx context.Context, links []page.Link, was cursorState, now *cursorState, b *listen.Batch) error {
	known := make(map[string]bool, len(was.Seen))
	for _, m := range was.Seen {
		known[m] = true
	}
	now.Tries = map[string]try{}
	asked, later, givenUp, empty := 0, 0, 0, 0
	var why error
	paused := false
	for _, l := range links {
		m := mark(l.URL)
		if known[m] {
			continue
		}
		tried := was.Tries[m]
		if paused || asked == s.opts.MaxPages || tried.N > 0 && s.opts.Now().Sub(tried.At) < tryAgain {
			if tried.N > 0 {
				now.Tries[m] = tried
			} else {
				now.Waiting = true
			}
			continue
		}
		asked++
		mention, err := s.read(ctx, l)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && stops(ctx, err):
			paused, now.Waiting, why = true, true, err
			later++
		case err != nil && vigie.KindOf(err) == vigie.Unavailable && tried.N+1 < maxTries:
			later++
			why = err
			now.Tries[m] = try{N: tried.N + 1, At: s.opts.Now()}
		case err != nil:
			givenUp++
			why = err
			now.Seen = append(now.Seen, m)
		case mention.Text == "":
			empty++
			now.Seen = append(now.Seen, m)
		default:
			b.Mentions = append(b.Mentions, mention)
			now.Seen = append(now.Seen, m)
		}
	}
	b.More = now.Waiting && !paused
	now.Seen = append(now.Seen, was.Seen...)
	now.Seen = now.Seen[:min(len(now.Seen), maxSeen)]
	if later > 0 {
		b.Problems = append(b.Problems, vigie.Say("site-pages-failed", later, vigie.Tell(why)))
	}
	if givenUp > 0 {
		b.Problems = append(b.Problems, vigie.Say("site-pages-given-up", givenUp, vigie.Tell(why)))
	}
	if empty > 0 {
		b.Problems = append(b.Problems, vigie.Say("site-pages-empty", empty))
	}
	return nil
}

// ReadPage makes a mention of the page at one address, whatever links to it.
// Channel and network are left to the caller.
func ReadPage(ctx context.Context, client Getter, address string, now func() time.Time) (vigie.Mention, error) {
	return New(client, vigie.Source{}, Options{Now: now}).read(ctx, page.Link{URL: address})
}

// read makes a mention of the page behind a link.
func (s *Source) read(ctx context.Context, l page.Link) (vigie.Mention, error) {
	res, err := s.client.Get(ctx, fetch.Request{URL: l.URL, Accept: "text/html, application/xhtml+xml, */*;q=0.5"})
	if err != nil {
		return vigie.Mention{}, err
	}
	if t := res.ContentType; t != "" && !strings.Contains(t, "html") && t != "text/plain" {
		return vigie.Mention{}, vigie.Errorf(vigie.Invalid, nil, "page-not-html", t)
	}
	a := page.Extract(res.Body, res.Charset, res.URL)
	heard := s.opts.Now()
	m := vigie.Mention{
		Key:      vigie.NewKey("", "", a.URL),
		Network:  s.source.Network,
		Channel:  s.source.Channel,
		Own:      s.source.Own,
		URL:      a.URL,
		Title:    a.Title,
		Text:     a.Text,
		Author:   vigie.Author{Name: a.Author},
		Declared: a.Lang,
		Heard:    heard,
		Version:  1,
	}
	if m.Title == "" {
		m.Title = text.OneLine(l.Text)
	}
	m.Title, _ = page.Shorten(m.Title, page.MaxTitle)
	m.Text, _ = page.Shorten(m.Text, page.MaxText)
	if u, err := url.Parse(a.URL); err == nil {
		m.Site = vigie.SiteOf(u.Host)
	}
	var clamped bool
	if m.Published, clamped = vigie.Date(a.Published, heard); clamped || a.Published.IsZero() {
		m.PublishedRaw = text.OneLine(a.PublishedRaw)
	}
	return m, nil
}

// mark is a link in a form short enough to keep by the thousand.
func mark(address string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(vigie.CanonicalURL(address)))
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil))
}
