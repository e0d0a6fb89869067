package alert_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
)

// hooks hands on what it is told, in the order in which it came, except that
// /dead never answers. It has no patience to lose, as a client on a machine that
// does much else at once has.
type hooks struct {
	came chan string // path and subject
	held chan bool   // one for each caller that /dead holds
}

func newHooks() *hooks {
	return &hooks{came: make(chan string, 100), held: make(chan bool, 100)}
}

func (h *hooks) Notify(ctx context.Context, r alert.Route, n alert.Notice) error {
	if r.To == "/dead" {
		h.held <- true
		<-ctx.Done()
		return ctx.Err()
	}
	h.came <- r.To + " " + n.Subject
	return nil
}

// post puts messages to be told to the hook of a path.
func (h *hooks) post(d *desk, path string, subjects ...string) {
	d.t.Helper()
	for _, s := range subjects {
		d.must(d.store.Post(d.t.Context(), alert.Message{
			Key: s, Route: alert.Route{Name: path, Kind: alert.HookRoute, To: path},
			Kind: alert.TrialMessage, Made: d.now, Due: d.now, State: alert.Pending,
		}))
	}
}

func bySubject(_ context.Context, m alert.Message) (alert.Notice, error) {
	return alert.Notice{Subject: m.Key}, nil
}

// A hook that takes the message and never answers holds up nobody else: what
// others are told arrives while it hangs, also what was put after it began to.
func TestADeadHookHoldsUpNobody(t *testing.T) {
	d, h := newDesk(t, 1, 5), newHooks()
	ctx, cancel := context.WithCancel(t.Context())
	h.post(d, "/dead", "a1", "a2")
	h.post(d, "/team", "b1", "b2", "b3")
	ended := make(chan error)
	go func() {
		ended <- d.guard.DeliverEvery(ctx, map[alert.RouteKind]alert.Notifier{alert.HookRoute: h}, bySubject)
	}()
	<-h.held
	for _, want := range []string{"/team b1", "/team b2", "/team b3"} {
		if got := <-h.came; got != want {
			t.Errorf("%q arrived, want %q", got, want)
		}
	}
	h.post(d, "/late", "c1")
	if got := <-h.came; got != "/late c1" {
		t.Errorf("%q arrived, want what was put while the first hung", got)
	}
	if n := len(h.held); n != 0 {
		t.Errorf("the dead hook holds %d more: one message at a time goes to a destination", n)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("DeliverEvery ended with %v", err)
	}
	// What hung stays as it was: neither told nor a try.
	left, err := d.store.Outbox(t.Context(), alert.Pending, time.Time{}, 0)
	d.must(err)
	var keys []string
	for _, m := range left {
		if strings.HasPrefix(m.Key, "a") {
			keys = append(keys, fmt.Sprint(m.Key, " ", m.Tries))
		}
	}
	if want := []string{"a1 0", "a2 0"}; !slices.Equal(keys, want) {
		t.Errorf("left %q, want %q", keys, want)
	}
}

// crowd counts how many are told at once.
type crowd struct {
	came, leave chan bool
}

func (c *crowd) Notify(context.Context, alert.Route, alert.Notice) error {
	c.came <- true
	<-c.leave
	return nil
}

func TestEightDestinationsAreToldAtOnce(t *testing.T) {
	d := newDesk(t, 1, 5)
	const destinations = 19
	for i := range destinations {
		d.must(d.store.Post(t.Context(), alert.Message{
			Key: fmt.Sprint(i), Kind: alert.TrialMessage, Made: d.now, Due: d.now, State: alert.Pending,
			Route: alert.Route{Kind: alert.HookRoute, To: fmt.Sprint("https://x.example/", i)},
		}))
	}
	c := &crowd{came: make(chan bool), leave: make(chan bool)}
	done := make(chan int)
	go func() {
		sent, err := d.guard.Deliver(t.Context(), map[alert.RouteKind]alert.Notifier{alert.HookRoute: c}, bySubject)
		if err != nil {
			t.Error(err)
		}
		done <- sent
	}()
	for range 8 {
		<-c.came
	}
	for range destinations - 8 {
		select {
		case <-c.came:
			t.Fatal("a ninth is told while eight are")
		case c.leave <- true:
			<-c.came // the place is taken at once
		}
	}
	close(c.leave)
	if sent := <-done; sent != destinations {
		t.Errorf("%d sent, want all %d", sent, destinations)
	}
}

// All mail goes through one server, one message after the other.
func TestMailLeavesInOrder(t *testing.T) {
	d := newDesk(t, 1, 5)
	for i := range 5 {
		at := d.now.Add(-time.Duration(i) * time.Minute)
		d.must(d.store.Post(t.Context(), alert.Message{
			Key: fmt.Sprint("m", i), Kind: alert.TrialMessage, Made: at, Due: at, State: alert.Pending,
			Route: alert.Route{Kind: alert.MailRoute, To: fmt.Sprint("p", i, "@leroux.example")},
		}))
	}
	var got []string // no lock: a race detector tells two at once
	n := noting(func(r alert.Route) { got = append(got, r.To) })
	if _, err := d.guard.Deliver(t.Context(), map[alert.RouteKind]alert.Notifier{alert.MailRoute: n}, bySubject); err != nil {
		t.Fatal(err)
	}
	want := []string{"p4@leroux.example", "p3@leroux.example", "p2@leroux.example", "p1@leroux.example", "p0@leroux.example"}
	if !slices.Equal(got, want) {
		t.Errorf("told %q, want the longest due first: %q", got, want)
	}
}

type noting func(alert.Route)

func (n noting) Notify(_ context.Context, r alert.Route, _ alert.Notice) error {
	n(r)
	return nil
}

// full is an archive whose count takes as long as the caller has patience.
type full struct {
	alert.Archive
	asked chan bool
}

func (f *full) Last(context.Context) (int64, error) { return 0, nil }

func (f *full) Count(ctx context.Context, _ measure.Question) ([]measure.Point, error) {
	f.asked <- true
	<-ctx.Done()
	return nil, ctx.Err()
}

// Who waits for a trial goes when its context ends, and so does who waits for
// somebody else's.
func TestATrialObeysItsContext(t *testing.T) {
	d := newDesk(t, 1, 5)
	slow := &full{Archive: d.store, asked: make(chan bool, 10)}
	g := alert.New(alert.Options{Archive: slow, Ledger: d.store, Now: func() time.Time { return d.now }})
	first, cancelFirst := context.WithCancel(t.Context())
	tried := make(chan error, 2)
	try := func(ctx context.Context) {
		_, err := g.Try(ctx, brand)
		tried <- err
	}
	go try(first)
	<-slow.asked
	second, cancelSecond := context.WithCancel(t.Context())
	go try(second)
	cancelSecond()
	if err := <-tried; !errors.Is(err, context.Canceled) {
		t.Errorf("who waited = %v, want its context's end", err)
	}
	cancelFirst()
	if err := <-tried; !errors.Is(err, context.Canceled) {
		t.Errorf("who tried = %v, want its context's end", err)
	}
	if _, err := d.guard.Try(t.Context(), vigie.TopicID(99)); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("no such topic = %v", err)
	}
}
