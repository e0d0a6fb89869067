package alert_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/watch"
)

// anew lets a new process watch over the same store.
func (d *desk) anew() {
	d.guard = alert.New(alert.Options{Archive: d.store, Ledger: d.store, Now: func() time.Time { return d.now }})
	d.pass()
}

// past fills some weeks of a topic, so many mentions a day, evenly but for the
// time of the day.
func (d *desk) past(weeks, perDay int, p post) {
	d.t.Helper()
	var items []watch.Item
	for i := range weeks * 7 * perDay {
		p.at = begin.Add(-time.Duration(i) * 24 * time.Hour / time.Duration(perDay)).Add(-time.Duration(i*i%97) * time.Minute)
		p.who = fmt.Sprint("voix ", i%400)
		items = append(items, d.item(p))
	}
	d.save(1, items...)
}

func (d *desk) outbox() []alert.Message {
	d.t.Helper()
	out, err := d.store.Outbox(d.t.Context(), alert.Pending, time.Time{}, 0)
	d.must(err)
	return out
}

// A rival that is spoken of much is a rival's event, a theme a rising theme,
// once somebody switched them on.
func TestWhatRingsIsNamedByItsTopic(t *testing.T) {
	for _, c := range []struct {
		kind vigie.TopicKind
		want alert.Kind
	}{{vigie.OwnBrand, alert.Buzz}, {vigie.Rival, alert.Rival}, {vigie.Theme, alert.Rising}} {
		d := newDesk(t, 0, 0)
		topic, err := d.store.SaveTopic(t.Context(), vigie.Topic{Name: "Autre", Kind: c.kind, Query: "autre"})
		d.must(err)
		id := topic.ID
		d.past(8, 20, post{topics: []vigie.TopicID{id}})
		s := alert.Settings{}
		s.Choose(id, alert.Choice{Seen: begin})
		d.must(d.store.SaveAlertSettings(t.Context(), s))
		d.anew()
		d.surge(1, 30, post{topics: []vigie.TopicID{id}})
		d.pass()
		if got := d.alerts(c.want); len(got) != 1 || got[0].Topic != id {
			t.Errorf("a %s rang %+v, want one alert %q", c.kind, got, c.want)
		}
	}
}

// Nine angry voices among a hundred and twenty a day are nothing in the count;
// in the stream of what is negative they are.
func TestTheNegativeStreamRingsByItself(t *testing.T) {
	ring := func(opinion vigie.Opinion) []alert.Alert {
		d := newDesk(t, 0, 0)
		d.past(6, 120, post{opinion: vigie.Neutral})
		d.past(6, 1, post{opinion: vigie.Negative})
		d.anew()
		d.surge(1, 9, post{opinion: opinion})
		d.pass()
		return d.alerts(alert.Buzz)
	}
	if got := ring(vigie.Neutral); len(got) != 0 {
		t.Errorf("nine more voices ring: %+v", got)
	}
	if got := ring(vigie.Negative); len(got) != 1 || got[0].Stream != alert.Negative || got[0].Count < 9 {
		t.Errorf("nine negative voices: %+v, want the negative stream to ring", got)
	}
}

// Who has taken an alert keeps it while the affair grows, and nobody is told again.
func TestATakenAlertStaysTaken(t *testing.T) {
	d := newDesk(t, 10, 20)
	d.must(d.store.SaveAlertSettings(t.Context(), alert.Settings{Routes: []alert.Route{{Name: "équipe", Kind: alert.MailRoute, To: "a@b.example", Least: 1}}}))
	d.surge(1, 30, post{})
	d.pass()
	a := d.alerts(alert.Buzz)[0]
	_, err := d.store.ChangeAlert(t.Context(), a.ID, func(a *alert.Alert) error {
		a.State, a.Who, a.TakenAt = alert.Taken, "Camille", d.now
		return nil
	})
	d.must(err)
	for range 5 {
		d.now = d.now.Add(time.Hour)
		d.surge(1, 25, post{})
		d.pass()
	}
	got := d.alerts(alert.Buzz)
	if len(got) != 1 || got[0].State != alert.Taken || got[0].Who != "Camille" || got[0].Picture.Voices <= a.Picture.Voices {
		t.Errorf("after five hours: %+v", got)
	}
	if out := d.outbox(); len(out) != 1 {
		t.Errorf("%d messages, want the first alone", len(out))
	}
}

// An hour of five days in which the only source was down is no ordinary hour:
// the silence lowers nothing of what is usual afterwards, and the return of
// the usual does not ring.
func TestHolesAreLeftOut(t *testing.T) {
	d := newDesk(t, 10, 48)
	usual := func() float64 {
		course, err := d.guard.Course(t.Context(), brand, d.now.Add(-48*time.Hour), d.now)
		d.must(err)
		sum := 0.0
		for _, s := range course {
			sum += s.Usual
		}
		return sum / float64(len(course))
	}
	before := usual()
	visit := func(fault vigie.Sentence) { d.must(d.store.Visited(t.Context(), visitOf(1, d.now, fault))) }
	visit(vigie.Sentence{})
	visit(vigie.Say("fetch-server", "forum.example", 500))
	d.now = d.now.AddDate(0, 0, 5)
	visit(vigie.Sentence{})
	d.pass()
	for range 48 {
		d.now = d.now.Add(time.Hour)
		d.surge(1, 2, post{})
		d.pass()
	}
	if got := d.alerts(alert.Buzz); len(got) != 0 {
		t.Errorf("the return of the usual rang: %+v", got)
	}
	course, err := d.guard.Course(t.Context(), brand, d.now.AddDate(0, 0, -6), d.now.AddDate(0, 0, -3))
	d.must(err)
	if len(course) == 0 || slices.ContainsFunc(course, func(s alert.Stretch) bool { return !s.Hole }) {
		t.Errorf("the hole is not told: %+v", course)
	}
	if after := usual(); after < 0.9*before {
		t.Errorf("usual in six hours: %.1f before the hole, %.1f after", before, after)
	}
}

// A newcomer's back-test borrows the past of the sector's theme, and says so and
// until when Vigie is learning.
func TestARateIsBorrowedFromTheTheme(t *testing.T) {
	d := newDesk(t, 0, 0)
	d.past(10, 20, post{topics: []vigie.TopicID{theme}})
	d.past(0, 20, post{})
	d.surge(1, 1, post{})
	trial, err := d.guard.Try(t.Context(), brand)
	d.must(err)
	if trial.Borrowed != theme || len(trial.Rows) != len(alert.Budgets) || trial.Weeks() < 9 || trial.PerDay < 10 {
		t.Errorf("trial of a newcomer: borrowed %d, %d rows, %.1f weeks, %.1f a day", trial.Borrowed, len(trial.Rows), trial.Weeks(), trial.PerDay)
	}
	if until := trial.Learning; until.Before(d.now) || until.After(d.now.AddDate(0, 0, 14)) {
		t.Errorf("learning until %v at %v", until, d.now)
	}
	if n, err := d.guard.Recall(t.Context(), brand); n != 0 || err != nil {
		t.Errorf("recalled %d of a borrowed past (%v): they are another's", n, err)
	}
}

// The alert of a topic that is learning says until when.
func TestAFloorSaysUntilWhen(t *testing.T) {
	d := newDesk(t, 0, 0)
	d.surge(1, 3, post{opinion: vigie.Negative})
	d.pass()
	a := d.alerts(alert.Buzz)[0]
	i := slices.IndexFunc(a.Reasons, func(s vigie.Sentence) bool { return s.ID == "alert-why-floor" })
	if i < 0 {
		t.Fatalf("reasons %+v", a.Reasons)
	}
	until, ok := a.Reasons[i].Args[1].(time.Time)
	if want := d.now.AddDate(0, 0, 14); !ok || until.After(want) || until.Before(want.Add(-24*time.Hour)) {
		t.Errorf("learning until %v, want a fortnight from %v", a.Reasons[i].Args[1], d.now)
	}
}

// At night, what is grave is told at once and the rest in the morning; what is
// too small for a route waits for its digest, once a day.
func TestWhenItIsTold(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	storm := func(d *desk) {
		for i, channel := range []vigie.Channel{vigie.Forum, vigie.Social, vigie.Press, vigie.Press, vigie.Press} {
			d.surge(1, 12, post{channel: channel, site: fmt.Sprint("m", i, ".example"), opinion: vigie.Negative})
		}
	}
	small := func(d *desk) { d.surge(1, 30, post{}) }
	for _, c := range []struct {
		name   string
		hour   int
		surge  func(d *desk)
		level  func(int) bool
		due    map[string]time.Time // by the beginning of the key
		digest int
	}{
		{"a storm at three in the morning", 3, storm, func(l int) bool { return l == 4 }, map[string]time.Time{
			"now": {}, "calm": {},
		}, 0},
		{"a small one at three in the morning", 3, small, func(l int) bool { return l == 1 || l == 2 }, map[string]time.Time{
			"now": time.Date(2026, 11, 18, 7, 0, 0, 0, paris), "calm": time.Date(2026, 11, 18, 9, 0, 0, 0, paris),
		}, 1},
		{"a small one at noon", 12, small, func(l int) bool { return l == 1 || l == 2 }, map[string]time.Time{
			"now": {}, "calm": time.Date(2026, 11, 19, 9, 0, 0, 0, paris),
		}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, 10, 20)
			d.must(d.store.SaveAlertSettings(t.Context(), alert.Settings{
				Routes: []alert.Route{
					{Name: "now", Kind: alert.MailRoute, To: "a@b.example", Least: 1},
					{Name: "calm", Kind: alert.MailRoute, To: "c@b.example", Least: 3},
				},
				Quiet: alert.Quiet{From: 22, To: 7},
			}))
			d.now = time.Date(2026, 11, 18, c.hour, 0, 0, 0, paris).UTC()
			d.anew()
			c.surge(d)
			d.pass()
			got := d.alerts(alert.Buzz)
			if len(got) != 1 || !c.level(got[0].Level) {
				t.Fatalf("alerts %+v", got)
			}
			out := d.outbox()
			if len(out) != 2 {
				t.Fatalf("%d messages, want one a route: %+v", len(out), out)
			}
			digests := 0
			for _, m := range out {
				want := c.due[m.Route.Name]
				if want.IsZero() {
					want = d.now
				}
				if !m.Due.Equal(want) {
					t.Errorf("%s: due %v, want %v", m.Route.Name, m.Due.In(paris), want.In(paris))
				}
				if m.Kind == alert.DigestMessage {
					digests++
				}
			}
			if digests != c.digest {
				t.Errorf("%d digests, want %d", digests, c.digest)
			}
		})
	}
}

// A second alert of the same day joins the digest of the first.
func TestOneDigestADay(t *testing.T) {
	d := newDesk(t, 10, 20)
	d.past(8, 20, post{topics: []vigie.TopicID{theme}})
	s := alert.Settings{Routes: []alert.Route{{Name: "calm", Kind: alert.MailRoute, To: "c@b.example", Least: 4}}}
	s.Choose(theme, alert.Choice{Seen: begin})
	d.must(d.store.SaveAlertSettings(t.Context(), s))
	d.anew()
	d.surge(1, 30, post{})
	d.pass()
	d.surge(1, 30, post{topics: []vigie.TopicID{theme}})
	d.pass()
	if len(d.alerts(alert.Buzz)) != 1 || len(d.alerts(alert.Rising)) != 1 {
		t.Fatal("want an alert on the brand and one on the theme")
	}
	if out := d.outbox(); len(out) != 1 || !strings.HasPrefix(out[0].Key, "digest-") {
		t.Errorf("to be told: %+v, want one digest", out)
	}
}

// The level of an alert is that of its table, seen from a first post to a storm:
// it rises, and does not fall while the affair lasts.
func TestAnAlertRisesToACrisis(t *testing.T) {
	d := newDesk(t, 10, 20)
	d.surge(1, 25, post{opinion: vigie.Negative})
	d.pass()
	first := d.alerts(alert.Buzz)[0]
	d.now = d.now.Add(2 * time.Hour)
	d.surge(1, 40, post{opinion: vigie.Negative, channel: vigie.Social, site: "social.example"})
	for i := range 4 {
		d.surge(1, 1, post{opinion: vigie.Negative, channel: vigie.Press, site: fmt.Sprint("titre", i, ".example"), story: 7})
	}
	d.pass()
	top := d.alerts(alert.Buzz)[0]
	if first.Level >= 4 || top.Level != 4 || top.ID != first.ID || top.Picture.PressTitles != 4 || len(top.Picture.NewChannels) != 2 {
		t.Errorf("level %d, then %d with %+v", first.Level, top.Level, top.Picture)
	}
	for range 6 {
		d.now = d.now.Add(time.Hour)
		d.surge(1, 20, post{opinion: vigie.Neutral})
		d.pass()
	}
	if got := d.alerts(alert.Buzz); len(got) != 1 || got[0].Level != 4 {
		t.Errorf("six hours later: %+v", got)
	}
	worst, err := d.guard.Gravest(t.Context(), []measure.Period{{From: begin.AddDate(0, 0, -1), To: begin.AddDate(0, 0, 1)}})
	d.must(err)
	if worst[0][brand] != 4 {
		t.Errorf("gravest of the month %d, want 4: a crisis", worst[0][brand])
	}
}
