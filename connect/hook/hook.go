// Package hook tells alerts to an address of the web: a signed JSON webhook,
// and the incoming webhooks of Slack, Mattermost and Teams, which are one POST
// of JSON each (docs/decisions/0009-chat.md says why no library sends it). Private addresses are refused unless allowed, at the moment of
// connecting, and no redirect is followed.
package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"syscall"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/connect/fetch"
)

// Options sets a Hook up.
type Options struct {
	// Allow names what may be reached though its address is private, as
	// "host:port".
	Allow []string
	Now   func() time.Time // nil means time.Now
}

// Hook is an alert.Notifier. It is safe for several goroutines.
type Hook struct {
	client *http.Client
	now    func() time.Time
}

const (
	timeout   = 15 * time.Second
	replyMost = 64 << 10
)

// SignatureHeader and TimeHeader carry the signature of a webhook: "sha256="
// and the hexadecimal HMAC-SHA-256, keyed with the route's secret, of the time
// (Unix seconds), a full stop and the body.
const (
	SignatureHeader = "Vigie-Signature"
	TimeHeader      = "Vigie-Time"
)

// New returns a Hook.
func New(o Options) *Hook {
	if o.Now == nil {
		o.Now = time.Now
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{Timeout: timeout}
		if !slices.Contains(o.Allow, address) {
			d.Control = func(_, connecting string, _ syscall.RawConn) error {
				ap, err := netip.ParseAddrPort(connecting)
				if err != nil || !fetch.Public(ap.Addr()) {
					host, _, _ := net.SplitHostPort(address)
					return vigie.Errorf(vigie.Forbidden, err, "fetch-private", host)
				}
				return nil
			}
		}
		return d.DialContext(ctx, network, address)
	}
	return &Hook{now: o.Now, client: &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{DialContext: dial, TLSHandshakeTimeout: timeout, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// payload is what a webhook gets.
type payload struct {
	Alert   int64       `json:"alert,omitempty"`
	Kind    alert.Kind  `json:"kind,omitempty"`
	State   alert.State `json:"state,omitempty"`
	Level   int         `json:"level"`
	Subject string      `json:"subject"`
	Text    string      `json:"text"`
	Link    string      `json:"link,omitempty"`
	Rung    time.Time   `json:"rung,omitzero"`
}

// Notify implements alert.Notifier.
func (h *Hook) Notify(ctx context.Context, r alert.Route, n alert.Notice) error {
	u, err := url.Parse(r.To)
	err = withoutAddress(err)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return vigie.Errorf(vigie.Invalid, err, "alert-bad-hook")
	}
	var body []byte
	switch r.Kind {
	case alert.HookRoute:
		body, err = json.Marshal(payload{
			int64(n.Alert.ID), n.Alert.Kind, n.Alert.State, n.Alert.Level, n.Subject, n.Text, n.Link, n.Alert.Rung,
		})
	case alert.TeamsRoute:
		body, err = card(n)
	default: // Slack; Mattermost takes what Slack takes
		body, err = json.Marshal(map[string]string{"text": plain(n)})
	}
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return vigie.Errorf(vigie.Invalid, withoutAddress(err), "alert-bad-hook")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Vigie")
	if r.Kind == alert.HookRoute && r.Secret != "" {
		at := strconv.FormatInt(h.now().Unix(), 10)
		req.Header.Set(TimeHeader, at)
		req.Header.Set(SignatureHeader, Sign(r.Secret, at, body))
	}
	res, err := h.client.Do(req)
	if err != nil {
		if vigie.KindOf(err) == vigie.Forbidden {
			return withoutAddress(err)
		}
		return vigie.Errorf(vigie.Unavailable, withoutAddress(err), "alert-hook-away", u.Hostname())
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(res.Body, replyMost)); err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "alert-hook-away", u.Hostname())
	}
	switch {
	case res.StatusCode < 300:
		return nil
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500:
		return vigie.Errorf(vigie.Unavailable, nil, "alert-hook-said", u.Hostname(), res.StatusCode)
	default:
		return vigie.Errorf(vigie.Invalid, nil, "alert-hook-said", u.Hostname(), res.StatusCode)
	}
}

// withoutAddress returns the cause of an error of package url or http, which
// would else put the whole address into the log: that of an incoming webhook
// is its password.
func withoutAddress(err error) error {
	var told *url.Error
	if errors.As(err, &told) {
		return told.Err
	}
	return err
}

// Sign returns the signature of a body sent at a time in Unix seconds.
func Sign(secret, at string, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(m, "%s.", at)
	m.Write(body)
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}
