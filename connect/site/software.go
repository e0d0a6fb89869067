package site

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch/page"
)

// software is what a site runs on, as far as its page tells.
type software string

// The software whose feeds and searches are known.
const (
	unknownSoftware software = ""
	wordPress       software = "wordpress"
	discourse       software = "discourse"
	phpBB           software = "phpbb"
	mediaWiki       software = "mediawiki"
	mastodon        software = "mastodon"
	peerTube        software = "peertube"
)

// softwareOf names the software of a page by what it says of itself, else by
// the marks it leaves.
func softwareOf(p *page.Page, body []byte) software {
	g := strings.ToLower(p.Generator)
	for _, s := range []software{wordPress, discourse, phpBB, mediaWiki, mastodon, peerTube} {
		if strings.Contains(g, string(s)) {
			return s
		}
	}
	head := bytes.ToLower(body[:min(len(body), 256<<10)])
	for _, m := range []struct {
		mark string
		of   software
	}{
		{"/wp-content/", wordPress},
		{"/wp-json/", wordPress},
		{"data-discourse-setup", discourse},
		{"discourse-assets", discourse},
		{`id="phpbb"`, phpBB},
		{"phpbb limited", phpBB},
		{"powered by phpbb", phpBB},
		{"action=rsd", mediaWiki},
		{`id="mastodon"`, mastodon},
		{"/packs/js/", mastodon},
		{"peertube", peerTube},
	} {
		if bytes.Contains(head, []byte(m.mark)) {
			return m.of
		}
	}
	return unknownSoftware
}

// feedsOf lists where software keeps feeds that it does not declare, the one
// of what was asked for first.
func feedsOf(s software, u *url.URL) []page.Link {
	root := u.Scheme + "://" + u.Host
	path := strings.TrimSuffix(u.Path, "/")
	dir := root + path[:strings.LastIndexByte(path+"/", '/')]
	var out []string
	switch s {
	case wordPress:
		out = []string{root + path + "/feed/", root + "/feed/", root + "/?feed=rss2"}
	case discourse:
		if discourseTopic.MatchString(path) || strings.HasPrefix(path, "/c/") || strings.HasPrefix(path, "/tag/") {
			out = append(out, root+path+".rss")
		}
		out = append(out, root+"/latest.rss", root+"/posts.rss")
	case phpBB:
		base := dir
		if i := strings.LastIndex(path, "/"); i >= 0 && strings.HasSuffix(path, ".php") {
			base = root + path[:i]
		}
		if f := u.Query().Get("f"); f != "" {
			out = append(out, base+"/app.php/feed/forum/"+url.PathEscape(f), base+"/feed.php?f="+url.QueryEscape(f))
		}
		out = append(out, base+"/app.php/feed", base+"/feed.php", base+"/feed")
	case mediaWiki:
		out = []string{root + "/w/api.php?action=feedrecentchanges&feedformat=atom", root + "/api.php?action=feedrecentchanges&feedformat=atom", root + "/index.php?title=Special:RecentChanges&feed=atom"}
	case mastodon:
		if strings.HasPrefix(path, "/@") || strings.HasPrefix(path, "/tags/") {
			out = []string{root + path + ".rss"}
		}
	}
	var links []page.Link
	for _, a := range out {
		links = append(links, page.Link{URL: a})
	}
	return links
}

var discourseTopic = regexp.MustCompile(`^/t/[^/]+/\d+$`)

// whatSoftware names a site by its software, for people; empty where it has no
// name of its own.
func (s software) what() string {
	if s == unknownSoftware {
		return ""
	}
	return "what-" + string(s)
}

// channel is what places of this software are, where that is sure.
func (s software) channel() vigie.Channel {
	switch s {
	case discourse, phpBB:
		return vigie.Forum
	case mediaWiki:
		return vigie.Wiki
	case mastodon:
		return vigie.Social
	case peerTube:
		return vigie.Video
	}
	return ""
}

// channelInPage finds the id of a channel in YouTube's page of it.
var channelInPage = regexp.MustCompile(`(?:"(?:channelId|externalId|browseId)":"|itemprop="(?:identifier|channelId)" content="|/channel/)(UC[A-Za-z0-9_-]{22})`)
