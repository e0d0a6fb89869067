package page

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// PlainText turns a piece of HTML into plain text: paragraphs parted by an
// empty line, lines by a line feed, entities decoded, scripts and the like
// dropped, the alternative text of emoji pictures kept. A text without any
// markup keeps its own line breaks. It reads tags one by one and builds no
// tree, so that no nesting can hurt it.
func PlainText(s string) string {
	if !hasMarkup(s) {
		return tidy(html.UnescapeString(s))
	}
	out, whole := plain(s, true)
	if !whole {
		// Something to be skipped was never closed: better too much than nothing.
		out, _ = plain(s, false)
	}
	return out
}

var markup = regexp.MustCompile(`<(?:[a-zA-Z/!?])`)

func hasMarkup(s string) bool { return markup.MatchString(s) }

// plain does the work of PlainText. whole is false when the text ended inside
// an element whose content is skipped.
func plain(s string, skipping bool) (text string, whole bool) {
	z := xhtml.NewTokenizer(strings.NewReader(s))
	var w writer
	skip, depth := atom.Atom(0), 0
	for {
		switch kind := z.Next(); kind {
		case xhtml.ErrorToken:
			return w.String(), depth == 0
		case xhtml.TextToken:
			if depth == 0 {
				w.text(string(z.Text()))
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			name, hasAttr := z.TagName()
			tag := atom.Lookup(name)
			if depth > 0 {
				if tag == skip {
					depth++
				}
				continue
			}
			if rawText(tag) || skipping && silent(tag) {
				if kind == xhtml.StartTagToken {
					skip, depth = tag, 1
				}
				continue
			}
			if tag == atom.Img && hasAttr {
				var attrs []xhtml.Attribute
				for more := true; more; {
					var k, v []byte
					k, v, more = z.TagAttr()
					attrs = append(attrs, xhtml.Attribute{Key: string(k), Val: string(v)})
				}
				w.text(emojiOf(attrs))
				continue
			}
			w.open(tag)
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if depth > 0 {
				if tag == skip {
					depth--
				}
				continue
			}
			w.close(tag)
		}
	}
}

// rawText are the elements whose content is never text; the tokenizer always
// finds their end.
func rawText(t atom.Atom) bool {
	return t == atom.Script || t == atom.Style
}

// silent are the elements whose content nobody reads as part of the text.
func silent(t atom.Atom) bool {
	switch t {
	case atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes, atom.Template, atom.Svg, atom.Math,
		atom.Object, atom.Canvas, atom.Audio, atom.Video, atom.Textarea, atom.Select, atom.Head:
		return true
	}
	return false
}

// emojiOf returns the alternative text of a picture that stands for an emoji,
// as WordPress, Twitter and forums write them.
func emojiOf(attrs []xhtml.Attribute) string {
	var alt, class string
	for _, a := range attrs {
		switch a.Key {
		case "alt":
			alt = a.Val
		case "class":
			class = strings.ToLower(a.Val)
		}
	}
	if alt == "" || utf8.RuneCountInString(alt) > 32 {
		return ""
	}
	if strings.Contains(class, "emoji") || strings.Contains(class, "smil") || strings.Contains(class, "emoticon") {
		return alt
	}
	if utf8.RuneCountInString(alt) > 10 {
		return ""
	}
	symbol := false
	for _, r := range alt {
		if unicode.IsLetter(r) || unicode.IsDigit(r) && r < 0x80 {
			return ""
		}
		symbol = symbol || r > 0x2000
	}
	if symbol {
		return alt
	}
	return ""
}

// writer puts running text together: white space collapsed, breaks merged.
type writer struct {
	b     strings.Builder
	gap   int  // line feeds owed before the next word: 0, 1 or 2
	space bool // a space is owed
	pre   int  // inside this many <pre>
}

func (w *writer) text(s string) {
	if w.pre > 0 {
		for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			if i > 0 {
				w.brk()
			}
			w.words(line)
		}
		return
	}
	w.words(s)
}

func (w *writer) words(s string) {
	for len(s) > 0 {
		n := strings.IndexAny(s, " \t\r\n\f")
		if n == 0 {
			w.space = true
			s = strings.TrimLeft(s, " \t\r\n\f")
			continue
		}
		if n < 0 {
			n = len(s)
		}
		if w.b.Len() > 0 {
			switch {
			case w.gap >= 2:
				w.b.WriteString("\n\n")
			case w.gap == 1:
				w.b.WriteByte('\n')
			case w.space:
				w.b.WriteByte(' ')
			}
		}
		w.gap, w.space = 0, false
		w.b.WriteString(s[:n])
		s = s[n:]
	}
}

func (w *writer) brk()  { w.gap = min(w.gap+1, 2) }
func (w *writer) line() { w.gap = max(w.gap, 1) }
func (w *writer) para() { w.gap = 2 }

func (w *writer) open(t atom.Atom) {
	switch t {
	case atom.Br:
		w.brk()
	case atom.Pre, atom.Listing:
		w.para()
		w.pre++
	case atom.Td, atom.Th:
		w.space = true
	default:
		w.block(t)
	}
}

func (w *writer) close(t atom.Atom) {
	if t == atom.Pre || t == atom.Listing {
		w.pre = max(w.pre-1, 0)
		w.para()
		return
	}
	w.block(t)
}

func (w *writer) block(t atom.Atom) {
	switch t {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Ul, atom.Ol, atom.Dl,
		atom.Table, atom.Hr, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Nav, atom.Main,
		atom.Figure, atom.Figcaption, atom.Address, atom.Fieldset, atom.Form, atom.Details:
		w.para()
	case atom.Div, atom.Li, atom.Tr, atom.Dt, atom.Dd, atom.Caption, atom.Summary, atom.Option, atom.Center, atom.Legend, atom.Body:
		w.line()
	}
}

func (w *writer) String() string { return tidy(w.b.String()) }

var (
	aroundBreak = regexp.MustCompile(`[ \t\f\v]*\n[ \t\f\v]*`)
	manyBreaks  = regexp.MustCompile(`\n{3,}`)
)

// tidy normalises line breaks: none at either end, at most one empty line.
func tidy(s string) string {
	if strings.ContainsAny(s, "\r\n") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
		s = aroundBreak.ReplaceAllString(s, "\n")
		s = manyBreaks.ReplaceAllString(s, "\n\n")
	}
	return strings.TrimSpace(s)
}
