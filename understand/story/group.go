package story

import (
	"sync"
	"time"

	"vigie.example/vigie"
)

// Grouper remembers what was kept and tells what the next is a copy of. It is
// safe for several goroutines; batches go through it one after another.
type Grouper struct {
	mu   sync.Mutex
	ix   Index
	last Batch
}

// Remember adds mentions that were kept before, as the archive gives them at a
// start. Batches wait meanwhile, so that nothing arrives whose copies are not
// known yet. It returns the error of each.
func (g *Grouper) Remember(now time.Time, each func(yield func(vigie.MentionID, *Sketch) bool) error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	var found []Match
	return each(func(id vigie.MentionID, s *Sketch) bool {
		ms := id.Time().UnixMilli()
		var itself ref
		if found, itself = g.ix.Find(s, ms, found); itself.slice == nil {
			g.ix.Add(id, s, ms, now.UnixMilli(), found)
		}
		return true
	})
}

// Forget takes mentions out that were erased.
func (g *Grouper) Forget(ids []vigie.MentionID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	gone := map[vigie.MentionID]struct{}{}
	for _, id := range ids {
		gone[id] = struct{}{}
	}
	g.ix.Forget(gone)
}

// Held is how many sketches are remembered, and in how many bytes.
func (g *Grouper) Held() (items, bytes int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.ix.Items(), g.ix.Bytes()
}

// Batch is what is about to be kept together. It ends with End.
type Batch struct {
	g     *Grouper
	now   int64
	refs  []ref // of the items, in order; empty where none was added
	found []Match
}

// Begin begins a batch. Others wait until it ends.
func (g *Grouper) Begin(now time.Time) *Batch {
	g.mu.Lock()
	g.last = Batch{g: g, now: now.UnixMilli(), refs: g.last.refs[:0], found: g.last.found}
	return &g.last
}

// Join takes the next item of the batch, published at when, and returns what it
// is a copy of, the likest first: a mention that is kept, or item i of this
// batch as -1-i. A second and further one is told only where all are copies of
// one another. A nil sketch is an item that is not to be kept.
func (b *Batch) Join(s *Sketch, when time.Time) (of []vigie.MentionID) {
	i := len(b.refs)
	b.refs = append(b.refs, ref{})
	if s == nil || s.N == 0 {
		return nil
	}
	ms := when.UnixMilli()
	b.found, b.refs[i] = b.g.ix.Find(s, ms, b.found)
	switch it := b.refs[i]; {
	case it.slice == nil:
		b.refs[i] = b.g.ix.Add(vigie.MentionID(-1-i), s, ms, b.now, b.found)
	case it.slice.items[it.at].id == 0: // it was not kept the last time
		it.slice.items[it.at].id = vigie.MentionID(-1 - i)
	default:
		b.refs[i] = ref{} // it is kept and stays as it is
	}
	for k, m := range b.found {
		if k == 0 || b.found[0].Whole && m.Whole {
			of = append(of, m.ID)
		}
	}
	return of
}

// New reports whether the item that Join took last was not remembered with the
// same words.
func (b *Batch) New() bool { return b.refs[len(b.refs)-1].slice != nil }

// End ends the batch: id tells under which id item i was kept with these words,
// 0 where it was not.
func (b *Batch) End(id func(i int) vigie.MentionID) {
	for i, r := range b.refs {
		if r.slice != nil {
			r.slice.items[r.at].id = id(i)
		}
	}
	clear(b.refs)
	b.g.mu.Unlock()
}
