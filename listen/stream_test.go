package listen

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vigie.example/vigie"
)

// river is a StreamStore of one source; what it is told is kept.
type river struct {
	mu     sync.Mutex
	gone   bool
	visits []Visit
}

func (r *river) Streamed(context.Context) ([]Due, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.gone {
		return nil, nil
	}
	return []Due{{Source: vigie.Source{ID: 1, Address: "wss://s.example"}}}, nil
}

func (r *river) Visited(_ context.Context, v Visit) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.visits = append(r.visits, v)
	return nil
}

// teller says one thing a second, and is cut after three.
type teller struct{ cut error }

func (s teller) Stream(ctx context.Context, cursor []byte, emit func(context.Context, Batch) error) error {
	at, _ := strconv.Atoi(string(cursor))
	for range 3 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
		at++
		if err := emit(ctx, Batch{Mentions: []vigie.Mention{{Key: vigie.Key(strconv.Itoa(at)), Text: "x"}}, Cursor: []byte(strconv.Itoa(at))}); err != nil {
			return err
		}
	}
	return s.cut
}

// TestStreams: a stream that is cut is opened again where it was, tells of
// itself each minute, ends when its source is paused, and no goroutine is left.
func TestStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &river{}
		var kept []string
		w := &Streams{
			Store: store,
			Open: func(vigie.Source) (Streamer, error) {
				return teller{vigie.Errorf(vigie.Unavailable, nil, "stream-cut", "s.example")}, nil
			},
			Handle: func(_ context.Context, b Batch) (Outcome, error) {
				kept = append(kept, string(b.Mentions[0].Key))
				return Outcome{New: 1}, nil
			},
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(ctx) }()
		time.Sleep(time.Minute)
		store.mu.Lock()
		store.gone = true
		store.mu.Unlock()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		n := len(kept)
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(kept) != n || n < 9 {
			t.Errorf("%d kept before and %d after the pause, want some and no more", n, len(kept))
		}
		for i, k := range kept {
			if k != strconv.Itoa(i+1) {
				t.Fatalf("kept %v: want each once, in order", kept)
			}
		}
		items := 0
		for _, v := range store.visits {
			items += v.Items
		}
		if items != n {
			t.Errorf("visits tell of %d items, want %d", items, n)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run = %v", err)
		}
	})
}

// TestStreamFaults: a stream that never opens waits longer and longer, up to
// what the outside asks for, and says why.
func TestStreamFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &river{}
		var at []time.Duration
		began := time.Now()
		w := &Streams{
			Store: store,
			Open: func(vigie.Source) (Streamer, error) {
				at = append(at, time.Since(began))
				return nil, &RetryAfter{Wait: time.Hour, Err: vigie.Errorf(vigie.Unavailable, errors.New("429"), "fetch-busy", "s.example", time.Hour)}
			},
			Handle: func(context.Context, Batch) (Outcome, error) { return Outcome{}, nil },
		}
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Minute)
		defer cancel()
		if err := w.Run(ctx); err != nil {
			t.Error(err)
		}
		if want := []time.Duration{0, time.Hour, 2 * time.Hour}; !slices.Equal(at, want) {
			t.Errorf("opened at %v, want %v", at, want)
		}
		if len(store.visits) == 0 || store.visits[0].Fault.ID != "fetch-busy" {
			t.Errorf("visits = %+v, want the fault told", store.visits)
		}
	})
}

// guarded speaks to who comes with the token it knows, and refuses others.
type guarded struct{ given, known string }

func (s guarded) Stream(ctx context.Context, cursor []byte, emit func(context.Context, Batch) error) error {
	if s.given != s.known {
		return vigie.Errorf(vigie.Forbidden, nil, "fetch-forbidden", "s.example", 401)
	}
	if err := emit(ctx, Batch{Mentions: []vigie.Mention{{Key: "a", Text: string(cursor)}}, Cursor: append(cursor, s.given...)}); err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}

// TestStreamWithAnotherToken: a stream that is refused, and one that is open, are
// opened anew with a new token within moments, from where they were.
func TestStreamWithAnotherToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &river{}
		var mu sync.Mutex
		given, known := "old", "new"
		var heard []string
		w := &Streams{
			Store: store,
			Open: func(vigie.Source) (Streamer, error) {
				mu.Lock()
				defer mu.Unlock()
				return guarded{given, known}, nil
			},
			Secret: func(context.Context, vigie.Source) (string, error) {
				mu.Lock()
				defer mu.Unlock()
				return given, nil
			},
			Handle: func(_ context.Context, b Batch) (Outcome, error) {
				mu.Lock()
				defer mu.Unlock()
				heard = append(heard, given)
				return Outcome{New: 1}, nil
			},
		}
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error)
		go func() { over <- w.Run(ctx) }()
		give := func(token string) {
			mu.Lock()
			defer mu.Unlock()
			given = token
		}
		time.Sleep(time.Hour) // refused: it is tried every five minutes
		synctest.Wait()
		if f := store.visits[len(store.visits)-1].Fault; f.ID != "fetch-forbidden" || len(heard) > 0 {
			t.Errorf("with the old token: told %v, heard %v", f, heard)
		}
		give("new")
		time.Sleep(2 * streamAsk)
		synctest.Wait()
		if f := store.visits[len(store.visits)-1].Fault; !f.IsZero() || !slices.Equal(heard, []string{"new"}) {
			t.Errorf("with a new token: told %v, heard %v", f, heard)
		}
		mu.Lock()
		known = "newer" // the open stream goes on
		mu.Unlock()
		give("newer")
		time.Sleep(2 * streamAsk)
		synctest.Wait()
		if !slices.Equal(heard, []string{"new", "newer"}) {
			t.Errorf("with a newer token while it is open: heard %v", heard)
		}
		cancel()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
}
