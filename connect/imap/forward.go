package imap

import (
	"bytes"
	"cmp"
	"io"
	"mime"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-message"
	"golang.org/x/net/html/charset"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/text"
)

// Bounds of what is looked at in one message. Parts within parts cost their
// depth times their size to read.
const (
	depthMost  = 8
	partsMost  = 100
	headerMost = 1 << 20
	linksMost  = 50
)

// letter is one message, its first text and what is attached to it.
type letter struct {
	head     message.Header
	plain    string
	html     string
	links    []string
	attached *letter // the first message within
	parts    *int    // looked at so far, in all
}

// Forwarded makes a mention of a message: of the original that was forwarded in
// it, attached or quoted, else of what it says itself. NotedBy is who sent it.
// ok is false where it says nothing. It never fails: what is broken ends there.
func Forwarded(raw []byte, heard time.Time) (m vigie.Mention, ok bool) {
	parts := 0
	l := readLetter(bytes.NewReader(raw), 0, &parts)
	if l == nil {
		return m, false
	}
	name, address := l.from()
	m = vigie.Mention{
		Network: "mail", Channel: vigie.Mail, Noted: true, NotedBy: short(cmp.Or(name, address)), Heard: heard, Version: 1,
	}
	id := l.id()
	if o := l.attached; o != nil {
		id = cmp.Or(o.id(), id)
		m.Author.Name, m.Author.Account = o.from()
		m.Title, m.Text, m.Links = o.subject(), o.text(), o.links
		m.PublishedRaw = o.word("Date")
		if m.Title == "" && m.Text == "" {
			m.Title, m.Text = l.subject(), l.text()
		}
	} else {
		q := quoted(l.text())
		m.Author.Name, m.Author.Account = parseFrom(q.from)
		m.Title, m.Text, m.Links = cmp.Or(plainSubject(q.subject), l.subject()), q.text, l.links
		m.PublishedRaw = q.date
	}
	m.Title, _ = page.Shorten(m.Title, page.MaxTitle)
	m.Text, _ = page.Shorten(m.Text, page.MaxText)
	m.Author.Name, m.Author.Account = short(m.Author.Name), short(m.Author.Account)
	if m.Title == "" && m.Text == "" {
		return m, false
	}
	if at, err := mail.ParseDate(m.PublishedRaw); err == nil {
		var clamped bool
		if m.Published, clamped = vigie.Date(at, heard); !clamped {
			m.PublishedRaw = ""
		}
	}
	m.PublishedRaw = short(m.PublishedRaw)
	if m.Key = vigie.NewKey("mail", id, ""); m.Key == "" {
		m.Key = vigie.TextKey(m.Author.Account, m.Published, m.Title, m.Text)
	}
	return m, true
}

// short bounds a name.
func short(s string) string {
	s, _ = page.Shorten(text.OneLine(text.Clean(s)), 200)
	return s
}

// readLetter reads a message; nil where it is none.
func readLetter(r io.Reader, depth int, parts *int) *letter {
	e, err := message.ReadWithOptions(r, &message.ReadOptions{MaxHeaderBytes: headerMost})
	if e == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return nil
	}
	l := &letter{head: e.Header, parts: parts}
	l.part(e, depth)
	return l
}

// part takes what it wants of one part of a message.
func (l *letter) part(e *message.Entity, depth int) {
	if *l.parts++; *l.parts > partsMost || depth > depthMost {
		return
	}
	if mr := e.MultipartReader(); mr != nil {
		for *l.parts <= partsMost {
			p, err := mr.NextPart()
			if p == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				return // the end, or broken from here on
			}
			l.part(p, depth+1)
		}
		return
	}
	kind, params, err := e.Header.ContentType()
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	how, _, _ := e.Header.ContentDisposition()
	switch {
	case kind == "message/rfc822":
		if l.attached == nil {
			l.attached = readLetter(e.Body, depth+1, l.parts)
		}
	case how == "attachment":
	case kind == "text/plain" && l.plain == "":
		l.plain, _ = page.Decode(body(e), params["charset"])
	case kind == "text/html" && l.html == "":
		b := body(e)
		l.html, _ = page.Decode(b, params["charset"])
		for _, to := range page.Parse(b, params["charset"], "").Links {
			if len(l.links) < linksMost && !slices.Contains(l.links, to.URL) {
				l.links = append(l.links, to.URL)
			}
		}
	}
}

// body reads a part, as far as it goes.
func body(e *message.Entity) []byte {
	b, _ := io.ReadAll(io.LimitReader(e.Body, messageMost)) // what is broken ends here
	return b
}

// text returns what a message says.
func (l *letter) text() string {
	if s := text.Clean(strings.ReplaceAll(l.plain, "\r\n", "\n")); s != "" {
		return s
	}
	return text.Clean(page.PlainText(l.html))
}

// words decodes header words of any charset.
var words = mime.WordDecoder{CharsetReader: charset.NewReaderLabel}

// word returns a field of the header in one line.
func (l *letter) word(name string) string {
	s := l.head.Get(name)
	if d, err := words.DecodeHeader(s); err == nil {
		s = d
	}
	return text.OneLine(text.Clean(strings.ToValidUTF8(s, "")))
}

func (l *letter) subject() string { return plainSubject(l.word("Subject")) }

func (l *letter) id() string { return strings.Trim(strings.TrimSpace(l.head.Get("Message-Id")), "<>") }

func (l *letter) from() (name, address string) { return parseFrom(l.word("From")) }

// parseFrom parts "Marie <marie@firm.example>".
func parseFrom(s string) (name, address string) {
	s = strings.Trim(s, "* ")
	if a, err := mail.ParseAddress(s); err == nil {
		return a.Name, strings.ToLower(a.Address)
	}
	// What mail programs quote is not always written as it should be.
	name, address, found := strings.Cut(s, "<")
	if !found {
		name, address, found = strings.Cut(s, "[mailto:")
	}
	if !found {
		return s, ""
	}
	address, _, _ = strings.Cut(address, ">")
	return strings.Trim(name, `" `), strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(address, "mailto:"), "]")))
}

// answering is what mail programs put before a subject.
var answering = regexp.MustCompile(`(?i)^\s*(?:(?:re|fwd?|tr|rép|wg|aw|rv|i)\s*:\s*)+`)

func plainSubject(s string) string { return strings.TrimSpace(answering.ReplaceAllString(s, "")) }

// original is what is quoted in a message that forwards it.
type original struct{ from, subject, date, text string }

var (
	// marker is the line before what is forwarded: Gmail, Thunderbird, Apple Mail,
	// Outlook, Orange, La Poste, in French and English.
	marker = regexp.MustCompile(`(?im)^[> ]*(?:-{2,}\s*)?(?:forwarded message|original message|begin forwarded message|message transféré|message d['’]origine|message original|message transmis|message réexpédié|début du message transféré|début du message réexpédié)\s*:?\s*(?:-{2,})?\s*$`)
	// bare is the head that Outlook quotes without a line before it.
	bare = regexp.MustCompile(`(?im)^[> *]*(?:de|from)[*  ]*:[^\n]*\n+(?:[^\n]*\n+){0,2}?[> *]*(?:envoyé|sent|date)[*  ]*:`)
	// field is a line of a quoted head.
	field = regexp.MustCompile(`(?i)^[> *]*(de|from|expéditeur|date|envoyé(?: le)?|sent|objet|subject|sujet|à|to|pour|cc|répondre à|reply-to|destinataires?|importance)[*  ]*:[* ]*(.*?)\*?\s*$`)
)

// quoted finds the original in the text of a message; where there is none, all
// of the text.
func quoted(s string) original {
	at := marker.FindStringIndex(s)
	if at == nil {
		if at = bare.FindStringIndex(s); at == nil {
			return original{text: s}
		}
		at[1] = at[0] // the head itself begins here
	}
	lines := strings.Split(strings.TrimLeft(s[at[1]:], "\n"), "\n")
	var o original
	n := 0
	for ; n < len(lines); n++ {
		f := field.FindStringSubmatch(lines[n])
		if f == nil {
			if strings.Trim(lines[n], "> ") == "" && (o.from == "" || o.subject == "" && n < 8) {
				continue // programs put empty lines into the head
			}
			break
		}
		value := strings.TrimSpace(f[2])
		switch strings.ToLower(f[1]) {
		case "de", "from", "expéditeur":
			o.from = cmp.Or(o.from, value)
		case "objet", "subject", "sujet":
			o.subject = cmp.Or(o.subject, value)
		case "date", "envoyé", "envoyé le", "sent":
			o.date = cmp.Or(o.date, value)
		}
	}
	rest := lines[n:]
	if !slices.ContainsFunc(rest, func(l string) bool { return l != "" && !strings.HasPrefix(l, ">") }) {
		for i := range rest {
			rest[i] = strings.TrimPrefix(strings.TrimPrefix(rest[i], ">"), " ")
		}
	}
	o.text = text.Clean(strings.Join(rest, "\n"))
	if o.text == "" && o.subject == "" {
		return original{text: s} // a line that only looked like one
	}
	return o
}
