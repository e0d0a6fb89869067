package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// How an event stream behaves: a comment now and then keeps proxies from
// closing it; after a while it ends by itself and the browser comes back,
// which moves it to the program that runs then and checks the session again.
const (
	eventBeat = 25 * time.Second
	eventLife = 15 * time.Minute
	// eventMost is how many new mentions are counted; more are "more than".
	eventMost = 200
	// eventWrite bounds one write to a browser that stopped reading.
	eventWrite = 10 * time.Second
)

// arrival is what the stream page is told: how many of the mentions it would
// show are new, in the reader's words.
type arrival struct {
	New int    `json:"new"`
	Say string `json:"say"`
}

// events tells a page of the stream how many mentions arrived since it was
// made. The parameters are those of /stream, and "after", the last line of the
// change log the page has seen. It counts what that very page would show, so
// that "2 new mentions" opens two.
func (s *Server) events(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := r.URL.Query()
	after, err := strconv.ParseInt(q.Get("after"), 10, 64)
	if err != nil || after < 0 {
		return vigie.Errorf(vigie.Invalid, err, "bad-parameter", "after", q.Get("after"))
	}
	search, err := s.parseSearch(r.Context(), q, v.Zone)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), eventLife)
	defer cancel()
	stop := context.AfterFunc(s.closing, cancel) // shutdown ends it at once
	defer stop()

	ear, leave := s.hub.listen()
	defer leave()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	c := http.NewResponseController(w)
	send := func(text string) error {
		// The server's write timeout is for pages; here each write has its own.
		if err := c.SetWriteDeadline(time.Now().Add(eventWrite)); err != nil {
			return err
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return err
		}
		return c.Flush()
	}
	if err := send("retry: 5000\n\n"); err != nil {
		return errGone
	}
	beat := time.NewTicker(eventBeat)
	defer beat.Stop()
	told := 0
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
			if err := send(": still here\n\n"); err != nil {
				return errGone
			}
		case seq := <-ear:
			if seq <= after {
				continue
			}
			n, err := s.arrived(ctx, search, after)
			if err != nil {
				if ctx.Err() == nil {
					s.o.Log.Warn("new mentions cannot be counted", "request", v.Token, "err", err)
				}
				return nil // headers are sent: the browser comes back
			}
			if n == told {
				continue
			}
			told = n
			a := arrival{New: n, Say: v.Print.Say("stream-fresh", n)}
			if n >= eventMost {
				a.Say = v.Print.Say("stream-fresh-more", n)
			}
			b, err := json.Marshal(a)
			if err != nil {
				return err
			}
			if err := send(fmt.Sprintf("id: %d\nevent: arrival\ndata: %s\n\n", seq, b)); err != nil {
				return errGone
			}
		}
	}
}

// arrived counts the mentions kept after a line of the change log that a search
// would show among its newest.
func (s *Server) arrived(ctx context.Context, search query.Search, after int64) (int, error) {
	changes, err := s.o.Archive.Since(ctx, after, 5000)
	if err != nil {
		return 0, err
	}
	fresh := map[vigie.MentionID]bool{}
	for _, c := range changes {
		if c.Kind == vigie.New {
			fresh[c.Mention] = true
		}
	}
	if len(fresh) == 0 {
		return 0, nil
	}
	search.After, search.Limit = "", eventMost
	page, err := s.o.Archive.Search(ctx, search)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, k := range page.Kept {
		if fresh[k.Mention.ID] {
			n++
		}
	}
	return n, nil
}
