package watch

import (
	"context"

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

// group finds what the items to be kept are copies of, and returns what is to
// be called once they are saved, with what became of each (nothing where the
// save failed). Another batch is grouped only then: it may hold their copies.
func (w *Watch) group(s *Saving) func(fates []Fate) {
	if w.Stories == nil {
		return func([]Fate) {}
	}
	b := w.Stories.Begin(s.At)
	for i := range s.Items {
		it := &s.Items[i]
		if !it.Keep {
			b.Join(nil, s.At)
			continue
		}
		it.Sketch = story.Of(&it.Mention, it.Doc)
		it.CopyOf = b.Join(&it.Sketch, it.Mention.When())
	}
	return func(fates []Fate) {
		b.End(func(i int) vigie.MentionID {
			if i >= len(fates) {
				return 0
			}
			switch fates[i] {
			case FateNew, FateEdited, FateKnown:
				return s.Items[i].Mention.ID
			}
			return 0
		})
	}
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
