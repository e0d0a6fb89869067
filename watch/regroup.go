package watch

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/story"
)

// regroupStretch is how many mentions are grouped again in one go: some tens of
// milliseconds, in which new ones wait.
const regroupStretch = 500

// aboutRegrouping is under what the ledger remembers a Regrouping.
const aboutRegrouping = "stories grouped again"

// RegroupingOf returns how far grouping again is; the zero value where it was
// never asked for.
func RegroupingOf(ctx context.Context, l interface {
	Remembered(ctx context.Context, about string) ([]byte, error)
},
) (j Regrouping, err error) {
	data, err := l.Remembered(ctx, aboutRegrouping)
	if err != nil || data == nil {
		return j, err
	}
	return j, json.Unmarshal(data, &j)
}

func (w *Watch) saveRegrouping(ctx context.Context, j Regrouping) error {
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return w.Ledger.Remember(ctx, aboutRegrouping, data)
}

// planRegrouping notes that all is to be grouped again where it was kept before
// there were stories, or grouped by another story.Maker, whose sketches say
// nothing to this one. What arrives from now on is grouped as it arrives.
func (w *Watch) planRegrouping(ctx context.Context) error {
	if w.Stories == nil {
		return nil
	}
	j, err := RegroupingOf(ctx, w.Ledger)
	if err != nil {
		return fmt.Errorf("read the grouping again: %w", err)
	}
	if j.Maker == story.Maker {
		return nil
	}
	now := w.Now().UTC()
	next := Regrouping{Maker: story.Maker, Anew: j.Maker != "", Before: math.MaxInt64, Started: now}
	if next.Anew {
		if err := w.Archive.DropSketches(ctx); err != nil {
			return err
		}
	}
	extent, err := w.Archive.Extent(ctx)
	if err != nil {
		return err
	}
	if extent.Kept == 0 {
		next.Before, next.Share, next.Ended = 0, 1, now
	}
	return w.saveRegrouping(ctx, next)
}

// regroup puts what is kept into stories again where that is due, newest first
// and in short commits, and resumes after a stop: what was grouped lately is
// then looked at once more, since its copies may be further on.
func (w *Watch) regroup(ctx context.Context) error {
	if w.Stories == nil {
		return nil
	}
	j, err := RegroupingOf(ctx, w.Ledger)
	if err != nil {
		return fmt.Errorf("read the grouping again: %w", err)
	}
	if !j.Ended.IsZero() || j.Maker != story.Maker {
		return nil
	}
	if err := w.remember(ctx); err != nil {
		return err
	}
	extent, err := w.Archive.Extent(ctx)
	if err != nil {
		return err
	}
	if !w.warm && j.Before < math.MaxInt64 {
		if err := w.warmUp(ctx, j.Before); err != nil {
			return fmt.Errorf("group again: %w", err)
		}
	}
	w.warm = true
	for j.Before > 0 {
		if err := w.regroupStretch(ctx, &j); err != nil {
			return fmt.Errorf("group again: %w", err)
		}
		if j.Share = done(extent, j.Before); j.Before <= 0 {
			j.Share, j.Ended = 1, w.Now().UTC()
		}
		if err := w.saveRegrouping(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

// sketched is a kept mention and what its copies are known by.
type sketched struct {
	id     vigie.MentionID
	when   time.Time
	sketch story.Sketch
}

// sketchesBefore reads the sketches of the kept mentions under an id, newest
// first; bound is as for Archive.Candidates. What was withdrawn has no text.
func (w *Watch) sketchesBefore(ctx context.Context, before vigie.MentionID) (all []sketched, looked int, bound vigie.MentionID, err error) {
	doc := new(text.Doc)
	bound, err = w.Archive.Candidates(ctx, query.Need{}, before, regroupStretch, func(k vigie.Kept) bool {
		looked++
		m := &k.Mention
		if m.Withdrawn.IsZero() {
			doc.Recut(m.Title, m.Text)
			all = append(all, sketched{m.ID, m.When(), story.Of(m, doc)})
		}
		return true
	})
	return all, looked, bound, err
}

// warmUp lets Stories know again what was grouped within a window from where a
// stop cut off.
func (w *Watch) warmUp(ctx context.Context, from vigie.MentionID) error {
	for before := vigie.FirstMentionID(from.Time().Add(story.Window)); before > from; {
		w.inForce.Lock()
		all, _, bound, err := w.sketchesBefore(ctx, before)
		if err == nil {
			w.copiesOf(all, func(int, []vigie.MentionID, bool) {})
		}
		w.inForce.Unlock()
		if err != nil {
			return err
		}
		before = bound
	}
	return nil
}

// copiesOf asks Stories what mentions are copies of, and lets it remember them.
func (w *Watch) copiesOf(all []sketched, tell func(i int, of []vigie.MentionID, isNew bool)) {
	b := w.Stories.Begin(w.Now().UTC())
	for i := range all {
		of := b.Join(&all[i].sketch, all[i].when)
		for n, o := range of {
			if o < 0 {
				of[n] = all[-1-o].id
			}
		}
		tell(i, of, b.New())
	}
	b.End(func(i int) vigie.MentionID { return all[i].id })
}

// regroupStretch groups the next mentions of j and commits what changed.
func (w *Watch) regroupStretch(ctx context.Context, j *Regrouping) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	all, looked, bound, err := w.sketchesBefore(ctx, j.Before)
	if err != nil {
		return err
	}
	r := Regroup{At: w.Now().UTC(), Anew: j.Anew}
	w.copiesOf(all, func(i int, of []vigie.MentionID, isNew bool) {
		it := Regrouped{Mention: all[i].id, CopyOf: of}
		if isNew {
			it.Sketch = all[i].sketch
		}
		if r.Anew || len(of) > 0 || it.Sketch.N > 0 {
			r.Items = append(r.Items, it)
		}
	})
	if len(r.Items) > 0 {
		moved, err := w.Archive.Regroup(ctx, r)
		if err != nil {
			return err
		}
		j.Moved += int64(moved)
	}
	j.Looked += int64(looked)
	j.Before = bound
	return nil
}
