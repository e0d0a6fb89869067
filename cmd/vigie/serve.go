package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"vigie.example/vigie"
	"vigie.example/vigie/web"
)

const (
	// stopWithin bounds a graceful stop.
	stopWithin = 10 * time.Second
	// expireEvery is how often the heard buffer is looked through for what has
	// outlived its time: it is days that count there.
	expireEvery = time.Hour
	// memorySoft is where the collector begins to work harder, where GOMEMLIMIT
	// says nothing. Live memory is some tens of megabytes; this keeps what an
	// import or a report leaves behind from staying.
	memorySoft = 192 << 20
)

// serving is what serve and demo serve with.
type serving struct {
	addr        string
	metricsAddr string
	pass        *web.Pass
	// ready is called once everything answers, with the address of the pages.
	ready func(ctx context.Context, at string) error
}

// Run listens and serves until it is stopped.
func (c *serveCmd) Run(ctx context.Context, s *session) error {
	ctx, stop := s.untilStopped(ctx)
	defer stop()
	p, err := s.open(ctx, c.listening)
	if err != nil {
		return err
	}
	p.behindTLS, p.publicSector = c.BehindTLS, c.PublicBarometer
	err = s.serve(ctx, p, serving{addr: s.cli.Addr, metricsAddr: c.MetricsAddr})
	return errors.Join(err, p.close())
}

// untilStopped returns a context that ends at the first SIGINT or SIGTERM; the
// second one ends the process at once.
func (s *session) untilStopped(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	sigs := make(chan os.Signal, 2)
	signal.Notify(sigs, os.Interrupt, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		select {
		case <-sigs:
		case <-ended:
			return
		}
		fmt.Fprintln(s.err, noBreak.Replace(s.p.Say("cli-stopping")))
		cancel()
		select {
		case <-sigs:
			os.Exit(exitInterrupted)
		case <-ended:
		}
	}()
	return ctx, func() {
		signal.Stop(sigs)
		close(ended)
		cancel()
	}
}

// serve runs a program until ctx ends, then stops it: no more requests, visits
// finished, everything under way committed. The caller closes the program.
func (s *session) serve(ctx context.Context, p *program, o serving) (err error) {
	if s.env["GOMEMLIMIT"] == "" {
		debug.SetMemoryLimit(memorySoft)
	}
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "cli-addr-taken", o.addr)
	}
	defer l.Close() // no harm where the server has closed it
	socket, forget, err := listenSocket(p.dir)
	if err != nil {
		return err
	}
	defer forget()
	defer socket.Close()

	token, err := p.firstToken(ctx)
	if err != nil {
		return err
	}
	pages, err := web.New(p.webOptions(token, o.pass))
	if err != nil {
		return err
	}
	p.pages.Store(pages)
	servers := []*bound{
		{l, p.server(limited(p.root(pages.Handler()), time.Now))},
		{socket, p.server(p.api(ownDoor))},
	}
	if o.metricsAddr != "" {
		ml, err := net.Listen("tcp", o.metricsAddr)
		if err != nil {
			pages.Close()
			return vigie.Errorf(vigie.Unavailable, err, "cli-addr-taken", o.metricsAddr)
		}
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", p.metrics.handler())
		servers = append(servers, &bound{ml, p.server(mux)})
	}
	p.serving.Store(true)
	defer p.serving.Store(false)

	// What runs in the background ends when we say, not when ctx does: pages and
	// requests go first.
	background, quiet := context.WithCancel(context.WithoutCancel(ctx))
	defer quiet()
	var g errgroup.Group
	failed := make(chan error, len(servers)+8)
	begin := func(name string, f func() error) {
		g.Go(func() error {
			if err := f(); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("%s: %w", name, err)
			}
			return nil
		})
	}
	for _, sv := range servers {
		begin("serve "+sv.l.Addr().String(), func() error { return sv.srv.Serve(sv.l) })
	}
	begin("watch", func() error { return p.watch.Run(background) })
	begin("listen", func() error { return p.listener.Run(background) })
	begin("stream", func() error { return p.newStreams().Run(background) })
	begin("look again", func() error { return p.newReviews().Run(background) })
	begin("go back", func() error { return p.backward.Run(background) })
	begin("alerts", func() error { return p.guard.Run(background) })
	begin("trials", func() error { return p.guard.KeepTrials(background) })
	begin("pages", func() error { return pages.KeepReady(background) })
	begin("tell", func() error { return p.guard.DeliverEvery(background, p.notifiers(), p.compose) })
	begin("expire", func() error { return p.expire(background) })

	at := address(l.Addr())
	if err = s.greet(ctx, o, at, token); err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	// Stop: the pages' streams first, for Shutdown waits for requests.
	deadline, done := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer done()
	quiet()
	pages.Close()
	for _, sv := range servers {
		if serr := sv.srv.Shutdown(deadline); serr != nil {
			p.log.Warn("requests cut off", "address", sv.l.Addr().String(), "err", serr)
			err = errors.Join(err, sv.srv.Close())
		}
	}
	ended := make(chan struct{})
	go func() { _ = g.Wait(); close(ended) }() // its functions return nil
	select {
	case <-ended:
	case <-deadline.Done():
		// Closing the store fails whatever still waits for it.
		err = errors.Join(err, vigie.Errorf(vigie.Unavailable, deadline.Err(), "cli-stop-late"))
	}
	return err
}

// bound is a server and where it listens.
type bound struct {
	l   net.Listener
	srv *http.Server
}

// greet tells where the pages are and how to begin.
func (s *session) greet(ctx context.Context, o serving, at, token string) error {
	if o.ready != nil {
		return o.ready(ctx, at)
	}
	first := ""
	if token != "" {
		first = at + "/first?" + url.Values{"token": {token}}.Encode()
	}
	if s.cli.JSON {
		return s.object(struct {
			Address string `json:"address"`
			First   string `json:"first,omitempty"`
		}{at, first})
	}
	if err := s.line("cli-serving", at); err != nil || first == "" {
		return err
	}
	if err := s.line("cli-first-user"); err != nil {
		return err
	}
	_, err := io.WriteString(s.out, first+"\n")
	return err
}

// firstToken returns what the first user must show; empty once there is one.
func (p *program) firstToken(ctx context.Context) (string, error) {
	users, err := p.store.Users(ctx)
	if err != nil || len(users) > 0 {
		return "", err
	}
	return rand.Text(), nil
}

// root serves pages, and the figures of the program to this machine.
func (p *program) root(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", loopbackOnly(p.metrics.handler()))
	mux.Handle("/", pages)
	return mux
}

// server returns a server that bounds headers and idle connections; limited
// bounds the rest by what is asked.
func (p *program) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(p.log.Handler(), slog.LevelWarn),
	}
}

// expire drops what has outlived its time in the heard buffer, now and then.
func (p *program) expire(ctx context.Context) error {
	tick := time.NewTicker(expireEvery)
	defer tick.Stop()
	for {
		if n, err := p.store.Expire(ctx, p.now()); err != nil && ctx.Err() == nil {
			p.log.Error("heard buffer not looked through", "err", err)
		} else if n > 0 {
			p.log.Info("heard buffer", "expired", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// address returns the address of the pages as a person opens it: a server that
// listens everywhere is reached by the name of this machine.
func address(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return "http://" + a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
