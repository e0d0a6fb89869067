package fetch

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestStreamingIsGuarded: a stream reaches no private address either, and
// follows nobody elsewhere.
func TestStreamingIsGuarded(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("http://elsewhere.example/", http.StatusFound))
	defer s.Close()
	get := func(o Options) (*http.Response, error) {
		t.Helper()
		c, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		stream, err := c.Streaming()
		if err != nil {
			t.Fatal(err)
		}
		defer stream.CloseIdleConnections()
		return stream.Get(s.URL)
	}
	if res, err := get(Options{}); err == nil {
		res.Body.Close()
		t.Error("a stream reached a private address")
	}
	res, err := get(Options{AllowPrivate: []string{s.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusFound {
		t.Errorf("status = %d, want the redirect itself", res.StatusCode)
	}
}
