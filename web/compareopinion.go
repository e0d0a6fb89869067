package web

import (
	"context"
	"html/template"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
)

// comparedOpinion is what others think of the brands compared.
type comparedOpinion struct {
	Finding string
	Brands  []brandOpinion
	Sure    template.HTML // how far the judge is to be believed
}

// brandOpinion is what others think of one brand over the period.
type brandOpinion struct {
	Topic     vigie.Topic
	Us        bool
	Open      string
	Judged    int64
	Few       string // why no share is told; empty where shares are
	Parts     []opinionShare
	Net       string // "−12", with the interval beside it; empty where too few were judged
	NetRange  string
	Unjudged  figure        // mentions that nobody judged
	Picture   template.HTML // negative and positive shares, and the net opinion; empty where no share is told
	Corrected template.HTML // what people's readings make of it; empty while none was drawn
	net       float64
	between   measure.Interval
	told      bool // net and between are
}

// opinionShare is one opinion's part of what was judged.
type opinionShare struct {
	Opinion        vigie.Opinion
	N              int64
	Percent, Range string // empty where too few were judged
	Href           string
}

// compareOpinions counts what others think of each brand, over the same
// channels as shares, in the order of brands.
func (s *Server) compareOpinions(ctx context.Context, v *visit, brands []vigie.Topic, from, to time.Time) (*comparedOpinion, error) {
	p := v.Print
	others := false
	f := vigie.Filter{From: from, To: to, Own: &others}
	for _, b := range brands {
		f.Topics = append(f.Topics, b.ID)
	}
	if err := s.publicOnly(ctx, &f, measure.Mentions); err != nil {
		return nil, err
	}
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Step: measure.Whole, Split: measure.ByOpinion})
	if err != nil {
		return nil, err
	}
	totals := map[vigie.TopicID]map[vigie.Opinion]int64{}
	for _, b := range brands {
		totals[b.ID] = map[vigie.Opinion]int64{}
	}
	for _, pt := range points {
		if o, ok := opinionOf(pt.Group); ok && totals[pt.Topic] != nil {
			totals[pt.Topic][o] += pt.N
		}
	}
	echo, err := s.echoes(ctx, f)
	if err != nil {
		return nil, err
	}
	d := &comparedOpinion{Sure: rich(p.Say("compare-opinion-sure"), "/samples")}
	for _, b := range brands {
		g := f
		g.Topics = []vigie.TopicID{b.ID}
		row := v.brandOpinion(b, totals[b.ID], g, echo[b.ID])
		if row.told {
			delete(totals[b.ID], vigie.OpinionUnknown)
			if row.Corrected, err = s.corrected(ctx, v, b, measure.Period{From: from, To: to}, totals[b.ID]); err != nil {
				return nil, err
			}
		}
		d.Brands = append(d.Brands, row)
	}
	drawOpinions(d.Brands)
	switch d.Finding = v.opinionsCompared(d.Brands); {
	case !slices.ContainsFunc(d.Brands, func(b brandOpinion) bool { return b.Judged > 0 }):
		d.Finding = p.Say("compare-opinion-none")
	case d.Finding == "":
		d.Finding = p.Say("compare-opinion-few")
	}
	return d, nil
}

// brandOpinion tells the opinions counted of one brand, whose mentions f finds.
func (v *visit) brandOpinion(b vigie.Topic, totals map[vigie.Opinion]int64, f vigie.Filter, echo float64) brandOpinion {
	p := v.Print
	row := brandOpinion{Topic: b, Us: b.Kind == vigie.OwnBrand, Open: topicPath(b.ID, 0) + "#opinion-t"}
	link := func(o vigie.Opinion) string {
		g := f
		g.Opinion = []vigie.Opinion{o}
		return v.mentions(g)
	}
	for o, n := range totals {
		if o != vigie.OpinionUnknown {
			row.Judged += n
		}
	}
	row.Unjudged = figure{N: totals[vigie.OpinionUnknown], Href: link(vigie.OpinionUnknown)}
	net, ok := leaningOf(totals).Net(echo)
	switch {
	case row.Judged == 0:
		row.Few = p.Say("compare-opinion-unjudged")
		return row
	case !ok:
		row.Few = p.Say("opinion-few", row.Judged)
	default:
		points := func(x float64) string { return p.Decimal(x*100, 0) }
		row.Net, row.NetRange = points(net.Value), p.Say("between-points", points(net.Between.Low), points(net.Between.High))
		row.net, row.between, row.told = net.Value, net.Between, true
	}
	for _, o := range []vigie.Opinion{vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure} {
		part := opinionShare{Opinion: o, N: totals[o], Href: link(o)}
		if in, counted := measure.Wilson(part.N, row.Judged); ok && counted {
			part.Percent = p.Say("percent", p.Decimal(100*float64(part.N)/float64(row.Judged), careful(in)))
			part.Range = between(p, in)
		}
		row.Parts = append(row.Parts, part)
	}
	return row
}

// drawOpinions draws the opinions of the brands that are told, on one scale.
func drawOpinions(rows []brandOpinion) {
	share := func(r *brandOpinion, o vigie.Opinion) float64 {
		for _, p := range r.Parts {
			if p.Opinion == o {
				return float64(p.N) / float64(r.Judged)
			}
		}
		return 0
	}
	var left, right float64
	for i := range rows {
		if r := &rows[i]; r.told {
			left, right = max(left, share(r, vigie.Negative)), max(right, share(r, vigie.Positive))
		}
	}
	for i := range rows {
		if r := &rows[i]; r.told {
			r.Picture = chart.SVG(chart.Lean{
				Negative: share(r, vigie.Negative), Positive: share(r, vigie.Positive),
				Net: r.net, Low: r.between.Low, High: r.between.High, Left: left, Right: right,
			}.Draw())
		}
	}
}

// opinionsCompared says of whom the opinion is better or worse than of us: only
// where the intervals part, which is more careful than a test of each pair.
// Empty where ours is not told.
func (v *visit) opinionsCompared(rows []brandOpinion) string {
	p := v.Print
	us := slices.IndexFunc(rows, func(r brandOpinion) bool { return r.Us && r.told })
	if us < 0 {
		return ""
	}
	var under, over []string
	known := 0
	for i, r := range rows {
		if i == us || !r.told {
			continue
		}
		known++
		switch {
		case r.between.High < rows[us].between.Low:
			under = append(under, r.Topic.Name)
		case r.between.Low > rows[us].between.High:
			over = append(over, r.Topic.Name)
		}
	}
	switch {
	case known == 0:
		return p.Say("compare-opinion-alone")
	case len(under) > 0 && len(over) > 0:
		return p.Say("compare-opinion-between", p.List(under), p.List(over))
	case len(under) > 0:
		return p.Say("compare-opinion-better", p.List(under))
	case len(over) > 0:
		return p.Say("compare-opinion-worse", p.List(over))
	}
	return p.Say("compare-opinion-same")
}
