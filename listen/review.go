package listen

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"vigie.example/vigie"
)

// Reviewer is a source that can be asked what became of mentions it brought.
//
// Review returns a Batch of Again and Gone alone, for those of ms that it knows
// how to ask for. Gone are only those of which the network says for certain
// that they are no longer there. Errors are those of Source; what could be
// learnt before one is returned with it.
type Reviewer interface {
	Review(ctx context.Context, ms []vigie.Mention) (Batch, error)
}

// ReviewStore is what looking again needs remembered.
//
// Carried returns at most limit kept mentions that a source carried, published
// in [from, to), the newest first: those of some topic and our own, without
// those taken back. Remembered and Remember are those of watch.Ledger.
type ReviewStore interface {
	Sources(ctx context.Context) ([]vigie.Source, error)
	Carried(ctx context.Context, source vigie.SourceID, from, to time.Time, limit int) ([]vigie.Mention, error)
	Remembered(ctx context.Context, about string) ([]byte, error)
	Remember(ctx context.Context, about string, data []byte) error
}

// Reviews looks again at mentions of the last days where the channel allows it:
// an hour after they were published, then after two, four and so on up to five
// days: eight times, rarer as they age. Store, Open and Handle must be set.
type Reviews struct {
	Store ReviewStore
	// Open makes the Reviewer of a source; nil where its kind has none.
	Open   func(s vigie.Source) (Reviewer, error)
	Handle Handler

	Now func() time.Time // time.Now when nil
	Log *slog.Logger     // slog.Default() when nil
	// Ask is how often it is looked who is due; 5 min when zero.
	Ask time.Duration
}

const (
	reviewAsk = 5 * time.Minute
	// A source is reviewed once an hour, as mentions are first looked at again
	// after one; looks follow at each doubling of their age.
	reviewEvery = time.Hour
	reviewLast  = 128 * time.Hour
	// reviewMost bounds the mentions of one source in one round, the newest
	// first: sixteen requests of twenty-five. Others are looked at when they are
	// twice as old.
	reviewMost = 400
	// reviewTogether are handed to a Reviewer at once, and kept in one commit.
	reviewTogether = 100
	reviewTimeout  = 10 * time.Minute
)

// reviewed is how far a source was looked at again.
type reviewed struct {
	To       time.Time `json:"to"`             // mentions whose look was due before this were looked at
	Next     time.Time `json:"next"`           // when to come again
	Failures int       `json:"fail,omitempty"` // in a row
	// Why the last one failed; nil where it did not.
	Why *vigie.Sentence `json:"why,omitempty"`
}

// ReviewFault tells that what a source brought could not be looked at again
// lately and when it will be tried next, and why. Both are zero where that goes
// well, or where nobody looks.
func ReviewFault(ctx context.Context, store interface {
	Remembered(ctx context.Context, about string) ([]byte, error)
}, s vigie.Source, now time.Time,
) (said, why vigie.Sentence, err error) {
	done, err := allReviewed(ctx, store.Remembered)
	r := done[s.ID]
	if err != nil || r.Why == nil || s.Paused {
		return said, why, err
	}
	return vigie.Say("review-failing", r.Failures, when(r.Next, now)), *r.Why, nil
}

// allReviewed reads how far each source was looked at again.
func allReviewed(ctx context.Context, remembered func(context.Context, string) ([]byte, error)) (map[vigie.SourceID]reviewed, error) {
	done := map[vigie.SourceID]reviewed{}
	data, err := remembered(ctx, reviewAbout)
	if err != nil || len(data) == 0 {
		return done, err
	}
	if err := json.Unmarshal(data, &done); err != nil {
		return nil, fmt.Errorf("how far mentions were looked at again: %w", err)
	}
	return done, nil
}

// reviewAbout is under which name the ledger remembers it.
const reviewAbout = "reviews"

// Run looks again until ctx ends, and returns nil.
func (w *Reviews) Run(ctx context.Context) error {
	t := time.NewTicker(positive(w.Ask, reviewAsk))
	defer t.Stop()
	for {
		if err := w.Once(ctx); err != nil && ctx.Err() == nil {
			w.log().Error("cannot look again at what was heard", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		}
	}
}

// Once reviews the sources that are due, one after another.
func (w *Reviews) Once(ctx context.Context) error {
	sources, err := w.Store.Sources(ctx)
	if err != nil {
		return err
	}
	done, err := allReviewed(ctx, w.Store.Remembered)
	if err != nil {
		return err
	}
	there := map[vigie.SourceID]reviewed{} // sources that are gone are forgotten
	seen := map[vigie.MentionID]bool{}
	moved := false
	for _, s := range sources {
		r, known := done[s.ID]
		now := w.now()
		if s.Paused || now.Before(r.Next) && r.Next.Sub(now) < ClockJump {
			if known {
				there[s.ID] = r
			}
			continue
		}
		v, err := w.Open(s)
		if err == nil && v == nil {
			continue
		}
		if err == nil {
			err = w.review(ctx, v, s.ID, r.To, now, seen)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		moved = true
		if err == nil {
			there[s.ID] = reviewed{To: now, Next: now.Add(reviewEvery)}
			continue
		}
		w.log().Warn("mentions not looked at again", "source", s.ID, "address", s.Address, "err", err)
		wait := min(reviewEvery<<min(r.Failures, 5), Longest)
		var after *RetryAfter
		if errors.As(err, &after) {
			wait = bounded(max(wait, after.Wait))
		}
		why := vigie.Tell(err)
		there[s.ID] = reviewed{To: r.To, Next: now.Add(wait), Failures: r.Failures + 1, Why: &why}
	}
	if !moved {
		return nil
	}
	data, err := json.Marshal(there)
	if err != nil {
		return err
	}
	return w.Store.Remember(ctx, reviewAbout, data)
}

// review looks again at the mentions of one source whose look was due in
// [from, now).
func (w *Reviews) review(ctx context.Context, v Reviewer, source vigie.SourceID, from, now time.Time, seen map[vigie.MentionID]bool) error {
	ctx, cancel := context.WithTimeout(ctx, reviewTimeout)
	defer cancel()
	var todo []vigie.Mention
	for _, p := range looks(from, now) {
		ms, err := w.Store.Carried(ctx, source, p.from, p.to, reviewMost-len(todo))
		if err != nil {
			return err
		}
		for _, m := range ms {
			if !seen[m.ID] { // else another source carried it too
				seen[m.ID] = true
				todo = append(todo, m)
			}
		}
		if len(todo) >= reviewMost {
			break
		}
	}
	var failed error
	for some := range slices.Chunk(todo, reviewTogether) {
		b, err := reviewSafely(ctx, v, some)
		failed = cmp.Or(failed, err)
		if len(b.Again)+len(b.Gone) > 0 {
			b = Batch{Source: source, Again: b.Again, Gone: b.Gone}
			if _, err := w.Handle(ctx, b); err != nil {
				return err
			}
		}
		if err != nil {
			break
		}
	}
	return failed
}

func reviewSafely(ctx context.Context, v Reviewer, ms []vigie.Mention) (b Batch, err error) {
	defer caught(&err)
	return v.Review(ctx, ms)
}

// period is [from, to).
type period struct{ from, to time.Time }

// looks returns when those mentions were published of which a look fell due
// between the last review and now, the newest period first; at the first
// review, all that is young enough.
func looks(last, now time.Time) (out []period) {
	if last.IsZero() || last.After(now) {
		return []period{{now.Add(-reviewLast), now.Add(-reviewEvery)}}
	}
	for age := reviewEvery; age <= reviewLast; age *= 2 {
		p := period{last.Add(-age), now.Add(-age)}
		if oldest := now.Add(-2 * reviewLast); p.from.Before(oldest) {
			p.from = oldest
		}
		if n := len(out); n > 0 && !p.to.Before(out[n-1].from) {
			p.to = out[n-1].from // after a long pause they overlap
		}
		if p.from.Before(p.to) {
			out = append(out, p)
		}
	}
	return out
}

func (w *Reviews) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

func (w *Reviews) log() *slog.Logger {
	if w.Log != nil {
		return w.Log
	}
	return slog.Default()
}
