package feed

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
)

// pipes is a network in memory, whose clock is the test's.
type pipes chan net.Conn

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	p <- theirs
	return ours, nil
}

func (p pipes) Accept() (net.Conn, error) {
	if c, ok := <-p; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// TestAByteASecond listens for a day, with the client as the program makes it,
// to a host that sends its feed a byte a second until noon: no visit lasts
// longer than a whole answer may, one sentence says why meanwhile, and then
// what was published is heard without a hand, once.
func TestAByteASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		slow := began.Add(12 * time.Hour)
		body := rssOf(`<item><title>Une grue est tombée sur le quai</title><link>https://press.example/1</link></item>`)
		network := make(pipes)
		srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			for i := range body {
				_, _ = w.Write([]byte{body[i]}) // who goes away is seen below
				if time.Now().Before(slow) {
					_ = http.NewResponseController(w).Flush()
					time.Sleep(time.Second)
				}
				if r.Context().Err() != nil {
					return
				}
			}
		})}
		go func() { _ = srv.Serve(network) }() // returns when closed
		transport := &http.Transport{DialContext: network.dial}
		defer func() {
			transport.CloseIdleConnections()
			close(network)
			_ = srv.Close()
		}()
		client, err := fetch.New(fetch.Options{Transport: transport})
		if err != nil {
			t.Fatal(err)
		}
		source := vigie.Source{ID: 1, Kind: vigie.FeedSource, Address: "http://press.example/feed"}
		st := &diary{source: source}
		var kept []vigie.Key
		l := &listen.Listener{
			Store: st,
			Open:  func(s vigie.Source) (listen.Source, error) { return New(client, s, Options{}), nil },
			Handle: func(_ context.Context, b listen.Batch) (listen.Outcome, error) {
				for _, m := range b.Mentions {
					kept = append(kept, m.Key)
				}
				st.cursor = b.Cursor
				return listen.Outcome{New: len(b.Mentions)}, nil
			},
			Log: slog.New(slog.DiscardHandler),
		}
		ctx, stop := context.WithTimeout(t.Context(), 24*time.Hour)
		defer stop()
		if err := l.Run(ctx); err != nil {
			t.Fatal(err)
		}
		failed := 0
		for _, v := range st.visits {
			if v.At.After(slow) {
				break
			}
			failed++
			if v.Took != time.Minute {
				t.Errorf("visit at %v took %v, want a minute", v.At.Sub(began), v.Took)
			}
			if want := vigie.Say("fetch-timeout", "press.example", time.Minute); v.Fault.ID != want.ID || v.Fault.Args[0] != want.Args[0] || v.Fault.Args[1] != want.Args[1] {
				t.Errorf("visit at %v: told %v, want %v", v.At.Sub(began), v.Fault, want)
			}
		}
		if failed == 0 || failed > 20 {
			t.Errorf("visited %d times meanwhile, want some, and rarer and rarer", failed)
		}
		if last := st.visits[len(st.visits)-1]; !last.Fault.IsZero() || len(kept) != 1 {
			t.Errorf("afterwards: told %v, kept %v; want nothing, and the item once", last.Fault, kept)
		}
	})
}

// diary is a listen.Store of one source.
type diary struct {
	source vigie.Source
	cursor []byte
	visits []listen.Visit
}

func (d *diary) Due(_ context.Context, now time.Time, _ int) ([]listen.Due, error) {
	if d.source.Health.NextVisit.After(now) {
		return nil, nil
	}
	return []listen.Due{{Source: d.source, Cursor: d.cursor}}, nil
}

func (d *diary) Visited(_ context.Context, v listen.Visit) error {
	d.visits = append(d.visits, v)
	h := &d.source.Health
	h.LastVisit, h.NextVisit, h.Fault, h.Every, h.PerWeek = v.At, v.Next, v.Fault, v.Every, v.PerWeek
	if h.Failures++; v.Fault.IsZero() {
		h.LastSuccess, h.Failures = v.At, 0
	}
	return nil
}
