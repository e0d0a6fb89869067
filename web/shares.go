package web

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// brandShare is one row of a share of voice.
type brandShare struct {
	measure.Share
	Topic   vigie.Topic
	Us      bool
	Bar     template.HTML
	Href    string // the mentions behind the figure
	Open    string // the topic's page
	Percent string // the share, "26 %"
	Range   string // "entre 25 et 33 %"
	Place   string // "2e"
	Places  string // "1er à 3e plausible"
}

// brands returns the brands compared with a topic: own and rivals of its
// sector, in the order of v.Topics.
func (v *visit) brands(sector string) []vigie.Topic {
	var out []vigie.Topic
	for _, t := range v.Topics {
		if t.Kind.Brand() && t.Sector == sector {
			out = append(out, t)
		}
	}
	return out
}

// publicOnly narrows a filter to what the public says, where anything else is
// in it: tickets, calls and surveys are compared, never in a share of voice.
// Where there is nothing else, the filter stays as short as it was.
func (s *Server) publicOnly(ctx context.Context, f *vigie.Filter, unit measure.Unit) error {
	private := *f
	private.Channels = nil
	var public []vigie.Channel
	for _, c := range vigie.Channels {
		if c.Voiced() {
			public = append(public, c)
		} else {
			private.Channels = append(private.Channels, c)
		}
	}
	if unit == measure.Stories {
		unit = measure.Mentions // some of the one is some of the other, and these are rolled up
	}
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: private, Unit: unit, Step: measure.Whole})
	if err != nil {
		return err
	}
	for _, p := range points {
		if p.N > 0 {
			f.Channels = public
		}
	}
	return nil
}

// shares compares brands over a period, the most heard first, by what others
// say of them: what a brand publishes is no voice, its own no more than a
// rival's. It returns nothing where there is nobody to compare with, or nothing
// was heard.
func (s *Server) shares(ctx context.Context, v *visit, brands []vigie.Topic, unit measure.Unit, from, to time.Time) ([]brandShare, error) {
	if len(brands) < 2 {
		return nil, nil
	}
	others := false
	f := vigie.Filter{From: from, To: to, Own: &others}
	for _, b := range brands {
		f.Topics = append(f.Topics, b.ID)
	}
	if err := s.publicOnly(ctx, &f, unit); err != nil {
		return nil, err
	}
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Unit: unit, Step: measure.Whole})
	if err != nil {
		return nil, err
	}
	counts := make([]int64, len(brands))
	for _, p := range points {
		if i := slices.Index(f.Topics, p.Topic); i >= 0 {
			counts[i] += p.N
		}
	}
	var crowding []float64
	if unit == measure.Voices {
		of, err := s.crowding(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, b := range brands {
			crowding = append(crowding, of[b.ID])
		}
	}
	shares, ok := measure.SharesOf(counts, crowding)
	if !ok {
		return nil, nil
	}
	most := 0.0
	for _, x := range shares {
		most = max(most, x.Between.High)
	}
	p := v.Print
	var out []brandShare
	for i, x := range shares {
		b := brands[i]
		us := b.Kind == vigie.OwnBrand
		row := brandShare{
			Share: x, Topic: b, Us: us,
			Href:    v.mentions(vigie.Filter{Topics: []vigie.TopicID{b.ID}, From: from, To: to, Own: &others}),
			Open:    topicPath(b.ID, 0),
			Percent: p.Say("percent", p.Decimal(100*x.Ratio, careful(x.Between))),
			Place:   ordinal(p, x.Rank),
		}
		bar := chart.Bar{Value: x.Ratio, Low: x.Between.Low, High: x.Between.High, Most: most, Ours: us}
		if unit == measure.Mentions { // one voice writes many: they are not drawn one by one
			bar.Exact = true
		} else {
			row.Range, row.Places = between(p, x.Between), plausible(p, x)
		}
		row.Bar = chart.SVG(bar.Draw())
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b brandShare) int { return cmp.Compare(b.N, a.N) })
	return out, nil
}

// crowdWeeks are the latest weeks of a period by which it is told how stories
// bring voices: that takes walking through what was said.
const crowdWeeks = 13

// crowding tells of each topic of a filter how much more its voices spread than
// if each spoke for itself (measure.Crowding).
func (s *Server) crowding(ctx context.Context, f vigie.Filter) (map[vigie.TopicID]float64, error) {
	if from := f.To.AddDate(0, 0, -7*crowdWeeks); f.From.Before(from) {
		f.From = from
	}
	key := fmt.Sprint(f.Topics, f.Channels, f.From.Unix(), f.To.Truncate(24*time.Hour).Unix())
	of, _, err := s.crowds.get(ctx, s, key, func() (map[vigie.TopicID]float64, error) { return s.findCrowding(ctx, f) })
	return of, err
}

func (s *Server) findCrowding(ctx context.Context, f vigie.Filter) (map[vigie.TopicID]float64, error) {
	counted := map[measure.Unit]map[vigie.TopicID]int64{}
	for _, unit := range []measure.Unit{measure.Crowds, measure.Voices} {
		counted[unit] = map[vigie.TopicID]int64{}
		points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Unit: unit, Step: measure.Whole})
		if err != nil {
			return nil, err
		}
		for _, p := range points {
			counted[unit][p.Topic] += p.N
		}
	}
	out := map[vigie.TopicID]float64{}
	for _, t := range f.Topics {
		out[t] = measure.Crowding(counted[measure.Crowds][t], counted[measure.Voices][t])
	}
	return out, nil
}

// echoes tells of each topic of a filter how much more its net opinion spreads
// than if every mention spoke for itself (measure.Echo), by the latest weeks of
// the period.
func (s *Server) echoes(ctx context.Context, f vigie.Filter) (map[vigie.TopicID]float64, error) {
	of := vigie.Filter{Topics: f.Topics, From: f.From, To: f.To}
	if from := f.To.AddDate(0, 0, -7*crowdWeeks); f.From.Before(from) {
		of.From = from
	}
	key := fmt.Sprint(of.Topics, of.From.Unix(), of.To.Truncate(24*time.Hour).Unix())
	out, _, err := s.echoed.get(ctx, s, key, func() (map[vigie.TopicID]float64, error) {
		heard := map[vigie.TopicID]*measure.Echo{}
		for _, t := range of.Topics {
			heard[t] = &measure.Echo{}
		}
		err := s.o.Archive.Sayings(ctx, of, func(x *measure.Saying) bool {
			heard[x.Topic].Add(x)
			return true
		})
		out := map[vigie.TopicID]float64{}
		for t, e := range heard {
			out[t] = e.Effect()
		}
		return out, err
	})
	return out, err
}

// between writes an interval of shares, both ends with the same care.
func between(p *say.Printer, in measure.Interval) string {
	return p.Say("between-shares", p.Decimal(100*in.Low, careful(in)), p.Decimal(100*in.High, careful(in)))
}

// careful returns how many decimals a share deserves: one where all of its
// interval lies under ten per cent.
func careful(in measure.Interval) int {
	if in.High < 0.0995 {
		return 1
	}
	return 0
}

// plausible tells the ranks that a share could have.
func plausible(p *say.Printer, s measure.Share) string {
	switch {
	case s.Best == s.Worst:
		return p.Say("rank-certain")
	case s.Worst == s.Best+1:
		return p.Say("rank-or", ordinal(p, s.Best), ordinal(p, s.Worst))
	default:
		return p.Say("rank-range", ordinal(p, s.Best), ordinal(p, s.Worst))
	}
}

// ordinal writes a rank: "1er", "2e", "1st".
func ordinal(p *say.Printer, n int) string {
	id := "ordinal-other"
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1 && (n == 1 || p.Lang() == "en"):
		id = "ordinal-1"
	case n%10 == 2:
		id = "ordinal-2"
	case n%10 == 3:
		id = "ordinal-3"
	}
	return p.Say(id, n)
}

// words writes a small number as a word, for sentences; larger ones as figures.
func words(p *say.Printer, n int64) string {
	if n >= 0 && n <= 13 {
		return p.Say("word-" + id64(n))
	}
	return p.Number(n)
}

// weeksOf writes a number of weeks: "trois semaines".
func weeksOf(p *say.Printer, n int) vigie.Sentence {
	if n == 1 {
		return vigie.Say("week-1")
	}
	return vigie.Say("weeks", words(p, int64(n)))
}

// part is one row of a split: a channel, a site, a language, an author.
type part struct {
	Key    string
	Name   string
	N      int64
	Bar    template.HTML
	Href   string
	Shares float64 // of all groups
}

// split counts one topic by something, the largest first, at most most rows.
// name says how people call a group, narrow makes the filter of its mentions.
func (s *Server) split(ctx context.Context, v *visit, f vigie.Filter, unit measure.Unit, by measure.Split, most int,
	name func(measure.Point) string, narrow func(*vigie.Filter, string),
) ([]part, error) {
	points, err := s.o.Archive.Count(ctx, measure.Question{Filter: f, Unit: unit, Step: measure.Whole, Split: by, Most: most})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(points, func(a, b measure.Point) int { return cmp.Compare(b.N, a.N) })
	if most > 0 && len(points) > most {
		points = points[:most]
	}
	var all int64
	for _, p := range points {
		all += p.N
	}
	var out []part
	for _, p := range points {
		if p.N == 0 {
			continue
		}
		g := f
		narrow(&g, p.Group)
		out = append(out, part{
			Key: p.Group, Name: name(p), N: p.N, Href: v.mentions(g), Shares: float64(p.N) / float64(max(all, 1)),
			Bar: chart.SVG(chart.Bar{Value: float64(p.N), Most: float64(points[0].N), Exact: true, Ours: true}.Draw()),
		})
	}
	return out, nil
}

func (s *Server) channelsOf(ctx context.Context, v *visit, f vigie.Filter, unit measure.Unit) ([]part, error) {
	return s.split(ctx, v, f, unit, measure.ByChannel, 0,
		func(p measure.Point) string { return capital(v.Print.Say("channel-" + p.Group)) },
		func(f *vigie.Filter, g string) { f.Channels = []vigie.Channel{vigie.Channel(g)} })
}

func (s *Server) sitesOf(ctx context.Context, v *visit, f vigie.Filter, unit measure.Unit, most int) ([]part, error) {
	parts, err := s.split(ctx, v, f, unit, measure.BySite, most+1,
		func(p measure.Point) string { return p.Group },
		func(f *vigie.Filter, g string) { f.Sites = []string{g} })
	// Mentions of files may stand on no site: they are no territory.
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.Name == "" })
	return parts[:min(len(parts), most)], err
}

func (s *Server) langsOf(ctx context.Context, v *visit, f vigie.Filter, unit measure.Unit) ([]part, error) {
	return s.split(ctx, v, f, unit, measure.ByLang, 8,
		func(p measure.Point) string { return langName(v.Print, p.Group) },
		func(f *vigie.Filter, g string) {
			if g == "" {
				g = "und"
			}
			f.Langs = []string{g}
		})
}

func (s *Server) authorsOf(ctx context.Context, v *visit, f vigie.Filter, most int) ([]part, error) {
	return s.split(ctx, v, f, measure.Mentions, measure.ByAuthor, most,
		func(p measure.Point) string {
			if p.Label != "" {
				return p.Label
			}
			return p.Group
		},
		func(f *vigie.Filter, g string) { f.Author = g })
}
