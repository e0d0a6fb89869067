package listen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sort"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vigie.example/vigie"
)

// ledger is a Store in memory.
type ledger struct {
	mu      sync.Mutex
	sources map[vigie.SourceID]*vigie.Source
	cursors map[vigie.SourceID][]byte
	visits  []Visit
	dueErr  error
	keepErr error
}

func newLedger(n int, address func(i int) string) *ledger {
	l := &ledger{sources: map[vigie.SourceID]*vigie.Source{}, cursors: map[vigie.SourceID][]byte{}}
	for i := 1; i <= n; i++ {
		id := vigie.SourceID(i)
		l.sources[id] = &vigie.Source{ID: id, Kind: vigie.FeedSource, Address: address(i)}
	}
	return l
}

func (l *ledger) Due(_ context.Context, now time.Time, limit int) ([]Due, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dueErr != nil {
		return nil, l.dueErr
	}
	var out []Due
	for id, s := range l.sources {
		if !s.Health.NextVisit.After(now) && !s.Paused {
			out = append(out, Due{Source: *s, Cursor: l.cursors[id]})
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i].Source, out[j].Source
		if !a.Health.NextVisit.Equal(b.Health.NextVisit) {
			return a.Health.NextVisit.Before(b.Health.NextVisit)
		}
		return a.ID < b.ID
	})
	return out[:min(len(out), limit)], nil
}

func (l *ledger) Visited(_ context.Context, v Visit) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.keepErr != nil {
		return l.keepErr
	}
	l.visits = append(l.visits, v)
	h := &l.sources[v.Source].Health
	h.LastVisit, h.NextVisit, h.Every, h.PerWeek, h.Fault = v.At, v.Next, v.Every, v.PerWeek, v.Fault
	h.Items, h.Delay = h.Items+int64(v.Items), v.Delay
	if v.Fault.IsZero() {
		h.LastSuccess, h.Failures = v.At, 0
	} else {
		h.Failures++
	}
	return nil
}

// count is how many visits were written down.
func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.visits)
}

// of returns the visits to one source.
func (l *ledger) of(id vigie.SourceID) []Visit {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Visit
	for _, v := range l.visits {
		if v.Source == id {
			out = append(out, v)
		}
	}
	return out
}

// nextFunc is a Source made of a function.
type nextFunc func(ctx context.Context, cursor []byte) (Batch, error)

func (f nextFunc) Next(ctx context.Context, cursor []byte) (Batch, error) { return f(ctx, cursor) }

// listener makes one whose sources all behave as next says.
func listener(l *ledger, next func(ctx context.Context, id vigie.SourceID, cursor []byte) (Batch, error)) *Listener {
	return &Listener{
		Store: l,
		Open: func(s vigie.Source) (Source, error) {
			return nextFunc(func(ctx context.Context, c []byte) (Batch, error) { return next(ctx, s.ID, c) }), nil
		},
		Handle: func(_ context.Context, b Batch) (Outcome, error) {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.cursors[b.Source] = b.Cursor
			return Outcome{New: len(b.Mentions)}, nil
		},
		Ask: time.Minute, // the tests live through weeks
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

func host(i int) string { return fmt.Sprintf("https://h%d.example/feed", i) }

func one(title string) Batch { return Batch{Mentions: []vigie.Mention{{Title: title}}} }

func TestOnceVisitsEverythingDueOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(100, host)
		l.sources[7].Paused = true
		l.sources[8].Health.NextVisit = time.Now().Add(time.Hour)
		sum, err := listener(l, func(_ context.Context, id vigie.SourceID, _ []byte) (Batch, error) {
			time.Sleep(time.Second)
			if id == 9 {
				return Batch{}, vigie.Errorf(vigie.NotFound, nil, "fetch-not-found", "h")
			}
			return one("x"), nil
		}).Once(t.Context())
		if want := (Summary{Visited: 98, Failed: 1, Items: 97, New: 97}); err != nil || sum != want {
			t.Errorf("Once = %+v, %v; want %+v", sum, err, want)
		}
	})
}

func TestMostOverdueFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(5, host)
		for id, s := range l.sources {
			s.Health.NextVisit = time.Now().Add(-time.Duration(id) * time.Minute)
		}
		var order []vigie.SourceID
		li := listener(l, func(_ context.Context, id vigie.SourceID, _ []byte) (Batch, error) {
			order = append(order, id)
			return Batch{}, nil
		})
		li.Workers = 1
		if _, err := li.Once(t.Context()); err != nil || fmt.Sprint(order) != "[5 4 3 2 1]" {
			t.Errorf("order = %v, %v", order, err)
		}
	})
}

func TestOneVisitAHostAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// 60 sources on one busy host are the most overdue; 5 others must not wait.
		l := newLedger(65, func(i int) string {
			if i <= 60 {
				return fmt.Sprintf("https://busy.example/%d", i)
			}
			return host(i)
		})
		for i := 61; i <= 65; i++ {
			l.sources[vigie.SourceID(i)].Health.NextVisit = time.Now().Add(-time.Second)
		}
		var mu sync.Mutex
		atOnce, most := 0, 0
		var othersDone time.Duration
		began := time.Now()
		sum, err := listener(l, func(_ context.Context, id vigie.SourceID, _ []byte) (Batch, error) {
			mu.Lock()
			if id <= 60 {
				atOnce++
				most = max(most, atOnce)
			}
			mu.Unlock()
			time.Sleep(time.Minute)
			mu.Lock()
			defer mu.Unlock()
			if id <= 60 {
				atOnce--
			} else {
				othersDone = time.Since(began)
			}
			return Batch{}, nil
		}).Once(t.Context())
		if err != nil || sum.Visited != 65 || most != 1 || othersDone > 2*time.Minute {
			t.Errorf("%d visited, %d at once on a host, others done after %v, %v", sum.Visited, most, othersDone, err)
		}
	})
}

func TestASourceThatHangsHoldsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(20, host)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		li := listener(l, func(ctx context.Context, id vigie.SourceID, _ []byte) (Batch, error) {
			if id == 1 {
				<-ctx.Done()
				return Batch{}, ctx.Err()
			}
			return one("x"), nil
		})
		li.Workers = 2
		go func() { done <- li.Run(ctx) }()
		time.Sleep(time.Minute)
		if n := l.count(); n != 19 {
			t.Errorf("after a minute %d visits, want 19", n)
		}
		time.Sleep(defaultVisitTimeout)
		if v := l.of(1); len(v) != 1 || v[0].Fault.ID != "listen-took-too-long" {
			t.Errorf("the one that hangs: %+v", v)
		}
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run = %v", err)
		}
	})
}

func TestStopWithinAVisit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(3, host)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		li := listener(l, func(ctx context.Context, _ vigie.SourceID, _ []byte) (Batch, error) {
			select {
			case <-ctx.Done():
				return Batch{}, ctx.Err()
			case <-time.After(time.Hour):
				return one("x"), nil
			}
		})
		go func() { done <- li.Run(ctx) }()
		time.Sleep(time.Second)
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
		if l.count() != 0 {
			t.Errorf("a stopped visit left %+v", l.visits)
		}
		if _, err := li.Once(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Once when stopped = %v", err)
		}
	})
}

func TestFlappingRecoversAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(1, host)
		n := 0
		ctx, cancel := context.WithTimeout(t.Context(), 48*time.Hour)
		defer cancel()
		li := listener(l, func(context.Context, vigie.SourceID, []byte) (Batch, error) {
			if n++; n%2 == 0 {
				return Batch{}, vigie.Errorf(vigie.Unavailable, nil, "fetch-server", "h", 500)
			}
			return one("x"), nil
		})
		if err := li.Run(ctx); err != nil {
			t.Fatal(err)
		}
		v := l.of(1)
		if len(v) < 30 {
			t.Errorf("%d visits in two days, want many: one failure in two must not slow a source down", len(v))
		}
		for i, x := range v {
			if wait := x.Next.Sub(x.At); !x.Fault.IsZero() && (wait < Shortest || wait > 6*time.Minute) {
				t.Errorf("visit %d: after one failure the wait is %v", i, wait)
			}
		}
	})
}

func TestBackOffAndRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(1, host)
		ctx, cancel := context.WithTimeout(t.Context(), 10*24*time.Hour)
		defer cancel()
		began := time.Now()
		li := listener(l, func(context.Context, vigie.SourceID, []byte) (Batch, error) {
			if time.Since(began) > 7*24*time.Hour {
				return Batch{}, fmt.Errorf("x: %w", &RetryAfter{Wait: 1e9 * time.Second, Err: errors.New("429")})
			}
			return Batch{}, vigie.Errorf(vigie.Unavailable, nil, "fetch-server", "h", 500)
		})
		if err := li.Run(ctx); err != nil {
			t.Fatal(err)
		}
		v := l.of(1)
		want := Shortest
		for i := range v[:9] {
			if got := v[i].Next.Sub(v[i].At); got < want || got > want+want/10 {
				t.Errorf("wait %d = %v, want %v and up to a tenth", i, got, want)
			}
			want *= 2
		}
		last := v[len(v)-1]
		if got := last.Next.Sub(last.At); got != 24*time.Hour {
			t.Errorf("Retry-After of 10^9 s: wait %v, want a day", got)
		}
	})
}

func TestHandleThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(2, host)
		var cursors []string
		li := listener(l, func(_ context.Context, id vigie.SourceID, c []byte) (Batch, error) {
			if id == 1 {
				cursors = append(cursors, string(c))
			}
			b := one("x")
			b.Cursor = append(append([]byte{}, c...), '+')
			return b, nil
		})
		keep := li.Handle
		full := true
		li.Handle = func(ctx context.Context, b Batch) (Outcome, error) {
			if b.Source == 1 && full {
				return Outcome{}, vigie.Errorf(vigie.Unavailable, nil, "store-full")
			}
			return keep(ctx, b)
		}
		sum, err := li.Once(t.Context())
		if err != nil || sum.Failed != 1 || sum.Visited != 2 {
			t.Fatalf("Once = %+v, %v", sum, err)
		}
		v := l.of(1)[0]
		if v.Fault.ID != "listen-not-kept" || v.Items != 0 || v.Next.Sub(v.At) > 6*time.Minute {
			t.Errorf("visit = %+v", v)
		}
		full = false
		time.Sleep(10 * time.Minute)
		if sum, err = li.Once(t.Context()); err != nil || sum.Failed != 0 {
			t.Errorf("Once = %+v, %v", sum, err)
		}
		if fmt.Sprint(cursors) != "[ ]" {
			t.Errorf("cursors = %q, want the same empty one twice", cursors)
		}
		if h := l.sources[1].Health; h.Failures != 0 || !h.Fault.IsZero() || string(l.cursors[1]) != "+" {
			t.Errorf("health = %+v, cursor %q", h, l.cursors[1])
		}
	})
}

func TestMoreIsAskedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(2, host)
		began := time.Now()
		li := listener(l, func(_ context.Context, id vigie.SourceID, c []byte) (Batch, error) {
			b := one("x")
			b.Cursor = append(append([]byte{}, c...), '+')
			b.More = id == 2 || len(b.Cursor) < 4
			b.Title, b.Home, b.Problems = "T", "https://h.example/", []vigie.Sentence{vigie.Say("p")}
			return b, nil
		})
		if _, err := li.Once(t.Context()); err != nil || time.Since(began) != 0 {
			t.Fatalf("Once: %v after %v", err, time.Since(began))
		}
		if v := l.of(1)[0]; v.Items != 4 || v.Title != "T" || v.Home == "" || len(v.Problems) != 4 {
			t.Errorf("visit = %+v, want 4 items", v)
		}
		if v := l.of(2)[0]; v.Items != defaultRounds {
			t.Errorf("a source without end brought %d items, want %d", v.Items, defaultRounds)
		}
	})
}

func TestPanicsStayWithTheirSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(3, host)
		li := listener(l, func(_ context.Context, id vigie.SourceID, _ []byte) (Batch, error) {
			if id == 2 {
				panic("boo")
			}
			return one("x"), nil
		})
		open := li.Open
		li.Open = func(s vigie.Source) (Source, error) {
			if s.ID == 3 {
				return nil, nil
			}
			return open(s)
		}
		failed := map[vigie.Kind]int{}
		li.Observe.Failed = func(k vigie.Kind) { l.mu.Lock(); failed[k]++; l.mu.Unlock() }
		sum, err := li.Once(t.Context())
		if err != nil || sum.Failed != 2 || l.of(2)[0].Fault.ID != "listen-panic" || l.of(3)[0].Fault.ID != "listen-unknown-kind" || failed[vigie.Internal] != 1 {
			t.Errorf("Once = %+v, %v; visits %+v", sum, err, l.visits)
		}
	})
}

func TestStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		l := newLedger(1, host)
		li := listener(l, func(context.Context, vigie.SourceID, []byte) (Batch, error) { asked++; return one("x"), nil })
		l.keepErr = errors.New("disk full")
		if _, err := li.Once(t.Context()); err == nil {
			t.Error("Once = nil, want the store's error")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		asked = 0
		if err := li.Run(ctx); err != nil {
			t.Fatal(err)
		}
		if asked < 5 || asked > 11 {
			t.Errorf("asked %d times in ten minutes, want about one a minute", asked)
		}
		l.dueErr = errors.New("disk gone")
		if _, err := li.Once(t.Context()); !errors.Is(err, l.dueErr) {
			t.Errorf("Once = %v", err)
		}
		ctx2, cancel2 := context.WithTimeout(t.Context(), time.Hour)
		defer cancel2()
		if err := li.Run(ctx2); err != nil {
			t.Errorf("Run = %v, want it to wait for better times", err)
		}
	})
}

func TestRunKeepsTheRhythm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(1, host)
		ctx, cancel := context.WithTimeout(t.Context(), 28*24*time.Hour)
		defer cancel()
		next := time.Now()
		var lags []time.Duration
		li := listener(l, func(context.Context, vigie.SourceID, []byte) (Batch, error) {
			b := Batch{Unchanged: true, Cursor: []byte("x")}
			for !next.After(time.Now()) { // one item every six hours
				b.Unchanged = false
				b.Mentions = append(b.Mentions, vigie.Mention{Published: next})
				next = next.Add(6 * time.Hour)
			}
			return b, nil
		})
		li.Observe.Lag = func(d time.Duration) { lags = append(lags, d) }
		if err := li.Run(ctx); err != nil {
			t.Fatal(err)
		}
		h := l.sources[1].Health
		if h.PerWeek < 22 || h.PerWeek > 34 || h.Every < 50*time.Minute || h.Every > 80*time.Minute {
			t.Errorf("28 items a week: PerWeek %.1f, Every %v", h.PerWeek, h.Every)
		}
		v := l.of(1)
		if first := v[0].Next.Sub(v[0].At); first > 6*time.Minute {
			t.Errorf("second visit after %v, want it soon", first)
		}
		if len(lags) < 100 {
			t.Errorf("%d lags observed", len(lags))
		}
	})
}

func TestDelayIsLearnt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(1, host)
		var after []time.Duration // how old the items of the next visit are
		li := listener(l, func(context.Context, vigie.SourceID, []byte) (Batch, error) {
			b := Batch{Unchanged: len(after) == 0, Cursor: []byte("x")}
			for _, d := range after {
				b.Mentions = append(b.Mentions, vigie.Mention{Title: "x", Published: time.Now().Add(-d)})
			}
			return b, nil
		})
		for _, step := range []struct {
			name  string
			after []time.Duration
			want  time.Duration
		}{
			{"the backlog of a first visit is not late", []time.Duration{90 * time.Hour, 80 * time.Hour}, 0},
			{"nothing new tells nothing", nil, 0},
			{"the median, an old one aside", []time.Duration{10 * time.Minute, 999 * time.Hour, 20 * time.Minute}, 20 * time.Minute},
			{"nothing new changes nothing", nil, 20 * time.Minute},
			{"a quarter of the way", []time.Duration{40 * time.Minute}, 25 * time.Minute},
			{"an item of the future was heard at once", []time.Duration{-time.Hour}, 25*time.Minute - 25*time.Minute/4},
		} {
			after = step.after
			if _, err := li.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := l.sources[1].Health.Delay; got != step.want {
				t.Errorf("%s: Delay = %v, want %v", step.name, got, step.want)
			}
			time.Sleep(48 * time.Hour)
		}
	})
}

func TestMovedIsToldWithWhatWasVisited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger(2, host)
		li := listener(l, func(_ context.Context, id vigie.SourceID, _ []byte) (Batch, error) {
			b := one("x")
			b.Moved = "https://h1.example/feed" // where the first one is
			return b, nil
		})
		if _, err := li.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if v := l.of(1)[0]; v.Moved != "" || v.From != "" {
			t.Errorf("moved to where it is: %+v", v)
		}
		if v := l.of(2)[0]; v.Moved != "https://h1.example/feed" || v.From != "https://h2.example/feed" {
			t.Errorf("moved: %q from %q", v.Moved, v.From)
		}
	})
}
