package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"modernc.org/sqlite"
)

// hand is one connection with its prepared statements. It speaks to the driver
// without database/sql, whose bookkeeping would cost as much as a small insert
// does. A hand is used by one goroutine at a time.
type hand struct {
	conn  driver.Conn
	stmts map[string]*statement
	args  []driver.NamedValue
	heads *heads
}

// statement is prepared once a hand. open counts the rows being read from it.
type statement struct {
	exec  driver.StmtExecContext
	query driver.StmtQueryContext
	stmt  driver.Stmt
	open  bool
	dest  []driver.Value
}

// mostStatements bounds the prepared statements of a hand; the text of a few
// depends on how many values a filter holds.
const mostStatements = 300

// newHand opens a connection. What it learns of the full text's segments it
// keeps in known.
func newHand(dsn string, known *heads) (*hand, error) {
	conn, err := new(sqlite.Driver).Open(dsn)
	if err != nil {
		return nil, err
	}
	return &hand{conn: conn, stmts: map[string]*statement{}, heads: known}, nil
}

// close finalizes every statement and the connection.
func (h *hand) close() error {
	err := h.forget()
	return errors.Join(err, h.conn.Close())
}

// broken reports whether a transaction cannot be begun: after an error that
// left one open, or lost the file.
func (h *hand) broken() bool {
	if _, err := h.exec("BEGIN"); err != nil {
		return true
	}
	_, err := h.exec("COMMIT")
	return err != nil
}

// forget finalizes every statement that is not being read.
func (h *hand) forget() error {
	var err error
	for text, st := range h.stmts {
		if !st.open {
			err = errors.Join(err, st.stmt.Close())
			delete(h.stmts, text)
		}
	}
	return err
}

func (h *hand) prepare(text string) (*statement, error) {
	if st := h.stmts[text]; st != nil {
		return st, nil
	}
	if len(h.stmts) >= mostStatements {
		if err := h.forget(); err != nil {
			return nil, err
		}
	}
	st, err := h.prepareAlone(text)
	if err == nil {
		h.stmts[text] = st
	}
	return st, err
}

func (h *hand) prepareAlone(text string) (*statement, error) {
	s, err := h.conn.Prepare(text)
	if err != nil {
		return nil, err
	}
	exec, ok1 := s.(driver.StmtExecContext)
	query, ok2 := s.(driver.StmtQueryContext)
	if !ok1 || !ok2 {
		return nil, errors.New("the driver's statements take no context")
	}
	return &statement{exec: exec, query: query, stmt: s}, nil
}

// bind readies args in the form the driver takes. The slice is the hand's own
// and good until the next call: the driver copies what it binds.
func (h *hand) bind(args []any) ([]driver.NamedValue, error) {
	h.args = h.args[:0]
	for i, a := range args {
		switch x := a.(type) {
		case int:
			a = int64(x)
		case nil, int64, float64, string, []byte:
		case bool:
			a = int64(0)
			if x {
				a = int64(1)
			}
		default:
			return nil, fmt.Errorf("argument %d has type %T", i+1, a)
		}
		h.args = append(h.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return h.args, nil
}

// do runs a statement to its end.
func (h *hand) do(text string, args ...any) (driver.Result, error) {
	st, err := h.prepare(text)
	if err != nil {
		return nil, err
	}
	bound, err := h.bind(args)
	if err != nil {
		return nil, err
	}
	return st.exec.ExecContext(context.Background(), bound)
}

// exec runs a statement and returns how many rows it changed.
func (h *hand) exec(text string, args ...any) (int64, error) {
	r, err := h.do(text, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// insert runs a statement and returns the row it inserted.
func (h *hand) insert(text string, args ...any) (int64, error) {
	r, err := h.do(text, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// errStop ends each early without being an error.
var errStop = errors.New("enough")

// each calls row for every row of a query. The values are good until row
// returns. row may use the hand for other statements, and ends the walk with
// errStop. The query is interrupted when ctx ends.
func (h *hand) each(ctx context.Context, row func(v []driver.Value) error, text string, args ...any) (err error) {
	st, err := h.prepare(text)
	if err != nil {
		return err
	}
	if st.open { // the same text is being read further up
		if st, err = h.prepareAlone(text); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, st.stmt.Close()) }()
	}
	bound, err := h.bind(args)
	if err != nil {
		return err
	}
	rows, err := st.query.QueryContext(ctx, bound)
	if err != nil {
		return err
	}
	st.open = true
	defer func() {
		st.open = false
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	if st.dest == nil {
		st.dest = make([]driver.Value, len(rows.Columns()))
	}
	for {
		if err := rows.Next(st.dest); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		if err := row(st.dest); errors.Is(err, errStop) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// one reads the first row of a query into a fresh slice, nil when there is
// none. It is for short statements: nothing interrupts it.
func (h *hand) one(text string, args ...any) ([]driver.Value, error) {
	var out []driver.Value
	err := h.each(context.Background(), func(v []driver.Value) error {
		out = append(out, v...)
		return errStop
	}, text, args...)
	return out, err
}

// number reads one integer, 0 when there is no row or the value is NULL.
func (h *hand) number(text string, args ...any) (int64, error) {
	v, err := h.one(text, args...)
	if err != nil || v == nil {
		return 0, err
	}
	return num(v[0]), nil
}

// num, real, str and blob read a value that may be NULL, as its zero value.
func num(v driver.Value) int64 {
	n, _ := v.(int64)
	return n
}

func real64(v driver.Value) float64 {
	switch x := v.(type) {
	case float64:
		return x
	case int64:
		return float64(x)
	}
	return 0
}

func str(v driver.Value) string {
	switch x := v.(type) {
	case string:
		return x
	case []byte:
		return string(x)
	}
	return ""
}

func blob(v driver.Value) []byte {
	switch x := v.(type) {
	case []byte:
		return x
	case string:
		return []byte(x)
	}
	return nil
}

// null returns nil for an empty string, so that it takes no room.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// discard is for statements whose rows say nothing.
func discard([]driver.Value) error { return nil }
