package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand"
)

// stretch is how many candidates are decided in one go. New mentions wait
// meanwhile, so it is small: some tens of milliseconds.
const stretch = 2000

// Run reads the archive again for each topic whose query changed, until ctx
// ends. Work cut off by a stop resumes where it was. An error of the archive
// is logged and tried again after a minute.
func (w *Watch) Run(ctx context.Context) error {
	for {
		again := time.Duration(math.MaxInt64)
		if err := w.CatchUp(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("reading again stopped; trying again in a minute", "err", err)
			again = time.Minute
		}
		timer := time.NewTimer(again)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-w.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// CatchUp does all reading-again that is due, and returns when none is left.
func (w *Watch) CatchUp(ctx context.Context) error {
	if err := w.sieveAgain(ctx); err != nil {
		return err
	}
	w.inForce.RLock() // a topic being saved is seen once it is in force
	topics, err := w.Ledger.Topics(ctx)
	w.inForce.RUnlock()
	if err != nil {
		return fmt.Errorf("read topics: %w", err)
	}
	jobs, err := w.Ledger.Jobs(ctx)
	if err != nil {
		return fmt.Errorf("read jobs: %w", err)
	}
	last := map[vigie.TopicID]Job{}
	for _, j := range jobs {
		last[j.Topic] = j
	}
	for _, t := range topics {
		j := last[t.ID]
		switch again := w.takeAgain(t.ID); {
		case j.Version == t.Version && !j.Ended.IsZero() && !again:
			continue
		case j.Version != t.Version || again:
			j = Job{Topic: t.ID, Version: t.Version, Before: math.MaxInt64, Started: w.Now().UTC()}
		}
		if err := w.reread(ctx, t, j); err != nil {
			return fmt.Errorf("read again for %q: %w", t.Name, err)
		}
	}
	if err := w.judgeAgain(ctx); err != nil {
		return err
	}
	return w.regroup(ctx)
}

// errSuperseded ends a job whose topic was changed or deleted meanwhile.
var errSuperseded = errors.New("the topic changed meanwhile")

// reread decides the whole archive again for one topic, then the heard buffer.
func (w *Watch) reread(ctx context.Context, t vigie.Topic, j Job) error {
	q, err := Parse(ctx, w.Ledger, t.Query)
	if err != nil {
		// It was left out by reload too. Told on its page; nothing to apply.
		w.Log.Error("topic not read again: its query does not parse", "topic", t.Name, "err", err)
		return nil
	}
	extent, err := w.Archive.Extent(ctx)
	if err != nil {
		return err
	}
	need, err := w.needAt(ctx, t.ID, q)
	if err != nil {
		return err
	}
	for j.Before > 0 {
		if err := w.stretch(ctx, t, q, need, &j); errors.Is(err, errSuperseded) {
			return nil // the next CatchUp sees the newer version
		} else if err != nil {
			return err
		}
		j.Share = done(extent, j.Before)
		if err := w.Ledger.SaveJob(ctx, j); err != nil {
			return err
		}
	}
	looked, found, err := w.lookBack(ctx, t.ID, q)
	if err != nil {
		return err
	}
	j.Looked += int64(looked)
	j.Joined += int64(found)
	j.Share, j.Ended = 1, w.Now().UTC()
	return w.Ledger.SaveJob(ctx, j)
}

// stretch decides the next candidates of j and commits them.
func (w *Watch) stretch(ctx context.Context, t vigie.Topic, q *query.Query, need query.Need, j *Job) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	if current, err := w.current(ctx, t); err != nil {
		return err
	} else if !current {
		return errSuperseded
	}
	var hits []Hit
	var aside []Aside
	var read []Judged // what a topic takes for the first time was not read for intents yet
	scratch := scratches.Get().(*query.Scratch)
	defer scratches.Put(scratch)
	doc := new(text.Doc)
	names := w.carriers(ctx)
	bound, err := w.Archive.Candidates(ctx, need, j.Before, stretch, func(k vigie.Kept) bool {
		j.Looked++
		doc.Recut(k.Mention.Title, k.Mention.Text)
		m := &k.Mention
		post := query.Post{Doc: doc, Lang: k.Reading.Lang, Channel: m.Channel, Site: m.Site, Mention: m, Zone: w.zone()}
		src := names.first(&k)
		post.Source = src.Name
		if !takes(src, t.ID, q, &post) {
			return true
		}
		if p := asideBy(w.noises(scratch, &post), &post, q); p != nil {
			aside = append(aside, Aside{Topic: t.ID, Mention: k.Mention.ID, Pack: p.Name})
		} else {
			had := k.Reading.Intents
			hit := Hit{Mention: k.Mention.ID, Match: w.judged(&post, t, q, &k.Reading)}
			hits = append(hits, hit)
			if !slices.Equal(had, k.Reading.Intents) {
				read = append(read, Judged{Mention: hit.Mention, Intents: k.Reading.Intents, Maker: w.Reader.Maker()})
			}
		}
		return true
	})
	if err := cmp.Or(err, names.err); err != nil {
		return err
	}
	joined, left, err := w.Archive.Rematch(ctx, Rematch{Topic: t.ID, From: bound, To: j.Before, Hits: hits, Aside: aside})
	if err != nil {
		return err
	}
	if len(read) > 0 {
		if _, err := w.Archive.Rejudge(ctx, read); err != nil {
			return err
		}
	}
	j.Joined += int64(joined)
	j.Left += int64(left)
	j.Before = bound
	return nil
}

// judged is the match of a post with t, whose query is q, with the opinion
// about it beside what the post says of the other topics in force.
func (w *Watch) judged(post *query.Post, t vigie.Topic, q *query.Query, r *vigie.Reading) vigie.Match {
	scratch := scratches.Get().(*query.Scratch)
	defer scratches.Put(scratch)
	piece := w.pieceOf(post, r, w.topics.Match(scratch, post, nil))
	for i := range piece.Matches {
		if piece.Matches[i].Topic == t.ID {
			w.Reader.Complete(piece)
			piece.Matches[i].Version = t.Version
			return piece.Matches[i]
		}
	}
	// What is addressed to t without naming it gets here, and a topic that was
	// left out by reload.
	piece = &understand.Piece{
		Mention: post.Mention, Doc: post.Doc, Reading: r,
		Matches: []vigie.Match{{Topic: t.ID, Version: t.Version}}, About: []understand.About{{Name: t.Name, Spans: q.Spans(post)}},
	}
	w.Reader.Complete(piece)
	return piece.Matches[0]
}

// current reports whether t is still kept in this version.
func (w *Watch) current(ctx context.Context, t vigie.Topic) (bool, error) {
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return false, err
	}
	for _, k := range topics {
		if k.ID == t.ID {
			return k.Version == t.Version, nil
		}
	}
	return false, nil
}

// lookBack keeps what waits in the heard buffer and belongs to t, which asks q,
// after all. It
// returns how many mentions it looked at and how many it found.
func (w *Watch) lookBack(ctx context.Context, t vigie.TopicID, q *query.Query) (looked, found int, err error) {
	bySource := map[vigie.SourceID][]vigie.Mention{}
	doc := new(text.Doc)
	names := w.carriers(ctx)
	err = w.Archive.Buffered(ctx, func(m vigie.Mention, src vigie.SourceID) bool {
		looked++
		doc.Recut(m.Title, m.Text)
		lang, _ := w.Reader.Language(&m)
		post := query.Post{Doc: doc, Lang: lang, Channel: m.Channel, Site: m.Site, Mention: &m, Zone: w.zone()}
		carrier := names.of(src)
		post.Source = carrier.Name
		if takes(carrier, t, q, &post) {
			bySource[src] = append(bySource[src], m)
		}
		return true
	})
	if err := cmp.Or(err, names.err); err != nil {
		return looked, 0, err
	}
	for src, ms := range bySource {
		out, err := w.Handle(ctx, listen.Batch{Source: src, Mentions: ms})
		if vigie.KindOf(err) == vigie.NotFound && err != nil {
			continue // its source was deleted; what it carried fades with the buffer
		}
		if err != nil {
			return looked, found, err
		}
		found += out.New
	}
	return looked, found, nil
}

// done returns how much of the archive's time span lies at or after before.
func done(e vigie.Extent, before vigie.MentionID) float64 {
	span := e.Newest.Sub(e.Oldest)
	if before <= 0 || span <= 0 {
		return 1
	}
	if before == math.MaxInt64 {
		return 0
	}
	return min(max(float64(e.Newest.Sub(before.Time()))/float64(span), 0), 1)
}
