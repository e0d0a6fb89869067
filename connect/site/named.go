package site

import (
	"net/url"
	"regexp"
	"strings"

	"vigie.example/vigie"
)

// This file turns names into addresses: what a person writes who thinks of an
// account, a hashtag or a channel and not of a web address.

// tagServer is where a hashtag is read when no server is told: the largest one
// hears most of the others.
const tagServer = "mastodon.social"

var (
	fediverse = regexp.MustCompile(`^@?([A-Za-z0-9_][A-Za-z0-9_.-]*)@([A-Za-z0-9.-]+\.[A-Za-z]{2,}(?::\d+)?)$`)
	hashtag   = regexp.MustCompile(`^#([\p{L}\p{N}_]+)(?:@([A-Za-z0-9.-]+(?::\d+)?))?$`)
	bluesky   = regexp.MustCompile(`^@?((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,})$`)
	// nameless matches words that can be no address: there is no dot in them.
	nameless  = regexp.MustCompile(`^[\p{L}\p{N}&'’ -]*\p{L}[\p{L}\p{N}&'’ -]*$`)
	channelID = regexp.MustCompile(`^UC[A-Za-z0-9_-]{22}$`)
)

// named returns the address of the feed that a name stands for, what the name
// is (an id of a sentence) and the channel; an empty address where s is no
// name but an address. Nothing is fetched.
func named(s string) (address, what string, c vigie.Channel) {
	if m := hashtag.FindStringSubmatch(s); m != nil {
		server := m[2]
		if server == "" {
			server = tagServer
		}
		return "https://" + server + "/tags/" + url.PathEscape(m[1]) + ".rss", "what-mastodon-tag", vigie.Social
	}
	if m := fediverse.FindStringSubmatch(s); m != nil && strings.HasPrefix(s, "@") {
		return "https://" + m[2] + "/@" + m[1] + ".rss", "what-mastodon", vigie.Social
	}
	if channelID.MatchString(s) {
		return youtubeFeed(s), "what-youtube", vigie.Video
	}
	if m := bluesky.FindStringSubmatch(s); m != nil && (strings.HasPrefix(s, "@") || strings.HasSuffix(strings.ToLower(s), ".bsky.social")) {
		return blueskyFeed(m[1]), "what-bluesky", vigie.Social
	}
	return placed(s)
}

// placed knows the addresses of places whose feed stands elsewhere and is not
// told by the page.
func placed(s string) (address, what string, c vigie.Channel) {
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", "", ""
	}
	host := vigie.SiteOf(u.Host)
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case host == "bsky.app" && len(parts) >= 2 && parts[0] == "profile" && parts[len(parts)-1] != "rss":
		return blueskyFeed(parts[1]), "what-bluesky", vigie.Social
	case sameSite(host, "youtube.com") && len(parts) == 2 && parts[0] == "channel" && channelID.MatchString(parts[1]):
		return youtubeFeed(parts[1]), "what-youtube", vigie.Video
	case sameSite(host, "youtube.com") && len(parts) == 1 && parts[0] == "playlist" && u.Query().Get("list") != "":
		return "https://www.youtube.com/feeds/videos.xml?playlist_id=" + url.QueryEscape(u.Query().Get("list")), "what-youtube", vigie.Video
	case sameSite(host, "reddit.com") && len(parts) >= 2 && parts[0] == "r":
		return "https://www.reddit.com/r/" + url.PathEscape(parts[1]) + "/.rss", "what-reddit", vigie.Forum
	}
	return "", "", ""
}

// firehose is what people call the stream of everything on Bluesky.
var firehose = regexp.MustCompile(`^(?i:bluesky|jetstream|wss?://\S+/subscribe\S*)$`)

// streamed finds what is held open instead of being visited, and the search of
// a network: nothing to look at beforehand.
func streamed(s, public, appView string) (Found, bool) {
	if firehose.MatchString(s) {
		address := public
		if strings.Contains(s, "://") {
			address = s
		}
		return Found{Kind: vigie.JetstreamSource, Address: address, Title: "Bluesky", Home: "https://bsky.app", Site: hostOf(address), Channel: vigie.Social, What: "what-jetstream"}, true
	}
	if words, ok := strings.CutPrefix(s, "bluesky:"); ok && strings.TrimSpace(words) != "" {
		words = strings.TrimSpace(words)
		return Found{
			Kind: vigie.BlueskySource, Address: appView + "/xrpc/app.bsky.feed.searchPosts?" + url.Values{"q": {words}, "sort": {"latest"}}.Encode(), Title: "Bluesky : " + words,
			Home: "https://bsky.app/search?" + url.Values{"q": {words}}.Encode(), Site: "bsky.app", Channel: vigie.Social, What: "what-bluesky-search",
		}, true
	}
	if rest, ok := strings.CutPrefix(s, "stream:"); ok {
		return fediStream(strings.TrimSpace(rest))
	}
	if m := fediSearch.FindStringSubmatch(s); m != nil && strings.TrimSpace(m[1]) != "" {
		words := strings.TrimSpace(m[1])
		return fedi("https://"+m[2]+"/search?"+url.Values{"q": {words}}.Encode(), "what-mastodon-search", "Mastodon : "+words), true
	}
	return Found{}, false
}

// fediSearch is a search on a server of the Fediverse: "mastodon:words@server".
var fediSearch = regexp.MustCompile(`^mastodon:(.+)@([A-Za-z0-9.-]+(?::\d+)?)$`)

// fediStream is a hashtag or a public page to be heard as posts arrive:
// "stream:#tag@server", "stream:https://server/public/local".
func fediStream(s string) (Found, bool) {
	f, ok := fediPage(s)
	if m := hashtag.FindStringSubmatch(s); m != nil && m[2] != "" {
		f, ok = fedi("https://"+m[2]+"/tags/"+url.PathEscape(m[1]), "", "#"+m[1]), true
	} else if u, err := url.Parse(s); err == nil && u.Host != "" && strings.HasPrefix(u.Path, "/tags/") {
		f, ok = fedi(s, "", "#"+strings.TrimPrefix(u.Path, "/tags/")), true
	}
	f.Kind, f.What = vigie.MastodonStreamSource, "what-mastodon-stream"
	return f, ok && !strings.HasSuffix(strings.Split(f.Address, "?")[0], "/search")
}

// fedi is what a Mastodon server shows at a page.
func fedi(address, what, title string) Found {
	return Found{Kind: vigie.MastodonSource, Address: address, Title: title, Home: address, Site: hostOf(address), Channel: vigie.Social, What: what}
}

// fediPage finds the timeline or the search that a page of a Mastodon server is.
func fediPage(address string) (Found, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return Found{}, false
	}
	words := u.Query().Get("q")
	u.Fragment = ""
	switch path := strings.Trim(u.Path, "/"); {
	case path == "public" || path == "public/local":
		u.RawQuery = ""
		return fedi(u.String(), "what-mastodon-public", "Mastodon : "+u.Hostname()), true
	case path == "search" && words != "":
		u.RawQuery = url.Values{"q": {words}}.Encode()
		return fedi(u.String(), "what-mastodon-search", "Mastodon : "+words), true
	}
	return Found{}, false
}

// youtubeFeed is documented by YouTube for channels (Data API, push
// notifications guide): its last fifteen videos.
func youtubeFeed(id string) string {
	return "https://www.youtube.com/feeds/videos.xml?channel_id=" + id
}

// blueskyFeed is the feed that bsky.app gives of a profile's posts.
func blueskyFeed(handle string) string {
	return "https://bsky.app/profile/" + url.PathEscape(strings.ToLower(handle)) + "/rss"
}
