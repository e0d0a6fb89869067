package report

import (
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
)

// net is the opinion of those who spoke: as our readers judged it, beside it as
// a sample read by people corrects it, or why none does.
func (s speaker) net(raw, corrected *measure.Net, q *Quality) Section {
	x := Section{Kicker: s.say("net-kicker")}
	if raw == nil {
		x.Finding = s.say("net-none")
		x.Blocks = []Block{Para{s.say("net-none-why", measure.LeastJudged), false}}
		return x
	}
	x.Finding = s.say("net-even")
	switch {
	case raw.Between.Low > 0:
		x.Finding = s.say("net-good")
	case raw.Between.High < 0:
		x.Finding = s.say("net-bad")
	}
	x.Blocks = []Block{Para{s.say("net-say", s.points(raw.Value), s.points(raw.Between.Low), s.points(raw.Between.High), raw.N), false}}
	switch {
	case corrected != nil:
		x.Blocks = append(x.Blocks, Para{s.say("net-corrected", s.points(corrected.Value), s.points(corrected.Between.Low), s.points(corrected.Between.High), corrected.Labelled), false})
	case q == nil:
		x.Blocks = append(x.Blocks, Para{s.say("net-uncorrected"), true})
	default:
		x.Blocks = append(x.Blocks, Para{s.say("net-not-"+string(q.Standing), s.p.Date(q.Made)), true})
	}
	return x
}

// points writes a net opinion: "+12", "−3", "0".
func (s speaker) points(v float64) string {
	n := s.p.Decimal(100*v, 0)
	if v >= 0.005 {
		n = "+" + n
	}
	return n
}

// opinions adds to a page the net opinion of every brand in the latest whole month.
func (b barometric) opinions(page Page) Page {
	if b.Last < 0 {
		return page
	}
	m := &b.Months[b.Last]
	x := Section{Kicker: b.say("net-kicker"), Finding: b.say("net-none")}
	t := Table{
		Name:  b.say("net-kicker"),
		Heads: []string{b.say("rivals-brand"), b.say("baro-net-raw"), b.say("baro-net-corrected")},
		Right: []bool{false, false, false}, Wide: []float64{0.3, 0.35, 0.35},
	}
	cell := func(n *measure.Net, why string) Cell {
		if n == nil {
			return Cell{Text: why}
		}
		return Cell{Text: b.say("baro-net", b.points(n.Value), b.points(n.Between.Low), b.points(n.Between.High)), Figure: 100 * n.Value, IsN: true}
	}
	when := b.p.MonthYear(m.Period.From)
	var good, bad []string
	told, corrected := 0, 0
	for _, i := range b.byRank(m) {
		o := b.Opinions[i]
		best := o.Corrected
		if best == nil {
			best = o.Net
		}
		if best != nil {
			told++
			switch {
			case best.Between.Low > 0:
				good = append(good, b.Brands[i].Name)
			case best.Between.High < 0:
				bad = append(bad, b.Brands[i].Name)
			}
		}
		if o.Corrected != nil {
			corrected++
		}
		t.Rows = append(t.Rows, []Cell{{Text: b.Brands[i].Name}, cell(o.Net, b.say("baro-net-unjudged", measure.LeastJudged)), cell(o.Corrected, b.uncorrected(&o))})
	}
	if told == 0 {
		x.Blocks = []Block{Para{b.say("net-none-why", measure.LeastJudged), false}}
		page.Sections = append(page.Sections, x)
		return page
	}
	switch {
	case len(bad) > 0:
		x.Finding = b.say("baro-net-bad", b.p.List(bad), when)
	case len(good) > 0:
		x.Finding = b.say("baro-net-good", b.p.List(good), when)
	default:
		x.Finding = b.say("baro-net-even", when)
	}
	covers := b.say("baro-net-covers", measure.LeastJudged)
	if corrected == 0 {
		covers += " " + b.say("net-uncorrected")
	}
	x.Blocks = []Block{t, Para{covers, true}}
	page.Sections = append(page.Sections, x)
	return page
}

// uncorrected says why a net opinion is not corrected.
func (b barometric) uncorrected(o *BrandOpinion) string {
	switch {
	case o.Net == nil:
		return b.say("baro-net-unjudged", measure.LeastJudged)
	case o.Sample == nil:
		return b.say("baro-net-no-sample")
	case o.Sample.Standing == sample.Stands: // enough labels, and none is about the brand
		return b.say("baro-net-few")
	}
	return b.say("baro-net-" + string(o.Sample.Standing))
}
