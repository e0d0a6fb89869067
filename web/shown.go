package web

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// shown is a mention as lists and its page show it.
type shown struct {
	ID          int64
	Path        string
	Press       bool // title, link and short extract only
	Title, Text template.HTML
	Cut         bool
	Lang        string // for screen readers; empty when undetermined
	Site        string
	SiteHref    string
	Out         string // where a person can open it; empty when nowhere
	Channel     vigie.Channel
	Network     string
	Author      string
	AuthorHref  string
	When        time.Time
	Known       bool // the date was given
	Heard       time.Time
	Topics      []topicRef
	Opinions    []told // those judged
	Intents     []vigie.Intent
	Waits       bool // for an answer
	Own         bool
	Noted       string // who noted it, in words; empty for what we heard
	Rating      vigie.Rating
	Edited      bool
	Withdrawn   string // when its author took it back, in words; empty for what stands
	Copies      copies // others of its story
	// Words are those that made it match, as written, at most three; WordsSay
	// lists them between quotation marks.
	Words    []string
	WordsSay string
}

type topicRef struct {
	Name, Href string
	Kind       vigie.TopicKind
}

// How much of a text a list shows, in characters. Press titles are protected
// by the neighbouring right of publishers (directive (EU) 2019/790, article
// 15): beyond very short extracts a licence is needed.
const (
	extractMost = 400
	pressMost   = 180
)

// span is a stretch of bytes to be marked.
type span struct{ start, end int }

// marker finds the words that made mentions match, parsing each query once.
type marker struct {
	v      *visit
	search *query.Query
	topics map[vigie.TopicID]*query.Query
}

func (v *visit) marker(search *query.Query) *marker {
	return &marker{v: v, search: search, topics: map[vigie.TopicID]*query.Query{}}
}

// topic returns the query of a topic; nil when it does not parse, which the
// page of the topic tells.
func (m *marker) topic(id vigie.TopicID) *query.Query {
	q, known := m.topics[id]
	if known {
		return q
	}
	if t, ok := m.v.Topic(id); ok {
		if parsed, err := watch.Parse(m.v.r.Context(), m.v.s.o.Ledger, t.Query); err == nil {
			q = parsed
		}
	}
	m.topics[id] = q
	return q
}

// spans returns what is to be marked in title and text.
func (m *marker) spans(k vigie.Kept) (title, body []span) {
	p := m.v.post(&k)
	queries := []*query.Query{m.search}
	for _, match := range k.Matches {
		queries = append(queries, m.topic(match.Topic))
	}
	for _, q := range queries {
		if q == nil {
			continue
		}
		for _, s := range q.Spans(p) {
			if s.Field == query.InTitle {
				title = append(title, span{s.Start, s.End})
			} else {
				body = append(body, span{s.Start, s.End})
			}
		}
	}
	return merge(title), merge(body)
}

// post makes a post of a kept mention as search asks for it: with the days of
// the workspace, what was understood, and its source where that is told.
func (v *visit) post(k *vigie.Kept) *query.Post {
	p := query.NewPost(&k.Mention, k.Reading.Lang)
	p.Zone = v.Zone
	p.Read = &query.Understood{Intents: k.Reading.Intents}
	for _, m := range k.Matches {
		p.Read.Opinions = append(p.Read.Opinions, m.Opinion)
		if t, ok := v.Topic(m.Topic); ok && t.Kind.Brand() {
			p.Read.Entities = append(p.Read.Entities, t.Name)
		} else if ok {
			p.Read.Themes = append(p.Read.Themes, t.Name)
		}
	}
	if len(k.Heard) > 0 {
		if src, err := v.s.o.Ledger.Source(v.r.Context(), k.Heard[0].Source); err == nil { // a source that is gone has no name
			p.Source = src.Name
		}
	}
	return p
}

// merge orders spans and joins those that touch.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}

// mark writes s[from:to] with its spans marked. Line ends become spaces.
func mark(b *strings.Builder, s string, from, to int, spans []span) {
	plain := func(t string) {
		b.WriteString(template.HTMLEscapeString(strings.NewReplacer("\n\n", " ", "\n", " ").Replace(t)))
	}
	at := from
	for _, sp := range spans {
		start, end := max(sp.start, at), min(sp.end, to)
		if start >= end || end > len(s) {
			continue
		}
		plain(s[at:start])
		b.WriteString("<mark>")
		plain(s[start:end])
		b.WriteString("</mark>")
		at = end
	}
	plain(s[at:to])
}

// extract writes at most most characters of s, cut at a word, around the first
// span where that lies further on. It reports whether anything was left out.
func extract(s string, spans []span, most int) (template.HTML, bool) {
	from, to := 0, len(s)
	if utf8.RuneCountInString(s) > most {
		if len(spans) > 0 && utf8.RuneCountInString(s[:min(spans[0].end, len(s))]) > most*3/4 {
			from = wordAt(s, back1(s, spans[0].start, most/3))
		}
		to = ahead(s, from, most)
		if to < len(s) {
			to = wordEnd(s, from, to)
		}
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	mark(&b, s, from, to, spans)
	if to < len(s) {
		b.WriteString("…")
	}
	return template.HTML(b.String()), from > 0 || to < len(s) // mark escaped it
}

// back1 returns the offset n characters before at.
func back1(s string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return at
}

// ahead returns the offset n characters after from.
func ahead(s string, from, n int) int {
	for ; n > 0 && from < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[from:])
		from += size
	}
	return from
}

// wordAt returns where the next word begins, near from.
func wordAt(s string, from int) int {
	if from == 0 {
		return 0
	}
	if i := strings.IndexFunc(s[from:], unicode.IsSpace); i >= 0 && i < 40 {
		return from + i + len(s[from+i:]) - len(strings.TrimLeftFunc(s[from+i:], unicode.IsSpace))
	}
	return from // no space near: a language without them
}

// wordEnd returns where the last whole word before to ends.
func wordEnd(s string, from, to int) int {
	if i := strings.LastIndexFunc(s[from:to], unicode.IsSpace); i > 0 && to-from-i < 40 {
		to = from + i
	}
	return from + len(strings.TrimRightFunc(s[from:to], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:–-", r) }))
}

// shown makes one mention ready. A whole one keeps all of its text.
func (m *marker) shown(k vigie.Kept) shown {
	v, mn := m.v, &k.Mention
	title, body := m.spans(k)
	out := shown{
		ID: int64(mn.ID), Path: mentionPath(mn.ID), Press: mn.Channel == vigie.Press,
		Lang: k.Reading.Lang, Site: mn.Site, Out: outside(mn.URL), Channel: mn.Channel, Network: mn.Network,
		Author: mn.Author.Name, When: mn.When(), Known: mn.DateKnown(), Heard: mn.Heard,
		Own: mn.Own, Noted: notedOf(v, mn), Rating: mn.Rating, Edited: mn.Version > 1, Intents: k.Reading.Intents,
		Waits: vigie.Solicits(k.Reading.Intents) && !k.Mention.Own, Opinions: toldOf(v, k.Matches),
	}
	if !mn.Withdrawn.IsZero() {
		out.Withdrawn, out.Out = v.Print.Say("withdrawn", mn.Withdrawn), ""
	}
	if out.Author == "" {
		out.Author = mn.Author.Account
	}
	if out.Author != "" {
		out.AuthorHref = authorPath(mn.Author.Key(mn.Network, mn.Site))
	}
	if out.Site != "" {
		out.SiteHref = v.mentions(vigie.Filter{Sites: []string{out.Site}})
	}
	most := extractMost
	if out.Press {
		most = pressMost
	}
	out.Title, _ = extract(mn.Title, title, 300)
	if mn.Text != "" {
		out.Text, out.Cut = quoteOf(mn.Text, body, most)
		out.Text = v.quoted(out.Text, true, true)
	}
	for _, x := range []struct {
		s     string
		spans []span
	}{{mn.Title, title}, {mn.Text, body}} {
		for _, sp := range x.spans {
			if sp.end > len(x.s) {
				continue
			}
			w := strings.Join(strings.Fields(x.s[sp.start:sp.end]), " ")
			same := func(o string) bool { return strings.EqualFold(o, w) }
			if len(out.Words) < 3 && !slices.ContainsFunc(out.Words, same) && utf8.RuneCountInString(w) <= 60 {
				out.Words = append(out.Words, w)
			}
		}
	}
	quoted := make([]string, len(out.Words))
	for i, w := range out.Words {
		quoted[i] = v.Print.Quote(w)
	}
	out.WordsSay = v.Print.List(quoted)
	for _, match := range k.Matches {
		if t, ok := v.Topic(match.Topic); ok {
			out.Topics = append(out.Topics, topicRef{t.Name, topicPath(t.ID, 0), t.Kind})
		}
	}
	return out
}

// notedOf says who noted a mention that is in no figure; empty for others.
func notedOf(v *visit, m *vigie.Mention) string {
	switch {
	case !m.Noted:
		return ""
	case m.NotedBy == "":
		return v.Print.Say("note-by-nobody")
	}
	return v.Print.Say("note-by", m.NotedBy)
}

// shownAll makes a list ready; search marks its words too where not nil.
func (v *visit) shownAll(kept []vigie.Kept, search *query.Query) []shown {
	m := v.marker(search)
	out := make([]shown, len(kept))
	for i, k := range kept {
		out[i] = m.shown(k)
	}
	return out
}

// quoted puts the marks of the language before and behind.
func (v *visit) quoted(h template.HTML, before, behind bool) template.HTML {
	open, shut, _ := strings.Cut(v.Print.Quote("|"), "|")
	if before {
		h = template.HTML(open) + h // quotation marks
	}
	if behind {
		h += template.HTML(shut) // quotation marks
	}
	return h
}

func mentionPath(id vigie.MentionID) string { return "/mention/" + id64(int64(id)) }

// topicPath returns the page of a topic; weeks 0 leaves the page its own
// period.
func topicPath(id vigie.TopicID, weeks int) string {
	p := "/topic/" + id64(int64(id))
	if weeks > 0 {
		p += "?weeks=" + strconv.Itoa(weeks)
	}
	return p
}

func id64(n int64) string { return strconv.FormatInt(n, 10) }
