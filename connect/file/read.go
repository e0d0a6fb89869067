package file

import (
	"context"
	"io"
	"iter"
	"net/url"
	"path"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// Import is one file on its way in. Its fields are set before Batches is
// called and not changed after; it is read once, by one goroutine.
type Import struct {
	R       io.Reader
	Name    string // of the file, for messages and for ids that belong to no network
	Mapping Mapping
	Batch   int       // mentions a batch; 2000 when zero
	Heard   time.Time // when it came in, by which dates are clamped; now when zero

	rows, refused int
	told          int
	undated       int // rows kept whose date could not be read
	problems      []vigie.Sentence
}

// Rows returns how many rows were met until now, and Refused how many of them
// were left out.
func (im *Import) Rows() int { return im.rows }

// Refused is told by Rows.
func (im *Import) Refused() int { return im.refused }

const (
	usualBatch = 2000
	// mostBatchBytes bounds a batch of very long texts.
	mostBatchBytes = 4 << 20
	// mostTold is how many rows left out are told one by one; the rest is told
	// as a number.
	mostTold = 20
	// mostUndated is the same of rows whose date could not be read. Where one
	// is, all often are, for the column is the wrong one.
	mostUndated = 3
)

// Read is Import.Batches for a file that comes in now.
func Read(ctx context.Context, r io.Reader, name string, m Mapping, batch int) iter.Seq2[listen.Batch, error] {
	im := &Import{R: r, Name: name, Mapping: m, Batch: batch}
	return im.Batches(ctx)
}

// Batches gives the rows of the file as mentions, in their order, each with
// its Key set and its text clean. Rows that cannot be used are told in Problems,
// the first twenty by number, and so are dates that cannot be read, the first
// three: their rows are kept without a date. An error ends the sequence and comes with what
// was read before it: a vigie.Error, Invalid where the file is not what the
// mapping says or is broken, Unavailable where R failed; or the context's.
func (im *Import) Batches(ctx context.Context) iter.Seq2[listen.Batch, error] {
	return func(yield func(listen.Batch, error) bool) {
		t, err := open(im.R, im.Name)
		if err != nil {
			yield(listen.Batch{}, err)
			return
		}
		defer t.close()
		if err := im.Mapping.Check(t.columns); err != nil {
			yield(listen.Batch{}, err)
			return
		}
		im.read(ctx, t, yield)
	}
}

func (im *Import) read(ctx context.Context, t *table, yield func(listen.Batch, error) bool) {
	size := im.Batch
	if size <= 0 {
		size = usualBatch
	}
	mk := im.maker(t)
	r := t.rows(t.body, false)
	before := t.before()
	var out []vigie.Mention
	bytes := 0
	flush := func(err error) bool {
		b := listen.Batch{Mentions: out, Problems: im.problems}
		out, bytes, im.problems = nil, 0, nil
		return yield(b, err)
	}
	for n := 0; ; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			flush(ctx.Err())
			return
		}
		line, f, err := r.next()
		if f == sound && err == io.EOF {
			break
		}
		if err == nil && before > 0 && f == sound {
			before--
			continue
		}
		if f != sound || err == nil {
			im.rows++
		}
		if f == sound && err == nil {
			if t.format == CSV {
				f = cells(r.(*csvRows), len(t.columns))
			}
			if f == sound {
				if out == nil {
					out = make([]vigie.Mention, 0, size)
				}
				out = append(out, vigie.Mention{})
				if mk.fill(&out[len(out)-1], r) {
					m := &out[len(out)-1]
					bytes += len(m.Text) + len(m.Title)
					if m.Published.IsZero() && m.PublishedRaw != "" {
						im.undate(line, m.PublishedRaw)
					}
				} else {
					out = out[:len(out)-1]
					f = noText
				}
			}
		}
		if f != sound {
			im.refuse(line, f, width(r), len(t.columns))
		}
		if err != nil {
			im.tellRest()
			flush(broken(err, im.Name))
			return
		}
		if len(out) == size || bytes >= mostBatchBytes {
			if !flush(nil) {
				return
			}
		}
	}
	im.tellRest()
	if len(out) > 0 || len(im.problems) > 0 {
		flush(nil)
	}
}

// cells refuses a row with another number of cells than the header; empty ones
// too many at its end do no harm.
func cells(r *csvRows, want int) fault {
	n := len(r.ends)
	for n > want && len(r.cell(n-1)) == 0 {
		n--
	}
	if n != want {
		return wrongCells
	}
	return sound
}

// refuse notes a row that is left out.
func (im *Import) refuse(line int, f fault, got, want int) {
	im.refused++
	if im.told == mostTold {
		return
	}
	im.told++
	var s vigie.Sentence
	switch f {
	case openQuote:
		s = vigie.Say("file-row-open-quote", line)
	case tooLong:
		s = vigie.Say("file-row-too-long", line)
	case notJSON:
		s = vigie.Say("file-row-not-json", line)
	case wrongCells:
		s = vigie.Say("file-row-cells", line, got, want)
	default:
		s = vigie.Say("file-row-no-text", line)
	}
	im.problems = append(im.problems, s)
}

// undate notes a row that is kept without its date.
func (im *Import) undate(line int, raw string) {
	if im.undated++; im.undated <= mostUndated {
		im.problems = append(im.problems, vigie.Say("file-row-undated", line, raw))
	}
}

// tellRest says how many more rows were left out, or undated, than were told.
func (im *Import) tellRest() {
	if more := im.undated - mostUndated; more > 0 {
		im.problems = append(im.problems, vigie.Say("file-undated-more", more))
	}
	if more := im.refused - im.told; more > 0 {
		im.problems = append(im.problems, vigie.Say("file-rows-more", more))
	}
}

// maker turns rows into mentions.
type maker struct {
	Mapping
	t       *table
	at      [roles]int // column of each role, -1 for none
	dates   dates
	heard   time.Time
	scope   string // stands for the network in keys of ids that have none
	site    string // of lastURL
	lastURL string
}

func (im *Import) maker(t *table) *maker {
	mk := &maker{Mapping: im.Mapping, t: t, heard: im.Heard, scope: "file/" + strings.TrimSuffix(path.Base(im.Name), ".gz")}
	if mk.heard.IsZero() {
		mk.heard = time.Now()
	}
	if mk.Best == 0 {
		mk.Best = 5
	}
	if mk.DefaultChannel == "" {
		mk.DefaultChannel = vigie.Social
	}
	for r, name := range mk.fields() {
		mk.at[r] = -1
		if *name != "" {
			mk.at[r] = indexOf(t.columns, *name)
		}
	}
	mk.dates = dates{layout: mk.DateLayout, zone: time.UTC}
	if zone, err := time.LoadLocation(mk.Zone); err == nil { // Check has looked
		mk.dates.zone = zone
	}
	if mk.Zone == "" {
		mk.dates.house = mk.House
	}
	if mk.dates.layout == "" && mk.at[roleDate] >= 0 {
		mk.dates.layout, _ = learn(column(t.sample(learnRows), mk.at[roleDate]))
	}
	return mk
}

// plain returns the cell of a role; value the same, with what stands for
// "none" emptied.
func (mk *maker) plain(r rows, of role) string {
	i := mk.at[of]
	if i < 0 || i >= width(r) {
		return ""
	}
	return mk.t.decode(r.cell(i))
}

func (mk *maker) value(r rows, of role) string {
	if mk.at[of] < 0 {
		return ""
	}
	if s := text.OneLine(mk.plain(r, of)); !isNone(s) {
		return s
	}
	return ""
}

// fill makes m of a row, and reports whether it says anything.
func (mk *maker) fill(m *vigie.Mention, r rows) bool {
	m.Text = text.Clean(unescape(mk.plain(r, roleText)))
	m.Title = text.OneLine(unescape(mk.plain(r, roleTitle)))
	if m.Text == "" && m.Title == "" {
		return false
	}
	m.Heard, m.Version, m.Own = mk.heard, 1, mk.Own
	m.Network = mk.DefaultNetwork
	if s := mk.value(r, roleNetwork); s != "" {
		m.Network = strings.ToLower(s)
	}
	m.Channel = mk.DefaultChannel
	if c := channelNamed(mk.value(r, roleChannel)); c != "" {
		m.Channel = c
	}
	mk.place(m, r)
	m.Author = vigie.Author{Account: idOf(mk.value(r, roleAuthor)), Name: mk.value(r, roleAuthorName), URL: webAddress(mk.value(r, roleAuthorURL))}
	m.Declared = langOf(mk.value(r, roleLang))
	m.Thread = idOf(mk.value(r, roleThread))
	mk.facts(m, r)
	if v, ok := decimal(mk.value(r, roleRating)); ok && v >= 0 && v <= mk.Best {
		m.Rating = vigie.Rating{Value: v, Best: mk.Best}
	}
	mk.date(m, r)
	mk.counts(m, r)

	id := idOf(mk.value(r, roleID))
	m.Key = mk.key(m.Network, id, m.URL)
	if m.Key == "" {
		// The mark and the page set apart what one unsigned line of many says.
		m.Key = vigie.TextKey(m.Author.Key(m.Network, m.Site)+"|"+m.URL, m.Published, m.Title, m.Text)
	}
	if to := idOf(mk.value(r, roleReplyTo)); to != "" {
		if address := vigie.CanonicalURL(to); address != "" {
			m.ReplyTo = vigie.Key(address)
		} else {
			m.ReplyTo = mk.key(m.Network, to, "")
		}
	}
	return true
}

// key makes the key of an id within its network; else of the address, if that
// is a row's own, so that the same post through a feed is the same mention;
// else of the id within the file.
func (mk *maker) key(network, id, address string) vigie.Key {
	if mk.SharedURL {
		address = ""
	}
	if id != "" && network == "" && vigie.CanonicalURL(address) == "" {
		network = mk.scope
	}
	return vigie.NewKey(network, id, address)
}

// place sets URL and Site.
func (mk *maker) place(m *vigie.Mention, r rows) {
	m.URL = webAddress(mk.value(r, roleURL))
	if s := mk.value(r, roleSite); s != "" && !strings.ContainsAny(s, " \t") {
		if a := webAddress(s); a != "" {
			s = hostOf(a)
		}
		m.Site = vigie.SiteOf(s)
		return
	}
	if m.URL != "" && m.URL != mk.lastURL {
		mk.lastURL, mk.site = m.URL, vigie.SiteOf(hostOf(m.URL))
	}
	if m.URL != "" {
		m.Site = mk.site
	}
}

// webAddress returns s where it can be opened in a browser, else nothing.
func webAddress(s string) string {
	if len(s) < 8 || !strings.EqualFold(s[:7], "http://") && !strings.EqualFold(s[:8], "https://") {
		return ""
	}
	if u, err := url.Parse(s); err != nil || u.Hostname() == "" {
		return ""
	}
	return s
}

// hostOf returns the host of an address that webAddress let pass.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// date sets Published, and keeps the date as written where it was changed or
// could not be read.
func (mk *maker) date(m *vigie.Mention, r rows) {
	raw := mk.value(r, roleDate)
	if raw == "" {
		return
	}
	if clock := mk.value(r, roleClock); clock != "" {
		raw += " " + clock
	}
	t, ok := mk.dates.parse(raw)
	if !ok {
		m.PublishedRaw = raw
		return
	}
	var clamped bool
	if m.Published, clamped = vigie.Date(t, mk.heard); clamped {
		m.PublishedRaw = raw
	}
}

// counts keeps what the network had counted, if the file tells any of it.
func (mk *maker) counts(m *vigie.Mention, r rows) {
	c := vigie.Metric{At: mk.heard, Reactions: -1, Replies: -1, Reposts: -1, Views: -1, Followers: -1}
	some := false
	for i, n := range [...]*int64{&c.Reactions, &c.Replies, &c.Reposts, &c.Views, &c.Followers} {
		if s := mk.value(r, roleReactions+role(i)); s != "" {
			*n = countOf(s)
			some = some || *n >= 0
		}
	}
	if some {
		m.Metrics = []vigie.Metric{c}
	}
}
