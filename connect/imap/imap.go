// Package imap reads the mail that people forward to a folder of a mail server
// and makes a mention of each original (forward.go). It changes nothing there:
// messages stay unread. What it brings was noted by whoever forwarded it, so
// that whoever knows the address of the mailbox can note.
package imap

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	goimap "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

const (
	// atOnce is how many messages one visit reads.
	atOnce = 50
	// messageMost is how much of a message is asked for: text comes first, and
	// what follows are pictures and documents.
	messageMost = 2 << 20
	// visitTime bounds a visit.
	visitTime = 2 * time.Minute
)

// Dial opens a connection; that of fetch.Client refuses private addresses.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Options are what a Source may be told.
type Options struct {
	Now   func() time.Time // time.Now when nil
	Roots *x509.CertPool   // who is believed about certificates; the system's when nil
}

// Source is a folder of a mail server. Make one with New.
type Source struct {
	dial    Dial
	address string
	secret  string
	opts    Options
}

// New returns the source at src.Address (vigie.MailboxOf), which secret opens.
func New(dial Dial, src vigie.Source, secret string, o Options) *Source {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Source{dial, src.Address, secret, o}
}

// cursor is where reading stopped: a server that numbers anew says so by
// another validity, and keys are the same all the same.
type cursor struct {
	Validity uint32 `json:"v"`
	UID      uint32 `json:"u"`
}

// Next implements listen.Source.
func (s *Source) Next(ctx context.Context, at []byte) (b listen.Batch, err error) {
	ctx, cancel := context.WithTimeout(ctx, visitTime)
	defer cancel()
	box, err := vigie.MailboxOf(s.address)
	if err != nil {
		return b, err
	}
	var was cursor
	if len(at) > 0 {
		if err := json.Unmarshal(at, &was); err != nil {
			was = cursor{} // ours, but broken: keys make reading again harmless
		}
	}
	c, err := s.open(ctx, box)
	if err != nil {
		return b, err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	if err := c.Login(box.User, s.secret).Wait(); err != nil {
		return b, fault(err, box, "imap-login")
	}
	folder, err := c.Select(box.Folder, &goimap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return b, fault(err, box, "imap-folder")
	}
	if folder.UIDValidity != was.Validity {
		was = cursor{Validity: folder.UIDValidity}
	}
	uids, err := newer(c, was.UID)
	if err != nil {
		return b, fault(err, box, "imap-odd")
	}
	b.Title = box.User
	if b.More = len(uids) > atOnce; b.More {
		uids = uids[:atOnce]
	}
	for _, uid := range uids {
		raw, err := fetch(c, uid)
		if err != nil {
			return b, fault(err, box, "imap-odd")
		}
		if m, ok := Forwarded(raw, s.opts.Now()); ok {
			b.Mentions = append(b.Mentions, m)
		} else {
			b.Problems = append(b.Problems, vigie.Say("imap-empty", int64(uid)))
		}
		was.UID = uint32(uid)
	}
	b.Unchanged = len(uids) == 0
	b.Cursor, err = json.Marshal(was)
	return b, err
}

// open connects with TLS and waits for the server's first word.
func (s *Source) open(ctx context.Context, box vigie.Mailbox) (*imapclient.Client, error) {
	conn, err := s.dial(ctx, "tcp", box.Server)
	if err != nil {
		return nil, fault(err, box, "imap-odd")
	}
	// Whatever the library waits for ends with the visit.
	if until, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(until); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	o := &imapclient.Options{TLSConfig: &tls.Config{ServerName: box.Host, RootCAs: s.opts.Roots, MinVersion: tls.VersionTLS12}}
	var c *imapclient.Client
	if strings.HasSuffix(box.Server, ":143") {
		c, err = imapclient.NewStartTLS(conn, o)
	} else {
		o.TLSConfig.NextProtos = []string{"imap"}
		t := tls.Client(conn, o.TLSConfig)
		if err = t.HandshakeContext(ctx); err == nil {
			c = imapclient.New(t, o)
			err = c.WaitGreeting()
		}
	}
	if err != nil {
		return nil, errors.Join(fault(err, box, "imap-odd"), conn.Close())
	}
	return c, nil
}

// newer returns the numbers of the messages after one, in order.
func newer(c *imapclient.Client, after uint32) ([]goimap.UID, error) {
	var all goimap.UIDSet
	all.AddRange(goimap.UID(after+1), 0)
	found, err := c.UIDSearch(&goimap.SearchCriteria{UID: []goimap.UIDSet{all}}, nil).Wait()
	if err != nil {
		return nil, err
	}
	// "after:*" holds the last message whatever its number.
	uids := slices.DeleteFunc(found.AllUIDs(), func(u goimap.UID) bool { return uint32(u) <= after })
	slices.Sort(uids)
	return uids, nil
}

// fetch returns the beginning of one message; nothing where it is gone.
func fetch(c *imapclient.Client, uid goimap.UID) ([]byte, error) {
	section := &goimap.FetchItemBodySection{Peek: true, Partial: &goimap.SectionPartial{Size: messageMost}}
	got, err := c.Fetch(goimap.UIDSetNum(uid), &goimap.FetchOptions{UID: true, BodySection: []*goimap.FetchItemBodySection{section}}).Collect()
	if err != nil || len(got) == 0 || len(got[0].BodySection) == 0 {
		return nil, err
	}
	return got[0].BodySection[0].Bytes, nil
}

// fault puts what went wrong into words. A server that says no waits for a
// person; everything else is worth another try.
func fault(err error, box vigie.Mailbox, refused string) error {
	var told *vigie.Error
	var said *goimap.Error
	var bad *tls.CertificateVerificationError
	switch {
	case errors.As(err, &told):
		return err // the guard's
	case errors.As(err, &bad):
		return vigie.Errorf(vigie.Forbidden, err, "imap-certificate", box.Host)
	case errors.As(err, &said) && said.Type == goimap.StatusResponseTypeNo && said.Code != goimap.ResponseCodeUnavailable:
		return vigie.Errorf(vigie.Forbidden, err, refused, box.Host, cmp.Or(box.Folder, "INBOX"))
	}
	return vigie.Errorf(vigie.Unavailable, err, "imap-away", box.Host)
}
