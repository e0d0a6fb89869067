package alert

import (
	"context"
	"errors"
	"fmt"
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
// worth another try; any other is not.
type Notifier interface {
	Notify(ctx context.Context, r Route, n Notice) error
}

const (
	// triesMost is how often a message is tried: at once, then after 1, 2, 4 ...
	// minutes, in all about two hours.
	triesMost = 8
	// deliverMost is how many leave in one go.
	deliverMost = 50
)

// Deliver sends what is due through the notifiers of its kind, composed by
// compose. What fails is tried again with growing pauses, and kept as Dead
// after triesMost tries or a refusal for good. It returns how many left.
func (g *Guard) Deliver(ctx context.Context, by map[RouteKind]Notifier, compose func(ctx context.Context, m Message) (Notice, error)) (sent int, err error) {
	now := g.o.Now().UTC()
	due, err := g.o.Ledger.Outbox(ctx, Pending, now, deliverMost)
	if err != nil {
		return 0, err
	}
	for _, m := range due {
		failed := g.deliver(ctx, by, compose, m)
		if ctx.Err() != nil {
			return sent, ctx.Err() // it stays as it was
		}
		m.Tries++
		switch {
		case failed == nil:
			m.State, m.Ended, m.Why = Sent, now, vigie.Sentence{}
			sent++
		case vigie.KindOf(failed) == vigie.Unavailable && m.Tries < triesMost:
			m.Why = vigie.Tell(failed)
			m.Due = now.Add(time.Minute << (m.Tries - 1))
		default:
			m.State, m.Ended, m.Why = Dead, now, vigie.Tell(failed)
		}
		if failed != nil {
			g.o.Log.Warn("not told", "key", m.Key, "tries", m.Tries, "state", m.State, "err", failed)
		}
		if err := g.o.Ledger.SaveMessage(ctx, m); err != nil {
			return sent, err
		}
	}
	return sent, nil
}

func (g *Guard) deliver(ctx context.Context, by map[RouteKind]Notifier, compose func(context.Context, Message) (Notice, error), m Message) error {
	n := by[m.Route.Kind]
	if n == nil {
		return vigie.Errorf(vigie.Invalid, fmt.Errorf("no notifier of kind %q", m.Route.Kind), "alert-no-notifier", string(m.Route.Kind))
	}
	notice, err := compose(ctx, m)
	if err != nil {
		return err
	}
	return n.Notify(ctx, m.Route, notice)
}

// DeliverEvery runs Deliver until ctx ends: at once when the guard has put
// something to be told, and every few seconds for what is tried again, leaves
// at an hour or was put by somebody else.
func (g *Guard) DeliverEvery(ctx context.Context, by map[RouteKind]Notifier, compose func(context.Context, Message) (Notice, error)) error {
	for {
		if _, err := g.Deliver(ctx, by, compose); err != nil && !errors.Is(err, context.Canceled) {
			g.o.Log.Error("what is to be told was not looked at", "err", err)
		}
		if err := await(ctx, g.posted, every); err != nil {
			return err
		}
	}
}

// post puts messages to be told, and wakes who tells them.
func (g *Guard) post(ctx context.Context, messages []Message) error {
	if len(messages) == 0 {
		return nil
	}
	if err := g.o.Ledger.Post(ctx, messages...); err != nil {
		return err
	}
	select {
	case g.posted <- struct{}{}:
	default: // called already
	}
	return nil
}
