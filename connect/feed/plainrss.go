package feed

import (
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// plainRSS reads an RSS 2.0 feed that is written plainly, as nearly all are:
// well-formed, its prefixes declared on its root, its texts without elements
// inside. It gives what the library gives, of all that this package looks at,
// in a tenth of the time and of the memory. It returns nil where a feed is
// anything else: the library reads that.
func plainRSS(s string) (feed *rss.Feed) {
	defer func() {
		if r := recover(); r != nil {
			if r != errNotPlain {
				panic(r)
			}
			feed = nil
		}
	}()
	p := plain{s: s, prefixes: map[string]string{}}
	p.blanks()
	return p.rss()
}

// namespaces are those that this package looks into, and the names the library
// gives them whatever prefix a feed declares.
var namespaces = map[string]string{
	"http://www.w3.org/2005/Atom":                  "atom",
	"http://purl.org/atom/ns#":                     "atom03",
	"http://purl.org/rss/1.0/modules/content/":     "content",
	"http://purl.org/dc/elements/1.1/":             "dc",
	"http://rssnamespace.org/feedburner/ext/1.0":   "feedburner",
	"http://www.itunes.com/DTDs/PodCast-1.0.dtd":   "itunes",
	"http://example.com/DTDs/PodCast-1.0.dtd":      "itunes",
	"http://search.yahoo.com/mrss":                 "media",
	"http://search.yahoo.com/mrss/":                "media",
	"http://purl.org/rss/1.0/modules/slash/":       "slash",
	"http://purl.org/rss/1.0/modules/syndication/": "sy",
	"http://purl.org/rss/1.0/modules/threading/":   "thr",
}

// prefixOf returns the name the library gives a namespace that is declared
// under a prefix, and false where that is one this package looks into, declared
// for something else.
func prefixOf(uri, declared string) (name string, ok bool) {
	if name = namespaces[uri]; name != "" {
		return name, true
	}
	taken := declared == "atom10"
	for of, name := range namespaces {
		if name != declared {
			continue
		}
		if strings.EqualFold(of, uri) { // nearly all write that of iTunes in lower case
			return declared, true
		}
		taken = true
	}
	return declared, !taken
}

// native are the namespaces of RSS itself, whose elements need no prefix.
var native = map[string]bool{
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#": true, "http://purl.org/rss/1.0/": true,
	"http://channel.netscape.com/rdf/simple/0.9/": true, "http://my.netscape.com/rdf/simple/0.9/": true,
}

// rss reads the document.
func (p *plain) rss() (feed *rss.Feed) {
	prefix, name, empty := p.open()
	p.must(prefix == "" && name == "rss" && !empty)
	for _, a := range p.attrs {
		uri := strings.TrimSpace(a.value)
		p.must(a.prefix != "" || a.name != "xmlns")
		if a.prefix != "xmlns" {
			continue
		}
		p.must(!native[uri] && uri != "" && a.name != "rss" && a.name != "rdf" && a.name != "xml" && a.name != "xmlns")
		name, ok := prefixOf(uri, a.name)
		p.must(ok)
		p.prefixes[a.name] = name
	}
	p.children("", "rss", func(prefix, name string, empty bool) {
		p.must(feed == nil && prefix == "" && name == "channel" && !empty)
		feed = p.channel()
	})
	p.must(feed != nil)
	return feed
}

func (p *plain) channel() *rss.Feed {
	f := &rss.Feed{Items: []*rss.Item{}}
	p.children("", "channel", func(prefix, name string, empty bool) {
		if prefix != "" {
			p.extension(&f.Extensions, prefix, name, empty)
			return
		}
		switch strings.ToLower(name) {
		case "title":
			f.Title = p.text("", name, empty)
		case "link":
			f.Link = p.link(name, empty)
			f.Links = append(f.Links, f.Link)
		case "language":
			f.Language = p.text("", name, empty)
		case "generator":
			f.Generator = p.text("", name, empty)
		case "ttl":
			f.TTL = p.text("", name, empty)
		case "skiphours":
			p.must(!empty)
			p.children("", name, func(prefix, name string, empty bool) {
				p.must(prefix == "" && strings.EqualFold(name, "hour"))
				f.SkipHours = append(f.SkipHours, p.text("", name, empty))
			})
		case "item":
			p.must(!empty)
			f.Items = append(f.Items, p.item(name))
		default:
			p.skip("", name, empty)
		}
	})
	if of := f.Extensions["itunes"]; of != nil {
		f.ITunesExt = ext.NewITunesFeedExtension(of)
	}
	if of := f.Extensions["dc"]; of != nil {
		f.DublinCoreExt = ext.NewDublinCoreExtension(of)
	}
	return f
}

func (p *plain) item(open string) *rss.Item {
	it := &rss.Item{}
	p.children("", open, func(prefix, name string, empty bool) {
		if prefix != "" {
			if strings.EqualFold(name, "encoded") && p.prefixes[prefix] == "content" {
				it.Content = p.text(prefix, name, empty)
				return
			}
			p.extension(&it.Extensions, prefix, name, empty)
			return
		}
		switch strings.ToLower(name) {
		case "title":
			it.Title = p.text("", name, empty)
		case "description":
			it.Description = p.text("", name, empty)
		case "link":
			it.Link = p.link(name, empty)
			it.Links = append(it.Links, it.Link)
		case "author":
			it.Author = p.text("", name, empty)
		case "guid":
			it.GUID = &rss.GUID{Value: p.text("", name, empty)}
		case "pubdate":
			it.PubDate = p.text("", name, empty)
			it.PubDateParsed = p.date(it.PubDate)
		case "enclosure":
			it.Enclosures = append(it.Enclosures, &rss.Enclosure{Type: strings.Clone(p.attr("type"))})
			p.skip("", name, empty)
		default:
			p.skip("", name, empty)
		}
	})
	if of := it.Extensions["itunes"]; of != nil {
		it.ITunesExt = ext.NewITunesItemExtension(of)
	}
	if of := it.Extensions["dc"]; of != nil {
		it.DublinCoreExt = ext.NewDublinCoreExtension(of)
	}
	return it
}

// link reads a link, which some write as Atom does.
func (p *plain) link(name string, empty bool) string {
	href := asAddress(p.attr("href"))
	if said := p.text("", name, empty); said != "" {
		return said
	}
	return strings.Clone(href)
}

// date reads a date as RSS 2.0 asks for it. What else is written there is read
// by the library, which knows a hundred forms.
func (p *plain) date(s string) *time.Time {
	if s == "" {
		return nil
	}
	form := "Mon, 2 Jan 2006 15:04:05 -0700"
	if strings.HasSuffix(s, " GMT") {
		form = "Mon, 2 Jan 2006 15:04:05 GMT"
	}
	at, err := time.Parse(form, s)
	p.must(err == nil)
	at = at.UTC()
	return &at
}
