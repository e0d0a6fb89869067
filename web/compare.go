package web

import (
	"context"
	"html/template"
	"net/http"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/report"
)

// comparePage is we and our rivals.
type comparePage struct {
	Ask     string
	Answer  template.HTML
	Empty   *teach
	Periods []period
	Around  []period

	VoicesFinding, MentionsFinding, StoriesFinding, Caption string
	Voices, Mentions, Stories                               []brandShare

	Opinion *comparedOpinion

	SmallFinding string
	Small        []small
	SmallAxis    template.HTML
	Table        []compareRow
	Heads        []string
	// Moved sets the shares beside those of the stretch before.
	MovedFinding, MovedCaption string
	Moved                      []movedRow
	Happened                   []string // what must be known to read the weeks

	Others []topicRef // themes and campaigns, which have a page of their own
}

// small is one line of the small multiples.
type small struct {
	Topic   vigie.Topic
	Us      bool
	Picture template.HTML
	Now     int64
	Href    string
	Open    string
}

// compareRow is one week of the table behind the small multiples.
type compareRow struct {
	Name  string
	Cells []figure
}

// compare answers: where do we stand among our rivals?
func (s *Server) compare(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	over, err := v.stretchAsked(r)
	if err != nil {
		return err
	}
	n, from, to := over.Weeks, over.from(), over.to()
	d := comparePage{Caption: p.Say("shares-caption")}
	d.Periods, d.Around = v.periods("/compare", over)
	first, last := over.said(v)
	d.Ask = p.Say("compare-ask", first, last)
	for _, t := range v.Topics {
		if !t.Kind.Brand() {
			d.Others = append(d.Others, topicRef{t.Name, topicPath(t.ID, n), t.Kind})
		}
	}
	own, ok := v.Own()
	brands := v.brands(own.Sector)
	if !ok || len(brands) < 2 {
		d.Answer = rich(p.Say("compare-alone"))
		d.Empty = &teach{p.Say("compare-alone-why"), p.Say("compare-alone-do"), "/topics/new"}
		if ok {
			d.Others = append([]topicRef{{own.Name, topicPath(own.ID, n), own.Kind}}, d.Others...)
		}
		return v.page(w, "compare", vigie.Say("menu-compare"), d)
	}
	if d.Voices, err = s.shares(ctx, v, brands, measure.Voices, from, to); err != nil {
		return err
	}
	if d.Mentions, err = s.shares(ctx, v, brands, measure.Mentions, from, to); err != nil {
		return err
	}
	if d.Stories, err = s.shares(ctx, v, brands, measure.Stories, from, to); err != nil {
		return err
	}
	d.VoicesFinding, d.MentionsFinding = v.sharesFinding(d.Voices, own.ID), v.mentionsFinding(&d, own.ID)
	d.StoriesFinding = v.storiesShare(&d)
	l, err := s.listens(ctx, v, from)
	if err != nil {
		return err
	}
	ids := make([]vigie.TopicID, len(brands))
	for i, b := range brands {
		ids[i] = b.ID
	}
	if err := s.moved(ctx, v, l, over, brands, d.Voices, &d); err != nil {
		return err
	}
	courses, err := s.course(ctx, v, l, measure.Voices, over.End, n, ids...)
	if err != nil {
		return err
	}
	d.Answer = v.compareAnswer(&d, own, n)
	if len(d.Voices) == 0 {
		if d.Empty, err = s.nothingCompared(ctx, v, brands, n); err != nil {
			return err
		}
		return v.page(w, "compare", vigie.Say("menu-compare"), d)
	}
	ordered := make([]vigie.Topic, len(d.Voices))
	for i, row := range d.Voices {
		ordered[i] = row.Topic
	}
	if d.Opinion, err = s.compareOpinions(ctx, v, ordered, from, to); err != nil {
		return err
	}
	happened := v.happened(l, measure.Period{From: from, To: to}, report.CourseVersions, ids...)
	v.multiples(&d, brands, courses, happened)
	for _, h := range happened {
		d.Happened = append(d.Happened, capital(h.Say))
	}
	return v.page(w, "compare", vigie.Say("menu-compare"), d)
}

// nothingCompared leads to the weeks in which somebody spoke of a brand, or to
// the sources where nobody ever did.
func (s *Server) nothingCompared(ctx context.Context, v *visit, brands []vigie.Topic, n int) (*teach, error) {
	p := v.Print
	var at time.Time
	for _, b := range brands {
		last, err := s.o.Archive.LastSpoken(ctx, b.ID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		at = later(at, last.Mention.When())
	}
	if at.IsZero() {
		return &teach{p.Say("compare-none-why"), p.Say("today-no-source-do"), "/sources/add"}, nil
	}
	return &teach{p.Say("compare-old", p.Date(at)), p.Say("topic-quiet-do"), v.at("/compare", n, at)}, nil
}

// multiples draws the brands' weeks on one scale, the most heard first.
func (v *visit) multiples(d *comparePage, brands []vigie.Topic, courses map[vigie.TopicID][]week, happened []report.Happened) {
	p := v.Print
	var most int64
	for _, c := range courses {
		for _, w := range c {
			most = max(most, w.N)
		}
	}
	ordered := brands
	if len(d.Voices) > 0 {
		ordered = nil
		for _, row := range d.Voices {
			ordered = append(ordered, row.Topic)
		}
	}
	for _, b := range ordered {
		c := courses[b.ID]
		line := chart.Small{Most: most, Ours: b.Kind == vigie.OwnBrand, Label: p.Say("small-label", b.Name, c[len(c)-1].N)}
		var weeks []measure.Period
		for _, w := range c {
			weeks = append(weeks, w.Period)
			line.Values = append(line.Values, w.N)
			line.Holes = append(line.Holes, w.Silent || w.Hole.Incomplete())
			line.Open = w.Open
		}
		line.Events = marksOn(weeks, happened)
		d.Small = append(d.Small, small{b, line.Ours, chart.SVG(line.Draw()), c[len(c)-1].N, v.mentions(c[len(c)-1].Filter), topicPath(b.ID, len(c))})
		d.Heads = append(d.Heads, b.Name)
	}
	first := courses[brands[0].ID]
	n := len(first)
	d.SmallAxis = chart.SVG(chart.StripAxis(p.DayMonth(first[0].From), p.DayMonth(first[n/2].From), p.DayMonth(first[n-1].From)))
	for i := n - 1; i >= 0; i-- {
		row := compareRow{Name: p.DayMonth(first[i].From)}
		for _, b := range ordered {
			w := courses[b.ID][i]
			row.Cells = append(row.Cells, figure{N: w.N, Href: v.mentions(w.Filter), Unheard: w.Silent})
		}
		d.Table = append(d.Table, row)
	}
	d.SmallFinding = p.Say("small-finding", most)
}

// storiesShare says how many mentions are copies, over all brands.
func (v *visit) storiesShare(d *comparePage) string {
	var mentions, stories int64
	for _, r := range d.Mentions {
		mentions += r.N
	}
	for _, r := range d.Stories {
		stories += r.N
	}
	if stories == mentions {
		return v.Print.Say("stories-none")
	}
	return v.Print.Say("stories-finding", mentions, stories)
}

// mentionsFinding says whether counting mentions tells another order.
func (v *visit) mentionsFinding(d *comparePage, us vigie.TopicID) string {
	rank := func(rows []brandShare) int {
		for _, r := range rows {
			if r.Topic.ID == us {
				return r.Rank
			}
		}
		return 0
	}
	a, b := rank(d.Voices), rank(d.Mentions)
	if a == b || a == 0 || b == 0 {
		return v.Print.Say("compare-same-order")
	}
	return v.Print.Say("compare-other-order", ordinal(v.Print, b), ordinal(v.Print, a))
}

// compareAnswer is the large sentence.
func (v *visit) compareAnswer(d *comparePage, own vigie.Topic, n int) template.HTML {
	p := v.Print
	weeks := weeksOf(p, n)
	var total int64
	for _, row := range d.Voices {
		total += row.N
	}
	switch {
	case total == 0:
		return rich(p.Say("compare-none", weeks))
	case total < measure.Least:
		return rich(p.Say("compare-few", total, weeks))
	}
	for _, row := range d.Voices {
		if row.Topic.ID == own.ID {
			return rich(strings.Join([]string{
				p.Say("compare-share", weeks, row.Percent, row.Range, row.Place, words(p, int64(len(d.Voices))), row.Places),
			}, " "), row.Href)
		}
	}
	return ""
}
