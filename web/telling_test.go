package web_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

func TestTellingIsSetOnThePage(t *testing.T) {
	h := settled(t, nil)
	b, ctx := h.signedIn(), t.Context()
	const page = "/alerts/settings"
	if r := b.get("/alerts"); !strings.Contains(r.body, `href="/alerts/settings"`) {
		t.Error("no way from the alerts to their settings")
	}
	b.get(page).wants(t, 200, "Personne n’est prévenu", "Aucune voie", "Rien n’est encore parti")
	done := func(form url.Values) {
		t.Helper()
		if r := b.post(page, form); r.status != http.StatusSeeOther {
			t.Fatalf("POST %v = %d: %s", form, r.status, r.text())
		}
	}
	refused := func(form url.Values, words ...string) {
		t.Helper()
		b.post(page, form).wants(t, http.StatusUnprocessableEntity, words...)
	}

	// A route: refused with a sentence and what was typed, then kept, and its
	// address shown no more than its host.
	slack := url.Values{"do": {"route"}, "name": {"équipe"}, "kind": {"slack"}, "to": {"hooks.example/T0/secret"}, "least": {"2"}}
	if r := b.post(page, slack); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "doit commencer par https") || !strings.Contains(r.body, `value="équipe"`) {
		t.Errorf("a bad hook = %d: %s", r.status, r.text())
	}
	slack.Set("to", "https://hooks.example/T0/secret")
	done(slack)
	if r := b.get(page); !strings.Contains(r.text(), "hooks.example/…") || strings.Contains(r.body, "T0/secret") {
		t.Errorf("the page shows the secret part of a hook, or no host")
	}
	// Left empty the address stays; the level changes.
	done(url.Values{"do": {"route"}, "name": {"équipe"}, "kind": {"slack"}, "to": {""}, "least": {"4"}})
	refused(url.Values{"do": {"route"}, "name": {"Léa"}, "kind": {"mail"}, "to": {"lea"}, "least": {"1"}}, "« lea » n’est pas une adresse")

	// A password stays for its own server alone.
	mail := url.Values{"do": {"mail"}, "server": {"smtp.example:587"}, "sender": {"vigie@btp.example"}, "user": {"vigie"}, "password": {"tr0mpette"}, "pages": {"https://vigie.example/"}}
	done(mail)
	if r := b.get(page); strings.Contains(r.body, "tr0mpette") {
		t.Error("the page shows the password")
	}
	mail.Set("password", "")
	done(mail)
	mail.Set("server", "smtp.elsewhere.example:587")
	refused(mail, "écrivez le mot de passe")
	refused(url.Values{"do": {"mail"}, "server": {"smtp.example"}, "sender": {"a@b.example"}}, "n’est pas un serveur et son port")

	done(url.Values{"do": {"when"}, "from": {"21"}, "to": {"7"}, "letters": {"lea@btp.example\r\n\r\nmax@btp.example"}})
	refused(url.Values{"do": {"when"}, "from": {"21"}, "to": {"25"}}, "de 0 à 23")
	done(url.Values{"do": {"event"}, "name": {"Salon"}, "topic": {"0"}, "from": {"2026-12-01"}, "to": {"2026-12-01"}, "more": {"yes"}})
	refused(url.Values{"do": {"event"}, "name": {"Salon"}, "topic": {"0"}, "from": {"2026-12-02"}, "to": {"2026-11-01"}}, "qui ne vient pas avant")
	refused(url.Values{"do": {"event"}, "name": {"Salon"}, "topic": {"0"}, "from": {"demain"}, "to": {""}}, "« demain » n’est pas un jour")

	// A report each month: to somebody, about a brand there is; one may leave now.
	posting := url.Values{"do": {"posting"}, "report": {"report"}, "brand": {"1"}, "to": {""}}
	refused(posting, "Dites à qui il va")
	posting.Set("to", "direction@btp.example\nlea")
	refused(posting, "« lea » n’est pas une adresse")
	posting.Set("to", "direction@btp.example")
	done(posting)
	b.get(page).wants(t, 200, "1 rapport part chaque mois", "direction@btp.example")
	done(url.Values{"do": {"post"}, "n": {"0"}, "report": {"report"}})
	if out, err := h.store.Outbox(ctx, alert.Pending, time.Time{}, 0); err != nil || len(out) != 1 || out[0].Kind != alert.ReportMessage {
		t.Errorf("outbox %+v, %v; want one report", out, err)
	} else if err := h.store.SaveMessage(ctx, alert.Message{Key: out[0].Key, State: alert.Sent}); err != nil {
		t.Fatal(err)
	}
	done(url.Values{"do": {"unposting"}, "n": {"0"}, "report": {"report"}})
	b.get(page).wants(t, 200, "Aucun rapport ne part de lui-même")

	got, err := h.store.AlertSettings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Routes) != 1 || got.Routes[0].To != "https://hooks.example/T0/secret" || got.Routes[0].Least != 4 ||
		got.Mail.Password != "tr0mpette" || got.Mail.Address != "smtp.example:587" || got.Address != "https://vigie.example" ||
		got.Quiet != (alert.Quiet{From: 21, To: 7}) || len(got.Letters) != 2 || len(got.Events) != 1 ||
		got.Events[0].To.Sub(got.Events[0].From) != 24*time.Hour {
		t.Errorf("settings = %+v", got)
	}

	done(url.Values{"do": {"unevent"}, "n": {"0"}, "name": {"Salon"}})
	done(url.Values{"do": {"try"}, "name": {"équipe"}})
	b.get(page).wants(t, 200, "Essai", "1 attend.")
	b.post(page, url.Values{"do": {"try"}, "name": {"personne"}}).wants(t, http.StatusNotFound, "Aucune voie ne s’appelle personne")
}

func TestWhatDidNotLeaveIsSentAgain(t *testing.T) {
	h := settled(t, nil)
	b, ctx := h.signedIn(), t.Context()
	m := alert.Message{
		Key: "letter-2026-11-02-x", Kind: alert.LetterMessage, Route: alert.Route{Name: "lea@btp.example", Kind: alert.MailRoute}, Made: sunday, Due: sunday,
		State: alert.Dead, Tries: 8, Ended: sunday, Why: vigie.Say("alert-mail-away", "smtp.example"),
	}
	if err := h.store.Post(ctx, m); err != nil {
		t.Fatal(err)
	}
	b.get("/alerts/settings").wants(t, 200, "1 message n’est pas parti", "Lettre du lundi", "Le serveur de courriel smtp.example ne prend pas", "Envoyer de nouveau")
	if r := b.post("/alerts/settings", url.Values{"do": {"again"}, "key": {m.Key}}); r.status != http.StatusSeeOther {
		t.Fatalf("sending again = %d: %s", r.status, r.text())
	}
	due, err := h.store.Outbox(ctx, alert.Pending, time.Time{}, 0)
	if err != nil || len(due) != 1 || due[0].Tries != 0 || due[0].Key != m.Key {
		t.Errorf("outbox = %+v, %v", due, err)
	}
	b.post("/alerts/settings", url.Values{"do": {"again"}, "key": {m.Key}}).wants(t, http.StatusNotFound, "n’existe pas")
}

// TestReportsAreSigned: the consultant's name and logo, kept for every report.
func TestReportsAreSigned(t *testing.T) {
	h := settled(t, nil)
	b := h.signedIn()
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	b.get("/settings/logo").wants(t, http.StatusNotFound)
	b.sign("Cabinet Leroux", logo.String(), "")
	b.get("/settings").wants(t, 200)
	if r := b.get("/settings"); !strings.Contains(r.body, `value="Cabinet Leroux"`) || !strings.Contains(r.body, `src="/settings/logo"`) {
		t.Error("the settings do not show the signature")
	}
	if r := b.get("/settings/logo"); r.body != logo.String() || r.header.Get("Content-Type") != "image/png" {
		t.Errorf("the logo comes back as %s, %d bytes", r.header.Get("Content-Type"), len(r.body))
	}
	if r := b.get("/report?format=html"); !strings.Contains(r.body, "<b><img src=\"data:image/png;base64,") || !strings.Contains(r.body, "Cabinet Leroux</b>") {
		t.Error("the report is not signed")
	}
	if r := b.sign("Cabinet Leroux", "GIF89a", ""); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a GIF as logo = %d", r.status)
	}
	b.sign("", "", "yes")
	b.get("/settings/logo").wants(t, http.StatusNotFound)
}

// sign sends the form of the signature as a browser does: the field of the file
// is there though none was chosen.
func (b *browser) sign(name, logo, drop string) reply {
	b.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("signature", name) // a buffer takes all
	_ = w.WriteField("drop", drop)
	if logo != "" {
		f, err := w.CreateFormFile("logo", "logo.png")
		if err != nil {
			b.h.t.Fatal(err)
		}
		_, _ = f.Write([]byte(logo))
	}
	if err := w.Close(); err != nil {
		b.h.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.h.t.Context(), http.MethodPost, b.h.site.URL+"/settings/signature", &body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(req)
}
