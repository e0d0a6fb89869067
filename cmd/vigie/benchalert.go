package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/load"
)

const (
	// alertsMany is how many alerts are opened, calm and then busy.
	alertsMany = 25
	// alertPace is how many mentions a second of the six brands come in
	// meanwhile where it is busy.
	alertPace = 200
	// alertLate is after how long an alert is given up.
	alertLate = time.Minute
)

// alerts measures how long an alert takes from the arrival of the mention that
// opens it until a webhook on this machine has it: reading, matching, saving,
// the guard and the outbox are those of serve. Alerts are opened one after the
// other, at no fixed time apart.
func (b *bench) alerts(ctx context.Context) (results []load.Result, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	told := make(chan string, 1)
	srv := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Subject string `json:"subject"`
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		select {
		case told <- in.Subject:
		case <-r.Context().Done():
		}
	})}
	go func() { _ = srv.Serve(l) }() // ends with Close
	defer srv.Close()

	p, err := openProgram(ctx, b.dir, b.log, fetch.Options{AllowPrivate: []string{l.Addr().String()}})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	src, err := p.alertsReady(ctx, "http://"+l.Addr().String()+"/alert")
	if err != nil {
		return nil, err
	}
	x, err := p.store.Extent(ctx)
	if err != nil {
		return nil, err
	}

	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.guard.Run(ctx) })
	g.Go(func() error { return p.guard.DeliverEvery(ctx, p.notifiers(), p.compose) })
	ended := errors.New("measured")
	g.Go(func() error {
		for _, busy := range []bool{false, true} {
			name, with := "alert_leaves", map[string]any{"posts": x.Kept, "alerts": alertsMany, "pace": 0}
			if busy {
				name, with["pace"] = "alert_leaves.busy", alertPace
				g.Go(func() error { return p.pourAt(ctx, src, alertPace, b.cmd.Seed) })
			}
			took, err := p.openAlerts(ctx, src, b.cmd.Seed, busy, told)
			if err != nil {
				return err
			}
			results = append(results, load.Leaves(name, took, with)...)
		}
		return ended // what runs for ever ends with it
	})
	if err := g.Wait(); !errors.Is(err, ended) {
		return nil, err
	}
	return results, nil
}

// alertsReady adds brands that have no past, the place where they are spoken
// of and the address where alerts are told.
func (p *program) alertsReady(ctx context.Context, hook string) (vigie.SourceID, error) {
	for _, t := range append(load.Topics(), load.AlertTopics(2*alertsMany)...) {
		if _, err := p.watch.SaveTopic(ctx, t); err != nil && vigie.KindOf(err) != vigie.Conflict {
			return 0, err
		}
	}
	if err := p.watch.CatchUp(ctx); err != nil {
		return 0, err
	}
	settings, err := p.store.AlertSettings(ctx)
	if err != nil {
		return 0, err
	}
	settings.Routes = []alert.Route{{Name: "bench", Kind: alert.HookRoute, To: hook, Secret: "bench", Least: 1}}
	settings.Quiet = alert.Quiet{}
	if err := p.store.SaveAlertSettings(ctx, settings); err != nil {
		return 0, err
	}
	src, err := p.store.SaveSource(ctx, vigie.Source{
		Kind: vigie.FeedSource, Address: "https://load.example/feed.xml", Name: "load.example", Site: "load.example", Channel: vigie.Social,
		Paused: true, Added: p.now().UTC().AddDate(0, -6, 0),
	})
	if err != nil {
		return 0, err
	}
	// What the archive holds before alerts first run never rings.
	return src.ID, p.guard.Pass(ctx)
}

// openAlerts opens alerts one after the other and returns how long each took.
func (p *program) openAlerts(ctx context.Context, src vigie.SourceID, seed uint64, busy bool, told <-chan string) ([]time.Duration, error) {
	topics, first := load.AlertTopics(2*alertsMany), 0
	if busy {
		first = alertsMany
	}
	rng := rand.New(rand.NewPCG(seed, uint64(first)))
	var took []time.Duration
	for n := first; n < first+alertsMany; n++ {
		posts := load.AlertPosts(n, seed, p.now().UTC())
		for i := range posts {
			// At no fixed place between two looks of whoever looks at intervals.
			if err := load.Sleep(ctx, time.Duration(rng.Int64N(int64(2*time.Second)))); err != nil {
				return nil, err
			}
			if i < len(posts)-1 {
				if err := p.arrives(ctx, src, posts[i:i+1]); err != nil {
					return nil, err
				}
				continue
			}
			began := time.Now()
			if err := p.arrives(ctx, src, posts[i:]); err != nil {
				return nil, err
			}
			if err := untilTold(ctx, topics[n].Name, told); err != nil {
				return nil, err
			}
			took = append(took, time.Since(began))
		}
	}
	return took, nil
}

func (p *program) arrives(ctx context.Context, src vigie.SourceID, posts []vigie.Mention) error {
	_, err := p.watch.Handle(ctx, listen.Batch{Source: src, Mentions: posts})
	return err
}

// untilTold waits for the alert of a brand; others may be told before.
func untilTold(ctx context.Context, brand string, told <-chan string) error {
	late := time.NewTimer(alertLate)
	defer late.Stop()
	for {
		select {
		case subject := <-told:
			if strings.Contains(subject, brand) {
				return nil
			}
		case <-late.C:
			return fmt.Errorf("no alert of %s within %s", brand, alertLate)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pourAt brings in posts of the six brands at a pace, as just published.
func (p *program) pourAt(ctx context.Context, src vigie.SourceID, pace int, seed uint64) error {
	const perSecond = 10 // batches
	tick := time.NewTicker(time.Second / perSecond)
	defer tick.Stop()
	var batch []vigie.Mention
	for m := range load.Posts(seed + 1) {
		m.Key = vigie.NewKey("load", fmt.Sprintf("%s-%d", m.URL, p.now().UnixNano()), "")
		m.Published, m.Heard = p.now().UTC(), p.now().UTC()
		if batch = append(batch, m); len(batch) < pace/perSecond {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if err := p.arrives(ctx, src, batch); err != nil {
			return err
		}
		batch = batch[:0]
	}
	return nil
}
