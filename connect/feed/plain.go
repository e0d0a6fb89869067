package feed

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	ext "github.com/mmcdole/gofeed/extensions"
)

// plain walks over a document. Its methods panic with errNotPlain where that
// cannot be read here; plainRSS catches it.
type plain struct {
	s        string
	at       int
	prefixes map[string]string // as declared, to the name that this package knows
	attrs    []attr            // of the tag last read
}

type attr struct{ prefix, name, value string }

type notPlain struct{}

var errNotPlain any = notPlain{}

func (p *plain) must(ok bool) {
	if !ok {
		panic(errNotPlain)
	}
}

func blank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

func (p *plain) blanks() {
	for p.at < len(p.s) && blank(p.s[p.at]) {
		p.at++
	}
}

// between reads over what may stand between two elements.
func (p *plain) between() {
	for p.blanks(); strings.HasPrefix(p.s[p.at:], "<!--"); p.blanks() {
		p.at += len("<!--")
		n := strings.Index(p.s[p.at:], "--")
		p.must(n >= 0 && strings.HasPrefix(p.s[p.at+n:], "-->"))
		p.at += n + len("-->")
	}
}

// name reads a name and parts it from its prefix.
func (p *plain) name() (prefix, name string) {
	from := p.at
	for p.at < len(p.s) {
		c := p.s[p.at]
		if c != '_' && c != '-' && c != '.' && c != ':' && (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			break
		}
		p.at++
	}
	prefix, name, found := strings.Cut(p.s[from:p.at], ":")
	if !found {
		prefix, name = "", prefix
	}
	p.must(name != "" && nameStart(name[0]) && !strings.Contains(name, ":") && (!found || prefix != "" && nameStart(prefix[0])))
	return prefix, name
}

// open reads the start tag that begins here. The attributes are good until the
// next tag. An element without content is told as empty.
func (p *plain) open() (prefix, name string, empty bool) {
	p.must(p.at+1 < len(p.s) && p.s[p.at] == '<')
	p.at++
	prefix, name = p.name()
	p.attrs = p.attrs[:0]
	for {
		from := p.at
		p.blanks()
		p.must(p.at < len(p.s))
		switch {
		case p.s[p.at] == '>':
			p.at++
			return prefix, name, false
		case strings.HasPrefix(p.s[p.at:], "/>"):
			p.at += 2
			return prefix, name, true
		}
		p.must(p.at > from)
		var a attr
		a.prefix, a.name = p.name()
		p.must(a.prefix != "xml" || a.name == "lang" || a.name == "space")
		p.blanks()
		p.must(p.at < len(p.s) && p.s[p.at] == '=')
		p.at++
		p.blanks()
		p.must(p.at < len(p.s) && (p.s[p.at] == '"' || p.s[p.at] == '\''))
		n := strings.IndexByte(p.s[p.at+1:], p.s[p.at])
		p.must(n >= 0)
		a.value = p.value(p.s[p.at+1 : p.at+1+n])
		p.at += n + 2
		p.attrs = append(p.attrs, a)
	}
}

// inner is open below the root, where no prefix may be declared.
func (p *plain) inner() (prefix, name string, empty bool) {
	prefix, name, empty = p.open()
	for _, a := range p.attrs {
		p.must(a.prefix != "xmlns" && (a.prefix != "" || a.name != "xmlns"))
	}
	return prefix, name, empty
}

// attr is the value of an attribute: the first that has no prefix, else the
// first.
func (p *plain) attr(name string) (value string) {
	found := false
	for _, a := range p.attrs {
		if a.name == name && a.prefix == "" {
			return a.value
		}
		if a.name == name && !found {
			value, found = a.value, true
		}
	}
	return value
}

// value decodes the characters of an attribute or of an element of an
// extension, in which XML's own references are all that is plain.
func (p *plain) value(s string) string {
	p.must(!strings.ContainsAny(s, "<\r"))
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		ref, after, ended := strings.Cut(rest, ";")
		p.must(ended)
		c, known := references[ref]
		if !known {
			digits, numbered := strings.CutPrefix(ref, "#")
			n, err := strconv.ParseUint(digits, 10, 32)
			p.must(numbered && err == nil && n > 0 && n <= unicode.MaxRune)
			c = string(rune(n))
		}
		b.WriteString(c)
		s = after
	}
}

var references = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// shut reads the end tag that stands here.
func (p *plain) shut(prefix, name string) {
	p.must(strings.HasPrefix(p.s[p.at:], "</"))
	p.at += 2
	endPrefix, end := p.name()
	p.must(end == name && endPrefix == prefix)
	p.blanks()
	p.must(p.at < len(p.s) && p.s[p.at] == '>')
	p.at++
}

// children calls do at each start tag inside an element, and reads its end. do
// reads what it is called for.
func (p *plain) children(prefix, name string, do func(prefix, name string, empty bool)) {
	for {
		p.between()
		if strings.HasPrefix(p.s[p.at:], "</") {
			p.shut(prefix, name)
			return
		}
		do(p.inner())
	}
}

// raw reads the text of an element and its end. cdata says that some of it is
// written as it is.
func (p *plain) raw(prefix, name string) (s string, cdata bool) {
	from := p.at
	for {
		n := strings.IndexByte(p.s[p.at:], '<')
		p.must(n >= 0 && !strings.Contains(p.s[p.at:p.at+n], "]]>"))
		p.at += n
		if !strings.HasPrefix(p.s[p.at:], "<![CDATA[") {
			break
		}
		n = strings.Index(p.s[p.at:], "]]>")
		p.must(n >= 0)
		p.at += n + 3
		cdata = true
	}
	s = p.s[from:p.at]
	p.shut(prefix, name)
	return s, cdata
}

// pieces yields the parts of a raw text, and whether each stands in CDATA.
func pieces(s string, yield func(part string, cdata bool)) {
	for {
		before, rest, found := strings.Cut(s, "<![CDATA[")
		yield(before, false)
		if !found {
			return
		}
		var data string
		data, s, _ = strings.Cut(rest, "]]>")
		yield(data, true)
	}
}

// text reads the text of an element. It does not hold on to the document.
func (p *plain) text(prefix, name string, empty bool) string {
	if empty {
		return ""
	}
	s, cdata := p.raw(prefix, name)
	s = strings.TrimSpace(s)
	if !cdata && strings.IndexByte(s, '&') < 0 {
		return strings.Clone(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	pieces(s, func(part string, cdata bool) {
		if cdata {
			b.WriteString(part)
		} else {
			unescape(&b, part)
		}
	})
	return b.String()
}

// unescape writes s with the references of HTML decoded that end in a
// semicolon, as the library does: "&copy=2" in an address is none.
func unescape(b *strings.Builder, s string) {
	for {
		before, rest, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return
		}
		end := strings.IndexByte(rest[:min(len(rest), 63)], ';')
		if end >= 0 {
			if c, known := references[rest[:end]]; known {
				b.WriteString(c)
				s = rest[end+1:]
				continue
			}
		}
		if end >= 0 && !strings.ContainsAny(rest[:end], " \t\r\n") {
			span := s[len(before) : len(before)+end+2]
			if c := html.UnescapeString(span); c != html.UnescapeString(span[:len(span)-1])+";" {
				b.WriteString(c)
				s = rest[end+1:]
				continue
			}
		}
		b.WriteByte('&')
		s = rest
	}
}

// skip reads over an element and all that is in it.
func (p *plain) skip(prefix, name string, empty bool) {
	for !empty {
		n := strings.IndexByte(p.s[p.at:], '<')
		p.must(n >= 0 && !strings.Contains(p.s[p.at:p.at+n], "]]>"))
		p.at += n
		switch rest := p.s[p.at:]; {
		case strings.HasPrefix(rest, "<![CDATA["):
			n := strings.Index(rest, "]]>")
			p.must(n >= 0)
			p.at += n + 3
		case strings.HasPrefix(rest, "</"):
			p.shut(prefix, name)
			return
		default:
			p.skip(p.inner())
		}
	}
}

// extension reads an element of another vocabulary into those of an item.
func (p *plain) extension(into *ext.Extensions, prefix, name string, empty bool) {
	under, declared := p.prefixes[prefix]
	p.must(declared)
	for i := range p.attrs {
		switch a := &p.attrs[i]; strings.ToLower(a.name) {
		case "href", "scheme", "src", "uri":
			a.value = asAddress(a.value)
		}
	}
	e := p.element(prefix, name, empty)
	if *into == nil {
		*into = ext.Extensions{}
	}
	if (*into)[under] == nil {
		(*into)[under] = map[string][]ext.Extension{}
	}
	(*into)[under][name] = append((*into)[under][name], e)
}

// asAddress writes an address as the library does.
func asAddress(s string) string {
	if u, err := url.Parse(strings.TrimLeft(s, " ")); err == nil {
		return u.String()
	}
	return s
}

// element reads an element of an extension.
func (p *plain) element(prefix, name string, empty bool) ext.Extension {
	e := ext.Extension{Name: name}
	for _, a := range p.attrs {
		if e.Attrs == nil {
			e.Attrs = make(map[string]string, len(p.attrs))
		}
		e.Attrs[a.name] = strings.Clone(a.value)
	}
	var said string
	for !empty {
		n := strings.IndexByte(p.s[p.at:], '<')
		p.must(n >= 0 && !strings.Contains(p.s[p.at:p.at+n], "]]>"))
		said += p.value(p.s[p.at : p.at+n])
		p.at += n
		switch rest := p.s[p.at:]; {
		case strings.HasPrefix(rest, "<![CDATA["):
			n := strings.Index(rest, "]]>")
			p.must(n >= 0 && strings.IndexByte(rest[:n], '\r') < 0)
			said += rest[len("<![CDATA["):n]
			p.at += n + 3
			continue
		case !strings.HasPrefix(rest, "</"):
			child := p.element(p.inner())
			if e.Children == nil {
				e.Children = map[string][]ext.Extension{}
			}
			e.Children[child.Name] = append(e.Children[child.Name], child)
			continue
		}
		p.shut(prefix, name)
		break
	}
	e.Value = strings.Clone(strings.TrimSpace(said))
	return e
}
