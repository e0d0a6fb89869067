package watch

import (
	"context"
	"fmt"
	"math"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand"
)

// judgeStretch is how many mentions are judged again in one go: some tens of
// milliseconds, in which new ones wait.
const judgeStretch = 500

// Piece returns a kept mention as readers want it: its words, and where each
// of its topics stands in it. Topics that are no longer in force have no place.
func (w *Watch) Piece(k vigie.Kept) *understand.Piece {
	w.inForce.RLock()
	defer w.inForce.RUnlock()
	return w.piece(k)
}

// piece is Piece for who holds inForce.
func (w *Watch) piece(k vigie.Kept) *understand.Piece {
	m := &k.Mention
	p := &understand.Piece{
		Mention: m, Doc: text.Cut(m.Title, m.Text), Reading: &k.Reading,
		Matches: slices.Clone(k.Matches), About: make([]understand.About, len(k.Matches)),
	}
	post := query.Post{Doc: p.Doc, Lang: k.Reading.Lang, Channel: m.Channel, Site: m.Site, Mention: m, Zone: w.zone()}
	for i := range p.Matches {
		if e, ok := w.known[p.Matches[i].Topic]; ok {
			p.About[i] = understand.About{Name: e.name, Spans: w.queryOf(p.Matches[i].Topic).Spans(&post)}
		}
	}
	return p
}

// judgeAgain judges all that matched again where the reader is another than
// the one it was judged by: a new version of Vigie, or one that was taught. It
// resumes after a stop, and begins again where it is taught meanwhile.
func (w *Watch) judgeAgain(ctx context.Context) error {
	if err := w.learn(ctx); err != nil {
		return err
	}
	j, err := w.Ledger.Judging(ctx)
	if err != nil {
		return fmt.Errorf("read the judging: %w", err)
	}
	extent, err := w.Archive.Extent(ctx)
	if err != nil {
		return err
	}
	for {
		maker := w.Reader.Maker()
		if j.Maker != maker {
			j = Judging{Maker: maker, Before: math.MaxInt64, Started: w.Now().UTC()}
		} else if !j.Ended.IsZero() {
			return nil
		}
		if err := w.judgeStretch(ctx, &j); err != nil {
			return fmt.Errorf("judge again: %w", err)
		}
		j.Share = done(extent, j.Before)
		if j.Before <= 0 {
			j.Share, j.Ended = 1, w.Now().UTC()
		}
		if err := w.Ledger.SaveJudging(ctx, j); err != nil {
			return err
		}
		if err := w.learn(ctx); err != nil {
			return err
		}
	}
}

// judgeStretch judges the next mentions of j and commits what changed.
func (w *Watch) judgeStretch(ctx context.Context, j *Judging) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	var out []Judged
	bound, err := w.Archive.Matched(ctx, j.Before, judgeStretch, func(k vigie.Kept) bool {
		j.Looked++
		intents, matches := k.Reading.Intents, k.Matches
		p := w.piece(k)
		w.Reader.Complete(p)
		if !slices.Equal(intents, p.Reading.Intents) || !slices.Equal(matches, p.Matches) {
			out = append(out, Judged{Mention: k.Mention.ID, Intents: p.Reading.Intents, Matches: p.Matches, Maker: j.Maker})
		}
		return true
	})
	if err != nil {
		return err
	}
	if len(out) > 0 {
		changed, err := w.Archive.Rejudge(ctx, out)
		if err != nil {
			return err
		}
		j.Changed += int64(changed)
	}
	j.Before = bound
	return nil
}

// Correct keeps what a person says a mention thinks of a topic, and lets the
// judge learn from it: the mention changes at once, those alike in the
// background. It fails with kind Invalid for an opinion that is none, and
// NotFound where the topic has not taken the mention.
func (w *Watch) Correct(ctx context.Context, l vigie.Label) error {
	switch l.Opinion {
	case vigie.Negative, vigie.Neutral, vigie.Positive:
	default:
		return vigie.Errorf(vigie.Invalid, nil, "correct-opinion-unknown", l.Opinion.String())
	}
	if l.At.IsZero() {
		l.At = w.Now().UTC()
	}
	if err := w.Archive.Correct(ctx, l); err != nil {
		return err
	}
	w.taught()
	return nil
}

// Uncorrect takes a correction back: the mention is judged again at once.
func (w *Watch) Uncorrect(ctx context.Context, m vigie.MentionID, t vigie.TopicID) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	if err := w.Archive.Uncorrect(ctx, m, t); err != nil {
		return err
	}
	return w.judgeOne(ctx, m)
}

// judgeOne judges a mention again at once, where a person's word on it was
// taken back, and lets Run learn of that. inForce must be held.
func (w *Watch) judgeOne(ctx context.Context, m vigie.MentionID) error {
	k, err := w.Archive.Mention(ctx, m)
	if err != nil {
		return err
	}
	p := w.piece(k)
	w.Reader.Complete(p)
	if _, err := w.Archive.Rejudge(ctx, []Judged{{Mention: m, Intents: p.Reading.Intents, Matches: p.Matches, Maker: w.Reader.Maker()}}); err != nil {
		return err
	}
	w.taught()
	return nil
}

// Relearn lets Run learn from the labels there are, and judge again where that
// makes another judge. It is to be called once mentions were erased: what was
// learnt from them goes too.
func (w *Watch) Relearn() { w.taught() }

// taught lets Run learn and judge again.
func (w *Watch) taught() {
	w.unlearnt.Store(true)
	w.Reread()
}

// learn gives the reader all labels, where they changed and it can learn.
func (w *Watch) learn(ctx context.Context) error {
	l, ok := w.Reader.(Learner)
	if !ok || !w.unlearnt.Swap(false) {
		return nil
	}
	cs, err := w.Corrections(ctx)
	if err == nil {
		err = l.Learn(cs)
	}
	if err == nil {
		err = w.learnIntents(ctx)
	}
	if err != nil {
		w.unlearnt.Store(true)
		return fmt.Errorf("learn from corrections: %w", err)
	}
	return nil
}

// Corrections returns what people corrected, as a Learner learns it, oldest
// first. Mentions that are gone, and topics that are, teach nothing.
func (w *Watch) Corrections(ctx context.Context) ([]understand.Correction, error) {
	labels, err := w.Archive.Labels(ctx)
	if err != nil {
		return nil, err
	}
	var out []understand.Correction
	for _, l := range labels {
		k, err := w.Archive.Mention(ctx, l.Mention)
		if err != nil {
			if vigie.KindOf(err) == vigie.NotFound {
				continue
			}
			return nil, err
		}
		p := w.Piece(k)
		if i := slices.IndexFunc(p.Matches, func(m vigie.Match) bool { return m.Topic == l.Topic }); i >= 0 {
			out = append(out, understand.Correction{Piece: p, Match: i, Opinion: l.Opinion})
		}
	}
	return out, nil
}
