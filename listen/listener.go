package listen

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"vigie.example/vigie"
)

// Listener visits sources when they are due. Store, Open and Handle must be
// set; the rest has defaults. Its fields are not to be changed while it runs,
// and it runs once at a time.
type Listener struct {
	Store  Store
	Open   Opener
	Handle Handler

	// Now tells the time; time.Now when nil.
	Now func() time.Time
	// Workers is how many sources are visited at once; 8 when zero. Sources of
	// one host are visited one after another, so that no host holds several.
	Workers int
	// Ask is how often the Store is asked who is due; 2 s when zero.
	Ask time.Duration
	// VisitTimeout bounds one visit with all its rounds; 10 min when zero.
	VisitTimeout time.Duration
	// Rounds is how many times in a row a source that has more is asked; 20
	// when zero. What remains is brought at the next visit.
	Rounds int
	// Seed varies the jitter between machines; zero is fine.
	Seed uint64
	// Log gets what went wrong; slog.Default() when nil.
	Log *slog.Logger
	// Observe is told what happens; it may be left empty.
	Observe Observer
}

// Observer is a set of functions called as sources are visited, from several
// goroutines. Any of them may be nil.
type Observer struct {
	Heard  func(items int)         // items that a visit carried and that were kept
	Failed func(kind vigie.Kind)   // a visit that failed
	Lag    func(lag time.Duration) // from publication to now, of the newest item of a visit
}

// Summary is what one run of Once did.
type Summary struct {
	Visited int // sources
	Failed  int // of those
	Items   int // carried
	New     int // not known before
}

const (
	defaultWorkers      = 8
	defaultAsk          = 2 * time.Second
	defaultVisitTimeout = 10 * time.Minute
	defaultRounds       = 20
	maxProblems         = 50
	// maxAsked bounds how far down the list of due sources is looked for one
	// whose host is free: each comes with its cursor.
	maxAsked = 2000
	// writeTimeout bounds writing down a visit while the program is stopping.
	writeTimeout = 10 * time.Second
	// storeAgain is how long a source is left when its visit could not be written
	// down, and the store when it cannot say who is due.
	storeAgain = time.Minute
)

// Run visits sources until ctx ends, then stops the visits under way, waits
// for them and returns nil. A visit that was stopped leaves no trace but the
// batches that were handed on.
func (l *Listener) Run(ctx context.Context) error {
	_, err := l.loop(ctx, false)
	return err
}

// Once visits every source that is due now, once, and returns. Sources that
// fail do not make it fail: they are counted. An error of the Store does.
func (l *Listener) Once(ctx context.Context) (Summary, error) {
	return l.loop(ctx, true)
}

// round is the state of one Run or Once. Only the goroutine of loop touches
// it; workers send what they learnt over done.
type round struct {
	flying map[vigie.SourceID]bool // being visited, or their visit being written down
	// visiting is how many are being visited: no more than there are workers.
	visiting int
	hosts    map[string]bool
	done     chan landed
	// left are the sources not to be visited before a moment, though the store
	// says that they are due: their visit could not be written down.
	left map[vigie.SourceID]time.Time
	// line are those that were due when the store was asked last, at asked, and
	// not sent to yet.
	line  []Due
	asked time.Time
	// whole: those were all that were due, so that what lands changes nothing.
	whole bool
	seen  map[vigie.SourceID]bool // visited by this Once
	sum   Summary
	err   error // of the store, during Once
}

// landed is a visit that ended, told twice: when the worker is free, and when
// what was learnt is written down.
type landed struct {
	due     Due
	visit   Visit
	written bool
	aborted bool  // by the end of ctx: nothing was learnt
	err     error // of writing it down
}

func (l *Listener) loop(ctx context.Context, once bool) (Summary, error) {
	r := &round{
		flying: map[vigie.SourceID]bool{},
		hosts:  map[string]bool{},
		done:   make(chan landed),
		left:   map[vigie.SourceID]time.Time{},
		seen:   map[vigie.SourceID]bool{},
	}
	began := l.now()
	for {
		wait := l.ask()
		if ctx.Err() == nil && r.err == nil {
			now := l.now()
			if once {
				now = began
			}
			started, err := l.start(ctx, r, now, once)
			switch {
			case err != nil && once:
				r.err = err
			case err != nil && ctx.Err() == nil:
				l.log().Error("cannot tell which sources are due", "err", err)
				wait = storeAgain
			}
			if once && started == 0 && len(r.flying) == 0 {
				return r.sum, r.err
			}
		}
		if ctx.Err() != nil || r.err != nil {
			for len(r.flying) > 0 {
				l.land(r, <-r.done)
			}
			if once && r.err == nil {
				r.err = ctx.Err()
			}
			return r.sum, r.err
		}
		t := time.NewTimer(wait)
		select {
		case d := <-r.done:
			l.land(r, d)
		case <-t.C:
		case <-ctx.Done():
		}
		t.Stop()
	}
}

// start asks who is due and sends workers out, as many as are free, one a
// host. It asks for more and more when those most overdue all stand on hosts
// that are busy. Whom there was no worker for stays in line for a moment, so
// that the store is not asked again for each source.
func (l *Listener) start(ctx context.Context, r *round, now time.Time, once bool) (started int, err error) {
	if !l.free(r) {
		return 0, nil
	}
	asked := l.now()
	if asked.Sub(r.asked) < l.ask() {
		started = l.send(ctx, r, r.line, now, once)
	} else {
		r.line = nil
	}
	if started > 0 || r.whole && len(r.flying) > 0 && asked.Sub(r.asked) < l.ask() {
		return started, nil
	}
	for limit := 8*l.workers() + len(r.flying) + len(r.left); l.free(r); limit *= 4 {
		due, err := l.Store.Due(ctx, now, limit)
		if err != nil {
			return started, err
		}
		r.asked, r.whole = asked, len(due) < limit
		started += l.send(ctx, r, due, now, once)
		if r.whole || limit > maxAsked {
			break
		}
	}
	return started, nil
}

// send sends workers out to those of due that may be visited, and leaves the
// others in line.
func (l *Listener) send(ctx context.Context, r *round, due []Due, now time.Time, once bool) (started int) {
	var line []Due
	for i, d := range due {
		id, host := d.Source.ID, hostOf(d.Source)
		if r.flying[id] || once && r.seen[id] || now.Before(r.left[id]) {
			continue
		}
		if !l.free(r) {
			if line == nil {
				line = due[i:] // as nearly always: no host among them is busy
			} else {
				line = append(line, due[i:]...)
			}
			break
		}
		if r.hosts[host] {
			line = append(line, d)
			continue
		}
		delete(r.left, id)
		r.flying[id], r.hosts[host] = true, true
		if once {
			r.seen[id] = true
		}
		started++
		r.visiting++
		go func() {
			v, aborted := l.visit(ctx, d)
			r.done <- landed{due: d}
			r.done <- l.write(ctx, d, v, aborted)
		}()
	}
	r.line = line
	return started
}

// free reports whether another source may be visited. A worker does not wait
// until its visit is written down, so that this can share a commit with what the
// next one brings; but what waits to be written has a bound too.
func (l *Listener) free(r *round) bool {
	return r.visiting < l.workers() && len(r.flying) < 3*l.workers()
}

// hostOf names what a source must not be visited beside: its host, or the
// source itself where it has none.
func hostOf(s vigie.Source) string {
	if u, err := url.Parse(s.Address); err == nil && u.Host != "" {
		return strings.ToLower(u.Host)
	}
	return fmt.Sprintf("source %d", s.ID)
}

// land takes a visit that ended into the books.
func (l *Listener) land(r *round, d landed) {
	if !d.written {
		r.visiting--
		return
	}
	id := d.due.Source.ID
	delete(r.flying, id)
	delete(r.hosts, hostOf(d.due.Source))
	if d.aborted {
		return
	}
	r.sum.Visited++
	r.sum.Items += d.visit.Items
	r.sum.New += d.visit.New
	if !d.visit.Fault.IsZero() {
		r.sum.Failed++
	}
	if d.err != nil {
		l.log().Error("cannot write down a visit", "source", id, "err", d.err)
		r.left[id] = l.now().Add(storeAgain)
		if r.err == nil && r.seen[id] {
			r.err = d.err
		}
	}
}

// write writes down what was learnt by a visit.
func (l *Listener) write(ctx context.Context, d Due, v Visit, aborted bool) landed {
	if aborted {
		return landed{due: d, written: true, aborted: true}
	}
	// What is known now is written even if the program is being stopped.
	wctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	return landed{due: d, visit: v, written: true, err: l.Store.Visited(wctx, v)}
}

// visit asks a source for what is new until it has no more, and hands each
// batch on.
func (l *Listener) visit(ctx context.Context, d Due) (v Visit, aborted bool) {
	began := l.now()
	vctx, cancel := context.WithTimeout(ctx, l.visitTimeout())
	defer cancel()
	v = Visit{Source: d.Source.ID, At: began}
	h := heard{first: d.Source.Health.LastSuccess.IsZero()}
	err := l.rounds(vctx, d, &v, &h)
	if err != nil && ctx.Err() != nil {
		return v, true
	}
	if err != nil && vctx.Err() != nil && errors.Is(err, context.DeadlineExceeded) {
		err = vigie.Errorf(vigie.Unavailable, err, "listen-took-too-long", l.visitTimeout())
	}
	v.Took = l.now().Sub(began)
	p := Polled{Source: d.Source.ID, Health: d.Source.Health, At: v.At, New: v.New, Unchanged: h.unchanged, TTL: h.ttl, Err: err, Seed: l.Seed}
	p.Oldest, p.Dated = h.oldest, h.dated
	v.Next, v.Every, v.PerWeek = Next(p)
	v.Delay = usualDelay(d.Source.Health.Delay, h.delays)
	if v.Moved != "" {
		v.From = d.Source.Address
	}
	if err != nil {
		v.Fault = vigie.Tell(err)
		l.log().Warn("visit failed", "source", d.Source.ID, "address", d.Source.Address, "next", v.Next, "err", err)
		if l.Observe.Failed != nil {
			l.Observe.Failed(vigie.KindOf(err))
		}
	}
	return v, false
}

// heard gathers what the batches of one visit say of the source's rhythm.
type heard struct {
	first     bool
	unchanged bool
	ttl       time.Duration
	oldest    time.Time // publication of the oldest dated item
	dated     int
	delays    []time.Duration // from publication to now, of what is not a backlog
}

// rounds is the inside of a visit.
func (l *Listener) rounds(ctx context.Context, d Due, v *Visit, h *heard) error {
	src, err := l.open(d.Source)
	if err != nil {
		return err
	}
	cursor := d.Cursor
	for range l.maxRounds() {
		b, err := next(ctx, src, cursor)
		v.Problems = append(v.Problems, b.Problems[:min(len(b.Problems), maxProblems-len(v.Problems))]...)
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		b.Source = d.Source.ID
		h.unchanged = b.Unchanged
		h.ttl = max(h.ttl, b.TTL)
		if b.Title != "" {
			v.Title = b.Title
		}
		if b.Home != "" {
			v.Home = b.Home
		}
		if b.Moved != "" && b.Moved != d.Source.Address {
			v.Moved = b.Moved
		}
		// A batch without mentions still moves the cursor.
		if len(b.Mentions)+len(b.Again)+len(b.Gone)+len(b.GoneAuthors) > 0 || !b.Unchanged {
			out, err := l.Handle(ctx, b)
			if err != nil {
				if ctx.Err() != nil {
					return err
				}
				return vigie.Errorf(vigie.Unavailable, err, "listen-not-kept", vigie.Tell(err))
			}
			v.Items += len(b.Mentions)
			v.New += out.New + out.Buffered
			l.observe(b, h)
		}
		cursor = b.Cursor
		if !b.More {
			return nil
		}
	}
	return nil
}

// observe notes how old the items of a batch were when they were kept.
func (l *Listener) observe(b Batch, h *heard) {
	var newest time.Time
	now := l.now()
	for i := range b.Mentions {
		at := b.Mentions[i].Published
		if at.IsZero() {
			continue
		}
		h.dated++
		// The backlog of a source just added is old without being late.
		if !h.first {
			h.delays = append(h.delays, max(now.Sub(at), 0))
		}
		if h.oldest.IsZero() || at.Before(h.oldest) {
			h.oldest = at
		}
		if at.After(newest) {
			newest = at
		}
	}
	if l.Observe.Heard != nil && len(b.Mentions) > 0 {
		l.Observe.Heard(len(b.Mentions))
	}
	if l.Observe.Lag != nil && !newest.IsZero() && !h.first {
		l.Observe.Lag(max(now.Sub(newest), 0))
	}
}

// open and next keep a panic of one source from stopping the others.
func (l *Listener) open(s vigie.Source) (src Source, err error) {
	defer caught(&err)
	src, err = l.Open(s)
	if err == nil && src == nil {
		err = vigie.Errorf(vigie.Invalid, nil, "listen-unknown-kind", string(s.Kind))
	}
	return src, err
}

func next(ctx context.Context, src Source, cursor []byte) (b Batch, err error) {
	defer caught(&err)
	return src.Next(ctx, cursor)
}

func caught(err *error) {
	if r := recover(); r != nil {
		*err = vigie.Errorf(vigie.Internal, fmt.Errorf("panic: %v\n%s", r, debug.Stack()), "listen-panic")
	}
}

func (l *Listener) now() time.Time {
	if l.Now != nil {
		return l.Now()
	}
	return time.Now()
}

func (l *Listener) log() *slog.Logger {
	if l.Log != nil {
		return l.Log
	}
	return slog.Default()
}

func (l *Listener) workers() int { return positive(l.Workers, defaultWorkers) }

func (l *Listener) maxRounds() int { return positive(l.Rounds, defaultRounds) }

func (l *Listener) ask() time.Duration { return positive(l.Ask, defaultAsk) }

func (l *Listener) visitTimeout() time.Duration { return positive(l.VisitTimeout, defaultVisitTimeout) }

func positive[N int | time.Duration](n, otherwise N) N {
	if n > 0 {
		return n
	}
	return otherwise
}
