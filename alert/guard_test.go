package alert_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/store/sqlite"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch"
)

// desk is a store with some past, and a guard over it at a time of the test's
// choosing.
type desk struct {
	t     *testing.T
	store *sqlite.Store
	guard *alert.Guard
	now   time.Time
	n     int
}

// begin is a Wednesday, at noon in Paris.
var begin = time.Date(2026, 11, 18, 11, 0, 0, 0, time.UTC)

const (
	brand = vigie.TopicID(1)
	theme = vigie.TopicID(2)
)

// newDesk fills ten weeks of perDay mentions a day of the brand.
func newDesk(t *testing.T, weeks int, perDay float64) *desk {
	t.Helper()
	ctx := t.Context()
	d := &desk{t: t, now: begin}
	clock := func() time.Time { return d.now }
	s, err := sqlite.Open(ctx, t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d.store = s
	d.must(s.SaveWorkspace(ctx, vigie.Workspace{Name: "Leroux", Zone: "Europe/Paris"}))
	for _, topic := range []vigie.Topic{{Name: "Leroux", Kind: vigie.OwnBrand, Query: "leroux"}, {Name: "Grues", Kind: vigie.Theme, Query: "grue"}} {
		if _, err := s.SaveTopic(ctx, topic); err != nil {
			t.Fatal(err)
		}
	}
	for _, src := range []vigie.Source{
		{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Site: "forum.example", Added: begin.AddDate(0, 0, -100)},
		{Kind: vigie.FileSource, Address: "vieux.csv", Added: begin},
		{Kind: vigie.FeedSource, Address: "https://neuf.example/feed", Site: "neuf.example", Added: begin.AddDate(0, 0, -1)},
	} {
		if _, err := s.SaveSource(ctx, src); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	var items []watch.Item
	for at := begin.AddDate(0, 0, -7*weeks); weeks > 0 && perDay > 0; {
		at = at.Add(time.Duration(r.ExpFloat64() * 24 / perDay * float64(time.Hour)))
		if !at.Before(begin) {
			break
		}
		items = append(items, d.item(post{at: at, who: fmt.Sprint("voix ", r.IntN(400))}))
	}
	d.save(1, items...)
	d.guard = alert.New(alert.Options{Archive: s, Ledger: s, Now: clock})
	d.pass() // takes its bookmark: what is there already never rings
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// post is what somebody says.
type post struct {
	at      time.Time
	who     string
	site    string
	channel vigie.Channel
	story   int
	opinion vigie.Opinion
	topics  []vigie.TopicID
	intents []vigie.Intent
}

func (d *desk) item(p post) watch.Item {
	d.n++
	if p.site == "" {
		p.site = "forum.example"
	}
	if p.channel == "" {
		p.channel = vigie.Forum
	}
	if p.topics == nil {
		p.topics = []vigie.TopicID{brand}
	}
	it := watch.Item{
		Mention: vigie.Mention{
			Key: vigie.Key(fmt.Sprint("net:", d.n)), Channel: p.channel, Site: p.site, Text: fmt.Sprint("leroux ", d.n),
			Author: vigie.Author{Name: p.who}, Published: p.at, Heard: d.now,
		},
		Reading: vigie.Reading{Story: vigie.StoryID(p.story), Intents: p.intents, Maker: "test/1"},
		Keep:    true,
	}
	for _, t := range p.topics {
		it.Matches = append(it.Matches, vigie.Match{Topic: t, Version: 1, Opinion: p.opinion})
	}
	it.Doc = text.Cut(it.Mention.Title, it.Mention.Text)
	return it
}

func (d *desk) save(source vigie.SourceID, items ...watch.Item) {
	d.t.Helper()
	if _, err := d.store.Save(d.t.Context(), watch.Saving{Source: source, At: d.now, Items: items}); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) pass() {
	d.t.Helper()
	d.must(d.guard.Pass(d.t.Context()))
}

// surge has n different people speak in the last half hour.
func (d *desk) surge(source vigie.SourceID, n int, p post) {
	d.t.Helper()
	var items []watch.Item
	for i := range n {
		p.at = d.now.Add(-time.Duration(i*1500/n) * time.Second)
		p.who = fmt.Sprint("témoin ", d.n, " ", i)
		items = append(items, d.item(p))
	}
	d.save(source, items...)
}

// alerts returns those of a kind.
func (d *desk) alerts(kind alert.Kind) (out []alert.Alert) {
	d.t.Helper()
	all, err := d.store.Alerts(d.t.Context(), false, 0)
	d.must(err)
	for _, a := range all {
		if a.Kind == kind {
			out = append(out, a)
		}
	}
	return out
}

func TestASurgeRingsOnceAndIsToldOnce(t *testing.T) {
	d := newDesk(t, 10, 20)
	d.must(d.store.SaveAlertSettings(t.Context(), alert.Settings{Routes: []alert.Route{{Name: "équipe", Kind: alert.MailRoute, To: "a@b.example", Least: 1}}}))
	d.surge(1, 30, post{})
	d.pass()
	got := d.alerts(alert.Buzz)
	if len(got) != 1 {
		t.Fatalf("%d alerts, want one", len(got))
	}
	a := got[0]
	if a.Rung.After(d.now) {
		t.Errorf("rang at %v, to come at %v", a.Rung, d.now)
	}
	if a.State != alert.Open || a.Topic != brand || a.Picture.Voices < 30 || a.Level < 1 || a.Rarity == 0 {
		t.Errorf("alert %+v", a)
	}
	// It goes on for a day, with more people: still one, and told once.
	for range 24 {
		d.now = d.now.Add(time.Hour)
		d.surge(1, 20, post{})
		d.pass()
	}
	if got = d.alerts(alert.Buzz); len(got) != 1 || got[0].Picture.Voices <= a.Picture.Voices || !got[0].Last.After(a.Last) {
		t.Errorf("after a day: %d alerts, %+v", len(got), got[0].Picture)
	}
	out, err := d.store.Outbox(t.Context(), alert.Pending, time.Time{}, 0)
	d.must(err)
	if len(out) != 1 || out[0].Route.Name != "équipe" {
		t.Errorf("to be told: %+v, want one message", out)
	}
	// A new process over the same store rings no second time.
	d.guard = alert.New(alert.Options{Archive: d.store, Ledger: d.store, Now: func() time.Time { return d.now }})
	d.surge(1, 20, post{})
	d.pass()
	if got := d.alerts(alert.Buzz); len(got) != 1 {
		t.Errorf("after a restart: %d alerts", len(got))
	}
}

func TestClosedStaysClosed(t *testing.T) {
	d := newDesk(t, 10, 20)
	d.surge(1, 30, post{})
	d.pass()
	a := d.alerts(alert.Buzz)[0]
	a.State, a.Verdict, a.By, a.ClosedAt = alert.Closed, alert.Real, "Camille", d.now
	_, err := d.store.SaveAlert(t.Context(), a)
	d.must(err)
	for range 3 {
		d.now = d.now.Add(20 * time.Minute)
		d.surge(1, 15, post{})
		d.pass()
	}
	if got := d.alerts(alert.Buzz); len(got) != 1 || got[0].State != alert.Closed {
		t.Errorf("the same affair rang again: %+v", got)
	}
}

// closer is a store in which somebody closes the alert while its picture is drawn.
type closer struct {
	*sqlite.Store
	close func()
}

func (c *closer) Walk(ctx context.Context, f vigie.Filter, yield func(vigie.Kept) bool) error {
	c.close()
	return c.Store.Walk(ctx, f, yield)
}

func TestClosedWhileItIsDrawn(t *testing.T) {
	d := newDesk(t, 10, 20)
	d.surge(1, 30, post{})
	d.pass()
	a := d.alerts(alert.Buzz)[0]
	a.State, a.Verdict, a.By = alert.Closed, alert.NotReal, "Camille"
	c := &closer{d.store, func() {}}
	d.guard = alert.New(alert.Options{Archive: c, Ledger: d.store, Now: func() time.Time { return d.now }})
	d.pass() // raises the topic
	d.now = d.now.Add(20 * time.Minute)
	d.surge(1, 15, post{})
	closed := false
	c.close = func() {
		_, err := d.store.SaveAlert(t.Context(), a)
		d.must(err)
		closed, c.close = true, func() {}
	}
	d.pass()
	if got := d.alerts(alert.Buzz); !closed || len(got) != 1 || got[0].State != alert.Closed || got[0].By != "Camille" {
		t.Errorf("what was decided meanwhile is lost: closed %v, %+v", closed, got)
	}
}

func TestWhatDoesNotRing(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(d *desk)
	}{
		{"old mentions heard now", func(d *desk) {
			var items []watch.Item
			for i := range 60 {
				items = append(items, d.item(post{at: d.now.AddDate(0, 0, -3).Add(time.Duration(i) * time.Second), who: fmt.Sprint(i)}))
			}
			d.save(1, items...)
		}},
		{"a file that is brought in", func(d *desk) { d.surge(2, 60, post{}) }},
		{"a place that a new source opened", func(d *desk) { d.surge(3, 60, post{site: "neuf.example"}) }},
		{"one who repeats himself", func(d *desk) {
			var items []watch.Item
			for i := range 4 {
				items = append(items, d.item(post{at: d.now.Add(-time.Duration(i) * time.Minute), who: "le même"}))
			}
			d.save(1, items...)
		}},
		{"what is only read again", func(d *desk) {
			before, err := d.store.Last(d.t.Context())
			d.must(err)
			d.surge(1, 60, post{topics: []vigie.TopicID{theme}})
			d.pass()
			var hits []watch.Hit
			changes, err := d.store.Since(d.t.Context(), before, 100)
			d.must(err)
			for _, c := range changes {
				hits = append(hits, watch.Hit{Mention: c.Mention, Match: vigie.Match{Topic: brand, Version: 2}})
			}
			_, _, err = d.store.Rematch(d.t.Context(), watch.Rematch{Topic: brand, From: vigie.FirstMentionID(d.now.Add(-time.Hour)), To: vigie.FirstMentionID(d.now.Add(time.Hour)), Hits: hits})
			d.must(err)
		}},
		{"an announced campaign", func(d *desk) {
			d.must(d.store.SaveAlertSettings(d.t.Context(), alert.Settings{Events: []alert.Event{{Topic: brand, From: d.now.Add(-48 * time.Hour), To: d.now.Add(time.Hour), Widen: 40}}}))
			d.guard = alert.New(alert.Options{Archive: d.store, Ledger: d.store, Now: func() time.Time { return d.now }})
			d.surge(1, 30, post{})
		}},
		{"a theme nobody switched on", func(d *desk) { d.surge(1, 60, post{topics: []vigie.TopicID{theme}}) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, 10, 20)
			c.do(d)
			d.pass()
			all, err := d.store.Alerts(t.Context(), false, 0)
			d.must(err)
			if len(all) != 0 {
				t.Errorf("rang: %+v", all[0])
			}
		})
	}
}

func TestOneStoryInTwoTopicsIsOneAlert(t *testing.T) {
	d := newDesk(t, 10, 20)
	var items []watch.Item
	for i := range 1400 { // a past for the theme too
		items = append(items, d.item(post{at: begin.Add(-time.Duration(i) * 72 * time.Minute), who: fmt.Sprint("x", i), topics: []vigie.TopicID{theme}}))
	}
	d.save(1, items...)
	d.must(d.store.SaveAlertSettings(t.Context(), alert.Settings{Topics: map[vigie.TopicID]alert.Choice{theme: {Seen: begin}}}))
	d.pass()
	d.surge(1, 40, post{topics: []vigie.TopicID{brand, theme}})
	d.pass()
	all, err := d.store.Alerts(t.Context(), false, 0)
	d.must(err)
	if len(all) != 1 || len(all[0].Also) != 1 {
		t.Errorf("%d alerts, %+v; want one that tells of both", len(all), all)
	}
}

func TestANewcomerHasAFloor(t *testing.T) {
	d := newDesk(t, 0, 0)
	d.surge(1, 2, post{opinion: vigie.Negative})
	d.pass()
	if got := d.alerts(alert.Buzz); len(got) != 0 {
		t.Fatalf("two negative voices rang: %+v", got)
	}
	d.surge(1, 1, post{opinion: vigie.Negative})
	d.pass()
	got := d.alerts(alert.Buzz)
	if len(got) != 1 || !got[0].Learning || got[0].Level < 1 {
		t.Fatalf("three independent negative voices: %+v, want an alert that says it is learning", got)
	}
	// Nothing is usual yet, and no kind of place new.
	if got[0].Name("Leroux").ID != "alert-learning" || len(got[0].Picture.NewChannels) != 0 || len(got[0].Reasons) != 1 {
		t.Errorf("it is named %v, for %v", got[0].Name("Leroux"), got[0].Reasons)
	}
	trial, err := d.guard.Try(t.Context(), brand)
	d.must(err)
	if want := d.now.AddDate(0, 0, 14); trial.Learning.IsZero() || trial.Learning.After(want) {
		t.Errorf("learning until %v, want by %v", trial.Learning, want)
	}
}

// TestTrialsAreReady: the past of a topic was tried before somebody asks, and
// again before it is an hour old; nobody waits for what is ready.
func TestTrialsAreReady(t *testing.T) {
	d := newDesk(t, 20, 20)
	to := func() time.Time {
		t.Helper()
		trial, err := d.guard.Try(t.Context(), brand)
		d.must(err)
		return trial.To
	}
	d.must(d.guard.FreshTrials(t.Context()))
	first := to()
	if want := d.now.Truncate(time.Hour); !first.Equal(want) {
		t.Fatalf("tried up to %v, want %v", first, want)
	}
	for _, c := range []struct {
		later time.Duration
		again bool
	}{{40 * time.Minute, false}, {15 * time.Minute, true}, {50 * time.Minute, true}, {5 * time.Minute, false}} {
		d.now = d.now.Add(c.later)
		want := first
		if c.again {
			want = d.now.Truncate(time.Hour)
		}
		d.must(d.guard.FreshTrials(t.Context()))
		if first = to(); !first.Equal(want) {
			t.Errorf("at %v tried up to %v, want %v", d.now, first, want)
		}
	}
	// That of a theme is as old as the last look, though nobody asked for it.
	d.now = d.now.Truncate(time.Hour).Add(55 * time.Minute)
	d.must(d.guard.FreshTrials(t.Context()))
	want := d.now.Truncate(time.Hour)
	d.now = d.now.Add(10 * time.Minute)
	if trial, err := d.guard.Try(t.Context(), theme); err != nil || trial.To.After(want) {
		t.Errorf("a theme is tried up to %v, %v; want what was ready", trial.To, err)
	}
}

// TestATrialKnowsWhatIsBroughtIn: a past that grows by a file is tried again at
// once; a few late mentions change nothing.
func TestATrialKnowsWhatIsBroughtIn(t *testing.T) {
	d := newDesk(t, 20, 20)
	try := func() alert.Trial {
		t.Helper()
		trial, err := d.guard.Try(t.Context(), brand)
		d.must(err)
		return trial
	}
	bring := func(n int, from time.Time) {
		var items []watch.Item
		for i := range n {
			items = append(items, d.item(post{at: from.Add(time.Duration(i) * time.Hour), who: fmt.Sprint("d’avant ", i)}))
		}
		d.save(1, items...)
	}
	first := try()
	bring(3, begin.AddDate(0, 0, -3))
	if again := try(); !again.From.Equal(first.From) {
		t.Errorf("three late mentions moved the past from %v to %v", first.From, again.From)
	}
	bring(600, first.From.AddDate(0, 0, -40))
	if again := try(); !again.From.Before(first.From.AddDate(0, 0, -20)) {
		t.Errorf("forty days were brought in, and the past begins at %v, was %v", again.From, first.From)
	}
}

func TestTrialOnThePast(t *testing.T) {
	d := newDesk(t, 20, 20)
	at := begin.AddDate(0, 0, -30)
	var items []watch.Item
	for i := range 150 {
		items = append(items, d.item(post{at: at.Add(time.Duration(i*i) * 5 * time.Second), who: fmt.Sprint("témoin", i)}))
	}
	d.save(1, items...)
	trial, err := d.guard.Try(t.Context(), brand)
	d.must(err)
	if len(trial.Events) != 1 || len(trial.Rows) != len(alert.Budgets) {
		t.Fatalf("trial %+v", trial)
	}
	for _, r := range trial.Rows {
		if r.Caught != 1 || r.Early < time.Hour {
			t.Errorf("budget %v: caught %d, %v early", r.Budget, r.Caught, r.Early)
		}
		if promised := float64(r.Budget)*trial.Weeks()*2 + 3; float64(len(r.Rings)) > promised {
			t.Errorf("budget %v: %d rings in %.0f weeks", r.Budget, len(r.Rings), trial.Weeks())
		}
	}
	// The past before it happened: it is not in it.
	before, err := d.guard.TryUntil(t.Context(), brand, at.AddDate(0, 0, -1))
	d.must(err)
	if len(before.Events) != 0 || !before.To.Before(at) || !before.From.Before(before.To) {
		t.Errorf("tried on the past before %v: %d events, %v to %v", at, len(before.Events), before.From, before.To)
	}
	if again, err := d.guard.Try(t.Context(), brand); err != nil || len(again.Events) != 1 || !again.To.Equal(trial.To) {
		t.Errorf("a trial on an older past is taken for that of now: %v, %v", again, err)
	}
	n, err := d.guard.Recall(t.Context(), brand)
	d.must(err)
	again, err := d.guard.Recall(t.Context(), brand)
	d.must(err)
	if n < 1 || again != 0 {
		t.Errorf("recalled %d, then %d; want some, then none", n, again)
	}
	out, err := d.store.Outbox(t.Context(), alert.Pending, time.Time{}, 0)
	d.must(err)
	if len(out) != 0 {
		t.Errorf("the past was told: %+v", out)
	}
}

func TestASilentSource(t *testing.T) {
	d := newDesk(t, 1, 20)
	visit := func(fault vigie.Sentence) {
		d.must(d.store.Visited(t.Context(), visitOf(1, d.now, fault)))
	}
	visit(vigie.Sentence{})
	d.now = d.now.Add(30 * time.Hour)
	visit(vigie.Say("fetch-server", "forum.example", 500))
	d.pass()
	if got := d.alerts(alert.Silent); len(got) != 1 || got[0].Source != 1 {
		t.Fatalf("silent for 30 hours: %+v", got)
	}
	d.now = d.now.Add(time.Hour)
	visit(vigie.Sentence{})
	d.pass()
	if got := d.alerts(alert.Silent); len(got) != 1 || got[0].State != alert.Closed || got[0].By != "" {
		t.Errorf("heard again: %+v, want it closed by itself", got)
	}
	// Closed by somebody while it is silent it stays closed.
	d.now = d.now.Add(30 * time.Hour)
	visit(vigie.Say("fetch-server", "forum.example", 500))
	d.pass()
	again := d.alerts(alert.Silent)[0]
	if !again.Live() {
		t.Fatalf("silent again: %+v", again)
	}
	_, err := d.store.ChangeAlert(t.Context(), again.ID, func(a *alert.Alert) error {
		a.State, a.By, a.ClosedAt, a.Verdict = alert.Closed, "Léa", d.now, alert.Real
		return nil
	})
	d.must(err)
	d.now = d.now.Add(time.Hour)
	d.pass()
	if got := d.alerts(alert.Silent); len(got) != 2 {
		t.Errorf("closed by Léa, it opened again: %+v", got[0])
	}
}

func TestSolicitationsThatWait(t *testing.T) {
	d := newDesk(t, 1, 20)
	var asked []watch.Item
	ask := func(age time.Duration, who string) {
		x := d.item(post{at: d.now.Add(-age), who: who, intents: []vigie.Intent{vigie.Question}})
		d.save(1, x)
		asked = append(asked, x)
	}
	later := func(by time.Duration) alert.Alert {
		t.Helper()
		d.now = d.now.Add(by)
		d.pass()
		return d.alerts(alert.Waits)[0]
	}
	ask(30*time.Hour, "léa")
	if a := later(11 * time.Minute); a.Count != 1 || len(a.Reasons) != 1 {
		t.Fatalf("a question of yesterday: %+v", a)
	}
	// It tells how many wait now, and how many did when it opened.
	ask(29*time.Hour, "luc")
	a := later(11 * time.Minute)
	if a.Count != 2 || a.First != 1 || len(a.Reasons) != 2 || a.Reasons[1].ID != "alert-why-waited" {
		t.Errorf("two now: %+v", a)
	}
	// Closed by somebody it stays closed, until another one has waited for a day.
	_, err := d.store.ChangeAlert(t.Context(), a.ID, func(a *alert.Alert) error {
		a.State, a.By, a.ClosedAt, a.Verdict = alert.Closed, "Léa", d.now, alert.Real
		return nil
	})
	d.must(err)
	ask(time.Hour, "ada")
	if b := later(11 * time.Minute); b.ID != a.ID {
		t.Errorf("closed, it opened again: %+v", b)
	}
	if b := later(24 * time.Hour); b.ID == a.ID || b.State != alert.Open || b.Count != 3 {
		t.Errorf("one more waits for a day: %+v", b)
	}
	for _, x := range asked {
		reply := d.item(post{at: d.now, who: "nous"})
		reply.Mention.Own, reply.Mention.ReplyTo = true, x.Mention.Key
		d.save(1, reply)
	}
	if b := later(11 * time.Minute); b.State != alert.Closed {
		t.Errorf("answered: %+v", b)
	}
}

func TestRunStops(t *testing.T) {
	d := newDesk(t, 1, 20)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.guard.Run(ctx); err == nil {
		t.Error("Run returned no error of a context that ended")
	}
}
