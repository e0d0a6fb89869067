package site

import (
	"context"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
)

// TestFediverse: a search and a public timeline are known by name and by page.
func TestFediverse(t *testing.T) {
	for name, want := range map[string]string{
		"mastodon:grue mobile@btp.example":     "https://btp.example/search?q=grue+mobile",
		"stream:#grue@btp.example":             "https://btp.example/tags/grue",
		"stream:https://btp.example/public":    "https://btp.example/public",
		"stream:https://btp.example/tags/grue": "https://btp.example/tags/grue",
	} {
		f, ok := streamed(name, "", "")
		kind := vigie.MastodonSource
		if strings.HasPrefix(name, "stream:") {
			kind = vigie.MastodonStreamSource
		}
		if !ok || f.Kind != kind || f.Address != want {
			t.Errorf("%q = %+v, %v; want %s", name, f, ok, want)
		}
	}
	for _, name := range []string{"stream:https://btp.example/search?q=grue", "stream:grue", "stream:#grue"} {
		if f, ok := streamed(name, "", ""); ok {
			t.Errorf("%q = %+v, want nothing", name, f)
		}
	}
	for page, want := range map[string]string{
		"https://btp.example/public/local": "https://btp.example/public/local", "https://btp.example/public?x=1": "https://btp.example/public",
		"https://btp.example/search?q=grue&type=statuses": "https://btp.example/search?q=grue", "https://btp.example/search": "", "https://btp.example/about": "",
	} {
		if f, ok := fediPage(page); ok != (want != "") || f.Address != want {
			t.Errorf("%q = %q, %v; want %q", page, f.Address, ok, want)
		}
	}
}

func TestNamed(t *testing.T) {
	const id = "UCabcdefghijklmnopqrstuv"
	for s, want := range map[string]string{
		"@marie@btp.example":                          "https://btp.example/@marie.rss",
		"marie@btp.example":                           "", // a mail address, for all we know
		"#grue":                                       "https://mastodon.social/tags/grue.rss",
		"#bâtiment@piaille.example":                   "https://piaille.example/tags/b%C3%A2timent.rss",
		"leroux.bsky.social":                          "https://bsky.app/profile/leroux.bsky.social/rss",
		"@leroux.example":                             "https://bsky.app/profile/leroux.example/rss",
		"https://bsky.app/profile/leroux.example":     "https://bsky.app/profile/leroux.example/rss",
		"https://bsky.app/profile/leroux.example/rss": "",
		id:                                      "https://www.youtube.com/feeds/videos.xml?channel_id=" + id,
		"https://www.youtube.com/channel/" + id: "https://www.youtube.com/feeds/videos.xml?channel_id=" + id,
		"https://www.youtube.com/playlist?list=PL1": "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1",
		"https://www.youtube.com/@leroux":           "",
		"https://www.reddit.com/r/france/":          "https://www.reddit.com/r/france/.rss",
		"leroux.example":                            "",
		"https://www.leroux.example/@page":          "",
		"Leroux":                                    "",
	} {
		if got, _, _ := named(s); got != want {
			t.Errorf("named(%q) = %q, want %q", s, got, want)
		}
	}
}

// answers is a Getter of given bodies.
type answers map[string]string

func (a answers) Get(_ context.Context, r fetch.Request) (*fetch.Response, error) {
	body, ok := a[r.URL]
	if !ok {
		return nil, vigie.Errorf(vigie.NotFound, nil, "fetch-not-found", r.URL)
	}
	return &fetch.Response{URL: r.URL, Body: []byte(body)}, nil
}

func TestDiscoverNames(t *testing.T) {
	const id = "UCabcdefghijklmnopqrstuv"
	web := answers{
		"https://btp.example/@marie.rss":                            rssFeed,
		"https://www.youtube.com/@leroux":                           `<html><script>{"externalId":"` + id + `"}</script>`,
		"https://www.youtube.com/feeds/videos.xml?channel_id=" + id: atomFeed,
		"https://bsky.app/profile/leroux.bsky.social/rss":           rssFeed,
	}
	// Where the network's own interface answers, it is taken.
	web["https://btp.example/tags/grue.rss"] = rssFeed
	web["https://btp.example/api/v1/timelines/tag/grue?limit=1"] = "[]"
	for asked, want := range map[string]Found{
		"#grue@btp.example":          {Kind: vigie.MastodonSource, Address: "https://btp.example/tags/grue", What: "what-mastodon-tag"},
		"bluesky":                    {Kind: vigie.JetstreamSource, Address: jetstreamPublic, What: "what-jetstream"},
		"wss://my.example/subscribe": {Kind: vigie.JetstreamSource, Address: "wss://my.example/subscribe", What: "what-jetstream"},
		"bluesky: grue leroux":       {Kind: vigie.BlueskySource, Address: BlueskyAppView + "/xrpc/app.bsky.feed.searchPosts?q=grue+leroux&sort=latest", What: "what-bluesky-search"},
	} {
		found, err := Discover(context.Background(), web, asked)
		if err != nil || len(found) != 1 || found[0].Kind != want.Kind || found[0].Address != want.Address || found[0].What != want.What {
			t.Errorf("Discover(%q) = %+v, %v, want %+v", asked, found, err, want)
		}
	}
	for _, tt := range []struct {
		asked, address, what string
		channel              vigie.Channel
	}{
		{" @marie@btp.example ", "https://btp.example/@marie.rss", "what-mastodon", vigie.Social},
		{"https://www.youtube.com/@leroux", "https://www.youtube.com/feeds/videos.xml?channel_id=" + id, "what-youtube", vigie.Video},
		{"leroux.bsky.social", "https://bsky.app/profile/leroux.bsky.social/rss", "what-bluesky", vigie.Social},
	} {
		found, err := Discover(context.Background(), web, tt.asked)
		if err != nil || len(found) != 1 {
			t.Errorf("Discover(%q) = %v, %v", tt.asked, found, err)
			continue
		}
		if f := found[0]; f.Address != tt.address || f.What != tt.what || f.Channel != tt.channel || len(f.Items) == 0 {
			t.Errorf("Discover(%q) = %+v", tt.asked, f)
		}
	}
	if _, err := Discover(context.Background(), web, "@nobody@btp.example"); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("an account that is not there = %v, want kind NotFound", err)
	}
}

// TestMapSource: the fresh pages of a sitemap are read once, in rounds; old
// ones are the past of the site, not its news.
func TestMapSource(t *testing.T) {
	const one, two, old = "https://m.example/2026/une-grue-tombe", "https://m.example/2026/le-pont-rouvre", "https://m.example/2024/vieux"
	web := answers{
		"https://m.example/sitemap.xml": `<sitemapindex><sitemap><loc>/news.xml</loc><lastmod>2026-11-22</lastmod></sitemap></sitemapindex>`,
		"https://m.example/news.xml":    `<urlset><url><loc>` + one + `</loc><lastmod>2026-11-21</lastmod></url><url><loc>` + two + `</loc><lastmod>2026-11-22</lastmod></url><url><loc>` + old + `</loc><lastmod>2024-01-01</lastmod></url></urlset>`,
		one:                             article(1), two: article(2), old: article(3),
	}
	src := NewMap(web, vigie.Source{ID: 1, Kind: vigie.SitemapSource, Address: "https://m.example/sitemap.xml"}, Options{MaxPages: 1, Now: func() time.Time { return now }})
	var cursor []byte
	var heard []string
	for range 4 {
		b, err := src.Next(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range b.Mentions {
			heard = append(heard, m.Title)
		}
		cursor = b.Cursor
		if !b.More {
			break
		}
	}
	if len(heard) != 2 || heard[0] != "Article 2" || heard[1] != "Article 1" {
		t.Errorf("heard %q, want the two of this week, the newest first", heard)
	}
	b, err := src.Next(t.Context(), cursor)
	if err != nil || !b.Unchanged || len(b.Mentions) != 0 {
		t.Errorf("a second visit = %+v, %v, want nothing new", b, err)
	}
}
