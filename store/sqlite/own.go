package sqlite

import (
	"context"
	"database/sql/driver"
	"strconv"
)

// What the organisation says itself is a handful among millions: table own
// lists it. Stores made before that table are listed in the background, newest
// first, a stretch at a time; until then the mentions are looked at one by one.

// ownStretch is how many mentions are looked at in one transaction: some tens
// of milliseconds for which others wait.
const ownStretch = 10_000

// ownLeft returns the id below which mentions are not listed yet; 0 where all
// are.
func (h *hand) ownLeft() (int64, error) { return h.counter("own_left") }

// listOwn keeps table own: a mention is, or is no longer, by the organisation.
func (w *writer) listOwn(id int64, own bool) error {
	text := "DELETE FROM own WHERE mention = ?"
	if own {
		text = "INSERT OR IGNORE INTO own (mention) VALUES (?)"
	}
	_, err := w.exec(text, id)
	return err
}

// digestOwn lists what is not listed yet.
func (s *Store) digestOwn(ctx context.Context) error {
	for {
		var left int64
		if err := s.read(ctx, func(h *hand) (err error) {
			left, err = h.ownLeft()
			return err
		}); err != nil || left == 0 {
			return err
		}
		if err := s.change(ctx, func(w *writer) error { return w.listSomeOwn(ctx) }); err != nil {
			return err
		}
	}
}

// listSomeOwn lists the newest stretch that is not.
func (w *writer) listSomeOwn(ctx context.Context) error {
	left, err := w.ownLeft()
	if err != nil || left == 0 {
		return err
	}
	from, n := int64(0), 0
	if err := w.each(ctx, func(v []driver.Value) error {
		n++
		from = num(v[0])
		return nil
	}, "SELECT id FROM mention WHERE id < ? ORDER BY id DESC LIMIT ?", left, ownStretch); err != nil {
		return err
	}
	if n < ownStretch {
		from = 0
	}
	if _, err := w.exec("INSERT OR IGNORE INTO own (mention) SELECT id FROM mention WHERE id >= ? AND id < ? AND flags & ? <> 0", from, left, flagOwn); err != nil {
		return err
	}
	return w.setMeta("own_left", strconv.AppendInt(nil, from, 10))
}

// recountOwn compares the list with the mentions.
func (h *hand) recountOwn(tell func(id string, args ...any)) error {
	left, err := h.ownLeft()
	if err != nil {
		return err
	}
	want, err := h.number("SELECT count(*) FROM mention WHERE id >= ? AND flags & ? <> 0", left, flagOwn)
	if err != nil {
		return err
	}
	got, err := h.number("SELECT count(*) FROM own o JOIN mention m ON m.id = o.mention WHERE o.mention >= ? AND m.flags & ? <> 0", left, flagOwn)
	if err != nil {
		return err
	}
	all, err := h.number("SELECT count(*) FROM own")
	if err != nil {
		return err
	}
	below, err := h.number("SELECT count(*) FROM own o JOIN mention m ON m.id = o.mention WHERE o.mention < ? AND m.flags & ? <> 0", left, flagOwn)
	if err != nil {
		return err
	}
	if got != want || all != got+below {
		tell("recount-whole", "own", all, want+below)
	}
	return nil
}
