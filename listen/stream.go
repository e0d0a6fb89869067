package listen

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"vigie.example/vigie"
)

// Streamer is a source that speaks by itself for as long as one listens.
//
// Stream begins after cursor (nil: now), hands on what it hears by emit, each
// Batch with the cursor up to it, and returns when ctx ends (then its error is
// of no account), when the stream was cut or fell silent, or when emit failed.
// After an error it is called again with the cursor of the last batch that was
// kept: nothing between is lost where the outside can replay, and what comes
// twice has the same key. It must notice silence itself.
type Streamer interface {
	Stream(ctx context.Context, cursor []byte, emit func(ctx context.Context, b Batch) error) error
}

// StreamStore is what streams need remembered.
//
// Streamed returns the sources that stream and are not paused, each with the
// cursor that the archive kept.
type StreamStore interface {
	Streamed(ctx context.Context) ([]Due, error)
	Visited(ctx context.Context, v Visit) error
}

// Streams keeps every streaming source open. Store, Open and Handle must be
// set.
type Streams struct {
	Store  StreamStore
	Open   func(s vigie.Source) (Streamer, error)
	Handle Handler
	// Secret returns what Open opens a source with besides its address (a token);
	// where it changes the stream is opened anew, from where it was. It may be nil.
	Secret func(ctx context.Context, s vigie.Source) (string, error)

	Now func() time.Time // time.Now when nil
	Log *slog.Logger     // slog.Default() when nil
	// Ask is how often the store is asked which sources stream; 5 s when zero.
	Ask time.Duration
	// Tell is how often a stream that is well says so, as a visit does; 1 min
	// when zero.
	Tell time.Duration
}

const (
	streamAsk  = 5 * time.Second
	streamTell = time.Minute
	// A cut stream is opened again after a second, then after twice as long each
	// time, up to streamWait.
	streamFirst = time.Second
	streamWait  = 5 * time.Minute
)

// Run keeps streams open until ctx ends, waits for them and returns nil.
func (w *Streams) Run(ctx context.Context) error {
	type open struct {
		door
		stop context.CancelFunc
	}
	running := map[vigie.SourceID]open{}
	ended := make(chan vigie.SourceID)
	flying := 0
	t := time.NewTicker(positive(w.Ask, streamAsk))
	defer t.Stop()
	for {
		wanted, keep, err := w.wanted(ctx)
		if err != nil && ctx.Err() == nil {
			w.log().Error("cannot tell which sources stream", "err", err)
		}
		if err == nil {
			for id, o := range running {
				if keep[id] != o.door {
					o.stop() // paused, deleted, moved, or given another token
				}
			}
			for _, d := range wanted {
				if _, ok := running[d.Source.ID]; ok {
					continue
				}
				sctx, stop := context.WithCancel(ctx)
				running[d.Source.ID] = open{keep[d.Source.ID], stop}
				flying++
				go func() {
					w.keep(sctx, d)
					ended <- d.Source.ID
				}()
			}
		}
		select {
		case <-ctx.Done():
			for _, o := range running {
				o.stop()
			}
			for ; flying > 0; flying-- {
				<-ended
			}
			return nil
		case id := <-ended:
			running[id].stop()
			delete(running, id)
			flying--
		case <-t.C:
		}
	}
}

// door is where a stream is opened, and with what.
type door struct{ address, secret string }

// wanted returns the sources that stream, and the door of each.
func (w *Streams) wanted(ctx context.Context) ([]Due, map[vigie.SourceID]door, error) {
	due, err := w.Store.Streamed(ctx)
	if err != nil {
		return nil, nil, err
	}
	doors := map[vigie.SourceID]door{}
	for _, d := range due {
		at := door{address: d.Source.Address}
		if w.Secret != nil {
			if at.secret, err = w.Secret(ctx, d.Source); err != nil {
				return nil, nil, err
			}
		}
		doors[d.Source.ID] = at
	}
	return due, doors, nil
}

// keep opens one stream again and again until ctx ends.
func (w *Streams) keep(ctx context.Context, d Due) {
	cursor, wait, failures := d.Cursor, streamFirst, 0
	for ctx.Err() == nil {
		v := Visit{Source: d.Source.ID, At: w.now()}
		heard := 0
		err := w.once(ctx, d.Source, &cursor, &v, &heard)
		if ctx.Err() != nil && v.Items == 0 {
			return
		}
		if ctx.Err() == nil {
			if err == nil {
				err = vigie.Errorf(vigie.Unavailable, nil, "stream-ended", d.Source.Address)
			}
			if heard > 0 {
				failures, wait = 0, streamFirst
			}
			failures++
			// One cut of a stream that speaks again at once is no fault to a person.
			if heard == 0 || failures > 1 {
				v.Fault = vigie.Tell(err)
			}
			w.log().Warn("stream cut", "source", d.Source.ID, "address", d.Source.Address, "again", wait, "err", err)
		}
		w.told(ctx, v)
		var r *RetryAfter
		if errors.As(err, &r) && r.Wait > wait {
			wait = min(r.Wait, Longest)
		}
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-t.C:
		}
		t.Stop()
		wait = min(2*wait, streamWait)
	}
}

// once holds one stream open, keeps what it says and tells of it every minute.
func (w *Streams) once(ctx context.Context, src vigie.Source, cursor *[]byte, v *Visit, heard *int) (err error) {
	defer caught(&err)
	s, err := w.Open(src)
	if err != nil {
		return err
	}
	var last time.Time // the first batch tells at once that the stream is well
	return s.Stream(ctx, *cursor, func(ctx context.Context, b Batch) error {
		b.Source = src.ID
		out, err := w.Handle(ctx, b)
		if err != nil {
			return vigie.Errorf(vigie.Unavailable, err, "listen-not-kept", vigie.Tell(err))
		}
		*heard++
		*cursor = b.Cursor
		v.Items += len(b.Mentions)
		v.New += out.New + out.Buffered
		if now := w.now(); now.Sub(last) >= positive(w.Tell, streamTell) {
			v.Took = now.Sub(v.At)
			last = now
			w.told(ctx, *v)
			*v = Visit{Source: src.ID, At: now}
		}
		return nil
	})
}

// told writes down how a stream does, even while the program is being stopped.
func (w *Streams) told(ctx context.Context, v Visit) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	if err := w.Store.Visited(ctx, v); err != nil {
		w.log().Error("cannot write down how a stream does", "source", v.Source, "err", err)
	}
}

func (w *Streams) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

func (w *Streams) log() *slog.Logger {
	if w.Log != nil {
		return w.Log
	}
	return slog.Default()
}
