package main

import (
	"context"
	"sync"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/connect/bluesky"
	"vigie.example/vigie/connect/feed"
	"vigie.example/vigie/connect/imap"
	"vigie.example/vigie/connect/mastodon"
	"vigie.example/vigie/connect/site"
	"vigie.example/vigie/listen"
)

// visitors is how many sources are visited at once: most of a visit is waiting,
// for the other side or for the disk, which those who wait together share.
const visitors = 64

// newListener returns what visits the sources of the program.
func (p *program) newListener() *listen.Listener {
	return &listen.Listener{
		Store: visits{p.store, p}, Open: p.openSource, Handle: p.watch.Handle, Now: p.now, Log: p.log, Workers: visitors,
		Observe: listen.Observer{Failed: func(vigie.Kind) { p.metrics.errors.Inc() }, Lag: p.metrics.late},
	}
}

// openSource makes what visits a source, by its kind. It is a listen.Opener.
func (p *program) openSource(s vigie.Source) (listen.Source, error) {
	switch s.Kind {
	case vigie.FeedSource:
		return feed.New(p.client, s, feed.Options{Page: feed.ReadPage(p.client), Now: p.now}), nil
	case vigie.PageSource:
		return site.New(p.client, s, site.Options{Now: p.now}), nil
	case vigie.SitemapSource:
		return site.NewMap(p.client, s, site.Options{Now: p.now}), nil
	case vigie.MastodonSource:
		return p.mastodon(s)
	case vigie.BlueskySource:
		return bluesky.New(p.client, s, p.now), nil
	case vigie.ImapSource:
		secret, err := p.store.Remembered(context.Background(), vigie.MailboxSecret(s.Address))
		if err != nil {
			return nil, err
		}
		return imap.New(p.client.Dial, s, string(secret), imap.Options{Now: p.now}), nil
	default:
		return nil, vigie.Errorf(vigie.Invalid, nil, "listen-unknown-kind", string(s.Kind))
	}
}

// mastodon makes what visits a source of the Fediverse, with its token.
func (p *program) mastodon(s vigie.Source) (*mastodon.Source, error) {
	token, err := p.tokenOf(context.Background(), s)
	if err != nil {
		return nil, err
	}
	return mastodon.New(p.client, s, token, p.now), nil
}

// tokenOf returns the token a source was given; empty where it has none.
func (p *program) tokenOf(ctx context.Context, s vigie.Source) (string, error) {
	token, err := p.store.Remembered(ctx, vigie.TokenSecret(s.ID))
	return string(token), err
}

// newReviews returns what looks again at the mentions of the last days.
func (p *program) newReviews() *listen.Reviews {
	return &listen.Reviews{Store: p.store, Open: p.openReview, Handle: p.watch.Handle, Now: p.now, Log: p.log}
}

// openReview makes what asks a source again; nil where its kind cannot be asked.
func (p *program) openReview(s vigie.Source) (listen.Reviewer, error) {
	switch s.Kind {
	case vigie.MastodonSource, vigie.MastodonStreamSource:
		return p.mastodon(s)
	case vigie.BlueskySource:
		return bluesky.New(p.client, s, p.now), nil
	case vigie.JetstreamSource:
		// The stream itself tells what is taken back, and no counts.
		s.Address = site.BlueskyAppView + "/xrpc/app.bsky.feed.getPosts"
		return bluesky.New(p.client, s, p.now), nil
	}
	return nil, nil
}

// newStreams returns what keeps streaming sources open.
func (p *program) newStreams() *listen.Streams {
	return &listen.Streams{Store: visits{p.store, p}, Open: p.openStream, Secret: p.tokenOf, Handle: p.watch.Handle, Now: p.now, Log: p.log}
}

// openStream makes what holds a source open, by its kind.
func (p *program) openStream(s vigie.Source) (listen.Streamer, error) {
	client, err := p.client.Streaming()
	if err != nil {
		return nil, err
	}
	switch s.Kind {
	case vigie.JetstreamSource:
		return &bluesky.Jetstream{Client: client, Agent: p.client.Agent(), Address: s.Address}, nil
	case vigie.MastodonStreamSource:
		source, err := p.mastodon(s)
		if err != nil {
			return nil, err
		}
		return &mastodon.Stream{Source: source, Client: client, Agent: p.client.Agent()}, nil
	}
	return nil, vigie.Errorf(vigie.Invalid, nil, "listen-unknown-kind", string(s.Kind))
}

// visits is the listener's store, which also tells whoever waits of each visit.
type visits struct {
	visitStore
	p *program
}

// visitStore is what the store is to those who visit and those who stream.
type visitStore interface {
	listen.Store
	listen.StreamStore
}

// Visited keeps the visit and tells of it.
func (s visits) Visited(ctx context.Context, v listen.Visit) error {
	s.p.metrics.visits.Inc()
	if soon := v.At.Add(s.p.hurry); s.p.hurry > 0 && v.Fault.IsZero() && v.Next.After(soon) {
		v.Next, v.Every = soon, s.p.hurry
	}
	if err := s.visitStore.Visited(ctx, v); err != nil {
		return err
	}
	s.p.waiting.tell(v)
	return nil
}

// waiters are those who want to know of visits. The zero value is ready.
type waiters struct {
	mu  sync.Mutex
	all map[chan listen.Visit]bool
}

// join returns a channel of the visits from now on; it holds as many as room,
// and more are not told. leave must be called.
func (w *waiters) join(room int) (c chan listen.Visit, leave func()) {
	c = make(chan listen.Visit, room)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[chan listen.Visit]bool{}
	}
	w.all[c] = true
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all, c)
	}
}

func (w *waiters) tell(v listen.Visit) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.all {
		select {
		case c <- v:
		default: // who does not read must not hold up a visit
		}
	}
}

// dueMost bounds how many sources one listen visits: more than anybody has.
const dueMost = 100_000

// listenOnce is api.Options.Listen: it visits what is due and tells of each
// visit. Where the listener is at work already, it is that one which visits
// (so that no site is asked twice), and we wait for it.
func (p *program) listenOnce(ctx context.Context, visited func(api.Visit) error) error {
	names := map[vigie.SourceID]string{}
	sources, err := p.store.Sources(ctx)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if names[s.ID] = s.Name; s.Name == "" {
			names[s.ID] = s.Address
		}
	}
	told, leave := p.waiting.join(2*len(sources) + 16)
	defer leave()
	due, err := p.store.Due(ctx, p.now(), dueMost)
	if err != nil {
		return err
	}
	await := map[vigie.SourceID]bool{}
	for _, d := range due {
		await[d.Source.ID] = true
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	once := make(chan error, 1)
	if p.serving.Load() {
		once = nil // never ends by itself: what was due is waited for
	} else {
		go func() {
			_, err := p.listener.Once(ctx)
			once <- err
		}()
	}
	tell := func(v listen.Visit) error {
		if !await[v.Source] {
			return nil
		}
		delete(await, v.Source)
		return visited(api.Visit{Source: v.Source, Name: names[v.Source], Items: v.Items, New: v.New, Why: v.Fault})
	}
	for once != nil || len(await) > 0 {
		select {
		case v := <-told:
			if err := tell(v); err != nil {
				return p.abandon(cancel, once, err)
			}
		case err := <-once:
			for len(told) > 0 {
				if terr := tell(<-told); err == nil {
					err = terr
				}
			}
			return err
		case <-ctx.Done():
			return p.abandon(cancel, once, ctx.Err())
		}
	}
	return nil
}

// abandon ends a listening that nobody waits for any more.
func (p *program) abandon(cancel func(), once chan error, err error) error {
	cancel()
	if once != nil {
		<-once // err is the reason; that it was then canceled says nothing
	}
	return err
}
