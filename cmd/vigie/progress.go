package main

import (
	"io"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
)

// barAfter is how long work may last without a bar: shorter work is over
// before anybody wonders.
const barAfter = 2 * time.Second

// bar shows how far work has come, on a terminal alone. The zero bar shows
// nothing.
type bar struct {
	to    io.Writer
	total int64
	what  string
	bytes bool
	began time.Time
	shown *progressbar.ProgressBar
}

// bar makes a bar for work of a size; -1 where it is not known.
func (s *session) bar(total int64, what string) *bar {
	b := &bar{total: total, what: noBreak.Replace(what), began: time.Now()}
	if isTerminal(s.err) {
		b.to = s.err
	}
	return b
}

// set shows that n of total is done.
func (b *bar) set(n int64) {
	if b.to == nil || time.Since(b.began) < barAfter {
		return
	}
	if b.shown == nil {
		b.shown = progressbar.NewOptions64(b.total,
			progressbar.OptionSetWriter(b.to), progressbar.OptionSetDescription(b.what),
			progressbar.OptionShowCount(), progressbar.OptionShowBytes(b.bytes),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetWidth(30), progressbar.OptionSetPredictTime(b.total > 0))
	}
	_ = b.shown.Set64(n) // a bar that cannot be drawn spoils no work
}

// end takes the bar away.
func (b *bar) end() {
	if b.shown != nil {
		_ = b.shown.Finish()
	}
}

// counting counts what is read through it. Another goroutine may ask how much.
type counting struct {
	r io.Reader
	n atomic.Int64
}

// Read reads and counts.
func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// read returns how much was read.
func (c *counting) read() int64 { return c.n.Load() }
