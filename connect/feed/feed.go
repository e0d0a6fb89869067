// Package feed listens to RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed. It makes
// a listen.Source of an address: each visit fetches the feed (conditionally,
// through connect/fetch), reads it however badly it is written, and returns
// the items not brought before as mentions in plain text. Items that are only
// teasers have their page fetched.
//
// It keeps nothing itself: what was seen is in the cursor.
package feed

import (
	"context"
	"net/url"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// Options sets a feed up. The zero value is ready: teasers stay teasers.
type Options struct {
	// Page returns the article behind a link; ReadPage makes one. Where it is
	// nil, items are taken as the feed gives them.
	Page func(ctx context.Context, address string) (page.Article, error)
	// MaxPages is how many linked pages a visit fetches; 10 when zero. Items
	// whose page must wait are brought by the next visit, which is asked for at
	// once.
	MaxPages int
	// MaxItems is how many items of a feed are looked at; 500 when zero. The
	// others are told as a problem.
	MaxItems int
	// Now tells the time; time.Now when nil.
	Now func() time.Time
}

const (
	defaultMaxPages = 10
	defaultMaxItems = 500
	// teaserWords: an item with fewer words than this is taken for the beginning
	// of something longer.
	teaserWords = 60
	// givenUp is how many pages in a row may fail in one visit before the others
	// are not asked for.
	givenUp = 3
	// A feed of so many items of which none was seen before, at so many visits
	// in a row, either makes up new names for old things or turns faster than we
	// visit. Both are worth knowing.
	strangeItems  = 5
	strangeVisits = 3
)

const accept = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"

// Getter is what a feed needs of a client: *fetch.Client in the program.
type Getter interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Source is one feed. It is safe for several goroutines.
type Source struct {
	client Getter
	source vigie.Source
	opts   Options
}

// New makes the Source that visits s.
func New(client Getter, s vigie.Source, o Options) *Source {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxPages <= 0 {
		o.MaxPages = defaultMaxPages
	}
	if o.MaxItems <= 0 {
		o.MaxItems = defaultMaxItems
	}
	return &Source{client: client, source: s, opts: o}
}

// ReadPage returns a function for Options.Page that fetches through client.
func ReadPage(client Getter) func(ctx context.Context, address string) (page.Article, error) {
	return func(ctx context.Context, address string) (page.Article, error) {
		res, err := client.Get(ctx, fetch.Request{URL: address, Accept: "text/html, application/xhtml+xml, */*;q=0.5"})
		if err != nil {
			return page.Article{}, err
		}
		if t := res.ContentType; t != "" && !strings.Contains(t, "html") && t != "text/plain" {
			return page.Article{}, vigie.Errorf(vigie.Invalid, nil, "page-not-html", t)
		}
		return page.Extract(res.Body, res.Charset, res.URL), nil
	}
}

// Next visits the feed and returns what is not in cursor yet. A cursor that
// cannot be read counts as none: everything is brought again, and saving it
// again changes nothing.
func (s *Source) Next(ctx context.Context, cursor []byte) (listen.Batch, error) {
	b := listen.Batch{Source: s.source.ID}
	was := readCursor(cursor)
	req := fetch.Request{URL: s.source.Address, Accept: accept, ETag: was.ETag, LastModified: was.LastModified, Seen: was.Address}
	res, err := s.client.Get(ctx, req)
	if err != nil {
		return b, err
	}
	b.TTL = min(res.TTL, longestHTTP)
	sum := fetch.Mark(string(res.Body))
	if res.NotModified || was.Body == sum && !was.Waiting {
		b.Unchanged, b.Cursor, b.TTL, b.Moved = true, cursor, max(b.TTL, was.TTL), res.Moved
		if was.Strange > 0 {
			was.Strange = 0
			b.Unchanged, b.Cursor = false, was.write() // else it would not be kept
		}
		return b, nil
	}
	f, err := parse(res.Body, res.Charset)
	if err != nil {
		return b, nameHost(err, res.URL)
	}
	b.Moved = res.Moved // a feed answers there
	told := askedToWait(f, s.opts.Now())
	b.TTL = max(b.TTL, told)
	b.Title = text.OneLine(page.PlainText(f.Title))
	b.Home = absolute(f.Link, res.URL)

	f.equal = was.Equal
	items := s.items(f, res.URL, &b)
	now := cursorState{Address: res.URL, ETag: res.ETag, LastModified: res.LastModified, Body: sum, TTL: told}
	if err := s.bring(ctx, items, was, &now, &b); err != nil {
		return b, err
	}
	b.Cursor = now.write()
	return b, nil
}

// bring puts the items that are new into the batch, fetching the pages of
// those that are teasers as far as the visit's share goes.
func (s *Source) bring(ctx context.Context, items []item, was cursorState, now *cursorState, b *listen.Batch) error {
	known := was.seen()
	now.Equal = was.Equal
	if len(items) == 1 {
		now.Only = items[0].told
	}
	var fresh []item
	for _, it := range items {
		mark := it.mark()
		now.Equal = now.Equal || it.equal
		if known[mark] || it.told == was.Only && len(items) > 1 {
			now.Seen = append(now.Seen, mark)
			if len(it.mention.Metrics) > 0 {
				// Its text may have been filled from its page: only counts are told again.
				b.Again = append(b.Again, vigie.Mention{Key: it.mention.Key, Heard: it.mention.Heard, Metrics: it.mention.Metrics})
			}
			continue
		}
		fresh = append(fresh, it)
	}
	if len(was.Seen) > 0 && len(items) >= strangeItems && len(fresh) == len(items) {
		if now.Strange = was.Strange + 1; now.Strange >= strangeVisits {
			b.Problems = append(b.Problems, vigie.Say("feed-all-new", now.Strange))
		}
	}
	asked, failedInARow, failed := 0, 0, 0
	var why error
	for _, it := range fresh {
		if s.wantsPage(it) && failedInARow < givenUp {
			if asked == s.opts.MaxPages {
				// It is left for the next round, and the feed must then be read again
				// even if it has not changed.
				b.More, now.Waiting = true, true
				continue
			}
			asked++
			a, err := s.opts.Page(ctx, it.mention.URL)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				failed++
				failedInARow++
				why = err
			default:
				failedInARow = 0
				it.fill(a, s.opts.Now())
			}
		}
		now.Seen = append(now.Seen, it.mark())
		b.Mentions = append(b.Mentions, it.mention)
	}
	if failed > 0 {
		b.Problems = append(b.Problems, vigie.Say("feed-pages-failed", failed, vigie.Tell(why)))
	}
	if now.Waiting {
		now.ETag, now.LastModified = "", ""
	}
	now.remember(was)
	return nil
}

// wantsPage reports whether the page behind an item should be read. Posts,
// comments, videos and the like are short by nature: only what comes from the
// press, blogs and wikis is taken for a teaser.
func (s *Source) wantsPage(it item) bool {
	if s.opts.Page == nil || it.whole || it.mention.URL == "" || strings.Contains(it.mention.URL, "#") {
		return false
	}
	switch s.source.Channel {
	case vigie.Press, vigie.Blog, vigie.Wiki, "":
		return len(strings.Fields(it.mention.Text)) < teaserWords
	}
	return false
}

// nameHost puts the host into an error that does not know it.
func nameHost(err error, address string) error {
	e, ok := err.(*vigie.Error)
	if !ok {
		return err
	}
	host := address
	if u, perr := url.Parse(address); perr == nil {
		host = u.Hostname()
	}
	e.Tell.Args = append([]any{host}, e.Tell.Args...)
	return e
}
