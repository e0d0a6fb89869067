package alert

import (
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

const (
	// HistoryWeeks is how far back a series is read: the season and the
	// threshold need months, and older ones say little.
	HistoryWeeks = 26
	// lateMost is how late a mention may be heard and still be counted when it
	// was published.
	lateMost = 6 * time.Hour
	// learnFor is how long a topic, a place or a source is learning.
	learnFor = 14 * 24 * time.Hour
)

// surroundings is what one pass knows of the workspace.
type surroundings struct {
	now      time.Time
	zone     *time.Location
	topics   []vigie.Topic
	sources  map[vigie.SourceID]vigie.Source
	all      []vigie.Source
	gaps     []vigie.Gap
	settings Settings
	// fresh are places that a source added lately opened: what they bring is no
	// more said, it is only more heard.
	fresh []string
}

// look gathers the surroundings.
func (g *Guard) look(ctx context.Context) (s surroundings, err error) {
	s.now = g.o.Now().UTC()
	ws, err := g.o.Ledger.Workspace(ctx)
	if err != nil {
		return s, err
	}
	s.zone = ws.Location()
	if s.topics, err = g.o.Ledger.Topics(ctx); err != nil {
		return s, err
	}
	if s.all, err = g.o.Ledger.Sources(ctx); err != nil {
		return s, err
	}
	s.sources = make(map[vigie.SourceID]vigie.Source, len(s.all))
	for _, x := range s.all {
		s.sources[x.ID] = x
	}
	if s.settings, err = g.o.Ledger.AlertSettings(ctx); err != nil {
		return s, err
	}
	if s.gaps, err = g.o.Ledger.Gaps(ctx, 0, s.now.AddDate(0, 0, -7*HistoryWeeks), s.now); err != nil {
		return s, err
	}
	s.fresh, err = g.freshPlaces(ctx, &s)
	return s, err
}

// freshPlaces returns the sites of sources added in the last two weeks that
// were not heard of before.
func (g *Guard) freshPlaces(ctx context.Context, s *surroundings) (out []string, err error) {
	for _, x := range s.all {
		if !x.Kind.Visited() || x.Site == "" || s.now.Sub(x.Added) > learnFor {
			continue
		}
		known, asked := g.places[x.Site]
		if !asked && len(s.topics) > 0 {
			f := vigie.Filter{Sites: []string{x.Site}, To: x.Added.Add(-learnFor)}
			for _, t := range s.topics {
				f.Topics = append(f.Topics, t.ID)
			}
			points, err := g.o.Archive.Count(ctx, measure.Question{Filter: f, Step: measure.Whole})
			if err != nil {
				return nil, err
			}
			for _, p := range points {
				known = known || p.N > 0
			}
			g.places[x.Site] = known
		}
		if !known {
			out = append(out, x.Site)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// question returns what counts a stream of a topic.
func question(t vigie.TopicID, stream Stream) measure.Question {
	q := measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{t}}, Step: measure.Hour, Unit: measure.Voices}
	switch stream {
	case Mentions:
		others := false
		q.Unit, q.Filter.Own = measure.Mentions, &others
	case Negative:
		q.Filter.Opinion = []vigie.Opinion{vigie.Negative}
	}
	return q
}

// past is what was counted hour by hour.
type past struct {
	from  time.Time
	hours []float64
}

// history counts a stream of a topic from its first mention, at most
// HistoryWeeks back, to a full hour.
func (g *Guard) history(ctx context.Context, s *surroundings, t vigie.TopicID, stream Stream, to time.Time) (past, error) {
	q := question(t, stream)
	q.Filter.From, q.Filter.To = to.AddDate(0, 0, -7*HistoryWeeks), to
	points, err := g.o.Archive.Count(ctx, q)
	if err != nil || len(points) == 0 {
		return past{from: to}, err
	}
	p := past{from: points[0].At}
	if n := int(to.Sub(p.from) / time.Hour); n > 0 {
		p.hours = make([]float64, n)
	}
	add := func(points []measure.Point, sign float64) {
		for _, x := range points {
			if i := int(x.At.Sub(p.from) / time.Hour); i >= 0 && i < len(p.hours) {
				p.hours[i] = max(0, p.hours[i]+sign*float64(x.N))
			}
		}
	}
	add(points, 1)
	if len(s.fresh) > 0 {
		q.Filter.Sites = s.fresh
		points, err := g.o.Archive.Count(ctx, q)
		if err != nil {
			return past{}, err
		}
		add(points, -1)
	}
	return p, nil
}

// streams returns those of a topic that can be watched: the negative one where
// opinions were judged.
func (g *Guard) streams(ctx context.Context, s *surroundings, t vigie.TopicID) ([]Stream, error) {
	q := question(t, Negative)
	q.Step, q.Unit = measure.Whole, measure.Mentions
	q.Filter.From = s.now.AddDate(0, 0, -7*HistoryWeeks)
	points, err := g.o.Archive.Count(ctx, q)
	if err != nil {
		return nil, err
	}
	out := []Stream{Voices, Mentions}
	for _, p := range points {
		if p.N > 0 {
			return append(out, Negative), nil
		}
	}
	return out, nil
}

// unheard tells which hours of a past were not heard whole.
func (s *surroundings) unheard(p past) []bool {
	out := make([]bool, len(p.hours))
	if len(s.gaps) == 0 {
		return out
	}
	periods := make([]measure.Period, len(p.hours))
	for i := range periods {
		from := p.from.Add(time.Duration(i) * time.Hour)
		periods[i] = measure.Period{From: from, To: from.Add(time.Hour)}
	}
	for i, h := range measure.Holes(periods, s.all, s.gaps, s.now) {
		out[i] = h.Incomplete()
	}
	return out
}

// real tells which instants a person judged to be real bursts of a topic: they
// teach nothing.
type real []measure.Period

func (r real) at(t time.Time) bool {
	return slices.ContainsFunc(r, func(p measure.Period) bool { return p.Holds(t) })
}

// judged returns what people judged real of a topic. Alerts that no series rang
// close by themselves as real, and say nothing of how much is usual.
func judged(alerts []Alert, t vigie.TopicID) (out real) {
	for _, a := range alerts {
		if a.Topic == t && a.Stream != "" && a.Verdict == Real {
			out = append(out, measure.Period{From: a.Began, To: a.Last.Add(measure.Refractory)})
		}
	}
	return out
}

// replay runs a past through a lookout; each is called with every moment. Only
// the moments at the end of an hour are those of the past: within an hour it is
// not known when something was counted.
func (s *surroundings) replay(l *measure.Lookout, t vigie.TopicID, p past, known real, each func(measure.Moment)) {
	unheard := s.unheard(p)
	for i, n := range p.hours {
		at := p.from.Add(time.Duration(i) * time.Hour)
		tick := measure.Tick{Unheard: unheard[i], Widen: s.settings.Widen(t, at)}
		isKnown := known.at(at)
		for k, step := range measure.Scatter(at, n) {
			tick.At, tick.N = at.Add(time.Duration(k)*measure.Grain), step
			m := l.Next(tick, isKnown)
			if each != nil {
				each(m)
			}
		}
	}
}
