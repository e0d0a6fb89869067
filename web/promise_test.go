package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"vigie.example/vigie/alert"
	"vigie.example/vigie/store"
	"vigie.example/vigie/web"
)

// TestVerdictsTellHowThePromiseHeld: an alert is open, taken by somebody, closed
// with a verdict; the page adds up the verdicts beside what was promised.
func TestVerdictsTellHowThePromiseHeld(t *testing.T) {
	h := settled(t, func(o *web.Options) {
		o.Alerts = alert.New(alert.Options{Archive: o.Archive, Ledger: o.Ledger, Now: o.Now})
	})
	b, ctx := h.signedIn(), t.Context()
	b.get("/alerts").wants(t, 200, "Personne n’a encore dit d’une alerte si elle était vraie")
	now := h.clock.now()
	ring := func(kind alert.Kind) string {
		t.Helper()
		rung := now.Add(-24 * time.Hour)
		a, err := h.store.SaveAlert(ctx, alert.Alert{Kind: kind, Topic: 1, State: alert.Open, Level: 2, Rung: rung, Began: rung, Last: rung.Add(time.Hour), Stream: alert.Voices, Window: time.Hour, Budget: 0.125})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint("/alerts/", a.ID)
	}
	do := func(page, what string) {
		t.Helper()
		if r := b.post(page, url.Values{"do": {what}}); r.status != http.StatusSeeOther {
			t.Fatalf("%s of %s = %d: %s", what, page, r.status, r.text())
		}
	}
	for _, verdict := range []alert.Verdict{alert.Real, alert.NotReal, alert.NotReal} {
		page := ring(alert.Buzz)
		b.get(page).wants(t, 200, "Personne")
		do(page, "take")
		b.get(page).wants(t, 200, "Prise par")
		do(page, string(verdict))
	}
	// Of two verdicts at once the first stands, and a late taker takes nothing.
	page := ring(alert.Buzz)
	do(page, "real")
	for _, late := range []string{"not", "take"} {
		do(page, late)
		b.get(page).wants(t, 200, "Quelqu’un d’autre vient d’en décider", "Fermée")
	}
	ring(alert.Buzz) // open: no verdict yet
	b.get("/alerts").wants(t, 200, "4 alertes fermées : 2 réelles, 2 fausses, 0 sans verdict", "Promis sur cette durée : au plus 1 fausse alerte")
}

// atOnce is a ledger in which somebody else decides between the reading of an
// alert and the keeping of what was made of it.
type atOnce struct {
	store.Ledger
	meanwhile func(alert.ID)
}

func (l *atOnce) Alert(ctx context.Context, id alert.ID) (alert.Alert, error) {
	a, err := l.Ledger.Alert(ctx, id)
	if l.meanwhile != nil {
		l.meanwhile(id)
	}
	return a, err
}

// TestTwoPeopleDecideAtOnce: who takes an alert that is closed and drawn anew at
// that moment loses neither the verdict nor the picture.
func TestTwoPeopleDecideAtOnce(t *testing.T) {
	var l *atOnce
	h := settled(t, func(o *web.Options) {
		l = &atOnce{Ledger: o.Ledger}
		o.Ledger = l
	})
	b, ctx := h.signedIn(), t.Context()
	now := h.clock.now()
	a, err := h.store.SaveAlert(ctx, alert.Alert{Kind: alert.Buzz, Topic: 1, State: alert.Open, Level: 1, Rung: now, Began: now, Last: now})
	if err != nil {
		t.Fatal(err)
	}
	l.meanwhile = func(id alert.ID) {
		_, err := h.store.ChangeAlert(ctx, id, func(a *alert.Alert) error {
			a.State, a.By, a.Verdict, a.Level = alert.Closed, "Léa", alert.NotReal, 3
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	b.post(fmt.Sprint("/alerts/", a.ID), url.Values{"do": {"take"}})
	got, err := h.store.Alert(ctx, a.ID)
	if err != nil || got.State != alert.Closed || got.By != "Léa" || got.Verdict != alert.NotReal || got.Level != 3 {
		t.Errorf("kept %+v, %v; want closed by Léa, not real, level 3", got, err)
	}
}
