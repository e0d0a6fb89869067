package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

// Reports, words and sentences take long to find out in a large archive. So the
// server itself opens, every half hour and for nobody, the pages of one's own
// brand and those that somebody opened lately: what they find out is kept
// (lately.go), and who opens one next sees it at once, with the hour at which it
// was found out.

const (
	readyEvery = 30 * time.Minute
	// readyFirst leaves a program that starts to those who wait for it.
	readyFirst = time.Minute
	// readyFor is for how long after somebody opened a page it is opened
	// beforehand, and readyMost how many are.
	readyFor  = 7 * 24 * time.Hour
	readyMost = 32
)

// opening is a page that was opened, and in which language.
type opening struct{ uri, lang string }

// openings remembers when pages were opened last.
type openings struct {
	mu sync.Mutex
	at map[opening]time.Time
}

// add remembers an opening, and forgets the oldest of too many.
func (o *openings) add(x opening, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.at == nil {
		o.at = map[opening]time.Time{}
	}
	if o.at[x] = now; len(o.at) > readyMost {
		delete(o.at, slices.MinFunc(slices.Collect(maps.Keys(o.at)), func(a, b opening) int { return o.at[a].Compare(o.at[b]) }))
	}
}

// drop forgets a page, which is no longer.
func (o *openings) drop(x opening) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.at, x)
}

// since lists what was opened since a moment, the latest first.
func (o *openings) since(t time.Time) []opening {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []opening
	for x, at := range o.at {
		if at.After(t) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b opening) int {
		return cmp.Or(o.at[b].Compare(o.at[a]), strings.Compare(a.uri, b.uri), strings.Compare(a.lang, b.lang))
	})
	return out
}

// opened serves a page that is to be made beforehand from then on.
func (s *Server) opened(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if q := r.URL.Query(); !q.Has("format") && !q.Has(awayParam) {
			s.openings.add(opening{r.URL.RequestURI(), v.Lang}, v.Now)
		}
		return h(w, r, v)
	}
}

// pageAt returns the page that a request without a person asks for, of those that
// can be had so; nil for others.
func (s *Server) pageAt(r *http.Request) handler {
	if id, ok := strings.CutPrefix(r.URL.Path, "/topic/"); ok {
		page := s.topic
		if of, words := strings.CutSuffix(id, "/words"); words {
			id, page = of, s.words
		}
		r.SetPathValue("id", id)
		return page
	}
	return map[string]handler{"/": s.today, "/compare": s.compare, "/audit": s.audit, "/barometer": s.barometer, "/report": s.monthly}[r.URL.Path]
}

type beforehandKey struct{}

// isBeforehand reports whether a page is opened for nobody.
func isBeforehand(ctx context.Context) bool { return ctx.Value(beforehandKey{}) != nil }

// MakeReady opens the pages of one's own brand and those opened lately, so that
// what they take long for is there. What cannot be shown (a sector of one brand)
// is passed over.
func (s *Server) MakeReady(ctx context.Context) error {
	ctx = context.WithValue(ctx, beforehandKey{}, true)
	space, err := s.o.Ledger.Workspace(ctx)
	if isNotFound(err) || err == nil && space.Name == "" {
		return nil // nothing is set up
	}
	if err != nil {
		return err
	}
	topics, err := s.o.Ledger.Topics(ctx)
	if err != nil {
		return err
	}
	sortTopics(topics)
	all := s.openings.since(s.o.Now().Add(-readyFor))
	for _, t := range topics {
		if t.Kind != vigie.OwnBrand {
			continue
		}
		path := topicPath(t.ID, 0)
		for _, uri := range []string{path, path + "/words", "/compare", "/barometer", "/audit", "/report"} {
			all = append(all, opening{uri, space.Lang})
		}
		for _, n := range periodsOffered {
			all = append(all, opening{topicPath(t.ID, n), space.Lang})
		}
		break // the one that "you" stands for
	}
	var failed error
	done := map[opening]bool{}
	for _, x := range all {
		if done[x] {
			continue
		}
		done[x] = true
		switch err := s.openFor(ctx, x, space, topics); {
		case err == nil:
		case ctx.Err() != nil:
			return ctx.Err()
		case vigie.KindOf(err) == vigie.Internal || vigie.KindOf(err) == vigie.Unavailable:
			failed = errors.Join(failed, fmt.Errorf("make %s ready: %w", x.uri, err)) // the others are made all the same
		default:
			s.openings.drop(x)
		}
	}
	return failed
}

// openFor opens a page for nobody.
func (s *Server) openFor(ctx context.Context, x opening, space vigie.Workspace, topics []vigie.Topic) (err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, x.uri, nil)
	if err != nil {
		return err
	}
	// A page that breaks is logged by outer, as for anybody.
	s.outer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := s.pageAt(r)
		if page == nil {
			err = vigie.Errorf(vigie.NotFound, nil, "page-not-found")
			return
		}
		v := &visit{s: s, w: w, r: r, Now: s.o.Now(), Path: r.URL.Path, Token: requestToken(r.Context()), Workspace: space, Topics: topics}
		v.User = govern.User{Lang: x.lang}
		v.speak(space.Lang)
		err = page(w, r, v)
	})).ServeHTTP(nowhere{}, r)
	return err
}

// nowhere takes a page that nobody reads.
type nowhere struct{}

// Header returns a header for nobody.
func (nowhere) Header() http.Header { return http.Header{} }

// WriteHeader does nothing.
func (nowhere) WriteHeader(int) {}

// Write takes everything.
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }

// KeepReady does MakeReady every half hour until ctx ends. What fails is logged
// and tried again.
func (s *Server) KeepReady(ctx context.Context) error {
	for wait := readyFirst; ; wait = readyEvery {
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		case <-t.C:
		}
		if err := s.MakeReady(ctx); err != nil && !errors.Is(err, context.Canceled) {
			s.o.Log.Error("pages not made beforehand", "err", err)
		}
		s.o.Rest() // half an hour passes before all that is wanted again
	}
}
