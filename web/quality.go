package web

import (
	"context"
	"html/template"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
)

// qualityPart says how right the listening is about a topic, as people who read
// a random sample found it, or what would tell it.
type qualityPart struct {
	Finding string
	Facts   []template.HTML
	How     template.HTML
}

// quality tells what the newest sample of a topic says of a period.
func (s *Server) quality(ctx context.Context, v *visit, t vigie.Topic, over measure.Period) (*qualityPart, error) {
	p := v.Print
	told, standing, ok, err := sample.Over(ctx, s.o.Ledger, t, over)
	if err != nil {
		return nil, err
	}
	if !ok || told.About == nil {
		return &qualityPart{Finding: p.Say("quality-finding"), How: rich(p.Say("quality-ask-for"), "/samples?topic="+id64(int64(t.ID)))}, nil
	}
	made, href := p.Date(told.Sample.Made), samplePath(told.Sample.ID, false)
	share := func(x *measure.Part) string {
		return p.Say("report-part", p.Percent(x.Ratio), between(p, x.Between))
	}
	d := &qualityPart{Finding: p.Say("quality-of", p.Percent(told.About.Ratio))}
	switch standing {
	case sample.OtherQuery:
		d.Finding = p.Say("quality-before-query")
	case sample.TooOld:
		d.Finding = p.Say("quality-too-old")
	}
	d.Facts = append(d.Facts, rich(p.Say("quality-precision-of", share(told.About), told.About.N, made), href))
	if told.Right != nil {
		d.Facts = append(d.Facts, rich(p.Say("quality-right-of", share(told.Right), told.Right.N)))
	}
	d.How = rich(p.Say("quality-formula", measure.Formulas["quality"]), "/definitions#quality")
	return d, nil
}

// reachPart says how many readings were possible, as a range, or why that is
// not told.
type reachPart struct {
	Finding string
	Facts   []template.HTML
}

// reachMost is how many mentions are looked through for their authors'
// followers before a page opens; more are only where somebody asks for it.
const reachMost = 20_000

// reach counts the possible readings of the mentions of a topic by others in a
// period. n is how many mentions there are; ask, whether somebody asked.
func (s *Server) reach(ctx context.Context, v *visit, f vigie.Filter, n int64, ask bool, here string) (*reachPart, error) {
	p := v.Print
	if n > reachMost && !ask {
		return &reachPart{Finding: p.Say("reach-later"), Facts: []template.HTML{rich(p.Say("reach-ask-for", n), here)}}, nil
	}
	readers := measure.Readers{Zone: v.Zone}
	err := s.o.Archive.Sayings(ctx, vigie.Filter{Topics: f.Topics, From: f.From, To: f.To}, func(x *measure.Saying) bool {
		readers.Add(x)
		return true
	})
	if err != nil {
		return nil, err
	}
	others := false
	f.Own = &others
	r, ok := readers.Reach(0)
	if !ok {
		return &reachPart{Finding: p.Say("reach-none"), Facts: []template.HTML{rich(p.Say("reach-none-here"))}}, nil
	}
	d := &reachPart{Finding: p.Say("reach-finding", p.Number(measure.Rounded(r.Low)), p.Number(measure.Rounded(r.High)))}
	d.Facts = append(d.Facts, rich(p.Say("reach-how", r.Known, r.All)))
	if r.Views > 0 {
		d.Facts = append(d.Facts, rich(p.Say("reach-views", r.Views)))
	}
	d.Facts = append(d.Facts, rich(p.Say("reach-formula", measure.Formulas["reach"]), v.mentions(f), "/definitions#reach", "/value"))
	return d, nil
}
