package web

import (
	"context"
	"sync"
	"time"

	"vigie.example/vigie/watch"
)

// lately keeps what was found out a while ago, so that who opens a page again
// does not wait again. The zero value is ready; it is safe for several
// goroutines, and who asks for what is being found out waits for it.
type lately[K comparable, V any] struct {
	most int // things kept at once; 0 means latelyMost
	mu   sync.Mutex
	of   map[K]*kept[V]
	turn int // counts forget
}

// kept is a place for one thing.
type kept[V any] struct {
	finding sync.Mutex   // held by who finds it out for somebody who waits
	found   *foundOut[V] // nil at first; of lately.mu
}

type foundOut[V any] struct {
	what V
	at   time.Time
	how  standing // things stood
}

const (
	// latelyFresh is how long what was found out is shown again whatever comes in,
	// and latelyFor how long while little does.
	latelyFresh = 5 * time.Minute
	latelyFor   = time.Hour
	latelyMost  = 256
)

// standing is how things stand with what pages tell.
type standing struct {
	kept   int64 // mentions
	turn   int64 // counts what people changed on the pages
	moving bool  // a file is brought in, or the archive read again
}

// still reports whether what was found out while things stood as a is worth
// showing while they stand as b: nobody changed anything, and at most one mention
// in a hundred came or went.
func (a standing) still(b standing) bool {
	return a.turn == b.turn && !a.moving && !b.moving && max(a.kept-b.kept, b.kept-a.kept)*100 <= a.kept
}

// stands tells how things stand.
func (s *Server) stands(ctx context.Context) (standing, error) {
	out := standing{turn: s.turn.Load()}
	for _, b := range s.imports.list() {
		out.moving = out.moving || b.state() == importRuns
	}
	x, err := s.o.Archive.Extent(ctx)
	if err != nil {
		return out, err
	}
	out.kept = x.Kept
	jobs, err := s.o.Ledger.Jobs(ctx)
	if err != nil {
		return out, err
	}
	for _, j := range jobs {
		out.moving = out.moving || j.Ended.IsZero()
	}
	again, err := watch.RegroupingOf(ctx, s.o.Ledger)
	out.moving = out.moving || again.Maker != "" && again.Ended.IsZero()
	return out, err
}

// get returns what was found out about key a while ago, else what find finds, and
// when that was. Errors are not kept.
func (l *lately[K, V]) get(ctx context.Context, s *Server, key K, find func() (V, error)) (V, time.Time, error) {
	l.mu.Lock()
	k, turn := l.of[key], l.turn
	if k == nil {
		k = &kept[V]{}
		l.put(key, k, s.o.Now())
	}
	l.mu.Unlock()
	beforehand := isBeforehand(ctx)
	if !beforehand { // nobody is to wait for what is made beforehand
		k.finding.Lock()
		defer k.finding.Unlock()
	}
	l.mu.Lock()
	had := k.found
	l.mu.Unlock()
	now := s.o.Now()
	var how standing
	var err error
	if had != nil {
		age := now.Sub(had.at)
		if had.how.turn == s.turn.Load() && age >= 0 && age < latelyFresh {
			return had.what, had.at, nil
		}
		if how, err = s.stands(ctx); err != nil {
			return had.what, had.at, err
		}
		if age >= 0 && age < latelyFor && !(beforehand && age >= readyEvery/2) && had.how.still(how) {
			return had.what, had.at, nil
		}
	} else if how, err = s.stands(ctx); err != nil {
		return *new(V), now, err
	}
	what, err := find()
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err != nil:
		if k.found == nil && l.of[key] == k {
			delete(l.of, key)
		}
	case l.turn == turn:
		k.found = &foundOut[V]{what, now, how}
	}
	return what, now, err
}

// put makes room for one thing more: what is past its time goes, and the oldest
// where that is not enough.
func (l *lately[K, V]) put(key K, k *kept[V], now time.Time) {
	most := l.most
	if most == 0 {
		most = latelyMost
	}
	if l.of == nil {
		l.of = map[K]*kept[V]{}
	}
	var oldest K
	var at time.Time
	for key, x := range l.of {
		if x.found == nil {
			continue // being found out
		}
		if now.Sub(x.found.at) >= latelyFor {
			delete(l.of, key)
		} else if at.IsZero() || x.found.at.Before(at) {
			oldest, at = key, x.found.at
		}
	}
	if len(l.of) >= most && !at.IsZero() {
		delete(l.of, oldest)
	}
	l.of[key] = k
}

// forget drops everything, what is being found out too.
func (l *lately[K, V]) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of = nil
	l.turn++
}
