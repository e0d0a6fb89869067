package site

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/text"
)

// opmlMost bounds how many feeds of a list are offered at once.
const opmlMost = 300

// looksOPML reports whether a document is a list of feeds.
func looksOPML(body []byte) bool {
	return bytes.Contains(bytes.ToLower(body[:min(len(body), 4<<10)]), []byte("<opml"))
}

// readOPML lists the feeds of an OPML 1.0 or 2.0 document, each once. A list
// that breaks off gives what came before.
func readOPML(body []byte, charset string) []Found {
	s, _ := page.Decode(body, charset)
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	seen := map[string]bool{}
	var out []Found
	for len(out) < opmlMost {
		tok, err := d.Token()
		if err != nil {
			break
		}
		el, ok := tok.(xml.StartElement)
		if !ok || !strings.EqualFold(el.Name.Local, "outline") {
			continue
		}
		var address, title, home string
		for _, a := range el.Attr {
			switch strings.ToLower(a.Name.Local) {
			case "xmlurl":
				address = webLink(a.Value)
			case "title":
				title = text.OneLine(a.Value)
			case "text":
				if title == "" {
					title = text.OneLine(a.Value)
				}
			case "htmlurl":
				home = webLink(a.Value)
			}
		}
		key := vigie.CanonicalURL(address)
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		f := Found{Kind: vigie.FeedSource, Address: address, Title: title, Home: home, Site: hostOf(address), What: "what-opml"}
		if home != "" {
			f.Site = hostOf(home)
		}
		f.Channel = channelOf(strings.ToLower(address+" "+title), "", false)
		out = append(out, f)
	}
	return out
}
