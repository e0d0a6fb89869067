package file

import (
	"bytes"
	"errors"
	"io"
)

const (
	// maxRow is the longest row that is read. The longest posts and reviews are
	// a hundredth of it; a longer row is a quote never closed, or an attack.
	maxRow = 1 << 20
	// maxSkip is how much of one endless row is passed over before giving up.
	maxSkip = 4 << 30
)

var errEndless = errors.New("row without end")

// window is a view on a stream that begins at the row being read and grows as
// more is asked for, up to maxRow.
type window struct {
	r     io.Reader
	buf   []byte
	start int // of the row
	end   int // of what was read
	line  int // number of the line at start, from 1
	err   error
}

func newWindow(r io.Reader) *window {
	return &window{r: r, buf: make([]byte, 256<<10), line: 1}
}

// bytes returns all that is read from the beginning of the row on.
func (w *window) bytes() []byte { return w.buf[w.start:w.end] }

// more reads on and reports whether there is more than before. It is false at
// the end of the stream, and where the row is already longer than maxRow.
func (w *window) more() bool {
	if w.err != nil || w.end-w.start >= maxRow {
		return false
	}
	if w.end == len(w.buf) {
		if w.start > 0 {
			w.end = copy(w.buf, w.buf[w.start:w.end])
			w.start = 0
		} else {
			w.buf = append(w.buf, make([]byte, len(w.buf))...)
		}
	}
	for range 100 {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		w.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// failed returns the error that ended the stream, nil at its proper end.
func (w *window) failed() error {
	if w.err == io.EOF {
		return nil
	}
	return w.err
}

// take ends the row after n bytes.
func (w *window) take(n int) {
	w.line += bytes.Count(w.buf[w.start:w.start+n], newline)
	w.start += n
}

// firstLine returns the length of the line at the beginning of the row, its
// end included, and whether it is whole (false: longer than maxRow).
func (w *window) firstLine() (n int, whole bool) {
	seen := 0
	for {
		b := w.bytes()
		if i := bytes.IndexByte(b[seen:], '\n'); i >= 0 {
			return seen + i + 1, true
		}
		seen = len(b)
		if !w.more() {
			return seen, w.err != nil
		}
	}
}

// skipLine passes over the line at the beginning of the row, however long.
func (w *window) skipLine() error {
	skipped := 0
	for {
		n, whole := w.firstLine()
		w.take(n)
		if whole {
			return w.failed()
		}
		if skipped += n; skipped > maxSkip {
			return errEndless
		}
	}
}

var newline = []byte{'\n'}
