package report

import (
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
)

// heard is page 2: what was listened to, and what not.
func (a *auditor) heard() Page {
	if len(a.Coverage) == 0 {
		return a.page("2", a.say("cover-none"), a.unheard())
	}
	visited := 0
	for _, c := range a.Coverage {
		visited += c.Sources
	}
	var mentions int64
	for _, c := range a.Coverage {
		mentions += c.Voices
	}
	answer := a.say("cover-answer", mentions, a.span())
	if visited > 0 {
		answer = a.say("cover-answer-sources", mentions, visited, a.span())
	}
	answer += " " + a.say("cover-closed")
	rows := Rows{Name: a.say("audit-2"), Key: []KeyEntry{
		{chart.Swatch(chart.CellHeard), a.say("covered-heard")},
		{chart.Swatch(chart.CellHole), a.say("covered-hole")},
		{chart.Swatch(chart.CellBefore), a.say("covered-before")},
	}}
	holed := 0
	for _, c := range a.Coverage {
		label := a.channel(c.Channel)
		if c.Sources > 0 {
			label = a.say("cover-label", label, c.Sources)
		}
		rows.Rows = append(rows.Rows, Row{
			Label: label, Picture: chart.Strip{Cells: c.Cells}.Draw(), Figure: a.say("audit-voices", c.Voices), N: float64(c.Voices),
		})
		if slices.Contains(c.Cells, chart.CellHole) {
			holed++
		}
	}
	months := a.Coverage[0].Months
	if n := len(months); n > 2 {
		rows.Axis = chart.StripAxis(a.p.MonthYear(months[0].From), a.p.MonthYear(months[n/2].From), a.p.MonthYear(months[n-1].From))
	}
	finding := a.say("cover-finding")
	switch {
	case holed > 0:
		finding = a.say("cover-finding-holes", holed)
	case slices.ContainsFunc(a.Coverage, func(c Covered) bool { return slices.Contains(c.Cells, chart.CellBefore) }):
		finding = a.say("cover-finding-partly")
	}
	return a.page("2", answer, Section{Kicker: a.say("cover-kicker"), Finding: finding, Blocks: []Block{rows}}, a.unheard(), a.quality(a.Quality))
}

// unheard lists the silences, and what can be done about each.
func (a *auditor) unheard() Section {
	points := Points{{a.say("silence-groups"), a.say("silence-groups-do")}, {a.say("silence-networks"), a.say("silence-networks-do")}}
	private := slices.ContainsFunc(a.Listened.Sources, func(s vigie.Source) bool { return s.Channel == vigie.Private })
	if !private {
		points = append(points, Point{a.say("silence-desk"), a.say("silence-desk-do")})
	}
	var failing []string
	for i := range a.Listened.Sources {
		if s := &a.Listened.Sources[i]; s.State(a.Now) == vigie.Failing && len(failing) < 3 {
			failing = append(failing, s.Name)
		}
	}
	if len(failing) > 0 {
		points = append(points, Point{a.say("silence-failing"), a.p.List(failing) + "."})
	}
	return Section{Kicker: a.say("silence-kicker"), Finding: a.say("silence-finding", a.word(int64(len(points)), false)), Blocks: []Block{points}}
}

// where is page 3: the territories.
func (a *auditor) where() Page {
	if len(a.Places) == 0 {
		return a.page("3", a.say("where-none"))
	}
	var top, all int64
	for _, c := range a.Who.Channels {
		all += c.Voices
	}
	for _, p := range a.Places[:min(2, len(a.Places))] {
		top += p.Theme
	}
	answer := a.say("where-one", a.Places[0].Site, a.Places[0].Theme)
	if len(a.Places) > 1 && all > 0 {
		answer = a.say("where-two", a.Places[0].Site, a.Places[1].Site, vigie.Ratio(float64(top)/float64(all)))
	}
	absent := 0
	for _, p := range a.Places {
		if p.Ours == 0 {
			absent++
		}
	}
	if absent > 0 {
		answer += " " + a.say("where-absent", absent, len(a.Places))
	}
	t := Table{
		Name: a.say("audit-3"), Heads: []string{a.say("where-place"), a.say("where-theme"), a.say("where-you"), a.say("where-rivals"), a.say("where-asked"), a.say("where-open"), a.say("where-advice")},
		Right: []bool{false, true, true, true, true, true, false}, Wide: []float64{0.32, 0.08, 0.09, 0.14, 0.12, 0.08, 0.17},
	}
	for _, p := range a.Places {
		asked, open := Cell{Text: a.say("report-none")}, Cell{Text: a.say("report-none")}
		if a.Demand.Read {
			asked = a.n(p.Asked)
		}
		if p.Told > 0 {
			open = a.n(p.Open)
		}
		link := ""
		if a.o.Link != nil && strings.Contains(p.Site, ".") {
			link = a.o.Link(vigie.Filter{Topics: a.topics(), Sites: []string{p.Site}, From: a.Period.From, To: a.Period.To})
		}
		t.Rows = append(t.Rows, []Cell{
			{Text: p.Site, Href: link}, a.n(p.Theme), a.n(p.Ours), a.n(p.Rivals), asked, open, {Text: upper(a.say("posture-" + string(p.Advice.Posture) + "-short"))},
		})
	}
	blocks := []Block{t}
	if a.Others > 0 {
		blocks = append(blocks, Para{a.say("where-others", a.Others), true})
	}
	blocks = append(blocks, Para{a.say("where-covers"), true})
	return a.page("3", answer,
		Section{Kicker: a.say("where-kicker"), Finding: a.whereFinding(), Blocks: blocks},
		a.admission())
}

// whereFinding says where rivals are spoken of and the brand is not.
func (a *auditor) whereFinding() string {
	var alone []string
	for _, p := range a.Places {
		if p.Ours == 0 && p.Rivals > 0 {
			alone = append(alone, p.Site)
		}
	}
	switch {
	case len(a.Rivals) == 0 || len(alone) == 0:
		return a.say("where-finding", len(a.Places))
	case len(alone) > 2:
		return a.say("where-finding-rivals-many", len(alone))
	}
	return a.say("where-finding-rivals", alone)
}

func (a *auditor) topics() []vigie.TopicID {
	out := []vigie.TopicID{a.Brand.ID}
	for _, t := range a.Themes {
		out = append(out, t.ID)
	}
	return out
}

// n is a cell of a count.
func (a *auditor) n(n int64) Cell { return Cell{Text: a.p.Number(n), Figure: float64(n), IsN: true} }

// who is page 4: kinds of voices, no names.
func (a *auditor) who() Page {
	if len(a.Who.Channels) == 0 {
		return a.page("4", a.say("who-none"))
	}
	first := a.Who.Channels[0]
	var all int64
	for _, c := range a.Who.Channels {
		all += c.Voices
	}
	answer := a.say("who-answer", a.say("voices-of-"+string(first.Channel)), vigie.Ratio(float64(first.Voices)/float64(all)))
	if len(a.Who.Channels) == 1 {
		answer = a.say("who-only", a.say("voices-of-"+string(first.Channel)))
	}
	rows := Rows{Name: a.say("audit-4")}
	for _, c := range a.Who.Channels {
		rows.Rows = append(rows.Rows, Row{
			Label:   upper(a.say("voices-of-" + string(c.Channel))),
			Picture: chart.Bar{Value: float64(c.Voices), Most: float64(first.Voices), Exact: true, Ours: true, Height: 14}.Draw(),
			Figure:  a.p.Number(c.Voices), N: float64(c.Voices),
		})
	}
	crowd := Section{Kicker: a.say("crowd-kicker")}
	if w := a.Who; w.Once == nil {
		crowd.Finding, crowd.Blocks = a.say("crowd-few"), []Block{Para{a.say("crowd-few-why"), false}}
	} else {
		crowd.Finding = a.say("crowd-passing")
		if w.Once.Ratio < 0.5 {
			crowd.Finding = a.say("crowd-regular")
		}
		points := Points{{a.say("crowd-once"), a.part(w.Once)}, {a.say("crowd-loudest"), a.pc(*w.Loudest)}}
		if w.Returning != nil {
			points = append(points, Point{a.say("crowd-returning"), a.part(w.Returning)})
		}
		if p := a.Demand.OthersPart; p != nil {
			points = append(points, Point{a.say("crowd-helping"), a.part(p)})
		}
		crowd.Blocks = []Block{points}
	}
	return a.page("4", answer,
		Section{Kicker: a.say("who-kicker"), Finding: a.say("who-finding", all), Blocks: []Block{rows}}, crowd, a.reach(a.Reach),
		Section{Kicker: a.say("nofile-kicker"), Finding: a.say("nofile-finding"), Blocks: []Block{Para{a.say("nofile-say"), false}}})
}

// words is page 5: of what, in which words.
func (a *auditor) words() Page {
	answer := a.say("words-none")
	var lists Section
	switch w := a.Words; {
	case w.TextsOurs < textsLeast:
		lists = Section{Kicker: a.say("words-kicker"), Finding: a.say("words-unheard"), Blocks: []Block{Para{a.say("words-unheard-do", w.TextsOurs), false}}}
	case len(w.They) == 0 && len(w.We) == 0:
		lists = Section{Kicker: a.say("words-kicker"), Finding: a.say("words-same"), Blocks: []Block{Para{a.say("words-same-why"), false}}}
	default:
		answer = a.say("words-apart")
		if len(w.They) > 1 && len(w.We) > 1 {
			answer = a.say("words-answer", quoted(a, w.They[:2]), quoted(a, w.We[:2]))
		}
		t := Table{
			Name: a.say("audit-5"), Heads: []string{a.say("words-theirs"), a.say("words-texts"), a.say("words-ours"), a.say("words-texts")},
			Right: []bool{false, true, false, true}, Wide: []float64{0.3, 0.18, 0.34, 0.18},
		}
		for i := range max(len(w.They), len(w.We)) {
			row := make([]Cell, 4)
			if i < len(w.They) {
				row[0], row[1] = Cell{Text: w.They[i].Word}, a.n(w.They[i].Theirs)
			}
			if i < len(w.We) {
				row[2], row[3] = Cell{Text: w.We[i].Word}, a.n(w.We[i].Ours)
			}
			t.Rows = append(t.Rows, row)
		}
		lists = Section{Kicker: a.say("words-kicker"), Finding: a.say("words-finding"), Blocks: []Block{t, Para{a.say("words-covers", w.TextsTheirs, w.TextsOurs), true}}}
	}
	said := Section{Kicker: a.say("said-kicker"), Finding: a.say("said-finding", a.word(int64(len(a.Said)), false))}
	if len(a.Said) == 0 {
		said.Finding = a.say("said-none")
	} else {
		said.Blocks = []Block{a.quotes(a.Said), Para{a.say("said-irony"), true}}
		if len(a.Said) == 1 {
			said.Finding = a.say("said-one")
		}
		if a.Ours.Voices == 0 {
			said.Finding = a.say("said-theme")
		}
		if lists.Finding != "" && a.Words.TextsOurs < textsLeast {
			answer = a.say("words-only-said")
		}
	}
	return a.page("5", answer, lists, said, a.net(a.Net, a.Corrected, a.Quality))
}

func quoted(a *auditor, words []measure.Word) []string {
	var out []string
	for _, w := range words {
		out = append(out, a.p.Quote(w.Word))
	}
	return out
}

func (a *auditor) quotes(list []Verbatim) Quotes {
	var out Quotes
	for _, v := range list {
		q := Quote{Text: a.p.Quote(v.Quote), Source: a.say("said-source", a.at(&v), a.p.Date(v.At)), Href: v.URL}
		if v.Opinion != vigie.OpinionUnknown {
			q.Mark = a.say("opinion-" + v.Opinion.String())
		}
		out = append(out, q)
	}
	return out
}

// at names the place of something said; its channel where it stands on no site.
func (s speaker) at(v *Verbatim) string {
	if v.Site != "" {
		return v.Site
	}
	return s.channel(v.Channel)
}

// questions is page 6: those without an answer.
func (a *auditor) questions() Page {
	d := a.Demand
	switch {
	case !d.Read && a.Theme == 0: // there was nothing to look through
		return a.page("6", a.say("asked-silent"))
	case !d.Read:
		return a.page("6", a.say("asked-unread"))
	case len(d.Asked) == 0:
		return a.page("6", a.say("asked-none", a.span()))
	}
	answer := a.say("asked-count", int64(len(d.Asked)), a.span())
	switch {
	case d.OpenPart != nil:
		answer += " " + a.say("asked-part", d.OpenPart.N, d.Open, a.pc(d.OpenPart.Ratio), a.between(d.OpenPart.Between))
	case d.Untraced == int64(len(d.Asked)): // no thread was heard: silence proves nothing
		answer += " " + a.say("asked-untold")
	default:
		answer += " " + a.say("asked-open", d.Open) + " " + a.say("asked-few", measure.LeastAsked)
	}
	t := Table{
		Name: a.say("audit-6"), Heads: []string{a.say("asked-question"), a.say("asked-voices"), a.say("asked-where"), a.say("asked-when"), a.say("asked-by")},
		Right: []bool{false, true, false, false, false}, Wide: []float64{0.42, 0.08, 0.26, 0.11, 0.13},
	}
	often := slices.ContainsFunc(a.Questions, func(q Question) bool { return q.Voices > 1 })
	for _, q := range a.Questions {
		t.Rows = append(t.Rows, []Cell{
			{Text: quote(q.Ask, askMost), Href: q.URL}, a.n(int64(q.Voices)), {Text: a.at(&q.Verbatim)}, {Text: a.p.DayMonth(q.At)}, {Text: a.say(map[measure.Answer]string{
				measure.Unheard: "asked-nobody", measure.ByOthers: "asked-others", measure.ByUs: "asked-us", measure.Untraced: "asked-untraced",
			}[q.Answer])},
		})
	}
	finding := a.say("asked-finding-latest")
	switch {
	case d.Open == 0 && d.Untraced == 0:
		finding = a.say("asked-finding-answered")
	case often:
		finding = a.say("asked-finding-often")
	}
	return a.page("6", answer, Section{Kicker: a.say("asked-kicker"), Finding: finding, Blocks: []Block{t, Para{a.say("asked-chosen"), true}, Para{a.say("asked-check"), true}}})
}

// rivals is page 7: you, your rivals, who is absent.
func (a *auditor) rivals() Page {
	search := Section{Kicker: a.say("search-kicker"), Finding: a.say("search-finding"), Blocks: []Block{Para{a.say("search-do"), false}}}
	if len(a.Rivals) == 0 {
		return a.page("7", a.say("rivals-none"), search)
	}
	m := a.Attention
	if len(m.Brands) == 0 {
		return a.page("7", a.say("rivals-silent", a.span()), search)
	}
	var sections []Section
	us := m.Brands[0]
	answer := a.standing(us, len(m.Brands))
	if m.Thin {
		answer = a.say("rivals-thin", m.Voices)
	}
	sections = append(sections, a.attention(m, a.Compared))
	if m.Thin {
		return a.page("7", answer, append(sections, search)...)
	}
	t := Table{
		Name: a.say("audit-7"), Heads: []string{a.say("rivals-brand"), a.say("rivals-mentions"), a.say("rivals-stories"), a.say("rivals-voices"), a.say("rivals-state")},
		Right: []bool{false, true, true, true, false}, Wide: []float64{0.28, 0.16, 0.16, 0.16, 0.24},
	}
	for i, b := range a.Compared {
		cell := func(s []measure.Share) Cell {
			if s == nil {
				return Cell{Text: a.say("report-none")}
			}
			return Cell{Text: a.pc(s[i].Ratio), Figure: s[i].Ratio, IsN: true}
		}
		t.Rows = append(t.Rows, []Cell{{Text: b.Name}, cell(a.Mentions), cell(a.Stories), cell(a.Voices), {Text: upper(a.mood(m.Brands[i].State))}})
	}
	sections = append(sections, Section{Kicker: a.say("three-kicker"), Finding: a.threeFinding(), Blocks: []Block{t, Para{a.say("three-covers"), true}}}, search)
	return a.page("7", answer, sections...)
}

// standing says where a brand stands.
func (s speaker) standing(a measure.Attention, of int) string {
	rank := s.ordinal(a.Rank)
	switch {
	case a.Best == a.Worst:
		return s.say("stands-surely", rank, of, s.pc(a.Share), s.between(a.Between))
	case a.Worst == a.Best+1:
		return s.say("stands-or", rank, of, s.ordinal(a.Best), s.ordinal(a.Worst), s.pc(a.Share), s.between(a.Between))
	}
	return s.say("stands-range", rank, of, s.ordinal(a.Best), s.ordinal(a.Worst), s.pc(a.Share), s.between(a.Between))
}

// mood says the state of a brand, and why where it cannot be told.
func (s speaker) mood(st measure.State) string {
	if st.Alert == 3 {
		return s.say("mood-alert", s.moodAlone(st), st.Alert)
	}
	return s.moodAlone(st)
}

func (s speaker) moodAlone(st measure.State) string {
	if st.Mood == measure.Untellable {
		return s.say("mood-untellable-" + string(st.Reason))
	}
	return s.say("mood-" + string(st.Mood))
}

// trouble says in a sentence that a brand's month was no calm one; empty where it
// was, or where that cannot be told.
func (s speaker) trouble(name string, st measure.State) string {
	switch st.Mood {
	case measure.Dissatisfaction, measure.Polemic, measure.Crisis:
		return s.say("trouble-"+string(st.Mood), name)
	}
	return ""
}

// threeFinding says whether the three ways of counting agree.
func (a *auditor) threeFinding() string {
	if a.Mentions == nil || a.Stories == nil || a.Voices == nil {
		return a.say("three-none")
	}
	for i := range a.Compared {
		if a.Mentions[i].Rank != a.Voices[i].Rank || a.Stories[i].Rank != a.Voices[i].Rank {
			return a.say("three-differ")
		}
	}
	return a.say("three-same")
}

// attention draws the shares of a month as bars with their intervals, and the
// plausible ranks.
func (s speaker) attention(m measure.SectorMonth, brands []vigie.Topic) Section {
	if m.Thin {
		return s.thin(m, brands)
	}
	most := 0.0
	for _, b := range m.Brands {
		most = max(most, b.Between.High)
	}
	by := make([]int, len(brands))
	for i := range by {
		by[i] = i
	}
	slices.SortStableFunc(by, func(x, y int) int { return m.Brands[x].Rank - m.Brands[y].Rank })
	rows := Rows{Name: s.say("attention-name")}
	for _, i := range by {
		b := m.Brands[i]
		rows.Rows = append(rows.Rows, Row{
			Label:   brands[i].Name,
			Picture: chart.Bar{Value: b.Share, Low: b.Between.Low, High: b.Between.High, Most: most, Ours: i == 0}.Draw(),
			Figure:  s.pc(b.Share), N: b.Share, Strong: i == 0,
		})
	}
	t := Table{
		Name: s.say("attention-ranks"), Heads: []string{s.say("rivals-brand"), s.say("attention-between"), s.say("attention-rank"), s.say("attention-wide"), s.say("rivals-voices-n")},
		Right: []bool{false, false, false, false, true}, Wide: []float64{0.21, 0.2, 0.32, 0.17, 0.1},
	}
	for _, i := range by {
		b := m.Brands[i]
		wide := s.say("range", s.ordinal(b.WideBest), s.ordinal(b.WideWorst))
		if b.WideBest == b.WideWorst {
			wide = s.ordinal(b.WideBest)
		}
		t.Rows = append(t.Rows, []Cell{{Text: brands[i].Name}, {Text: s.shares(b.Between)}, {Text: s.rank(b.Rank, b.Best, b.Worst)}, {Text: wide}, {Text: s.p.Number(b.Voices), Figure: float64(b.Voices), IsN: true}})
	}
	finding := s.say("attention-close")
	first, second := by[0], by[0]
	if len(by) > 1 {
		second = by[1]
	}
	switch {
	case m.Brands[first].Worst == 1:
		finding = s.say("attention-clear", brands[first].Name)
	case m.Before[first][second] >= 0.8:
		finding = s.say("attention-likely", brands[first].Name, vigie.Ratio(m.Before[first][second]))
	}
	return Section{Kicker: s.say("attention-kicker"), Finding: finding, Blocks: []Block{rows, t, Para{s.say("attention-covers", s.strata(m)), true}}}
}

// thin counts the voices of a month that has too few for shares: a share would be
// made of the smoothing more than of what was said.
func (s speaker) thin(m measure.SectorMonth, brands []vigie.Topic) Section {
	rows := Rows{Name: s.say("attention-name")}
	var most int64
	for _, b := range m.Brands {
		most = max(most, b.Voices)
	}
	for i, b := range m.Brands {
		rows.Rows = append(rows.Rows, Row{
			Label: brands[i].Name, Picture: chart.Bar{Value: float64(b.Voices), Most: float64(max(most, 1)), Exact: true, Ours: i == 0, Height: 14}.Draw(),
			Figure: s.say("audit-voices", b.Voices), N: float64(b.Voices), Strong: i == 0,
		})
	}
	return Section{Kicker: s.say("attention-kicker"), Finding: s.say("attention-thin"), Blocks: []Block{rows, Para{s.say("attention-thin-why", measure.LeastVoices), true}}}
}

// strata says which channels were pooled.
func (s speaker) strata(m measure.SectorMonth) string {
	var parts []string
	for _, x := range m.Strata {
		if len(x.Channels) < 2 {
			continue
		}
		var names []string
		for _, c := range x.Channels {
			names = append(names, s.say("channel-"+string(c)))
		}
		parts = append(parts, s.say("attention-pooled", names))
	}
	return strings.Join(parts, " ")
}

// ready is page 8: hands, actions, definitions.
func (a *auditor) ready() Page {
	finding, text := a.readiness()
	answer := finding + ". " + text
	do := Section{Kicker: a.say("do-kicker"), Finding: a.say("do-finding"), Blocks: []Block{a.actions()}}
	change := Section{Kicker: a.say("audit-change"), Finding: a.say("change-finding"), Blocks: []Block{Para{a.change(), false}}}
	var words Points
	for _, w := range []string{"voice", "story", "share", "interval", "ranks", "state", "open", "missing"} {
		words = append(words, Point{a.say("define-" + w), a.say("define-" + w + "-is")})
	}
	if a.Untold > 0.005 {
		words = append(words, Point{a.say("define-untold"), a.say("audit-untold", vigie.Ratio(a.Untold))})
	}
	return a.page("8", answer, do, change, Section{Kicker: a.say("define-kicker"), Finding: a.say("define-finding"), Blocks: []Block{words}}, a.provenance(&a.From))
}

// actions are three things to do, their cost, and what will be seen.
func (a *auditor) actions() Points {
	p := string(a.Advice.Posture)
	if a.Advice.Argument == measure.IsUnready { // there are hours to find first
		p = string(measure.IsUnready)
	}
	points := Points{}
	for _, n := range []string{"1", "2", "90"} {
		points = append(points, Point{a.say("do-" + p + "-" + n), a.say("do-" + p + "-" + n + "-how")})
	}
	return points
}
