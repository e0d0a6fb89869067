package feed

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch/page"
)

// parsed is a feed that was read, whole or in part.
type parsed struct {
	equal bool // its guids were all the same before: they name nothing
	*gofeed.Feed
	rss    *rss.Feed // as it was written, where it is one
	broken int       // items that could not be read
}

// parse reads a feed of any kind. A document that is none, is broken beyond
// reading, or is built to do harm is an error of kind Invalid; where only some
// items are broken the others are returned.
func parse(body []byte, charset string) (parsed, error) {
	s, _ := page.Decode(body, charset)
	s = strings.TrimLeft(s, "\ufeff \t\r\n\x00")
	if strings.HasPrefix(s, "{") {
		return parseJSON(s)
	}
	return parseXML(s)
}

// reader is set to leave pictures alone: looking for them would parse the HTML
// of every item.
func reader() *gofeed.Parser {
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	return p
}

func notAFeed(cause error) error { return vigie.Errorf(vigie.Invalid, cause, "feed-none") }

func parseJSON(s string) (parsed, error) {
	if err := checkJSON(s); err != nil {
		return parsed{}, err
	}
	if !strings.Contains(s[:min(len(s), 4096)], "jsonfeed.org/version") && !strings.Contains(s, `"items"`) {
		return parsed{}, notAFeed(nil)
	}
	f, err := reader().ParseString(s)
	if err != nil {
		if plain, ok := withoutTags(s); ok {
			f, err = reader().ParseString(plain)
		}
	}
	if err != nil {
		return parsed{}, vigie.Errorf(vigie.Invalid, err, "feed-broken-json")
	}
	return parsed{Feed: f}, nil
}

// withoutTags drops the tags of the items of a JSON feed: some write a string
// where the format wants a list, and a whole feed must not be lost for what
// nobody here reads. It reports false where s is no JSON object with items.
func withoutTags(s string) (string, bool) {
	var feed map[string]json.RawMessage
	var items []map[string]json.RawMessage
	if json.Unmarshal([]byte(s), &feed) != nil || json.Unmarshal(feed["items"], &items) != nil {
		return "", false
	}
	for _, it := range items {
		delete(it, "tags")
	}
	var err error
	if feed["items"], err = json.Marshal(items); err != nil {
		return "", false
	}
	b, err := json.Marshal(feed)
	return string(b), err == nil
}

var (
	root     = regexp.MustCompile(`(?i)<(?:[a-z0-9_-]+:)?(?:rss|feed|rdf)[\s>]`)
	htmlRoot = regexp.MustCompile(`(?i)<(?:!doctype\s+)?html[\s>]`)
)

func parseXML(s string) (parsed, error) {
	at := root.FindStringIndex(s)
	if at == nil {
		return parsed{}, notAFeed(nil)
	}
	if h := htmlRoot.FindStringIndex(s); h != nil && h[0] < at[0] {
		return parsed{}, notAFeed(nil)
	}
	if err := checkXML(s); err != nil {
		return parsed{}, err
	}
	// What stands before the root (a declaration of a character set that is no
	// longer true, a DOCTYPE, a warning of some PHP) is replaced by as many line
	// feeds, so that errors name the right line.
	prolog := strings.Repeat("\n", min(strings.Count(s[:at[0]], "\n"), 2000))
	s = prolog + charRef.ReplaceAllStringFunc(strings.Map(legal, s[at[0]:]), legalRef)
	if r := plainRSS(s); r != nil {
		f, err := reader().RSSTranslator.Translate(r)
		return parsed{Feed: f, rss: r}, err
	}
	lines := strings.Count(s, "\n") + 1
	s, cut := dropHalf(s)
	f, err := reader().ParseString(s)
	if err == nil && (len(f.Items) > 0 || endChannel.MatchString(s)) {
		r, _ := f.OriginalFeed().(*rss.Feed)
		return parsed{Feed: f, rss: r, broken: cut}, nil
	}
	if p, ok := salvage(s); ok {
		p.broken += cut
		return p, nil
	}
	if err == nil {
		return parsed{}, vigie.Errorf(vigie.Invalid, nil, "feed-broken-line", lines)
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return parsed{}, vigie.Errorf(vigie.Invalid, err, "feed-broken-line", syntax.Line)
	}
	if errors.Is(err, gofeed.ErrFeedTypeNotDetected) {
		return parsed{}, notAFeed(err)
	}
	return parsed{}, vigie.Errorf(vigie.Invalid, err, "feed-broken")
}

// end is what shows that a feed was sent to its end. In RSS 1.0 the channel
// ends before the items, so that its end says nothing of theirs.
var (
	end        = regexp.MustCompile(`(?i)</(?:[a-z0-9_-]+:)?(?:rss|feed|rdf)[\s>]`)
	endChannel = regexp.MustCompile(`(?i)</(?:[a-z0-9_-]+:)?(?:channel|rss|feed|rdf)[\s>]`)
)

// whole reports whether the end of a feed is there.
func whole(s string) bool { return end.MatchString(s[max(len(s)-4096, 0):]) }

// dropHalf takes away the item in the middle of which a feed breaks off, and
// says how many that were. Read as it is, it would be kept cut short, and its
// whole would come at the next visit as something else.
func dropHalf(s string) (string, int) {
	if whole(s) {
		return s, 0
	}
	open := itemOpen.FindAllStringSubmatchIndex(s, -1)
	if len(open) == 0 {
		return s, 0
	}
	last := open[len(open)-1]
	rest := s[last[0]:]
	if strings.Contains(strings.ToLower(rest), "</"+strings.ToLower(s[last[2]:last[3]])) || endChannel.MatchString(rest) {
		return s, 0
	}
	return s[:last[0]], 1
}

// legal drops the characters XML has no room for.
func legal(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}

var charRef = regexp.MustCompile(`(?i)&#(?:x[0-9a-f]+|[0-9]+);`)

// legalRef drops a character written as a number that XML has no room for.
func legalRef(ref string) string {
	digits, base := ref[2:len(ref)-1], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseInt(digits, base, 32)
	if err != nil || n > unicode.MaxRune || n >= 0xd800 && n < 0xe000 || legal(rune(n)) < 0 {
		return ""
	}
	return ref
}

var (
	itemOpen  = regexp.MustCompile(`(?i)<((?:[a-z0-9_-]+:)?(?:item|entry))(?:\s[^>]*)?>`)
	looseLess = regexp.MustCompile(`<([^a-zA-Z_/!?:]|$)`)
)

// salvage reads what can be read of a feed that is broken: each item is tried
// by itself, and those that hold are put back under the head of the feed.
func salvage(s string) (parsed, bool) {
	open := itemOpen.FindAllStringSubmatchIndex(s, -1)
	if len(open) == 0 {
		return parsed{}, false
	}
	var items []string
	var p parsed
	for i, at := range open {
		end := len(s)
		if i+1 < len(open) {
			end = open[i+1][0]
		}
		name := s[at[2]:at[3]]
		item := s[at[0]:end]
		if n := strings.Index(strings.ToLower(item), "</"+strings.ToLower(name)); n >= 0 {
			item = item[:n]
		}
		item = escapeLoose(item) + "</" + name + ">"
		if holds(item) {
			items = append(items, item)
		} else {
			p.broken++
		}
	}
	rootTag := s[:tagEnd(strings.TrimLeft(s, "\n"))+len(s)-len(strings.TrimLeft(s, "\n"))]
	m := root.FindString(rootTag)
	rootName := strings.TrimRight(strings.TrimPrefix(m, "<"), " \t\r\n>")
	heads := []string{s[:open[0][0]]}
	if strings.HasSuffix(strings.ToLower(rootName), "rss") {
		heads = append(heads, rootTag+"<channel>")
	} else {
		heads = append(heads, rootTag)
	}
	for _, head := range heads {
		f, err := reader().ParseString(head + strings.Join(items, "\n") + closing(head))
		if err == nil && len(f.Items) > 0 {
			p.Feed = f
			p.rss, _ = f.OriginalFeed().(*rss.Feed)
			return p, true
		}
	}
	return parsed{}, false
}

// holds reports whether a piece of XML can be read by itself.
func holds(item string) bool {
	d := xml.NewDecoder(strings.NewReader(item))
	d.Strict = false
	for {
		_, err := d.Token()
		if err != nil {
			return err.Error() == "EOF"
		}
	}
}

// escapeLoose escapes the "<" that begin nothing ("a < b"), outside CDATA.
func escapeLoose(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<![CDATA[")
		b.WriteString(looseLess.ReplaceAllString(before, "&lt;$1"))
		if !found {
			return b.String()
		}
		data, after, closed := strings.Cut(rest, "]]>")
		b.WriteString("<![CDATA[" + data + "]]>")
		if !closed {
			return b.String()
		}
		s = after
	}
}

// closing returns the end tags that head leaves owed.
func closing(head string) string {
	var open []string
	for i := 0; i < len(head); {
		j := strings.IndexByte(head[i:], '<')
		if j < 0 {
			break
		}
		i += j
		rest := head[i:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			i += until(rest, "-->")
		case strings.HasPrefix(rest, "<![CDATA["):
			i += until(rest, "]]>")
		case strings.HasPrefix(rest, "</"):
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
			i += 2
		case len(rest) > 1 && nameStart(rest[1]):
			n := tagEnd(rest)
			if !strings.HasSuffix(rest[:n], "/>") {
				name := rest[1:n]
				if k := strings.IndexAny(name, " \t\r\n>"); k >= 0 {
					name = name[:k]
				}
				open = append(open, name)
			}
			i += n
		default:
			i++
		}
	}
	var b strings.Builder
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteString("</" + open[i] + ">")
	}
	return b.String()
}
