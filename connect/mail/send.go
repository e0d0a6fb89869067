// Package mail tells alerts by mail: one plain text message, with a report beside
// it where one leaves, to one address through an SMTP server, with TLS wherever
// the server offers it. It reads no mail.
package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
	"time"

	"github.com/emersion/go-message/mail"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

// Sender is an alert.Notifier. It is safe for several goroutines.
type Sender struct {
	// Server returns the server to send through, as it is set now.
	Server func(ctx context.Context) (alert.MailServer, error)
	Now    func() time.Time // nil means time.Now
}

// timeout bounds one sending.
const timeout = 30 * time.Second

// Notify implements alert.Notifier. An address or a subject that holds a line
// break is Invalid; what the server may take later is Unavailable.
func (s *Sender) Notify(ctx context.Context, r alert.Route, n alert.Notice) error {
	server, err := s.Server(ctx)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(server.Address)
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "alert-no-server")
	}
	now := time.Now()
	if s.Now != nil {
		now = s.Now()
	}
	body, from, to, err := compose(server.From, r.To, n, now)
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-mail")
	}
	if err := send(ctx, server, host, from, to, body); err != nil {
		kind := vigie.Unavailable
		var reply *textproto.Error
		if errors.As(err, &reply) && reply.Code >= 500 {
			kind = vigie.Invalid // refused for good (RFC 5321, 4.2.1)
		}
		return vigie.Errorf(kind, err, "alert-mail-away", host)
	}
	return nil
}

// compose writes the message (RFC 5322), with its files where it has some, and
// returns its envelope.
func compose(from, to string, n alert.Notice, now time.Time) (body []byte, sender, recipient string, err error) {
	if strings.ContainsAny(from+to+n.Subject+n.Link, "\r\n\x00") {
		return nil, "", "", errors.New("line break in a header")
	}
	f, err := mail.ParseAddress(from)
	if err != nil {
		return nil, "", "", fmt.Errorf("from %q: %w", from, err)
	}
	t, err := mail.ParseAddress(to)
	if err != nil {
		return nil, "", "", fmt.Errorf("to %q: %w", to, err)
	}
	var h mail.Header
	h.SetAddressList("From", []*mail.Address{f})
	h.SetAddressList("To", []*mail.Address{t})
	h.SetSubject(n.Subject)
	h.SetDate(now)
	h.Set("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday notice answers
	text := n.Text
	if n.Link != "" {
		text += "\n\n" + n.Link
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.ReplaceAll(text, "\n", "\r\n") + "\r\n"

	var b bytes.Buffer
	if len(n.Files) == 0 {
		h.SetContentType(plainText, utf8)
		h.Set(encoding, "quoted-printable")
		w, err := mail.CreateSingleInlineWriter(&b, h)
		if err != nil {
			return nil, "", "", err
		}
		return whole(&b, f, t, put(w, []byte(text)))
	}
	w, err := mail.CreateWriter(&b, h)
	if err != nil {
		return nil, "", "", err
	}
	var in mail.InlineHeader
	in.SetContentType(plainText, utf8)
	in.Set(encoding, "quoted-printable")
	part, err := w.CreateSingleInline(in)
	if err != nil {
		return nil, "", "", err
	}
	if err := put(part, []byte(text)); err != nil {
		return nil, "", "", err
	}
	for _, file := range n.Files {
		var of mail.AttachmentHeader
		of.SetContentType(file.Type, nil)
		of.SetFilename(file.Name)
		of.Set(encoding, "base64")
		part, err := w.CreateAttachment(of)
		if err != nil {
			return nil, "", "", err
		}
		if err := put(part, file.Data); err != nil {
			return nil, "", "", err
		}
	}
	return whole(&b, f, t, w.Close())
}

const (
	plainText = "text/plain"
	encoding  = "Content-Transfer-Encoding"
)

var utf8 = map[string]string{"charset": "utf-8"}

// put writes a whole part and closes it.
func put(w io.WriteCloser, data []byte) error {
	_, err := w.Write(data)
	return errors.Join(err, w.Close())
}

func whole(b *bytes.Buffer, from, to *mail.Address, err error) (body []byte, sender, recipient string, _ error) {
	return b.Bytes(), from.Address, to.Address, err
}

// send speaks SMTP (RFC 5321).
func send(ctx context.Context, server alert.MailServer, host, from, to string, body []byte) (err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", server.Address)
	if err != nil {
		return err
	}
	until, _ := ctx.Deadline()
	if err := conn.SetDeadline(until); err != nil {
		return errors.Join(err, conn.Close())
	}
	if strings.HasSuffix(server.Address, ":465") { // RFC 8314: TLS from the first byte
		conn = tls.Client(conn, &tls.Config{ServerName: host})
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer c.Close() // Quit has closed it where all went well
	if ok, _ := c.Extension("STARTTLS"); ok {
		if err := c.StartTLS(&tls.Config{ServerName: host}); err != nil {
			return err
		}
	}
	if server.User != "" {
		// PlainAuth itself refuses to speak in the clear to anybody but this machine.
		if err := c.Auth(smtp.PlainAuth("", server.User, server.Password, host)); err != nil {
			return err
		}
	}
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(body); err != nil {
		return errors.Join(err, w.Close())
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}
