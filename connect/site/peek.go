package site

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"time"

	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/text"
)

// Item is one thing that a feed or a page offers, as discovery shows it.
type Item struct {
	Title string    // one line; may be empty
	Text  string    // its beginning; may be empty
	URL   string    // may be empty
	At    time.Time // zero when not told
}

// glance is what a first look at a feed shows.
type glance struct {
	title, home, generator string
	podcast                bool
	items                  []Item // the first previewed, in the feed's order
}

const (
	previewed    = 5
	peekBytes    = 1 << 20
	previewRunes = 280
)

var feedRoot = regexp.MustCompile(`(?i)<(?:[a-z0-9_-]+:)?(rss|feed|rdf)[\s>]`)

// peek looks whether a document is a feed, and at its first items. It only
// glances: reading a feed whole, broken ones too, is connect/feed's work.
func peek(body []byte, charset string) (glance, bool) {
	s, _ := page.Decode(body[:min(len(body), peekBytes)], charset)
	s = strings.TrimLeft(s, "\ufeff \t\r\n")
	if strings.HasPrefix(s, "{") {
		return peekJSON(body)
	}
	at := feedRoot.FindStringIndex(s[:min(len(s), 8<<10)])
	if at == nil || strings.Contains(strings.ToLower(s[:at[0]]), "<html") || strings.Contains(strings.ToLower(s[:at[0]]), "<!doctype html") {
		return glance{}, false
	}
	return peekXML(s[at[0]:]), true
}

func peekJSON(body []byte) (glance, bool) {
	var f struct {
		Version, Title string
		Home           string `json:"home_page_url"`
		Items          []struct {
			Title, Summary string
			URL            string
			HTML           string `json:"content_html"`
			Text           string `json:"content_text"`
			Date           string `json:"date_published"`
		}
	}
	if json.Unmarshal(body, &f) != nil || !strings.Contains(f.Version, "jsonfeed.org") {
		return glance{}, false
	}
	g := glance{title: text.OneLine(f.Title), home: f.Home}
	for _, it := range f.Items {
		if len(g.items) == previewed {
			break
		}
		at, _ := page.ParseDate(it.Date)
		g.items = append(g.items, Item{Title: line(it.Title), Text: beginning(it.Summary + it.Text + page.PlainText(it.HTML)), URL: webLink(it.URL), At: at})
	}
	return g, true
}

// peekXML reads the tags of a feed until enough items were seen or it breaks.
func peekXML(s string) glance {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var g glance
	var it *Item
	var path []string
	var words strings.Builder
	for {
		tok, err := d.Token()
		if err != nil || len(path) > 200 {
			return g
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name := strings.ToLower(tok.Name.Local)
			path = append(path, name)
			words.Reset()
			switch name {
			case "item", "entry":
				if len(g.items) == previewed {
					return g
				}
				g.items = append(g.items, Item{})
				it = &g.items[len(g.items)-1]
			case "link":
				href, rel := "", ""
				for _, a := range tok.Attr {
					switch a.Name.Local {
					case "href":
						href = a.Value
					case "rel":
						rel = a.Value
					}
				}
				if href != "" && (rel == "" || rel == "alternate") {
					setLink(&g, it, href)
				}
			case "enclosure":
				for _, a := range tok.Attr {
					g.podcast = g.podcast || a.Name.Local == "type" && strings.HasPrefix(a.Value, "audio/")
				}
			}
		case xml.CharData:
			if words.Len() < 64<<10 {
				words.Write(tok)
			}
		case xml.EndElement:
			name := strings.ToLower(tok.Name.Local)
			if name == "item" || name == "entry" {
				it = nil
			}
			parent := ""
			if len(path) > 1 {
				parent = path[len(path)-2]
			}
			path = path[:max(len(path)-1, 0)]
			take(&g, it, name, parent, words.String())
			words.Reset()
		}
	}
}

// take notes the text of one element.
func take(g *glance, it *Item, name, parent, said string) {
	said = strings.TrimSpace(said)
	if said == "" {
		return
	}
	switch {
	case it == nil && name == "title" && (parent == "channel" || parent == "feed") && g.title == "":
		g.title = line(said)
	case it == nil && name == "generator":
		g.generator = said
	case name == "link":
		setLink(g, it, said)
	case it == nil:
	case name == "title" && it.Title == "":
		it.Title = line(said)
	case (name == "description" || name == "summary" || name == "content" || name == "encoded") && it.Text == "":
		it.Text = beginning(page.PlainText(said))
	case (name == "pubdate" || name == "published" || name == "date" || name == "updated") && it.At.IsZero():
		it.At, _ = page.ParseDate(said)
	case name == "guid" && it.URL == "":
		it.URL = webLink(said)
	}
}

func setLink(g *glance, it *Item, link string) {
	switch {
	case it != nil && it.URL == "":
		it.URL = webLink(link)
	case it == nil && g.home == "":
		g.home = webLink(link)
	}
}

// webLink returns a link that a person can open, else nothing.
func webLink(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return s
	}
	return ""
}

func line(s string) string { return text.OneLine(page.PlainText(s)) }

// beginning cuts a text for a preview, between words where it can.
func beginning(s string) string {
	s = text.OneLine(s)
	r := []rune(s)
	if len(r) <= previewRunes {
		return s
	}
	s = string(r[:previewRunes])
	if i := strings.LastIndexByte(s, ' '); i > previewRunes/2 {
		s = s[:i]
	}
	return s + "…"
}
