package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
)

// Trier is what the face needs of package alert; *alert.Guard is one.
type Trier interface {
	TryUntil(ctx context.Context, topic vigie.TopicID, until time.Time) (alert.Trial, error)
	Gravest(ctx context.Context, periods []measure.Period) ([]map[vigie.TopicID]int, error)
}

// Alert is an alert on the wire.
type Alert struct {
	ID       int64         `json:"id"`
	Kind     alert.Kind    `json:"kind"`
	Topic    string        `json:"topic,omitempty"`
	State    alert.State   `json:"state"`
	Level    int           `json:"level"`
	Reasons  []string      `json:"reasons"`
	Rung     time.Time     `json:"rung"`
	Last     time.Time     `json:"last"`
	Who      string        `json:"who,omitempty"`
	Verdict  alert.Verdict `json:"verdict,omitempty"`
	Voices   int           `json:"voices"`
	Stories  int           `json:"stories"`
	Mentions int           `json:"mentions"`
	Channels []string      `json:"channels,omitempty"`
	Recalled bool          `json:"recalled,omitempty"`
}

// alerts answers the alerts, newest first; open=true leaves out the closed
// ones, limit is at most how many.
func (a *api) alerts(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	limit := 100
	if s := q.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "limit", s)
		}
		limit = n
	}
	all, err := a.Ledger.Alerts(r.Context(), q.Get("open") == "true", limit)
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	p := a.printer(r)
	out := []Alert{}
	for _, x := range all {
		y := Alert{
			ID: int64(x.ID), Kind: x.Kind, Topic: called.topics[x.Topic], State: x.State, Level: x.Level, Rung: x.Rung, Last: x.Last,
			Who: x.Who, Verdict: x.Verdict, Voices: x.Picture.Voices, Stories: x.Picture.Stories, Mentions: x.Picture.Mentions,
			Recalled: x.Recalled, Reasons: []string{},
		}
		for _, reason := range x.Reasons {
			y.Reasons = append(y.Reasons, p.Sentence(reason))
		}
		for _, c := range x.Picture.Channels {
			y.Channels = append(y.Channels, string(c))
		}
		out = append(out, y)
	}
	return answer(w, out)
}

// TrialRow is one budget of a back-test on the wire.
type TrialRow struct {
	FalsePerWeek float64     `json:"false_per_week"`
	Rings        []time.Time `json:"rings"`
	Caught       int         `json:"caught"`
	Of           int         `json:"of"`
	EarlyHours   float64     `json:"early_hours"`
	Weeks        float64     `json:"weeks"`
	Learning     time.Time   `json:"learning,omitzero"`
	Borrowed     string      `json:"borrowed,omitempty"`
}

// trial answers what alerts would have been on a topic's past, one row a budget.
func (a *api) trial(w http.ResponseWriter, r *http.Request) error {
	if a.Alerts == nil {
		return missing("alerts")
	}
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	ws, err := a.Ledger.Workspace(r.Context())
	if err != nil {
		return err
	}
	until, err := past(r.URL.Query().Get("until"), ws.Location(), a.Now())
	if err != nil {
		return err
	}
	trial, err := a.Alerts.TryUntil(r.Context(), t.ID, until)
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out := []TrialRow{}
	for _, row := range trial.Rows {
		y := TrialRow{
			FalsePerWeek: float64(row.Budget), Caught: row.Caught, Of: len(trial.Events), EarlyHours: row.Early.Hours(),
			Weeks: trial.Weeks(), Learning: trial.Learning, Borrowed: called.topics[trial.Borrowed], Rings: []time.Time{},
		}
		for _, ring := range row.Rings {
			y.Rings = append(y.Rings, ring.At)
		}
		out = append(out, y)
	}
	return answer(w, out)
}

// Watch is a choice on the wire.
type Watch struct {
	Off bool `json:"off,omitempty"`
	// Weeks is in how many weeks one false alarm is accepted.
	Weeks float64 `json:"weeks,omitempty"`
}

// watchTopic keeps what was chosen for a topic.
func (a *api) watchTopic(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	var in Watch
	if err := body(r, &in); err != nil {
		return err
	}
	c := alert.Choice{Off: in.Off, Seen: a.Now().UTC()}
	if !in.Off {
		if !(in.Weeks >= 0.5) || in.Weeks > 520 {
			return vigie.Errorf(vigie.Invalid, nil, "bad-parameter", "weeks", strconv.FormatFloat(in.Weeks, 'g', -1, 64))
		}
		c.Budget = measure.Budget(1 / in.Weeks)
	}
	if err := a.Ledger.ChangeAlertSettings(r.Context(), func(in *alert.Settings) error { in.Choose(t.ID, c); return nil }); err != nil {
		return err
	}
	return answer(w, topicOf(t))
}

// alertSettings answers everything that was chosen, secrets too: for the
// machine's own door alone.
func (a *api) alertSettings(w http.ResponseWriter, r *http.Request) error {
	s, err := a.Ledger.AlertSettings(r.Context())
	if err != nil {
		return err
	}
	return answer(w, s)
}

// saveAlertSettings replaces what was chosen.
func (a *api) saveAlertSettings(w http.ResponseWriter, r *http.Request) error {
	var in alert.Settings
	if err := body(r, &in); err != nil {
		return err
	}
	if err := in.Check(); err != nil {
		return err
	}
	for i := range in.Reports { // a report asked for now is not about what was before
		if in.Reports[i].Since.IsZero() {
			in.Reports[i].Since = a.Now().UTC()
		}
	}
	if err := a.Ledger.SaveAlertSettings(r.Context(), in); err != nil {
		return err
	}
	return answer(w, in)
}

// Told is a message on the wire.
type Told struct {
	Key   string        `json:"key"`
	State alert.Sending `json:"state"`
	Route string        `json:"route"`
	Tries int           `json:"tries"`
	Due   time.Time     `json:"due"`
	Ended time.Time     `json:"ended,omitzero"`
	Why   string        `json:"why,omitempty"`
}

// outbox answers the messages in a state: pending, sent or dead.
func (a *api) outbox(w http.ResponseWriter, r *http.Request) error {
	all, err := a.Ledger.Outbox(r.Context(), alert.Sending(r.URL.Query().Get("state")), time.Time{}, 0)
	if err != nil {
		return err
	}
	p := a.printer(r)
	out := []Told{}
	for _, m := range all {
		t := Told{Key: m.Key, State: m.State, Route: m.Route.Name, Tries: m.Tries, Due: m.Due, Ended: m.Ended}
		if !m.Why.IsZero() {
			t.Why = p.Sentence(m.Why)
		}
		out = append(out, t)
	}
	return answer(w, out)
}

// sendAgain makes the dead messages due again.
func (a *api) sendAgain(w http.ResponseWriter, r *http.Request) error {
	all, err := a.Ledger.Outbox(r.Context(), alert.Dead, time.Time{}, 0)
	if err != nil {
		return err
	}
	settings, err := a.Ledger.AlertSettings(r.Context())
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := a.Ledger.SaveMessage(r.Context(), m.Again(&settings, a.Now().UTC())); err != nil {
			return err
		}
	}
	return answer(w, map[string]int{"again": len(all)})
}
