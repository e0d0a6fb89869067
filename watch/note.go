package watch

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// Note is what a person saw somewhere Vigie does not listen. Address, Title or
// Text must be given; the rest may be empty.
type Note struct {
	Address string // web address; "example.org/x" is completed
	Title   string
	Text    string
	Who     string        // who said it, as they sign
	Where   string        // the place, where there is no address
	Channel vigie.Channel // empty: told by the address
	When    time.Time     // zero: not known
	By      string        // who saw it
}

// NoteSourceAddress is the address of the source that carries notes.
const NoteSourceAddress = "notes"

// The longest of what a note may hold, in bytes: what feeds are cut to, and a
// name.
const (
	noteTitleMost = 1000
	noteTextMost  = 1 << 20
	noteNameMost  = 200
)

// Note keeps what a person saw, outside all figures (vigie.Mention.Noted), and
// returns the mention; known says that it was kept before, by whomever it was
// carried. Where only an address is given, the page there is read. It fails
// with kind Invalid where there is nothing to keep, and as Options.Page does
// where only the page could have told.
func (w *Watch) Note(ctx context.Context, n Note) (id vigie.MentionID, known bool, err error) {
	m, err := w.noted(ctx, n)
	if err != nil {
		return 0, false, err
	}
	if f, err := w.Archive.Lookup(ctx, m.Key); err == nil && f.Kept != nil {
		k := &f.Kept.Mention
		if holds(k, m.Text) {
			return k.ID, true, nil
		}
		// Something else that was said at the same address.
		m.Key = vigie.TextKey(m.Author.Name, m.Published, m.Title, m.Text)
	} else if err != nil && vigie.KindOf(err) != vigie.NotFound {
		return 0, false, err
	}
	src, err := w.noteSource(ctx)
	if err != nil {
		return 0, false, err
	}
	out, err := w.Handle(ctx, listen.Batch{Source: src, Mentions: []vigie.Mention{m}})
	if err != nil {
		return 0, false, err
	}
	if out.Refused > 0 {
		return 0, false, vigie.Errorf(vigie.Forbidden, nil, "note-refused")
	}
	f, err := w.Archive.Lookup(ctx, m.Key)
	if err != nil {
		return 0, false, err
	}
	if f.Kept == nil {
		return 0, false, vigie.Errorf(vigie.NotFound, nil, "store-no-mention")
	}
	return f.Kept.Mention.ID, out.Known > 0, nil
}

// holds reports whether a mention says a text, letter case, accents and spaces
// aside.
func holds(m *vigie.Mention, said string) bool {
	fold := func(title, body string) string {
		d := text.Cut(title, body)
		return string(d.Title.Print(nil)) + " " + string(d.Body.Print(nil))
	}
	return strings.Contains(fold(m.Title, m.Text), strings.TrimSpace(fold("", said)))
}

// noted makes a mention of a note, reading the page where that is needed.
func (w *Watch) noted(ctx context.Context, n Note) (m vigie.Mention, err error) {
	if n.Address, err = noteAddress(n.Address); err != nil {
		return m, err
	}
	n.Title, n.Text = text.OneLine(text.Clean(n.Title)), text.Clean(n.Text)
	if n.Text == "" && n.Address != "" && w.Page != nil {
		page, err := w.Page(ctx, n.Address)
		switch {
		case err == nil && strings.TrimSpace(page.Title+page.Text) != "":
			m = page
		case n.Title != "": // what the person gave is enough
		case err != nil:
			return m, vigie.Errorf(vigie.KindOf(err), err, "note-unread", vigie.Tell(err))
		}
	}
	m.Title, m.Text = cut(cmp.Or(m.Title, n.Title), noteTitleMost), cut(cmp.Or(n.Text, m.Text), noteTextMost)
	if m.Title == "" && m.Text == "" {
		return m, vigie.Errorf(vigie.Invalid, nil, "note-nothing")
	}
	who := cut(text.OneLine(text.Clean(n.Who)), noteNameMost)
	m.Author.Name = cmp.Or(who, m.Author.Name)
	m.URL = cmp.Or(m.URL, n.Address)
	channel, network := vigie.PlaceOf(m.URL)
	if m.URL == "" {
		channel = vigie.Social // somewhere people talk
	}
	m.Channel, m.Network = cmp.Or(n.Channel, channel), network
	if u, err := url.Parse(m.URL); err == nil && u.Host != "" {
		m.Site = vigie.SiteOf(u.Host)
	} else {
		m.Site = strings.ToLower(cut(text.OneLine(text.Clean(n.Where)), noteNameMost))
	}
	if !n.When.IsZero() {
		m.Published, m.PublishedRaw = n.When, ""
	}
	m.Heard, m.Version = w.Now().UTC(), 1
	m.NotedBy = cut(text.OneLine(text.Clean(n.By)), noteNameMost)
	m.Key = vigie.NewKey("", "", m.URL)
	if m.Key == "" {
		m.Key = vigie.TextKey(m.Author.Name, m.Published, m.Title, m.Text)
	}
	return m, nil
}

// noteAddress completes what a person gives as an address.
func noteAddress(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return "", nil
	}
	address := typed
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || vigie.CanonicalURL(address) == "" || u.User != nil || strings.ContainsAny(address, " \t\n") {
		return "", vigie.Errorf(vigie.Invalid, err, "note-bad-address", typed)
	}
	return u.String(), nil
}

// cut shortens s to at most n bytes, at the end of a letter.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.TrimSpace(strings.ToValidUTF8(s[:n], ""))
}

// noteSource returns the source that carries notes, made at the first.
func (w *Watch) noteSource(ctx context.Context) (vigie.SourceID, error) {
	find := func() (vigie.SourceID, error) {
		all, err := w.Ledger.Sources(ctx)
		for _, s := range all {
			if s.Kind == vigie.NoteSource {
				return s.ID, nil
			}
		}
		return 0, err
	}
	if id, err := find(); err != nil || id != 0 {
		return id, err
	}
	s, err := w.Ledger.SaveSource(ctx, vigie.Source{
		Kind: vigie.NoteSource, Address: NoteSourceAddress, Name: "Notes", KeepAll: true, Added: w.Now().UTC(),
	})
	if vigie.KindOf(err) == vigie.Conflict && err != nil {
		return find() // somebody else noted at the same moment
	}
	return s.ID, err
}
