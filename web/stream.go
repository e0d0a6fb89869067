package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// streamMost is how many mentions one page of the stream shows.
const streamMost = 30

// streamPage is what is being said.
type streamPage struct {
	Answer template.HTML
	Empty  *teach
	Best   *sayingBest // of the one story that is listed; nil otherwise
	// The filter as a form: what is chosen, and what is kept beside it.
	Words       string
	Wrong       *wrongQuery
	Topics      []option
	Channels    []option
	Whose       []option
	From, To    string // days
	Beside      []beside
	Chosen      string // what the form narrows, in words, for its fold on a phone
	Events, New string
	Days        []day
	Next        string
	First       string // back to the newest, from a later page
	Facets      []facet
	Keys        bool
	Away        []reportFile // the whole list as files
}

// option is one choice of a select.
type option struct {
	Value, Name string
	Chosen      bool
}

// beside is a condition that the form does not show as a choice.
type beside struct {
	Name, Value string // for the form
	Say         string
	Without     string // the same list without it
}

// day is the mentions of one day.
type day struct {
	Name string
	List []shown
}

// facet is a way to narrow, with what each choice holds.
type facet struct {
	Name string
	Rows []facetRow
}

type facetRow struct {
	Name, Href string
	N          int64
	Counted    bool
	Here       bool
}

// wrongQuery is a query that does not parse, with its fault pointed at.
type wrongQuery struct {
	Why                   string
	Before, Fault, Behind string
}

// parseSearch reads filter and words from the parameters of an address: those
// of parseFilter, q for the words and p for the page's token.
func (s *Server) parseSearch(ctx context.Context, q url.Values, zone *time.Location) (query.Search, error) {
	f, err := parseFilter(q, zone)
	if err != nil {
		return query.Search{}, err
	}
	out := query.Search{Filter: f, After: q.Get("p"), Limit: streamMost}
	if words := strings.TrimSpace(q.Get("q")); words != "" {
		if out.Query, err = watch.Parse(ctx, s.o.Ledger, words); err != nil {
			return out, err
		}
	}
	return out, nil
}

// stream answers: what is being said right now?
func (s *Server) stream(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, asked := r.Context(), r.URL.Query()
	d := streamPage{Words: strings.TrimSpace(asked.Get("q"))}
	search, err := s.parseSearch(ctx, asked, v.Zone)
	var syntax *query.SyntaxError
	switch {
	case errors.As(err, &syntax):
		d.Wrong = wrong(v, d.Words, syntax)
		d.Answer = rich(v.Print.Say("stream-wrong"))
		// The rest of the form stays as it was.
		if search.Filter, err = parseFilter(asked, v.Zone); err != nil {
			return err
		}
		v.form(&d, search.Filter, asked)
		v.Status = http.StatusUnprocessableEntity
		return v.page(w, "stream", vigie.Say("menu-stream"), d)
	case err != nil:
		return err
	}
	v.form(&d, search.Filter, asked)
	seq, err := s.o.Archive.Last(ctx) // before the search: nothing falls between
	if err != nil {
		return err
	}
	page, err := s.o.Archive.Search(ctx, search)
	if err != nil {
		return err
	}
	if d.Answer, err = s.streamAnswer(ctx, v, search, page); err != nil {
		return err
	}
	if len(page.Kept) > 0 {
		d.Away = v.mentionsAway(asked)
	} else {
		if d.Empty, err = s.nothingFound(ctx, v, search); err != nil {
			return err
		}
	}
	list, told := page.Kept, map[vigie.MentionID]copies(nil)
	if search.Filter.Story != 0 {
		d.Best = v.bestOfStory(list)
	} else {
		if list, told, err = s.fold(ctx, v, page.Kept); err != nil {
			return err
		}
	}
	d.Days = v.days(list, told, search.Query)
	if page.Next != "" {
		d.Next = v.again(asked, "p", page.Next)
	}
	if search.After != "" {
		d.First = v.again(asked, "p", "")
	} else {
		live := filterValues(search.Filter, v.Zone)
		if d.Words != "" {
			live.Set("q", d.Words)
		}
		live.Set("after", id64(seq))
		d.Events, d.New = "/events?"+live.Encode(), v.again(asked, "p", "")
	}
	if d.Facets, err = s.facets(ctx, v, search, asked); err != nil {
		return err
	}
	return v.page(w, "stream", vigie.Say("menu-stream"), d)
}

// again returns this list's address with one parameter changed; an empty value
// takes it away. A change of anything but the page begins at the newest.
func (v *visit) again(asked url.Values, name, value string) string {
	q := url.Values{}
	for k, vs := range asked {
		if vs = given(asked, k); len(vs) > 0 && k != "p" {
			q[k] = vs
		}
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return "/stream"
	}
	return "/stream?" + q.Encode()
}

// wrong points at the fault of a query.
func wrong(v *visit, words string, e *query.SyntaxError) *wrongQuery {
	start := min(max(e.Pos.Start, 0), len(words))
	end := min(max(e.Pos.End, start), len(words))
	return &wrongQuery{
		Why:    v.Print.Sentence(e.Why),
		Before: words[:start], Fault: words[start:end], Behind: words[end:],
	}
}

// form fills the sentence that filters.
func (v *visit) form(d *streamPage, f vigie.Filter, asked url.Values) {
	p := v.Print
	d.Topics = []option{{"", p.Say("any-topic"), len(f.Topics) == 0}}
	for _, t := range v.Topics {
		d.Topics = append(d.Topics, option{id64(int64(t.ID)), t.Name, len(f.Topics) == 1 && f.Topics[0] == t.ID})
	}
	d.Channels = []option{{"", p.Say("any-channel"), len(f.Channels) == 0}}
	for _, c := range vigie.Channels {
		d.Channels = append(d.Channels, option{string(c), p.Say("channel-" + string(c)), len(f.Channels) == 1 && f.Channels[0] == c})
	}
	own := asked.Get("own")
	d.Whose = []option{
		{"", p.Say("whose-all"), own == ""},
		{"no", p.Say("whose-others"), own == "no"},
		{"yes", p.Say("whose-ours"), own == "yes"},
	}
	for _, list := range [][]option{d.Whose, d.Topics, d.Channels} {
		for _, o := range list {
			if o.Chosen && o.Value != "" {
				d.Chosen = join(d.Chosen, o.Name)
			}
		}
	}
	day := func(s string) string { // what a date field can show
		if _, err := time.Parse(time.DateOnly, s); err == nil {
			return s
		}
		return ""
	}
	d.From, d.To = day(asked.Get("from")), day(asked.Get("to"))
	if d.From != "" {
		d.Chosen = join(d.Chosen, p.Say("beside-from", p.DayMonth(f.From)))
	}
	if d.To != "" {
		d.Chosen = join(d.Chosen, p.Say("beside-to", p.DayMonth(f.To.Add(-time.Second))))
	}
	if d.Words != "" {
		d.Chosen = join(d.Chosen, p.Quote(d.Words))
	}
	keep := func(name, value, say string) {
		q := url.Values{}
		for k, vs := range asked {
			q[k] = slices.Clone(vs)
		}
		q[name] = slices.DeleteFunc(q[name], func(x string) bool { return strings.TrimSpace(x) == value })
		d.Beside = append(d.Beside, beside{name, value, say, v.again(q, "", "")})
	}
	if len(f.Topics) > 1 {
		for _, t := range f.Topics {
			name := id64(int64(t))
			if x, ok := v.Topic(t); ok {
				name = x.Name
			}
			keep("topic", id64(int64(t)), p.Say("beside-topic", name))
		}
	}
	if len(f.Channels) > 1 {
		for _, c := range f.Channels {
			keep("channel", string(c), capital(p.Say("channel-"+string(c))))
		}
	}
	for _, x := range f.Sites {
		keep("site", x, p.Say("beside-site", x))
	}
	for _, x := range f.Langs {
		keep("lang", x, p.Say("beside-lang", langName(p, x)))
	}
	for _, x := range f.Sources {
		keep("source", id64(int64(x)), p.Say("beside-source", id64(int64(x))))
	}
	if f.Author != "" {
		name := f.Author
		if _, after, ok := strings.Cut(name, "~"); ok {
			name = after
		}
		keep("author", f.Author, p.Say("beside-author", name))
	}
	if f.Story != 0 {
		keep("story", id64(int64(f.Story)), p.Say("beside-story"))
	}
	for _, o := range f.Opinion {
		keep("opinion", o.String(), p.Say("beside-opinion", vigie.Say("opinion-"+o.String())))
	}
	for _, i := range f.Intents {
		keep("intent", string(i), p.Say("beside-intent", vigie.Say("intent-"+string(i))))
	}
	if !f.From.IsZero() && d.From == "" {
		keep("from", asked.Get("from"), p.Say("beside-from", p.Moment(f.From)))
	}
	if !f.To.IsZero() && d.To == "" {
		keep("to", asked.Get("to"), p.Say("beside-to", p.Moment(f.To)))
	}
}

// many chooses the words of a count that was not finished: "more than" where it
// reached its end, "at least" where it took too long to go on.
func many(id string, n int) string {
	if n < query.CountMost {
		return id + "-least"
	}
	return id
}

// join adds a part to a list in one line.
func join(list, part string) string {
	if list == "" {
		return part
	}
	return list + ", " + part
}

// streamAnswer says how many mentions there are, and of how many voices where
// that can be counted.
func (s *Server) streamAnswer(ctx context.Context, v *visit, search query.Search, page query.Page) (template.HTML, error) {
	p := v.Print
	if page.Count == 0 && !page.More {
		if search.Query == nil && emptyFilter(search.Filter) {
			return rich(p.Say("stream-nothing")), nil
		}
		return rich(p.Say("stream-none")), nil
	}
	if page.More {
		return rich(p.Say(many("stream-many", page.Count), page.Count)), nil
	}
	// Voices are counted by topic: with words, or several topics, a sum would
	// count people twice.
	if search.Query == nil && len(search.Filter.Topics) == 1 {
		points, err := s.o.Archive.Count(ctx, measure.Question{Filter: search.Filter, Unit: measure.Voices})
		if err != nil {
			return "", err
		}
		var n int64
		for _, x := range points {
			n += x.N
		}
		if n > 0 {
			return rich(p.Say("stream-voices", page.Count, n)), nil
		}
	}
	return rich(p.Say("stream-count", page.Count)), nil
}

// nothingFound teaches what to do with an empty list.
func (s *Server) nothingFound(ctx context.Context, v *visit, search query.Search) (*teach, error) {
	p := v.Print
	if search.Query != nil || !emptyFilter(search.Filter) {
		return &teach{p.Say("stream-none-filter"), p.Say("stream-none-filter-do"), "/stream"}, nil
	}
	sources, err := s.o.Ledger.Sources(ctx)
	if err != nil {
		return nil, err
	}
	if len(sources) == 0 {
		return &teach{p.Say("today-no-source-why"), p.Say("today-no-source-do"), "/sources/add"}, nil
	}
	e, err := s.o.Archive.Extent(ctx)
	if err != nil {
		return nil, err
	}
	if e.Buffered > 0 {
		return &teach{p.Say("stream-none-heard", e.Buffered), p.Say("stream-none-heard-do"), "/topics"}, nil
	}
	return &teach{p.Say("stream-none-yet"), p.Say("stream-none-yet-do"), "/sources"}, nil
}

func emptyFilter(f vigie.Filter) bool {
	return len(f.Topics)+len(f.Channels)+len(f.Sites)+len(f.Langs)+len(f.Sources)+len(f.Opinion)+len(f.Intents) == 0 &&
		f.Author == "" && f.Story == 0 && f.Own == nil && f.Noted == nil && f.From.IsZero() && f.To.IsZero()
}

// days puts mentions under the day they were published.
func (v *visit) days(kept []vigie.Kept, told map[vigie.MentionID]copies, search *query.Query) []day {
	var out []day
	for _, m := range v.shownAll(kept, search) {
		m.Copies = told[vigie.MentionID(m.ID)]
		name := capital(v.Print.Day(m.When))
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, day{Name: name})
		}
		out[len(out)-1].List = append(out[len(out)-1].List, m)
	}
	return out
}

// facets offers ways to narrow the list. Counts stand where the roll-ups give
// them: without words and for one topic; otherwise the ways stand alone.
func (s *Server) facets(ctx context.Context, v *visit, search query.Search, asked url.Values) ([]facet, error) {
	p := v.Print
	periods := facet{Name: p.Say("facet-period")}
	today := measure.DayOf(v.Now, v.Zone)
	for _, x := range []struct {
		id   string
		days int
	}{{"period-week", 7}, {"period-quarter", 91}, {"period-year", 365}, {"period-all", 0}} {
		from := ""
		if x.days > 0 {
			from = writeDay(today.Before(v.Zone, x.days-1).From, v.Zone, 0)
		}
		q := url.Values{}
		for k, vs := range asked {
			if k != "to" {
				q[k] = vs
			}
		}
		periods.Rows = append(periods.Rows, facetRow{Name: p.Say(x.id), Href: v.again(q, "from", from), Here: asked.Get("from") == from && asked.Get("to") == ""})
	}
	out := []facet{periods}
	f := search.Filter
	if search.Query != nil || len(f.Topics) != 1 {
		topics := facet{Name: p.Say("facet-topics")}
		for _, t := range v.Topics {
			topics.Rows = append(topics.Rows, facetRow{Name: t.Name, Href: v.again(asked, "topic", id64(int64(t.ID))), Here: slices.Contains(f.Topics, t.ID)})
		}
		if len(topics.Rows) > 0 && len(f.Topics) != 1 {
			out = append(out, topics)
		}
		return out, nil
	}
	for _, x := range []struct {
		id, param string
		by        measure.Split
		most      int
		wide      func(*vigie.Filter)
		name      func(measure.Point) string
	}{
		{"facet-channels", "channel", measure.ByChannel, 0, func(f *vigie.Filter) { f.Channels = nil }, func(x measure.Point) string { return capital(p.Say("channel-" + x.Group)) }},
		{"facet-sites", "site", measure.BySite, 8, func(f *vigie.Filter) { f.Sites = nil }, func(x measure.Point) string { return x.Group }},
		{"facet-opinion", "opinion", measure.ByOpinion, 0, func(f *vigie.Filter) { f.Opinion = nil }, func(x measure.Point) string { return capital(p.Say("opinion-" + x.Group)) }},
		{"facet-intents", "intent", measure.ByIntent, 0, func(f *vigie.Filter) { f.Intents = nil }, func(x measure.Point) string { return capital(p.Say("intent-" + x.Group)) }},
		{"facet-langs", "lang", measure.ByLang, 5, func(f *vigie.Filter) { f.Langs = nil }, func(x measure.Point) string { return langName(p, x.Group) }},
	} {
		g := f
		x.wide(&g)
		points, err := s.o.Archive.Count(ctx, measure.Question{Filter: g, Split: x.by, Most: x.most})
		if x.by == measure.ByIntent && err != nil && vigie.KindOf(err) == vigie.Invalid {
			continue // under other conditions intents have no roll-up
		}
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(points, func(a, b measure.Point) int { return int(b.N - a.N) })
		fc := facet{Name: p.Say(x.id)}
		if here := asked.Get(x.param); here != "" {
			fc.Rows = append(fc.Rows, facetRow{Name: p.Say("any-" + x.param), Href: v.again(asked, x.param, "")})
		}
		for _, pt := range points {
			value := pt.Group
			if value == "" {
				if x.param != "lang" {
					continue
				}
				value = "und"
			}
			fc.Rows = append(fc.Rows, facetRow{Name: x.name(pt), Href: v.again(asked, x.param, value), N: pt.N, Counted: true, Here: asked.Get(x.param) == value})
		}
		if len(fc.Rows) > 1 {
			out = append(out, fc)
		}
	}
	return out, nil
}
