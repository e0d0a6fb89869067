package report

import (
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// Options is how a report is handed over.
type Options struct {
	From Signature
	// Link returns the address of the mentions of a filter; nil for none, as on
	// paper.
	Link func(vigie.Filter) string
}

// auditor composes a pre-audit.
type auditor struct {
	speaker
	*Audit
	o Options
}

// Document composes the eight pages.
func (a *Audit) Document(p *say.Printer, o Options) *Document {
	w := auditor{speaker{p.At(a.Zone)}, a, o}
	d := &Document{
		Name: w.say("audit-name"), Of: a.Brand.Name, Lang: p.Lang(), Date: w.day(a.Now), At: a.Now, From: o.From,
		PageOf: func(n, of int) string { return w.say("report-page-of", n, of) },
	}
	for _, page := range []func() Page{w.answer, w.heard, w.where, w.who, w.words, w.questions, w.rivals, w.ready} {
		x := page()
		if x.Foot == "" {
			x.Foot = w.say("report-foot")
		}
		d.Pages = append(d.Pages, x)
	}
	return d
}

// day writes a date in full without its weekday: "23 novembre 2026".
func (s speaker) day(t time.Time) string {
	_, rest, _ := strings.Cut(s.p.Day(t), " ")
	return rest
}

func (a *auditor) page(n string, answer string, sections ...Section) Page {
	var kept []Section
	for _, s := range sections {
		if s.Finding != "" {
			kept = append(kept, s)
		}
	}
	return Page{Name: a.say("audit-" + n), Ask: a.say("audit-" + n + "-ask"), Answer: answer, Sections: kept}
}

func (a *auditor) span() vigie.Sentence { return a.speaker.span(a.heardPeriod()) }

// heardPeriod is the part of the period in which somebody listened.
func (a *auditor) heardPeriod() measure.Period {
	p := a.Period
	if s := a.Listened.Since; s.After(p.From) && s.Before(p.To) {
		p.From = s
	}
	if u := a.Listened.Until; u.Before(p.To) && u.After(p.From) {
		p.To = u.Add(time.Second)
	}
	return p
}

// theme names what the brand is set against: "le thème « minipelle »".
func (a *auditor) theme() string {
	if len(a.Themes) == 1 {
		return a.say("report-the-theme", a.Themes[0].Name)
	}
	return a.say("report-the-themes")
}

// answer is page 1.
func (a *auditor) answer() Page {
	return a.page("1", a.answerSentence(), a.posture(), a.against(), a.readyShort())
}

// answerSentence is the answer of the whole audit.
func (a *auditor) answerSentence() string {
	if a.Listened.Kept == 0 {
		return a.say("audit-nothing")
	}
	if a.Advice.Argument == measure.TooShort {
		left := int((8*7*24*time.Hour-a.Over)/(7*24*time.Hour)) + 1
		if a.Over < 24*time.Hour { // "for 0 s" tells nobody anything
			return a.say("audit-begun", vigie.Say("audit-young-so-far", a.Ours.Voices, a.weeks(left), a.span()))
		}
		return a.say("audit-young", a.lasting(a.Over), vigie.Say("audit-young-so-far", a.Ours.Voices, a.weeks(left), a.span()))
	}
	var out []string
	switch theme := len(a.Themes) > 0 && a.Theme > a.Ours.Voices; {
	case a.Ours.Voices == 0 && theme:
		out = append(out, a.say("audit-silent", a.span(), a.Theme, a.theme()))
	case a.Ours.Voices == 0:
		out = append(out, a.say("audit-silent-alone", a.span()))
	case theme && a.Ours.Voices*10 < a.Theme:
		out = append(out, a.say("audit-little", a.Ours.Voices, a.span(), a.last(), a.p.Number(a.Theme), a.theme()))
	default:
		out = append(out, a.say("audit-some", a.Ours.Voices, a.span(), a.last()))
		if theme {
			out = append(out, a.say("audit-some-theme", a.theme(), a.p.Number(a.Theme)))
		}
	}
	if a.Demand.Read && a.Demand.Open > 0 {
		out = append(out, a.say("audit-open", a.Demand.Open))
	} else if a.Advice.Argument == measure.IsSelfHelped {
		out = append(out, a.say("audit-helped"))
	}
	out = append(out, a.advice())
	return strings.Join(out, " ")
}

// last says when somebody last spoke, with its year only where it is not this
// one: "4 mars".
func (a *auditor) last() string {
	d := a.day(a.Last)
	if a.Last.In(a.Zone).Year() == a.Now.In(a.Zone).Year() {
		d = d[:strings.LastIndex(d, " ")]
	}
	return d
}

// advice says what we advise, and where.
func (a *auditor) advice() string {
	if a.Advice.Posture == measure.Undecided {
		return a.say("audit-undecided")
	}
	do := a.say("posture-" + string(a.Advice.Posture) + "-do")
	var at []string
	if a.Advice.Posture == measure.InformReply || a.Advice.Posture == measure.Serve || a.Advice.Posture == measure.Animate {
		for _, p := range a.Places {
			if p.Advice.Posture == a.Advice.Posture && len(at) < 2 {
				at = append(at, p.Site)
			}
		}
	}
	if len(at) == 0 {
		return a.say("audit-advise", do)
	}
	return a.say("audit-advise-at", do, at)
}

// posture is the ladder and its reasons.
func (a *auditor) posture() Section {
	l := Ladder{Chosen: -1, Near: -1, Say: a.say("finding-" + string(a.Advice.Posture))}
	for i, p := range measure.Postures {
		l.Steps = append(l.Steps, a.say("posture-"+string(p)))
		if p == a.Advice.Posture {
			l.Chosen = i
		}
		if a.Advice.Narrow && p == a.Advice.Else {
			l.Near = i
		}
	}
	absence := a.say("audit-absence-many")
	if a.Ours.Voices < 100 {
		absence = a.say("audit-absence-say", a.Ours.Voices)
	}
	return Section{Kicker: a.say("audit-posture"), Finding: l.Say, Blocks: []Block{l, Reasons{
		{a.say("audit-decides"), a.argument()},
		{a.say("audit-margin"), a.margin(a.Advice)},
		{a.say("audit-change"), a.change()},
		{a.say("audit-absence"), absence},
	}}}
}

// argument says which row of the decision table carried it.
func (a *auditor) argument() string {
	asked := int64(len(a.Demand.Asked))
	switch w := a.Advice.Argument; w {
	case measure.IsQuiet, measure.IsAbsent:
		return a.say("why-"+string(w), a.Theme, a.span())
	case measure.IsUnready:
		return a.say("why-unready", a.Demand.Open)
	case measure.IsAsking:
		return a.say("why-asking", a.Demand.Open, a.span())
	case measure.IsAskedSome, measure.IsSelfHelped:
		return a.say("why-"+string(w), asked, a.span(), a.Demand.Open)
	default:
		return a.say("why-" + string(w))
	}
}

// change says what would change our mind.
func (a *auditor) change() string {
	switch a.Advice.Argument {
	case measure.IsUnready, measure.TooShort:
		return a.say("change-" + string(a.Advice.Argument))
	}
	return a.say("change-" + string(a.Advice.Posture))
}

// margin says how near another advice was.
func (a *auditor) margin(x measure.Advice) string {
	if r := a.Readiness; x.Argument == measure.IsUnready && r != nil {
		more := r.Mean*measure.MinutesEach - 60*r.Hours
		return a.say("margin-hours", a.minutes(more), a.say("posture-"+string(measure.InformReply)))
	}
	if x.Margin == 0 || x.Else == "" {
		return a.say("margin-none")
	}
	other := a.say("posture-" + string(x.Else))
	if x.Argument == measure.IsQuiet {
		return a.say("margin-voices-more", -x.Margin, other)
	}
	id, n := "margin-wide", x.Margin
	if x.Narrow {
		id = "margin-narrow"
	}
	if n < 0 {
		id, n = id+"-more", -n
	}
	return a.say(id, n, other)
}

// against shows the brand in all that is said on its theme.
func (a *auditor) against() Section {
	if len(a.Themes) == 0 || a.Theme == 0 {
		return Section{}
	}
	bar := func(n int64, ours bool) chart.Drawing {
		return chart.Bar{Value: float64(n), Most: float64(a.Theme), Exact: true, Ours: ours, Height: 14}.Draw()
	}
	blocks := []Block{Rows{Name: a.say("audit-1"), Rows: []Row{
		{Label: a.Brand.Name, Picture: bar(a.Ours.Voices, true), Figure: a.say("audit-voices", a.Ours.Voices), N: float64(a.Ours.Voices), Strong: true},
		{Label: upper(a.theme()), Picture: bar(a.Theme, false), Figure: a.say("audit-voices", a.Theme), N: float64(a.Theme)},
	}}}
	if a.Swells {
		blocks = append(blocks, Para{a.say("audit-swells"), false})
	}
	return Section{Kicker: upper(a.say("audit-picture", a.span())), Finding: a.say("audit-against"), Blocks: blocks}
}

// readyShort is readiness in three lines, for page 1.
func (a *auditor) readyShort() Section {
	finding, text := a.readiness()
	return Section{Kicker: a.say("audit-ready"), Finding: finding, Blocks: []Block{Para{text, false}}}
}

// readiness says whether the hands suffice.
func (a *auditor) readiness() (finding, text string) {
	r := a.Readiness
	if r == nil && a.Demand.Read {
		return a.say("ready-unread"), a.say("ready-early-why")
	}
	if r == nil {
		return a.say("ready-unread"), a.say("ready-unread-why")
	}
	pace := a.say("ready-under-one")
	if r.PerWeek.High >= 1 {
		pace = a.say("ready-a-week", a.p.Decimal(round1(r.PerWeek.Low), 1), a.p.Decimal(round1(r.PerWeek.High), 1))
	}
	parts := []string{a.say("ready-load", pace, vigie.Say("ready-minutes", a.minutes(r.Minutes.Low), a.minutes(r.Minutes.High)))}
	switch {
	case r.Ready == measure.CannotTell:
		finding = a.say("ready-unsaid")
		parts = append(parts, a.say("ready-hours-unsaid"))
	case r.Ready == measure.No:
		finding = a.say("ready-no")
	case r.Ready == measure.Tight:
		finding = a.say("ready-tight")
	case r.InAugust == measure.No || r.InAugust == measure.Tight:
		finding = a.say("ready-yes-not-august")
	default:
		finding = a.say("ready-yes")
	}
	if r.Ready != measure.CannotTell {
		parts = append(parts, a.say("ready-hours", a.hours(r.Hours)))
		switch {
		case r.InAugust == measure.CannotTell:
		case r.August == 0:
			parts = append(parts, a.say("ready-august-none"))
		default:
			parts = append(parts, a.say("ready-august", a.hours(r.August)))
		}
	}
	return finding, strings.Join(parts, " ")
}

// round1 rounds what is over ten to the unit: half a request is a figure of
// speech there.
func round1(x float64) float64 {
	if x >= 3 {
		return float64(int(x + 0.5))
	}
	return x
}
