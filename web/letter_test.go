package web_test

import (
	"strings"
	"testing"
	"time"

	"vigie.example/vigie/alert"
	"vigie.example/vigie/say"
	"vigie.example/vigie/web"
)

// The page says what the mail says, and each alert of it opens.
func TestLetterIsThatOfTheMail(t *testing.T) {
	var guard *alert.Guard
	h := settled(t, func(o *web.Options) {
		guard = alert.New(alert.Options{Archive: o.Archive, Ledger: o.Ledger, Now: o.Now})
		o.Alerts = guard
	})
	b, ctx := h.signedIn(), t.Context()
	b.get("/letter").wants(t, 200, "La lettre du lundi", "Rien d’inhabituel cette semaine", "envoyée à personne")
	now := h.clock.now()
	kept, err := h.store.SaveAlert(ctx, alert.Alert{Kind: alert.Buzz, Topic: 1, State: alert.Open, Level: 3, Rung: now.Add(-1), Began: now, Last: now})
	if err != nil {
		t.Fatal(err)
	}
	l, err := guard.Letter(ctx)
	if err != nil || len(l.Alerts) != 1 {
		t.Fatalf("letter = %+v, %v", l, err)
	}
	r := b.get("/letter")
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	p := say.In("fr").At(paris).Seen(h.clock.now)
	name := func(*alert.Alert) string { return p.Say("alert-buzz", "Engins & Co") }
	for _, x := range l.Words(p, name) {
		r.wants(t, 200, strings.Join(strings.Fields(x.Text), " "))
	}
	if !strings.Contains(r.body, `href="/alerts/`+string('0'+rune(kept.ID))+`"`) {
		t.Error("the alert of the letter does not open")
	}
}
