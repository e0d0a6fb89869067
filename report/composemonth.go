package report

import (
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// monthly composes a monthly report.
type monthly struct {
	speaker
	*Monthly
	o Options
}

// Document composes the four pages.
func (r *Monthly) Document(p *say.Printer, o Options) *Document {
	w := monthly{speaker{p.At(r.Zone)}, r, o}
	d := &Document{
		Name: w.say("month-name", p.At(r.Zone).MonthYear(r.Month.From)), Of: r.Brand.Name, Lang: p.Lang(), Date: w.day(r.Now), At: r.Now, From: o.From,
		PageOf: func(n, of int) string { return w.say("report-page-of", n, of) },
	}
	for _, page := range []Page{w.first(), w.customers(), w.rivals(), w.done()} {
		page.Foot = w.say("month-foot")
		d.Pages = append(d.Pages, page)
	}
	return d
}

// last is the month itself.
func (r *Monthly) last() CourseMonth { return r.Course[len(r.Course)-1] }

// first is page 1: three sentences, and thirteen months.
func (r *monthly) first() Page {
	changed, same, decide := r.changed(), r.same(), r.decide()
	if m := r.Attention; len(m.Brands) > 0 && !m.Thin && !r.last().Silent {
		if t := r.trouble(r.Brand.Name, m.Brands[0].State); t != "" {
			changed += " " + t // how well, and not only how much
		}
	}
	line := chart.Line{Number: r.p.Number, Tall: 150}
	behind := Table{Name: r.say("month-course"), Heads: []string{r.say("baro-month"), r.say("rivals-voices"), r.say("month-ordinary"), r.say("month-note")}, Right: []bool{false, true, true, false}, Wide: []float64{0.25, 0.15, 0.25, 0.35}}
	for i, c := range r.Course {
		pt := chart.Period{Axis: r.short(c, i == 0 || i == len(r.Course)-1), Value: c.N, Low: c.Band.Low, High: c.Band.High, Banded: c.Banded, Open: c.Open, Silent: c.Silent, Hole: !c.Silent && (c.Hole.Incomplete() || !c.Partly.From.IsZero())}
		if pt.Hole && (i == 0 || !line.Points[i-1].Hole) {
			pt.Name = r.say("month-hole-name")
		}
		if c.Banded {
			line.Band = r.say("ordinary")
		}
		line.Points = append(line.Points, pt)
		ranges := r.say("report-none")
		if c.Banded {
			ranges = r.say("range", c.Band.Low, c.Band.High)
		}
		voices := r.count(c.N)
		if c.Silent { // nobody listened: nought would be made up
			voices = Cell{Text: r.say("report-none")}
		}
		behind.Rows = append(behind.Rows, []Cell{{Text: r.p.MonthYear(c.From)}, voices, {Text: ranges}, {Text: r.note(c)}})
	}
	first, last := r.Course[0].Period, r.Course[len(r.Course)-1].Period
	told := make([]int, len(r.Course))
	for _, h := range Happening(r.p, r.Turns, measure.Period{From: first.From, To: last.To}, monthlyVersions, r.Brand.ID) {
		for i, c := range r.Course {
			if !c.Holds(h.At) {
				continue
			}
			line.Events = append(line.Events, chart.Mark{At: place(i, c.Period, h.At), Name: h.Name})
			note, text := &behind.Rows[i][3].Text, h.Say
			if told[i]++; told[i] > notesMost { // the page would not hold them
				if text = r.say("mark-more"); told[i] > notesMost+1 {
					continue
				}
			}
			if *note != "" {
				text = r.say("mark-and", *note, text)
			}
			*note = text
		}
	}
	caption := r.say("month-caption")
	if line.Band != "" {
		caption += " " + r.say("month-caption-band")
	}
	return Page{
		Name: r.say("month-1"), Ask: r.say("month-1-ask"), Answer: strings.Join([]string{changed, same, decide}, " "),
		Sections: []Section{{Kicker: r.say("month-course"), Finding: r.courseFinding(), Blocks: []Block{
			Picture{Drawing: line.Draw(), Caption: caption}, behind,
		}}},
	}
}

// short writes a month for the axis: "nov.", with its year at the ends.
func (r *monthly) short(c CourseMonth, year bool) string {
	_, name, _ := strings.Cut(r.p.DayMonth(c.From), "\u00a0")
	if year {
		name += " " + c.From.In(r.Zone).Format("2006")
	}
	return name
}

// note says what must be known to read a month.
func (r *monthly) note(c CourseMonth) string {
	switch {
	case c.Silent:
		return r.unheard(&r.Listened, c.Period)
	case c.Open:
		return r.say("baro-open")
	case !c.Partly.From.IsZero():
		return r.partly(c.Partly)
	case c.Hole.Incomplete():
		return r.say("month-hole", vigie.Ratio(c.Hole.Missed))
	case c.Banded && c.N > c.Band.High:
		return r.say("month-above")
	case c.Banded && c.N < c.Band.Low:
		return r.say("month-below")
	}
	return ""
}

// changed is the first sentence: what changed.
func (r *monthly) changed() string {
	c := r.last()
	month := r.p.MonthYear(c.From)
	switch {
	case c.Silent:
		return upper(r.say("month-unheard", month))
	case !c.Partly.From.IsZero():
		return upper(r.say("month-partly", month, c.N, r.span(c.Partly)))
	case c.Hole.Incomplete():
		return upper(r.say("month-holed", month, c.N))
	case c.N == 0:
		return upper(r.say("month-none", month))
	case r.Change == nil:
		return upper(r.say("month-count", month, c.N))
	case r.Change.Clear && r.Change.Ratio > 1:
		return upper(r.say("month-more", month, c.N, r.p.Signed(r.Change.Ratio-1), r.signed(r.Change.Between.Low), r.signed(r.Change.Between.High)))
	case r.Change.Clear:
		return upper(r.say("month-less", month, c.N, r.p.Signed(r.Change.Ratio-1), r.signed(r.Change.Between.Low), r.signed(r.Change.Between.High)))
	}
	return upper(r.say("month-same", month, c.N))
}

// signed writes a bound of a change: "+3", "−4".
func (r *monthly) signed(ratio float64) string {
	return strings.TrimSpace(strings.TrimRight(r.p.Signed(ratio-1), "%\u202f\u00a0 "))
}

// same is the second sentence: what did not change.
func (r *monthly) same() string {
	c := r.last()
	switch {
	case c.Silent:
		return r.say("month-silence-ours")
	case c.N == 0:
		return r.say("month-same-none")
	case !c.Banded:
		return r.say("month-young")
	case c.Band.Holds(c.N):
		return r.say("month-ordinary-yes")
	case c.N > c.Band.High:
		return r.say("month-out-above", c.Band.Low, c.Band.High)
	}
	return r.say("month-out-below", c.Band.Low, c.Band.High)
}

// decide is the third sentence: what we ask to decide.
func (r *monthly) decide() string {
	open, untold := r.Requests.Open, r.Requests.Untraced
	switch {
	case r.last().Silent:
		return r.say("month-decide-unheard")
	case r.last().Hole.Incomplete() && !r.last().Silent:
		return r.say("month-decide-hole")
	case r.Requests.Read && open > 0:
		return r.say("month-decide-open", open)
	case r.Requests.Read && untold > 0 && untold == int64(len(r.Requests.Asked)):
		return r.say("month-decide-untold", untold)
	}
	return r.say("month-decide-nothing")
}

// courseFinding says what the line shows.
func (r *monthly) courseFinding() string {
	out, banded := 0, false
	for _, c := range r.Course {
		if c.Banded && c.Usual() {
			banded = true
			if !c.Band.Holds(c.N) {
				out++
			}
		}
	}
	switch {
	case !banded:
		return r.say("month-course-young")
	case out == 0:
		return r.say("month-course-ordinary")
	}
	return r.say("month-course-out", out)
}

// customers is page 2: promises kept, what customers teach, and what they think.
func (r *monthly) customers() Page {
	if c := r.last(); c.Silent {
		return Page{Name: r.say("month-2"), Ask: r.say("month-2-ask"), Answer: upper(r.say("kept-unheard", r.p.MonthYear(c.From)))}
	}
	d := r.Requests
	kept := Section{Kicker: r.say("kept-kicker")}
	answer := r.say("kept-unread")
	switch {
	case !d.Read && r.last().N == 0: // there was nothing to look through
		answer = r.say("kept-silent")
		kept.Finding, kept.Blocks = r.say("kept-nothing"), []Block{Para{r.say("kept-silent-why"), false}}
	case !d.Read:
		kept.Finding, kept.Blocks = r.say("kept-unknown"), []Block{Para{r.say("kept-unread-why"), false}}
	case len(d.Asked) == 0:
		answer = r.say("kept-none")
		kept.Finding, kept.Blocks = r.say("kept-nothing"), []Block{Para{r.say("kept-times"), true}}
	default:
		answer = r.say("kept-answer", int64(len(d.Asked)), d.ByUs, d.ByOthers, d.Open, d.Untraced)
		kept.Finding = r.say("kept-finding", d.ByUs, d.Open)
		told := d.ByUs+d.ByOthers+d.Open > 0
		if !told { // no thread was heard: silence is no proof of silence
			answer, kept.Finding = r.say("kept-answer-untold", int64(len(d.Asked))), r.say("kept-unknown")
		}
		most := float64(len(d.Asked))
		row := func(id string, n int64, ours bool) Row {
			return Row{Label: r.say(id), Picture: chart.Bar{Value: float64(n), Most: most, Exact: true, Ours: ours, Height: 14}.Draw(), Figure: r.p.Number(n), N: float64(n)}
		}
		rows := Rows{Name: r.say("kept-kicker"), Rows: []Row{row("kept-us", d.ByUs, true), row("kept-others", d.ByOthers, false), row("kept-open", d.Open, false)}}
		if !told {
			rows.Rows = nil // noughts would say that nobody answered
		}
		if d.Untraced > 0 {
			rows.Rows = append(rows.Rows, row("kept-untraced", d.Untraced, false))
		}
		kept.Blocks = []Block{rows, Para{r.say("kept-times"), true}}
	}
	// Requests are those that rules find: a rule edited in the month is told here,
	// since the picture of voices does not turn on it.
	rules := slices.DeleteFunc(slices.Clone(r.Turns), func(t vigie.Turn) bool {
		return t.Kind != vigie.TurnRule && t.Kind != vigie.TurnVersion
	})
	for _, h := range Happening(r.p, rules, r.Month, []string{intents, "demand"}) {
		kept.Blocks = append(kept.Blocks, Para{upper(h.Say) + ".", true})
	}
	if !d.Read {
		return Page{Name: r.say("month-2"), Ask: r.say("month-2-ask"), Answer: answer, Sections: []Section{kept, r.net(r.Net, r.Corrected, r.Quality), r.reach(r.Reach)}}
	}
	teach := Section{Kicker: r.say("teach-kicker"), Finding: r.say("teach-none"), Blocks: []Block{Para{r.say("teach-none-why"), false}}}
	if len(r.Teaches) > 0 {
		teach.Finding, teach.Blocks = r.say("teach-finding"), nil
		for _, t := range r.Teaches {
			p := Point{Head: r.say("service-"+string(t.Service), t.N)}
			if t.Said != nil {
				p.Text = r.p.Quote(t.Said.Quote) + " (" + r.at(t.Said) + ", " + r.p.DayMonth(t.Said.At) + ")"
			}
			teach.Blocks = append(teach.Blocks, Points{p})
		}
	}
	return Page{Name: r.say("month-2"), Ask: r.say("month-2-ask"), Answer: answer, Sections: []Section{kept, teach, r.net(r.Net, r.Corrected, r.Quality), r.reach(r.Reach)}}
}

// rivals is page 3.
func (r *monthly) rivals() Page {
	page := Page{Name: r.say("month-3"), Ask: r.say("month-3-ask")}
	m := r.Attention
	switch {
	case r.last().Silent:
		page.Answer = upper(r.say("rivals-unheard", r.p.MonthYear(r.Month.From)))
		return page
	case len(r.Compared) < 2:
		page.Answer = r.say("rivals-none")
		return page
	case len(m.Brands) == 0:
		page.Answer = r.say("rivals-silent", vigie.Say("month-in", r.p.MonthYear(r.Month.From)))
		return page
	}
	us := m.Brands[0]
	page.Answer = r.standing(us, len(m.Brands))
	if m.Thin {
		page.Answer = r.say("rivals-thin", m.Voices)
		page.Sections = []Section{r.attention(m, r.Compared)}
		return page
	}
	t := Table{
		Name: r.say("moved-kicker"), Heads: []string{r.say("rivals-brand"), r.say("moved-before"), r.say("moved-now"), r.say("moved-difference"), r.say("rivals-state")},
		Right: []bool{false, true, true, false, false}, Wide: []float64{0.24, 0.14, 0.12, 0.25, 0.25},
	}
	moved := 0
	for i, b := range r.Compared {
		a := m.Brands[i]
		was, diff := Cell{Text: r.say("report-none")}, r.say("report-none")
		if len(r.Before.Brands) > 0 {
			was = Cell{Text: r.pc(r.Before.Brands[i].Share), Figure: r.Before.Brands[i].Share, IsN: true}
			diff = r.say("moved-not")
			if a.Clear {
				moved++
				diff = r.say("moved-by", r.pointsOf(a.Moved))
			}
		}
		t.Rows = append(t.Rows, []Cell{{Text: b.Name}, was, {Text: r.pc(a.Share), Figure: a.Share, IsN: true}, {Text: diff}, {Text: upper(r.mood(a.State))}})
	}
	finding := r.say("moved-none")
	switch {
	case len(r.Before.Brands) == 0:
		finding = r.say("moved-alone")
	case moved > 0:
		finding = r.say("moved-some", moved)
	}
	page.Sections = []Section{r.attention(m, r.Compared), {Kicker: r.say("moved-kicker"), Finding: finding, Blocks: []Block{t, Para{r.say("moved-covers"), true}}}}
	return page
}

// pointsOf writes a difference of shares: "+1,2 à +4,5 points".
func (r *monthly) pointsOf(in measure.Interval) string {
	one := func(v float64) string {
		s := r.p.Decimal(100*v, 1)
		if v > 0 && s != "0" {
			s = "+" + s
		}
		return s
	}
	return r.say("range", one(in.Low), one(in.High))
}

// done is page 4: actions, two verbatims, what was not heard.
func (r *monthly) done() Page {
	page := Page{Name: r.say("month-4"), Ask: r.say("month-4-ask"), Answer: r.say("done-answer")}
	page.Sections = append(page.Sections, Section{Kicker: r.say("done-kicker"), Finding: r.say("done-none"), Blocks: []Block{Para{r.say("done-none-why"), false}}})
	said := Section{Kicker: r.say("said-kicker"), Finding: r.say("two-finding")}
	var quotes Quotes
	for _, v := range []struct {
		v  *Verbatim
		id string
	}{{r.Moves, "two-moves"}, {r.Hurts, "two-hurts"}} {
		if v.v != nil {
			quotes = append(quotes, Quote{Text: r.p.Quote(v.v.Quote), Source: r.say("said-source", r.at(v.v), r.p.Date(v.v.At)), Href: v.v.URL, Mark: r.say(v.id)})
		}
	}
	if len(quotes) > 0 {
		said.Blocks = []Block{quotes, Para{r.say("said-irony"), true}}
	} else if r.last().Silent {
		said.Finding, said.Blocks = r.say("two-none"), []Block{Para{r.say("two-none-unheard"), false}}
	} else {
		said.Finding, said.Blocks = r.say("two-none"), []Block{Para{r.say("two-none-why"), false}}
	}
	points := Points{{r.say("silence-groups"), r.say("silence-groups-do")}, {r.say("silence-networks"), r.say("silence-networks-do")}}
	var failing []string
	for i := range r.Listened.Sources {
		if s := &r.Listened.Sources[i]; s.State(r.Now) == vigie.Failing && len(failing) < 3 {
			failing = append(failing, s.Name)
		}
	}
	if len(failing) > 0 {
		points = append(points, Point{r.say("silence-failing"), r.p.List(failing) + "."})
	}
	if c := r.last(); !c.Partly.From.IsZero() {
		points = append(points, Point{r.say("month-hole-head"), r.partly(c.Partly) + "."})
	} else if c.Hole.Incomplete() && !c.Silent {
		points = append(points, Point{r.say("month-hole-head"), r.say("month-hole", vigie.Ratio(c.Hole.Missed)) + "."})
	}
	page.Sections = append(page.Sections, said, Section{Kicker: r.say("silence-kicker"), Finding: r.say("unheard-finding"), Blocks: []Block{points}}, r.quality(r.Quality), r.provenance(&r.From))
	return page
}
