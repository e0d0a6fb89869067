package main

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/connect/feed"
	"vigie.example/vigie/connect/site"
	"vigie.example/vigie/listen"
)

// newBackward returns what reads the past of sources.
func (p *program) newBackward() *listen.Backward {
	w := &listen.Backward{Store: p.store, Open: p.openPast, Handle: p.watch.Handle, Now: p.now, Log: p.log}
	if p.hurry > 0 {
		w.Rest = p.hurry
	}
	return w
}

// openPast knows the ways into the past of a source: the archives of its own
// feed, else the search or the sitemap of its site. What is searched for are
// the names of brands; an own site is read whole.
func (p *program) openPast(ctx context.Context, s vigie.Source) (listen.Historian, error) {
	var names []string
	if !s.Own {
		topics, err := p.store.Topics(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range topics {
			if t.Kind == vigie.OwnBrand || t.Kind == vigie.Rival || t.Kind == vigie.Campaign {
				names = append(names, t.Name)
			}
		}
	}
	past := site.NewPast(p.client, s, names, site.Options{Now: p.now})
	switch s.Kind {
	case vigie.FeedSource:
		return listen.Chain{feed.NewPast(p.client, s, feed.Options{Page: feed.ReadPage(p.client), Now: p.now}), past}, nil
	case vigie.PageSource, vigie.SitemapSource:
		return past, nil
	default:
		return nil, vigie.Errorf(vigie.Invalid, nil, "listen-unknown-kind", string(s.Kind))
	}
}

// Run goes back in time, and tells how far until it is done. A running Vigie
// does the work itself; here we watch it.
func (c *sourceBackCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, c.listening, func(cl *client) error {
		sources := []string{c.Source}
		if c.Source == "" {
			var all []api.Source
			if err := cl.get(ctx, "/sources", nil, &all); err != nil {
				return err
			}
			sources = nil
			for _, src := range all {
				if src.Kind.HasPast() {
					sources = append(sources, strconv.FormatInt(int64(src.ID), 10))
				}
			}
		}
		wanted := map[vigie.SourceID]bool{}
		for _, source := range sources {
			var b api.Back
			if err := cl.send(ctx, http.MethodPost, "/sources/"+url.PathEscape(source)+"/back", nil, &b); err != nil {
				return err
			}
			wanted[b.Source] = true
		}
		return s.watchBack(ctx, cl, wanted)
	})
}

// watchBack prints each step of the sources wanted until all are done.
func (s *session) watchBack(ctx context.Context, cl *client, wanted map[vigie.SourceID]bool) error {
	said := map[vigie.SourceID]string{}
	for len(wanted) > 0 {
		var worked int
		if cl.local != nil {
			var err error
			if worked, err = cl.local.backward.Step(ctx); err != nil {
				return err
			}
		}
		var all []api.Back
		if err := cl.get(ctx, "/back", nil, &all); err != nil {
			return err
		}
		for _, b := range all {
			if !wanted[b.Source] || said[b.Source] == b.Said && !b.Done {
				continue
			}
			said[b.Source] = b.Said
			if err := s.toldBack(b); err != nil {
				return err
			}
			if b.Done {
				delete(wanted, b.Source)
			}
		}
		if len(wanted) == 0 || worked > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return nil
}

func (s *session) toldBack(b api.Back) error {
	if s.cli.JSON {
		return s.object(b)
	}
	return s.line("cli-back", b.Name, b.Said)
}
