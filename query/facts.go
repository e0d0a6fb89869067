package query

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// otherTexts are the texts beside a post's own that In can ask.
var otherTexts = [...]string{"author", "bio", "to", "source", "parent"}

// other returns the eval of one of the otherTexts, cut when it is first asked
// for; nil where the post has none.
func (e *eval) other(field string) *eval {
	k := slices.Index(otherTexts[:], field)
	if k < 0 || e.post == nil {
		return nil
	}
	if e.others[k] == nil {
		doc := e.post.other(field)
		if doc == nil {
			doc = noWords
		}
		e.others[k], e.asked = takeEval(&Post{Doc: doc}), true
	}
	return e.others[k]
}

// forget gives back what other made.
func (e *eval) forget() {
	for i, other := range e.others {
		if other != nil {
			other.release()
			e.others[i] = nil
		}
	}
	e.asked = false
}

// asString reads b, which must not change meanwhile, as a string.
func asString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

var noWords = new(text.Doc)

// other cuts the text of a field; nil where it is not known.
func (p *Post) other(field string) *text.Doc {
	m := p.Mention
	switch {
	case field == "source" && p.Source != "":
		return text.Cut("", p.Source)
	case m == nil:
		return nil
	}
	switch field {
	case "author":
		return byline(m.Author.Name, m.Author.Account)
	case "bio":
		return text.Cut("", m.Author.Bio)
	case "parent":
		return text.Cut("", m.Parent)
	case "to":
		return text.Cut("", strings.Join(Addressees(m), "\n\n"))
	}
	return nil
}

// byline is what author: is asked of.
func byline(name, at string) *text.Doc { return text.Cut(name, account(at)) }

// signs reports whether p holds of an author.
func (p *prog) signs(name, at string) bool {
	e := takeEval(&Post{Doc: byline(name, at)})
	defer e.release()
	return e.holds(p)
}

// appendAccount appends account(s).
func appendAccount(dst []byte, s string) []byte {
	if s != "" && s[0] != '@' {
		dst = append(dst, '@')
	}
	return append(dst, s...)
}

// account writes an account so that it is found with and without @.
func account(s string) string {
	if s == "" || strings.HasPrefix(s, "@") {
		return s
	}
	return "@" + s
}

// Addressees returns the accounts that m is addressed to, each with its @:
// those that its source told, and those that its text begins with, as replies
// do on networks that have no other way to say so.
func Addressees(m *vigie.Mention) []string {
	list := appendAddressees(nil, m)
	for i := range list {
		list[i] = account(list[i])
	}
	return list
}

// appendAddressees appends Addressees, those that the source told as it told
// them.
func appendAddressees(list []string, m *vigie.Mention) []string {
	list = append(list, m.To...)
	rest := strings.TrimLeftFunc(m.Text, unicode.IsSpace)
	for len(list) < 50 && strings.HasPrefix(rest, "@") {
		end := strings.IndexFunc(rest, unicode.IsSpace)
		if end < 0 {
			end = len(rest)
		}
		if a := strings.TrimRight(rest[:end], ",:;.!?"); len(a) > 1 && !slices.ContainsFunc(list, func(x string) bool {
			return x == a || x == a[1:] && x[0] != '@'
		}) {
			list = append(list, a)
		}
		rest = strings.TrimLeftFunc(rest[end:], unicode.IsSpace)
	}
	return list
}

// Links returns the addresses that m leads to: those that its source told and
// those that stand in its text.
func Links(m *vigie.Mention) []string { return appendLinks(nil, m) }

func appendLinks(list []string, m *vigie.Mention) []string {
	list = append(list, m.Links...)
	for _, s := range [2]string{m.Title, m.Text} {
		for {
			i := strings.Index(s, "http")
			if i < 0 {
				break
			}
			s = s[i:]
			if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
				s = s[4:]
				continue
			}
			end := strings.IndexFunc(s, func(r rune) bool {
				return unicode.IsSpace(r) || strings.ContainsRune("<>\"«»“”", r)
			})
			if end < 0 {
				end = len(s)
			}
			if link := strings.TrimRight(s[:end], ".,;:!?)]'’"); len(link) > len("https://") && !slices.Contains(list, link) && len(list) < 200 {
				list = append(list, link)
			}
			s = s[end:]
		}
	}
	return list
}

// inField decides title:, author: and their like.
func (e *eval) inField(p *prog) bool {
	if other := e.other(p.field); other != nil {
		return other.holds(p.parts[0])
	}
	w, ok := e.region(p.field)
	if !ok {
		return false
	}
	outer := e.win
	e.win = w
	found := e.holds(p.parts[0])
	e.win = outer
	return found
}

// field decides a field of values.
func (e *eval) field(p *prog) bool {
	post := e.post
	if post == nil {
		return false
	}
	switch p.field {
	case "lang":
		return anyValue(p.values, func(v string) bool { return post.Lang == v || v == "und" && post.Lang == "" })
	case "channel":
		return anyValue(p.values, func(v string) bool { return string(post.Channel) == v })
	case "site":
		return anyValue(p.values, func(v string) bool { return onSite(post.Site, v) })
	case "opinion", "intent", "theme", "entity":
		return post.Read != nil && e.understood(post.Read, p)
	}
	if post.Mention == nil {
		return false
	}
	return e.said(post.Mention, p)
}

func anyValue(values []string, holds func(v string) bool) bool {
	for _, v := range values {
		if holds(v) {
			return true
		}
	}
	return false
}

// onSite reports whether a site is v or one of its subdomains.
func onSite(site, v string) bool {
	if strings.Contains(v, "*") {
		for {
			if Like(v, site) {
				return true
			}
			i := strings.IndexByte(site, '.')
			if i < 0 {
				return false
			}
			site = site[i+1:]
		}
	}
	return site == v || len(site) > len(v) && strings.HasSuffix(site, v) && site[len(site)-len(v)-1] == '.'
}

// glob reports whether s is v, in which * stands for any run of characters.
func glob(v, s string) bool {
	if strings.Contains(v, "*") {
		return Like(v, s)
	}
	return v == s
}

// holds decides what was understood.
func (e *eval) understood(r *Understood, p *prog) bool {
	return anyValue(p.values, func(v string) bool {
		switch p.field {
		case "opinion":
			return slices.ContainsFunc(r.Opinions, func(o vigie.Opinion) bool { return o.String() == v })
		case "intent":
			return slices.Contains(r.Intents, vigie.Intent(v))
		}
		names := r.Themes
		if p.field == "entity" {
			names = r.Entities
		}
		return slices.ContainsFunc(names, func(name string) bool {
			e.buf = text.AppendFold(e.buf[:0], name)
			return glob(v, asString(e.buf))
		})
	})
}

// said decides a field of values by what was said.
func (e *eval) said(m *vigie.Mention, p *prog) bool {
	switch p.field {
	case "country":
		return slices.Contains(p.values, m.Country)
	case "thread":
		return m.Thread != "" && anyValue(p.values, func(v string) bool { return glob(v, m.Thread) })
	case "url":
		return anyValue(p.values, func(v string) bool { return e.addressHas(m.URL, v) })
	case "links":
		e.links = appendLinks(e.links[:0], m)
		return anyValue(p.values, func(v string) bool {
			return slices.ContainsFunc(e.links, func(link string) bool { return e.addressHas(link, v) })
		})
	case "is":
		return anyValue(p.values, func(v string) bool { return is(m, v) })
	case "has":
		return anyValue(p.values, func(v string) bool { return e.has(m, v) })
	}
	return false
}

// addressHas reports whether v stands in an address, neither letter nor digit
// going on around it; with * anywhere in it.
func (e *eval) addressHas(address, v string) bool {
	if address == "" {
		return false
	}
	e.buf = e.buf[:0]
	for _, r := range address { // as strings.ToLower
		e.buf = utf8.AppendRune(e.buf, unicode.ToLower(r))
	}
	address = bare(asString(e.buf))
	if strings.Contains(v, "*") {
		return Like(v, address) // compile opened it on both sides
	}
	first, _ := utf8.DecodeRuneInString(v)
	last, _ := utf8.DecodeLastRuneInString(v)
	for at := 0; ; {
		i := strings.Index(address[at:], v)
		if i < 0 {
			return false
		}
		i += at
		if !(isWordRune(first) && sticks(address, i)) && !(isWordRune(last) && sticks(address, i+len(v))) {
			return true
		}
		at = i + 1
	}
}

func is(m *vigie.Mention, v string) bool {
	switch v {
	case "reply":
		return m.ReplyTo != ""
	case "repost":
		return m.Repost || strings.HasPrefix(m.Text, "RT @")
	case "own":
		return m.Own
	}
	return false
}

func (e *eval) has(m *vigie.Mention, v string) bool {
	switch v {
	case "link":
		e.links = appendLinks(e.links[:0], m)
		return len(e.links) > 0
	case "image":
		return m.Media&vigie.MediaImage != 0
	case "video":
		return m.Media&vigie.MediaVideo != 0
	case "sound":
		return m.Media&vigie.MediaSound != 0
	case "title":
		return m.Title != ""
	case "rating":
		return m.Rating.Given()
	case "date":
		return m.DateKnown()
	}
	return false
}

// inRange decides a number or a day.
func (e *eval) inRange(p *prog) bool {
	n, known := e.number(p.field)
	return known && p.covers(n)
}

// covers reports whether n lies in a range.
func (p *prog) covers(n float64) bool { return p.low.under(n) && p.high.over(n) }

func (b Bound) under(n float64) bool {
	return !b.Given || n > b.Value || !b.Excluding && n == b.Value
}

func (b Bound) over(n float64) bool {
	return !b.Given || n < b.Value || !b.Excluding && n == b.Value
}

// fiveStars: marks are compared as if out of five.
const fiveStars = 5

// number returns the value of a field of a post, and whether it is known.
func (e *eval) number(field string) (float64, bool) {
	if field == "words" {
		n := 0
		for _, f := range e.fields {
			if f != nil {
				n += len(f.Words)
			}
		}
		return float64(n), e.post != nil && e.post.Doc != nil
	}
	if e.post == nil || e.post.Mention == nil {
		return 0, false
	}
	m := e.post.Mention
	switch field {
	case "rating":
		return m.Rating.Value / max(m.Rating.Best, 1e-9) * fiveStars, m.Rating.Given()
	case "published":
		zone := e.post.Zone
		if zone == nil {
			zone = time.UTC
		}
		return dayNumber(m.Published.In(zone)), m.DateKnown()
	}
	// The newest that tells.
	for i := len(m.Metrics) - 1; i >= 0; i-- {
		if n := counted(&m.Metrics[i], field); n >= 0 {
			return float64(n), true
		}
	}
	return 0, false
}

func counted(m *vigie.Metric, field string) int64 {
	switch field {
	case "followers":
		return m.Followers
	case "reactions":
		return m.Reactions
	case "replies":
		return m.Replies
	case "reposts":
		return m.Reposts
	case "views":
		return m.Views
	}
	return -1
}
