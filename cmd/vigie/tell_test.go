package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gomail "github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/connect/fetch"
)

// letterbox is a real mail server that keeps what it takes.
type letterbox struct{ body []byte }

func (b *letterbox) NewSession(*smtp.Conn) (smtp.Session, error) { return b, nil }
func (b *letterbox) Mail(string, *smtp.MailOptions) error        { return nil }
func (b *letterbox) Rcpt(string, *smtp.RcptOptions) error        { return nil }
func (b *letterbox) Reset()                                      {}
func (b *letterbox) Logout() error                               { return nil }
func (b *letterbox) Data(r io.Reader) (err error) {
	b.body, err = io.ReadAll(r)
	return err
}

// TestReportsLeaveByMail: each report leaves through a real server as words and
// a PDF, in the workspace's language; without a brand it is told why it cannot.
func TestReportsLeaveByMail(t *testing.T) {
	ctx := t.Context()
	p, err := openProgram(ctx, filepath.Join(t.TempDir(), "data"), slog.New(slog.DiscardHandler), fetch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	var box letterbox
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(&box)
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	defer func() { _ = server.Close(); <-done }()

	if err := p.store.SaveWorkspace(ctx, vigie.Workspace{Name: "Leroux Engins", Zone: "Europe/Paris", Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	settings := alert.Settings{Address: "https://vigie.example", Mail: alert.MailServer{Address: l.Addr().String(), From: "vigie@leroux.example"}}
	if err := p.store.SaveAlertSettings(ctx, settings); err != nil {
		t.Fatal(err)
	}
	send := func(kind alert.ReportKind) (sent int) {
		t.Helper()
		now := p.now().UTC()
		posting := alert.Posting{Report: kind, To: []string{"direction@leroux.example"}}
		if err := p.store.Post(ctx, posting.Messages(now.Format(time.RFC3339Nano), now.AddDate(0, -1, 0), now)...); err != nil {
			t.Fatal(err)
		}
		sent, err := p.guard.Deliver(ctx, p.notifiers(), p.compose)
		if err != nil {
			t.Fatal(err)
		}
		return sent
	}
	if sent := send(alert.MonthlyReport); sent != 0 {
		t.Error("a report about no brand has left")
	}
	dead, err := p.store.Outbox(ctx, alert.Dead, time.Time{}, 0)
	if err != nil || len(dead) != 1 || dead[0].Why.ID != "report-no-brand" {
		t.Fatalf("dead letters %+v, %v; want one that has no brand", dead, err)
	}
	for _, topic := range []vigie.Topic{
		{Name: "Leroux", Kind: vigie.OwnBrand, Query: "leroux", Sector: "location"},
		{Name: "Kiloutou", Kind: vigie.Rival, Query: "kiloutou", Sector: "location"},
	} {
		if _, err := p.store.SaveTopic(ctx, topic); err != nil {
			t.Fatal(err)
		}
	}
	for kind, words := range map[alert.ReportKind]string{
		alert.MonthlyReport: "/report?brand=1", alert.BarometerReport: "/barometer?sector=location", alert.AuditReport: "/audit?brand=1",
	} {
		if sent := send(kind); sent != 1 {
			all, err := p.store.Outbox(context.WithoutCancel(ctx), alert.Dead, time.Time{}, 0)
			t.Fatalf("%s has not left: %+v, %v", kind, all, err)
		}
		r, err := gomail.CreateReader(bytes.NewReader(box.body))
		if err != nil {
			t.Fatal(err)
		}
		if subject, err := r.Header.Subject(); err != nil || !strings.HasPrefix(subject, "[Vigie] ") {
			t.Errorf("%s: subject %q, %v", kind, subject, err)
		}
		text, err := r.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if said, err := io.ReadAll(text.Body); err != nil || !strings.Contains(string(said), words) {
			t.Errorf("%s says %q, %v; want %q", kind, said, err, words)
		}
		file, err := r.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if pdf, err := io.ReadAll(file.Body); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(pdf), []byte("%%EOF")) {
			t.Errorf("%s: no whole PDF (%d bytes, %v)", kind, len(pdf), err)
		}
	}
}

// TestNoDigestLeavesEmpty: where all its alerts were closed before it left, it
// says so.
func TestNoDigestLeavesEmpty(t *testing.T) {
	ctx := t.Context()
	p, err := openProgram(ctx, filepath.Join(t.TempDir(), "data"), slog.New(slog.DiscardHandler), fetch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	if err := p.store.SaveWorkspace(ctx, vigie.Workspace{Name: "Leroux Engins", Zone: "Europe/Paris", Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	n, err := p.compose(ctx, alert.Message{Kind: alert.DigestMessage, Due: p.now(), Route: alert.Route{Least: 3}})
	if err != nil || n.Subject != "[Vigie] Plus rien à regarder" || !strings.Contains(n.Text, "toutes été closes avant ce récapitulatif") {
		t.Errorf("the digest says %q, %q, %v", n.Subject, n.Text, err)
	}
}
