package sqlite

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"vigie.example/vigie/store/sqlite/words"
)

// writer is the one hand that writes, and what it remembers between
// transactions. It belongs to the goroutine of Store.write.
type writer struct {
	*hand
	s *Store

	seq      int64 // last line of the change log
	told     int64 // that of the last call of Store.moved
	kept     int64 // mentions kept
	buffered int64 // keys waiting in the heard buffer
	tally    *tally
	touched  map[voiceDay]struct{} // days whose voices this transaction changes
	gathered map[voiceWeek]struct{}
	packed   packedSpans
	// answersMoved: this transaction changed whose mention others answer.
	answersMoved bool
	names        *names
	erased       map[[32]byte]struct{} // authors who must not come back
	secret       []byte                // keys their hashes
	nextSeq      map[int64]int64       // latest instants seen: next free sequence under each

	// Rows that nothing reads before the end of a pass are inserted many at a
	// time.
	hearings, matches, notes, words rows

	// Keys kept by this transaction, and the blooms of the runs that hold those
	// kept before; nil until they are asked.
	fresh  map[hash16]int64
	blooms []bloomOf

	// What enters the full text at the end of the transaction.
	index   []indexed
	builder words.Builder
	flushes int // how many segments the builder was used for
}

// The writer's page cache while it is busy. It takes twice as much: the
// driver's allocator rounds up to a power of two, and a page with its header is a
// little more than 4 KiB. After a quiet minute the pages are given back.
const (
	writeCacheKiB = 16 << 10
	quiet         = time.Minute
)

// most tasks in one transaction.
const groupMost = 128

// gather is how long a transaction waits, at most, until it has as many tasks
// as the one before: many are at work then, a commit costs as much as the work
// of a small task, and on a busy machine each would find the writer idle and get
// one of its own. Who writes alone never waits.
const gather = 5 * time.Millisecond

// linger is how long tasks that nobody waits for (what was learnt by a visit)
// wait for one that somebody does, to share its commit.
const linger = 20 * time.Millisecond

// task is one piece of writing and whom to tell.
type task struct {
	do      func(w *writer) error
	alone   bool // runs outside a transaction
	patient bool // may wait, for linger at most, before it is begun
	done    chan error
}

// errAgain asks that a task be run by itself.
var errAgain = errors.New("again")

func (s *Store) newWriter() (*writer, error) {
	more := []string{"wal_autocheckpoint(16000)"}
	if s.opts.maxPages > 0 {
		more = append(more, "max_page_count("+strconv.Itoa(s.opts.maxPages)+")")
	}
	h, err := newHand(s.dsn(writeCacheKiB, more...), newHeads())
	if err != nil {
		return nil, err
	}
	w := &writer{
		hand: h, s: s,
		hearings: newRows("INSERT INTO hearing (source, mention, at) VALUES ", 3),
		matches:  newRows("INSERT INTO match (topic, mention, version, opinion, sure, channel, site, lang, author, flags, story) VALUES ", 11),
		notes:    newRows("INSERT INTO change (seq, mention, kind, at) VALUES ", 4),
		words:    newRows("INSERT OR IGNORE INTO word (rev) VALUES ", 1),
	}
	if err := w.recall(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if err := w.begin(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if err := w.settleZone(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if err := w.commit(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if err := w.resumeScrub(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return w, nil
}

// recall reads what the writer remembers, at the start and after a rollback.
func (w *writer) recall() (err error) {
	w.names = newNames()
	w.hearings.args, w.matches.args, w.notes.args, w.words.args, w.index = nil, nil, nil, nil, nil
	w.heads.clear()
	w.fresh, w.blooms = map[hash16]int64{}, nil
	w.nextSeq = map[int64]int64{}
	w.touched, w.answersMoved = map[voiceDay]struct{}{}, false
	if w.seq, err = w.number("SELECT max(seq) FROM change"); err != nil {
		return err
	}
	if w.kept, err = w.counter("kept"); err != nil {
		return err
	}
	if w.buffered, err = w.counter("buffered"); err != nil {
		return err
	}
	if w.secret, err = w.meta("secret"); err != nil {
		return err
	}
	if w.secret == nil {
		w.secret = make([]byte, 32)
		rand.Read(w.secret) // never fails since Go 1.24
		if err := w.setMeta("secret", w.secret); err != nil {
			return err
		}
	}
	if err := w.recallZone(); err != nil {
		return err
	}
	if err := w.recallGathered(); err != nil {
		return err
	}
	if err := w.recallPacked(); err != nil {
		return err
	}
	return w.recallErased()
}

func (h *hand) meta(name string) ([]byte, error) {
	v, err := h.one("SELECT value FROM meta WHERE name = ?", name)
	if err != nil || v == nil {
		return nil, err
	}
	return blob(v[0]), nil
}

func (h *hand) setMeta(name string, value []byte) error {
	_, err := h.exec("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", name, value)
	return err
}

func (h *hand) counter(name string) (int64, error) {
	b, err := h.meta(name)
	if err != nil || b == nil {
		return 0, err
	}
	return strconv.ParseInt(string(b), 10, 64)
}

// write runs tasks until the store closes. Tasks that wait together share one
// transaction and so one wait for the disk. Where one of them fails, all are
// undone and run again one by one, so that only the guilty hears of it.
func (s *Store) write(w *writer) {
	defer close(s.ended)
	idle := time.NewTimer(quiet)
	defer idle.Stop()
	late := time.NewTimer(gather)
	defer late.Stop()
	before := 1 // tasks of the transaction before
	for {
		var group []*task
		select {
		case <-s.stop:
			if err := w.close(); err != nil {
				s.opts.Log.Error("closing the store", "err", err)
			}
			return
		case <-idle.C:
			w.rest()
			continue
		case t := <-s.jobs:
			group = append(group, t)
		}
		var after *task
		var over <-chan time.Time
		hurry := !group[0].patient
		switch {
		case !hurry:
			late.Reset(linger)
			over = late.C
		case before > 1:
			late.Reset(gather)
			over = late.C
		}
	collect:
		for !group[0].alone && len(group) < groupMost {
			var t *task
			select {
			case t = <-s.jobs:
			default:
				if over == nil || hurry && len(group) >= before {
					break collect
				}
				select {
				case t = <-s.jobs:
				case <-over:
					break collect
				}
			}
			if t.alone {
				after = t
				break collect
			}
			group = append(group, t)
			hurry = hurry || !t.patient
		}
		before = len(group)
		w.run(group)
		if after != nil {
			w.run([]*task{after})
		}
		idle.Reset(quiet)
	}
}

// run carries out a group of tasks and tells each what came of it.
func (w *writer) run(group []*task) {
	err := w.together(group)
	if errors.Is(err, errAgain) {
		for _, t := range group {
			t.done <- w.together([]*task{t})
		}
		return
	}
	for _, t := range group {
		t.done <- err
	}
}

// together runs tasks in one transaction. It returns errAgain when one of
// several failed.
func (w *writer) together(group []*task) error {
	if group[0].alone {
		return group[0].do(w)
	}
	if err := w.begin(); err != nil {
		return err
	}
	for _, t := range group {
		err := t.do(w)
		if err == nil {
			err = w.flushRows() // the next task reads what this one wrote
		}
		if err != nil {
			err = w.undo(err)
			if len(group) > 1 {
				return errAgain
			}
			return err
		}
	}
	return w.commit()
}

func (w *writer) begin() error {
	_, err := w.exec("BEGIN IMMEDIATE")
	return err
}

// commit writes the figures gathered by the transaction and makes it durable.
func (w *writer) commit() error {
	if err := w.settle(); err != nil {
		return w.undo(err)
	}
	if _, err := w.exec("COMMIT"); err != nil {
		return w.undo(err)
	}
	w.s.changed.Add(1)
	if w.seq != w.told {
		w.told = w.seq
		w.s.moved.call()
	}
	w.s.voices.drop(w.touched)
	clear(w.touched)
	if w.answersMoved {
		w.answersMoved = false
		w.s.voices.clear() // what is being packed was read before
	}
	return nil
}

// settle flushes figures and counters.
func (w *writer) settle() error {
	if err := w.forgetTouched(); err != nil {
		return err
	}
	if err := w.forgetDays(); err != nil {
		return err
	}
	if err := w.flushIndex(); err != nil {
		return err
	}
	if err := w.tidyWords(); err != nil {
		return err // a full disk has undone the transaction: nothing more may be written
	}
	if err := w.flushKeys(); err != nil {
		return err
	}
	if !w.tally.dirty {
		return nil
	}
	if err := w.tally.flush(w.hand); err != nil {
		return err
	}
	if err := w.setMeta("kept", strconv.AppendInt(nil, w.kept, 10)); err != nil {
		return err
	}
	return w.setMeta("buffered", strconv.AppendInt(nil, w.buffered, 10))
}

// undo rolls back and forgets what was remembered of the transaction. It
// returns err, with what went wrong on the way.
func (w *writer) undo(err error) error {
	// Some errors (a full disk) have rolled back already; then this fails
	// and says nothing new.
	_, _ = w.exec("ROLLBACK")
	if e := w.recall(); e != nil {
		return errors.Join(err, fmt.Errorf("recall after a rollback: %w", e))
	}
	return err
}

// rest gives memory back and takes the log into the file after a quiet while.
func (w *writer) rest() {
	for _, p := range []string{"PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA shrink_memory"} {
		if err := w.each(context.Background(), discard, p); err != nil {
			w.s.opts.Log.Warn("resting the store", "err", err)
		}
	}
	w.names.rest()
	w.builder, w.blooms = words.Builder{}, nil
	clear(w.nextSeq)
	w.s.Rest()
}

// Rest gives memory back that much reading took, once it will not be wanted for
// a while.
func (s *Store) Rest() {
	s.restReaders()
	debug.FreeOSMemory()
}

// restReaders gives back what idle readers hold.
func (s *Store) restReaders() {
	for range cap(s.readers) {
		select {
		case h := <-s.readers:
			if h != nil {
				if err := h.each(context.Background(), discard, "PRAGMA shrink_memory"); err != nil {
					s.opts.Log.Warn("resting a reader", "err", err)
				}
			}
			s.readers <- h
		default:
			return
		}
	}
}

// change does do in the writer's next transaction and returns when that is
// durable. do may run twice: it must set its results afresh. Once begun it is
// not given up, so that the caller knows what became of it.
func (s *Store) change(ctx context.Context, do func(w *writer) error) error {
	return s.submit(ctx, &task{do: do, done: make(chan error, 1)})
}

// changePatiently is change for what nobody waits for.
func (s *Store) changePatiently(ctx context.Context, do func(w *writer) error) error {
	return s.submit(ctx, &task{do: do, done: make(chan error, 1), patient: true})
}

func (s *Store) submit(ctx context.Context, t *task) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.jobs <- t:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.stop:
		return s.errClosed()
	}
	return fault(s.path, <-t.done)
}
