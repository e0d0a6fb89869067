package storetest

import (
	"sync"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/store"
)

// alerts come back as they were kept, the newest first.
func alerts(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	if s, err := l.AlertSettings(ctx); err != nil || len(s.Topics)+len(s.Routes) != 0 {
		t.Fatalf("AlertSettings before any = %+v, %v", s, err)
	}
	settings := alert.Settings{
		Topics: map[vigie.TopicID]alert.Choice{3: {Budget: 0.25}},
		Routes: []alert.Route{{Name: "équipe", Kind: alert.MailRoute, To: "a@b.example", Least: 2}},
		Quiet:  alert.Quiet{From: 21, To: 7},
	}
	if err := l.SaveAlertSettings(ctx, settings); err != nil {
		t.Fatal(err)
	}
	got, err := l.AlertSettings(ctx)
	if err != nil || got.Topics[3].Budget != 0.25 || len(got.Routes) != 1 || got.Quiet != settings.Quiet {
		t.Errorf("AlertSettings = %+v, %v", got, err)
	}
	// Two who choose at once lose nothing of each other's.
	var both sync.WaitGroup
	for i := range 20 {
		both.Go(func() {
			err := l.ChangeAlertSettings(ctx, func(in *alert.Settings) error {
				in.Choose(vigie.TopicID(100+i), alert.Choice{Budget: 1})
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if got, err := l.AlertSettings(ctx); err != nil || len(got.Topics) != 21 || len(got.Routes) != 1 {
		t.Errorf("AlertSettings after twenty changes at once = %+v, %v", got, err)
	}
	no := vigie.Errorf(vigie.Invalid, nil, "alert-bad-level")
	if err := l.ChangeAlertSettings(ctx, func(in *alert.Settings) error { in.Routes = nil; return no }); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("a change that is refused: %v", err)
	}
	if got, err := l.AlertSettings(ctx); err != nil || len(got.Routes) != 1 {
		t.Errorf("AlertSettings after a refused change = %+v, %v", got, err)
	}

	first, err := l.SaveAlert(ctx, alert.Alert{Kind: alert.Buzz, Topic: 3, Rung: noon, State: alert.Open, Level: 2, Reasons: []vigie.Sentence{vigie.Say("alert-why-press", 4)}})
	if err != nil || first.ID == 0 {
		t.Fatalf("SaveAlert = %+v, %v", first, err)
	}
	second, err := l.SaveAlert(ctx, alert.Alert{Kind: alert.Silent, Source: 1, Rung: noon.Add(time.Hour), State: alert.Open})
	if err != nil {
		t.Fatal(err)
	}
	second.State, second.Verdict = alert.Closed, alert.NotReal
	if _, err := l.SaveAlert(ctx, second); err != nil {
		t.Fatal(err)
	}
	all, err := l.Alerts(ctx, false, 0)
	if err != nil || len(all) != 2 || all[0].ID != second.ID || all[0].Verdict != alert.NotReal {
		t.Errorf("Alerts = %+v, %v; want both, newest first", all, err)
	}
	if one, err := l.Alerts(ctx, false, 1); err != nil || len(one) != 1 {
		t.Errorf("Alerts at most one = %d, %v", len(one), err)
	}
	open, err := l.Alerts(ctx, true, 0)
	if err != nil || len(open) != 1 || open[0].ID != first.ID || len(open[0].Reasons) != 1 || !open[0].Rung.Equal(noon) {
		t.Errorf("Alerts open = %+v, %v", open, err)
	}
	if a, err := l.Alert(ctx, first.ID); err != nil || a.Level != 2 {
		t.Errorf("Alert = %+v, %v", a, err)
	}
	if _, err := l.Alert(ctx, 999); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("Alert of none = %v, want NotFound", err)
	}
	taken, err := l.ChangeAlert(ctx, first.ID, func(a *alert.Alert) error {
		a.State, a.Who = alert.Taken, "Léa"
		return nil
	})
	if err != nil || taken.ID != first.ID || taken.Who != "Léa" || taken.Level != 2 {
		t.Errorf("ChangeAlert = %+v, %v", taken, err)
	}
	refused := vigie.Errorf(vigie.Conflict, nil, "internal")
	if _, err := l.ChangeAlert(ctx, first.ID, func(a *alert.Alert) error { a.Who = "Max"; return refused }); vigie.KindOf(err) != vigie.Conflict {
		t.Errorf("ChangeAlert refused = %v, want the error of the change", err)
	}
	if a, err := l.Alert(ctx, first.ID); err != nil || a.State != alert.Taken || a.Who != "Léa" {
		t.Errorf("after ChangeAlert: %+v, %v", a, err)
	}
	if _, err := l.ChangeAlert(ctx, 999, func(*alert.Alert) error { return nil }); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("ChangeAlert of none = %v, want NotFound", err)
	}
	if _, err := l.SaveAlert(ctx, alert.Alert{ID: 999, State: alert.Open}); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("SaveAlert of none = %v, want NotFound", err)
	}
}

// messages are told once, when due.
func messages(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	m := alert.Message{Key: "alert-1-équipe", Kind: alert.AlertMessage, Alert: 1, Made: noon, Due: noon, State: alert.Pending}
	later := alert.Message{Key: "digest", Kind: alert.DigestMessage, Made: noon, Due: noon.Add(time.Hour), State: alert.Pending}
	if err := l.Post(ctx, later, m); err != nil {
		t.Fatal(err)
	}
	due, err := l.Outbox(ctx, alert.Pending, noon, 0)
	if err != nil || len(due) != 1 || due[0].Key != m.Key {
		t.Fatalf("due at noon = %+v, %v", due, err)
	}
	m = due[0]
	m.State, m.Tries, m.Why = alert.Dead, 8, vigie.Say("internal")
	if err := l.SaveMessage(ctx, m); err != nil {
		t.Fatal(err)
	}
	// The same again, after it died: it stays as it is.
	if err := l.Post(ctx, alert.Message{Key: m.Key, State: alert.Pending}); err != nil {
		t.Fatal(err)
	}
	if dead, err := l.Outbox(ctx, alert.Dead, time.Time{}, 0); err != nil || len(dead) != 1 || dead[0].Tries != 8 || dead[0].Why.ID != "internal" {
		t.Errorf("dead = %+v, %v", dead, err)
	}
	if wait, err := l.Outbox(ctx, alert.Pending, time.Time{}, 0); err != nil || len(wait) != 1 || wait[0].Key != "digest" {
		t.Errorf("pending whenever due = %+v, %v", wait, err)
	}
	if err := l.SaveMessage(ctx, alert.Message{Key: "none"}); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("SaveMessage of none = %v, want NotFound", err)
	}
}
