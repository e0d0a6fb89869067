package mail_test

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net"
	netmail "net/mail"
	"strings"
	"testing"

	gomail "github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/connect/mail"
)

// inbox is what a real server took.
type inbox struct {
	from, to string
	body     string
	refuse   *smtp.SMTPError
}

func (b *inbox) NewSession(*smtp.Conn) (smtp.Session, error) { return b, nil }
func (b *inbox) Mail(from string, _ *smtp.MailOptions) error { b.from = from; return nil }
func (b *inbox) Reset()                                      {}
func (b *inbox) Logout() error                               { return nil }
func (b *inbox) Rcpt(to string, _ *smtp.RcptOptions) error {
	if b.refuse != nil {
		return b.refuse
	}
	b.to = to
	return nil
}

func (b *inbox) Data(r io.Reader) error {
	all, err := io.ReadAll(r)
	b.body = string(all)
	return err
}

func serve(t *testing.T, b *inbox) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(b)
	s.Domain = "localhost"
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	return l.Addr().String()
}

func sender(address string) *mail.Sender {
	return &mail.Sender{Server: func(context.Context) (alert.MailServer, error) {
		return alert.MailServer{Address: address, From: "Vigie <vigie@leroux.example>"}, nil
	}}
}

func TestNotifyThroughARealServer(t *testing.T) {
	var b inbox
	s := sender(serve(t, &b))
	notice := alert.Notice{Subject: "On parle de vous bien plus que d’habitude", Text: "60 voix.\n.\nUn point seul n’arrête rien.", Link: "https://vigie.example/alerts/7"}
	if err := s.Notify(t.Context(), alert.Route{Kind: alert.MailRoute, To: "léa <lea@leroux.example>"}, notice); err != nil {
		t.Fatal(err)
	}
	if b.from != "vigie@leroux.example" || b.to != "lea@leroux.example" {
		t.Errorf("envelope %s -> %s", b.from, b.to)
	}
	m, err := netmail.ReadMessage(strings.NewReader(b.body))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || got != notice.Subject {
		t.Errorf("subject %q, %v", got, err)
	}
	if !strings.Contains(b.body, "Un point seul") || !strings.Contains(b.body, "/alerts/7") {
		t.Errorf("body %s", b.body)
	}
}

func TestRefusals(t *testing.T) {
	var b inbox
	s := sender(serve(t, &b))
	for name, x := range map[string]struct{ to, subject string }{
		"a second header in the address": {"a@b.example\r\nBcc: c@d.example", "x"},
		"a second header in the subject": {"a@b.example", "x\r\nBcc: c@d.example"},
		"no address":                     {"nobody", "x"},
	} {
		if err := s.Notify(t.Context(), alert.Route{To: x.to}, alert.Notice{Subject: x.subject}); vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	if b.body != "" {
		t.Errorf("something left: %s", b.body)
	}
	for code, want := range map[int]vigie.Kind{451: vigie.Unavailable, 550: vigie.Invalid} {
		b.refuse = &smtp.SMTPError{Code: code, Message: "no"}
		if err := s.Notify(t.Context(), alert.Route{To: "a@b.example"}, alert.Notice{}); vigie.KindOf(err) != want {
			t.Errorf("code %d: %v, want kind %v", code, err, want)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := sender(address).Notify(t.Context(), alert.Route{To: "a@b.example"}, alert.Notice{}); vigie.KindOf(err) != vigie.Unavailable {
		t.Errorf("nobody listens: %v, want Unavailable", err)
	}
}

// TestAFileGoesAlong: a report leaves beside the words of its mail, byte for byte.
func TestAFileGoesAlong(t *testing.T) {
	var b inbox
	pdf := bytes.Repeat([]byte("%PDF-1.7\x00\xff\r\n"), 9_000)
	notice := alert.Notice{Subject: "Rapport d’octobre", Text: "Octobre fut calme.", Files: []alert.File{{Name: "rapport d’été.pdf", Type: "application/pdf", Data: pdf}}}
	if err := sender(serve(t, &b)).Notify(t.Context(), alert.Route{Kind: alert.MailRoute, To: "lea@leroux.example"}, notice); err != nil {
		t.Fatal(err)
	}
	r, err := gomail.CreateReader(strings.NewReader(b.body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := r.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	if said, err := io.ReadAll(text.Body); err != nil || !strings.Contains(string(said), "Octobre fut calme.") {
		t.Errorf("text %q, %v", said, err)
	}
	part, err := r.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	h, ok := part.Header.(*gomail.AttachmentHeader)
	if !ok {
		t.Fatalf("second part is %T", part.Header)
	}
	if name, err := h.Filename(); err != nil || name != "rapport d’été.pdf" {
		t.Errorf("name %q, %v", name, err)
	}
	if got, err := io.ReadAll(part.Body); err != nil || !bytes.Equal(got, pdf) {
		t.Errorf("file of %d bytes, %v; want %d", len(got), err, len(pdf))
	}
	for line := range strings.Lines(b.body) {
		if len(line) > 1000 { // RFC 5322, 2.1.1
			t.Fatalf("a line of %d bytes", len(line))
		}
	}
}
