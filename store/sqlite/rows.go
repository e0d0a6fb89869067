package sqlite

import "strings"

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

// flushRows writes all rows gathered, so that they can be read.
func (w *writer) flushRows() error {
	for _, r := range []*rows{&w.hearings, &w.matches, &w.notes} {
		if err := r.flush(w.hand); err != nil {
			return err
		}
	}
	return nil
}
