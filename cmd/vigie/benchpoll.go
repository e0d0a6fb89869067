package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/load"
)

// poll measures the visits to many sources: the listener, the feed reader, the
// polite client, matching and the store are those of the program; only the
// names are resolved by the measure.
func (b *bench) poll(ctx context.Context) (results []load.Result, err error) {
	hosts, err := load.NewHosts(b.cmd.Seed, time.Second)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, hosts.Close()) }()
	p, err := openProgram(ctx, b.dir, b.log, fetch.Options{Transport: &http.Transport{
		DialContext: hosts.Dial, MaxIdleConns: 256, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second, DisableCompression: true,
	}})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	for _, t := range load.Topics() {
		if _, err := p.watch.SaveTopic(ctx, t); err != nil {
			return nil, err
		}
	}
	ids := make([]vigie.SourceID, b.cmd.Sources)
	if err := together(len(ids), func(n int) error {
		// A forum: the pages behind short items are not asked for.
		s, err := p.store.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: load.Feed(n), Name: load.Name(n), Channel: vigie.Forum})
		ids[n] = s.ID
		return err
	}); err != nil {
		return nil, err
	}
	return load.Poll(ctx, hosts, len(ids), func(ctx context.Context) (int, error) {
		sum, err := p.listener.Once(ctx)
		return sum.Failed, err
	}, func(ctx context.Context) error {
		return together(len(ids), func(n int) error { return p.store.Wake(ctx, ids[n]) })
	})
}

// together calls do for each n below many, some at once, so that they share
// commits.
func together(many int, do func(n int) error) error {
	const atOnce = 64
	errs := make([]error, min(atOnce, many))
	var all sync.WaitGroup
	for w := range errs {
		all.Go(func() {
			for n := w; n < many && errs[w] == nil; n += len(errs) {
				errs[w] = do(n)
			}
		})
	}
	all.Wait()
	return errors.Join(slices.Compact(errs)...)
}
