package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"runtime/pprof"
	"syscall"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/load"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
	"vigie.example/vigie/web"
)

// benchFile is the source that the posts of a bench come from.
const benchFile = "bench.jsonl"

// How often each thing is measured, and how long a process rests before its
// memory is read.
const (
	searchRounds = 3
	pageRounds   = 20
	startTimes   = 3
	startIdle    = 10 * time.Second
)

// Run measures one thing and prints a line a figure.
func (c *benchCmd) Run(ctx context.Context, s *session) (err error) {
	ctx, stop := s.untilStopped(ctx)
	defer stop()
	b := &bench{session: s, cmd: c}
	measure := b.match
	if c.Name != "match" { // which keeps nothing
		dir, forget, err := c.folder(s)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, forget()) }()
		b.dir, measure = dir, b.measure
	}
	if c.Profile != "" {
		f, err := os.Create(c.Profile)
		if err != nil {
			return vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", c.Profile)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	results, err := measure(ctx)
	if err != nil {
		return err
	}
	for _, r := range results {
		if err := s.figure(r.Name, r.Value, r.Unit, r); err != nil {
			return err
		}
	}
	return nil
}

// folder returns where the data of the measure is, and what takes it away.
func (c *benchCmd) folder(s *session) (dir string, forget func() error, err error) {
	none := func() error { return nil }
	switch {
	case c.From != "":
		if full, err := holdsSomething(c.From); err != nil || !full {
			return "", nil, errors.Join(err, vigie.Errorf(vigie.NotFound, nil, "cli-bench-empty", c.From))
		}
		return c.From, none, nil
	case c.Keep != "":
		if full, err := holdsSomething(c.Keep); err != nil || full {
			return "", nil, errors.Join(err, vigie.Errorf(vigie.Conflict, nil, "cli-bench-full", c.Keep))
		}
		return c.Keep, none, nil
	default:
		tmp, err := os.MkdirTemp(s.env["TMPDIR"], "vigie-bench-")
		if err != nil {
			return "", nil, vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", os.TempDir())
		}
		return tmp, func() error { return os.RemoveAll(tmp) }, nil
	}
}

// bench is one measure.
type bench struct {
	*session
	cmd *benchCmd
	dir string
}

func (b *bench) measure(ctx context.Context) (results []load.Result, err error) {
	if b.cmd.Name == "jetstream" {
		return b.jetstream(ctx)
	}
	if b.cmd.Name == "stories" {
		return load.Stories(b.cmd.N, b.cmd.Seed), nil
	}
	if b.cmd.Name == "poll" {
		return b.poll(ctx)
	}
	if b.cmd.Name == "alert" {
		return b.alerts(ctx)
	}
	p, err := openProgram(ctx, b.dir, b.log, fetch.Options{})
	if err != nil {
		return nil, err
	}
	closed := false
	defer func() {
		if !closed {
			err = errors.Join(err, p.close())
		}
	}()
	var imported []load.Result
	if n, gap := b.posts(); b.cmd.From == "" && n > 0 {
		if imported, err = b.bring(ctx, p, n, gap); err != nil {
			return nil, err
		}
	}
	x, err := p.store.Extent(ctx)
	if err != nil {
		return nil, err
	}
	with := map[string]any{"posts": x.Kept}
	switch b.cmd.Name {
	case "import":
		return imported, nil
	case "search":
		return load.Search(ctx, b.cmd.Seed, searchRounds, p.searchOnce, with)
	case "dashboard":
		// What the store does by itself once nothing is written.
		start := time.Now()
		if err := p.store.Digest(ctx); err != nil {
			return nil, err
		}
		took := load.Result{Name: "dashboard.gathered", Value: time.Since(start).Seconds(), Unit: "s", Settings: load.Settings(with)}
		results, err := p.dashboard(ctx, x.Newest, with)
		return append(append(imported, took), results...), err
	default:
		closed = true
		if err := p.close(); err != nil {
			return nil, err
		}
		return load.Start(ctx, startTimes, startIdle, b.launch, with)
	}
}

// posts returns how many posts the measure stands on, and the time between
// two: with --mentions all of them fall into 24 months.
func (b *bench) posts() (int, time.Duration) {
	if b.cmd.Over > 0 {
		return b.cmd.Over, load.Span / time.Duration(b.cmd.Over)
	}
	return b.cmd.N, load.Gap
}

// bring imports n posts against the six topics of the measure.
func (b *bench) bring(ctx context.Context, p *program, n int, gap time.Duration) ([]load.Result, error) {
	for _, t := range load.Topics() {
		if _, err := p.watch.SaveTopic(ctx, t); err != nil {
			return nil, err
		}
	}
	// Nothing is kept yet: reading again for the topics ends at once, and is not
	// left to whoever opens the store next and measures how it idles.
	if err := p.watch.CatchUp(ctx); err != nil {
		return nil, err
	}
	src, err := p.store.SaveSource(ctx, vigie.Source{
		Kind: vigie.FileSource, Address: benchFile, Name: benchFile, Channel: vigie.Social, KeepAll: true, Added: p.now().UTC(),
	})
	if err != nil {
		return nil, err
	}
	shown := b.bar(int64(n), b.p.Say("cli-importing", benchFile))
	defer shown.end()
	return load.Import(ctx, n, b.cmd.Seed, gap, src.ID, func(ctx context.Context, batches iter.Seq2[listen.Batch, error]) error {
		_, err := p.watch.Pour(ctx, batches, func(g watch.Progress) { shown.set(g.Rows) })
		return err
	})
}

// searchOnce asks for the first page of a query. It is a load.Searcher.
func (p *program) searchOnce(ctx context.Context, q string) error {
	parsed, err := query.Parse(q)
	if err != nil {
		return err
	}
	_, err = p.store.Search(ctx, query.Search{Query: parsed})
	return err
}

// dashboard measures the pages as a browser gets them, figures and markup,
// with the clock at the newest post.
func (p *program) dashboard(ctx context.Context, newest time.Time, with map[string]any) ([]load.Result, error) {
	p.now = func() time.Time { return newest.Add(time.Hour) }
	user, err := p.store.SaveUser(ctx, govern.User{Name: "bench", Login: "bench@vigie.example", Lang: "fr", Created: p.now()})
	if vigie.KindOf(err) == vigie.Conflict && err != nil {
		user, err = p.store.UserByLogin(ctx, "bench@vigie.example")
	}
	if err != nil {
		return nil, err
	}
	if err := p.store.SaveWorkspace(ctx, vigie.Workspace{Name: "Bench", Site: "bench.example", Customers: 1000, Zone: "Europe/Paris", Lang: "fr"}); err != nil {
		return nil, err
	}
	topics, err := p.store.Topics(ctx)
	if err != nil || len(topics) == 0 {
		return nil, errors.Join(err, vigie.Errorf(vigie.NotFound, nil, "cli-bench-empty", p.dir))
	}
	// What the guard does by itself while it runs.
	if err := p.guard.FreshTrials(ctx); err != nil {
		return nil, err
	}
	// As after a start, nothing made beforehand; then as it is while it runs.
	anew, err := p.opening(ctx, user.ID, topics[0].ID, false, func(measured []load.Page) ([]load.Result, error) {
		return load.Once(ctx, measured, "anew", with)
	})
	if err != nil {
		return nil, err
	}
	running, err := p.opening(ctx, user.ID, topics[0].ID, true, func(measured []load.Page) ([]load.Result, error) {
		return load.Dashboard(ctx, measured, pageRounds, with)
	})
	return append(anew, running...), err
}

// opening measures pages of a server of their own, which has made beforehand what
// it does by itself while it runs where ready is set.
func (p *program) opening(ctx context.Context, user govern.UserID, topic vigie.TopicID, ready bool, measure func([]load.Page) ([]load.Result, error)) ([]load.Result, error) {
	pass := &web.Pass{Token: rand.Text(), User: user}
	pages, err := web.New(p.webOptions("", pass))
	if err != nil {
		return nil, err
	}
	defer pages.Close()
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	t := &inProcess{handler: pages.Handler()}
	defer t.Wait()
	browser := &http.Client{Transport: t, Jar: jar}
	if err := open(ctx, browser, "/enter?"+url.Values{"token": {pass.Token}}.Encode()); err != nil {
		return nil, err
	}
	if ready {
		if err := pages.MakeReady(ctx); err != nil {
			return nil, err
		}
	}
	var measured []load.Page
	for _, page := range []struct{ name, path string }{
		{"today", "/"},
		{"sources", "/sources"},
		{"noise", "/noise"},
		{"alerts", "/alerts"},
		{"letter", "/letter"},
		{"topic", fmt.Sprintf("/topic/%d", topic)},
		{"topic-24-months", fmt.Sprintf("/topic/%d?weeks=104", topic)},
		{"compare", "/compare"},
		{"compare-24-months", "/compare?weeks=104"},
		{"words", fmt.Sprintf("/topic/%d/words", topic)},
		{"stream", "/stream"},
		{"stream-of-topic", fmt.Sprintf("/stream?topic=%d", topic)},
		{"stream-filtered", fmt.Sprintf("/stream?topic=%d&channel=social&lang=fr", topic)},
		{"stream-searched", "/stream?q=retard+AND+bagage"},
		{"barometer", "/barometer"},
		{"audit", "/audit"},
		{"report", "/report"},
	} {
		measured = append(measured, load.Page{Name: page.name, Run: func(ctx context.Context) error { return open(ctx, browser, page.path) }})
	}
	return measure(measured)
}

// open gets a page, which must answer.
func open(ctx context.Context, browser *http.Client, path string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1"+path, nil)
	if err != nil {
		return err
	}
	resp, err := browser.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("page %s: status %d", path, resp.StatusCode)
	}
	return nil
}

// launch starts vigie serve over the data of the measure.
func (b *bench) launch(ctx context.Context) (load.Launched, error) {
	exe, err := os.Executable()
	if err != nil {
		return load.Launched{}, err
	}
	c := exec.CommandContext(ctx, exe, "serve", "--json", "--data", b.dir, "--addr", "127.0.0.1:0", "--log-level", "error")
	var said bytes.Buffer
	c.Stderr = &said // told only where the start fails
	out, err := c.StdoutPipe()
	if err != nil {
		return load.Launched{}, err
	}
	if err := c.Start(); err != nil {
		return load.Launched{}, fmt.Errorf("start %s: %w", exe, err)
	}
	var first struct {
		Address string `json:"address"`
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &first)
	}
	if err != nil {
		err = errors.Join(err, c.Process.Kill(), c.Wait()) // said is whole once it has ended
		return load.Launched{}, fmt.Errorf("address of %s: %w: %s", exe, err, said.Bytes())
	}
	return load.Launched{
		PID:     c.Process.Pid,
		Healthy: func(ctx context.Context) error { return healthy(ctx, first.Address) },
		Stop: func() error {
			if err := c.Process.Signal(syscall.SIGTERM); err != nil {
				return err
			}
			return c.Wait()
		},
	}, nil
}

func healthy(ctx context.Context, at string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at+"/healthz", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("healthz: status %d", resp.StatusCode)
	}
	return nil
}
