package report

import (
	"context"
	"errors"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
	"vigie.example/vigie/understand"
)

// Archive is what reports read of an archive.
type Archive interface {
	measure.Counter
	measure.Teller
	measure.Tracer
	Mention(ctx context.Context, id vigie.MentionID) (vigie.Kept, error)
	// Extent tells how many mentions are kept, and when the oldest and the newest
	// of known date were published.
	Extent(ctx context.Context) (vigie.Extent, error)
}

// Ledger is what reports read of a ledger.
type Ledger interface {
	Topics(ctx context.Context) ([]vigie.Topic, error)
	Sources(ctx context.Context) ([]vigie.Source, error)
	Gaps(ctx context.Context, id vigie.SourceID, from, to time.Time) ([]vigie.Gap, error)
	Workspace(ctx context.Context) (vigie.Workspace, error)
}

// Alarms tells how grave what rang was; alert.Guard is one.
type Alarms interface {
	// Gravest returns for each period the highest alert level (0 to 4) by
	// topic; a topic that nobody watched is missing.
	Gravest(ctx context.Context, periods []measure.Period) ([]map[vigie.TopicID]int, error)
}

// Maker gathers the facts of reports. It is safe for several goroutines.
type Maker struct {
	Archive Archive
	Ledger  Ledger
	// Alarms tells what rang, for the state of a brand; nil where nothing is
	// watched: a crisis is then not told.
	Alarms Alarms
	// Samples tells what people's readings make of a net opinion; nil where
	// nobody reads.
	Samples sample.Store
	// Readers are those whose versions a report tells (see Readers); nil is those
	// that ship.
	Readers []string
	// Turns tells the days that one must know of to read a course; nil where
	// nothing tells them.
	Turns func(context.Context) ([]vigie.Turn, error)
	// Quoter returns what chooses the sentences that are quoted about a topic; nil
	// where nothing tells where it stands nor what a sentence states.
	Quoter func(context.Context, vigie.Topic) (*understand.Quoter, error)
	Now    func() time.Time
	Zone   *time.Location
	// Version is of the program, told at the foot of a report; may be empty.
	Version string

	until time.Time // see Until
}

// Until returns a maker of reports as things stood at a moment; zero, or one to
// come, is now.
func (m *Maker) Until(at time.Time) *Maker {
	if at.IsZero() || !at.Before(m.Now()) {
		return m
	}
	then := *m
	then.Now, then.until = func() time.Time { return at }, at
	return &then
}

// Listened is when and where somebody listened.
type Listened struct {
	Sources []vigie.Source
	Gaps    []vigie.Gap
	// Since is when listening began: the first visited source, or the oldest
	// mention where a file was brought in. Zero where there is no source.
	Since time.Time
	Until time.Time // the newest mention, where nothing is visited; else now
	// Visited is since when sources are visited; zero where none is.
	Visited time.Time
	Kept    int64
}

// alarms returns what rang in each period; nil where nothing is watched.
func (m *Maker) alarms(ctx context.Context, periods ...measure.Period) ([]map[vigie.TopicID]int, error) {
	if m.Alarms == nil {
		return nil, nil
	}
	return m.Alarms.Gravest(ctx, periods)
}

// turns returns the days that one must know of; none where nothing tells them.
func (m *Maker) turns(ctx context.Context) ([]vigie.Turn, error) {
	if m.Turns == nil {
		return nil, nil
	}
	return m.Turns(ctx)
}

// listened reads sources and holes.
func (m *Maker) listened(ctx context.Context, p measure.Period) (Listened, error) {
	var l Listened
	var err error
	if l.Sources, err = m.Ledger.Sources(ctx); err != nil {
		return l, err
	}
	if l.Gaps, err = m.Ledger.Gaps(ctx, 0, p.From, p.To); err != nil {
		return l, err
	}
	e, err := m.Archive.Extent(ctx)
	if err != nil {
		return l, err
	}
	l.Kept = e.Kept
	visited := false
	for _, s := range l.Sources {
		if s.Kind.Visited() {
			visited = true
			if l.Visited.IsZero() || s.Added.Before(l.Visited) {
				l.Visited = s.Added
			}
			if l.Since.IsZero() || s.Added.Before(l.Since) {
				l.Since = s.Added
			}
		} else if !e.Oldest.IsZero() && (l.Since.IsZero() || e.Oldest.Before(l.Since)) {
			l.Since = e.Oldest
		}
	}
	if l.Until = m.Now(); !visited {
		l.Until = e.Newest
	}
	return l, nil
}

// over returns for how long of a period somebody listened.
func (l *Listened) over(p measure.Period) time.Duration { return l.from(l.Since, p) }

// visited returns for how long of a period sources were visited.
func (l *Listened) visited(p measure.Period) time.Duration { return l.from(l.Visited, p) }

// from returns how much of a period lies between the beginning of listening and
// its end.
func (l *Listened) from(since time.Time, p measure.Period) time.Duration {
	if since.IsZero() {
		return 0
	}
	from, to := p.From, p.To
	if since.After(from) {
		from = since
	}
	if l.Until.Before(to) {
		to = l.Until
	}
	return max(0, to.Sub(from))
}

// heard returns the part of a period in which somebody listened; false where it
// is clearly less than the period: under nine tenths.
func (l *Listened) heard(p measure.Period) (part measure.Period, whole bool) {
	part = p
	if l.Since.After(part.From) {
		part.From = l.Since
	}
	if l.Until.Before(part.To) {
		part.To = l.Until
	}
	return part, float64(l.over(p)) >= 0.9*float64(p.To.Sub(p.From))
}

// topicsOf finds topics by id, in the order asked.
func topicsOf(all []vigie.Topic, ids []vigie.TopicID) ([]vigie.Topic, error) {
	var out []vigie.Topic
	for _, id := range ids {
		i := slices.IndexFunc(all, func(t vigie.Topic) bool { return t.ID == id })
		if i < 0 {
			return nil, vigie.Errorf(vigie.NotFound, nil, "report-no-topic")
		}
		out = append(out, all[i])
	}
	return out, nil
}

// period checks what was asked for; both ends open means the last twelve
// months.
func (m *Maker) period(from, to time.Time) (measure.Period, error) {
	now := m.Now().In(m.Zone)
	if to.IsZero() || to.After(now) {
		to = now
	}
	if from.IsZero() {
		from = to.AddDate(-1, 0, 0)
	}
	if !from.Before(now) {
		return measure.Period{}, vigie.Errorf(vigie.Invalid, errors.New("period to come"), "report-future")
	}
	if !from.Before(to) {
		return measure.Period{}, vigie.Errorf(vigie.Invalid, errors.New("period of no length"), "report-empty-period")
	}
	return measure.Period{From: from, To: to}, nil
}

// Quality is what people who read a random sample say of the listening.
type Quality struct {
	Made            time.Time
	Drawn, Labelled int
	About, Right    *measure.Part // see sample.Told; nil while nothing tells them
	Standing        sample.Standing
}

// sampled tells what the newest sample of a topic says of a period, and the net
// opinion that it corrects; nils where there is none, or where it does not stand
// for the period.
func (m *Maker) sampled(ctx context.Context, t vigie.Topic, over measure.Period, l *measure.Leaning) (*Quality, *measure.Net, error) {
	if m.Samples == nil {
		return nil, nil, nil
	}
	told, standing, ok, err := sample.Over(ctx, m.Samples, t, over)
	if err != nil || !ok {
		return nil, nil, err
	}
	q := &Quality{told.Sample.Made, told.Sample.Drawn, told.Labelled, told.About, told.Right, standing}
	if standing != sample.Stands {
		return q, nil, nil
	}
	if n, ok := l.Corrected(told.Labels); ok {
		return q, &n, nil
	}
	return q, nil, nil
}
