package web

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"vigie.example/vigie/store"
)

// hubEvery is how often the change log is asked for its last line while
// somebody watches a page: one question a process, however many watch.
const hubEvery = 2 * time.Second

// hub tells pages that the change log grew. It asks only while somebody
// listens.
type hub struct {
	archive store.Archive
	log     *slog.Logger

	mu      sync.Mutex
	ears    map[chan int64]bool // each of capacity one: the newest line wins
	last    int64               // newest line known; -1 before the first look
	stop    context.CancelFunc  // of the loop; nil while it does not run
	running sync.WaitGroup
}

func newHub(a store.Archive, log *slog.Logger) *hub {
	return &hub{archive: a, log: log, ears: map[chan int64]bool{}, last: -1}
}

// listen returns a channel that gets the last line of the change log whenever
// it has grown, until the returned function is called.
func (h *hub) listen() (<-chan int64, func()) {
	ear := make(chan int64, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ears[ear] = true
	if h.last >= 0 {
		ear <- h.last // what grew between a page's making and its listening
	}
	if h.stop == nil {
		ctx, cancel := context.WithCancel(context.Background())
		h.stop = cancel
		h.running.Go(func() { h.run(ctx) })
	}
	return ear, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.ears, ear)
		if len(h.ears) == 0 && h.stop != nil {
			h.stop()
			h.stop, h.last = nil, -1
		}
	}
}

// run asks the archive until ctx ends.
func (h *hub) run(ctx context.Context) {
	tick := time.NewTicker(hubEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now, err := h.archive.Last(ctx)
		if err != nil {
			if ctx.Err() == nil {
				h.log.Warn("change log cannot be read for live pages", "err", err)
			}
			continue
		}
		h.tell(ctx, now)
	}
}

// tell gives a line newer than the last to every ear, in place of one not yet
// heard.
func (h *hub) tell(ctx context.Context, seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if seq == h.last || ctx.Err() != nil {
		return
	}
	h.last = seq
	for ear := range h.ears {
		select {
		case <-ear:
		default:
		}
		ear <- seq // room was made above, and only tell sends
	}
}

// wait returns once the loop has ended, which the last ear to leave causes.
func (h *hub) wait() { h.running.Wait() }
