// Package fetch is Vigie's one polite client: whatever is read from the web is
// read through it. It asks conditionally, obeys robots.txt, Retry-After and a
// pause between requests to one host, bounds time, bytes and redirects, and
// refuses private addresses at the moment of connecting.
//
// It takes an address and gives bytes (package fetch/page turns them into
// text). It keeps nothing on disk, sends no cookie and tries nothing twice:
// when to come back is the caller's business.
package fetch

import (
	"context"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vigie.example/vigie"
)

// Options sets a Client up. The zero value is a polite client for the public
// web.
type Options struct {
	// Version and Contact go into the User-Agent, "Vigie/1.2 (+https://...)",
	// so that the owner of a site knows whom to write to. Contact may be an
	// address of a page or of mail.
	Version string
	Contact string

	// Delay is the pause between two requests to one host; 1 s when zero, none
	// when negative. A Crawl-delay of the host's robots.txt replaces it when
	// longer, up to MaxCrawlDelay (30 s when zero).
	Delay         time.Duration
	MaxCrawlDelay time.Duration
	// PerHost is how many requests one host gets at once; 1 when zero.
	PerHost int

	// HeaderTimeout bounds connecting and waiting for the header (10 s when
	// zero), TotalTimeout a whole request with its body (60 s when zero).
	HeaderTimeout time.Duration
	TotalTimeout  time.Duration
	// MaxBytes bounds a decoded body; 10 MB when zero. MaxRatio bounds how many
	// times larger than what was sent a decoded body may be; 200 when zero.
	MaxBytes int64
	MaxRatio int64

	// AllowPrivate names what may be reached though its address is private: a
	// host ("intranet.example"), a host with its port ("127.0.0.1:8081") or a
	// network ("10.1.0.0/16").
	AllowPrivate []string
	// Proxy is the address of an HTTP proxy; empty means none. The environment
	// is not looked at. Through a proxy the names are looked up here first, and
	// private ones refused, but the proxy looks them up again.
	Proxy string
	// IgnoreRobots stops asking for robots.txt. It is meant for sites that are
	// the organisation's own.
	IgnoreRobots bool

	// Now tells the time; time.Now when nil.
	Now func() time.Time
	// Transport replaces the network, in tests. The guard against private
	// addresses is part of the network and is lost with it.
	Transport http.RoundTripper
}

// Limits used where Options says nothing.
const (
	defaultDelay         = time.Second
	defaultCrawlDelay    = 30 * time.Second
	defaultHeaderTimeout = 10 * time.Second
	defaultTotalTimeout  = 60 * time.Second
	defaultMaxBytes      = 10 << 20
	defaultMaxRatio      = 200
	maxRedirects         = 10 // browsers stop at 20; RFC 9110 asks only for a limit
	maxHeaderBytes       = 256 << 10
	// maxIdle is far more than are asked at once: net/http gives a connection
	// back before it hands over an answer without a body, and where it then
	// closes that one as the oldest, the answer is lost.
	maxIdle = 256
)

// Request asks for one address.
type Request struct {
	URL string
	// ETag and LastModified are those of the Response that came from Seen (URL
	// when empty). They are sent to that address alone, even when redirected.
	ETag         string
	LastModified string
	Seen         string
	// Accept is the Accept header; anything when empty.
	Accept string
	// Token, where set, is told to the host of URL alone, as a bearer token (RFC
	// 6750); never over plain HTTP but to this machine, and to nobody that an
	// answer leads on to.
	Token string
	// MaxBytes replaces Options.MaxBytes when above zero.
	MaxBytes int64
}

// Response is what an address answered. Body is empty when NotModified.
type Response struct {
	Status int
	URL    string // where the answer came from, after redirects
	// Moved is the new address when the one asked for has moved for good (301
	// or 308); empty otherwise.
	Moved        string
	NotModified  bool
	ContentType  string // media type without parameters, lower case
	Charset      string // parameter of Content-Type, lower case; may be wrong
	ETag         string
	LastModified string
	// TTL is how long the answer says it stays fresh; 0 when it does not say.
	TTL  time.Duration
	Body []byte // decoded
}

// Client fetches politely. It is safe for several goroutines.
type Client struct {
	opts  Options
	agent string
	http  http.RoundTripper
	guard *guard
	hosts *hosts
}

// New makes a Client. An AllowPrivate entry or a Proxy that cannot be read is
// an error of kind Invalid.
func New(o Options) (*Client, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	setDuration(&o.Delay, defaultDelay)
	setDuration(&o.MaxCrawlDelay, defaultCrawlDelay)
	setDuration(&o.HeaderTimeout, defaultHeaderTimeout)
	setDuration(&o.TotalTimeout, defaultTotalTimeout)
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.MaxRatio <= 0 {
		o.MaxRatio = defaultMaxRatio
	}
	if o.PerHost <= 0 {
		o.PerHost = 1
	}
	g, err := newGuard(o.AllowPrivate)
	if err != nil {
		return nil, err
	}
	c := &Client{opts: o, agent: userAgent(o.Version, o.Contact), guard: g, http: o.Transport}
	c.hosts = newHosts(o.PerHost, max(o.Delay, 0))
	if c.http == nil {
		t, err := c.transport()
		if err != nil {
			return nil, err
		}
		c.http = t
	}
	return c, nil
}

func setDuration(d *time.Duration, otherwise time.Duration) {
	if *d == 0 {
		*d = otherwise
	}
}

func userAgent(version, contact string) string {
	a := "Vigie"
	if version != "" {
		a += "/" + version
	}
	if contact != "" {
		a += " (+" + strings.Map(func(r rune) rune {
			if r < ' ' || r > '~' || r == '(' || r == ')' {
				return -1
			}
			return r
		}, contact) + ")"
	}
	return a
}

// transport is the network: guarded at dial time, without proxy from the
// environment, and without the transparent gzip of net/http, which would hide
// how much a body was blown up.
func (c *Client) transport() (*http.Transport, error) {
	t := &http.Transport{
		DialContext:            c.guard.dial(c.opts.HeaderTimeout, nil),
		TLSHandshakeTimeout:    c.opts.HeaderTimeout,
		ResponseHeaderTimeout:  c.opts.HeaderTimeout,
		ExpectContinueTimeout:  time.Second,
		IdleConnTimeout:        30 * time.Second,
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    1,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
	}
	if c.opts.Proxy != "" {
		p, err := url.Parse(c.opts.Proxy)
		if err != nil || p.Host == "" {
			return nil, vigie.Errorf(vigie.Invalid, err, "fetch-bad-proxy", c.opts.Proxy)
		}
		t.Proxy = http.ProxyURL(p)
		t.DialContext = c.guard.dial(c.opts.HeaderTimeout, p)
	}
	return t, nil
}

// Get asks for r.URL, follows redirects and returns the answer. Errors are
// *vigie.Error: Unavailable when it is worth asking again (with a
// *listen.RetryAfter in the chain when the host said when), Forbidden when
// robots.txt, the host or the guard refuses, NotFound for 404 and 410, Invalid
// for what waiting will not mend.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := c.address(r.URL)
	if err != nil {
		return nil, err
	}
	if r.Seen == "" {
		r.Seen = u.String()
	}
	var moved string
	permanent := true // every hop so far was
	for hop := 0; ; hop++ {
		res, next, err := c.hop(ctx, u, r)
		if err != nil {
			return nil, err
		}
		if next == nil {
			res.Moved = moved
			return res, nil
		}
		if hop == maxRedirects {
			return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-redirects", u.Hostname(), maxRedirects)
		}
		if permanent = permanent && (res.Status == http.StatusMovedPermanently || res.Status == http.StatusPermanentRedirect); permanent {
			moved = next.String()
		}
		u = next
	}
}

// hop makes one request, in the host's turn and after asking its robots.txt.
// It returns either the answer or the address it points on to.
func (c *Client) hop(ctx context.Context, u *url.URL, r Request) (*Response, *url.URL, error) {
	h := c.hosts.of(u)
	release, err := h.turn(ctx)
	if err != nil {
		return nil, nil, c.fault(u, err)
	}
	defer release()
	if err := h.open(c.opts.Now(), u.Hostname()); err != nil {
		return nil, nil, err
	}
	if err := c.askRobots(ctx, h, u); err != nil {
		return nil, nil, err
	}
	if err := h.pause(ctx, c.opts.Now); err != nil {
		return nil, nil, c.fault(u, err)
	}
	ctx, cancel := context.WithTimeout(ctx, c.opts.TotalTimeout)
	defer cancel()
	res, err := c.roundTrip(ctx, u, r)
	if err != nil {
		return nil, nil, c.fault(u, err)
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusNotModified && res.Request.Header.Get("If-None-Match")+res.Request.Header.Get("If-Modified-Since") != "":
		return c.answer(u, res), nil, nil
	case res.StatusCode >= 300 && res.StatusCode < 400:
		next, err := c.follow(u, res)
		return &Response{Status: res.StatusCode}, next, err
	case res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNonAuthoritativeInfo:
		return nil, nil, h.refused(c.opts.Now(), u.Hostname(), res)
	}
	a := c.answer(u, res)
	limit := c.opts.MaxBytes
	if r.MaxBytes > 0 {
		limit = r.MaxBytes
	}
	if a.Body, err = c.body(u, res, limit); err != nil {
		return nil, nil, c.fault(u, err)
	}
	return a, nil, nil
}

func (c *Client) roundTrip(ctx context.Context, u *url.URL, r Request) (*http.Response, error) {
	if c.opts.Proxy != "" {
		if err := c.guard.lookup(ctx, u); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, vigie.Errorf(vigie.Invalid, err, "fetch-bad-address", u.Redacted())
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept-Encoding", acceptEncoding)
	if r.Accept == "" {
		r.Accept = "*/*"
	}
	req.Header.Set("Accept", r.Accept)
	if r.Token != "" {
		if !sameHost(u, r.URL) {
			return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-token-elsewhere", u.Hostname())
		}
		if err := Authorize(req, r.Token); err != nil {
			return nil, err
		}
	}
	if u.User != nil {
		password, _ := u.User.Password()
		req.SetBasicAuth(u.User.Username(), password)
	}
	if u.String() == r.Seen {
		if r.ETag != "" {
			req.Header.Set("If-None-Match", r.ETag)
		}
		if r.LastModified != "" {
			req.Header.Set("If-Modified-Since", r.LastModified)
		}
	}
	return c.http.RoundTrip(req)
}

// Authorize puts a bearer token into a request; an empty one is none. It fails
// with kind Invalid where that would be said in the clear to another machine.
func Authorize(req *http.Request, token string) error {
	if token == "" {
		return nil
	}
	if req.URL.Scheme != "https" && !loopback(req.URL.Hostname()) {
		return vigie.Errorf(vigie.Invalid, nil, "fetch-token-plain", req.URL.Hostname())
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return nil
}

// sameHost reports whether u is at the scheme and host of an address.
func sameHost(u *url.URL, address string) bool {
	o, err := url.Parse(strings.TrimSpace(address))
	return err == nil && o.Scheme == u.Scheme && strings.EqualFold(o.Host, u.Host)
}

// loopback reports whether a host is this machine: what is said to it passes no
// wire.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// answer reads the header of a response.
func (c *Client) answer(u *url.URL, res *http.Response) *Response {
	a := &Response{
		Status:       res.StatusCode,
		URL:          u.String(),
		NotModified:  res.StatusCode == http.StatusNotModified,
		ETag:         res.Header.Get("ETag"),
		LastModified: res.Header.Get("Last-Modified"),
		TTL:          freshFor(res.Header, c.opts.Now()),
	}
	if t, p, err := mime.ParseMediaType(res.Header.Get("Content-Type")); err == nil {
		a.ContentType, a.Charset = t, strings.ToLower(p["charset"])
	}
	return a
}

// follow returns the address a redirect points to. A password in it is
// dropped, and none is carried over: what was told to one host is not told to
// the next.
func (c *Client) follow(u *url.URL, res *http.Response) (*url.URL, error) {
	// A little of the body is read so that the connection can serve again.
	_, _ = io.CopyN(io.Discard, res.Body, 4<<10)
	loc := res.Header.Get("Location")
	if loc == "" || res.StatusCode == http.StatusNotModified || res.StatusCode == http.StatusMultipleChoices {
		return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-status", u.Hostname(), res.StatusCode)
	}
	next, err := u.Parse(loc)
	if err != nil {
		return nil, vigie.Errorf(vigie.Invalid, err, "fetch-bad-address", loc)
	}
	next.User = nil
	if next.Fragment == "" {
		next.Fragment = u.Fragment
	}
	if next.Scheme == u.Scheme && next.Host == u.Host {
		next.User = u.User
	}
	return c.address(next.String())
}

// address parses what is to be asked, and refuses what is not plainly a place
// on the web.
func (c *Client) address(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return nil, vigie.Errorf(vigie.Invalid, err, "fetch-bad-address", s)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-bad-scheme", u.Redacted())
	}
	host := u.Hostname()
	if host == "" {
		return nil, vigie.Errorf(vigie.Invalid, nil, "fetch-bad-address", u.Redacted())
	}
	if oddNumber(host) {
		return nil, vigie.Errorf(vigie.Forbidden, nil, "fetch-odd-number", host)
	}
	if ascii, err := asciiHost(host); err != nil {
		return nil, vigie.Errorf(vigie.Invalid, err, "fetch-bad-address", u.Redacted())
	} else if ascii != host {
		if port := u.Port(); port != "" {
			u.Host = net.JoinHostPort(ascii, port)
		} else {
			u.Host = ascii
		}
	}
	return u, nil
}
