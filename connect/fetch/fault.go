package fetch

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"

	"vigie.example/vigie"
)

// errBusy is the cause of every refusal that a pause mends.
var errBusy = errors.New("asked to slow down")

// fault turns what went wrong on the way to u into an error a person can read.
// An error that can be told already is returned as it is; a caller that gave
// up is told apart from a host that did not answer.
func (c *Client) fault(u *url.URL, err error) error {
	var told *vigie.Error
	if errors.As(err, &told) {
		return told
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	host := u.Hostname()
	var (
		dns     *net.DNSError
		cert    x509.CertificateInvalidError
		name    x509.HostnameError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		alert   tls.AlertError
		corrupt flate.CorruptInputError
		timeout interface{ Timeout() bool }
	)
	unavailable := func(id string, args ...any) error {
		return vigie.Errorf(vigie.Unavailable, err, id, args...)
	}
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return unavailable("fetch-no-such-host", host)
	case errors.As(err, &dns):
		return unavailable("fetch-dns", host)
	case errors.As(err, &cert) && cert.Reason == x509.Expired:
		return unavailable("fetch-tls-expired", host)
	case errors.As(err, &name):
		return unavailable("fetch-tls-name", host)
	case errors.As(err, &unknown):
		return unavailable("fetch-tls-unknown", host)
	case errors.As(err, &cert), errors.As(err, &record), errors.As(err, &alert):
		return unavailable("fetch-tls", host)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return unavailable("fetch-timeout", host, c.opts.TotalTimeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		return unavailable("fetch-connection-refused", host)
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum), errors.As(err, &corrupt):
		return unavailable("fetch-garbled", host)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return unavailable("fetch-cut-short", host)
	case strings.Contains(err.Error(), "malformed") || strings.Contains(err.Error(), "server response headers exceeded"):
		return unavailable("fetch-garbled", host)
	default:
		return unavailable("fetch-network", host)
	}
}
