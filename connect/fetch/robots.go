package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// How robots.txt is read: RFC 9309. 2.4: kept for a day; 2.5: at least 500 KiB
// read; 2.3.1.2: five redirects; 2.3.1.3: 4xx means that everything is
// allowed; 2.3.1.4: while it cannot be had, nothing is.
const (
	robotsFor      = 24 * time.Hour
	robotsAgain    = 10 * time.Minute
	robotsMaxBytes = 500 << 10
	robotsHops     = 5
	robotsTimeout  = 20 * time.Second
	robotsAgent    = "vigie"
)

// robots is what one host's robots.txt says to Vigie.
type robots struct {
	scheme string
	group  *robotstxt.Group // nil: everything is allowed
	fault  error            // it could not be had: nothing is allowed
	until  time.Time
}

// askRobots returns an error when the robots.txt of the host of u keeps Vigie
// away from u, or could not be had. It is called in the host's turn.
func (c *Client) askRobots(ctx context.Context, h *host, u *url.URL) error {
	if c.opts.IgnoreRobots {
		return nil
	}
	now := c.opts.Now()
	r, known := h.robotsOf(u.Scheme)
	if !known || !now.Before(r.until) {
		fresh, err := c.readRobots(ctx, u)
		switch {
		case err == nil:
			r = robots{group: fresh, until: now.Add(robotsFor)}
		case errors.Is(err, context.Canceled) || ctx.Err() != nil:
			return c.fault(u, err) // we gave up: that says nothing of the host
		case known && r.fault == nil:
			r.until = now.Add(robotsAgain) // the last one that could be had serves on
		default:
			r = robots{fault: err, until: now.Add(robotsAgain)}
		}
		r.scheme = u.Scheme
		h.learn(r)
		if r.group != nil {
			h.slower(min(r.group.CrawlDelay, c.opts.MaxCrawlDelay))
		}
	}
	if r.fault != nil {
		return r.fault
	}
	if r.group != nil && !r.group.Test(robotsPath(u)) {
		return vigie.Errorf(vigie.Forbidden, nil, "fetch-robots", u.Hostname())
	}
	return nil
}

// robotsOf returns what a host said under a scheme, if it was asked.
func (h *host) robotsOf(scheme string) (r robots, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.IndexFunc(h.robots, func(r robots) bool { return r.scheme == scheme })
	if i < 0 {
		return robots{}, false
	}
	return h.robots[i], true
}

// learn replaces what the host said under the scheme of r.
func (h *host) learn(r robots) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.robots = slices.DeleteFunc(h.robots, func(old robots) bool { return old.scheme == r.scheme })
	h.robots = append(h.robots, r)
}

func robotsPath(u *url.URL) string {
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	return p
}

// readRobots fetches and reads a robots.txt; nil means that there is none.
func (c *Client) readRobots(ctx context.Context, of *url.URL) (*robotstxt.Group, error) {
	ctx, cancel := context.WithTimeout(ctx, min(robotsTimeout, c.opts.TotalTimeout))
	defer cancel()
	u := &url.URL{Scheme: of.Scheme, Host: of.Host, Path: "/robots.txt", User: of.User}
	for range robotsHops + 1 {
		res, err := c.roundTrip(ctx, u, Request{Accept: "text/plain, */*;q=0.5"})
		if err != nil {
			return nil, c.fault(u, err)
		}
		group, next, err := c.robotsAnswer(u, res)
		if cerr := res.Body.Close(); err == nil && cerr != nil && next == nil {
			err = c.fault(u, cerr)
		}
		if err != nil || next == nil {
			return group, err
		}
		u = next
	}
	return nil, nil // RFC 9309, 2.3.1.2: more redirects than that may count as "none"
}

func (c *Client) robotsAnswer(u *url.URL, res *http.Response) (*robotstxt.Group, *url.URL, error) {
	switch s := res.StatusCode; {
	case s == http.StatusTooManyRequests || s >= 500:
		var cause error
		if wait, ok := ParseRetryAfter(res.Header.Get("Retry-After"), c.opts.Now()); ok {
			cause = &listen.RetryAfter{Wait: wait, Err: errBusy}
		}
		return nil, nil, vigie.Errorf(vigie.Unavailable, cause, "fetch-robots-unavailable", u.Hostname(), s)
	case s >= 300 && s < 400:
		next, err := c.follow(u, res)
		if err != nil && vigie.KindOf(err) == vigie.Invalid {
			return nil, nil, nil // points nowhere: there is none
		}
		return nil, next, err
	case s != http.StatusOK:
		return nil, nil, nil
	}
	body, err := c.body(u, res, robotsMaxBytes)
	if err != nil {
		if vigie.KindOf(err) == vigie.Invalid {
			return nil, nil, nil // a page of half a megabyte under that name is no robots.txt
		}
		return nil, nil, c.fault(u, err)
	}
	data, err := robotstxt.FromBytes(plainRobots(body))
	if err != nil {
		return nil, nil, nil // nothing in it can be read as a rule
	}
	return data.FindGroup(robotsAgent), nil, nil
}

// plainRobots keeps the lines that are rules. The library gives up on a whole
// file for one bad Crawl-delay or a rule before the first User-agent; the RFC
// says to use what can be read.
func plainRobots(body []byte) []byte {
	var out bytes.Buffer
	inGroup := false
	for line := range strings.SplitSeq(strings.ReplaceAll(strings.TrimPrefix(string(body), "\ufeff"), "\r", "\n"), "\n") {
		line, _, _ = strings.Cut(line, "#")
		name, value, ok := strings.Cut(line, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		if !ok || strings.ContainsAny(value, " \t") && name != "user-agent" && name != "useragent" {
			continue
		}
		switch name {
		case "user-agent", "useragent":
			inGroup = true
			if value == "" {
				continue
			}
		case "allow", "disallow":
			if !inGroup {
				continue
			}
		case "crawl-delay", "crawldelay":
			n, err := strconv.ParseFloat(value, 64)
			if !inGroup || err != nil || !(n >= 0 && n < 1e6) {
				continue
			}
		default:
			continue
		}
		_, _ = io.WriteString(&out, name+": "+value+"\n")
	}
	return out.Bytes()
}
