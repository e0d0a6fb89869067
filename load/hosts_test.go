package load

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestHosts(t *testing.T) {
	h, err := NewHosts(1, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	c := &http.Client{Transport: &http.Transport{DialContext: h.Dial, DisableKeepAlives: true}}
	get := func(url, tag string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", tag)
		res, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(b)
	}
	if status, _ := get("http://"+Name(3)+"/robots.txt", ""); status != http.StatusNotFound {
		t.Errorf("robots.txt answers %d", status)
	}
	status, feed := get(Feed(3), "")
	if status != http.StatusOK || strings.Count(feed, "<item>") != ItemsPerFeed {
		t.Errorf("feed answers %d with %d items", status, strings.Count(feed, "<item>"))
	}
	if asked, broken := h.Asked(); asked != 1 || broken != 0 {
		t.Errorf("Asked = %d, %d; want one polite visit", asked, broken)
	}
	if status, _ := get(Feed(3), `"same"`); status != http.StatusNotModified {
		t.Errorf("asked again, the feed answers %d", status)
	}
	if asked, broken := h.Asked(); asked != 2 || broken != 1 {
		t.Errorf("Asked = %d, %d; want the second to be told as too early", asked, broken)
	}
	if _, err := Poll(t.Context(), h, 1, func(context.Context) (int, error) { return 0, nil }, nil); err == nil {
		t.Error("Poll is content with a round that asked nobody")
	}
}
