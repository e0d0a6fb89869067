package watch

import (
	"context"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/intent"
)

// IntentLearner is a Reader that learns what mentions are for. LearnIntents
// replaces all that it was taught, as Learn does of opinions.
type IntentLearner interface {
	LearnIntents(ts []understand.Told) error
}

// CorrectIntents keeps what a person says a mention is for, all of it, and lets
// the reader learn from it: the mention changes at once, those alike in the
// background. It fails with kind Invalid for an intent that is none, and
// NotFound where the mention is not kept.
func (w *Watch) CorrectIntents(ctx context.Context, l vigie.IntentLabel) error {
	var told []vigie.Intent
	for _, i := range l.Intents {
		if !slices.Contains(intent.All, i) {
			return vigie.Errorf(vigie.Invalid, nil, "correct-intent-unknown", string(i))
		}
	}
	for _, i := range intent.All { // in their order, once each
		if slices.Contains(l.Intents, i) {
			told = append(told, i)
		}
	}
	l.Intents = told
	if l.At.IsZero() {
		l.At = w.Now().UTC()
	}
	if err := w.Archive.CorrectIntents(ctx, l); err != nil {
		return err
	}
	w.taught()
	return nil
}

// UncorrectIntents takes it back: the mention is read again at once.
func (w *Watch) UncorrectIntents(ctx context.Context, m vigie.MentionID) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	if err := w.Archive.UncorrectIntents(ctx, m); err != nil {
		return err
	}
	return w.judgeOne(ctx, m)
}

// learnIntents gives the reader all that people said mentions are for.
func (w *Watch) learnIntents(ctx context.Context) error {
	l, ok := w.Reader.(IntentLearner)
	if !ok {
		return nil
	}
	labels, err := w.Archive.IntentLabels(ctx)
	if err != nil {
		return err
	}
	var ts []understand.Told
	for _, x := range labels {
		k, err := w.Archive.Mention(ctx, x.Mention)
		if err != nil {
			if vigie.KindOf(err) == vigie.NotFound {
				continue
			}
			return err
		}
		ts = append(ts, understand.Told{Piece: w.Piece(k), Intents: x.Intents})
	}
	return l.LearnIntents(ts)
}
