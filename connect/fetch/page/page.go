package page

import (
	"net/url"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxHTML is how much of a page is looked at: the largest of 269 real pages had
// 2.3 MB, nearly all of it scripts.
const maxHTML = 4 << 20

// Page is a web page that was read into a tree.
type Page struct {
	Feeds []Link // declared by the page, in order
	Links []Link // where a reader can go from it, in order, http and https only
	Title string // of the document; one line
	Lang  string // ISO 639-1; empty when not told
	// Generator is the software the page says it was made by; often empty.
	Generator string

	address *url.URL // where it came from, or its <base>
	text    string   // decoded source
	doc     *xhtml.Node
	told    told
}

// Link is one way out of a page.
type Link struct {
	URL  string // absolute
	Text string // of the link, or its title; one line
	Type string // media type told for a feed; empty for a plain link
}

// Parse reads a page that came from address. hint is the charset parameter of
// its Content-Type. A page that is too deep or too odd for a tree still gives
// its text; nothing else is then known of it.
func Parse(body []byte, hint, address string) *Page {
	p := &Page{}
	if u, err := url.Parse(address); err == nil {
		p.address = u
	} else {
		p.address = &url.URL{}
	}
	p.text, _ = Decode(body, hint)
	if len(p.text) > maxHTML {
		p.text = strings.ToValidUTF8(p.text[:maxHTML], "")
	}
	doc, err := xhtml.Parse(strings.NewReader(p.text))
	if err != nil {
		return p // deeper than the 512 levels x/net/html follows
	}
	p.doc = doc
	p.look()
	return p
}

// look walks the tree once and notes what the page says of itself.
func (p *Page) look() {
	based := false
	for n := range p.doc.Descendants() {
		if n.Type != xhtml.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			p.Lang = language(attr(n, "lang"))
		case atom.Base:
			if u, err := p.address.Parse(attr(n, "href")); err == nil && !based && attr(n, "href") != "" {
				p.address, based = u, true
			}
		case atom.Title:
			if p.Title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
				p.Title = oneLine(textOf(n))
			}
		case atom.Link:
			p.lookLink(n)
		case atom.A:
			if u := p.absolute(attr(n, "href")); u != "" {
				p.Links = append(p.Links, Link{URL: u, Text: linkText(n)})
			}
			if hasWord(attr(n, "rel"), "author") {
				p.told.set(&p.told.author, textOf(n), 2)
			}
		case atom.Meta:
			p.told.meta(n)
			if strings.EqualFold(attr(n, "name"), "generator") {
				p.Generator = oneLine(attr(n, "content"))
			}
		case atom.Time:
			p.told.time(n)
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
				p.told.linkedData(n.FirstChild.Data)
			}
		}
		if prop := attr(n, "itemprop"); prop != "" && n.DataAtom != atom.Meta {
			p.told.itemprop(prop, n)
		}
	}
	if p.Lang == "" {
		p.Lang = language(p.told.lang.value)
	}
}

func (p *Page) lookLink(n *xhtml.Node) {
	rel, href := attr(n, "rel"), p.absolute(attr(n, "href"))
	if href == "" {
		return
	}
	switch {
	case hasWord(rel, "canonical"):
		p.told.set(&p.told.canonical, href, 3)
	case hasWord(rel, "alternate"):
		kind := strings.ToLower(strings.TrimSpace(attr(n, "type")))
		kind, _, _ = strings.Cut(kind, ";")
		if feedType(kind) {
			p.Feeds = append(p.Feeds, Link{URL: href, Text: oneLine(attr(n, "title")), Type: kind})
		}
	}
}

// feedType reports whether a media type is that of a feed.
func feedType(kind string) bool {
	switch strings.TrimSpace(kind) {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json", "text/xml", "application/xml", "application/x.atom+xml", "application/x-atom+xml", "text/rss+xml":
		return true
	}
	return false
}

// absolute returns href as a full http or https address, else nothing.
func (p *Page) absolute(href string) string {
	href = strings.TrimSpace(href)
	if href == "" || strings.HasPrefix(href, "#") {
		return ""
	}
	u, err := p.address.Parse(href)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}

func linkText(n *xhtml.Node) string {
	s := oneLine(textOf(n))
	if s == "" {
		s = oneLine(attr(n, "title"))
	}
	return s
}

// textOf returns the text under n, without markup.
func textOf(n *xhtml.Node) string {
	var w writer
	w.tree(n, nil)
	return w.String()
}

// tree writes the text under n, leaving out what skip says and what is never
// text. It does not recurse deeper than the parser lets a tree be.
func (w *writer) tree(n *xhtml.Node, skip func(*xhtml.Node) bool) {
	if skip != nil && skip(n) {
		return
	}
	switch n.Type {
	case xhtml.TextNode:
		w.text(n.Data)
		return
	case xhtml.ElementNode:
		if rawText(n.DataAtom) || silent(n.DataAtom) && n.DataAtom != atom.Head {
			return
		}
		if n.DataAtom == atom.Img {
			w.text(emojiOf(n.Attr))
			return
		}
		w.open(n.DataAtom)
	case xhtml.CommentNode, xhtml.DoctypeNode:
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.tree(c, skip)
	}
	if n.Type == xhtml.ElementNode && n.DataAtom != atom.Br {
		w.close(n.DataAtom)
	}
}

func attr(n *xhtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// language returns the ISO 639-1 code at the start of a language tag, or
// nothing.
func language(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if long, ok := threeLetters[tag]; ok {
		return long
	}
	if len(tag) != 2 || tag[0] < 'a' || tag[0] > 'z' || tag[1] < 'a' || tag[1] > 'z' {
		return ""
	}
	return tag
}

// threeLetters are the ISO 639-2 codes of the languages Vigie knows.
var threeLetters = map[string]string{
	"fra": "fr", "fre": "fr", "eng": "en", "spa": "es", "deu": "de", "ger": "de", "ita": "it",
	"por": "pt", "nld": "nl", "dut": "nl", "ara": "ar", "hin": "hi",
}

// Language returns the ISO 639-1 code of a language tag ("fr-FR", "en_US",
// "fra"), empty when it is none.
func Language(tag string) string { return language(tag) }
