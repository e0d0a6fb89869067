package fetch

import (
	"container/list"
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// maxHosts is how many hosts are remembered; the least recently used is
// forgotten, with its robots.txt.
const maxHosts = 1 << 15

// hosts remembers how each host wants to be treated.
type hosts struct {
	perHost int
	delay   time.Duration

	mu     sync.Mutex
	byName map[string]*list.Element
	recent *list.List // of *host, most recent first
}

func newHosts(perHost int, delay time.Duration) *hosts {
	return &hosts{perHost: perHost, delay: delay, byName: map[string]*list.Element{}, recent: list.New()}
}

// of returns the state of the host of u. http and https on their usual ports
// are one host.
func (hs *hosts) of(u *url.URL) *host {
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if p := portOf(u); p != "80" && p != "443" {
		name += ":" + p
	}
	hs.mu.Lock()
	defer hs.mu.Unlock()
	if e, ok := hs.byName[name]; ok {
		hs.recent.MoveToFront(e)
		return e.Value.(*host)
	}
	h := &host{
		name:  name,
		slots: make(chan struct{}, hs.perHost),
		delay: hs.delay,
		pace:  rate.NewLimiter(every(hs.delay), 1),
	}
	hs.byName[name] = hs.recent.PushFront(h)
	if hs.recent.Len() > maxHosts {
		e := hs.recent.Back()
		delete(hs.byName, e.Value.(*host).name)
		hs.recent.Remove(e)
	}
	return h
}

func every(d time.Duration) rate.Limit {
	if d <= 0 {
		return rate.Inf
	}
	return rate.Every(d)
}

// host is one server and what is known of its wishes.
type host struct {
	name  string
	slots chan struct{} // one token a request under way
	pace  *rate.Limiter

	mu     sync.Mutex
	delay  time.Duration
	until  time.Time // asked by Retry-After to be left alone until then
	robots []robots  // one a scheme; a map would weigh more than the rest of a host
}

// turn waits until the host may be asked; release must be called.
func (h *host) turn(ctx context.Context) (release func(), err error) {
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// open refuses while the host has asked to be left alone.
func (h *host) open(now time.Time, name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if wait := h.until.Sub(now); wait > 0 {
		return vigie.Errorf(vigie.Unavailable, &listen.RetryAfter{Wait: wait, Err: errBusy}, "fetch-busy", name, wait.Round(time.Second))
	}
	return nil
}

// pause waits until enough time has gone by since the last request.
func (h *host) pause(ctx context.Context, now func() time.Time) error {
	wait := h.pace.ReserveN(now(), 1).DelayFrom(now())
	if wait <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// slower makes the pause at least d.
func (h *host) slower(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if d > h.delay {
		h.delay = d
		h.pace.SetLimit(every(d))
	}
}

// refused turns an answer that is not a document into an error, and remembers
// for the whole host when it asks for a pause.
func (h *host) refused(now time.Time, name string, res *http.Response) error {
	wait, told := ParseRetryAfter(res.Header.Get("Retry-After"), now)
	switch s := res.StatusCode; {
	case s == http.StatusNotFound:
		return vigie.Errorf(vigie.NotFound, nil, "fetch-not-found", name)
	case s == http.StatusGone:
		return vigie.Errorf(vigie.NotFound, nil, "fetch-gone", name)
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusPaymentRequired, s == http.StatusUnavailableForLegalReasons:
		return vigie.Errorf(vigie.Forbidden, nil, "fetch-forbidden", name, s)
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable && told:
		if !told {
			return vigie.Errorf(vigie.Unavailable, errBusy, "fetch-too-often", name)
		}
		h.mu.Lock()
		if until := now.Add(wait); until.After(h.until) {
			h.until = until
		}
		h.mu.Unlock()
		return vigie.Errorf(vigie.Unavailable, &listen.RetryAfter{Wait: wait, Err: errBusy}, "fetch-busy", name, wait)
	case s >= 500, s == http.StatusRequestTimeout, s == http.StatusTooEarly:
		return vigie.Errorf(vigie.Unavailable, nil, "fetch-server", name, s)
	default:
		return vigie.Errorf(vigie.Invalid, nil, "fetch-status", name, s)
	}
}
