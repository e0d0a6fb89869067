package alert_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vigie.example/vigie/alert"
)

// still is an archive in which nothing is ever new, and that can call.
type still struct {
	alert.Archive
	alert.Ledger
	mu    sync.Mutex
	looks []time.Time
	moved chan struct{}
}

func (s *still) Bookmark(context.Context, string) (int64, error) { return 1, nil }

// errStill ends a pass, for there is nothing behind it.
var errStill = errors.New("nothing here")

func (s *still) Last(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks = append(s.looks, time.Now())
	return 0, errStill
}

func (s *still) Moved() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.moved
}

func (s *still) call() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.moved)
	s.moved = make(chan struct{})
}

// In a bubble of synctest time stands while somebody can move: that a look
// came less than two seconds after another can only be the call's doing.
func TestACallIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &still{moved: make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		g := alert.New(alert.Options{Archive: a, Ledger: a})
		ended := make(chan error)
		go func() { ended <- g.Run(ctx) }()
		began := time.Now()
		look := func(n int, after time.Duration, what string) {
			t.Helper()
			synctest.Wait()
			a.mu.Lock()
			defer a.mu.Unlock()
			if len(a.looks) != n || a.looks[n-1].Sub(began) != after {
				t.Fatalf("%s: looks %v, want %d and the last after %s", what, a.looks, n, after)
			}
		}
		look(1, 0, "at the start")
		time.Sleep(time.Second)
		a.call()
		look(2, time.Second, "called")
		a.call() // a breath must be taken first
		time.Sleep(100 * time.Millisecond)
		a.call()
		look(2, time.Second, "called twice at once")
		time.Sleep(100 * time.Millisecond)
		look(3, 1200*time.Millisecond, "a breath later")
		time.Sleep(2 * time.Second)
		look(4, 3200*time.Millisecond, "nobody called")
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
	})
}
