package watch

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand"
)

// Listed is a memory of named lists.
type Listed interface {
	Lists(ctx context.Context) ([]vigie.List, error)
}

// Lists returns the named lists of a workspace as queries want them.
func Lists(ctx context.Context, l Listed) (query.Lists, error) {
	kept, err := l.Lists(ctx)
	if err != nil {
		return nil, fmt.Errorf("read lists: %w", err)
	}
	lists := make(query.Lists, len(kept))
	for _, x := range kept {
		lists[x.Name] = x.Terms
	}
	return lists, nil
}

// Parse reads a query that may name lists of the workspace.
func Parse(ctx context.Context, l Listed, s string) (*query.Query, error) {
	lists, err := Lists(ctx, l)
	if err != nil {
		return nil, err
	}
	return lists.Parse(s)
}

// Quoter returns what chooses the sentences that are quoted about a topic, which
// j judges. Where the topic's query makes no sense, it does not know where the
// topic stands.
func Quoter(ctx context.Context, l Listed, j understand.Judge, t vigie.Topic) (*understand.Quoter, error) {
	q, err := Parse(ctx, l, t.Query)
	if err != nil && vigie.KindOf(err) != vigie.Invalid {
		return nil, err
	}
	return &understand.Quoter{Name: t.Name, Query: q, Judge: j}, nil
}

// SaveList keeps a named list and reads the archive again for the topics that
// use it. It fails with kind Invalid where its name or a line makes no sense,
// where it leads back to itself, or where a topic that uses it would no longer
// be one; then nothing changed.
func (w *Watch) SaveList(ctx context.Context, l vigie.List) error {
	l.Name = strings.TrimSpace(l.Name)
	if l.Name == "" {
		return vigie.Errorf(vigie.Invalid, nil, "list-without-name")
	}
	if strings.ContainsAny(l.Name, "\"“”„‟＂«»(),") {
		return vigie.Errorf(vigie.Invalid, nil, "list-name-signs", l.Name)
	}
	w.inForce.Lock()
	defer w.inForce.Unlock()
	lists, err := Lists(ctx, w.Ledger)
	if err != nil {
		return err
	}
	for name := range lists { // under whatever case it was written
		if text.Fold(name) == text.Fold(l.Name) {
			delete(lists, name)
		}
	}
	lists[l.Name] = l.Terms
	if _, err := lists.Parse(`list:"` + l.Name + `"`); err != nil {
		return err
	}
	users, err := w.usersOf(ctx, lists, l.Name)
	if err != nil {
		return err
	}
	if err := w.Ledger.SaveList(ctx, l); err != nil {
		return err
	}
	return w.readAgainFor(ctx, users)
}

// DeleteList takes a list away; Conflict while a topic or another list names
// it.
func (w *Watch) DeleteList(ctx context.Context, name string) error {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	lists, err := Lists(ctx, w.Ledger)
	if err != nil {
		return err
	}
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return err
	}
	for _, t := range topics {
		if q, err := lists.Parse(t.Query); err == nil && slices.Contains(q.Uses(), text.Fold(name)) {
			return vigie.Errorf(vigie.Conflict, nil, "list-used", name, t.Name)
		}
	}
	for other := range lists {
		if text.Fold(other) == text.Fold(name) {
			continue
		}
		if q, err := lists.Parse(`list:"` + other + `"`); err == nil && slices.Contains(q.Uses(), text.Fold(name)) {
			return vigie.Errorf(vigie.Conflict, nil, "list-used", name, other)
		}
	}
	return w.Ledger.DeleteList(ctx, name)
}

// usersOf returns the topics whose queries name a list, by itself or through
// others. A topic that these lists would break is an error that names it.
func (w *Watch) usersOf(ctx context.Context, lists query.Lists, name string) (users []vigie.Topic, err error) {
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	before, err := Lists(ctx, w.Ledger)
	if err != nil {
		return nil, err
	}
	for _, t := range topics {
		q, err := lists.Parse(t.Query)
		if err == nil {
			err = q.CheckTopic()
		}
		if err != nil {
			if _, was := before.Parse(t.Query); was != nil {
				continue // it was broken already
			}
			return nil, vigie.Errorf(vigie.Invalid, err, "list-breaks", t.Name, vigie.Tell(err))
		}
		if slices.Contains(q.Uses(), text.Fold(name)) {
			users = append(users, t)
		}
	}
	return users, nil
}

// readAgainFor puts the lists in force and has the archive read again for
// topics whose words changed though their query did not. The caller holds
// inForce for writing.
func (w *Watch) readAgainFor(ctx context.Context, topics []vigie.Topic) error {
	if len(topics) == 0 {
		return nil
	}
	for _, t := range topics {
		if err := w.Ledger.SaveJob(ctx, Job{Topic: t.ID, Version: t.Version, Before: math.MaxInt64, Started: w.Now().UTC()}); err != nil {
			return err
		}
	}
	if err := w.reload(ctx); err != nil {
		return err
	}
	w.Reread()
	return nil
}
