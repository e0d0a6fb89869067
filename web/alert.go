package web

import (
	"html/template"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
)

// alertPage is one alert: what is happening, and is it true?
type alertPage struct {
	Ask     string
	Answer  template.HTML
	Row     alertRow
	State   alert.State
	Reasons []string
	Also    string

	Finding, Caption string
	Picture          template.HTML
	Points           []chartRow // newest first

	First     *shown
	Verbatims []shown
	Own       *shown
	Counted   bool // it was drawn from mentions
	Figures   []figure
	Unjudged  bool
	Path      []string
	Sites     []part
	Mentions  string
}

// chartRow is one stretch of the table behind the chart.
type chartRow struct {
	Name, Range, Href string
	N                 int64
}

// oneAlert shows an alert.
func (s *Server) oneAlert(w http.ResponseWriter, r *http.Request, v *visit) error {
	a, err := s.askedAlert(r)
	if err != nil {
		return err
	}
	d := alertPage{Ask: v.Print.Say("alert-ask"), Row: v.alertRow(&a), State: a.State, Mentions: v.mentions(a.Filter())}
	for _, reason := range a.Reasons {
		d.Reasons = append(d.Reasons, capital(v.Print.Sentence(reason)))
	}
	d.Answer = v.alertAnswer(&a, d.Mentions)
	if d.Counted = a.Picture.Mentions > 0; d.Counted {
		if err := s.fillAlert(r, v, &a, &d); err != nil {
			return err
		}
	}
	return v.page(w, "alert", vigie.Sentence{ID: "menu-alerts"}, d)
}

func (s *Server) askedAlert(r *http.Request) (alert.Alert, error) {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return alert.Alert{}, vigie.Errorf(vigie.NotFound, err, "alert-none")
	}
	return s.o.Ledger.Alert(r.Context(), alert.ID(n))
}

// alertAnswer says what is happening in one sentence, with its chance.
func (v *visit) alertAnswer(a *alert.Alert, href string) template.HTML {
	p, pic := v.Print, &a.Picture
	if pic.Mentions == 0 || a.Kind == alert.Waits {
		return rich(p.Say("alert-answer-plain", v.alertName(a)))
	}
	names := make([]string, len(pic.Channels))
	for i, c := range pic.Channels {
		names[i] = p.Say("channel-" + string(c))
	}
	where := p.Say("alert-in-channels", len(pic.Channels), p.List(names))
	if a.Learning {
		return rich(p.Say("alert-answer-learning", v.alertName(a), pic.Voices, pic.Stories, where), href)
	}
	return rich(p.Say("alert-answer", v.alertName(a), pic.Voices, pic.Stories, where,
		p.For(a.Window), p.Decimal(a.Expected, 1), v.rate(a.Rarity)), href)
}

// rate says how often such a moment comes by chance.
func (v *visit) rate(rarity float64) string {
	weeks := math.Exp(rarity)
	if weeks > 1000 {
		return v.Print.Say("alert-rate-more")
	}
	return v.Print.Say("alert-rate-weeks", max(1, int(math.Round(weeks))))
}

// fillAlert adds the chart, the verbatims and the figures.
func (s *Server) fillAlert(r *http.Request, v *visit, a *alert.Alert, d *alertPage) error {
	ctx, p, pic := r.Context(), v.Print, &a.Picture
	d.Figures = []figure{
		{Name: p.Say("alert-voices"), N: int64(pic.Voices), Href: d.Mentions},
		{Name: p.Say("alert-mentions"), N: int64(pic.Mentions), Href: d.Mentions},
		{Name: p.Say("alert-stories"), N: int64(pic.Stories), Href: d.Mentions},
		{Name: p.Say("alert-titles"), N: int64(pic.PressTitles), Href: d.Mentions},
	}
	if d.Unjudged = pic.Judged == 0; !d.Unjudged {
		f := a.Filter()
		f.Opinion = []vigie.Opinion{vigie.Negative}
		d.Figures = append(d.Figures, figure{Name: p.Say("alert-judged", pic.Judged), N: int64(pic.Negative), Href: v.mentions(f)})
	}
	for _, j := range pic.Jumps {
		d.Path = append(d.Path, capital(p.Say("alert-jump", p.Say("channel-"+string(j.From)), p.Say("channel-"+string(j.To)), p.For(j.After))))
	}
	var also []string
	for _, id := range a.Also {
		if t, ok := v.Topic(id); ok {
			also = append(also, t.Name)
		}
	}
	if len(also) > 0 {
		d.Also = p.Say("alert-also", p.List(also))
	}
	var err error
	if d.Sites, err = s.sitesOf(ctx, v, a.Filter(), measure.Voices, 5); err != nil {
		return err
	}
	shownOne := func(id vigie.MentionID) (*shown, error) {
		if id == 0 {
			return nil, nil
		}
		k, err := s.o.Archive.Mention(ctx, id)
		if isNotFound(err) {
			return nil, nil // erased since
		}
		if err != nil {
			return nil, err
		}
		one := v.shownAll([]vigie.Kept{k}, nil)[0]
		return &one, nil
	}
	if d.First, err = shownOne(pic.First); err != nil {
		return err
	}
	if d.Own, err = shownOne(pic.Own); err != nil {
		return err
	}
	for _, id := range pic.Verbatims {
		if id == pic.First {
			continue
		}
		one, err := shownOne(id)
		if err != nil {
			return err
		}
		if one != nil {
			d.Verbatims = append(d.Verbatims, *one)
		}
	}
	return s.drawAlert(r, v, a, d)
}

// chartBefore and chartAfter are what the chart shows around a ring.
const (
	chartBefore = 8 * 24 * time.Hour
	chartAfter  = 3 * 24 * time.Hour
)

// drawAlert draws the surge against what was ordinary.
func (s *Server) drawAlert(r *http.Request, v *visit, a *alert.Alert, d *alertPage) error {
	if s.o.Alerts == nil {
		return nil
	}
	to := a.Last.Add(alert.CourseStep)
	if least := a.Rung.Add(chartAfter); to.Before(least) {
		to = least
	}
	course, err := s.o.Alerts.Course(r.Context(), a.Topic, a.Rung.Add(-chartBefore), to)
	if err != nil || len(course) == 0 {
		return err
	}
	p := v.Print
	line := chart.Line{LabelledBy: "surge-t surge-c", Number: p.Number}
	most := course[0]
	for i, x := range course {
		name := p.Say("alert-of", p.DayMonth(x.From), p.Clock(x.From))
		f := vigie.Filter{Topics: []vigie.TopicID{a.Topic}, From: x.From, To: x.To}
		pt := chart.Period{
			Axis: p.DayMonth(x.From), Value: x.N, Low: x.Band.Low, High: x.Band.High, Banded: x.Banded, Hole: x.Hole, Open: x.Open,
			Href: v.mentions(f), Say: p.Say("alert-chart-point", p.DayMonth(x.From), p.Clock(x.From), x.N),
		}
		row := chartRow{Name: name, N: x.N, Href: pt.Href}
		if x.Banded {
			line.Band = p.Say("ordinary")
			row.Range = p.Say("range", x.Band.Low, x.Band.High)
		}
		if !a.Rung.Before(x.From) && a.Rung.Before(x.To) {
			line.Events = append(line.Events, chart.Mark{
				At:   float64(i) + float64(a.Rung.Sub(x.From))/float64(x.To.Sub(x.From)),
				Name: strings.TrimSpace(p.Say("alert-today-mark", p.Clock(a.Rung))),
			})
		}
		if x.N > most.N {
			most = x
		}
		line.Points = append(line.Points, pt)
		d.Points = append([]chartRow{row}, d.Points...)
	}
	d.Picture = chart.SVG(line.Draw())
	d.Finding = p.Say("alert-chart-finding", most.N, int64(math.Round(most.Usual)))
	d.Caption = p.Say("alert-chart-caption")
	return nil
}

// changeAlert takes, closes or opens again what nobody did before: of two people
// who decide at once the first is right, and the other is told.
func (s *Server) changeAlert(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	asked, err := s.askedAlert(r)
	if err != nil {
		return err
	}
	do, told := r.FormValue("do"), ""
	_, err = s.o.Ledger.ChangeAlert(ctx, asked.ID, func(a *alert.Alert) error {
		told = "alert-told-late"
		switch do {
		case "take":
			if a.State == alert.Open {
				a.State, a.Who, a.TakenAt = alert.Taken, v.User.Name, v.Now
				told = "alert-told-taken"
			}
		case "real", "not":
			if a.Live() {
				a.State, a.By, a.ClosedAt, a.Verdict = alert.Closed, v.User.Name, v.Now, alert.Verdict(do)
				told = "alert-told-closed"
			}
		case "reopen":
			if !a.Live() {
				a.State, a.By, a.ClosedAt, a.Verdict, a.Who = alert.Open, "", time.Time{}, alert.Unjudged, ""
				told = "alert-told-reopened"
			}
		default:
			return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "do", do)
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.tell(ctx, told)
	return v.to(w, alertPath(asked.ID))
}
