package web

import (
	"context"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// earlier is the stretch before, or the same weeks a year before, beside the
// stretch that is looked at.
type earlier struct {
	Name string
	N    int64
	Href string
	Say  string // how it changed since, or why that is not told
}

// yearWeeks is a year in whole weeks: a Monday meets a Monday.
const yearWeeks = 52

// earlierPeriod is a period to compare with, and the message that names it.
type earlierPeriod struct {
	measure.Period
	id string
}

// heard is the part of s that is over.
func (s stretch) heard(v *visit) measure.Period {
	to := s.to()
	if to.After(v.Now) {
		to = v.Now
	}
	return measure.Period{From: s.from(), To: to}
}

// before are the periods that s is compared with: as long, as far into their
// last week.
func (s stretch) before(v *visit) (out []earlierPeriod) {
	now := s.heard(v)
	back := func(weeks int, id string) {
		out = append(out, earlierPeriod{measure.Period{From: now.From.AddDate(0, 0, -7*weeks), To: now.To.AddDate(0, 0, -7*weeks)}, id})
	}
	back(s.Weeks, "earlier-before")
	if s.Weeks != yearWeeks {
		back(yearWeeks, "earlier-year")
	}
	return out
}

// comparable reports whether two periods were both listened to, whole, and how
// many sources were added between them.
func (s *Server) comparable(ctx context.Context, v *visit, l listening, periods ...measure.Period) (ok bool, added int, err error) {
	for _, p := range periods {
		if l.Since.IsZero() || p.From.Before(l.Since) || l.deaf(p) {
			return false, 0, nil
		}
		gaps, err := s.o.Ledger.Gaps(ctx, 0, p.From, p.To)
		if err != nil {
			return false, 0, err
		}
		if measure.Holes([]measure.Period{p}, l.Sources, gaps, v.Now)[0].Incomplete() {
			return false, 0, nil
		}
	}
	from, to := periods[0].From, periods[0].To
	for _, p := range periods {
		if p.From.Before(from) {
			from = p.From
		}
		to = later(to, p.To)
	}
	for _, src := range l.Sources {
		if src.Kind.Visited() && src.Added.After(from) && src.Added.Before(to) {
			added++
		}
	}
	return true, added, nil
}

// earlier sets the voices of a topic beside those of earlier stretches; what
// nobody listened to is left out.
func (s *Server) earlier(ctx context.Context, v *visit, l listening, over stretch, t vigie.TopicID, voices int64) (out []earlier, err error) {
	p, now := v.Print, over.heard(v)
	is, err := s.crowding(ctx, vigie.Filter{Topics: []vigie.TopicID{t}, From: now.From, To: now.To})
	if err != nil {
		return nil, err
	}
	for _, x := range over.before(v) {
		f := vigie.Filter{Topics: []vigie.TopicID{t}, From: x.From, To: x.To}
		n, err := s.total(ctx, f, measure.Voices)
		if err != nil {
			return nil, err
		}
		whole, added, err := s.comparable(ctx, v, l, x.Period, now)
		if err != nil {
			return nil, err
		}
		if !whole && n == 0 {
			continue
		}
		row := earlier{Name: capital(p.Say(x.id, weeksOf(p, over.Weeks))), N: n, Href: v.mentions(f)}
		was, err := s.crowding(ctx, f)
		if err != nil {
			return nil, err
		}
		c, ok := measure.Compare(measure.Span{N: n, Time: 1, Crowding: was[t]}, measure.Span{N: voices, Time: 1, Crowding: is[t]})
		switch {
		case !whole:
			row.Say = p.Say("earlier-unheard")
		case !ok:
			row.Say = p.Say("earlier-few")
		default:
			row.Say = p.Say("earlier-change", p.Signed(c.Ratio-1), points100(p, c.Between.Low-1), points100(p, c.Between.High-1))
			if !c.Clear {
				row.Say += p.Say("earlier-chance")
			}
			if added > 0 {
				row.Say += p.Say("earlier-added", added)
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// movedRow is a brand's share in the stretch before and now.
type movedRow struct {
	Topic      vigie.Topic
	Open       string
	Was, Now   string
	Difference string
}

// moved sets each share beside that of the stretch before, and tells whether it
// moved beyond chance; nothing where that stretch was not listened to whole.
func (s *Server) moved(ctx context.Context, v *visit, l listening, over stretch, brands []vigie.Topic, now []brandShare, d *comparePage) error {
	x := over.before(v)[0]
	whole, added, err := s.comparable(ctx, v, l, x.Period, over.heard(v))
	if err != nil || !whole || len(now) == 0 {
		return err
	}
	old, err := s.shares(ctx, v, brands, measure.Voices, x.From, x.To)
	if err != nil || len(old) == 0 {
		return err
	}
	p, n := v.Print, 0
	for _, b := range now {
		k := slices.IndexFunc(old, func(o brandShare) bool { return o.Topic.ID == b.Topic.ID })
		row := movedRow{Topic: b.Topic, Open: b.Open, Was: old[k].Percent, Now: b.Percent, Difference: p.Say("earlier-still")}
		if in, clear := measure.Apart(old[k].Ratio, b.Ratio, old[k].Between, b.Between); clear {
			n++
			row.Difference = p.Say("earlier-moved", signedPoints(p, in.Low), signedPoints(p, in.High))
		}
		d.Moved = append(d.Moved, row)
	}
	d.MovedFinding = p.Say("earlier-finding", n)
	d.MovedCaption = p.Say("earlier-caption", weeksOf(p, over.Weeks))
	if added > 0 {
		d.MovedCaption += " " + p.Say("earlier-added-say", added)
	}
	return nil
}

// signedPoints writes a difference of shares in points: "+1,2".
func signedPoints(p *say.Printer, d float64) string {
	s := p.Decimal(100*d, 1)
	if d > 0 {
		s = "+" + s
	}
	return s
}
