package fetch

import (
	"context"
	"net"
	"net/http"
)

// Streaming returns a client for connections that stay open (websockets, event
// streams), guarded against private addresses and going through the proxy as
// Get does. It follows no redirect, keeps no cookie and bounds only the time to
// the first answer: how long silence may last is its user's business.
func (c *Client) Streaming() (*http.Client, error) {
	t, err := c.transport()
	if err != nil {
		return nil, err
	}
	t.ForceAttemptHTTP2 = false // a websocket is opened over HTTP/1.1
	return &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// Agent is the User-Agent that the client sends.
func (c *Client) Agent() string { return c.agent }

// Dial opens a connection for what does not speak HTTP, guarded against private
// addresses. The proxy is not used.
func (c *Client) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return c.guard.dial(c.opts.HeaderTimeout, nil)(ctx, network, address)
}
