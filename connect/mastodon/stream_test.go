package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/listen"
)

// live is a server of one hashtag, whose stream ends after a few posts, as the
// streams of the real ones do when they are restarted.
type live struct {
	t      *testing.T
	status int // of the stream; 0 is 200
	cut    int // posts after which the stream ends; 0: never
	mute   bool

	mu    sync.Mutex
	rest  member // what its timelines show
	ears  map[chan map[string]any]bool
	opens int
}

func (s *live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/api/v1/timelines/tag/grue":
		s.mu.Lock()
		page := s.rest.page(r.URL.Query().Get("min_id"), "")
		s.mu.Unlock()
		_ = json.NewEncoder(w).Encode(page)
	case "/api/v1/streaming/hashtag":
		if r.URL.Query().Get("tag") != "grue" || r.Header.Get("Authorization") != "Bearer s3cret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if s.status != 0 {
			w.WriteHeader(s.status)
			return
		}
		ear := make(chan map[string]any, 1000)
		s.mu.Lock()
		s.ears[ear] = true
		s.opens++
		s.mu.Unlock()
		defer func() { s.mu.Lock(); delete(s.ears, ear); s.mu.Unlock() }()
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, ":)\n\n")
		w.(http.Flusher).Flush()
		for n := 1; ; n++ {
			select {
			case p := <-ear:
				b, err := json.Marshal(p)
				if err != nil {
					s.t.Error(err)
				}
				fmt.Fprintf(w, ":thump\n\nevent: delete\ndata: 12\n\nevent: update\ndata: {half\n\nevent: update\ndata: %s\n\n", b)
				w.(http.Flusher).Flush()
			case <-r.Context().Done():
				return
			}
			if n == s.cut {
				return
			}
		}
	default:
		http.NotFound(w, r)
	}
}

// post publishes a post: on the timeline, and to who listens.
func (s *live) post(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest.add(now.Add(time.Duration(len(s.rest.posts))*time.Second-time.Hour), text)
	if s.mute {
		return
	}
	for ear := range s.ears {
		ear <- s.rest.posts[len(s.rest.posts)-1]
	}
}

func (s *live) listening() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.ears)
}

func (s *live) stream(t *testing.T, token string) *Stream {
	t.Helper()
	s.t, s.ears = t, map[chan map[string]any]bool{}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	c, err := fetch.New(fetch.Options{Delay: -1, AllowPrivate: []string{h.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	src := vigie.Source{ID: 1, Kind: vigie.MastodonStreamSource, Address: h.URL + "/tags/grue"}
	return &Stream{Source: New(c, src, token, func() time.Time { return now }), Client: h.Client(), Every: time.Millisecond, Silence: time.Minute}
}

// TestStreamCuts: posts come as they are written; a stream that is cut is opened
// again, and what was written meanwhile is caught up with: nothing is lost and
// each has one key.
func TestStreamCuts(t *testing.T) {
	web := &live{cut: 7}
	s := web.stream(t, "s3cret")
	for i := range 10 {
		web.post(fmt.Sprint("La grue, avant ", i))
	}
	kept := map[vigie.Key]bool{}
	var cursor []byte
	written := 10
	for round := range 5 {
		ctx, stop := context.WithTimeout(t.Context(), 4*time.Minute)
		err := make(chan error, 1)
		more := make(chan int, 1000)
		go func() {
			err <- s.Stream(ctx, cursor, func(_ context.Context, b listen.Batch) error {
				for _, m := range b.Mentions {
					kept[m.Key] = true
				}
				if b.Passing {
					t.Error("a hashtag is Passing")
				}
				cursor = b.Cursor
				more <- len(b.Mentions)
				return nil
			})
		}()
		for web.listening() == 0 {
			time.Sleep(time.Millisecond) // the server is at work; only its being there is awaited
		}
		for i := range 7 { // the seventh ends the stream
			web.post(fmt.Sprintf("La grue, vive %d.%d", round, i))
			written++
		}
		if got := <-err; vigie.KindOf(got) != vigie.Unavailable || ctx.Err() != nil {
			t.Fatalf("Stream = %v, want kind Unavailable", got)
		}
		stop()
		for i := range 45 { // more than a page while nobody listens
			web.post(fmt.Sprintf("La grue, sans nous %d.%d", round, i))
			written++
		}
	}
	if _, err := s.catchUp(t.Context(), cursor, func(_ context.Context, b listen.Batch) error {
		for _, m := range b.Mentions {
			kept[m.Key] = true
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(kept) != written || web.opens != 5 {
		t.Errorf("%d posts of %d were heard over %d openings", len(kept), written, web.opens)
	}
}

// TestStreamSilent: a stream of which nothing comes any more is taken for cut.
func TestStreamSilent(t *testing.T) {
	web := &live{mute: true}
	s := web.stream(t, "s3cret")
	s.Silence = 50 * time.Millisecond
	var e *vigie.Error
	if err := s.Stream(t.Context(), nil, func(context.Context, listen.Batch) error { return nil }); !errors.As(err, &e) || e.Tell.ID != "stream-silent" {
		t.Errorf("Stream = %v, want stream-silent", err)
	}
}

// TestStreamRefused: where a server opens no stream its timeline is read, and
// it is told why and when we come back.
func TestStreamRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		token  string
		status int
		want   string
	}{
		"no token":     {"", 0, "mastodon-stream-token"},
		"an old token": {"s3cret", http.StatusUnauthorized, "mastodon-token-expired"},
		"no stream":    {"s3cret", http.StatusNotFound, "mastodon-stream-refused"},
		"down":         {"s3cret", http.StatusBadGateway, "fetch-server"},
	} {
		web := &live{status: tt.status}
		s := web.stream(t, tt.token)
		for i := range 3 {
			web.post(fmt.Sprint("La grue ", i))
		}
		heard := 0
		err := s.Stream(t.Context(), nil, func(_ context.Context, b listen.Batch) error { heard += len(b.Mentions); return nil })
		var e *vigie.Error
		var r *listen.RetryAfter
		if !errors.As(err, &e) || e.Tell.ID != tt.want || !errors.As(err, &r) || r.Wait != refusedWait || heard != 3 {
			t.Errorf("%s: %v after %d posts, want %s in five minutes after 3", name, err, heard, tt.want)
		}
	}
}

// TestStreamDeletes: what is deleted while one listens is gone with its key; of
// what was never told here nothing is said.
func TestStreamDeletes(t *testing.T) {
	web := &live{}
	s := web.stream(t, "s3cret")
	heard := make(chan status, 4)
	web.post("La grue")
	raw, err := json.Marshal(web.rest.posts[0])
	if err != nil {
		t.Fatal(err)
	}
	var p status
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	heard <- p
	body := fmt.Sprintf("event: delete\ndata: %s\n\nevent: delete\ndata: 12\n\n", p.ID)
	if err := s.read(t.Context(), io.NopCloser(strings.NewReader(body)), heard); vigie.KindOf(err) != vigie.Unavailable {
		t.Fatal(err)
	}
	close(heard)
	var got listen.Batch
	s.Every = time.Hour
	if err := s.gather(t.Context(), nil, heard, func(_ context.Context, b listen.Batch) error { got = b; return nil }); err != nil {
		t.Fatal(err)
	}
	if len(got.Mentions) != 1 || len(got.Gone) != 1 || got.Gone[0] != got.Mentions[0].Key {
		t.Errorf("heard %+v, gone %v; want one post and its end", got.Mentions, got.Gone)
	}
}
