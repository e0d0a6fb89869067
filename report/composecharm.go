package report

import (
	"cmp"
	"slices"
	"strings"

	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
)

// charm is the page of charisma: two axes, no score. Brands with too few
// voices, and axes whose input is missing, are left out and said.
func (b barometric) charm() Page {
	page := Page{Name: b.say("baro-3"), Ask: b.say("baro-3-ask")}
	var most float64
	var wanted, left, spoken []string
	for i, c := range b.Charisma {
		if c.Appetite != nil {
			most = max(most, c.Appetite.Voices)
			wanted = append(wanted, b.Brands[i].Name)
		} else {
			left = append(left, b.Brands[i].Name)
		}
		if c.Register != nil {
			spoken = append(spoken, b.Brands[i].Name)
		}
	}
	if len(wanted) == 0 {
		page.Answer = b.say("charm-none", measure.LeastVoices)
		return page
	}
	order := make([]int, len(b.Charisma))
	for i := range order {
		order[i] = i
	}
	voices := func(i int) float64 {
		if a := b.Charisma[i].Appetite; a != nil {
			return a.Voices
		}
		return -1
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(voices(j), voices(i)) })
	rows := Rows{Name: b.say("charm-appetite")}
	for _, i := range order {
		c := b.Charisma[i]
		if c.Appetite == nil {
			continue
		}
		rows.Rows = append(rows.Rows, Row{
			Label:   b.Brands[i].Name,
			Picture: chart.Bar{Value: c.Appetite.Voices, Most: most, Exact: true, Ours: i == 0, Height: 14}.Draw(),
			Figure:  b.say("charm-times", b.p.Decimal(c.Appetite.Voices, 1)), N: c.Appetite.Voices, Strong: i == 0,
		})
	}
	page.Answer = b.say("charm-answer", b.Brands[order[0]].Name, b.p.Decimal(voices(order[0]), 1))
	t := Table{
		Name:  b.say("charm-places"),
		Heads: []string{b.say("rivals-brand"), b.say("charm-times-head"), b.say("charm-places"), b.say("charm-register"), b.say("attention-between")},
		Right: []bool{false, true, true, true, false}, Wide: []float64{0.26, 0.16, 0.16, 0.2, 0.22},
	}
	none := Cell{Text: b.say("report-none")}
	var to int64
	for _, i := range order {
		c := b.Charisma[i]
		row := []Cell{{Text: b.Brands[i].Name}, none, none, none, none}
		if a := c.Appetite; a != nil {
			to = a.RarefiedTo
			row[1] = Cell{Text: b.p.Decimal(a.Voices, 1), Figure: a.Voices, IsN: true}
			row[2] = Cell{Text: b.p.Decimal(a.Places, 1), Figure: a.Places, IsN: true}
		}
		if r := c.Register; r != nil {
			row[3] = Cell{Text: b.pc(r.Ratio), Figure: r.Ratio, IsN: true}
			row[4] = Cell{Text: b.shares(r.Between)}
		}
		t.Rows = append(t.Rows, row)
	}
	says := []string{b.say("charm-covers", to)}
	if len(left) > 0 {
		says = append(says, b.say("charm-left", left, measure.LeastVoices))
	}
	if len(spoken) == 0 {
		says = append(says, b.say("charm-unread"))
	}
	page.Sections = []Section{
		{Kicker: b.say("charm-appetite"), Finding: b.say("charm-appetite-finding"), Blocks: []Block{rows}},
		{Kicker: b.say("charm-register"), Finding: b.say("charm-register-finding"), Blocks: []Block{t, Para{strings.Join(says, " "), true}}},
	}
	return page
}
