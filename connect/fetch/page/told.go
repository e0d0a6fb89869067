package page

import (
	"encoding/json"
	"strings"
	"time"

	xhtml "golang.org/x/net/html"
)

// told is what a page says of itself in its head and its marks. Several places
// may say the same thing; the one with the highest trust counts, and among
// equals the first.
type told struct {
	title, author, lang, canonical, site saying
	lead                                 saying // the description
	published                            saying
	at                                   time.Time // published, read
}

type saying struct {
	value string
	trust int
}

func (t *told) set(s *saying, value string, trust int) {
	value = strings.TrimSpace(value)
	if value == "" || trust <= s.trust {
		return
	}
	s.value, s.trust = value, trust
}

// date notes a date of publication. One that cannot be read only counts while
// there is nothing better.
func (t *told) date(value string, trust int) {
	value = strings.TrimSpace(value)
	at, ok := ParseDate(value)
	if !ok {
		trust = 0
	}
	if value == "" || trust < t.published.trust || trust == t.published.trust && t.published.value != "" {
		return
	}
	t.published, t.at = saying{value, trust}, at
}

// meta reads a <meta> by the names that press sites use.
func (t *told) meta(n *xhtml.Node) {
	content := attr(n, "content")
	if content == "" {
		return
	}
	name := attr(n, "property")
	if name == "" {
		name = attr(n, "name")
	}
	if name == "" {
		name = attr(n, "itemprop")
	}
	if name == "" {
		name = attr(n, "http-equiv")
	}
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "article:published_time", "og:article:published_time":
		t.date(content, 5)
	case "datepublished":
		t.date(content, 4)
	case "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date",
		"pubdate", "publishdate", "publish-date", "publish_date", "date", "cxenseparse:recs:publishtime", "publication_date", "citation_publication_date", "og:published_time", "article.published":
		t.date(content, 3)
	case "og:description":
		t.set(&t.lead, content, 3)
	case "description", "twitter:description":
		t.set(&t.lead, content, 2)
	case "og:title":
		t.set(&t.title, content, 3)
	case "twitter:title", "dc.title":
		t.set(&t.title, content, 2)
	case "author":
		t.set(&t.author, content, 4)
	case "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "citation_author", "twitter:creator", "byl":
		if !strings.Contains(content, "://") {
			t.set(&t.author, content, 3)
		}
	case "og:url":
		t.set(&t.canonical, content, 2)
	case "og:site_name":
		t.set(&t.site, content, 3)
	case "application-name":
		t.set(&t.site, content, 1)
	case "og:locale":
		t.set(&t.lang, content, 2)
	case "content-language", "dc.language", "language":
		t.set(&t.lang, content, 1)
	}
}

func (t *told) time(n *xhtml.Node) {
	at := attr(n, "datetime")
	if at == "" {
		at = textOf(n)
	}
	trust := 1
	if attr(n, "pubdate") != "" || strings.Contains(strings.ToLower(attr(n, "class")), "publish") {
		trust = 2
	}
	if _, ok := ParseDate(at); ok {
		t.date(at, trust)
	}
}

func (t *told) itemprop(prop string, n *xhtml.Node) {
	switch strings.ToLower(prop) {
	case "datepublished":
		at := attr(n, "datetime")
		if at == "" {
			at = attr(n, "content")
		}
		if at == "" {
			at = textOf(n)
		}
		t.date(at, 4)
	case "author":
		t.set(&t.author, oneLine(textOf(n)), 1)
	}
}

// linkedData reads a JSON-LD block (schema.org), as far as it is one.
func (t *told) linkedData(source string) {
	if len(source) > 1<<20 {
		return
	}
	var v any
	d := json.NewDecoder(strings.NewReader(source))
	if err := d.Decode(&v); err != nil {
		return // one of many places; a broken one is as none
	}
	t.linked(v, 0)
}

func (t *told) linked(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			t.linked(e, depth+1)
		}
	case map[string]any:
		if g, ok := v["@graph"]; ok {
			t.linked(g, depth+1)
		}
		kind, _ := v["@type"].(string)
		if list, ok := v["@type"].([]any); ok && len(list) > 0 {
			kind, _ = list[0].(string)
		}
		if !strings.HasSuffix(kind, "Article") && !strings.HasSuffix(kind, "Posting") && kind != "Report" && kind != "Review" {
			return
		}
		if s, ok := v["datePublished"].(string); ok {
			t.date(s, 5)
		}
		if s, ok := v["headline"].(string); ok {
			t.set(&t.title, PlainText(s), 2)
		}
		if s := personName(v["author"]); s != "" {
			t.set(&t.author, s, 5)
		}
		if s, ok := v["inLanguage"].(string); ok {
			t.set(&t.lang, s, 3)
		}
	}
}

// personName returns the name, or the names, of an author in JSON-LD.
func personName(v any) string {
	switch v := v.(type) {
	case string:
		if !strings.Contains(v, "://") {
			return v
		}
	case map[string]any:
		return personName(v["name"])
	case []any:
		var names []string
		for _, e := range v {
			if s := personName(e); s != "" && len(names) < 5 {
				names = append(names, s)
			}
		}
		return strings.Join(names, ", ")
	}
	return ""
}
