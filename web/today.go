package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/say"
)

// todayPage is what changed since the reader last looked.
type todayPage struct {
	Ask     string
	Answer  template.HTML
	Empty   *teach // in place of everything below
	Own     vigie.Topic
	Waiting bool // no source was visited yet

	Finding, Caption string
	Course           weekTable

	SharesFinding, SharesCaption string
	Shares                       []brandShare

	NewestFinding, NewestHref string
	Newest                    []shown

	Period        string // "16 – 22 nov."
	Figures       []figure
	ChannelsTitle string
	Channels      []part
	Sites         []part
	Others        []part // themes, campaigns and other brands in the same week
	Listen        template.HTML
	Failing       []failing
	Work          []work
	Waits         *waitsPart // nil where nothing waits for an answer
	Alerts        []alertRow // those that are open
	AlertsFinding string
}

// teach is an empty state: what will stand here, why not yet, what to do.
type teach struct{ Say, Do, Href string }

// figure is one line of the week in figures.
type figure struct {
	Unheard bool // nobody listened: no figure, not nought
	Name    string
	N       int64
	Range   string
	Href    string
}

// window is the week that Today speaks of. From Monday to Wednesday it is the
// week that ended: two days say too little of the one under way.
type window struct {
	Week   measure.Period // whole, also while under way
	Before measure.Period // as many days of the week before
	Done   bool
	// Passed and Span are how long each was heard, in hours.
	Passed, Span float64
}

func (v *visit) window() window {
	this := measure.WeekOf(v.Now, v.Zone)
	days := (int(v.Now.In(v.Zone).Weekday())+6)%7 + 1
	if days <= 3 {
		last := this.Before(v.Zone, 7)
		before := last.Before(v.Zone, 7)
		return window{Week: last, Before: before, Done: true, Passed: last.Hours(), Span: before.Hours()}
	}
	before := this.Before(v.Zone, 7).First(v.Zone, days)
	return window{Week: this, Before: before, Passed: v.Now.Sub(this.From).Hours(), Span: before.Hours()}
}

// today answers: what changed since I last looked?
func (s *Server) today(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	d := todayPage{Ask: v.Print.Say("today-ask")}
	since, err := s.lookedSince(ctx, v)
	if err != nil {
		return err
	}
	if !since.IsZero() {
		d.Ask = v.Print.Say("today-since", v.Print.Weekday(since)+" "+v.Print.DayMonth(since), v.Print.Clock(since))
	}
	own, ok := v.Own()
	if !ok {
		d.Answer = rich(v.Print.Say("today-no-topic"))
		d.Empty = &teach{v.Print.Say("today-no-topic-why"), v.Print.Say("today-no-topic-do"), "/topics/new"}
		return v.page(w, "today", vigie.Say("menu-today"), d)
	}
	d.Own = own
	l, err := s.listens(ctx, v, v.Now.AddDate(-2, 0, 0))
	if err != nil {
		return err
	}
	d.Waiting = waiting(l)
	if d.Listen, d.Failing = v.health(l); len(l.Sources) == 0 {
		d.Answer = rich(v.Print.Say("today-no-source"))
		d.Empty = &teach{v.Print.Say("today-no-source-why"), v.Print.Say("today-no-source-do"), "/sources/add"}
		return v.page(w, "today", vigie.Say("menu-today"), d)
	}
	if d.Work, err = s.work(ctx, v); err != nil {
		return err
	}
	open, err := s.o.Ledger.Alerts(ctx, true, 20)
	if err != nil {
		return err
	}
	if d.Waits, err = s.waits(ctx, v, own.ID); err != nil {
		return err
	}
	var told []alert.Alert
	for i := range open {
		// What waits is told by its own section.
		if open[i].Level > 0 && (open[i].Kind != alert.Waits || open[i].Topic != own.ID || d.Waits == nil) {
			d.Alerts = append(d.Alerts, v.alertRow(&open[i]))
			told = append(told, open[i])
		}
	}
	d.AlertsFinding = v.seen(told)
	if err := s.fillToday(ctx, v, l, since, &d); err != nil {
		return err
	}
	return v.page(w, "today", vigie.Say("menu-today"), d)
}

// lookEvery parts one visit from the next: within it, "since your last visit"
// keeps meaning the visit before.
const lookEvery = time.Hour

// lookedSince returns when the reader looked the last time before this visit,
// and notes that they look now. Zero the first time.
func (s *Server) lookedSince(ctx context.Context, v *visit) (time.Time, error) {
	if v.Guest != nil {
		return time.Time{}, nil
	}
	if !v.User.LastSeen.IsZero() && v.Now.Sub(v.User.LastSeen) < lookEvery {
		if at := s.sessions.GetInt64(ctx, sessionBefore); at > 0 {
			return time.Unix(at, 0).UTC(), nil
		}
		return v.User.LastSeen, nil
	}
	before := v.User.LastSeen
	if !before.IsZero() {
		s.sessions.Put(ctx, sessionBefore, before.Unix())
	}
	v.User.LastSeen = v.Now
	_, err := s.o.Ledger.SaveUser(ctx, v.User)
	return before, err
}

// sessionBefore keeps the visit before this one.
const sessionBefore = "before"

// fillToday gathers the figures of a page that has something to count.
func (s *Server) fillToday(ctx context.Context, v *visit, l listening, since time.Time, d *todayPage) error {
	win := v.window()
	weeks := 13
	over := 0 // weeks after the one spoken of
	if win.Done {
		over = 1
	}
	voices, err := s.course(ctx, v, l, measure.Voices, v.Now, weeks+over, d.Own.ID)
	if err != nil {
		return err
	}
	if sum(voices[d.Own.ID]) < measure.Least {
		// Those who are hardly spoken of are shown a year and a half.
		weeks = 78
		if voices, err = s.course(ctx, v, l, measure.Voices, v.Now, weeks+over, d.Own.ID); err != nil {
			return err
		}
	}
	mentions, err := s.course(ctx, v, l, measure.Mentions, v.Now, 13+over, d.Own.ID)
	if err != nil {
		return err
	}
	stories, err := s.course(ctx, v, l, measure.Stories, v.Now, 13+over, d.Own.ID)
	if err != nil {
		return err
	}
	course := voices[d.Own.ID][:weeks]
	now := course[weeks-1]

	f := vigie.Filter{Topics: []vigie.TopicID{d.Own.ID}, From: win.Week.From, To: win.Week.To}
	if d.Channels, err = s.channelsOf(ctx, v, f, measure.Voices); err != nil {
		return err
	}
	if d.Sites, err = s.sitesOf(ctx, v, f, measure.Voices, 6); err != nil {
		return err
	}
	if d.Others, err = s.others(ctx, v, win.Week, d.Own); err != nil {
		return err
	}
	if len(d.Channels) > 0 {
		d.ChannelsTitle = capital(v.where(d.Channels))
	}
	from := course[max(0, len(course)-13)].From
	if d.Shares, err = s.shares(ctx, v, v.brands(d.Own.Sector), measure.Voices, from, win.Week.To); err != nil {
		return err
	}
	d.SharesFinding, d.SharesCaption = v.sharesFinding(d.Shares, d.Own.ID), v.Print.Say("shares-caption")

	if d.Answer, err = s.todayAnswer(ctx, v, l, win, course, d); err != nil {
		return err
	}
	ending, hrefs, err := s.ending(ctx, v, win.Week, d)
	if err != nil {
		return err
	}
	d.Answer = withEnding(d.Answer, ending, hrefs)
	d.Finding = v.finding(course)
	d.Caption = v.caption(course, measure.Voices)
	d.Course = v.draw(l, course, measure.Voices, "voices-t voices-c")
	d.Period = v.span(win.Week)
	for _, x := range []struct {
		unit measure.Unit
		week week
	}{{measure.Voices, now}, {measure.Mentions, mentions[d.Own.ID][12]}, {measure.Stories, stories[d.Own.ID][12]}} {
		row := figure{Name: capital(v.Print.Say("unit-" + string(x.unit))), N: x.week.N, Href: v.mentions(f)}
		if x.week.Banded {
			row.Range = v.Print.Say("range", x.week.Band.Low, x.week.Band.High)
		}
		d.Figures = append(d.Figures, row)
	}
	return s.newest(ctx, v, since, d)
}

// others counts the week's voices of what is followed beside the brands.
func (s *Server) others(ctx context.Context, v *visit, week measure.Period, own vigie.Topic) ([]part, error) {
	f := vigie.Filter{From: week.From, To: week.To}
	for _, t := range v.Topics {
		if t.ID != own.ID && (!t.Kind.Brand() || t.Sector != own.Sector) {
			f.Topics = append(f.Topics, t.ID)
		}
	}
	if len(f.Topics) == 0 {
		return nil, nil
	}
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Unit: measure.Voices})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(points, func(a, b measure.Point) int { return cmp.Compare(b.N, a.N) })
	var out []part
	for _, pt := range points[:min(len(points), 8)] {
		if t, ok := v.Topic(pt.Topic); ok && pt.N > 0 {
			g := f
			g.Topics = []vigie.TopicID{t.ID}
			out = append(out, part{Name: t.Name, N: pt.N, Href: v.mentions(g)})
		}
	}
	return out, nil
}

// todayAnswer is the large sentence.
func (s *Server) todayAnswer(ctx context.Context, v *visit, l listening, win window, course []week, d *todayPage) (template.HTML, error) {
	p := v.Print
	when := "this-week"
	if win.Done {
		when = "last-week"
	}
	now := course[len(course)-1]
	href := v.mentions(now.Filter)
	if now.N == 0 {
		return s.quiet(ctx, v, l, now, p.Say(when), d)
	}
	points, err := s.o.Archive.Count(ctx, measure.Question{
		Filter: vigie.Filter{Topics: now.Filter.Topics, From: win.Before.From, To: win.Before.To}, Unit: measure.Voices,
	})
	if err != nil {
		return "", err
	}
	var before int64
	for _, pt := range points {
		before += pt.N
	}
	if now.N+before < measure.Least {
		pace, known := paceOf(course)
		if !known {
			return rich(p.Say("today-few-early", now.N), href), nil
		}
		n, ok := measure.Patience(now.N+before, pace)
		if !ok {
			return rich(p.Say("today-few-long", now.N), href), nil
		}
		return rich(p.Say("today-few", now.N, weeksOf(p, n)), href), nil
	}
	var parts []string
	hrefs := []string{href}
	was, err := s.crowding(ctx, vigie.Filter{Topics: now.Filter.Topics, From: win.Before.From, To: win.Before.To})
	if err != nil {
		return "", err
	}
	is, err := s.crowding(ctx, vigie.Filter{Topics: now.Filter.Topics, From: now.From, To: now.To})
	if err != nil {
		return "", err
	}
	us := now.Filter.Topics[0]
	c, ok := measure.Compare(measure.Span{N: before, Time: win.Span, Crowding: was[us]}, measure.Span{N: now.N, Time: win.Passed, Crowding: is[us]})
	// A hole on either side makes the comparison one of ears, not of voices.
	sound := ok && !now.Hole.Incomplete() && course[len(course)-2].Usual()
	if sound {
		parts = append(parts, p.Say("today-voices", capital(p.Say(when)), now.N, say.Ratio(c.Ratio-1),
			points100(p, c.Between.Low-1), points100(p, c.Between.High-1), v.where(d.Channels)))
	} else {
		parts = append(parts, p.Say("today-voices-plain", capital(p.Say(when)), now.N, v.where(d.Channels)))
	}
	switch {
	case now.Hole.Incomplete():
		parts = append(parts, p.Say("today-hole"))
	case !now.Banded:
	case now.N > now.Band.High && !win.Done:
		parts = append(parts, p.Say("today-above-already", now.Band.Low, now.Band.High))
	case now.N > now.Band.High:
		parts = append(parts, p.Say("today-above", now.Band.Low, now.Band.High))
	case now.N < now.Band.Low && win.Done:
		parts = append(parts, p.Say("today-below", now.Band.Low, now.Band.High))
	case win.Done:
		parts = append(parts, p.Say("today-ordinary"))
	case c.Clear:
	default:
		parts = append(parts, p.Say("today-same"))
	}
	return rich(strings.Join(parts, " "), hrefs...), nil
}

// quiet answers where nobody spoke in the week: when it was the last time, and
// who was spoken of meanwhile.
func (s *Server) quiet(ctx context.Context, v *visit, l listening, now week, when string, d *todayPage) (template.HTML, error) {
	p := v.Print
	var parts, hrefs []string
	last, err := s.o.Archive.LastSpoken(ctx, d.Own.ID)
	switch {
	case isNotFound(err) && d.Waiting:
		parts = append(parts, p.Say("today-first"))
		d.Empty = &teach{p.Say("today-first-why"), p.Say("today-first-do"), "/sources"}
		v.Reload = 15
	case isNotFound(err):
		parts = append(parts, p.Say("today-never"))
		d.Empty = &teach{p.Say("today-never-why"), p.Say("today-never-do"), "/topics/" + id64(int64(d.Own.ID))}
	case err != nil:
		return "", err
	default:
		at := p.DayMonth(last.Mention.When())
		if v.Now.Sub(last.Mention.When()) > 300*24*time.Hour {
			at = p.Date(last.Mention.When())
		}
		switch {
		case now.Silent:
			parts = append(parts, p.Say("today-unheard", when, at))
		case l.deaf(now.Period):
			parts = append(parts, p.Say("today-begun", p.Ago(l.Visits, v.Now), at))
		default:
			parts = append(parts, p.Say("today-quiet", when, at))
		}
		hrefs = append(hrefs, mentionPath(last.Mention.ID))
	}
	for _, b := range d.Shares {
		if !b.Us {
			parts = append(parts, p.Say("today-others", b.N, b.Topic.Name))
			hrefs = append(hrefs, b.Href)
			break
		}
	}
	return rich(strings.Join(parts, " "), hrefs...), nil
}

// newest lists the newest mentions by others.
func (s *Server) newest(ctx context.Context, v *visit, since time.Time, d *todayPage) error {
	others := false
	f := vigie.Filter{Topics: []vigie.TopicID{d.Own.ID}, Own: &others}
	d.NewestHref, d.NewestFinding = v.mentions(f), v.Print.Say("newest-finding")
	if !since.IsZero() {
		g := f
		g.From = since
		page, err := s.o.Archive.Search(ctx, query.Search{Filter: g, Limit: newestLook})
		if err != nil {
			return err
		}
		if d.NewestFinding = v.Print.Say("newest-since", page.Count); page.More {
			d.NewestFinding = v.Print.Say(many("newest-since-more", page.Count), page.Count)
		}
		if page.Count > 0 {
			d.NewestHref = v.mentions(g)
			d.Newest, err = s.distinct(ctx, v, page.Kept)
			return err
		}
	}
	page, err := s.o.Archive.Search(ctx, query.Search{Filter: f, Limit: newestLook})
	if err != nil {
		return err
	}
	d.Newest, err = s.distinct(ctx, v, page.Kept)
	return err
}

// Today shows six mentions, one a story, out of the newest sixty.
const (
	newestLook = 60
	newestMost = 6
)

// distinct leaves one mention of each story, and of texts that are word for
// word the same where no story was made of them.
func (s *Server) distinct(ctx context.Context, v *visit, kept []vigie.Kept) ([]shown, error) {
	kept, told, err := s.fold(ctx, v, kept)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	kept = slices.DeleteFunc(kept, func(k vigie.Kept) bool {
		text := k.Mention.Text
		if text == "" {
			text = k.Mention.Title
		}
		if seen[text] {
			return true
		}
		seen[text] = true
		return false
	})
	list := v.shownAll(kept[:min(len(kept), newestMost)], nil)
	for i := range list {
		list[i].Copies = told[vigie.MentionID(list[i].ID)]
	}
	return list, nil
}
