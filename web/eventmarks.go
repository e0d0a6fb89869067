package web

import (
	"context"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/watch"
)

// happened is what must be known to read a course: a day that somebody wrote
// down, or a day from which something else was counted.
type happened struct {
	At   time.Time
	Name string // short, for the picture
	Say  string // for the table and for those who hear it
}

// changes is what changed in what is counted, for the topics of a page.
type changes struct {
	events  []alert.Event
	queries map[vigie.TopicID][]watch.TopicVersion // the first left out, oldest first
}

// changesSince reads the days written down, and the queries changed since.
func (s *Server) changesSince(ctx context.Context, v *visit, from time.Time) (c changes, err error) {
	settings, err := s.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return c, err
	}
	c.events, c.queries = settings.Events, map[vigie.TopicID][]watch.TopicVersion{}
	for _, t := range v.Topics {
		if t.Version < 2 || t.Changed.Before(from) {
			continue
		}
		all, err := s.o.Ledger.TopicVersions(ctx, t.ID)
		if err != nil {
			return c, err
		}
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Version > 1 {
				c.queries[t.ID] = append(c.queries[t.ID], all[i])
			}
		}
	}
	return c, nil
}

// nameMost is how long a name may be over a picture, in characters.
const nameMost = 24

func short(name string) string {
	if r := []rune(name); len(r) > nameMost {
		return string(r[:nameMost-1]) + "…"
	}
	return name
}

// happened returns what happened to topics between two instants, oldest first
// within each kind: days written down, changed queries, new sources.
func (v *visit) happened(l listening, from, to time.Time, topics ...vigie.TopicID) (out []happened) {
	p := v.Print
	about := func(t vigie.TopicID) bool {
		for _, x := range topics {
			if t == 0 || t == x {
				return true
			}
		}
		return false
	}
	for _, e := range l.Changes.events {
		if !about(e.Topic) || !e.From.Before(to) || !e.To.After(from) {
			continue
		}
		at := e.From
		if at.Before(from) {
			at = from
		}
		last := e.To.Add(-time.Second)
		say := p.Say("mark-day", e.Name, p.DayMonth(e.From))
		if last.Sub(e.From) > 25*time.Hour {
			say = p.Say("mark-days", e.Name, p.DayMonth(e.From), p.DayMonth(last))
		}
		out = append(out, happened{at, short(e.Name), say})
	}
	within := func(at time.Time) bool { return !at.Before(from) && at.Before(to) }
	for _, t := range topics {
		for _, q := range l.Changes.queries[t] {
			if within(q.At) {
				out = append(out, happened{q.At, p.Say("mark-query"), p.Say("mark-query-say", p.DayMonth(q.At))})
			}
		}
	}
	// Sources added on one day are one change; the first ones are the beginning.
	days := map[string]int{}
	for _, src := range l.Sources {
		if !src.Kind.Visited() || !within(src.Added) || src.Added.Sub(l.Visits) < 24*time.Hour {
			continue
		}
		day := p.DayMonth(src.Added)
		if i, ok := days[day]; ok {
			out[i].Name, out[i].Say = p.Say("mark-sources"), p.Say("mark-sources-say", day)
			continue
		}
		days[day] = len(out)
		out = append(out, happened{src.Added, short(p.Say("mark-source", src.Name)), p.Say("mark-source-say", src.Name, day)})
	}
	return out
}

// markWeeks draws what happened into a line of weeks and tells it in the notes
// of their rows, which stand in the order of the weeks.
func (v *visit) markWeeks(l listening, weeks []week, line *chart.Line, rows []weekRow) {
	if len(weeks) == 0 {
		return
	}
	topics := weeks[0].Filter.Topics
	for _, h := range v.happened(l, weeks[0].From, weeks[len(weeks)-1].To, topics...) {
		for i, w := range weeks {
			if !w.Holds(h.At) {
				continue
			}
			line.Events = append(line.Events, chart.Mark{
				At: float64(i) + float64(h.At.Sub(w.From))/float64(w.To.Sub(w.From)), Name: h.Name,
			})
			if line.Points[i].Say != "" {
				line.Points[i].Say += v.Print.Say("week-note", h.Say)
			}
			if rows[i].Note != "" {
				h.Say = v.Print.Say("mark-and", rows[i].Note, h.Say)
			}
			rows[i].Note = h.Say
		}
	}
}
