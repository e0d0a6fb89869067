package web_test

import (
	"context"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/web"
)

// askedTrials notes up to when the past was asked for.
type askedTrials struct {
	*alert.Guard
	until []time.Time
}

func (a *askedTrials) TryUntil(ctx context.Context, topic vigie.TopicID, until time.Time) (alert.Trial, error) {
	a.until = append(a.until, until)
	return a.Guard.TryUntil(ctx, topic, until)
}

// TestTrialOfNowIsAskedAsSuch: the page without a day asks for the past up to
// now, which the guard remembers and keeps ready, and not up to the moment of
// the request, which no other request shares.
func TestTrialOfNowIsAskedAsSuch(t *testing.T) {
	var asked *askedTrials
	h := settled(t, func(o *web.Options) {
		asked = &askedTrials{Guard: alert.New(alert.Options{Archive: o.Archive, Ledger: o.Ledger, Now: o.Now})}
		o.Alerts = asked
	})
	b := h.signedIn()
	now := h.clock.now()
	past := now.AddDate(0, -1, 0)
	for _, c := range []struct {
		path string
		want bool // a moment of the past
	}{
		{"/alerts", false},
		{"/alerts?until=" + now.Format(time.DateOnly), false},
		{"/alerts?until=" + past.Format(time.DateOnly), true},
	} {
		b.get(c.path).wants(t, 200)
		got := asked.until[len(asked.until)-1]
		if got.IsZero() == c.want || got.After(now) {
			t.Errorf("%s asks for the past up to %v", c.path, got)
		}
	}
}
