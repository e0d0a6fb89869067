package fetch

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"vigie.example/vigie"
)

func TestRobots(t *testing.T) {
	for _, tt := range []struct {
		name, robots string
		status       int
		path         string
		kind         vigie.Kind
		id           string // empty: allowed
	}{
		{name: "none", status: 404, path: "/a"},
		{name: "401 is none", status: 401, path: "/a"},
		{name: "403 is none", status: 403, path: "/a"},
		{name: "500 is not now", status: 500, path: "/a", kind: vigie.Unavailable, id: "fetch-robots-unavailable"},
		{name: "429 is not now", status: 429, path: "/a", kind: vigie.Unavailable, id: "fetch-robots-unavailable"},
		{name: "all refused", robots: "User-agent: *\nDisallow: /", path: "/a", kind: vigie.Forbidden, id: "fetch-robots"},
		{name: "empty disallow", robots: "User-agent: *\nDisallow:", path: "/a"},
		{name: "another robot refused", robots: "User-agent: other\nDisallow: /", path: "/a"},
		{name: "Vigie by name", robots: "User-agent: *\nDisallow: /\n\nUser-agent: Vigie\nAllow: /", path: "/a"},
		{name: "Vigie refused by name", robots: "User-agent: *\nAllow: /\n\nUser-agent: vigie\nDisallow: /a", path: "/a/b", kind: vigie.Forbidden, id: "fetch-robots"},
		{name: "a longer allow wins", robots: "User-agent: *\nDisallow: /a\nAllow: /a/feed", path: "/a/feed"},
		{name: "query counts", robots: "User-agent: *\nDisallow: /*?s=", path: "/a?s=x", kind: vigie.Forbidden, id: "fetch-robots"},
		{name: "bad lines do not hide good ones", robots: "Disallow: /early\nUser-agent: *\nCrawl-delay: soon\nnonsense\nDisallow: /a", path: "/a", kind: vigie.Forbidden, id: "fetch-robots"},
		{name: "a page of HTML", robots: "<!DOCTYPE html><html><body>not found: sorry</body></html>", path: "/a"},
		{name: "old Mac lines", robots: "User-agent: *\rDisallow: /a\r", path: "/a", kind: vigie.Forbidden, id: "fetch-robots"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/robots.txt" {
					return
				}
				asked++
				if tt.status != 0 {
					w.WriteHeader(tt.status)
				}
				_, _ = w.Write([]byte(tt.robots))
			}))
			defer s.Close()
			c := client(t, Options{}, s)
			for range 2 {
				_, err := get(c, s.URL+tt.path)
				if tt.id == "" && err != nil {
					t.Errorf("error = %v, want none", err)
				} else if tt.id != "" {
					wantFault(t, err, tt.kind, tt.id)
				}
			}
			if asked != 1 {
				t.Errorf("robots.txt asked for %d times, want 1", asked)
			}
		})
	}
}

func TestRobotsAreAskedAgain(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	status, asked := 500, 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			asked++
			w.WriteHeader(status)
		}
	}))
	defer s.Close()
	c := client(t, Options{Now: func() time.Time { return now }}, s)
	_, err := get(c, s.URL)
	wantFault(t, err, vigie.Unavailable, "fetch-robots-unavailable")
	status, now = 404, now.Add(robotsAgain)
	if _, err := get(c, s.URL); err != nil {
		t.Errorf("after it recovered: %v", err)
	}
	status, now = 500, now.Add(robotsFor)
	if _, err := get(c, s.URL); err != nil {
		t.Errorf("a robots.txt known before serves while the new one cannot be had: %v", err)
	}
	if asked != 3 {
		t.Errorf("robots.txt asked for %d times, want 3", asked)
	}
}

func TestRobotsRedirected(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.Redirect(w, r, "/r2.txt", http.StatusFound)
		case "/r2.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /x\nCrawl-delay: 7"))
		}
	}))
	defer s.Close()
	c := client(t, Options{MaxCrawlDelay: 20 * time.Millisecond}, s)
	_, err := get(c, s.URL+"/x")
	wantFault(t, err, vigie.Forbidden, "fetch-robots")
	u, _ := c.address(s.URL)
	if h := c.hosts.of(u); h.delay != 20*time.Millisecond {
		t.Errorf("delay = %v, want the Crawl-delay cut to its cap", h.delay)
	}
}

func TestForgetsTheHostsNotUsed(t *testing.T) {
	hs := newHosts(1, 0)
	c := client(t, Options{})
	for i := range maxHosts + 10 {
		u, err := c.address("http://h" + time.Duration(i).String() + ".example/")
		if err != nil {
			t.Fatal(err)
		}
		hs.of(u)
	}
	if len(hs.byName) != maxHosts || hs.recent.Len() != maxHosts {
		t.Errorf("%d hosts remembered, want %d", len(hs.byName), maxHosts)
	}
}
