package fetch

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// FuzzRobots reads any bytes as a robots.txt: it must never panic, nor ask for
// a pause that is no pause.
func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1e5\n"), "/a?x=1")
	f.Add([]byte("\xef\xbb\xbfUSER-AGENT: vigie\rallow: /\x00\rdisallow: %zz"), "/%zz")
	f.Add([]byte("<!doctype html><a href=x>User-agent: *: Disallow: /"), "")
	c, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		u := &url.URL{Scheme: "https", Host: "press.example", Path: path}
		group, next, err := c.robotsAnswer(u, &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, ContentLength: -1, Body: io.NopCloser(bytes.NewReader(body))})
		if err != nil || next != nil {
			t.Fatalf("robotsAnswer(%q) = %v, %v, want rules or none", body, next, err)
		}
		if group == nil {
			return
		}
		group.Test(robotsPath(u))
		if group.CrawlDelay < 0 {
			t.Errorf("robots.txt %q asks for a pause of %v", body, group.CrawlDelay)
		}
	})
}

// FuzzFreshFor reads any headers of freshness: what comes out is between
// nothing and a day.
func FuzzFreshFor(f *testing.F) {
	f.Add("max-age=60", "5", "Sun, 22 Nov 2026 12:00:00 GMT", "")
	f.Add("s-maxage=1, max-age=\"99999999999999999999\"", "-1", "0", "x")
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, control, age, expires, date string) {
		h := http.Header{"Cache-Control": {control}, "Age": {age}, "Expires": {expires}, "Date": {date}}
		if d := freshFor(h, now); d < 0 || d > maxRetryAfter {
			t.Errorf("freshFor(%v) = %v, want between 0 and %v", h, d, maxRetryAfter)
		}
	})
}

// FuzzBody decodes any bytes under any encoding: within the limit, or an error.
func FuzzBody(f *testing.F) {
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"), "gzip", int64(-1))
	f.Add([]byte("x\x9c\x03\x00\x00\x00\x00\x01"), "deflate", int64(8))
	f.Add([]byte("abc"), "identity, x-gzip", int64(1<<40))
	c, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	u := &url.URL{Scheme: "https", Host: "press.example"}
	f.Fuzz(func(t *testing.T, body []byte, encoding string, length int64) {
		const limit = 64 << 10
		out, err := c.body(u, &http.Response{Header: http.Header{"Content-Encoding": {encoding}}, ContentLength: length, Body: io.NopCloser(bytes.NewReader(body))}, limit)
		if len(out) > limit || err != nil && out != nil {
			t.Errorf("body(%q, %q) = %d bytes, %v", body, encoding, len(out), err)
		}
	})
}

// FuzzOddNumber: a host comes out in ASCII, or not at all, and is told from a
// number in disguise without panic.
func FuzzOddNumber(f *testing.F) {
	for _, s := range []string{"2130706433", "0x7f.1", "127.1", "017700000001", "１２７.0.0.1", "xn--1", "a.0x", "..", "[::1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, host string) {
		a, err := asciiHost(host)
		if err != nil {
			return
		}
		for i := range len(a) {
			if a[i] >= 0x80 {
				t.Fatalf("asciiHost(%q) = %q, want ASCII", host, a)
			}
		}
		oddNumber(a)
	})
}
