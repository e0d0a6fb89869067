package alert_test

import (
	"context"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

// deaf refuses as it is told to.
type deaf struct {
	err   error
	tries int
}

func (d *deaf) Notify(context.Context, alert.Route, alert.Notice) error {
	d.tries++
	return d.err
}

func TestDeliverRetriesWithALimit(t *testing.T) {
	d := newDesk(t, 1, 5)
	route := alert.Route{Name: "équipe", Kind: alert.HookRoute}
	post := func(key string) {
		d.must(d.store.Post(t.Context(), alert.Message{Key: key, Route: route, Kind: alert.TrialMessage, Made: d.now, Due: d.now, State: alert.Pending}))
	}
	compose := func(context.Context, alert.Message) (alert.Notice, error) { return alert.Notice{Subject: "x"}, nil }
	n := &deaf{err: vigie.Errorf(vigie.Unavailable, nil, "alert-hook-away", "x.example")}
	by := map[alert.RouteKind]alert.Notifier{alert.HookRoute: n}
	deliver := func() int {
		sent, err := d.guard.Deliver(t.Context(), by, compose)
		d.must(err)
		return sent
	}
	post("away")
	deliver()
	deliver() // not due yet
	if n.tries != 1 {
		t.Fatalf("%d tries in one minute, want one", n.tries)
	}
	for range 200 {
		d.now = d.now.Add(time.Minute)
		deliver()
	}
	dead, err := d.store.Outbox(t.Context(), alert.Dead, time.Time{}, 0)
	d.must(err)
	if n.tries != 8 || len(dead) != 1 || dead[0].Why.ID != "alert-hook-away" {
		t.Errorf("%d tries, dead %+v; want 8 and one that says why", n.tries, dead)
	}
	// Refused for good: dead at once. Taken: sent once.
	n.err, n.tries = vigie.Errorf(vigie.Invalid, nil, "alert-hook-said", "x.example", 404), 0
	post("refused")
	deliver()
	n.err = nil
	post("taken")
	if sent := deliver(); sent != 1 || n.tries != 2 {
		t.Errorf("sent %d in %d tries", sent, n.tries)
	}
	post("taken") // told already
	if sent := deliver(); sent != 0 {
		t.Error("told twice")
	}
}

func TestTheMondayLetter(t *testing.T) {
	d := newDesk(t, 1, 5)
	d.must(d.store.SaveAlertSettings(t.Context(), alert.Settings{Letters: []string{"lea@leroux.example"}}))
	letters := func() int {
		d.pass()
		out, err := d.store.Outbox(t.Context(), alert.Pending, time.Time{}, 0)
		d.must(err)
		return len(out)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	d.must(err)
	for _, c := range []struct {
		name string
		at   time.Time
		want int
	}{
		{"Sunday", time.Date(2026, 11, 22, 20, 0, 0, 0, paris), 0},
		{"Monday at eight", time.Date(2026, 11, 23, 8, 0, 0, 0, paris), 0},
		{"Monday at half past eight", time.Date(2026, 11, 23, 8, 30, 0, 0, paris), 1},
		{"again an hour later", time.Date(2026, 11, 23, 9, 40, 0, 0, paris), 1},
		{"the Monday after", time.Date(2026, 11, 30, 8, 31, 0, 0, paris), 2},
	} {
		d.now = c.at.UTC()
		if got := letters(); got != c.want {
			t.Errorf("%s: %d letters, want %d", c.name, got, c.want)
		}
	}
}

// TestTheLetterCountsRequests: as Today does, from the minute they are heard, and
// says that none waits where none does.
func TestTheLetterCountsRequests(t *testing.T) {
	d := newDesk(t, 1, 5)
	waits := func() int64 {
		t.Helper()
		l, err := d.guard.Letter(t.Context())
		d.must(err)
		return l.Waiting
	}
	if n := waits(); n != 0 {
		t.Errorf("%d requests wait before any was made", n)
	}
	d.surge(1, 2, post{intents: []vigie.Intent{vigie.Question}})
	if n := waits(); n != 2 {
		t.Errorf("%d requests wait, want both", n)
	}
}

// TestReportsLeaveOnTheFirstWorkingDay: once a month and an address, about the
// month before, and not about months before it was asked for.
func TestReportsLeaveOnTheFirstWorkingDay(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, 1, 5)
	d.must(d.store.SaveAlertSettings(t.Context(), alert.Settings{Reports: []alert.Posting{
		{Report: alert.MonthlyReport, To: []string{"lea@leroux.example", "dir@leroux.example"}, Since: time.Date(2027, 4, 15, 12, 0, 0, 0, paris)},
		{Report: alert.AuditReport, To: []string{"lea@leroux.example"}, Since: time.Date(2027, 5, 3, 12, 0, 0, 0, paris)},
	}}))
	for _, c := range []struct {
		name string
		at   time.Time
		want int
	}{
		{"the month it was asked for", time.Date(2027, 4, 16, 12, 0, 0, 0, paris), 0},
		{"Saturday, the 1st", time.Date(2027, 5, 1, 12, 0, 0, 0, paris), 0},
		{"Monday the 3rd at eight", time.Date(2027, 5, 3, 8, 0, 0, 0, paris), 0},
		{"Monday the 3rd at half past eight", time.Date(2027, 5, 3, 8, 30, 0, 0, paris), 2},
		{"the day after, once more", time.Date(2027, 5, 4, 9, 0, 0, 0, paris), 2},
		{"started on the 10th of the month after", time.Date(2027, 6, 10, 15, 0, 0, 0, paris), 5},
		{"away until the 25th", time.Date(2027, 7, 25, 15, 0, 0, 0, paris), 5},
	} {
		d.now = c.at.UTC()
		d.pass()
		out, err := d.store.Outbox(t.Context(), alert.Pending, time.Time{}, 0)
		d.must(err)
		if len(out) != c.want {
			t.Errorf("%s: %d messages, want %d", c.name, len(out), c.want)
		}
		if c.want == 2 && len(out) == 2 && out[0].Month.In(paris).Format("2006-01") != "2027-04" {
			t.Errorf("%s: about %s", c.name, out[0].Month)
		}
	}
}
