package fetch

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"vigie.example/vigie"
)

// TestToken: a token is told to the host that is asked, and to nobody that an
// answer leads on to, nor in the clear to another machine.
func TestToken(t *testing.T) {
	heard := make(chan string, 10)
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { heard <- "elsewhere " + r.Header.Get("Authorization") }))
	defer other.Close()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, other.URL+"/here", http.StatusFound)
		case "/robots.txt":
			heard <- "robots" + r.Header.Get("Authorization")
			http.NotFound(w, r)
		default:
			heard <- r.Header.Get("Authorization")
		}
	}))
	defer web.Close()
	c, err := New(Options{Delay: -1, AllowPrivate: []string{web.Listener.Addr().String(), other.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), Request{URL: web.URL + "/here", Token: "s3cret"}); err != nil {
		t.Fatal(err)
	}
	if a, b := <-heard, <-heard; a != "robots" || b != "Bearer s3cret" {
		t.Errorf("heard %q and %q", a, b)
	}
	if _, err := c.Get(t.Context(), Request{URL: web.URL + "/away", Token: "s3cret"}); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("led elsewhere: %v, want kind Invalid", err)
	}
	for len(heard) > 0 {
		if a := <-heard; a != "robots" && a != "elsewhere " {
			t.Errorf("heard %q", a)
		}
	}
	plain, err := New(Options{Delay: -1, IgnoreRobots: true, Transport: http.DefaultTransport})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plain.Get(t.Context(), Request{URL: "http://btp.example/x", Token: "s3cret"}); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("in the clear: %v, want kind Invalid", err)
	}
}
