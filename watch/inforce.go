package watch

import (
	"context"
	"fmt"
	"sync"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// scratches are what batches match with, one each.
var scratches = sync.Pool{New: func() any { return new(query.Scratch) }}

// held is a topic as it is in force.
type held struct {
	name    string
	version int
	query   string
	lists   bool // it names lists, which may have changed
	counts  bool // it asks what is counted on mentions
}

func hold(t vigie.Topic, q *query.Query) held {
	return held{t.Name, t.Version, t.Query, len(q.Uses()) > 0, q.Asks()&query.AsksCounts != 0}
}

// enforce puts one topic in force in place of what its ID stood for. The caller
// holds inForce for writing.
func (w *Watch) enforce(t vigie.Topic, q *query.Query) error {
	if err := w.topics.Put(query.Entry{ID: t.ID, Version: t.Version, Query: q}); err != nil {
		return fmt.Errorf("compile topic %q: %w", t.Name, err)
	}
	w.parsed.clear()
	w.known[t.ID] = hold(t, q)
	return nil
}

// reload puts the ledger's topics in force; those that are already are left
// alone. The caller holds inForce for writing, or is alone.
func (w *Watch) reload(ctx context.Context) error {
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return fmt.Errorf("read topics: %w", err)
	}
	lists, err := Lists(ctx, w.Ledger)
	if err != nil {
		return err
	}
	var changed []query.Entry
	known := make(map[vigie.TopicID]held, len(topics))
	for _, t := range topics {
		if had, ok := w.known[t.ID]; ok && !had.lists && had.name == t.Name && had.version == t.Version && had.query == t.Query {
			known[t.ID] = had
			continue
		}
		q, err := lists.Parse(t.Query)
		if err != nil {
			// Only a query kept by another version of the language gets here:
			// the others must go on, and its page shows the error.
			w.Log.Error("topic left out: its query does not parse", "topic", t.Name, "err", err)
			continue
		}
		known[t.ID] = hold(t, q)
		changed = append(changed, query.Entry{ID: t.ID, Version: t.Version, Query: q})
	}
	w.parsed.clear()
	if w.topics == nil {
		w.topics, err = query.NewIndex(changed, nil)
	} else {
		err = w.topics.Put(changed...)
	}
	if err != nil {
		return fmt.Errorf("compile topics: %w", err)
	}
	var gone []vigie.TopicID
	for id := range w.known {
		if _, ok := known[id]; !ok {
			gone = append(gone, id)
		}
	}
	w.topics.Remove(gone...)
	w.known = known
	return nil
}

// parsedQueries are queries in force that were asked where they matched: an
// Index keeps none, and parsing takes longer than asking. It is safe for
// several goroutines.
type parsedQueries struct {
	mu sync.Mutex
	of map[vigie.TopicID]*query.Query
}

// parsedMost bounds what is kept parsed; few topics match at any one time.
const parsedMost = 2000

func (p *parsedQueries) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of = nil
}

// queryOf returns the query of a topic in force; nil where there is none,
// which matches nothing. The caller holds inForce.
func (w *Watch) queryOf(id vigie.TopicID) *query.Query {
	w.parsed.mu.Lock()
	defer w.parsed.mu.Unlock()
	q, ok := w.parsed.of[id]
	if ok {
		return q
	}
	q, _ = w.topics.Query(id)
	if w.parsed.of == nil || len(w.parsed.of) >= parsedMost {
		w.parsed.of = map[vigie.TopicID]*query.Query{}
	}
	w.parsed.of[id] = q
	return q
}
