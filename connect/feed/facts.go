package feed

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"vigie.example/vigie"
)

// What an entry links to and shows is read off its markup without parsing it:
// the text itself is made elsewhere, and a hundred kilobytes of HTML an item
// are not worth parsing twice.
var (
	hrefs  = regexp.MustCompile(`(?i)<a\s[^>]*?href\s*=\s*["']?([^"'\s>]+)`)
	images = regexp.MustCompile(`(?i)<img\s[^>]*?src\s*=\s*["']?https?:`)
	videos = regexp.MustCompile(`(?i)<(?:video|iframe\s[^>]*?(?:youtube|vimeo|dailymotion|peertube))`)
)

// linksMost bounds the links kept of one entry, linkLongest the bytes of each.
const (
	linksMost   = 50
	linkLongest = 2000
)

// setFacts fills what an entry leads to and shows: links of its text, pictures,
// films and sound of its text, enclosures and Media RSS.
func setFacts(m *vigie.Mention, e *gofeed.Item, base string) {
	for _, s := range []string{e.Content, e.Description} {
		for _, found := range hrefs.FindAllStringSubmatch(s, 4*linksMost) {
			link := absolute(html.UnescapeString(found[1]), base)
			if link != "" && len(link) <= linkLongest && vigie.CanonicalURL(link) != vigie.CanonicalURL(m.URL) && len(m.Links) < linksMost && !contains(m.Links, link) {
				m.Links = append(m.Links, link)
			}
		}
		if images.MatchString(s) {
			m.Media |= vigie.MediaImage
		}
		if videos.MatchString(s) {
			m.Media |= vigie.MediaVideo
		}
	}
	for _, x := range e.Enclosures {
		m.Media |= mediaOf(x.Type, "")
	}
	contents := e.Extensions["media"]["content"]
	for _, g := range e.Extensions["media"]["group"] {
		contents = append(contents, g.Children["content"]...)
	}
	for _, c := range contents {
		m.Media |= mediaOf(c.Attrs["type"], c.Attrs["medium"])
	}
}

// setCounts fills what the feed says to be counted on an entry: its comments
// (slash:comments; thr:total, RFC 4685, 5), and of films how often they were
// seen and liked (Media RSS, media:community).
func setCounts(m *vigie.Mention, e *gofeed.Item, now time.Time) {
	c := vigie.Metric{At: now, Reactions: -1, Replies: -1, Reposts: -1, Views: -1, Followers: -1}
	none := c
	for _, said := range []string{extension(e.Extensions, "slash", "comments").Value, extension(e.Extensions, "thr", "total").Value} {
		count(&c.Replies, said)
	}
	community := extension(e.Extensions, "media", "community")
	if group := extension(e.Extensions, "media", "group"); len(group.Children["community"]) > 0 {
		community = group.Children["community"][0]
	}
	for name, to := range map[string]struct {
		attr string
		n    *int64
	}{"statistics": {"views", &c.Views}, "starRating": {"count", &c.Reactions}} {
		if list := community.Children[name]; len(list) > 0 {
			count(to.n, list[0].Attrs[to.attr])
		}
	}
	if c != none {
		m.Metrics = []vigie.Metric{c}
	}
}

func count(n *int64, said string) {
	if v, err := strconv.ParseInt(strings.TrimSpace(said), 10, 64); err == nil && v >= 0 {
		*n = v
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// mediaOf reads the media type of an enclosure, or the medium of Media RSS.
func mediaOf(kind, medium string) vigie.Media {
	kind, _, _ = strings.Cut(strings.ToLower(kind), "/")
	if kind == "" || kind == "application" {
		kind = strings.ToLower(medium)
	}
	switch kind {
	case "image":
		return vigie.MediaImage
	case "video":
		return vigie.MediaVideo
	case "audio":
		return vigie.MediaSound
	}
	return 0
}
