package alert

import (
	"cmp"
	"context"
	"math"
	"runtime/debug"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Trial is what alerts would have been over a topic's own past, at several
// budgets.
type Trial struct {
	Topic vigie.TopicID
	// Borrowed is the theme whose past was taken, where the topic has too little
	// of its own; zero otherwise.
	Borrowed vigie.TopicID
	From, To time.Time // of the past that was tried, after what it took to learn
	// Learning is until when the topic is learning; zero when it is not.
	Learning time.Time
	PerDay   float64 // usual voices a day now
	Rows     []TrialRow
	Events   []Happening // the largest, newest first
	Judged   bool        // the negative stream was tried too
}

// Weeks returns how much past was tried.
func (t *Trial) Weeks() float64 { return t.To.Sub(t.From).Hours() / (7 * 24) }

// TrialRow is one budget.
type TrialRow struct {
	Budget measure.Budget
	Rings  []Ring // oldest first
	Caught int    // happenings of which a ring came before they were half over
	// Early is the median of how long before that; 0 where none was caught.
	Early time.Duration
}

// Ring is one moment at which an alert would have been opened, at most an hour
// after it would have been in life. All but At is
// of the rarest moment of the day that followed.
type Ring struct {
	At              time.Time
	Stream          Stream
	Window          time.Duration
	Count, Expected float64
	// Rarity and Threshold are of measure.Moment.
	Rarity, Threshold float64
}

// hear notes a moment of a stream: a ring, or what became of the last one.
func (r *TrialRow) hear(stream Stream, m *measure.Moment) {
	n := len(r.Rings) - 1
	grown := n >= 0 && r.Rings[n].Stream == stream && m.Open && m.At.Sub(r.Rings[n].At) < recallFor && m.Rarity > r.Rings[n].Rarity
	if !m.Ring && !grown {
		return
	}
	// A past knows hours: what rang within one is told at its end.
	at := m.At.Add(time.Hour - 1).Truncate(time.Hour)
	if grown && !m.Ring {
		at = r.Rings[n].At
		r.Rings = r.Rings[:n]
	}
	w, x := m.Strongest()
	r.Rings = append(r.Rings, Ring{at, stream, measure.Lengths[w], x.Count, x.Expected, m.Rarity, m.Threshold})
}

// Happening is a stretch in which much more was said than usual.
type Happening struct {
	From, To   time.Time
	Half       time.Time // when half of what was more had been said
	N          int64     // voices, summed by hour
	Usual      float64
	CaughtFrom []time.Duration // by row: how long before Half it rang; negative: not, or after
}

const (
	happeningLength = 72 * time.Hour
	happeningsMost  = 5
	// happeningLeast times the usual, over three days, make a happening.
	happeningLeast = 2.0
	trialsMost     = 100
	trialFor       = time.Hour // how long a trial is remembered
	// freshEvery is how often those that are kept ready are looked at.
	freshEvery = 5 * time.Minute
	// freshMost is how many are kept ready: at a second each, a processor spends
	// little more than a hundredth of its time on them.
	freshMost = 40
)

// trials remembers trials, which take about a second each.
type trials struct {
	lock chan struct{} // held by who tries: one at a time, and who waits may go
	by   map[tried]remembered
	made int // so far
}

// tried is what a trial was of: a topic, and where its past ended; zero: now.
type tried struct {
	topic vigie.TopicID
	until int64
}

type remembered struct {
	at    time.Time
	trial Trial
	said  int64 // mentions of the topic up to trial.To
}

// grewPart is by what part a past must have grown since it was tried, by a file
// or by sources read back in time, that it is tried again.
const grewPart = 0.05

// Try replays the past of a topic at each of Budgets. It fails with kind
// NotFound where there is no such topic, and with the error of ctx when that
// ends, while waiting for another trial too.
func (g *Guard) Try(ctx context.Context, topic vigie.TopicID) (Trial, error) {
	return g.TryUntil(ctx, topic, time.Time{})
}

// TryUntil is Try on the past as it stood at a moment; zero, or one to come, is
// now.
func (g *Guard) TryUntil(ctx context.Context, topic vigie.TopicID, until time.Time) (Trial, error) {
	now := g.o.Now()
	what := tried{topic: topic}
	if until.Before(now) && !until.IsZero() {
		what.until = until.Unix()
	}
	return g.tryWithin(ctx, what, until, trialFor)
}

// FreshTrials tries the past of topics, one's own brands first, where that was
// not done for most of an hour, so that it is there when somebody asks.
func (g *Guard) FreshTrials(ctx context.Context) error {
	topics, err := g.o.Ledger.Topics(ctx)
	if err != nil {
		return err
	}
	var first, then []vigie.Topic
	for _, t := range topics {
		if t.Kind == vigie.OwnBrand {
			first = append(first, t)
		} else {
			then = append(then, t)
		}
	}
	first = append(first, then...)
	for _, t := range first[:min(len(first), freshMost)] {
		_, err := g.tryWithin(ctx, tried{topic: t.ID}, time.Time{}, trialFor-2*freshEvery)
		if err != nil && vigie.KindOf(err) != vigie.NotFound { // removed meanwhile
			return err
		}
	}
	return nil
}

// KeepTrials does FreshTrials until ctx ends. What fails is logged and tried
// again.
func (g *Guard) KeepTrials(ctx context.Context) error {
	for made := 0; ; {
		if err := g.FreshTrials(ctx); err != nil && ctx.Err() == nil {
			g.o.Log.Error("the past not tried", "err", err)
		}
		if made != g.tries() {
			// A trial reads half a year: a third of an idle program's memory, which
			// is given back for the hour until the next.
			debug.FreeOSMemory()
			made = g.tries()
		}
		if err := await(ctx, nil, freshEvery); err != nil {
			return err
		}
	}
}

// tries counts the trials made so far.
func (g *Guard) tries() int {
	g.trials.lock <- struct{}{}
	defer func() { <-g.trials.lock }()
	return g.trials.made
}

// tryWithin returns a trial that is not older than most, a remembered one where
// there is.
func (g *Guard) tryWithin(ctx context.Context, what tried, until time.Time, most time.Duration) (Trial, error) {
	select {
	case g.trials.lock <- struct{}{}:
		defer func() { <-g.trials.lock }()
	case <-ctx.Done():
		return Trial{}, ctx.Err()
	}
	now := g.o.Now()
	if r, ok := g.trials.by[what]; ok && now.Sub(r.at) < most {
		said, err := g.said(ctx, what.topic, r.trial.To)
		if err != nil {
			return Trial{}, err
		}
		if math.Abs(float64(said-r.said)) <= grewPart*float64(r.said) {
			return r.trial, nil
		}
	}
	s, err := g.lookAlone(ctx)
	if err != nil {
		return Trial{}, err
	}
	if what.until != 0 {
		s.now = until.UTC()
		if s.gaps, err = g.o.Ledger.Gaps(ctx, 0, s.now.AddDate(0, 0, -7*HistoryWeeks), s.now); err != nil {
			return Trial{}, err
		}
	}
	i := slices.IndexFunc(s.topics, func(t vigie.Topic) bool { return t.ID == what.topic })
	if i < 0 {
		return Trial{}, vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
	}
	t, err := g.try(ctx, &s, s.topics[i])
	if err != nil {
		return Trial{}, err
	}
	if g.trials.by == nil {
		g.trials.by = map[tried]remembered{}
	}
	if len(g.trials.by) >= trialsMost {
		clear(g.trials.by)
	}
	said, err := g.said(ctx, what.topic, t.To)
	if err != nil {
		return t, err
	}
	g.trials.by[what] = remembered{now, t, said}
	g.trials.made++
	return t, nil
}

// said counts the mentions of a topic up to a moment.
func (g *Guard) said(ctx context.Context, topic vigie.TopicID, to time.Time) (n int64, err error) {
	f := vigie.Filter{Topics: []vigie.TopicID{topic}, To: to}
	points, err := g.o.Archive.Count(ctx, measure.Question{Filter: f, Step: measure.Whole})
	for _, p := range points {
		n += p.N
	}
	return n, err
}

// lookAlone looks while no pass is under way: both remember places.
func (g *Guard) lookAlone(ctx context.Context) (surroundings, error) {
	select {
	case g.lock <- struct{}{}:
		defer func() { <-g.lock }()
	case <-ctx.Done():
		return surroundings{}, ctx.Err()
	}
	return g.look(ctx)
}

func (g *Guard) try(ctx context.Context, s *surroundings, t vigie.Topic) (Trial, error) {
	out := Trial{Topic: t.ID, To: s.now.Truncate(time.Hour)}
	voices, err := g.history(ctx, s, t.ID, Voices, out.To)
	if err != nil {
		return out, err
	}
	from := t.ID
	if until := voices.from.Add(learnFor); until.After(s.now) || len(voices.hours) == 0 {
		if out.Learning = until; len(voices.hours) == 0 {
			out.Learning = s.now.Add(learnFor)
		}
		// A newcomer's past is lent by the theme of its sector, if one has a past.
		for _, o := range s.topics {
			if o.Kind != vigie.Theme || o.ID == t.ID || o.Sector != t.Sector {
				continue
			}
			lent, err := g.history(ctx, s, o.ID, Voices, out.To)
			if err != nil {
				return out, err
			}
			if len(lent.hours) > len(voices.hours) {
				out.Borrowed, from, voices = o.ID, o.ID, lent
			}
		}
	}
	if len(voices.hours) == 0 {
		out.From = out.To
		return out, nil
	}
	streams, err := g.streams(ctx, s, from)
	if err != nil {
		return out, err
	}
	out.Judged = slices.Contains(streams, Negative)
	out.From = voices.from.Add(36 * time.Hour)
	pasts := map[Stream]past{Voices: voices}
	for _, stream := range streams[1:] {
		if pasts[stream], err = g.history(ctx, s, from, stream, out.To); err != nil {
			return out, err
		}
	}
	alerts, err := g.o.Ledger.Alerts(ctx, false, 500)
	if err != nil {
		return out, err
	}
	known := judged(alerts, t.ID)
	usual := make([]float64, len(voices.hours))
	for _, b := range Budgets {
		row := TrialRow{Budget: b}
		for _, stream := range streams {
			if err := ctx.Err(); err != nil {
				return out, err
			}
			l := measure.NewLookout(s.zone, b*measure.Budget(streamShares[stream]))
			s.replay(l, from, pasts[stream], known, func(m measure.Moment) {
				row.hear(stream, &m)
				if i := int(m.At.Add(-measure.Grain).Sub(voices.from) / time.Hour); stream == Voices && i < len(usual) {
					usual[i] = m.Windows[0].Expected
				}
			})
			if stream == Voices {
				out.PerDay = l.Level() * 24
			}
		}
		row.Rings = together(row.Rings)
		out.Rows = append(out.Rows, row)
	}
	out.happenings(voices, usual)
	return out, nil
}

// together makes one alert of the rings of one affair, in whatever stream.
func together(rings []Ring) []Ring {
	slices.SortFunc(rings, func(a, b Ring) int { return a.At.Compare(b.At) })
	var out []Ring
	var last time.Time
	for _, r := range rings {
		if out == nil || r.At.Sub(last) >= affairWithin {
			out = append(out, r)
		}
		last = r.At
	}
	return out
}

// happenings finds the largest stretches of three days and how early each row
// rang on them. They are told by how much was said, whatever rang.
func (t *Trial) happenings(p past, usual []float64) {
	span := int(happeningLength / time.Hour)
	type stretch struct {
		from int
		more float64
	}
	var all []stretch
	first := int(t.From.Sub(p.from) / time.Hour)
	for i := max(first, 0); i+span <= len(p.hours); i++ {
		n, u := 0.0, 0.0
		for k := i; k < i+span; k++ {
			n += p.hours[k]
			u += usual[k]
		}
		if n >= happeningLeast*u && n-u >= measure.Least {
			all = append(all, stretch{i, n - u})
		}
	}
	slices.SortStableFunc(all, func(a, b stretch) int { return cmp.Compare(b.more, a.more) })
	var taken []int
	for _, x := range all {
		if len(taken) == happeningsMost || slices.ContainsFunc(taken, func(o int) bool { return max(o-x.from, x.from-o) < 2*span }) {
			continue
		}
		taken = append(taken, x.from)
		h := happening(p, usual, x.from, span)
		for i := range t.Rows {
			h.CaughtFrom = append(h.CaughtFrom, t.Rows[i].early(h))
		}
		t.Events = append(t.Events, h)
	}
	slices.SortFunc(t.Events, func(a, b Happening) int { return b.From.Compare(a.From) })
	for i := range t.Rows {
		var early []time.Duration
		for _, h := range t.Events {
			if d := h.CaughtFrom[i]; d >= 0 {
				early = append(early, d)
			}
		}
		if t.Rows[i].Caught = len(early); len(early) > 0 {
			slices.Sort(early)
			t.Rows[i].Early = early[len(early)/2]
		}
	}
}

func happening(p past, usual []float64, from, span int) Happening {
	h := Happening{From: p.from.Add(time.Duration(from) * time.Hour)}
	h.To = h.From.Add(time.Duration(span) * time.Hour)
	more := 0.0
	for k := from; k < from+span; k++ {
		h.N += int64(p.hours[k])
		h.Usual += usual[k]
		more += p.hours[k] - usual[k]
	}
	got := 0.0
	for k := from; k < from+span; k++ {
		if got += p.hours[k] - usual[k]; 2*got >= more {
			h.Half = p.from.Add(time.Duration(k+1) * time.Hour)
			break
		}
	}
	return h
}

// early returns how long before half of a happening was over a row rang on it;
// negative where it did not.
func (r *TrialRow) early(h Happening) time.Duration {
	for _, x := range r.Rings {
		if !x.At.Before(h.From.Add(-lateMost)) && !x.At.After(h.Half) {
			return h.Half.Sub(x.At)
		}
	}
	return -1
}
