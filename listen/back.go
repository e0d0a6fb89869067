package listen

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"vigie.example/vigie"
)

// Historian is a source whose past can be read, a step at a time.
//
// Before returns a step of what was published before, the newest first as far
// as the place can tell. cursor is nil at the first step and else the Cursor
// of the last one. It asks the outside politely for as much as a visit would
// (about ten pages) and may be called again with the same cursor after a
// failure; keys are stable. Errors are those of Source.
type Historian interface {
	Before(ctx context.Context, cursor []byte) (Past, error)
}

// Past is one step back in time.
type Past struct {
	Mentions []vigie.Mention  // as in a Batch
	Problems []vigie.Sentence // what could not be read
	Cursor   []byte           // where going back stands
	Looked   int              // addresses read in this step, kept or not
	Left     int              // addresses still to be read, as far as known; -1 unknown
	Method   vigie.Sentence   // how the past is reached; the zero value where it is not
	// Whole says that everything the place still has back to the oldest mention
	// was asked for, and not only what names a brand.
	Whole bool
	Done  bool // there is no more
}

// Back is how far back in time a source was heard: collection, never growth.
type Back struct {
	Source   vigie.SourceID
	Method   vigie.Sentence // how; zero before the first step, or where there is no way
	Oldest   time.Time      // publication of the oldest mention brought; zero while none
	Looked   int            // addresses read
	Left     int            // still to be read; -1 unknown
	Found    int            // mentions carried
	New      int            // of those, not known before
	Whole    bool
	Started  time.Time
	At       time.Time // of the last step; zero before
	Next     time.Time // of the next step; zero when done
	Done     bool
	Failures int            // in a row
	Fault    vigie.Sentence // of the last step; zero after a success
	Problem  vigie.Sentence // the last thing that could not be read
	Cursor   []byte
}

// Begin is a source about to go back in time, from now.
func Begin(id vigie.SourceID, now time.Time) Back {
	return Back{Source: id, Next: now, Left: -1}
}

// Depth tells in words how far back a source was heard, and what going back is
// doing now.
func Depth(b Back, now time.Time) []vigie.Sentence {
	var out []vigie.Sentence
	switch {
	case b.Done && b.Failures > 0 && b.Found == 0:
		return []vigie.Sentence{vigie.Say("back-ended", b.Fault)}
	case b.Done && b.Method.IsZero():
		return []vigie.Sentence{vigie.Say("back-no-way")}
	case b.Done && b.Found == 0:
		out = append(out, vigie.Say("back-nothing", b.Method))
	case b.Done && b.Whole:
		out = append(out, vigie.Say("back-whole", b.Oldest, b.Method))
	case b.Done:
		out = append(out, vigie.Say("back-partly", b.Oldest, b.Method))
	case b.Method.IsZero():
		out = append(out, vigie.Say("back-begun"))
	default:
		out = append(out, vigie.Say("back-running", b.Method, b.Looked, b.Found))
		if b.Left > 0 {
			out = append(out, vigie.Say("back-left", b.Left))
		}
	}
	switch {
	case b.Failures > 0 && b.Done:
		out = append(out, vigie.Say("back-ended", b.Fault))
	case b.Failures > 0:
		out = append(out, vigie.Say("back-failed", b.Fault, when(b.Next, now)))
	}
	return out
}

// BackStore is what going back in time needs remembered.
//
// BackDue returns at most limit sources whose next step is not after now, the
// longest waiting first, paused and deleted ones left out. SaveBack replaces
// what is kept of one.
type BackStore interface {
	BackDue(ctx context.Context, now time.Time, limit int) ([]Back, error)
	SaveBack(ctx context.Context, b Back) error
	Source(ctx context.Context, id vigie.SourceID) (vigie.Source, error)
}

// Backward reads the past of sources, one step of one source at a time: the
// present comes first. All fields but the optional ones must be set.
type Backward struct {
	Store  BackStore
	Open   func(ctx context.Context, s vigie.Source) (Historian, error)
	Handle Handler

	Now func() time.Time // time.Now when nil
	Log *slog.Logger     // slog.Default() when nil
	// Ask is how often the store is asked for work; 2 s when zero.
	Ask time.Duration
	// Rest parts two steps of one source, besides the pace that the client keeps
	// with each host; 1 s when zero, none when negative.
	Rest time.Duration
	// Told is called after each step; nil for nobody.
	Told func(b Back)
}

const (
	defaultRest = time.Second
	// backTries: after so many failures in a row going back ends, with what was
	// found and why it ended.
	backTries = 8
	// backTimeout bounds one step.
	backTimeout = 5 * time.Minute
)

// Run makes steps until ctx ends, and returns nil.
func (w *Backward) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		n, err := w.Step(ctx)
		if err != nil && ctx.Err() == nil {
			w.log().Error("cannot go back in time", "err", err)
		}
		if n > 0 && err == nil {
			continue
		}
		t := time.NewTimer(positive(w.Ask, defaultAsk))
		select {
		case <-ctx.Done():
		case <-t.C:
		}
		t.Stop()
	}
	return nil
}

// Step makes one step of each source that is due, and returns how many were.
// Sources that fail do not make it fail; an error of the store does.
func (w *Backward) Step(ctx context.Context) (int, error) {
	due, err := w.Store.BackDue(ctx, w.now(), 20)
	if err != nil {
		return 0, err
	}
	for i, b := range due {
		if ctx.Err() != nil {
			return i, ctx.Err()
		}
		if err := w.one(ctx, b); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// one makes one step of one source and writes down where it stands.
func (w *Backward) one(ctx context.Context, b Back) error {
	now := w.now()
	if b.Started.IsZero() {
		b.Started = now
	}
	past, err := w.read(ctx, &b)
	if ctx.Err() != nil {
		return ctx.Err() // nothing was learnt but what was kept
	}
	b.At = now
	if err != nil {
		w.fail(&b, err)
	} else {
		b.Failures, b.Fault = 0, vigie.Sentence{}
		b.Cursor, b.Left, b.Done, b.Whole = past.Cursor, past.Left, past.Done, past.Whole
		b.Looked += past.Looked
		if !past.Method.IsZero() {
			b.Method = past.Method
		}
		if n := len(past.Problems); n > 0 {
			b.Problem = past.Problems[n-1]
		}
		b.Next = now.Add(w.rest())
	}
	if b.Done {
		b.Next = time.Time{}
	}
	if err := w.Store.SaveBack(ctx, b); err != nil {
		return err
	}
	if w.Told != nil {
		w.Told(b)
	}
	return nil
}

// read reads a step and hands its mentions on. They are kept before the cursor
// moves: a step that is made twice changes nothing.
func (w *Backward) read(ctx context.Context, b *Back) (past Past, err error) {
	ctx, cancel := context.WithTimeout(ctx, backTimeout)
	defer cancel()
	src, err := w.Store.Source(ctx, b.Source)
	if err != nil {
		return past, err
	}
	h, err := w.Open(ctx, src)
	if err != nil {
		return past, err
	}
	if past, err = before(ctx, h, b.Cursor); err != nil || len(past.Mentions) == 0 {
		return past, err
	}
	out, err := w.Handle(ctx, Batch{Source: b.Source, Mentions: past.Mentions})
	if err != nil {
		return past, vigie.Errorf(vigie.Unavailable, err, "listen-not-kept", vigie.Tell(err))
	}
	b.Found += len(past.Mentions)
	b.New += out.New + out.Buffered
	for i := range past.Mentions {
		if at := past.Mentions[i].Published; !at.IsZero() && (b.Oldest.IsZero() || at.Before(b.Oldest)) {
			b.Oldest = at
		}
	}
	return past, nil
}

// before keeps a panic of one source from stopping the others.
func before(ctx context.Context, h Historian, cursor []byte) (p Past, err error) {
	defer caught(&err)
	return h.Before(ctx, cursor)
}

// fail notes a failure and when to try again: what the outside asks for, else
// longer and longer. After too many, or where trying does not help, it ends.
func (w *Backward) fail(b *Back, err error) {
	b.Failures++
	b.Fault = vigie.Tell(err)
	wait := min(Shortest<<min(b.Failures-1, 10), Longest)
	var r *RetryAfter
	if errors.As(err, &r) && r.Wait > 0 {
		wait = min(r.Wait, Longest)
	}
	b.Next = b.At.Add(wait)
	b.Done = b.Failures >= backTries || vigie.KindOf(err) != vigie.Unavailable
}

// Chain knows several ways into the past of one source, the best first. The
// next is tried only where the one before turned out to be none: it was Done
// without a Method.
type Chain []Historian

// Before makes a step of the first way that leads anywhere.
func (c Chain) Before(ctx context.Context, cursor []byte) (Past, error) {
	at, inner := 0, []byte(nil)
	if len(cursor) > 0 {
		at, inner = int(cursor[0]), cursor[1:]
	}
	if at >= len(c) {
		return Past{Done: true}, nil
	}
	p, err := c[at].Before(ctx, inner)
	if err != nil {
		return p, err
	}
	if p.Done && p.Method.IsZero() && at+1 < len(c) {
		p.Done, p.Cursor, at, p.Left = false, nil, at+1, -1
	}
	p.Cursor = append([]byte{byte(at)}, p.Cursor...)
	return p, nil
}

func (w *Backward) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

func (w *Backward) log() *slog.Logger {
	if w.Log != nil {
		return w.Log
	}
	return slog.Default()
}

func (w *Backward) rest() time.Duration {
	if w.Rest < 0 {
		return 0
	}
	return positive(w.Rest, defaultRest)
}
