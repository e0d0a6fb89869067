package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/say"
)

// web starts a server on loopback, with no robots.txt unless the handler
// gives one.
func web(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// client makes a client that may reach the given servers by host and port, and
// nothing else that is private.
func client(t *testing.T, o Options, allowed ...*httptest.Server) *Client {
	t.Helper()
	if o.Delay == 0 {
		o.Delay = -1
	}
	for _, s := range allowed {
		o.AllowPrivate = append(o.AllowPrivate, s.Listener.Addr().String())
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wantFault checks the kind and the sentence of an error, and that the sentence
// exists in both languages.
func wantFault(t *testing.T, err error, kind vigie.Kind, id string) {
	t.Helper()
	if err == nil {
		t.Fatalf("error = nil, want %s", id)
	}
	var e *vigie.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Tell.ID != id {
		t.Fatalf("error = %v (kind %v), want kind %v, %s", err, vigie.KindOf(err), kind, id)
	}
	for _, lang := range []string{"fr", "en"} {
		if s := say.In(lang).Sentence(e.Tell); s == "" || strings.Contains(s, "{") || strings.Contains(s, id) {
			t.Errorf("sentence in %s of %s = %q", lang, id, s)
		}
	}
}

func get(c *Client, url string) (*Response, error) {
	return c.Get(context.Background(), Request{URL: url})
}

func TestGetReadsABody(t *testing.T) {
	s := web(t, func(w http.ResponseWriter, r *http.Request) {
		if got, want := r.Header.Get("User-Agent"), "Vigie/1.0 (+https://org.example/bot)"; got != want {
			t.Errorf("User-Agent = %q, want %q", got, want)
		}
		if r.Header.Get("Cookie") != "" {
			t.Error("a cookie was sent")
		}
		w.Header().Set("Content-Type", "text/HTML; charset=ISO-8859-1")
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Cache-Control", "public, max-age=600")
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		_, _ = w.Write([]byte("bonjour"))
	})
	c := client(t, Options{Version: "1.0", Contact: "https://org.example/bot"}, s)
	for range 2 {
		res, err := get(c, s.URL+"/a")
		if err != nil {
			t.Fatal(err)
		}
		if string(res.Body) != "bonjour" || res.ETag != `"v1"` || res.ContentType != "text/html" || res.Charset != "iso-8859-1" || res.TTL != 10*time.Minute || res.URL != s.URL+"/a" || res.Moved != "" {
			t.Errorf("Get = %+v", res)
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	s := web(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/feed", http.StatusFound)
		case r.Header.Get("If-None-Match") == `"v1"`:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", `"v1"`)
			_, _ = w.Write([]byte("body"))
		}
	})
	c := client(t, Options{}, s)
	for _, tt := range []struct {
		name string
		req  Request
		want bool
	}{
		{"same address", Request{URL: s.URL + "/feed", ETag: `"v1"`}, true},
		{"not known yet", Request{URL: s.URL + "/feed"}, false},
		{"tag of another address", Request{URL: s.URL + "/feed", ETag: `"v1"`, Seen: s.URL + "/other"}, false},
		{"redirected: the tag of the first address is not sent on", Request{URL: s.URL + "/moved", ETag: `"v1"`}, false},
		{"redirected to where the tag came from", Request{URL: s.URL + "/moved", ETag: `"v1"`, Seen: s.URL + "/feed"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res, err := c.Get(context.Background(), tt.req)
			if err != nil {
				t.Fatal(err)
			}
			if res.NotModified != tt.want {
				t.Errorf("NotModified = %v, want %v", res.NotModified, tt.want)
			}
		})
	}
}

func TestUnasked304IsAnError(t *testing.T) {
	s := web(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, err := get(client(t, Options{}, s), s.URL)
	wantFault(t, err, vigie.Invalid, "fetch-status")
}

func TestStatuses(t *testing.T) {
	s := web(t, func(w http.ResponseWriter, r *http.Request) {
		var status int
		for _, c := range strings.TrimPrefix(r.URL.Path, "/") {
			status = status*10 + int(c-'0')
		}
		w.WriteHeader(status)
	})
	for _, tt := range []struct {
		status string
		kind   vigie.Kind
		id     string
	}{
		{"404", vigie.NotFound, "fetch-not-found"},
		{"410", vigie.NotFound, "fetch-gone"},
		{"401", vigie.Forbidden, "fetch-forbidden"},
		{"403", vigie.Forbidden, "fetch-forbidden"},
		{"500", vigie.Unavailable, "fetch-server"},
		{"503", vigie.Unavailable, "fetch-server"},
		{"408", vigie.Unavailable, "fetch-server"},
		{"429", vigie.Unavailable, "fetch-too-often"},
		{"400", vigie.Invalid, "fetch-status"},
		{"204", vigie.Invalid, "fetch-status"},
		{"302", vigie.Invalid, "fetch-status"}, // without Location
	} {
		t.Run(tt.status, func(t *testing.T) {
			_, err := get(client(t, Options{}, s), s.URL+"/"+tt.status)
			wantFault(t, err, tt.kind, tt.id)
		})
	}
}

func TestRetryAfterIsObeyedForTheWholeHost(t *testing.T) {
	for _, tt := range []struct {
		name   string
		header string
		want   time.Duration
	}{
		{"seconds", "120", 2 * time.Minute},
		{"a thousand million seconds", "1000000000", 24 * time.Hour},
		{"1e9", "1e9", 24 * time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			s := web(t, func(w http.ResponseWriter, _ *http.Request) {
				asked++
				w.Header().Set("Retry-After", tt.header)
				w.WriteHeader(http.StatusTooManyRequests)
			})
			now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
			c := client(t, Options{Now: func() time.Time { return now }}, s)
			for _, path := range []string{"/a", "/b"} {
				_, err := get(c, s.URL+path)
				wantFault(t, err, vigie.Unavailable, "fetch-busy")
				var after *listen.RetryAfter
				if !errors.As(err, &after) || after.Wait != tt.want {
					t.Errorf("RetryAfter = %+v, want %v", after, tt.want)
				}
			}
			if asked != 1 {
				t.Errorf("the host was asked %d times, want 1", asked)
			}
			now = now.Add(tt.want)
			_, _ = get(c, s.URL)
			if asked != 2 {
				t.Errorf("after the wait, asked %d times, want 2", asked)
			}
		})
	}
}

func TestPauseBetweenRequests(t *testing.T) {
	var at []time.Time
	s := web(t, func(http.ResponseWriter, *http.Request) { at = append(at, time.Now()) })
	c := client(t, Options{Delay: 50 * time.Millisecond}, s)
	for range 3 {
		if _, err := get(c, s.URL); err != nil {
			t.Fatal(err)
		}
	}
	if d := at[2].Sub(at[0]); d < 90*time.Millisecond {
		t.Errorf("three requests within %v, want two pauses of 50ms", d)
	}
}

func TestOneRequestAtATimePerHost(t *testing.T) {
	inside, most := make(chan struct{}, 10), 0
	s := web(t, func(http.ResponseWriter, *http.Request) {
		inside <- struct{}{}
		most = max(most, len(inside))
		time.Sleep(5 * time.Millisecond)
		<-inside
	})
	c := client(t, Options{}, s)
	done := make(chan error, 5)
	for range 5 {
		go func() { _, err := get(c, s.URL); done <- err }()
	}
	for range 5 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most != 1 {
		t.Errorf("%d requests at once, want 1", most)
	}
}

func TestCanceledIsNotTheHostsFault(t *testing.T) {
	s := web(t, func(http.ResponseWriter, *http.Request) {})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := client(t, Options{}, s).Get(ctx, Request{URL: s.URL})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want context.Canceled", err)
	}
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		in   string
		want time.Duration
		ok   bool
	}{
		{"", 0, false},
		{"30", 30 * time.Second, true},
		{" 30 ", 30 * time.Second, true},
		{"0", 0, true},
		{"2.5", 2500 * time.Millisecond, true},
		{"-5", 0, false},
		{"1e9", 24 * time.Hour, true},
		{strings.Repeat("9", 400), 24 * time.Hour, true},
		{"NaN", 0, false},
		{"Sun, 22 Nov 2026 12:10:00 GMT", 10 * time.Minute, true},
		{"Sun, 22 Nov 2020 12:10:00 GMT", 0, true},
		{"Sun, 22 Nov 2099 12:10:00 GMT", 24 * time.Hour, true},
		{"soon", 0, false},
	} {
		if got, ok := ParseRetryAfter(tt.in, now); got != tt.want || ok != tt.ok {
			t.Errorf("ParseRetryAfter(%q) = %v %v, want %v %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	for _, s := range []string{"30", "1e9", "-1", "Sun, 22 Nov 2026 12:10:00 GMT", "0x1p9", "Inf"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := ParseRetryAfter(s, now); d < 0 || d > maxRetryAfter || !ok && d != 0 {
			t.Errorf("ParseRetryAfter(%q) = %v %v", s, d, ok)
		}
	})
}

func TestFreshFor(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		h    http.Header
		want time.Duration
	}{
		{"nothing", http.Header{}, 0},
		{"max-age", http.Header{"Cache-Control": {"public, max-age=60"}}, time.Minute},
		{"max-age less age", http.Header{"Cache-Control": {"max-age=60"}, "Age": {"20"}}, 40 * time.Second},
		{"older than fresh", http.Header{"Cache-Control": {"max-age=60"}, "Age": {"90"}}, 0},
		{"no-cache wins", http.Header{"Cache-Control": {"no-cache", "max-age=60"}}, 0},
		{"a year is cut to a day", http.Header{"Cache-Control": {"max-age=31536000"}}, 24 * time.Hour},
		{"garbage", http.Header{"Cache-Control": {"max-age=soon"}}, 0},
		{"expires", http.Header{"Expires": {"Sun, 22 Nov 2026 12:10:00 GMT"}}, 10 * time.Minute},
		{"expires by the host's own clock", http.Header{"Expires": {"Sun, 22 Nov 2020 12:10:00 GMT"}, "Date": {"Sun, 22 Nov 2020 12:00:00 GMT"}}, 10 * time.Minute},
		{"expires 0", http.Header{"Expires": {"0"}}, 0},
	} {
		if got := freshFor(tt.h, now); got != tt.want {
			t.Errorf("%s: freshFor = %v, want %v", tt.name, got, tt.want)
		}
	}
}
