package watch

import (
	"context"
	"sync"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/story"
)

// remember gives Stories what the archive keeps of the copies of the last
// thirty days, before the first batch. A failure is tried again by the next.
func (w *Watch) remember(ctx context.Context) error {
	w.remembering.Lock()
	defer w.remembering.Unlock()
	if w.Stories == nil || w.remembered {
		return nil
	}
	now := w.Now().UTC()
	err := w.Stories.Remember(now, func(yield func(vigie.MentionID, *story.Sketch) bool) error {
		return w.Archive.Sketches(ctx, now, yield)
	})
	w.remembered = err == nil
	return err
}

// turns gather the batches that are to be grouped. What is grouped must be
// saved before the next is, for that may hold its copies; so batches that wait
// together go together, and share a commit.
type turns struct {
	mu      sync.Mutex
	waiting []*turn
	led     bool // somebody is taking them
}

// turn is a batch that waits to be grouped and saved.
type turn struct {
	ctx    context.Context
	saving *Saving
	saved  Saved
	err    error
	done   chan struct{}
	from   int // its first item among those of all that go with it
	// later says that it holds copies of what goes with it, which must have its
	// number first.
	later bool
}

// commit groups a batch and saves it.
func (w *Watch) commit(ctx context.Context, s *Saving) (Saved, error) {
	if w.Stories == nil {
		return w.Archive.Save(ctx, *s)
	}
	t := &turn{ctx: ctx, saving: s, done: make(chan struct{})}
	w.turns.mu.Lock()
	w.turns.waiting = append(w.turns.waiting, t)
	if !w.turns.led {
		w.turns.led = true
		go w.lead()
	}
	w.turns.mu.Unlock()
	<-t.done
	return t.saved, t.err
}

// lead takes turns until none waits.
func (w *Watch) lead() {
	for {
		w.turns.mu.Lock()
		all := w.turns.waiting
		w.turns.waiting = nil
		w.turns.led = len(all) > 0
		w.turns.mu.Unlock()
		if len(all) == 0 {
			return
		}
		w.saveTogether(all)
		for _, t := range all {
			close(t.done)
		}
	}
}

// saveTogether groups batches as if they were one, and saves them at once;
// those that hold copies of others of them, after these.
func (w *Watch) saveTogether(all []*turn) {
	b := w.Stories.Begin(all[0].saving.At)
	items := 0
	for _, t := range all {
		t.from = items
		items += len(t.saving.Items)
		for i := range t.saving.Items {
			it := &t.saving.Items[i]
			if !it.Keep {
				b.Join(nil, t.saving.At)
				continue
			}
			it.Sketch = story.Of(&it.Mention, it.Doc)
			it.CopyOf = b.Join(&it.Sketch, it.Mention.When())
			for _, of := range it.CopyOf {
				t.later = t.later || of < 0 && int(-1-of) < t.from
			}
		}
	}
	var first sync.WaitGroup
	for _, t := range all {
		if !t.later {
			t.number(nil)
			first.Go(func() { t.saved, t.err = w.Archive.Save(t.ctx, *t.saving) })
		}
	}
	first.Wait()
	idOf := func(item int) vigie.MentionID {
		for _, t := range all {
			if i := item - t.from; i >= 0 && i < len(t.saving.Items) {
				return t.idOf(i)
			}
		}
		return 0
	}
	for _, t := range all {
		if t.later {
			t.number(idOf)
			t.saved, t.err = w.Archive.Save(t.ctx, *t.saving)
		}
	}
	b.End(idOf)
}

// number makes what the items are copies of refer to items of the batch itself
// or, by idOf, to mentions; what was not kept is no original.
func (t *turn) number(idOf func(item int) vigie.MentionID) {
	for k := range t.saving.Items {
		it := &t.saving.Items[k]
		of := it.CopyOf[:0]
		for _, m := range it.CopyOf {
			switch item := int(-1 - m); {
			case m >= 0:
			case item >= t.from:
				m = vigie.MentionID(-1 - (item - t.from))
			default:
				m = idOf(item)
			}
			if m != 0 {
				of = append(of, m)
			}
		}
		it.CopyOf = of
	}
}

// idOf returns under which id item i was kept; 0 where it was not.
func (t *turn) idOf(i int) vigie.MentionID {
	if t.err != nil || i >= len(t.saved.Fates) {
		return 0
	}
	switch t.saved.Fates[i] {
	case FateNew, FateEdited, FateKnown:
		return t.saving.Items[i].Mention.ID
	}
	return 0
}

// storyOf returns a story; nil for none.
func (w *Watch) storyOf(ctx context.Context, id vigie.StoryID) (*vigie.Story, error) {
	if id == 0 {
		return nil, nil
	}
	st, err := w.Archive.Story(ctx, id)
	if err != nil && vigie.KindOf(err) == vigie.NotFound {
		return nil, nil
	}
	return &st, err
}
