package alert

import (
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
)

// WaitingWithin is how far back solicitations are looked for: who got no answer
// in a week has gone elsewhere.
const WaitingWithin = 7 * 24 * time.Hour

// Walker is what Waiting reads.
type Walker interface {
	Walk(ctx context.Context, f vigie.Filter, yield func(vigie.Kept) bool) error
}

// Waiting returns what others ask about a topic in public and nobody of ours
// was heard to answer, newest first: solicitations (vigie.Solicits) of the last
// WaitingWithin that no own mention answers, by its address or in the same
// thread. Where intents were not read there are none.
func Waiting(ctx context.Context, a Walker, t vigie.TopicID, now time.Time) ([]vigie.Kept, error) {
	own := true
	answered := map[string]bool{} // by key, and by thread
	from := now.Add(-WaitingWithin)
	// An answer need not name the brand: it is looked for among all that is ours.
	err := a.Walk(ctx, vigie.Filter{Own: &own, From: from}, func(k vigie.Kept) bool {
		m := &k.Mention
		answered[string(m.ReplyTo)] = true
		if m.Thread != "" {
			answered[thread(m)] = true
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	own = false
	var asked []vigie.Kept
	f := vigie.Filter{Topics: []vigie.TopicID{t}, Own: &own, From: from, Intents: []vigie.Intent{vigie.Solicitation}}
	err = a.Walk(ctx, f, func(k vigie.Kept) bool {
		if k.Mention.Channel.Voiced() {
			asked = append(asked, k)
		}
		return true
	})
	return slices.DeleteFunc(asked, func(k vigie.Kept) bool {
		m := &k.Mention
		return answered[string(m.Key)] || m.Thread != "" && answered[thread(m)]
	}), err
}

// thread names a conversation among the keys of what is answered, on its own
// network or site.
func thread(m *vigie.Mention) string { return "thread " + m.Network + " " + m.Site + " " + m.Thread }
