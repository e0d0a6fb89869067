package watch

import (
	"cmp"
	"context"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
)

// recount decides again those topics that ask for what is counted (reactions,
// views, ratings), for kept mentions of which items tell other counts. What is
// kept is decided, and not what is told now: it may come by another source and
// under another title. The caller holds inForce.
func (w *Watch) recount(ctx context.Context, scratch *query.Scratch, items []Item) error {
	var asked []vigie.TopicID
	for id, h := range w.known {
		if h.counts {
			asked = append(asked, id)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	slices.Sort(asked)
	var keys []vigie.Key
	for i := range items {
		if tells(&items[i].Mention) {
			keys = append(keys, items[i].Mention.Key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	kept, err := w.Archive.Known(ctx, keys)
	if err != nil {
		return err
	}
	names := w.carriers(ctx)
	for i := range items {
		it := &items[i]
		k, ok := kept[it.Mention.Key]
		if !ok || !tells(&it.Mention) {
			continue
		}
		now, moved := vigie.Recounted(k.Mention.Metrics, it.Mention.Metrics)
		if moved {
			k.Mention.Metrics = []vigie.Metric{now}
		}
		if r := it.Mention.Rating; r.Given() && r != k.Mention.Rating {
			k.Mention.Rating, moved = r, true
		}
		if moved {
			it.Recount = w.recounted(scratch, &k, asked, names)
		}
	}
	return names.err
}

// tells reports whether a mention says what is counted on it.
func tells(m *vigie.Mention) bool { return len(m.Metrics) > 0 || m.Rating.Given() }

// recounted decides a kept mention under the topics asked.
func (w *Watch) recounted(scratch *query.Scratch, k *vigie.Kept, asked []vigie.TopicID, names *carriers) *Recount {
	m := &k.Mention
	post := query.Post{Doc: text.Cut(m.Title, m.Text), Lang: k.Reading.Lang, Channel: m.Channel, Site: m.Site, Mention: m, Zone: w.zone()}
	src := names.first(k)
	post.Source = src.Name
	r := &Recount{Topics: asked}
	matched := w.placed(src, m, w.topics.Match(scratch, &post, nil))
	matched, aside := w.sift(scratch, &post, matched)
	isAsked := func(t vigie.TopicID) bool { _, ok := slices.BinarySearch(asked, t); return ok }
	for _, a := range aside {
		if isAsked(a.Topic) {
			a.Mention = m.ID
			r.Aside = append(r.Aside, a)
		}
	}
	if !slices.ContainsFunc(matched, func(e query.Key) bool { return isAsked(e.ID) }) {
		return r
	}
	had := slices.Clone(k.Reading.Intents)
	piece := w.pieceOf(&post, &k.Reading, matched)
	w.Reader.Complete(piece)
	for _, x := range piece.Matches {
		if isAsked(x.Topic) {
			r.Matches = append(r.Matches, x)
		}
	}
	if !slices.Equal(had, k.Reading.Intents) {
		r.Read = &Judged{Mention: m.ID, Intents: k.Reading.Intents, Maker: cmp.Or(w.Reader.Maker(), k.Reading.Maker)}
	}
	return r
}
