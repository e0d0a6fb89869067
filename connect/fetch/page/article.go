package page

import (
	"net/url"
	"strings"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Article is the main text of a page and what the page says of it.
type Article struct {
	URL          string // canonical address; where it was fetched when it names none
	Title        string // one line
	Text         string // plain; see PlainText
	Author       string // one line; empty when unsigned
	Site         string // what the site calls itself; may be empty
	Lang         string // ISO 639-1; empty when not told
	Published    time.Time
	PublishedRaw string // as the page wrote it
	// Found is false when no main text stood out, and Text is everything a
	// reader sees but menus.
	Found bool
}

const (
	// maxElements: above it, looking for the main text takes seconds; the largest
	// of 269 real pages had 20,000.
	maxElements = 60000
	// fewWords: less than this is a caption or a cookie notice, not an article.
	fewWords = 25
)

// Extract reads a page and returns its main text.
func Extract(body []byte, hint, address string) Article {
	return Parse(body, hint, address).Article(address)
}

// Article looks for the main text. It uses up the tree: Links and the like
// stay, a second call gives less. fetched is where the page came from.
func (p *Page) Article(fetched string) Article {
	a := Article{
		URL:          p.canonical(fetched),
		Author:       Byline(p.told.author.value),
		Site:         oneLine(PlainText(p.told.site.value)),
		Lang:         p.Lang,
		Published:    p.told.at,
		PublishedRaw: p.told.published.value,
		Title:        oneLine(PlainText(p.told.title.value)),
	}
	if p.doc == nil {
		a.Text = clean(PlainText(p.text))
		return a
	}
	withoutForms(p.doc)
	all := p.visible() // before the tree is used up
	r := readability.NewParser()
	r.MaxElemsToParse = maxElements
	r.KeepClasses = true // trim reads them
	found, err := r.ParseAndMutate(p.doc, p.address)
	p.doc = nil
	if err == nil {
		if a.Title == "" {
			a.Title = oneLine(found.Title())
		}
		if a.Author == "" {
			a.Author = Byline(found.Byline())
		}
		if a.PublishedRaw == "" {
			if t, err := found.PublishedTime(); err == nil {
				a.Published = t.UTC()
			}
		}
		if found.Node != nil {
			name(found.Node)
			words := len(strings.Fields(textOf(found.Node)))
			if words >= fewWords || words*2 > len(strings.Fields(all)) {
				a.Text, a.Found = p.trimmed(found.Node, a.Title), true
				a.Text = p.led(a.Text, all)
			}
		}
	}
	if a.Title == "" {
		a.Title = p.Title
	}
	if !a.Found {
		a.Text = all
	}
	return a
}

// name gives every element the atom of its tag: those that go-readability
// makes or renames carry a stale one, and their texts would run together.
func name(n *xhtml.Node) {
	if n.Type == xhtml.ElementNode {
		n.DataAtom = atom.Lookup([]byte(n.Data))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		name(c)
	}
}

// trimmed returns the text under the node that was found to hold it.
func (p *Page) trimmed(n *xhtml.Node, title string) string {
	drop := trim(n, title, p.Title)
	var w writer
	w.tree(n, func(n *xhtml.Node) bool { return drop[n] })
	return clean(w.String())
}

// led puts the standfirst before a main text that lacks it. Many pages keep it
// apart, above a picture, where no search for the main text looks; but they
// tell it twice, in their head and in sight, and that is how it is known.
func (p *Page) led(main, all string) string {
	lead := oneLine(PlainText(p.told.lead.value))
	if len(strings.Fields(lead)) < leadWords || strings.HasSuffix(lead, "...") || strings.HasSuffix(lead, "…") {
		return main
	}
	if strings.Contains(oneLine(main), lead) {
		return main
	}
	for par := range strings.SplitSeq(all, "\n") {
		if par == lead {
			return clean(lead + "\n\n" + main)
		}
	}
	return main
}

// leadWords: a shorter description is a slogan.
const leadWords = 8

// visible returns everything a reader sees but menus and forms.
func (p *Page) visible() string {
	var w writer
	w.tree(p.doc, func(n *xhtml.Node) bool {
		switch n.DataAtom {
		case atom.Nav, atom.Footer, atom.Form, atom.Button, atom.Aside, atom.Head:
			return true
		}
		return strings.EqualFold(attr(n, "aria-hidden"), "true") && n.DataAtom != atom.Body
	})
	return clean(w.String())
}

// canonical returns the address a page gives itself, unless it cannot be meant:
// many sites name their front page on every page.
func (p *Page) canonical(fetched string) string {
	c := p.absolute(p.told.canonical.value)
	if c == "" {
		return fetched
	}
	cu, err := url.Parse(c)
	if err != nil {
		return fetched
	}
	if fu, err := url.Parse(fetched); err == nil && strings.Trim(cu.Path, "/") == "" && cu.RawQuery == "" && strings.Trim(fu.Path, "/")+fu.RawQuery != "" {
		return fetched
	}
	return c
}

// Byline returns the name in a signature, on one line and without what stands
// before it: "Par Marie Dupont", "By ...". A paragraph is no name.
func Byline(s string) string {
	s = oneLine(PlainText(s))
	for _, p := range []string{"par ", "by ", "von ", "por ", "di "} {
		if len(s) > len(p) && strings.EqualFold(s[:len(p)], p) {
			s = s[len(p):]
			break
		}
	}
	if r := []rune(s); len(r) > 100 {
		return "" // a paragraph, not a name
	}
	return strings.TrimSpace(s)
}
