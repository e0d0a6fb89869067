package site

import (
	"net/url"
	"regexp"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch/page"
)

var (
	dated    = regexp.MustCompile(`/(?:19|20)\d\d(?:/|-)?\d{1,2}(?:/|-)`)
	longID   = regexp.MustCompile(`\d{4,}`)
	threadID = regexp.MustCompile(`(?i)(?:^|&)(?:t|p|id|tid|topic|article|thread|story)=\d+`)
	topic    = regexp.MustCompile(`(?i)/(?:t|topic|thread|sujet|discussion|d)/[^/]+`)
	// service matches the paths of pages that are about the site, not news.
	service = regexp.MustCompile(`(?i)/(?:tags?|categor(?:y|ies|ie)|auth?or|auteurs?|login|signin|connexion|inscription|register|account|compte|contact|about|a-propos|mentions-legales|legal|cgu|cgv|privacy|confidentialite|cookies?|search|recherche|cart|panier|newsletter|abonnements?|subscribe|faq|aide|help|page)(?:/|\.|$)`)
)

// articles picks, in the page's order and each once, the links that lead to
// articles or discussions of the same site: by the shape of the address (a
// date, an id, a title in hyphens) together with a text as long as a title.
func articles(links []page.Link, front string) []page.Link {
	site, self := hostOf(front), vigie.CanonicalURL(front)
	at := map[string]int{}
	var all []page.Link
	for _, l := range links {
		u, err := url.Parse(l.URL)
		if err != nil || !sameSite(vigie.SiteOf(u.Host), site) {
			continue
		}
		u.Fragment = ""
		l.URL = u.String()
		key := vigie.CanonicalURL(l.URL)
		if key == "" || key == self {
			continue
		}
		i, ok := at[key]
		if !ok {
			at[key] = len(all)
			all = append(all, l)
		} else if len(l.Text) > len(all[i].Text) {
			all[i].Text = l.Text // a picture and a title lead to the same place
		}
	}
	var out []page.Link
	for _, l := range all {
		if u, err := url.Parse(l.URL); err == nil && isArticle(u, l.Text) {
			out = append(out, l)
		}
	}
	return out
}

// sameSite reports whether a host belongs to a site: it, or a name under it.
func sameSite(host, site string) bool {
	return host == site || strings.HasSuffix(host, "."+site)
}

func isArticle(u *url.URL, said string) bool {
	path := strings.TrimSuffix(u.Path, "/")
	if path == "" && u.RawQuery == "" || service.MatchString(path) {
		return false
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	hyphens := strings.Count(last, "-") + strings.Count(last, "_")
	shaped := dated.MatchString(path+"/") || longID.MatchString(last) || hyphens >= 3 || threadID.MatchString(u.RawQuery) || topic.MatchString(path)
	words := len(strings.Fields(said))
	switch {
	case shaped:
		return words >= 3 || len([]rune(said)) >= 15
	default:
		return words >= 6 && len([]rune(said)) >= 30
	}
}
