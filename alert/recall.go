package alert

import (
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
)

// Recall keeps as closed alerts, which were never told, what the past of a
// topic would have rung at the budget chosen for it, so that a newcomer sees
// on their own past what an alert looks like. Those of which an alert is known
// already are left. It returns how many were kept.
func (g *Guard) Recall(ctx context.Context, topic vigie.TopicID) (int, error) {
	t, err := g.Try(ctx, topic)
	if err != nil || t.Borrowed != 0 {
		return 0, err
	}
	s, err := g.lookAlone(ctx)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(s.topics, func(x vigie.Topic) bool { return x.ID == topic })
	if i < 0 {
		return 0, vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
	}
	c, on := s.settings.Of(s.topics[i])
	if !on {
		return 0, nil
	}
	kept := 0
	for _, row := range t.Rows {
		if row.Budget != c.Budget {
			continue
		}
		for _, r := range row.Rings {
			ok, err := g.recall(ctx, s.topics[i], c, r)
			if err != nil {
				return kept, err
			}
			if ok {
				kept++
			}
		}
	}
	return kept, nil
}

// recallFor is how long after a ring of the past its picture is drawn: what was
// known a day later.
const recallFor = 24 * time.Hour

func (g *Guard) recall(ctx context.Context, t vigie.Topic, c Choice, r Ring) (bool, error) {
	known, err := g.o.Ledger.Alerts(ctx, false, 500)
	if err != nil {
		return false, err
	}
	a := Alert{
		Kind: kindOf(t), Topic: t.ID, Recalled: true, Began: r.At.Add(-r.Window), Rung: r.At, Last: r.At.Add(recallFor), State: Closed, ClosedAt: r.At.Add(recallFor),
		Stream: r.Stream, Window: r.Window, Count: int64(r.Count), Expected: r.Expected, Rarity: r.Rarity, Budget: float64(c.Budget),
	}
	for _, o := range known {
		if o.Topic == a.Topic && o.Kind == a.Kind && o.Began.Before(a.Last) && a.Began.Before(o.Last) {
			return false, nil
		}
	}
	if a.Picture, err = g.draw(ctx, &a); err != nil || a.Picture.Mentions == 0 {
		return false, err
	}
	a.Level, a.Reasons = Grade(&a.Picture, r.Rarity-r.Threshold)
	_, err = g.o.Ledger.SaveAlert(ctx, a)
	return err == nil, err
}
