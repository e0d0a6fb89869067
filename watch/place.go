package watch

import (
	"cmp"
	"context"
	"math"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// This file says what belongs to a brand by where it stands. A source may be
// the place of a brand, ours or a rival's: its site, its account, its forum.
// What visitors write there is addressed to the brand, whether they name it or
// not; what the brand itself publishes there is no voice about it.

// addressed reports whether a mention speaks to the brand whose place src is.
func addressed(src *vigie.Source, m *vigie.Mention) bool {
	return src.Brand != 0 && m.Channel.Visitors() && !m.Own
}

// published reports whether a mention was published by the brand whose place
// src is, where that is not the organisation itself, whose own publications
// count among its mentions as such.
func published(src *vigie.Source, m *vigie.Mention) bool {
	return src.Brand != 0 && !m.Channel.Visitors() && !m.Own
}

// placed corrects which topics took a mention by whose place it stands in. The
// caller holds inForce.
func (w *Watch) placed(src *vigie.Source, m *vigie.Mention, took []query.Key) []query.Key {
	brand, ok := w.known[src.Brand]
	if !ok {
		return took
	}
	isBrand := func(k query.Key) bool { return k.ID == src.Brand }
	switch {
	case published(src, m):
		return slices.DeleteFunc(took, isBrand)
	case addressed(src, m) && !slices.ContainsFunc(took, isBrand):
		return append(took, query.Key{ID: src.Brand, Version: brand.version})
	}
	return took
}

// takes reports whether topic t, which asks q, takes a post that src carried.
func takes(src *vigie.Source, t vigie.TopicID, q *query.Query, post *query.Post) bool {
	if src.Brand == t && t != 0 {
		if addressed(src, post.Mention) {
			return true
		}
		if published(src, post.Mention) {
			return false
		}
	}
	return q.Match(post)
}

// needAt widens what q needs by what stands in places of topic t, where such
// are listened to.
func (w *Watch) needAt(ctx context.Context, t vigie.TopicID, q *query.Query) (query.Need, error) {
	need := q.Need()
	sources, err := w.Ledger.Sources(ctx)
	if err != nil {
		return need, err
	}
	var channels []string
	for _, s := range sources {
		if s.Brand == t && s.Channel.Visitors() && !slices.Contains(channels, string(s.Channel)) {
			channels = append(channels, string(s.Channel))
		}
	}
	if len(channels) == 0 || need.Root == nil {
		return need, nil
	}
	return query.Need{Root: query.NeedAny{need.Root, query.NeedField{Name: "channel", Values: channels}}}, nil
}

// SaveSource keeps a source. Where it became the place of another brand, or
// nobody's, or its channel changed, what it carried is read again for those
// brands in the background. It fails as Ledger.SaveSource does.
func (w *Watch) SaveSource(ctx context.Context, s vigie.Source) (vigie.Source, error) {
	var was vigie.Source
	if s.ID != 0 {
		var err error
		if was, err = w.Ledger.Source(ctx, s.ID); err != nil {
			return s, err
		}
	}
	kept, err := w.Ledger.SaveSource(ctx, s)
	if err != nil || was.ID == 0 || was.Brand == kept.Brand && was.Channel == kept.Channel {
		return kept, err
	}
	return kept, w.rereadFor(ctx, was.Brand, kept.Brand)
}

// rereadFor has the archive read again for topics though their queries did
// not change.
func (w *Watch) rereadFor(ctx context.Context, ids ...vigie.TopicID) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	for _, id := range slices.Compact(ids) {
		t, ok := w.known[id]
		if !ok {
			continue
		}
		if w.again == nil {
			w.again = map[vigie.TopicID]bool{}
		}
		w.again[id] = true // a reading under way would write over the job
		if err := w.Ledger.SaveJob(ctx, Job{Topic: id, Version: t.version, Before: math.MaxInt64, Started: w.Now().UTC()}); err != nil {
			return err
		}
	}
	w.Reread()
	return nil
}

// takeAgain reports whether a topic was to be read again since it was asked
// last.
func (w *Watch) takeAgain(id vigie.TopicID) bool {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	again := w.again[id]
	delete(w.again, id)
	return again
}

// carriers looks sources up once.
type carriers struct {
	w   *Watch
	ctx context.Context
	had map[vigie.SourceID]*vigie.Source
	err error // the first that was not "there is none"
}

func (w *Watch) carriers(ctx context.Context) *carriers {
	return &carriers{w: w, ctx: ctx, had: map[vigie.SourceID]*vigie.Source{}}
}

// of returns a source; an empty one where it is gone.
func (n *carriers) of(id vigie.SourceID) *vigie.Source {
	if src, ok := n.had[id]; ok {
		return src
	}
	src, err := n.w.Ledger.Source(n.ctx, id)
	if err != nil {
		src = vigie.Source{}
		if vigie.KindOf(err) != vigie.NotFound {
			n.err = cmp.Or(n.err, err)
		}
	}
	n.had[id] = &src
	return &src
}

// first returns the source that carried a kept mention first.
func (n *carriers) first(k *vigie.Kept) *vigie.Source {
	if len(k.Heard) == 0 {
		return &vigie.Source{}
	}
	return n.of(k.Heard[0].Source)
}
