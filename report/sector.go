package report

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// Barometer is the attention paid to the brands of a sector, month by month.
type Barometer struct {
	From   Provenance
	Sector string
	Brands []vigie.Topic // own first
	Months []BarometerMonth
	Now    time.Time
	Zone   *time.Location `json:"-"`
	// Charisma is that of each brand over the months together.
	Charisma []measure.Charisma
	// Last is the latest month that is whole; -1 where there is none.
	Last int
	// Opinions are the net opinions of the brands in the month Last, in the order of
	// Brands; nil where there is none.
	Opinions []BrandOpinion
	Turns    []vigie.Turn `json:"-"`
	Listened Listened     `json:"-"`
}

// BrandOpinion is the net opinion of a brand in a month: as our readers judged it,
// nil under measure.LeastJudged, and as a sample read by people corrects it, nil
// where none does; Sample is the newest there is, nil where nobody read one.
type BrandOpinion struct {
	Net, Corrected *measure.Net
	Sample         *Quality
}

// BarometerMonth is one month and what must be known to read it.
type BarometerMonth struct {
	measure.SectorMonth
	Hole   measure.Hole
	Open   bool // still under way
	Silent bool // nobody listened
	// Partly is the part in which somebody listened, where that is clearly less
	// than the month and the month is over; else zero.
	Partly measure.Period
}

// Whole reports whether a month can be told and compared.
func (m *BarometerMonth) Whole() bool {
	return !m.Open && !m.Silent && m.Partly.From.IsZero() && !m.Hole.Incomplete() && len(m.Brands) > 0
}

// BarometerMonths is how many months are measured where nobody says.
const BarometerMonths = 13

// Sectors returns the sectors that hold at least two brands, the own brand's
// first.
func Sectors(topics []vigie.Topic) []string {
	count := map[string]int{}
	var out []string
	for _, own := range []bool{true, false} {
		for _, t := range topics {
			if t.Kind.Brand() && own {
				count[t.Sector]++
			}
			if t.Kind.Brand() && (t.Kind == vigie.OwnBrand) == own && !slices.Contains(out, t.Sector) {
				out = append(out, t.Sector)
			}
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return count[s] < 2 })
}

// Barometer measures a sector over months up to and with the present one; 0
// months means thirteen, and an empty sector that of the own brand.
func (m *Maker) Barometer(ctx context.Context, sector string, months int) (*Barometer, error) {
	topics, err := m.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	if sectors := Sectors(topics); sector == "" {
		if len(sectors) == 0 {
			return nil, vigie.Errorf(vigie.NotFound, nil, "report-one-brand")
		}
		sector = sectors[0]
	}
	if months <= 0 {
		months = BarometerMonths
	}
	b := &Barometer{Sector: sector, Now: m.Now(), Zone: m.Zone, Last: -1}
	for _, own := range []bool{true, false} {
		for _, t := range topics {
			if t.Kind.Brand() && t.Sector == sector && (t.Kind == vigie.OwnBrand) == own {
				b.Brands = append(b.Brands, t)
			}
		}
	}
	switch len(b.Brands) {
	case 0:
		return nil, vigie.Errorf(vigie.NotFound, nil, "report-no-sector", sector)
	case 1:
		return nil, vigie.Errorf(vigie.Invalid, nil, "report-one-brand")
	}
	periods := measure.Months(b.Now, m.Zone, min(months, 60))
	listened, err := m.listened(ctx, measure.Period{From: periods[0].From, To: b.Now})
	if err != nil {
		return nil, err
	}
	b.Listened = listened
	command := fmt.Sprintf("vigie barometer --sector %s --months %d", shellWord(sector), len(periods))
	if !m.until.IsZero() {
		command += " --until " + m.until.In(m.Zone).Format(time.DateOnly)
	}
	if b.From, err = m.provenance(ctx, measure.Period{From: periods[0].From, To: b.Now}, command, b.Brands); err != nil {
		return nil, err
	}
	if b.Turns, err = m.turns(ctx); err != nil {
		return nil, err
	}
	q := measure.Sector{Months: periods}
	for _, t := range b.Brands {
		q.Brands = append(q.Brands, t.ID)
	}
	if q.Alerts, err = m.alarms(ctx, periods...); err != nil {
		return nil, err
	}
	var measured []measure.SectorMonth
	if measured, b.Charisma, err = measure.BarometerOf(ctx, m.Archive, q); err != nil {
		return nil, err
	}
	holes := measure.Holes(periods, listened.Sources, listened.Gaps, b.Now)
	for i, x := range measured {
		mo := BarometerMonth{SectorMonth: x, Hole: holes[i], Open: x.Period.Holds(b.Now)}
		mo.Silent = listened.Since.IsZero() || x.Period.From.Before(listened.Since) && !x.Period.Holds(listened.Since) || !x.Period.From.Before(listened.Until)
		if part, whole := listened.heard(x.Period); !whole && !mo.Open && !mo.Silent {
			mo.Partly = part
		}
		b.Months = append(b.Months, mo)
		if b.Months[i].Whole() {
			b.Last = i
		}
	}
	return b, m.opinions(ctx, b)
}

// opinions tells the net opinions of the latest whole month.
func (m *Maker) opinions(ctx context.Context, b *Barometer) error {
	if b.Last < 0 {
		return nil
	}
	month := &b.Months[b.Last]
	echoes := map[vigie.TopicID]*measure.Echo{}
	f := vigie.Filter{From: month.Period.From, To: month.Period.To}
	for _, t := range b.Brands {
		echoes[t.ID] = &measure.Echo{}
		f.Topics = append(f.Topics, t.ID)
	}
	err := m.Archive.Sayings(ctx, f, func(s *measure.Saying) bool {
		echoes[s.Topic].Add(s)
		return true
	})
	if err != nil {
		return err
	}
	for i, t := range b.Brands {
		var o BrandOpinion
		l := &month.Brands[i].Judged
		if n, ok := l.Net(echoes[t.ID].Effect()); ok {
			o.Net = &n
		}
		if o.Sample, o.Corrected, err = m.sampled(ctx, t, month.Period, l); err != nil {
			return err
		}
		b.Opinions = append(b.Opinions, o)
	}
	return nil
}

// barometric composes a barometer.
type barometric struct {
	speaker
	*Barometer
	o Options
}

// Document composes the barometer: the month, and the months.
func (b *Barometer) Document(p *say.Printer, o Options) *Document {
	w := barometric{speaker{p.At(b.Zone)}, b, o}
	d := &Document{
		Name: w.say("baro-name"), Of: b.Sector, Lang: p.Lang(), Date: w.day(b.Now), At: b.Now, From: o.From,
		PageOf: func(n, of int) string { return w.say("report-page-of", n, of) },
	}
	if d.Of == "" {
		d.Of = b.Brands[0].Name
	}
	for _, page := range []Page{w.month(), w.course(), w.opinions(w.charm())} {
		page.Foot = w.say("baro-foot")
		d.Pages = append(d.Pages, page)
	}
	last := &d.Pages[len(d.Pages)-1]
	last.Sections = append(last.Sections, w.provenance(&b.From))
	return d
}

// Headline is the answer of the barometer in one sentence.
func (b *Barometer) Headline(p *say.Printer) string {
	return barometric{speaker{p.At(b.Zone)}, b, Options{}}.headline()
}

func (b barometric) headline() string {
	if b.Last < 0 {
		return b.say("baro-none")
	}
	m := &b.Months[b.Last]
	when := b.p.MonthYear(m.Period.From)
	if m.Thin {
		return upper(b.say("baro-thin", when, m.Voices))
	}
	first := b.byRank(m)[0]
	out := b.say("baro-first-maybe", when, b.Brands[first].Name, b.pc(m.Brands[first].Share), b.between(m.Brands[first].Between))
	if m.Brands[first].Worst == 1 {
		out = b.say("baro-first", when, b.Brands[first].Name, b.pc(m.Brands[first].Share), b.between(m.Brands[first].Between))
	}
	told := []string{upper(out), b.moves(m)}
	for _, i := range b.byRank(m) {
		// A share says how much is said, and this how well.
		if t := b.trouble(b.Brands[i].Name, m.Brands[i].State); t != "" {
			told = append(told, t)
		}
	}
	return strings.Join(told, " ")
}

// byRank returns the brands by falling share.
func (b barometric) byRank(m *BarometerMonth) []int {
	by := make([]int, len(m.Brands))
	for i := range by {
		by[i] = i
	}
	slices.SortStableFunc(by, func(x, y int) int { return m.Brands[x].Rank - m.Brands[y].Rank })
	return by
}

// moves says which brands moved beyond chance.
func (b barometric) moves(m *BarometerMonth) string {
	if b.Last < 1 || !b.Months[b.Last-1].Whole() {
		return b.say("baro-no-before")
	}
	var up, down []string
	for i, a := range m.Brands {
		switch {
		case a.Clear && a.Moved.Low > 0:
			up = append(up, b.Brands[i].Name)
		case a.Clear && a.Moved.High < 0:
			down = append(down, b.Brands[i].Name)
		}
	}
	switch {
	case len(up) == 0 && len(down) == 0:
		return b.say("baro-still")
	case len(down) == 0:
		return b.say("baro-up", up, len(up))
	case len(up) == 0:
		return b.say("baro-down", down, len(down))
	}
	return b.say("baro-up-down", up, down, len(up), len(down))
}

// month is the page of the latest whole month.
func (b barometric) month() Page {
	page := Page{Name: b.say("baro-1"), Ask: b.say("baro-1-ask"), Answer: b.headline()}
	if b.Last < 0 {
		return page
	}
	m := &b.Months[b.Last]
	page.Sections = append(page.Sections, b.attention(m.SectorMonth, b.Brands))
	t := Table{
		Name:  b.say("baro-kinds"),
		Heads: []string{b.say("rivals-brand"), b.say("baro-own"), b.say("baro-ordinary"), b.say("baro-endured"), b.say("rivals-state")},
		Right: []bool{false, true, true, true, false}, Wide: []float64{0.26, 0.14, 0.16, 0.14, 0.3},
	}
	judged := false
	for _, i := range b.byRank(m) {
		a := m.Brands[i]
		endured := Cell{Text: b.say("report-none")}
		if a.Kinds.Judged {
			endured, judged = b.count(a.Kinds.Endured), true
		}
		own := Cell{Text: b.say("report-none")}
		if a.Kinds.Known && b.Brands[i].Kind == vigie.OwnBrand {
			own = b.count(a.Kinds.Own)
		}
		t.Rows = append(t.Rows, []Cell{{Text: b.Brands[i].Name}, own, b.count(a.Kinds.Ordinary), endured, {Text: upper(b.mood(a.State))}})
	}
	finding := b.say("baro-kinds-finding")
	if !judged {
		finding = b.say("baro-kinds-unjudged")
	}
	blocks := []Block{t, Para{b.say("baro-kinds-covers"), true}}
	if m.Untold > 0.005 {
		blocks = append(blocks, Para{b.say("baro-untold", vigie.Ratio(m.Untold)), true})
	}
	page.Sections = append(page.Sections, Section{Kicker: b.say("baro-kinds"), Finding: finding, Blocks: blocks})
	return page
}

func (s speaker) count(n int64) Cell { return Cell{Text: s.p.Number(n), Figure: float64(n), IsN: true} }

// course is the page of the months.
func (b barometric) course() Page {
	page := Page{Name: b.say("baro-2"), Ask: b.say("baro-2-ask"), Answer: b.steadiness()}
	var most int64
	for i := range b.Months {
		for _, a := range b.Months[i].Brands {
			most = max(most, int64(1000*a.Share))
		}
	}
	order := make([]int, len(b.Brands))
	for i := range order {
		order[i] = i
	}
	if b.Last >= 0 {
		order = b.byRank(&b.Months[b.Last])
	}
	var known Points
	var marks []float64
	if n := len(b.Months); n > 0 {
		ids := make([]vigie.TopicID, len(b.Brands))
		for i, t := range b.Brands {
			ids[i] = t.ID
		}
		over := measure.Period{From: b.Months[0].Period.From, To: b.Months[n-1].Period.To}
		for _, h := range Happening(b.p, b.Turns, over, BarometerVersions, ids...) {
			switch {
			case len(known) < knownMost:
				known = append(known, Point{Text: upper(h.Say) + "."})
			case len(known) == knownMost:
				known = append(known, Point{Text: upper(b.say("mark-more")) + "."})
			}
			for i := range b.Months {
				if p := b.Months[i].Period; p.Holds(h.At) {
					marks = append(marks, place(i, p, h.At))
				}
			}
		}
	}
	rows := Rows{Name: b.say("baro-2")}
	t := Table{Name: b.say("baro-table"), Heads: []string{b.say("baro-month")}, Right: []bool{false}}
	for _, i := range order {
		line := chart.Small{Most: most, Ours: b.Brands[i].Kind == vigie.OwnBrand, Tall: 40, Events: marks}
		for k := range b.Months {
			m := &b.Months[k]
			v := int64(0)
			if len(m.Brands) > 0 {
				v = int64(1000 * m.Brands[i].Share)
			}
			line.Values = append(line.Values, v)
			line.Holes = append(line.Holes, m.Silent || !m.Partly.From.IsZero() || m.Hole.Incomplete() || len(m.Brands) == 0 || m.Thin)
			line.Open = m.Open
		}
		figure, n := b.say("report-none"), 0.0
		told := b.Last >= 0 && !b.Months[b.Last].Thin
		if told {
			n = b.Months[b.Last].Brands[i].Share
			figure = b.pc(n)
		}
		rows.Rows = append(rows.Rows, Row{Label: b.Brands[i].Name, Picture: line.Draw(), Figure: figure, N: n, Untold: !told, Strong: line.Ours})
		t.Heads = append(t.Heads, b.Brands[i].Name)
		t.Right = append(t.Right, true)
	}
	n := len(b.Months)
	if n > 2 {
		rows.Axis = chart.StripAxis(b.p.MonthYear(b.Months[0].Period.From), b.p.MonthYear(b.Months[n/2].Period.From), b.p.MonthYear(b.Months[n-1].Period.From))
	}
	for k := n - 1; k >= 0; k-- {
		m := &b.Months[k]
		name := b.p.MonthYear(m.Period.From)
		switch {
		case m.Silent:
			name = b.say("baro-noted", name, b.unheard(&b.Listened, m.Period))
		case m.Open:
			name = b.say("baro-noted", name, b.say("baro-open"))
		case !m.Partly.From.IsZero():
			name = b.say("baro-noted", name, b.partly(m.Partly))
		case m.Hole.Incomplete():
			name = b.say("baro-noted", name, b.say("baro-hole"))
		case m.Thin:
			name = b.say("baro-noted", name, b.say("baro-few"))
		}
		row := []Cell{{Text: name}}
		for _, i := range order {
			if len(m.Brands) == 0 || m.Silent || m.Thin {
				row = append(row, Cell{Text: b.say("report-none")})
				continue
			}
			mark := ""
			if a := m.Brands[i]; k > 0 && a.Clear && m.Whole() && b.Months[k-1].Whole() {
				mark = "\u00a0▲"
				if a.Moved.High < 0 {
					mark = "\u00a0▼"
				}
			}
			row = append(row, Cell{Text: b.pc(m.Brands[i].Share) + mark, Figure: m.Brands[i].Share, IsN: true})
		}
		t.Rows = append(t.Rows, row)
	}
	t.Wide = widths(len(t.Heads))
	lines := []Block{rows, Para{b.say("baro-lines"), true}}
	if len(known) > 0 {
		lines = append(lines, Para{b.say("mark-known-months"), true}, known)
	}
	page.Sections = []Section{
		{Kicker: b.say("baro-shares"), Finding: upper(b.say("baro-shares-finding", b.word(int64(n), false))), Blocks: lines},
		{Kicker: b.say("baro-table"), Finding: b.say("baro-table-finding"), Blocks: []Block{t}},
	}
	return page
}

// widths gives the first column the room of a month's name.
func widths(n int) []float64 {
	out := make([]float64, n)
	out[0] = 0.26
	for i := 1; i < n; i++ {
		out[i] = 0.74 / float64(n-1)
	}
	return out
}

// steadiness says how much the order moved from one month to the next.
func (b barometric) steadiness() string {
	var taus []float64
	for i := 1; i < len(b.Months); i++ {
		if m := &b.Months[i]; m.Compared && m.Whole() && b.Months[i-1].Whole() {
			taus = append(taus, m.Tau)
		}
	}
	if len(taus) < 3 {
		return b.say("baro-steady-none")
	}
	mean := 0.0
	for _, t := range taus {
		mean += t / float64(len(taus))
	}
	switch {
	case mean > 0.8:
		return b.say("baro-steady", b.p.Decimal(mean, 2), len(taus))
	case mean > 0.4:
		return b.say("baro-shifting", b.p.Decimal(mean, 2), len(taus))
	}
	return b.say("baro-restless", b.p.Decimal(mean, 2), len(taus))
}

// Picture is the latest month as one drawing, to be shown elsewhere; false
// where there is none, or too few voices for shares.
func (b *Barometer) Picture(p *say.Printer) (chart.Drawing, bool) {
	if b.Last < 0 || b.Months[b.Last].Thin {
		return chart.Drawing{}, false
	}
	w := barometric{speaker{p.At(b.Zone)}, b, Options{}}
	m := &b.Months[b.Last]
	most := 0.0
	for _, a := range m.Brands {
		most = max(most, a.Between.High)
	}
	const row, top = 34.0, 30.0
	d := chart.Drawing{Label: w.headline()}
	d.Shapes = append(d.Shapes, chart.Text{X: 0, Y: 16, Lines: []string{w.say("baro-picture", b.Sector, p.MonthYear(m.Period.From))}, Class: chart.Strong})
	for k, i := range w.byRank(m) {
		a, y := m.Brands[i], top+float64(k)*row
		solid, pale := chart.RivalBar, chart.RivalPale
		if b.Brands[i].Kind == vigie.OwnBrand {
			solid, pale = chart.OurBar, chart.OurPale
		}
		at := func(v float64) float64 { return 0.34 + 0.54*v/most }
		d.Shapes = append(d.Shapes,
			chart.Text{X: 0, Y: y + 18, Lines: []string{quote(b.Brands[i].Name, 22)}, Class: chart.Strong},
			chart.Rect{X: 0.34, Y: y + 6, W: at(a.Between.Low) - 0.34, H: 16, Class: solid},
			chart.Rect{X: at(a.Between.Low), Y: y + 6, W: at(a.Between.High) - at(a.Between.Low), H: 16, Class: pale},
			chart.Rule{X1: at(a.Share), X2: at(a.Share), Y1: y + 3, Y2: y + 25, Class: chart.Tick},
			chart.Text{X: 1, Y: y + 18, Anchor: chart.End, Lines: []string{w.pc(a.Share)}},
		)
	}
	d.Height = top + row*float64(len(m.Brands)) + 8
	return d, true
}
