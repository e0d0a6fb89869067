package vigie

import (
	"net/url"
	"slices"
	"strings"
)

// PlaceOf tells what kind of place a web address leads to, by its host and
// path, and the network it belongs to, if any: what can be told of an address
// without asking it. A host that says nothing of itself is the press.
func PlaceOf(address string) (c Channel, network string) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" {
		return Press, ""
	}
	host := SiteOf(u.Host)
	for _, p := range places {
		for _, name := range p.hosts {
			if host == name || strings.HasSuffix(host, "."+name) {
				return p.channel, p.network
			}
		}
	}
	words := strings.FieldsFunc(strings.ToLower(host+u.Path), func(r rune) bool { return r < 'a' || r > 'z' })
	for _, w := range []struct {
		channel Channel
		words   []string
	}{
		{Forum, []string{"forum", "forums", "community", "communaute", "discussions", "viewtopic"}},
		{Review, []string{"avis", "review", "reviews"}},
		{Blog, []string{"blog", "blogs"}},
		{Podcast, []string{"podcast", "podcasts"}},
		{Wiki, []string{"wiki"}},
	} {
		if slices.ContainsFunc(words, func(s string) bool { return slices.Contains(w.words, s) }) {
			return w.channel, ""
		}
	}
	return Press, ""
}

// places are hosts that most people in France meet, and what they are. Networks
// are named as their connectors name them.
var places = []struct {
	channel Channel
	network string
	hosts   []string
}{
	{Social, "facebook", []string{"facebook.com", "fb.com", "fb.watch"}},
	{Social, "instagram", []string{"instagram.com"}},
	{Social, "x", []string{"x.com", "twitter.com", "t.co"}},
	{Social, "linkedin", []string{"linkedin.com", "lnkd.in"}},
	{Social, "threads", []string{"threads.net", "threads.com"}},
	{Social, "bluesky", []string{"bsky.app"}},
	{Social, "", []string{"mastodon.social", "piaille.fr", "mamot.fr", "pinterest.fr", "pinterest.com", "snapchat.com", "nextdoor.fr"}},
	{Video, "tiktok", []string{"tiktok.com"}},
	{Video, "youtube", []string{"youtube.com", "youtu.be"}},
	{Video, "", []string{"vimeo.com", "dailymotion.com", "twitch.tv"}},
	{Review, "", []string{"trustpilot.com", "avis-verifies.com", "tripadvisor.fr", "tripadvisor.com", "pagesjaunes.fr", "glassdoor.fr", "glassdoor.com", "google.com", "google.fr", "maps.app.goo.gl"}},
	{Forum, "reddit", []string{"reddit.com", "redd.it"}},
	{Forum, "", []string{"jeuxvideo.com", "doctissimo.fr", "quora.com", "hardware.fr"}},
	{Wiki, "", []string{"wikipedia.org"}},
	{Blog, "", []string{"medium.com", "substack.com", "wordpress.com", "blogspot.com", "over-blog.com"}},
	{Podcast, "", []string{"podcasts.apple.com", "open.spotify.com", "ausha.co"}},
}
