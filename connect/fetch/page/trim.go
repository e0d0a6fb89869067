package page

import (
	"strings"
	"unicode"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// This file trims what go-readability found. It hardly ever loses text, but it
// keeps captions and credits, teasers, calls to subscribe, link lists and the
// crumbs above a title. What goes here goes by its structure (a caption, a
// form, a block that says what it is), by how much of a short block is links,
// and by where it stands: before the first or after the last paragraph. The
// rules were chosen on every other page of two labelled sets; vigie eval
// extract gives the figures of both halves.

const (
	// shortWords: a longer block is never dropped for its links.
	shortWords = 40
	// crumbWords: a block of fewer words, without a sentence, is no paragraph.
	crumbWords = 12
	// leastKept: where trimming would leave less than this share of the words,
	// the page is something else (a list of links, a gallery) and stays whole.
	leastKept = 0.3
	// mostAside: an element that holds this share of the words is no aside,
	// whatever its class says ("article comments-open").
	mostAside = 0.35
)

// trim returns the nodes under root that are no part of the main text. titles
// are what the page is called: repeated above the text, they are dropped.
//
// Where the names of elements would cost most of the text (a forum whose posts
// all stand in "comments"), they are not listened to.
func trim(root *xhtml.Node, titles ...string) map[*xhtml.Node]bool {
	all := len(strings.Fields(textOf(root)))
	for _, named := range []bool{true, false} {
		t := &trimmer{drop: map[*xhtml.Node]bool{}, named: named, all: all}
		if kept := t.trim(root, titles); float64(kept) >= leastKept*float64(all) {
			return t.drop
		}
	}
	return nil
}

// trim decides what goes and returns how many words stay.
func (t *trimmer) trim(root *xhtml.Node, titles []string) (kept int) {
	t.walk(root)
	t.flush()
	t.furniture(titles)
	t.ends(titles)
	t.loneHeadings()
	for _, b := range t.blocks {
		if !b.gone {
			kept += b.words
			continue
		}
		for _, n := range b.nodes {
			t.drop[n] = true
		}
	}
	return kept
}

// block is a run of text that stands by itself: a paragraph, a heading, an item
// of a list, or what stands between two of them.
type block struct {
	nodes         []*xhtml.Node
	text          string
	words, linked int // words in all, and of those in links
	heading       int // 1 to 6; 0 for none
	item          bool
	faint         bool // stands in an element of authors, dates, marks
	sentence      bool // ends as a sentence does
	gone          bool
}

type trimmer struct {
	blocks []*block
	run    []*xhtml.Node // of the block being put together
	head   int           // heading level around it
	items  int           // lists around it
	faint  int           // elements around it that hold what is said of a text
	all    int           // words in the whole text
	named  bool          // the names of elements count
	drop   map[*xhtml.Node]bool
}

// walk cuts the tree into blocks.
func (t *trimmer) walk(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case xhtml.TextNode:
			t.run = append(t.run, c)
			continue
		case xhtml.ElementNode:
		default:
			continue
		}
		if t.aside(c) {
			t.drop[c] = true
			continue
		}
		t.popups(c)
		if !standsAlone(c.DataAtom) && !holdsBlock(c, 0) {
			t.run = append(t.run, c)
			continue
		}
		if c.DataAtom == atom.Br {
			t.run = append(t.run, c)
			continue
		}
		t.flush()
		head, item := headingLevel(c.DataAtom), c.DataAtom == atom.Li
		if head > 0 {
			t.head = head
		}
		if item {
			t.items++
		}
		faint := t.named && hasClass(c, faintWords)
		if faint {
			t.faint++
		}
		t.walk(c)
		t.flush()
		if head > 0 {
			t.head = 0
		}
		if item {
			t.items--
		}
		if faint {
			t.faint--
		}
	}
}

// popups drops cards of links that lie hidden within a sentence, as news sites
// hang them on names: an inline element of nothing but three links or more.
func (t *trimmer) popups(n *xhtml.Node) {
	if standsAlone(n.DataAtom) || n.DataAtom == atom.A {
		return
	}
	links, words := 0, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.TextNode && strings.TrimSpace(c.Data) != "":
			words++
		case c.DataAtom == atom.A:
			links++
		case c.Type == xhtml.ElementNode:
			t.popups(c)
		}
	}
	if links >= 3 && words == 0 {
		t.drop[n] = true
	}
}

// flush ends the block being put together.
func (t *trimmer) flush() {
	run := t.run
	t.run = nil
	if len(run) == 0 {
		return
	}
	b := &block{nodes: run, heading: t.head, item: t.items > 0, faint: t.faint > 0}
	var w writer
	for _, n := range run {
		w.tree(n, func(n *xhtml.Node) bool { return t.drop[n] })
		b.linked += t.linkedWords(n)
	}
	b.text = clean(w.String())
	b.words = len(strings.Fields(b.text))
	if b.words == 0 {
		return
	}
	b.sentence = endsSentence(b.text)
	t.blocks = append(t.blocks, b)
}

// linkedWords counts the words in links under n, but for what goes anyway.
func (t *trimmer) linkedWords(n *xhtml.Node) int {
	if t.drop[n] {
		return 0
	}
	if n.Type == xhtml.ElementNode && n.DataAtom == atom.A {
		return len(strings.Fields(textOf(n)))
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += t.linkedWords(c)
	}
	return sum
}

// furniture drops short blocks that are nothing but links, that say of
// themselves that they are no text, that name an author or a moment, and those
// that come again and again.
func (t *trimmer) furniture(titles []string) {
	times := map[string]int{}
	for _, b := range t.blocks {
		if b.words < crumbWords {
			times[withoutDigits(b.text)]++
		}
	}
	for _, b := range t.blocks {
		switch {
		case b.words > shortWords:
		case labelled(b.text):
			b.gone = true
		case b.heading == 0 && b.linked*10 >= b.words*8:
			b.gone = true
		case b.faint && b.heading == 0 && b.words < 2*crumbWords && !b.sentence:
			b.gone = true
		case b.heading == 0 && !b.sentence && b.words < 2*crumbWords && moment.MatchString(b.text) && !strings.HasPrefix(b.text, "—"):
			b.gone = true
		case b.words < crumbWords && times[withoutDigits(b.text)] >= 3 && (b.linked > 0 || b.faint):
			b.gone = true
		case b.heading > 0 && isTitle(reply.ReplaceAllString(b.text, ""), titles):
			b.gone = true
		}
	}
}

// withoutDigits makes "Messages : 31" and "Messages : 48" one text.
func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

// ends drops crumbs above the first and below the last paragraph.
func (t *trimmer) ends(titles []string) {
	first, last := -1, -1
	for i, b := range t.blocks {
		if b.gone || b.heading > 0 || !b.paragraph() {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	if first < 0 {
		return
	}
	for _, b := range t.blocks[:first] {
		if b.heading == 1 || isTitle(b.text, titles) || b.heading == 0 && b.words < crumbWords && !b.sentence {
			b.gone = true
		}
	}
	for _, b := range t.blocks[last+1:] {
		if b.words < crumbWords && !b.sentence && !b.item {
			b.gone = true
		}
	}
}

// paragraph reports whether a block is running text.
func (b *block) paragraph() bool {
	return b.words >= 25 || b.words >= crumbWords && b.sentence
}

// loneHeadings drops headings below the last paragraph that head nothing any
// more. Above it a heading whose section went still says something.
func (t *trimmer) loneHeadings() {
	for i := len(t.blocks) - 1; i >= 0; i-- {
		b := t.blocks[i]
		if !b.gone && b.heading == 0 {
			return
		}
		b.gone = true
	}
}

func isTitle(s string, titles []string) bool {
	for _, t := range titles {
		if t != "" && (strings.EqualFold(s, t) || len(s) > 20 && len(t) > 20 && (strings.HasPrefix(t, s) || strings.HasPrefix(s, t))) {
			return true
		}
	}
	return false
}

// endsSentence reports whether a text ends as a sentence does.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`"'”’»)]`, r)
	})
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") ||
		strings.HasSuffix(s, ":") || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "؟")
}

func headingLevel(a atom.Atom) int {
	switch a {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// standsAlone are the elements that part texts.
func standsAlone(a atom.Atom) bool {
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Ul, atom.Ol, atom.Dl,
		atom.Table, atom.Tbody, atom.Thead, atom.Tr, atom.Td, atom.Th, atom.Hr, atom.Section, atom.Article, atom.Header,
		atom.Main, atom.Figure, atom.Address, atom.Fieldset, atom.Details, atom.Div, atom.Li, atom.Dt, atom.Dd,
		atom.Summary, atom.Center, atom.Pre, atom.Body:
		return true
	}
	return false
}

// holdsBlock reports whether an inline element has a block somewhere in it.
func holdsBlock(n *xhtml.Node, depth int) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode && (standsAlone(c.DataAtom) || holdsBlock(c, depth+1)) {
			return true
		}
	}
	return false
}

// aside reports whether an element is never part of the running text, by what
// it is or by what its class says.
func (t *trimmer) aside(n *xhtml.Node) bool {
	switch n.DataAtom {
	case atom.Figcaption, atom.Nav, atom.Form, atom.Button, atom.Footer:
		return true
	}
	return t.named && hasClass(n, asideWords) && float64(len(strings.Fields(textOf(n)))) < mostAside*float64(t.all)
}

// hasClass reads the class and id of an element word by word: "image-caption",
// "articleNewsletter" and "related_posts" say what they hold.
func hasClass(n *xhtml.Node, list map[string]bool) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" && a.Key != "itemprop" || len(a.Val) > 400 {
			continue
		}
		for _, w := range classWords(a.Val) {
			if list[w] {
				return true
			}
		}
	}
	return false
}

// classWords cuts a class attribute into lower-case words.
func classWords(s string) []string {
	var words []string
	start, lower := -1, false
	end := func(i int) {
		if start >= 0 {
			words = append(words, strings.ToLower(s[start:i]))
		}
		start = -1
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		up, low := c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z'
		if !up && !low {
			end(i)
			continue
		}
		if up && lower {
			end(i)
		}
		if start < 0 {
			start = i
		}
		lower = low
	}
	end(len(s))
	return words
}

var asideWords = wordSet(`
	caption captions credit credits copyright figcaption legende photographer
	breadcrumb breadcrumbs ariane byline
	newsletter newsletters signup subscribe subscription abonnement
	related recirc recirculation recommended recommendations recommendation readmore promo promos teaser teasers
	share sharing sharebar social
	advert advertisement advertorial pub sponsor sponsored
	tooltip bio biography signature postprofile
	comments commentaires commentlist disqus
`)

// faintWords mark elements that tell who, when and how well: short blocks in
// them are no running text.
var faintWords = wordSet(`
	meta metadata author auteur authors date time posted info infos user userinfo profile names who when
	stars rating note score stats views votes vote useful
`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}
