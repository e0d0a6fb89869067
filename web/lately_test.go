package web

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// standsStill is an archive that tells how much it keeps, and bookOf a ledger
// that tells what is read again.
type (
	standsStill struct {
		store.Archive
		kept int64
		jobs []watch.Job
	}
	bookOf struct {
		store.Ledger
		*standsStill
	}
)

func (a *standsStill) Extent(context.Context) (vigie.Extent, error) {
	return vigie.Extent{Kept: a.kept}, nil
}
func (b bookOf) Jobs(context.Context) ([]watch.Job, error)          { return b.jobs, nil }
func (b bookOf) Remembered(context.Context, string) ([]byte, error) { return nil, nil }

// TestLatelyFound: what was found out is shown again for five minutes, and for an
// hour while little comes in, nothing is read again and nobody changes anything;
// never after an erasure.
func TestLatelyFound(t *testing.T) {
	for _, tt := range []struct {
		name  string
		after time.Duration
		then  func(*Server, *standsStill, *lately[string, int])
		again bool // it is found out again
	}{
		{"at once", 0, nil, false},
		{"four minutes later", 4 * time.Minute, nil, false},
		{"much came in meanwhile, but four minutes are nothing", 4 * time.Minute, func(_ *Server, a *standsStill, _ *lately[string, int]) { a.kept = 5000 }, false},
		{"much came in", 6 * time.Minute, func(_ *Server, a *standsStill, _ *lately[string, int]) { a.kept = 1011 }, true},
		{"much was erased", 6 * time.Minute, func(_ *Server, a *standsStill, _ *lately[string, int]) { a.kept = 989 }, true},
		{"little came in", 59 * time.Minute, func(_ *Server, a *standsStill, _ *lately[string, int]) { a.kept = 1010 }, false},
		{"an hour later", time.Hour, nil, true},
		{"the clock was put back", -time.Minute, nil, true},
		{"the archive is being read again", 6 * time.Minute, func(_ *Server, a *standsStill, _ *lately[string, int]) { a.jobs = []watch.Job{{}} }, true},
		{"it was read again", 6 * time.Minute, func(_ *Server, a *standsStill, _ *lately[string, int]) { a.jobs = []watch.Job{{Ended: time.Now()}} }, false},
		{"a file is brought in", 6 * time.Minute, func(s *Server, _ *standsStill, _ *lately[string, int]) {
			b := newBringing("a.csv", time.Now())
			b.now = importRuns
			s.imports.add(b, s.o.Log)
		}, true},
		{"somebody changed something", 0, func(s *Server, _ *standsStill, _ *lately[string, int]) { s.turn.Add(1) }, true},
		{"somebody was erased", 0, func(_ *Server, _ *standsStill, l *lately[string, int]) { l.forget() }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
			a := &standsStill{kept: 1000}
			s := &Server{o: Options{Archive: a, Ledger: bookOf{standsStill: a}, Now: func() time.Time { return now }}, imports: newImports()}
			var l lately[string, int]
			found := 0
			get := func() (int, time.Time) {
				t.Helper()
				n, at, err := l.get(t.Context(), s, "audit", func() (int, error) {
					found++
					return found, nil
				})
				if err != nil {
					t.Fatal(err)
				}
				return n, at
			}
			began := now
			get()
			now = now.Add(tt.after)
			if tt.then != nil {
				tt.then(s, a, &l)
			}
			n, at := get()
			want, when := 1, began
			if tt.again {
				want, when = 2, now
			}
			if n != want || !at.Equal(when) {
				t.Errorf("shown is number %d of %v, want %d of %v", n, at, want, when)
			}
		})
	}
}

// TestLatelyForgotten: what was being found out when somebody was erased is shown
// to who asked for it, and to nobody after.
func TestLatelyForgotten(t *testing.T) {
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	a := &standsStill{kept: 1000}
	s := &Server{o: Options{Archive: a, Ledger: bookOf{standsStill: a}, Now: func() time.Time { return now }}, imports: newImports()}
	var l lately[string, int]
	found := 0
	for range 2 {
		if _, _, err := l.get(t.Context(), s, "audit", func() (int, error) {
			if found++; found == 1 {
				l.forget()
			}
			return found, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if found != 2 {
		t.Error("what was found out before an erasure ended is shown again")
	}
}

// TestLatelyTogether: who asks for what is being found out waits for it; what
// fails is not kept; and of too many things the oldest goes.
func TestLatelyTogether(t *testing.T) {
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	a := &standsStill{kept: 1000}
	s := &Server{o: Options{Archive: a, Ledger: bookOf{standsStill: a}, Now: func() time.Time { return now }}, imports: newImports()}
	l := lately[string, int]{most: 2}
	found := 0
	get := func(key string, err error) {
		if _, _, got := l.get(t.Context(), s, key, func() (int, error) {
			found++
			return found, err
		}); !errors.Is(got, err) {
			t.Errorf("get(%q) fails with %v, want %v", key, got, err)
		}
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { get("audit", nil) })
	}
	all.Wait()
	if found != 1 {
		t.Errorf("found out %d times at once, want 1", found)
	}
	get("report", context.Canceled)
	get("report", nil)
	if found != 3 {
		t.Errorf("found out %d times, want 3: a fault is kept", found)
	}
	now = now.Add(time.Second)
	get("barometer", nil)
	if len(l.of) != 2 {
		t.Errorf("%d things are kept, want 2", len(l.of))
	}
}
