package listen

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"vigie.example/vigie"
)

// TestLongFaults lives through what goes wrong for hours: nothing is lost or
// taken twice, one plain sentence stands meanwhile, and no hand is needed.
func TestLongFaults(t *testing.T) {
	const every = 10 * time.Minute
	for name, tt := range map[string]struct {
		fault  func() error
		lasts  time.Duration
		within time.Duration // of the end of the fault it is heard again
		most   int           // visits meanwhile
	}{
		"5xx for a day":        {func() error { return vigie.Errorf(vigie.Unavailable, nil, "fetch-server", "h", 503) }, 24 * time.Hour, 25 * time.Hour, 40},
		"no name for an hour":  {func() error { return vigie.Errorf(vigie.Unavailable, nil, "fetch-dns", "h") }, time.Hour, 3 * time.Hour, 10},
		"a token that expired": {func() error { return vigie.Errorf(vigie.Forbidden, nil, "fetch-forbidden", "h", 401) }, 30 * time.Hour, 27 * time.Hour, 4},
		"429 that says when": {func() error {
			return &RetryAfter{Wait: 2 * time.Hour, Err: vigie.Errorf(vigie.Unavailable, nil, "fetch-busy", "h", 2*time.Hour)}
		}, 90 * time.Minute, 3 * time.Hour, 3},
		"429 that does not say": {func() error { return vigie.Errorf(vigie.Unavailable, nil, "fetch-too-often", "h") }, 6 * time.Hour, 13 * time.Hour, 20},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLedger(1, host)
				began := time.Now()
				from, to := began.Add(24*time.Hour), began.Add(24*time.Hour+tt.lasts)
				said := 0 // something is said out there every ten minutes, fault or not
				asked := 0
				w := listener(l, func(_ context.Context, _ vigie.SourceID, cursor []byte) (Batch, error) {
					now := time.Now()
					if !now.Before(from) && now.Before(to) {
						asked++
						return Batch{}, tt.fault()
					}
					var b Batch
					last := 0
					if len(cursor) > 0 {
						_, _ = fmt.Sscan(string(cursor), &last)
					}
					said = int(now.Sub(began) / every)
					for i := last + 1; i <= said; i++ {
						b.Mentions = append(b.Mentions, vigie.Mention{Key: vigie.Key(fmt.Sprint(i)), Published: began.Add(time.Duration(i) * every)})
					}
					b.Cursor = fmt.Append(nil, said)
					return b, nil
				})
				var kept []vigie.Key
				w.Handle = func(_ context.Context, b Batch) (Outcome, error) {
					l.mu.Lock()
					defer l.mu.Unlock()
					l.cursors[b.Source] = b.Cursor
					for _, m := range b.Mentions {
						kept = append(kept, m.Key)
					}
					return Outcome{New: len(b.Mentions)}, nil
				}
				ctx, cancel := context.WithTimeout(t.Context(), to.Sub(began)+tt.within)
				defer cancel()
				go func() {
					time.Sleep(to.Sub(began) - time.Minute)
					l.mu.Lock()
					defer l.mu.Unlock()
					if h := l.sources[1].Health; h.Fault.IsZero() || h.Failures == 0 {
						t.Errorf("while it lasts the source's page says nothing: %+v", h)
					}
				}()
				if err := w.Run(ctx); err != nil {
					t.Fatal(err)
				}
				h := l.sources[1].Health
				if !h.Fault.IsZero() || h.LastSuccess.Before(to) {
					t.Errorf("not heard again within %v: %+v", tt.within, h)
				}
				if asked > tt.most {
					t.Errorf("asked %d times meanwhile, want at most %d", asked, tt.most)
				}
				for i, k := range kept {
					if k != vigie.Key(fmt.Sprint(i+1)) {
						t.Fatalf("kept %v: want each once, in order", kept)
					}
				}
				if len(kept) < int(to.Sub(began)/every) {
					t.Errorf("%d of %d kept", len(kept), said)
				}
			})
		})
	}
}
