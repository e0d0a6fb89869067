package fetch

import (
	"net/http"
	"time"
)

// Streaming returns a client for connections that stay open (websockets, event
// streams), guarded against private addresses as Get is. It follows no
// redirect, keeps no cookie and bounds only the time to the first answer: how
// long silence may last is its user's business.
func (c *Client) Streaming() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            c.guard.dial(c.opts.HeaderTimeout, nil),
			TLSHandshakeTimeout:    c.opts.HeaderTimeout,
			ResponseHeaderTimeout:  c.opts.HeaderTimeout,
			IdleConnTimeout:        30 * time.Second,
			MaxResponseHeaderBytes: maxHeaderBytes,
			DisableCompression:     true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Agent is the User-Agent that the client sends.
func (c *Client) Agent() string { return c.agent }
