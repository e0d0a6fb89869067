// Package site finds what can be listened to at a web address, and listens to
// sites that have no feed by watching a page for new links.
package site

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/connect/fetch/sitemap"
)

// Getter is what this package needs of a client: *fetch.Client in the program.
type Getter interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Response, error)
}

// Found is one thing that can be listened to.
type Found struct {
	Kind    vigie.SourceKind // FeedSource; SitemapSource or PageSource where there is no feed
	Address string           // what to visit
	Title   string           // what it calls itself; may be empty
	Home    string           // page a person opens; may be empty
	Site    string           // as vigie.SiteOf
	Channel vigie.Channel    // a guess: people may change it
	Items   []Item           // the newest five, as far as they could be seen
	// What it is, as an id of a sentence that takes the site ("what-feed",
	// "what-wordpress").
	What string
}

// usual are the places where feeds are, on sites that do not say so. They are
// asked for one after another, and only until one answers.
var usual = []string{"/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json"}

const (
	maxDeclared = 6 // feeds a page declares that are looked at
	maxLinked   = 3 // plain links to what looks like a feed
	fewLinks    = 3 // a page with fewer articles is not worth watching

	acceptFeed = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
	acceptXML  = "application/xml, text/xml, */*;q=0.5"
)

// Discover tells what a name or an address is: an account or a hashtag of
// Mastodon ("@who@server", "#tag", "#tag@server"), a Bluesky handle, a YouTube
// channel; a feed; a list of feeds (OPML); a sitemap; a page that declares
// feeds, the main ones first and those of comments last; a site of known
// software, or with a feed at a usual place; a site with a sitemap of recent
// pages; or a page whose links can be watched. An address without scheme is
// tried with https, then with http. It fails with kind NotFound when there is
// nothing to listen to, and with the error of the address itself when that
// cannot be read. When ctx ends, what was found until then is returned.
func Discover(ctx context.Context, client Getter, address string) ([]Found, error) {
	address = strings.TrimSpace(address)
	if f, ok := streamed(address, jetstreamPublic, BlueskyAppView); ok {
		return []Found{f}, nil
	}
	if feed, what, channel := named(address); feed != "" {
		return known(ctx, client, feed, what, channel)
	}
	if nameless.MatchString(address) {
		return nil, vigie.Errorf(vigie.NotFound, nil, "site-name", address)
	}
	res, err := first(ctx, client, address)
	if err != nil {
		return nil, err
	}
	switch {
	case looksOPML(res.Body):
		if found := readOPML(res.Body, res.Charset); len(found) > 0 {
			return found, nil
		}
	case sitemap.Looks(res.Body):
		if m, err := sitemap.Parse(res.Body, res.URL); err == nil {
			return []Found{sitemapFound(res.URL, m)}, nil
		}
	}
	if looksPDS(res.Body) {
		d := discovery{ctx: ctx, client: client}
		if found := d.pds(res.URL); len(found) > 0 {
			return found, nil
		}
	}
	if g, ok := peek(res.Body, res.Charset); ok {
		return []Found{feedFound(res.URL, g, page.Link{}, "")}, nil
	}
	p := page.Parse(res.Body, res.Charset, res.URL)
	if m := channelInPage.FindSubmatch(res.Body); m != nil && sameSite(hostOf(res.URL), "youtube.com") {
		return known(ctx, client, youtubeFeed(string(m[1])), "what-youtube", vigie.Video)
	}
	d := discovery{ctx: ctx, client: client, seen: map[string]bool{}, generator: strings.ToLower(p.Generator), software: softwareOf(p, res.Body)}
	if f, ok := fediPage(res.URL); ok && d.software == mastodon {
		return []Found{f}, nil
	}
	d.look(p, res.URL)
	if len(d.found) > 0 {
		return d.found, nil
	}
	if f, ok := d.sitemap(res.URL); ok {
		return []Found{f}, nil
	}
	if links := articles(p.Links, res.URL); len(links) >= fewLinks {
		return []Found{pageFound(res.URL, p, links)}, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return nil, vigie.Errorf(vigie.NotFound, nil, "site-nothing", hostOf(res.URL))
}

// known looks at a feed whose address follows from a name.
func known(ctx context.Context, client Getter, feed, what string, c vigie.Channel) ([]Found, error) {
	res, err := client.Get(ctx, fetch.Request{URL: feed, Accept: acceptFeed})
	if err != nil {
		return nil, err
	}
	g, ok := peek(res.Body, res.Charset)
	if !ok {
		return nil, vigie.Errorf(vigie.NotFound, nil, "site-nothing", hostOf(feed))
	}
	f := feedFound(feed, g, page.Link{}, "")
	f.What, f.Channel = what, c
	if kind, at := better(ctx, client, feed, what); kind != "" {
		f.Kind, f.Address = kind, at
	}
	return []Found{f}, nil
}

// better returns the network's own interface to what a feed shows, where that
// answers to everybody: it tells counts, whole accounts and every post between
// two visits, of which a feed shows the last twenty.
func better(ctx context.Context, client Getter, feed, what string) (kind vigie.SourceKind, address string) {
	asked := ""
	u, err := url.Parse(feed)
	if err != nil {
		return "", ""
	}
	switch what {
	case "what-mastodon-tag":
		kind, address = vigie.MastodonSource, strings.TrimSuffix(feed, ".rss")
		asked = u.Scheme + "://" + u.Host + strings.TrimSuffix(strings.Replace(u.EscapedPath(), "/tags/", "/api/v1/timelines/tag/", 1), ".rss") + "?limit=1"
	case "what-mastodon":
		kind, address = vigie.MastodonSource, strings.TrimSuffix(feed, ".rss")
		asked = u.Scheme + "://" + u.Host + "/api/v1/accounts/lookup?" + url.Values{"acct": {strings.TrimSuffix(strings.TrimPrefix(u.Path, "/@"), ".rss")}}.Encode()
	case "what-bluesky":
		kind = vigie.BlueskySource
		actor := strings.Split(strings.Trim(u.Path, "/"), "/")[1]
		address = BlueskyAppView + "/xrpc/app.bsky.feed.getAuthorFeed?" + url.Values{"actor": {actor}, "filter": {"posts_with_replies"}}.Encode()
		asked = address + "&limit=1"
	default:
		return "", ""
	}
	res, err := client.Get(ctx, fetch.Request{URL: asked, Accept: acceptJSON})
	if err != nil || !json.Valid(res.Body) {
		return "", ""
	}
	return kind, address
}

// Where Bluesky is asked: one of the streams and the search that it runs for
// everybody (README of bluesky-social/jetstream).
const (
	jetstreamPublic = "wss://jetstream2.us-east.bsky.network/subscribe"
	BlueskyAppView  = "https://public.api.bsky.app"
)

// look tries the feeds that a page declares, those its software is known to
// keep, those it links to, and the usual places, until one answers.
func (d *discovery) look(p *page.Page, address string) {
	for _, l := range ranked(p.Feeds) {
		if len(d.seen) < maxDeclared {
			d.try(l)
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	later := [][]page.Link{feedsOf(d.software, u), feedLinks(p.Links)}
	var guesses []page.Link
	for _, path := range usual {
		guesses = append(guesses, page.Link{URL: u.Scheme + "://" + u.Host + path})
	}
	for _, links := range append(later, guesses) {
		for _, l := range links {
			if len(d.found) > 0 {
				return
			}
			d.try(l)
		}
	}
}

// sitemap looks for a sitemap whose pages change: what robots.txt names, else
// the usual place.
func (d *discovery) sitemap(address string) (Found, bool) {
	for _, a := range sitemapsOf(d.ctx, d.client, address) {
		res, err := d.client.Get(d.ctx, fetch.Request{URL: a, Accept: acceptXML})
		if err != nil || !sitemap.Looks(res.Body) {
			continue
		}
		m, err := sitemap.Parse(res.Body, res.URL)
		if err != nil {
			continue
		}
		if f := sitemapFound(a, m); len(m.Maps) > 0 || withDays(m.Pages) {
			return f, true
		}
	}
	return Found{}, false
}

// first reads the address as a person wrote it.
func first(ctx context.Context, client Getter, address string) (*fetch.Response, error) {
	get := func(a string) (*fetch.Response, error) {
		return client.Get(ctx, fetch.Request{URL: a, Accept: "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5"})
	}
	if strings.Contains(address, "://") {
		return get(address)
	}
	res, err := get("https://" + address)
	if err == nil || vigie.KindOf(err) != vigie.Unavailable || ctx.Err() != nil {
		return res, err
	}
	res, second := get("http://" + address)
	if second != nil {
		return nil, err // what went wrong with https is what to mend
	}
	return res, nil
}

// discovery is one search under way.
type discovery struct {
	ctx       context.Context
	client    Getter
	generator string // of the page, lower case
	software  software
	seen      map[string]bool
	found     []Found
}

// try looks whether l is a feed, and keeps it if so. One that cannot be read
// is passed over: it is a guess, of ours or of the page.
func (d *discovery) try(l page.Link) bool {
	key := vigie.CanonicalURL(l.URL)
	if key == "" || d.seen[key] || d.ctx.Err() != nil {
		return false
	}
	d.seen[key] = true
	res, err := d.client.Get(d.ctx, fetch.Request{URL: l.URL, Accept: acceptFeed})
	if err != nil {
		return false
	}
	g, ok := peek(res.Body, res.Charset)
	if !ok {
		return false
	}
	address := l.URL
	if res.Moved != "" {
		address = res.Moved
	}
	f := feedFound(address, g, l, d.generator)
	if what := d.software.what(); what != "" {
		f.What = what
	}
	if c := d.software.channel(); c != "" && f.Channel != vigie.Comment {
		f.Channel = c
	}
	if f.Channel == vigie.Comment {
		f.What = "what-comments"
	}
	if slices.ContainsFunc(d.found, func(o Found) bool { return sameFeed(o, f) }) {
		return false
	}
	d.found = append(d.found, f)
	return true
}

// sameFeed reports whether two addresses carry the same items: sites declare
// the same feed as RSS and as Atom.
func sameFeed(a, b Found) bool {
	if len(a.Items) == 0 || len(a.Items) != len(b.Items) || a.Channel != b.Channel {
		return false
	}
	for i := range a.Items {
		if a.Items[i].Title != b.Items[i].Title || vigie.CanonicalURL(a.Items[i].URL) != vigie.CanonicalURL(b.Items[i].URL) {
			return false
		}
	}
	return true
}

// ranked puts main feeds before those of categories, and those of comments
// last, in the page's order otherwise.
func ranked(feeds []page.Link) []page.Link {
	rank := func(l page.Link) int {
		s := strings.ToLower(l.Text + " " + l.URL)
		switch {
		case isComments(s):
			return 2
		case strings.Contains(s, "categor") || strings.Contains(s, "/tag/") || strings.Contains(s, "/author/"):
			return 1
		}
		return 0
	}
	out := slices.Clone(feeds)
	slices.SortStableFunc(out, func(a, b page.Link) int { return rank(a) - rank(b) })
	return out
}

func isComments(s string) bool {
	return strings.Contains(s, "comment") || strings.Contains(s, "replies")
}

// feedLinks picks the plain links that look like feeds.
func feedLinks(links []page.Link) []page.Link {
	var out []page.Link
	for _, l := range links {
		u, err := url.Parse(l.URL)
		if err != nil || len(out) == maxLinked {
			continue
		}
		p := strings.ToLower(strings.TrimSuffix(u.Path, "/"))
		for _, end := range []string{"/feed", "/rss", ".rss", ".atom", "rss.xml", "atom.xml", "feed.xml", "feed.json"} {
			if strings.HasSuffix(p, end) {
				out = append(out, l)
				break
			}
		}
	}
	return out
}

func feedFound(address string, g glance, declared page.Link, generator string) Found {
	f := Found{Kind: vigie.FeedSource, Address: address, Title: g.title, Home: g.home, Site: hostOf(address), Items: g.items, What: "what-feed"}
	if g.podcast {
		f.What = "what-podcast"
	}
	if f.Title == "" {
		f.Title = declared.Text
	}
	if f.Home != "" {
		f.Site = hostOf(f.Home)
	}
	f.Channel = channelOf(strings.ToLower(address+" "+declared.Text+" "+g.title), strings.ToLower(g.generator)+" "+generator, g.podcast)
	return f
}

func pageFound(address string, p *page.Page, links []page.Link) Found {
	f := Found{Kind: vigie.PageSource, Address: address, Title: p.Title, Home: address, Site: hostOf(address), What: "what-page"}
	f.Channel = channelOf(strings.ToLower(address+" "+p.Title), strings.ToLower(p.Generator), false)
	for _, l := range links[:min(len(links), previewed)] {
		f.Items = append(f.Items, Item{Title: l.Text, URL: l.URL})
	}
	return f
}

// channelOf guesses the kind of place from its address and names, and from the
// software that made it. Press is what is left: newspapers use all software.
func channelOf(names, generator string, podcast bool) vigie.Channel {
	has := func(s string, words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
	}
	switch {
	case isComments(names):
		return vigie.Comment
	case podcast || has(names, "podcast"):
		return vigie.Podcast
	case has(names, "youtube.", "vimeo.", "dailymotion.", "peertube"):
		return vigie.Video
	case has(names, "forum", "/t/", "communaute", "communauté", "community", "discourse") || has(generator, "discourse", "phpbb", "vbulletin", "xenforo", "flarum", "fluxbb"):
		return vigie.Forum
	case has(names, "wiki") || has(generator, "mediawiki", "dokuwiki"):
		return vigie.Wiki
	case has(names, "mastodon", "bsky.", "/@"):
		return vigie.Social
	case has(names, "avis-", "trustpilot", "reviews"):
		return vigie.Review
	case has(names, "blog") || has(generator, "wordpress", "blogger", "ghost", "hugo", "jekyll", "dotclear", "typepad", "movable type", "substack", "medium", "eleventy", "pelican"):
		return vigie.Blog
	default:
		return vigie.Press
	}
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return vigie.SiteOf(u.Host)
}

// stops reports whether an error of one page means that the others need not be
// asked for now: the host wants a pause, or we are stopping.
func stops(ctx context.Context, err error) bool {
	var e *vigie.Error
	return ctx.Err() != nil || errors.As(err, &e) && (e.Tell.ID == "fetch-busy" || e.Tell.ID == "fetch-too-often")
}
