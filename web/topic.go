package web

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
)

// topicPage is how one brand or theme is doing.
type topicPage struct {
	Opinion *opinionPart // nil while nothing is judged
	Waits   figure       // those that wait for an answer
	Topic   vigie.Topic
	Us      bool
	Ask     string
	Answer  template.HTML
	Empty   *teach
	Periods []period
	Around  []period // the same number of weeks, earlier and later

	Finding, Caption string
	Course           weekTable

	SharesFinding, SharesCaption, Compare string
	Shares                                []brandShare

	PlacesFinding  string
	Places         []place
	Sites          []part
	Authors        []part
	AuthorsFinding string
	Langs          []part

	CoverFinding string
	Cover        []cover
	CoverAxis    template.HTML
	Holes        []holeRow

	Quality *qualityPart
	Reach   *reachPart
	Best    *bestPart // nil where there is nothing to quote

	ThemesFinding string
	Themes        []themeRow
	Words         string // the page of its words

	Figures []figure
	Earlier []earlier // the voices of earlier stretches
	Work    []work
	Own     *figure // what the organisation itself published of it
}

// place is a channel: its voices and its mentions.
type place struct {
	part
	Mentions     int64
	MentionsHref string
}

// cover is the coverage of a source, or of several that were heard alike.
type cover struct {
	Name, Say string
	Strip     template.HTML
	Href      string
}

type holeRow struct {
	Name, Href string
	From, To   time.Time // To is zero while it lasts
	Why        string
}

// topic answers: how is this brand or theme doing?
func (s *Server) topic(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	t, ok := v.Topic(vigie.TopicID(id))
	if err != nil || !ok {
		return vigie.Errorf(vigie.NotFound, err, "topic-not-found")
	}
	over, err := v.stretchAsked(r)
	if err != nil {
		return err
	}
	d := topicPage{Topic: t, Us: t.Kind == vigie.OwnBrand}
	d.Periods, d.Around = v.periods(topicPath(t.ID, 0), over)
	first, last := over.said(v)
	d.Ask = p.Say("bilan-ask", vigie.Say("kind-"+string(t.Kind)), first, last)
	l, err := s.listens(ctx, v, over.from().AddDate(0, 0, -7*measure.MostPast))
	if err != nil {
		return err
	}
	if d.Work, err = s.work(ctx, v); err != nil {
		return err
	}
	if err := s.fillTopic(ctx, v, l, over, &d); err != nil {
		return err
	}
	f := vigie.Filter{Topics: []vigie.TopicID{t.ID}, From: over.from(), To: over.to()}
	here := within(v.at(topicPath(t.ID, 0), over.Weeks, over.End), "reach", "1") + "#reach-t"
	if d.Reach, err = s.reach(ctx, v, f, d.Figures[1].N, r.FormValue("reach") != "", here); err != nil {
		return err
	}
	if d.Quality, err = s.quality(ctx, v, t, measure.Period{From: f.From, To: f.To}); err != nil {
		return err
	}
	v.cover(l, over.all, &d)
	return v.page(w, "topic", vigie.Say("topic-title", t.Name), d)
}

// fillTopic gathers the figures of a topic.
func (s *Server) fillTopic(ctx context.Context, v *visit, l listening, over stretch, d *topicPage) error {
	p, t := v.Print, d.Topic
	from, to := over.from(), over.to()
	courses, err := s.course(ctx, v, l, measure.Voices, over.End, over.Weeks, t.ID)
	if err != nil {
		return err
	}
	course := courses[t.ID]
	f := vigie.Filter{Topics: []vigie.TopicID{t.ID}, From: from, To: to}
	voices, mentions, err := s.both(ctx, f)
	if err != nil {
		return err
	}
	stories, err := s.total(ctx, f, measure.Stories)
	if err != nil {
		return err
	}
	href := v.mentions(f)
	d.Figures = []figure{
		{Name: capital(p.Say("unit-voices")), N: voices, Href: href},
		{Name: capital(p.Say("unit-mentions")), N: mentions, Href: href},
		{Name: capital(p.Say("unit-stories")), N: stories, Href: href},
	}
	if d.Earlier, err = s.earlier(ctx, v, l, over, t.ID, voices); err != nil {
		return err
	}
	if err := s.ownFigure(ctx, v, f, d); err != nil {
		return err
	}
	d.Finding, d.Caption = v.courseFinding(course), v.caption(course, measure.Voices)
	d.Course = v.draw(l, course, measure.Voices, "voices-t voices-c")
	if d.Opinion, err = s.opinions(ctx, v, l, t, over, course); err != nil {
		return err
	}
	if d.Waits, err = s.waiting(ctx, v, f); err != nil {
		return err
	}
	if d.Best, err = s.bestOfTopic(ctx, v, t, f, mentions); err != nil {
		return err
	}
	if t.Kind.Brand() {
		if d.Shares, err = s.shares(ctx, v, v.brands(t.Sector), measure.Voices, from, to); err != nil {
			return err
		}
		d.SharesFinding, d.SharesCaption = v.sharesFinding(d.Shares, t.ID), p.Say("shares-caption")
		d.Compare = v.at("/compare", over.Weeks, over.End)
	}
	if err := s.places(ctx, v, f, d); err != nil {
		return err
	}
	d.Words = topicPath(t.ID, 0) + "/words"
	if t.Kind.Brand() {
		if d.Themes, err = s.themes(ctx, v, f); err != nil {
			return err
		}
		if len(d.Themes) > 0 && d.Themes[0].N > 0 {
			d.ThemesFinding = p.Say("themes-finding", d.Themes[0].Name)
		} else {
			d.ThemesFinding = p.Say("themes-none")
		}
	}
	others, g := false, f
	g.Own = &others
	if d.Authors, err = s.authorsOf(ctx, v, g, 10); err != nil {
		return err
	}
	d.AuthorsFinding = v.authorsFinding(d.Authors, mentions)
	if d.Langs, err = s.langsOf(ctx, v, f, measure.Mentions); err != nil {
		return err
	}
	if d.Answer, err = s.topicAnswer(ctx, v, voices, over, href, d); err != nil {
		return err
	}
	if d.Opinion != nil {
		d.Answer = withEnding(d.Answer, d.Opinion.Lean, nil)
	}
	return nil
}

// total counts one thing over a filter of one topic.
func (s *Server) total(ctx context.Context, f vigie.Filter, unit measure.Unit) (n int64, err error) {
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Unit: unit})
	for _, pt := range points {
		n += pt.N
	}
	return n, err
}

// both counts voices and mentions of a filter of one topic.
func (s *Server) both(ctx context.Context, f vigie.Filter) (voices, mentions int64, err error) {
	for _, x := range []struct {
		unit measure.Unit
		to   *int64
	}{{measure.Voices, &voices}, {measure.Mentions, &mentions}} {
		points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Unit: x.unit})
		if err != nil {
			return 0, 0, err
		}
		for _, pt := range points {
			*x.to += pt.N
		}
	}
	return voices, mentions, nil
}

// ownFigure counts what the organisation itself published.
func (s *Server) ownFigure(ctx context.Context, v *visit, f vigie.Filter, d *topicPage) error {
	own := true
	f.Own = &own
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f})
	if err != nil {
		return err
	}
	var n int64
	for _, pt := range points {
		n += pt.N
	}
	if n > 0 {
		d.Own = &figure{Name: v.Print.Say("of-them-own"), N: n, Href: v.mentions(f)}
	}
	return nil
}

// places counts by channel, voices beside mentions, and by site.
func (s *Server) places(ctx context.Context, v *visit, f vigie.Filter, d *topicPage) error {
	voices, err := s.channelsOf(ctx, v, f, measure.Voices)
	if err != nil {
		return err
	}
	mentions, err := s.channelsOf(ctx, v, f, measure.Mentions)
	if err != nil {
		return err
	}
	for _, m := range mentions {
		row := place{part: part{Key: m.Key, Name: m.Name, Href: m.Href}, Mentions: m.N, MentionsHref: m.Href}
		for _, x := range voices {
			if x.Key == m.Key {
				row.part = x
			}
		}
		d.Places = append(d.Places, row)
	}
	slices.SortStableFunc(d.Places, func(a, b place) int { return int(b.N - a.N) })
	if len(voices) > 0 {
		d.PlacesFinding = capital(v.where(voices))
	}
	d.Sites, err = s.sitesOf(ctx, v, f, measure.Voices, 12)
	return err
}

// topicAnswer is the large sentence.
func (s *Server) topicAnswer(ctx context.Context, v *visit, voices int64, over stretch, href string, d *topicPage) (template.HTML, error) {
	p := v.Print
	weeks := weeksOf(p, over.Weeks)
	if voices == 0 {
		last, err := s.o.Archive.LastSpoken(ctx, d.Topic.ID)
		if isNotFound(err) {
			d.Empty = &teach{p.Say("today-never-why"), p.Say("today-never-do"), "/topics/" + id64(int64(d.Topic.ID))}
			return rich(p.Say(byKind("topic-never", d.Us), d.Topic.Name)), nil
		}
		if err != nil {
			return "", err
		}
		at := last.Mention.When()
		d.Empty = &teach{p.Say("topic-quiet-why"), p.Say("topic-quiet-do"), v.at(topicPath(d.Topic.ID, 0), over.Weeks, at)}
		return rich(p.Say(byKind("topic-quiet", d.Us), weeks, p.Date(at), d.Topic.Name), mentionPath(last.Mention.ID)), nil
	}
	parts, hrefs := []string{p.Say(byKind("topic-voices", d.Us), weeks, voices, d.Topic.Name, v.where(channelParts(d.Places)))}, []string{href}
	if voices < measure.Least {
		if mentions := d.Figures[1].N; mentions >= measure.Least*voices {
			parts = append(parts, p.Say("topic-unsigned", mentions))
		}
		parts = append(parts, p.Say("topic-few"))
	} else {
		for _, row := range d.Shares {
			if row.Topic.ID == d.Topic.ID {
				parts = append(parts, p.Say("topic-rank", row.Place, words(p, int64(len(d.Shares))), row.Places))
				hrefs = append(hrefs, d.Compare)
			}
		}
	}
	return rich(strings.Join(parts, " "), hrefs...), nil
}

func channelParts(places []place) []part {
	var out []part
	for _, p := range places {
		if p.N > 0 {
			out = append(out, p.part)
		}
	}
	return out
}

// byKind chooses the sentence that says "you" or the name.
func byKind(id string, us bool) string {
	if us {
		return id + "-you"
	}
	return id
}

// courseFinding says what a course shows: its summit where it stands out.
func (v *visit) courseFinding(course []week) string {
	p := v.Print
	top := -1
	for i, w := range course {
		if !w.Silent && w.N > 0 && (top < 0 || w.N > course[top].N) {
			top = i
		}
	}
	switch {
	case top < 0:
		return v.finding(course)
	case course[top].Banded && course[top].N > course[top].Band.High:
		return p.Say("course-peak", p.DayMonth(course[top].From), course[top].N)
	default:
		return v.finding(course)
	}
}

// authorsFinding tells whether a few accounts make the noise.
func (v *visit) authorsFinding(authors []part, mentions int64) string {
	if len(authors) == 0 || mentions == 0 {
		return ""
	}
	if 2*authors[0].N >= mentions && mentions >= measure.Least {
		return v.Print.Say("authors-one")
	}
	few := authors[:min(3, len(authors))]
	var n int64
	for _, a := range few {
		n += a.N
	}
	switch share := float64(n) / float64(mentions); {
	case share >= 0.5 && mentions >= measure.Least:
		return capital(v.Print.Say("authors-few", words(v.Print, int64(len(few)))))
	case authors[0].N == 1:
		return v.Print.Say("authors-once")
	default:
		return v.Print.Say("authors-many")
	}
}

// coverMost is how many sources are shown one by one; the rest are joined.
const coverMost = 8

// cover draws how the sources were heard, those with holes first.
func (v *visit) cover(l listening, weeks []measure.Period, d *topicPage) {
	p := v.Print
	from, to := weeks[0].From, weeks[len(weeks)-1].To
	gaps := map[vigie.SourceID][]vigie.Gap{}
	for _, g := range l.Gaps {
		if g.From.Before(to) && (g.To.IsZero() || g.To.After(from)) {
			gaps[g.Source] = append(gaps[g.Source], g)
		}
	}
	var whole []vigie.Source
	visited := 0
	for _, src := range l.Sources {
		if !src.Kind.Visited() || src.Paused {
			continue
		}
		visited++
		if len(gaps[src.ID]) == 0 {
			whole = append(whole, src)
			continue
		}
		var lost time.Duration
		for _, g := range gaps[src.ID] {
			end := g.To
			if end.IsZero() || end.After(v.Now) {
				end = v.Now
			}
			start := g.From
			if start.Before(from) {
				start = from
			}
			if end.After(start) {
				lost += end.Sub(start)
			}
			d.Holes = append(d.Holes, holeRow{src.Name, "/sources/" + id64(int64(src.ID)), g.From, g.To, p.Sentence(g.Why)})
		}
		if len(d.Cover) < coverMost {
			d.Cover = append(d.Cover, cover{Name: src.Name, Strip: strip(src, gaps[src.ID], weeks, v.Now), Say: p.Say("cover-lost", lost), Href: "/sources/" + id64(int64(src.ID))})
		}
	}
	// Sources without a hole are heard alike: those of a channel are one line,
	// from the day the first of them was added.
	for _, c := range vigie.Channels {
		var group []vigie.Source
		for _, src := range whole {
			if src.Channel == c {
				group = append(group, src)
			}
		}
		if len(group) == 0 {
			continue
		}
		first := slices.MinFunc(group, func(a, b vigie.Source) int { return a.Added.Compare(b.Added) })
		row := cover{Name: p.Say("cover-group", capital(p.Say("channel-"+string(c))), len(group)), Strip: strip(first, nil, weeks, v.Now), Say: p.Say("cover-whole"), Href: "/sources"}
		if len(group) == 1 {
			row.Name, row.Href = first.Name, "/sources/"+id64(int64(first.ID))
		}
		if first.Added.After(from) {
			row.Say = p.Say("cover-since", p.DayMonth(first.Added))
		}
		d.Cover = append(d.Cover, row)
	}
	if visited == 0 {
		return
	}
	n := len(weeks)
	d.CoverAxis = chart.SVG(chart.StripAxis(p.DayMonth(weeks[0].From), p.DayMonth(weeks[n/2].From), p.DayMonth(weeks[n-1].From)))
	switch holed := len(d.Holes); {
	case holed == 0:
		d.CoverFinding = p.Say("cover-no-hole")
	default:
		d.CoverFinding = p.Say("cover-holes", holed)
	}
}

// strip draws the weeks of one source.
func strip(src vigie.Source, gaps []vigie.Gap, weeks []measure.Period, now time.Time) template.HTML {
	cells := make([]chart.Cell, len(weeks))
	for i, w := range weeks {
		if !w.To.After(src.Added) {
			cells[i] = chart.CellBefore
			continue
		}
		for _, g := range gaps {
			end := g.To
			if end.IsZero() {
				end = now
			}
			if g.From.Before(w.To) && end.After(w.From) {
				cells[i] = chart.CellHole
			}
		}
	}
	return chart.SVG(chart.Strip{Cells: cells}.Draw())
}
