package alert

import (
	"context"
	"log/slog"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Options is what a Guard works with. Archive and Ledger must be set.
type Options struct {
	Archive Archive
	Ledger  Ledger
	Now     func() time.Time // nil means time.Now
	Log     *slog.Logger     // nil discards
}

// Guard watches the topics. One Guard a store: it owns the bookmark. Pass, and
// what reads its state, may be called from several goroutines.
type Guard struct {
	o      Options
	lock   chan struct{} // held by who passes
	live   map[vigie.TopicID]*live
	budget map[vigie.TopicID]measure.Budget
	places map[string]bool // sites of young sources: heard of before?
	drawn  map[ID]time.Time
	slow   time.Time // the last time that rules which need no mention were looked at
	begun  bool
	trials trials
	posted chan struct{} // holds one when something was put to be told
}

// New returns a Guard; nothing moves before Run or Pass.
func New(o Options) *Guard {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Guard{
		o: o, lock: make(chan struct{}, 1), live: map[vigie.TopicID]*live{}, budget: map[vigie.TopicID]measure.Budget{},
		places: map[string]bool{}, drawn: map[ID]time.Time{}, posted: make(chan struct{}, 1),
		trials: trials{lock: make(chan struct{}, 1)},
	}
}

const (
	// reader is the name of the bookmark.
	reader = "alert"
	// every is how often the change log and the outbox are looked at where
	// nothing calls: a net under what is told by Waker and by the guard itself.
	every = 2 * time.Second
	// breath is the least pause between two passes: where mentions pour in, one
	// pass reads many. A pass that took long is followed by a longer one, at most
	// every, so that looking takes a fifth of a processor.
	breath = 200 * time.Millisecond
	// slowEvery is how often what does not hang on a new mention is looked at.
	slowEvery = 10 * time.Minute
	// drawEvery is how often the picture of an alert that goes on is drawn again.
	drawEvery = time.Minute
	// readMost is how many changes are read at once.
	readMost = 500
)

// Run passes whenever the archive says that something is new, and every few
// seconds where it cannot, until ctx ends. A pass that fails is logged and tried
// again: the bookmark has not moved.
func (g *Guard) Run(ctx context.Context) error {
	for {
		// Asked before looking: what comes in meanwhile calls for another pass.
		var moved <-chan struct{}
		if w, ok := g.o.Archive.(Waker); ok {
			moved = w.Moved()
		}
		began := time.Now()
		if err := g.Pass(ctx); err != nil && ctx.Err() == nil {
			g.o.Log.Error("alerts not looked at", "err", err)
		}
		pause := min(max(breath, 4*time.Since(began)), every)
		if err := await(ctx, nil, pause); err != nil {
			return err
		}
		if err := await(ctx, moved, every-pause); err != nil {
			return err
		}
	}
}

// await returns when called has something to say or most has passed, with an
// error where ctx ends before.
func await(ctx context.Context, called <-chan struct{}, most time.Duration) error {
	t := time.NewTimer(most)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-called:
	case <-t.C:
	}
	return nil
}

// Pass reads what is new since the bookmark and opens the alerts it calls for.
func (g *Guard) Pass(ctx context.Context) error {
	select {
	case g.lock <- struct{}{}:
		defer func() { <-g.lock }()
	case <-ctx.Done():
		return ctx.Err()
	}
	seq, err := g.begin(ctx)
	if err != nil {
		return err
	}
	last, err := g.o.Archive.Last(ctx)
	if err != nil {
		return err
	}
	slow := g.o.Now().Sub(g.slow) >= slowEvery
	if last <= seq && !slow {
		return nil
	}
	s, err := g.look(ctx)
	if err != nil {
		return err
	}
	if err := g.settle(ctx, &s); err != nil {
		return err
	}
	touched, seq, err := g.read(ctx, &s, seq)
	if err != nil {
		return err
	}
	for _, t := range s.topics {
		if touched[t.ID] {
			if err := g.ring(ctx, &s, t); err != nil {
				return err
			}
		}
	}
	if slow {
		if err := g.rules(ctx, &s); err != nil {
			return err
		}
		g.slow = s.now
	}
	return g.o.Archive.SetBookmark(ctx, reader, seq)
}

// begin returns the bookmark. What the archive held before alerts first ran
// never rings.
func (g *Guard) begin(ctx context.Context) (int64, error) {
	seq, err := g.o.Archive.Bookmark(ctx, reader)
	if err != nil || seq != 0 || g.begun {
		return seq, err
	}
	if seq, err = g.o.Archive.Last(ctx); err != nil {
		return 0, err
	}
	g.begun = true
	return seq, g.o.Archive.SetBookmark(ctx, reader, seq)
}

// settle raises the topics that are watched and moves them on, and forgets the
// others.
func (g *Guard) settle(ctx context.Context, s *surroundings) error {
	watched := map[vigie.TopicID]bool{}
	var alerts []Alert
	for _, t := range s.topics {
		c, on := s.settings.Of(t)
		if !on || t.Kind == vigie.Campaign {
			continue
		}
		watched[t.ID] = true
		// The sources of a hole, a new place, a changed query: raised again once
		// a day, so that what was settled by what was known then is settled anew.
		if v := g.live[t.ID]; v != nil && g.budget[t.ID] == c.Budget && s.now.Sub(v.raised) < 24*time.Hour && !t.Changed.After(v.raised) {
			v.advance(s)
			continue
		}
		if alerts == nil {
			var err error
			if alerts, err = g.o.Ledger.Alerts(ctx, false, 500); err != nil {
				return err
			}
		}
		v, err := g.raise(ctx, s, t.ID, c.Budget, judged(alerts, t.ID))
		if err != nil {
			return err
		}
		g.live[t.ID], g.budget[t.ID] = v, c.Budget
	}
	for id := range g.live {
		if !watched[id] {
			delete(g.live, id)
		}
	}
	return nil
}

// read takes in what is new; old mentions and what was only read again are
// passed over.
func (g *Guard) read(ctx context.Context, s *surroundings, seq int64) (touched map[vigie.TopicID]bool, _ int64, err error) {
	touched = map[vigie.TopicID]bool{}
	for {
		changes, err := g.o.Archive.Since(ctx, seq, readMost)
		if err != nil {
			return nil, 0, err
		}
		for _, c := range changes {
			seq = c.Seq
			if c.Kind != vigie.New || s.now.Sub(c.Mention.Time()) > lateMost+time.Hour {
				continue
			}
			k, err := g.o.Archive.Mention(ctx, c.Mention)
			if vigie.KindOf(err) == vigie.NotFound {
				continue // erased since
			}
			if err != nil {
				return nil, 0, err
			}
			if len(k.Heard) > 0 && s.sources[k.Heard[0].Source].Kind == vigie.FileSource {
				continue // a file that is brought in tells of the past
			}
			for _, m := range k.Matches {
				v := g.live[m.Topic]
				if v == nil {
					continue
				}
				// One that was counted while the topic was raised touches it too.
				if v.take(s, &k) || v.seen[k.Mention.ID] {
					touched[m.Topic] = true
				}
			}
		}
		if len(changes) < readMost {
			return touched, seq, nil
		}
	}
}
