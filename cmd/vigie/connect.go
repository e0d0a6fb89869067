package main

import (
	"context"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/connect/site"
	"vigie.example/vigie/web"
)

// webOptions is what the pages stand on.
func (p *program) webOptions(token string, pass *web.Pass) web.Options {
	return web.Options{
		Archive: p.store, Ledger: p.store, Watch: p.watch, Opinions: &opinions{Watch: p.watch, reader: p.reader}, Read: pageFiles{p}, Discover: p.discoverForPages,
		Alerts: p.guard,
		API:    p.api(netDoor),
		Ready:  p.ready, Now: p.now, Log: p.log, Version: theBuild().Version, Readers: p.readers(), FirstToken: token, Pass: pass,
		TempDir: p.dir, SecureCookies: p.behindTLS, PublicSector: p.publicSector, Rest: p.store.Rest,
	}
}

// readPage is watch.Options.Page.
func (p *program) readPage(ctx context.Context, address string) (vigie.Mention, error) {
	return site.ReadPage(ctx, p.client, address, p.now)
}

// ready reports whether the program can serve: the store answers.
func (p *program) ready(ctx context.Context) error {
	_, err := p.store.Last(ctx)
	return err
}

// discover lists what can be listened to at an address.
func (p *program) discover(ctx context.Context, address string) ([]site.Found, error) {
	return site.Discover(ctx, p.client, address)
}

// sourceFound is what was found as the source it would become.
func (p *program) sourceFound(f *site.Found) vigie.Source {
	return vigie.Source{
		Kind: f.Kind, Address: f.Address, Name: f.Title, Site: f.Site, Home: f.Home, Channel: f.Channel, Added: p.now().UTC(),
	}
}

// discoverSources is api.Options.Discover.
func (p *program) discoverSources(ctx context.Context, address string) ([]vigie.Source, error) {
	found, err := p.discover(ctx, address)
	if err != nil {
		return nil, err
	}
	var out []vigie.Source
	for i := range found {
		out = append(out, p.sourceFound(&found[i]))
	}
	return out, nil
}

// discoverForPages is web.Options.Discover.
func (p *program) discoverForPages(ctx context.Context, address string) ([]web.Found, error) {
	found, err := p.discover(ctx, address)
	if err != nil {
		return nil, err
	}
	var out []web.Found
	for i := range found {
		w := web.Found{Source: p.sourceFound(&found[i]), Note: vigie.Say(found[i].What, found[i].Site)}
		for _, it := range found[i].Items {
			w.Items = append(w.Items, web.FoundItem(it))
		}
		out = append(out, w)
	}
	return out, nil
}

// look is api.Options.Look.
func (p *program) look(ctx context.Context, address string) ([]api.Look, error) {
	found, err := p.discover(ctx, address)
	if err != nil {
		return nil, err
	}
	var out []api.Look
	for i := range found {
		f := &found[i]
		l := api.Look{
			NewSource: api.NewSource{Kind: f.Kind, Address: f.Address, Name: f.Title, Channel: f.Channel},
			What:      vigie.Say(f.What, f.Site),
		}
		for _, it := range f.Items {
			title := it.Title
			if title == "" {
				title = it.Text
			}
			l.Items = append(l.Items, api.LookItem{Title: title, URL: it.URL, At: it.At})
		}
		out = append(out, l)
	}
	return out, nil
}
