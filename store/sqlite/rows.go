package sqlite

import "strings"

// rowsAtOnce is how many rows a statement inserts, most first. Beginning and
// ending a statement costs more than the row itself, and what one visit brings
// rarely fills the longest.
var rowsAtOnce = [...]int{32, 8, 4, 2, 1}

// rows gathers rows of one table. What fails in it fails the transaction.
type rows struct {
	inserts [len(rowsAtOnce)]string
	width   int
	args    []any
}

func newRows(insert string, width int) rows {
	r := rows{width: width}
	row := "(" + marks(width) + ")"
	for i, n := range rowsAtOnce {
		r.inserts[i] = insert + row + strings.Repeat(", "+row, n-1)
	}
	return r
}

// add gathers one row, and writes when there are many.
func (r *rows) add(h *hand, values ...any) error {
	r.args = append(r.args, values...)
	if len(r.args) < rowsAtOnce[0]*r.width {
		return nil
	}
	return r.flush(h)
}

// flush writes what is left.
func (r *rows) flush(h *hand) error {
	left := r.args
	for i, n := range rowsAtOnce {
		for ; len(left) >= n*r.width; left = left[n*r.width:] {
			if _, err := h.exec(r.inserts[i], left[:n*r.width]...); err != nil {
				return err
			}
		}
	}
	r.args = r.args[:0]
	return nil
}

// flushRows writes all rows gathered, so that they can be read.
func (w *writer) flushRows() error {
	for _, r := range []*rows{&w.hearings, &w.matches, &w.notes, &w.words} {
		if err := r.flush(w.hand); err != nil {
			return err
		}
	}
	return nil
}
