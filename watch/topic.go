package watch

import (
	"context"
	"math"
	"strings"

	"vigie.example/vigie"
)

// SaveTopic checks and keeps a topic, puts it in force at once, and lets Run
// read the archive again for it where its query changed. A topic with ID zero
// is added. It fails with kind Invalid, telling what is wrong, or Conflict
// where the topic's examples do not go with a changed query (SaveDraft can save
// it all the same), and then nothing changed.
func (w *Watch) SaveTopic(ctx context.Context, t vigie.Topic) (vigie.Topic, error) {
	return w.saveTopic(ctx, t, false)
}

// SaveAnyway is SaveTopic though the topic's examples do not go with its query.
func (w *Watch) SaveAnyway(ctx context.Context, t vigie.Topic) (vigie.Topic, error) {
	return w.saveTopic(ctx, t, true)
}

// saveTopic saves a topic; tested says that its examples were dealt with.
func (w *Watch) saveTopic(ctx context.Context, t vigie.Topic, tested bool) (vigie.Topic, error) {
	t.Name = strings.TrimSpace(t.Name)
	if t.Name == "" {
		return t, vigie.Errorf(vigie.Invalid, nil, "topic-without-name")
	}
	if !t.Kind.Valid() {
		return t, vigie.Errorf(vigie.Invalid, nil, "topic-kind-unknown", string(t.Kind))
	}
	w.inForce.Lock()
	defer w.inForce.Unlock()
	if err := w.nameFree(ctx, t); err != nil {
		return t, err
	}
	q, err := Parse(ctx, w.Ledger, t.Query)
	if err != nil {
		return t, err
	}
	if err := q.CheckTopic(); err != nil {
		return t, err
	}
	if t.ID != 0 && !tested {
		examples, err := w.Ledger.Examples(ctx, t.ID)
		if err == nil {
			err = w.testDraft(ctx, t.Query, examples, false)
		}
		if err != nil {
			return t, err
		}
	}
	kept, err := w.Ledger.SaveTopic(ctx, t)
	if err != nil {
		return t, err
	}
	if err := w.enforce(kept, q); err != nil {
		return kept, err
	}
	w.Reread()
	return kept, nil
}

// nameFree refuses the name of another topic: a command or an address that
// names one would mean either. A topic may keep the name that it has.
func (w *Watch) nameFree(ctx context.Context, t vigie.Topic) error {
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return err
	}
	taken := false
	for _, other := range topics {
		if strings.EqualFold(other.Name, t.Name) {
			if other.ID == t.ID {
				return nil
			}
			taken = true
		}
	}
	if taken {
		return vigie.Errorf(vigie.Conflict, nil, "topic-name-taken", t.Name)
	}
	return nil
}

// DeleteTopic takes a topic out of force, its matches out of the archive and
// its figures out of the counts. The mentions stay.
func (w *Watch) DeleteTopic(ctx context.Context, id vigie.TopicID) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	if _, _, err := w.Archive.Rematch(ctx, Rematch{Topic: id, To: math.MaxInt64}); err != nil {
		return err
	}
	if err := w.Ledger.DeleteTopic(ctx, id); err != nil {
		return err
	}
	w.topics.Remove(id)
	delete(w.known, id)
	return nil
}

// Reread lets Run look for topics whose query the archive does not know yet.
// It returns at once.
func (w *Watch) Reread() {
	select {
	case w.wake <- struct{}{}:
	default: // Run has been told already
	}
}
