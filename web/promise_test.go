package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"vigie.example/vigie/alert"
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
	ring(alert.Buzz) // open: no verdict yet
	b.get("/alerts").wants(t, 200, "3 alertes fermées : 1 réelle, 2 fausses, 0 sans verdict", "Promis sur cette durée : au plus 1 fausse alerte")
}
