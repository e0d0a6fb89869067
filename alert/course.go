package alert

import (
	"context"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// CourseStep is the length of a Stretch.
const CourseStep = 6 * time.Hour

// Stretch is six hours of a topic's course.
type Stretch struct {
	measure.Period
	N      int64 // voices, summed by hour
	Usual  float64
	Band   measure.Band
	Banded bool
	Hole   bool
	Open   bool // still under way
}

// Course returns the voices of a topic from about from to to, by stretches of
// six hours, with what was ordinary then.
func (g *Guard) Course(ctx context.Context, topic vigie.TopicID, from, to time.Time) ([]Stretch, error) {
	s, err := g.lookAlone(ctx)
	if err != nil {
		return nil, err
	}
	if to.After(s.now) {
		to = s.now
	}
	end := to.Truncate(CourseStep).Add(CourseStep)
	p, err := g.history(ctx, &s, topic, Voices, end)
	if err != nil || len(p.hours) == 0 {
		return nil, err
	}
	// Stretches end at round hours of the past's own grid.
	unheard := s.unheard(p)
	l := measure.NewLookout(s.zone, measure.DefaultBudget)
	var out []Stretch
	n, hole := int64(0), false
	s.replay(l, topic, p, nil, func(m measure.Moment) {
		at := m.At
		if !at.Equal(at.Truncate(time.Hour)) {
			return
		}
		i := int(at.Sub(p.from)/time.Hour) - 1
		n += int64(p.hours[i])
		hole = hole || unheard[i]
		if !at.Equal(at.Truncate(CourseStep)) {
			return
		}
		x := Stretch{Period: measure.Period{From: at.Add(-CourseStep), To: at}, N: n, Hole: hole, Open: at.After(s.now)}
		if l.Ready() {
			x.Usual = m.Windows[1].Expected
			x.Band, x.Banded = m.Windows[1].Band()
		}
		n, hole = 0, false
		if !x.From.Before(from.Truncate(CourseStep)) {
			out = append(out, x)
		}
	})
	return out, nil
}
