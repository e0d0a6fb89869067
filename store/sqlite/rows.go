package sqlite

import (
	"cmp"
	"slices"
	"strings"
)

// rowsAtOnce is how many rows one statement inserts. Beginning and ending a
// statement costs more than the row itself.
const rowsAtOnce = 32

// rows gathers rows of one table. What fails in it fails the transaction.
type rows struct {
	one, many string
	width     int
	args      []any
}

func newRows(insert string, width int) rows {
	row := "(" + marks(width) + ")"
	return rows{one: insert + row, many: insert + row + strings.Repeat(", "+row, rowsAtOnce-1), width: width}
}

// add gathers one row, and writes when there are many.
func (r *rows) add(h *hand, values ...any) error {
	r.args = append(r.args, values...)
	if len(r.args) < rowsAtOnce*r.width {
		return nil
	}
	_, err := h.exec(r.many, r.args...)
	r.args = r.args[:0]
	return err
}

// flush writes what is left.
func (r *rows) flush(h *hand) error {
	for i := 0; i < len(r.args); i += r.width {
		if _, err := h.exec(r.one, r.args[i:i+r.width]...); err != nil {
			return err
		}
	}
	r.args = r.args[:0]
	return nil
}

// indexed is a mention that is to enter the full text.
type indexed struct {
	id    int64
	words [3]string
}

// flushIndex feeds the full text. That is left to the end of a transaction: a
// statement that could be taken back by itself opens a savepoint, and at each
// savepoint the full text writes all it gathered. Whoever deletes from it
// flushes first.
//
// Rows of the full text have the id of their mention with the sign turned:
// walked upwards they are newest first, and the full text intersects several
// times faster upwards than downwards. It also wants its rows in that order.
func (w *writer) flushIndex() error {
	slices.SortFunc(w.index, func(a, b indexed) int { return cmp.Compare(b.id, a.id) })
	for i := range w.index {
		e := &w.index[i]
		if _, err := w.exec("INSERT INTO words (rowid, title, body, also) VALUES (?, ?, ?, ?)", -e.id, e.words[0], e.words[1], e.words[2]); err != nil {
			return err
		}
	}
	clear(w.index)
	w.index = w.index[:0]
	return nil
}

// unindex takes a mention out of the full text.
func (w *writer) unindex(id int64) error {
	if err := w.flushIndex(); err != nil {
		return err
	}
	_, err := w.exec("DELETE FROM words WHERE rowid = ?", -id)
	return err
}

// flushRows writes all rows gathered, so that they can be read.
func (w *writer) flushRows() error {
	for _, r := range []*rows{&w.hearings, &w.matches, &w.notes} {
		if err := r.flush(w.hand); err != nil {
			return err
		}
	}
	return nil
}
