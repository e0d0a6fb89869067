package web

import (
	"context"
	"html/template"
	"net/http"
	"strconv"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/report"
	"vigie.example/vigie/understand"
)

// opinionPart is what others think of a topic's brand, week by week.
type opinionPart struct {
	Finding string
	Lean    string // which side it leans to, as a sentence; empty where too few were judged
	Caption string
	// Corrected is what people's readings make of the net opinion, or how to have
	// some.
	Corrected template.HTML
	Picture   template.HTML
	Happened  []string // what must be known to read the picture
	Totals    []opinionTotal
	Rows      []opinionRow
}

// opinionTotal is one opinion over the whole period.
type opinionTotal struct {
	Opinion vigie.Opinion
	N       int64
	Percent string
	Href    string
}

// opinionRow is one week of the table.
type opinionRow struct {
	Name                                string
	Negative, Neutral, Positive, Unsure int64
	Href                                string
	Unheard                             bool // nobody listened
}

// opinions gathers what others think of a topic over a period; nil where
// nothing was judged. Own mentions are never judged. course is of the same weeks.
func (s *Server) opinions(ctx context.Context, v *visit, l listening, t vigie.Topic, over stretch, course []week) (*opinionPart, error) {
	p := v.Print
	others := false
	f := vigie.Filter{Topics: []vigie.TopicID{t.ID}, Own: &others, From: over.from(), To: over.to()}
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Step: measure.Week, Split: measure.ByOpinion})
	if err != nil {
		return nil, err
	}
	totals := map[vigie.Opinion]int64{}
	by := map[int64]map[vigie.Opinion]int64{}
	judged := int64(0)
	for _, pt := range points {
		o, ok := opinionOf(pt.Group)
		if !ok || o == vigie.OpinionUnknown {
			continue
		}
		totals[o] += pt.N
		judged += pt.N
		if by[pt.At.Unix()] == nil {
			by[pt.At.Unix()] = map[vigie.Opinion]int64{}
		}
		by[pt.At.Unix()][o] += pt.N
	}
	if judged == 0 {
		return nil, nil
	}
	d := &opinionPart{Caption: p.Say("opinion-caption")}
	echo, err := s.echoes(ctx, vigie.Filter{Topics: []vigie.TopicID{t.ID}, From: over.from(), To: over.to()})
	if err != nil {
		return nil, err
	}
	d.Finding, d.Lean = v.opinionFinding(totals, judged, echo[t.ID])
	if d.Corrected, err = s.corrected(ctx, v, t, measure.Period{From: over.from(), To: over.to()}, totals); err != nil {
		return nil, err
	}
	if d.Corrected == "" {
		d.Corrected = rich(p.Say("sample-ask-for"), "/samples?topic="+id64(int64(t.ID)))
	}
	with := func(f vigie.Filter, o ...vigie.Opinion) string {
		f.Opinion = o
		return v.mentions(f)
	}
	for _, o := range []vigie.Opinion{vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure} {
		d.Totals = append(d.Totals, opinionTotal{o, totals[o], p.Percent(float64(totals[o]) / float64(judged)), with(f, o)})
	}
	pic := chart.Opinions{LabelledBy: "opinion-t opinion-c", Number: p.Number}
	for i, w := range over.all {
		g := f
		g.From, g.To = w.From, w.To
		n := by[w.From.Unix()]
		name := p.DayMonth(w.From)
		row := opinionRow{name, n[vigie.Negative], n[vigie.Neutral], n[vigie.Positive], n[vigie.Unsure], v.mentions(g), course[i].Silent}
		d.Rows = append(d.Rows, row)
		pic.Weeks = append(pic.Weeks, chart.OpinionWeek{
			Negative: row.Negative, Neutral: row.Neutral, Positive: row.Positive, Unsure: row.Unsure, Href: row.Href,
			Say: p.Say("opinion-week", name, row.Negative, row.Neutral, row.Positive, row.Unsure),
		})
		if i == 0 {
			pic.First = name
		}
		pic.Last = name
	}
	happened := v.happened(l, measure.Period{From: over.from(), To: over.to()}, report.OpinionVersions, t.ID)
	pic.Events = marksOn(over.all, happened)
	for _, h := range happened {
		d.Happened = append(d.Happened, capital(h.Say))
	}
	d.Picture = chart.SVG(pic.Draw())
	return d, nil
}

// leaningOf counts opinions for a net one.
func leaningOf(totals map[vigie.Opinion]int64) *measure.Leaning {
	var l measure.Leaning
	for o, n := range totals {
		l.AddAll(o, n)
	}
	return &l
}

// opinionFinding says which side the opinion leans to beyond chance, with the
// net opinion and its interval, or that too few were judged.
func (v *visit) opinionFinding(totals map[vigie.Opinion]int64, judged int64, echo float64) (finding, lean string) {
	p := v.Print
	net, ok := leaningOf(totals).Net(echo)
	if !ok {
		return p.Say("opinion-few", judged), ""
	}
	points := func(x float64) string { return p.Decimal(x*100, 0) }
	side := "neither"
	if net.Between.Low > 0 {
		side = "positive"
	} else if net.Between.High < 0 {
		side = "negative"
	}
	return p.Say("opinion-net-"+side, points(net.Value), points(net.Between.Low), points(net.Between.High)), p.Say("opinion-lean-" + side)
}

// judged is what was made of the opinion about one topic, and why.
type judged struct {
	Topic string
	vigie.Match
	Label   *vigie.Label // a person said so; nil where a reader did
	Own     bool         // never judged
	Because understand.Because
	Known   bool // Because tells
	Likely  vigie.Opinion
}

// why fills how the opinions of a mention came about.
func (s *Server) why(ctx context.Context, k vigie.Kept, d *mentionPage) error {
	if s.o.Opinions == nil {
		return nil
	}
	labels, err := s.o.Archive.Labels(ctx)
	if err != nil {
		return err
	}
	p := s.o.Opinions.Piece(k)
	for i := range d.Judged {
		j := &d.Judged[i]
		j.Own = k.Mention.Own
		for n := range labels {
			if labels[n].Mention == k.Mention.ID && labels[n].Topic == j.Match.Topic {
				j.Label = &labels[n]
			}
		}
		for n := range p.Matches {
			if p.Matches[n].Topic == j.Match.Topic && !j.Own {
				j.Because, j.Known = s.o.Opinions.Why(p, n, weightsMost), true
				j.Likely = j.Because.Likeliest
			}
		}
	}
	d.Correct = true
	return nil
}

// weightsMost is how many words are told to have decided.
const weightsMost = 6

// correct keeps what a person says of a mention's opinion, or takes it back.
func (s *Server) correct(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || s.o.Opinions == nil {
		return vigie.Errorf(vigie.NotFound, err, "mention-not-found")
	}
	topic, err := strconv.ParseInt(r.FormValue("topic"), 10, 64)
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "topic", r.FormValue("topic"))
	}
	id, t := vigie.MentionID(n), vigie.TopicID(topic)
	if r.FormValue("opinion") == "undo" {
		if err := s.o.Opinions.Uncorrect(ctx, id, t); err != nil {
			return err
		}
		v.tell(ctx, "correct-undone")
	} else {
		o, ok := opinionOf(r.FormValue("opinion"))
		if !ok {
			return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "opinion", r.FormValue("opinion"))
		}
		if err := s.o.Opinions.Correct(ctx, vigie.Label{Mention: id, Topic: t, Opinion: o, By: v.User.Login}); err != nil {
			return err
		}
		v.tell(ctx, "correct-done")
	}
	s.best.forget() // it may quote this mention for the opinion that it was thought to have
	if r.FormValue("from") == "corrections" {
		return v.to(w, "/corrections")
	}
	return v.to(w, mentionPath(id)+"#opinion")
}

// correctionsPage is what people corrected, and what it taught.
type correctionsPage struct {
	Answer  template.HTML
	Effects []effectRow
	Rows    []correctionRow
	N       int
	intentCorrections
}

// effectRow is what the corrections of one language changed.
type effectRow struct {
	Lang                     string
	Labels                   int
	Before, After, Low, High string
	Helps, Harms             bool
}

// correctionRow is one correction.
type correctionRow struct {
	vigie.Label
	Href, Name string
}

// correctionsMost is how many corrections the page lists, the newest first.
const correctionsMost = 100

// corrections answers: what did we correct, and does the judge do better?
func (s *Server) corrections(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	if s.o.Opinions == nil {
		return vigie.Errorf(vigie.NotFound, nil, "mention-not-found")
	}
	labels, err := s.o.Archive.Labels(ctx)
	if err != nil {
		return err
	}
	effects, err := s.o.Opinions.Effects(ctx)
	if err != nil {
		return err
	}
	d := correctionsPage{N: len(labels)}
	if d.intentCorrections, err = s.intentCorrections(ctx, v); err != nil {
		return err
	}
	for _, e := range effects {
		d.Effects = append(d.Effects, effectRow{
			Lang: langName(p, e.Lang), Labels: e.Labels, Before: p.Percent(e.Before), After: p.Percent(e.After),
			Low: p.Decimal(e.Low*100, 0), High: p.Decimal(e.High*100, 0), Helps: e.Low > 0, Harms: e.High < 0,
		})
	}
	for i := len(labels) - 1; i >= 0 && len(d.Rows) < correctionsMost; i-- {
		row := correctionRow{Label: labels[i], Href: mentionPath(labels[i].Mention) + "#opinion"}
		if t, ok := v.Topic(labels[i].Topic); ok {
			row.Name = t.Name
		}
		d.Rows = append(d.Rows, row)
	}
	switch {
	case len(labels) == 0 && d.IntentN > 0:
		d.Answer = rich(p.Say("corrections-intents", d.IntentN))
	case len(labels) == 0:
		d.Answer = rich(p.Say("corrections-none"))
	case len(d.Effects) == 0:
		d.Answer = rich(p.Say("corrections-few", len(labels)))
	default:
		e := d.Effects[0]
		for _, x := range d.Effects {
			if x.Labels > e.Labels {
				e = x
			}
		}
		id := "corrections-unclear"
		if e.Helps {
			id = "corrections-help"
		} else if e.Harms {
			id = "corrections-harm"
		}
		d.Answer = rich(p.Say(id, len(labels), e.Before, e.After, e.Low, e.High))
	}
	return v.page(w, "corrections", vigie.Say("corrections-title"), d)
}

// waiting counts the mentions of a topic that wait for an answer.
func (s *Server) waiting(ctx context.Context, v *visit, f vigie.Filter) (figure, error) {
	f.Intents = []vigie.Intent{vigie.Solicitation}
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f})
	if err != nil {
		return figure{}, err
	}
	out := figure{Href: v.mentions(f)}
	for _, pt := range points {
		out.N += pt.N
	}
	out.Name = v.Print.Say("waits-for-answer", out.N)
	return out, nil
}
