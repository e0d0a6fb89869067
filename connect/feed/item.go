package feed

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/text"
)

// item is an entry of a feed on its way to being a mention.
type item struct {
	mention vigie.Mention
	told    string // what the feed said, before its page was read
	equal   bool   // guids are all the same in its feed
	said    bool   // it has a date, and no better name than a guid
	whole   bool   // the feed gives the text itself, not the beginning of it
}

// mark tells an item, in the form the feed has it, from every other. Some feeds
// make guids anew at each visit: what has no better name, and a date, is known by
// what it says.
func (it *item) mark() string {
	if it.said {
		return fetch.Mark("", it.told)
	}
	return fetch.Mark(string(it.mention.Key), it.told)
}

// items makes mentions of the entries of a feed that came from address.
// Problems go into b.
func (s *Source) items(f parsed, address string, b *listen.Batch) []item {
	entries := f.Items
	problem := func(n int, id string, args ...any) {
		if n > 0 {
			b.Problems = append(b.Problems, vigie.Say(id, append([]any{n}, args...)...))
		}
	}
	if n := len(entries) - s.opts.MaxItems; n > 0 {
		entries = entries[:s.opts.MaxItems]
		problem(n, "feed-too-many", s.opts.MaxItems)
	}
	base := f.Link
	if absolute(base, address) == "" {
		base = address
	}
	base = absolute(base, address)
	ids := identities(entries)
	ids.guids = ids.guids && !f.equal
	now := s.opts.Now()
	seen := map[vigie.Key]bool{}
	var items []item
	empty, long, welcome := 0, 0, 0
	for _, e := range entries {
		m := s.mention(e, f.Feed, base, now)
		if shorten(&m) {
			long++
		}
		if m.Text == "" && m.Title == "" {
			empty++
			continue
		}
		if isWelcome(&m, f.Feed) {
			welcome++
			continue
		}
		m.Key = ids.key(e, &m)
		if seen[m.Key] {
			continue // the same thing twice in one feed
		}
		seen[m.Key] = true
		when := m.PublishedRaw
		if when == "" && m.DateKnown() {
			when = m.Published.Format(time.RFC3339)
		}
		items = append(items, item{mention: m, told: fetch.Mark(m.Title, m.Text, when), equal: ids.equal, said: m.DateKnown() && strings.HasPrefix(string(m.Key), guidKey), whole: isWhole(e)})
	}
	problem(f.broken, "feed-items-broken")
	problem(empty, "feed-items-empty")
	problem(welcome, "feed-items-welcome")
	problem(long, "feed-items-cut", page.MaxText>>10)
	return items
}

// welcome is how the post and the comment begin that WordPress itself writes
// into each new blog, folded.
var welcome = []string{
	"welcome to wordpress. this is your first post.", "hi, this is a comment. to get started with moderating,",
	"bienvenue sur wordpress. ceci est votre premier article.", "bonjour, ceci est un commentaire. pour debuter avec la moderation,",
}

// isWelcome reports whether nobody wrote m: WordPress did when it was installed.
func isWelcome(m *vigie.Mention, f *gofeed.Feed) bool {
	if !strings.Contains(strings.ToLower(f.Generator), "wordpress") {
		return false
	}
	said := text.Fold(text.OneLine(m.Text))
	return slices.ContainsFunc(welcome, func(begins string) bool { return strings.HasPrefix(said, begins) })
}

// goesOn matches the end of a text that is cut.
var goesOn = regexp.MustCompile(`(?i)(?:…|\.\.\.|lire (?:la suite|plus)|en savoir plus|read more|continue reading)[^\p{L}\p{N}]*$`)

// isWhole reports whether an entry carries its text in the place that is made
// for it (content:encoded, Atom's and JSON Feed's content), to its end. However
// short, such a text needs no page: around it a page has little else than the
// comments and the form to write one.
func isWhole(e *gofeed.Item) bool {
	said := text.Clean(page.PlainText(e.Content))
	return said != "" && !goesOn.MatchString(said)
}

// shorten cuts what is longer than any text people write.
func shorten(m *vigie.Mention) bool {
	var title, body bool
	m.Title, title = page.Shorten(m.Title, page.MaxTitle)
	m.Text, body = page.Shorten(m.Text, page.MaxText)
	return title || body
}

// mention makes a mention of an entry, but for its key.
func (s *Source) mention(e *gofeed.Item, f *gofeed.Feed, base string, now time.Time) vigie.Mention {
	m := vigie.Mention{
		Network: s.source.Network,
		Channel: s.source.Channel,
		Own:     s.source.Own,
		URL:     linkOf(e, base),
		Title:   text.OneLine(page.PlainText(e.Title)),
		Text:    textOf(e),
		Heard:   now,
		Version: 1,
	}
	if m.Title == "" && strings.TrimSpace(e.Title) != "" {
		m.Title = text.OneLine(e.Title) // a title that is all tags: shown as written
	}
	m.Author.Name = authorOf(e, f)
	m.Declared = page.Language(f.Language)
	if e.DublinCoreExt != nil && len(e.DublinCoreExt.Language) > 0 {
		m.Declared = page.Language(e.DublinCoreExt.Language[0])
	}
	m.Site = s.source.Site
	if u, err := url.Parse(m.URL); err == nil && u.Host != "" {
		m.Site = vigie.SiteOf(u.Host)
	}
	setDate(&m, e, now)
	setThread(&m, e, base)
	setFacts(&m, e, base)
	setCounts(&m, e, now)
	return m
}

// textOf returns the longest of what an entry says.
func textOf(e *gofeed.Item) string {
	said := []string{e.Content, e.Description}
	if e.ITunesExt != nil {
		said = append(said, e.ITunesExt.Summary)
	}
	media := e.Extensions
	if g := extension(media, "media", "group"); len(g.Children) > 0 {
		media = ext.Extensions{"media": g.Children}
	}
	said = append(said, extension(media, "media", "description").Value)
	best := ""
	for _, s := range said {
		if s == "" {
			continue
		}
		if t := text.Clean(page.PlainText(s)); len(strings.Fields(t)) > len(strings.Fields(best)) {
			best = t
		}
	}
	return best
}

// linkOf returns the address of an entry as a person would open it.
func linkOf(e *gofeed.Item, base string) string {
	candidates := []string{extension(e.Extensions, "feedburner", "origLink").Value, e.Link}
	candidates = append(candidates, e.Links...)
	if strings.HasPrefix(e.GUID, "http://") || strings.HasPrefix(e.GUID, "https://") {
		candidates = append(candidates, e.GUID)
	}
	for _, c := range candidates {
		if u := absolute(c, base); u != "" {
			return u
		}
	}
	return ""
}

// absolute returns link as an http or https address, else nothing.
func absolute(link, base string) string {
	link = strings.TrimSpace(link)
	if link == "" {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		b, err := url.Parse(base)
		if err != nil {
			return ""
		}
		u = b.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}

func authorOf(e *gofeed.Item, f *gofeed.Feed) string {
	people := e.Authors
	if len(people) == 0 && e.Author != nil {
		people = []*gofeed.Person{e.Author}
	}
	if len(people) == 0 && e.ITunesExt != nil && e.ITunesExt.Author != "" {
		people = []*gofeed.Person{{Name: e.ITunesExt.Author}}
	}
	if len(people) == 0 && f.FeedType != "rss" {
		people = f.Authors // RFC 4287, 4.2.1: the feed's authors are its entries'
	}
	var names []string
	for _, p := range people {
		name := page.Byline(p.Name)
		if name == "" {
			// The name is what people are known by; of a bare address only the part
			// before the @ is kept.
			name, _, _ = strings.Cut(p.Email, "@")
		}
		if name != "" && len(names) < 5 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// setDate files a mention under when the feed says it was published.
func setDate(m *vigie.Mention, e *gofeed.Item, now time.Time) {
	raw, at := e.Published, e.PublishedParsed
	if strings.TrimSpace(raw) == "" {
		raw, at = e.Updated, e.UpdatedParsed
	}
	var t time.Time
	if at != nil {
		t = *at
	} else if d, ok := page.ParseDate(raw); ok {
		t = d
	}
	var clamped bool
	if m.Published, clamped = vigie.Date(t, now); clamped || t.IsZero() {
		m.PublishedRaw = text.OneLine(raw)
	}
}

// anchor tells the fragments that name one post or comment of a page from
// those that only scroll it.
var anchor = regexp.MustCompile(`(?i)^(?:comment|c|post|p|reply|msg|message|r|answer|response|isso|note|issuecomment|discussion)?[-_]?(?:[a-f0-9]{6,}|[0-9]+)$`)

// setThread ties a comment to what it answers: RFC 4685 where the feed has it,
// else the page a comment's link stands in.
func setThread(m *vigie.Mention, e *gofeed.Item, base string) {
	x := extension(e.Extensions, "thr", "in-reply-to")
	if href := absolute(x.Attrs["href"], base); href != "" {
		m.ReplyTo = keyOfLink(href)
	} else if ref := absolute(x.Attrs["ref"], base); ref != "" {
		m.ReplyTo = keyOfLink(ref)
	}
	if pageURL, fragment, ok := strings.Cut(m.URL, "#"); ok && anchor.MatchString(fragment) {
		m.Thread = string(vigie.NewKey("", "", pageURL))
		if m.ReplyTo == "" && m.Channel == vigie.Comment {
			m.ReplyTo = vigie.Key(m.Thread)
		}
	}
	if m.Thread == "" && m.ReplyTo != "" {
		m.Thread, _, _ = strings.Cut(string(m.ReplyTo), "#")
	}
}

// extension returns the first element of that name, the zero one when there is
// none.
func extension(x ext.Extensions, prefix, name string) ext.Extension {
	if list := x[prefix][name]; len(list) > 0 {
		return list[0]
	}
	return ext.Extension{}
}

// fill takes from the page what the feed lacked. A page that says less than
// the feed (a wall, a notice) changes nothing.
func (it *item) fill(a page.Article, now time.Time) {
	m := &it.mention
	if len(strings.Fields(a.Text)) > len(strings.Fields(m.Text)) && a.Found {
		if begins := beginning(m.Text); strings.Contains(text.Fold(a.Text), begins) {
			m.Text = a.Text
		} else {
			m.Text = text.Clean(m.Text + "\n\n" + a.Text) // what the feed said is not lost
		}
	}
	if m.Title == "" {
		m.Title = a.Title
	}
	shorten(m)
	if m.Author.Name == "" {
		m.Author.Name = a.Author
	}
	if m.Declared == "" {
		m.Declared = a.Lang
	}
	if !m.DateKnown() && !a.Published.IsZero() {
		var clamped bool
		if m.Published, clamped = vigie.Date(a.Published, now); clamped {
			m.PublishedRaw = a.PublishedRaw
		} else {
			m.PublishedRaw = ""
		}
	}
}

// beginning returns the first words of a teaser, folded: enough to know them
// again on its page.
func beginning(teaser string) string {
	words := strings.Fields(teaser)
	return text.Fold(strings.Join(words[:min(len(words), 6)], " "))
}
