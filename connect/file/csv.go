package file

import (
	"bytes"
	"io"
)

// fault is why a row cannot be used; the zero fault is none.
type fault int8

const (
	sound fault = iota
	openQuote
	tooLong
	notJSON
	wrongCells
	noText
)

const maxWasted = 64 << 20

// csvRows cuts a table into rows of cells, as RFC 4180 has it and as people
// write it: a quote inside a quoted cell may stand alone, lines end as they
// like. A quote that is opened and never closed costs its own line and not the
// rest of the file.
type csvRows struct {
	w     *window
	delim byte
	// wasted is how much was read in search of quotes that never close; beyond
	// maxWasted a quoted cell must end on its own line, so that a file full of
	// open quotes is not searched to its end once a line.
	wasted int

	row  []byte // cells end to end
	ends []int
}

// next reads one row and returns the number of its line. An empty line is
// passed over. After io.EOF there is no more. The cells stay valid until the
// next call.
func (c *csvRows) next() (line int, f fault, err error) {
	for {
		n, f := c.parse()
		line = c.w.line
		switch {
		case f != sound:
			return line, f, c.w.skipLine()
		case n == 0:
			if err := c.w.failed(); err != nil {
				return line, sound, err
			}
			return line, sound, io.EOF
		}
		c.w.take(n)
		if len(c.ends) > 1 || len(c.row) > 0 {
			return line, sound, nil
		}
	}
}

// cell returns a cell of the row just read.
func (c *csvRows) cell(i int) []byte {
	from := 0
	if i > 0 {
		from = c.ends[i-1]
	}
	return c.row[from:c.ends[i]]
}

// parse reads the row at the window's beginning and returns its length with
// its line end; 0 at the end of the stream.
func (c *csvRows) parse() (length int, f fault) {
	c.row, c.ends = c.row[:0], c.ends[:0]
	b := c.w.bytes()
	if len(b) == 0 {
		if !c.w.more() {
			return 0, sound
		}
		b = c.w.bytes()
	}
	i := 0
	for {
		var done bool
		if i < len(b) && b[i] == '"' {
			i, done, f = c.quoted(i)
		} else {
			i, done, f = c.plain(i)
		}
		if f != sound || done {
			return i, f
		}
		if b = c.w.bytes(); i >= len(b) && !c.w.more() {
			if c.w.err == nil {
				return 0, tooLong
			}
			c.ends = append(c.ends, len(c.row)) // a delimiter ends the file
			return i, sound
		}
		b = c.w.bytes()
	}
}

// plain reads a cell without quotes from i on, and returns where the next
// begins and whether the row is done.
func (c *csvRows) plain(i int) (next int, done bool, f fault) {
	from := i
	for {
		b := c.w.bytes()
		for ; i < len(b); i++ {
			if b[i] == c.delim {
				c.row = append(c.row, b[from:i]...)
				c.ends = append(c.ends, len(c.row))
				return i + 1, false, sound
			}
			if b[i] == '\n' {
				c.row = append(c.row, bytes.TrimSuffix(b[from:i], []byte{'\r'})...)
				c.ends = append(c.ends, len(c.row))
				return i + 1, true, sound
			}
		}
		if !c.w.more() {
			if c.w.err == nil {
				return 0, true, tooLong
			}
			c.row = append(c.row, bytes.TrimSuffix(b[from:i], []byte{'\r'})...)
			c.ends = append(c.ends, len(c.row))
			return i, true, sound
		}
	}
}

// quoted reads a cell that begins with a quote at i.
func (c *csvRows) quoted(i int) (next int, done bool, f fault) {
	open := i
	cell := len(c.row)
	i++
	from := i // of what is not yet copied
	scan := i
	lines := false
	for {
		b := c.w.bytes()
		q := -1
		if scan < len(b) {
			q = bytes.IndexByte(b[scan:], '"')
		}
		if q < 0 || scan+q+1 >= len(b) && c.w.err == nil {
			if q < 0 {
				scan = max(scan, len(b))
			}
			if c.w.more() {
				continue
			}
			if c.w.err == nil || q < 0 {
				return c.unclosed(open, cell, len(b))
			}
		}
		q += scan
		lines = lines || bytes.IndexByte(b[scan-1:q], '\n') >= 0
		if lines && (c.delim == '\t' || c.wasted > maxWasted) || c.delim == '\t' && bytes.IndexByte(b[scan-1:q], '\t') >= 0 {
			return c.unclosed(open, cell, 0)
		}
		if q+1 >= len(b) { // the last byte of the file
			c.row = append(c.row, b[from:q]...)
			c.ends = append(c.ends, len(c.row))
			return q + 1, true, sound
		}
		switch after := b[q+1]; {
		case after == '"':
			c.row = append(c.row, b[from:q+1]...)
			scan, from = q+2, q+2
			continue
		case after == c.delim:
			c.row = append(c.row, b[from:q]...)
			c.ends = append(c.ends, len(c.row))
			return q + 2, false, sound
		case after == '\n':
			c.row = append(c.row, b[from:q]...)
			c.ends = append(c.ends, len(c.row))
			return q + 2, true, sound
		case after == '\r':
			if q+2 >= len(b) && c.w.more() {
				continue
			}
			if b = c.w.bytes(); q+2 >= len(b) || b[q+2] == '\n' {
				c.row = append(c.row, b[from:q]...)
				c.ends = append(c.ends, len(c.row))
				return min(q+3, len(b)), true, sound
			}
		}
		// A quote amid the cell. Where a delimiter or a line end stands before it,
		// on a later line than the cell began, it is the beginning of another row's cell:
		// ours was never closed.
		if before := b[q-1]; lines && (before == c.delim || before == '\n') {
			return c.unclosed(open, cell, q-open)
		}
		scan = q + 1
	}
}

// unclosed is the end of a quoted cell that does not end. In a table parted by
// tabs quotes are mostly plain characters: a cell that does not close before
// the next tab or line is read as it stands.
func (c *csvRows) unclosed(open, cell, searched int) (next int, done bool, f fault) {
	c.row = c.row[:cell]
	c.wasted += searched
	if c.delim == '\t' {
		return c.plain(open)
	}
	return 0, true, openQuote
}
