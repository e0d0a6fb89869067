package alert

import (
	"context"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Gravest returns for each period the highest level (0 to 4) of what rang in it
// by topic: 0 for a topic that is watched and did not ring; a topic that is
// neither watched nor rang is missing. What a person found false does not
// count, nor what opened by rule; what was found in the past by Recall does.
func (g *Guard) Gravest(ctx context.Context, periods []measure.Period) ([]map[vigie.TopicID]int, error) {
	settings, err := g.o.Ledger.AlertSettings(ctx)
	if err != nil {
		return nil, err
	}
	topics, err := g.o.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	all, err := g.o.Ledger.Alerts(ctx, false, 0)
	if err != nil {
		return nil, err
	}
	out := make([]map[vigie.TopicID]int, len(periods))
	for i, p := range periods {
		out[i] = map[vigie.TopicID]int{}
		for _, t := range topics {
			if _, on := settings.Of(t); on {
				out[i][t.ID] = 0
			}
		}
		for k := range all {
			a := &all[k]
			if a.Kind == Silent || a.Kind == Waits || a.Verdict == NotReal || !p.Holds(a.Rung) {
				continue
			}
			for _, t := range append([]vigie.TopicID{a.Topic}, a.Also...) {
				out[i][t] = max(out[i][t], a.Level)
			}
		}
	}
	return out, nil
}
