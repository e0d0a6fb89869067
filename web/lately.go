package web

import (
	"sync"
	"time"
)

// lately keeps what was found out a little while ago, so that who opens a page
// again does not wait again. The zero value is ready; it is safe for several
// goroutines.
type lately[K comparable, V any] struct {
	mu   sync.Mutex
	of   map[K]foundOut[V]
	turn int // counts forget
}

type foundOut[V any] struct {
	what V
	at   time.Time
}

// latelyMost is how many things are kept at once.
const latelyMost = 64

// get returns what was found out about key less than long before now, else what
// find finds. Errors are not kept.
func (l *lately[K, V]) get(key K, now time.Time, long time.Duration, find func() (V, error)) (V, error) {
	l.mu.Lock()
	had, ok := l.of[key]
	turn := l.turn
	l.mu.Unlock()
	if ok && now.Sub(had.at) < long && !now.Before(had.at) {
		return had.what, nil
	}
	what, err := find()
	if err != nil {
		return what, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turn == turn {
		if l.of == nil || len(l.of) >= latelyMost {
			l.of = map[K]foundOut[V]{}
		}
		l.of[key] = foundOut[V]{what, now}
	}
	return what, nil
}

// forget drops everything, what is being found out too.
func (l *lately[K, V]) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of = nil
	l.turn++
}
