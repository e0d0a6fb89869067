package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"math"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/sim"
	"vigie.example/vigie/web"
)

const (
	// demoEvery is about how often something new appears on the simulated web
	// at speed 1: often enough to be seen arriving, not so often as to flicker.
	demoEvery = 12 * time.Second
	// demoCalm is after how long it appears half as often: some forty texts in two
	// hours, and not a week's worth each half hour, which would ring as a surge.
	demoCalm = 2 * time.Minute
	// demoHurry is how soon the sources of the simulated web are visited again
	// at speed 1: what appears is seen within the minute.
	demoHurry = 30 * time.Second
	demoLogin = "demo@vigie.example"
	demoFile  = "histoire.csv"
	demoOwn   = "nos-publications.csv"
	// demoFirst is how far back history is brought in before the link is
	// printed: the weeks that pages show. The rest follows beside it.
	demoFirst = 13 * 7 * 24 * time.Hour
)

// Run shows Vigie on the simulated sector.
func (c *demoCmd) Run(ctx context.Context, s *session) (err error) {
	began := time.Now()
	if c.Speed <= 0 || math.IsInf(c.Speed, 0) || math.IsNaN(c.Speed) {
		return &usageError{vigie.Say("cli-demo-speed")}
	}
	ctx, stop := s.untilStopped(ctx)
	defer stop()
	if s.asked == "" {
		tmp, err := os.MkdirTemp(s.env["TMPDIR"], "vigie-demo-")
		if err != nil {
			return vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", os.TempDir())
		}
		s.cli.Data = tmp
		defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	} else if full, err := holdsSomething(s.cli.Data); err != nil {
		return err
	} else if full {
		return vigie.Errorf(vigie.Conflict, nil, "cli-demo-full", s.cli.Data)
	}
	if !s.cli.JSON {
		if err := s.line("cli-demo-begins"); err != nil {
			return err
		}
	}
	d := &demo{session: s, cmd: c, sector: sim.New(c.Seed, time.Now())}
	// The simulated web outlives the wish to stop, so that visits under way
	// end well.
	living, quiet := context.WithCancel(context.WithoutCancel(ctx))
	defer quiet()
	if d.web, err = (&sim.Web{Sector: d.sector, Every: time.Duration(float64(demoEvery) / c.Speed), Calm: demoCalm, Storm: c.Storm}).Serve(living); err != nil {
		return err
	}
	p, err := openProgram(ctx, s.cli.Data, s.log, fetch.Options{
		Version: theBuild().Version, AllowPrivate: d.web.Allow(), Delay: 50 * time.Millisecond,
	})
	if err != nil {
		return err
	}
	p.hurry = time.Duration(float64(demoHurry) / c.Speed)
	err = d.show(ctx, p, began)
	quiet()
	return errors.Join(err, p.close(), d.web.Wait())
}

// demo is one showing.
type demo struct {
	*session
	cmd    *demoCmd
	sector *sim.Sector
	web    *sim.Running
}

// show fills the program and serves it.
func (d *demo) show(ctx context.Context, p *program, began time.Time) error {
	if err := d.fill(ctx, p); err != nil {
		return err
	}
	user, err := p.store.SaveUser(ctx, govern.User{
		Name: d.p.Say("cli-demo-user"), Login: demoLogin, Lang: d.lang, Created: p.now().UTC(),
	})
	if err != nil {
		return err
	}
	pass := &web.Pass{Token: rand.Text(), User: user.ID, Again: true}
	var rest errgroup.Group
	err = d.serve(ctx, p, serving{addr: d.cli.Addr, pass: pass, ready: func(ctx context.Context, at string) error {
		link := at + "/enter?" + url.Values{"token": {pass.Token}}.Encode()
		if err := d.greet(ctx, p, link, time.Since(began)); err != nil {
			return err
		}
		rest.Go(func() error {
			err := d.fillRest(ctx, p, began)
			if ctx.Err() != nil {
				return nil // stopped before all was in
			}
			if err != nil {
				p.log.Error("older history not brought in", "err", err)
			}
			return err
		})
		if d.cmd.Open {
			return browse(link)
		}
		return nil
	}})
	return errors.Join(err, rest.Wait())
}

// fill gives the program what a user would have: a workspace, topics, the
// latest history brought in as a file, and sources.
func (d *demo) fill(ctx context.Context, p *program) error {
	ws := d.sector.Workspace()
	ws.Lang = d.lang
	if err := p.store.SaveWorkspace(ctx, ws); err != nil {
		return err
	}
	for _, t := range d.sector.Topics() {
		if _, err := p.watch.SaveTopic(ctx, t); err != nil {
			return err
		}
	}
	// What the brand published itself comes first, as its own: the history, which
	// holds it too, then finds it known.
	if err := d.bring(ctx, p, api.Import{Name: demoOwn, Own: true}, d.sector.WriteOwn); err != nil {
		return err
	}
	if err := d.bring(ctx, p, api.Import{Name: demoFile}, func(w io.Writer) error {
		return d.sector.WriteBetween(w, d.first(), time.Time{})
	}); err != nil {
		return err
	}
	for _, src := range d.web.Sources() {
		src.Added = p.now().UTC()
		if _, err := p.store.SaveSource(ctx, src); err != nil {
			return err
		}
	}
	return nil
}

// first is where the history that comes first begins.
func (d *demo) first() time.Time { return d.sector.Now().Add(-demoFirst) }

// fillRest brings in the history before first, and says when all is there.
func (d *demo) fillRest(ctx context.Context, p *program, began time.Time) error {
	if err := d.bring(ctx, p, api.Import{Name: demoFile}, func(w io.Writer) error {
		return d.sector.WriteBetween(w, time.Time{}, d.first())
	}); err != nil {
		return err
	}
	if own, err := d.own(ctx, p); err != nil {
		return err
	} else if _, err := p.guard.Recall(ctx, own); err != nil {
		return err
	}
	x, err := p.store.Extent(ctx)
	if err != nil {
		return err
	}
	took := time.Since(began)
	if d.cli.JSON {
		return d.object(struct {
			Whole   bool    `json:"whole"`
			Kept    int64   `json:"kept"`
			Seconds float64 `json:"seconds"`
		}{true, x.Kept, took.Seconds()})
	}
	return d.line("cli-demo-whole", took, x.Kept)
}

// own returns the topic of the demonstration's own brand; zero without one.
func (d *demo) own(ctx context.Context, p *program) (vigie.TopicID, error) {
	topics, err := p.store.Topics(ctx)
	if err != nil {
		return 0, err
	}
	for _, t := range topics {
		if t.Kind == vigie.OwnBrand {
			return t.ID, nil
		}
	}
	return 0, nil
}

// bring imports what write writes, through the very import that people use.
func (d *demo) bring(ctx context.Context, p *program, in api.Import, write func(io.Writer) error) error {
	b := d.bar(-1, d.p.Say("cli-importing", in.Name))
	defer b.end()
	pr, pw := io.Pipe()
	var g errgroup.Group
	g.Go(func() error {
		err := write(pw)
		if errors.Is(err, io.ErrClosedPipe) {
			err = nil // the import has failed, and says so
		}
		return errors.Join(err, pw.CloseWithError(err))
	})
	_, err := p.importFile(ctx, pr, in, func(g api.Progress) error {
		b.set(g.Rows)
		return nil
	})
	return errors.Join(err, pr.Close(), g.Wait())
}

// greet prints the link and what to look at first.
func (d *demo) greet(ctx context.Context, p *program, link string, took time.Duration) error {
	x, err := p.store.Extent(ctx)
	if err != nil {
		return err
	}
	sources := len(d.web.Sources())
	if d.cli.JSON {
		return d.object(struct {
			Link    string  `json:"link"`
			Kept    int64   `json:"kept"`
			Sources int     `json:"sources"`
			Seconds float64 `json:"seconds"`
			Data    string  `json:"data"`
		}{link, x.Kept, sources, took.Seconds(), d.cli.Data})
	}
	if err := d.line("cli-demo-ready", max(took, time.Second), x.Kept, sources); err != nil {
		return err
	}
	if _, err := io.WriteString(d.out, "\n  "+link+"\n\n"); err != nil {
		return err
	}
	if err := d.line("cli-demo-look", d.sector.Workspace().Name); err != nil {
		return err
	}
	if d.asked != "" {
		if err := d.line("cli-demo-kept", d.cli.Data); err != nil {
			return err
		}
	}
	return d.line("cli-demo-rest")
}

// browse opens a link in the browser of the desktop.
func browse(link string) error {
	name := "xdg-open"
	if runtime.GOOS == "darwin" {
		name = "open"
	}
	c := exec.Command(name, link)
	if err := c.Start(); err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "cli-no-browser", name)
	}
	go func() { _ = c.Wait() }() // whatever becomes of the browser
	return nil
}
