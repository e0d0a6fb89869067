package alert

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"vigie.example/vigie"
)

// Notice is one message ready to leave.
type Notice struct {
	Subject string // one line
	Text    string // plain text, lines parted by \n
	Link    string // where to read on; empty for nowhere
	Alert   Alert  // the alert told; zero in a digest
	Files   []File // go along where the way takes files; mail alone does
}

// File goes along with a notice.
type File struct {
	Name string // of the file, with its ending
	Type string // its media type
	Data []byte
}

// Notifier tells one notice to one route. An error of kind Unavailable is
// worth another try; any other is not. It is called by several goroutines, each
// for another destination.
type Notifier interface {
	Notify(ctx context.Context, r Route, n Notice) error
}

const (
	// triesMost is how often a message is tried: at once, then after 1, 2, 4 ...
	// minutes, in all about two hours.
	triesMost = 8
	// aside is how many destinations are told at once. Who waits for one that
	// does not answer waits for no more than the others of these.
	aside = 8
)

// Composer writes what a message says, from what is known now. It is called by
// several goroutines.
type Composer func(ctx context.Context, m Message) (Notice, error)

// Deliver sends what is due through the notifiers of its kind, composed by
// compose: to one destination in the order in which it is due, to several side
// by side, so that one that does not answer holds up no other. What fails is
// tried again with growing pauses, and kept as Dead after triesMost tries or a
// refusal for good. It returns when all was tried, with how many left.
func (g *Guard) Deliver(ctx context.Context, by map[RouteKind]Notifier, compose Composer) (sent int, err error) {
	c := newCourier(g, by, compose)
	err = c.start(ctx)
	c.work.Wait()
	return c.sent, errors.Join(err, c.failed)
}

// DeliverEvery does what Deliver does until ctx ends: at once when the guard has put
// something to be told, and every few seconds for what is tried again, leaves
// at an hour or was put by somebody else. It does not wait for a destination
// that is being told before it looks at what is due to others.
func (g *Guard) DeliverEvery(ctx context.Context, by map[RouteKind]Notifier, compose Composer) error {
	c := newCourier(g, by, compose)
	defer c.work.Wait()
	for {
		if err := errors.Join(c.start(ctx), c.failure()); err != nil && ctx.Err() == nil {
			g.o.Log.Error("what is to be told was not looked at", "err", err)
		}
		if err := await(ctx, g.posted, every); err != nil {
			return err
		}
	}
}

// courier tells what is due, each destination by a goroutine of its own while
// there is something for it.
type courier struct {
	g       *Guard
	by      map[RouteKind]Notifier
	compose Composer
	slots   chan struct{} // holds one for each destination being told
	work    sync.WaitGroup

	mu     sync.Mutex
	busy   map[string]bool // destinations being told; true: more was seen meanwhile
	sent   int
	failed error // of the store
}

func newCourier(g *Guard, by map[RouteKind]Notifier, compose Composer) *courier {
	return &courier{g: g, by: by, compose: compose, slots: make(chan struct{}, aside), busy: map[string]bool{}}
}

// destination is what must be told in order: all mail goes through one server,
// a hook is its address.
func (r *Route) destination() string {
	if r.Kind == MailRoute {
		return string(MailRoute)
	}
	return string(r.Kind) + " " + r.To
}

// start begins to tell what is due to destinations that are not being told.
func (c *courier) start(ctx context.Context) error {
	// Who is busy is asked before what is due: of a destination that ends between
	// the two, the outbox would show what has just left.
	c.mu.Lock()
	busy := maps.Clone(c.busy)
	c.mu.Unlock()
	due, err := c.g.o.Ledger.Outbox(ctx, Pending, c.g.o.Now().UTC(), 0)
	if err != nil {
		return err
	}
	rounds := map[string][]Message{}
	var order []string
	for _, m := range due {
		to := m.Route.destination()
		if rounds[to] == nil {
			order = append(order, to)
		}
		rounds[to] = append(rounds[to], m)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, to := range order {
		if _, at := busy[to]; at {
			if _, still := c.busy[to]; still {
				c.busy[to] = true
			} else {
				c.g.wake()
			}
			continue
		}
		c.busy[to] = false
		c.work.Go(func() {
			failed := c.round(ctx, rounds[to])
			c.mu.Lock()
			defer c.mu.Unlock()
			c.failed = errors.Join(c.failed, failed)
			if c.busy[to] && failed == nil {
				c.g.wake()
			}
			delete(c.busy, to)
		})
	}
	return nil
}

// round tells the messages of one destination, one after the other.
func (c *courier) round(ctx context.Context, messages []Message) error {
	for _, m := range messages {
		select {
		case c.slots <- struct{}{}: // taken for one message, so that all get their turn
		case <-ctx.Done():
			return ctx.Err()
		}
		err := c.tell(ctx, m)
		<-c.slots
		if err != nil {
			return err
		}
	}
	return nil
}

// tell tells one message and keeps what became of it.
func (c *courier) tell(ctx context.Context, m Message) error {
	failed := c.deliver(ctx, m)
	if ctx.Err() != nil {
		return ctx.Err() // it stays as it was
	}
	now := c.g.o.Now().UTC()
	m.Tries++
	switch {
	case failed == nil:
		m.State, m.Ended, m.Why = Sent, now, vigie.Sentence{}
		c.mu.Lock()
		c.sent++
		c.mu.Unlock()
	case vigie.KindOf(failed) == vigie.Unavailable && m.Tries < triesMost:
		m.Why = vigie.Tell(failed)
		m.Due = now.Add(time.Minute << (m.Tries - 1))
	default:
		m.State, m.Ended, m.Why = Dead, now, vigie.Tell(failed)
	}
	if failed != nil {
		c.g.o.Log.Warn("not told", "key", m.Key, "tries", m.Tries, "state", m.State, "err", failed)
	}
	return c.g.o.Ledger.SaveMessage(ctx, m)
}

// failure returns what went wrong since it was asked last.
func (c *courier) failure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.failed
	c.failed = nil
	return err
}

func (c *courier) deliver(ctx context.Context, m Message) error {
	n := c.by[m.Route.Kind]
	if n == nil {
		return vigie.Errorf(vigie.Invalid, fmt.Errorf("no notifier of kind %q", m.Route.Kind), "alert-no-notifier", string(m.Route.Kind))
	}
	notice, err := c.compose(ctx, m)
	if err != nil {
		return err
	}
	return n.Notify(ctx, m.Route, notice)
}

// post puts messages to be told, and wakes who tells them.
func (g *Guard) post(ctx context.Context, messages []Message) error {
	if len(messages) == 0 {
		return nil
	}
	if err := g.o.Ledger.Post(ctx, messages...); err != nil {
		return err
	}
	g.wake()
	return nil
}

// wake has who tells look at what is due.
func (g *Guard) wake() {
	select {
	case g.posted <- struct{}{}:
	default: // called already
	}
}
