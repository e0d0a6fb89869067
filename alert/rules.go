package alert

import (
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
)

const (
	// silentAfter is how long a source may fail before it is said.
	silentAfter = 24 * time.Hour
	// waitsAfter is how long a solicitation may wait before it is said.
	waitsAfter = 24 * time.Hour
)

// rules opens and closes the alerts that do not hang on a count.
func (g *Guard) rules(ctx context.Context, s *surroundings) error {
	if err := g.letter(ctx, s); err != nil {
		return err
	}
	if err := g.reports(ctx, s); err != nil {
		return err
	}
	open, err := g.o.Ledger.Alerts(ctx, true, 0)
	if err != nil {
		return err
	}
	recent, err := g.o.Ledger.Alerts(ctx, false, 500)
	if err != nil {
		return err
	}
	for _, src := range s.all {
		if err := g.silent(ctx, s, src, open, recent); err != nil {
			return err
		}
	}
	for _, t := range s.topics {
		if _, on := s.settings.Of(t); on && t.Kind == vigie.OwnBrand {
			if err := g.waits(ctx, s, t, open, recent); err != nil {
				return err
			}
		}
	}
	return nil
}

// dismissed returns when somebody last closed such an alert; zero where nobody
// did.
func dismissed(recent []Alert, such func(a Alert) bool) (at time.Time) {
	for _, a := range recent {
		if a.By != "" && a.ClosedAt.After(at) && such(a) {
			at = a.ClosedAt
		}
	}
	return at
}

// silent opens an alert on a source that cannot be heard, and closes it by
// itself when it can. One that somebody closed stays closed until the source was
// heard again.
func (g *Guard) silent(ctx context.Context, s *surroundings, src vigie.Source, open, recent []Alert) error {
	down := src.Kind.Visited() && !src.Paused && !src.Health.LastSuccess.IsZero() && s.now.Sub(src.Health.LastSuccess) > silentAfter &&
		(src.State(s.now) == vigie.Failing || src.State(s.now) == vigie.Late)
	such := func(a Alert) bool { return a.Kind == Silent && a.Source == src.ID }
	i := slices.IndexFunc(open, such)
	switch {
	case down && i < 0:
		if src.Health.LastSuccess.Before(dismissed(recent, such)) {
			return nil
		}
		why := src.Health.Fault
		if why.IsZero() {
			why = vigie.Say("alert-why-late")
		}
		return g.byRule(ctx, s, Alert{
			Kind: Silent, Source: src.ID, Began: src.Health.LastSuccess, Rung: s.now, Last: s.now, State: Open, Level: 1,
			Reasons: []vigie.Sentence{vigie.Say("alert-why-silent", src.Name, src.Health.LastSuccess), why},
		})
	case !down && i >= 0:
		return g.over(ctx, s, open[i])
	}
	return nil
}

// waits opens an alert on solicitations that nobody of ours was heard to
// answer for a day. One that somebody closed stays closed until another one has
// waited for so long. Where intents were not read it says nothing: they are not
// judged.
func (g *Guard) waits(ctx context.Context, s *surroundings, t vigie.Topic, open, recent []Alert) error {
	asked, err := Waiting(ctx, g.o.Archive, t.ID, s.now)
	if err != nil {
		return err
	}
	asked = slices.DeleteFunc(asked, func(k vigie.Kept) bool { return s.now.Sub(k.Mention.When()) <= waitsAfter })
	such := func(a Alert) bool { return a.Kind == Waits && a.Topic == t.ID }
	i := slices.IndexFunc(open, such)
	switch {
	case len(asked) > 0:
		a := Alert{Kind: Waits, Topic: t.ID, Rung: s.now, State: Open, First: int64(len(asked))}
		if i >= 0 {
			a = open[i]
		} else if asked[0].Mention.When().Add(waitsAfter).Before(dismissed(recent, such)) {
			return nil
		}
		oldest := asked[len(asked)-1].Mention.When()
		a.Began, a.Last, a.Level, a.Count = oldest, s.now, 1, int64(len(asked))
		a.Picture = Draw(asked, t.ID, nil, s.now)
		a.Reasons = []vigie.Sentence{vigie.Say("alert-why-waits", len(asked), oldest)}
		if a.First > 0 && a.First != a.Count {
			a.Reasons = append(a.Reasons, vigie.Say("alert-why-waited", a.First))
		}
		return g.byRule(ctx, s, a)
	case i >= 0:
		return g.over(ctx, s, open[i])
	}
	return nil
}

// byRule keeps an alert, and tells it where it is new.
func (g *Guard) byRule(ctx context.Context, s *surroundings, a Alert) error {
	kept, err := g.keep(ctx, a)
	if err != nil || !kept.Live() {
		return err
	}
	return g.tell(ctx, s, &kept)
}

// over closes an alert of which the cause is gone, unless somebody just did.
func (g *Guard) over(ctx context.Context, s *surroundings, a Alert) error {
	_, err := g.o.Ledger.ChangeAlert(ctx, a.ID, func(a *Alert) error {
		if a.Live() {
			a.State, a.ClosedAt, a.Verdict = Closed, s.now, Real
		}
		return nil
	})
	return err
}
