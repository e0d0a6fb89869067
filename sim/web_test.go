package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"vigie.example/vigie"
)

// webAt returns a living part whose clock the test moves.
func webAt(t *testing.T) (*Web, *time.Time) {
	t.Helper()
	now := testNow
	w := &Web{Sector: one(), Now: func() time.Time { return now }, Slow: time.Millisecond}
	w.start()
	return w, &now
}

func get(t *testing.T, w *Web, host, path string, header ...string) *http.Response {
	t.Helper()
	in := httptest.NewRequest(http.MethodGet, "http://"+host+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		in.Header.Set(header[i], header[i+1])
	}
	out := httptest.NewRecorder()
	w.Handler(host).ServeHTTP(out, in)
	return out.Result()
}

func read(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(res.Header.Get("Content-Type"), "windows-1252") {
		if b, err = charmap.Windows1252.NewDecoder().Bytes(b); err != nil {
			t.Fatal(err)
		}
	}
	return string(b)
}

func TestFeedsParse(t *testing.T) {
	w, now := webAt(t)
	*now = testNow.Add(time.Hour)
	for _, l := range living {
		if l.host == failingHost || l.kind == vigie.PageSource {
			continue
		}
		t.Run(l.host, func(t *testing.T) {
			res := get(t, w, l.host, l.feed)
			text := read(t, res)
			if res.StatusCode != http.StatusOK {
				t.Fatalf("%s%s = %d", l.host, l.feed, res.StatusCode)
			}
			if l.host == reviewHost {
				var feed struct{ Items []struct{ URL string } }
				if err := json.Unmarshal([]byte(text), &feed); err != nil || len(feed.Items) < 20 {
					t.Errorf("JSON feed has %d items, %v", len(feed.Items), err)
				}
				return
			}
			text = strings.Replace(text, `encoding="windows-1252"`, "", 1)
			var feed struct {
				Items   []struct{} `xml:"channel>item"`
				Entries []struct{} `xml:"entry"`
			}
			if err := xml.Unmarshal([]byte(text), &feed); err != nil {
				t.Fatalf("feed of %s: %v", l.host, err)
			}
			if n := len(feed.Items) + len(feed.Entries); n < 10 {
				t.Errorf("feed of %s has %d items", l.host, n)
			}
		})
	}
}

func TestSomethingNewAppears(t *testing.T) {
	w, now := webAt(t)
	count := func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.advance(*now)
		n := 0
		for _, st := range w.sites {
			n += len(st.rows)
		}
		return n
	}
	before := count()
	*now = testNow.Add(10 * time.Minute)
	if got := count() - before; got < 17 || got > 40 {
		t.Errorf("%d new in ten minutes, want about 24", got)
	}
	for _, st := range w.sites {
		for path, r := range st.byPath {
			if r.Date.After(*now) {
				t.Errorf("%s%s is dated %v, after now", st.host, path, r.Date)
			}
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	w, _ := webAt(t)
	first := get(t, w, pressHost, "/rss.xml")
	if res := get(t, w, pressHost, "/rss.xml", "If-None-Match", first.Header.Get("ETag")); res.StatusCode != http.StatusNotModified {
		t.Errorf("same tag = %d, want 304", res.StatusCode)
	}
	if res := get(t, w, pressHost, "/rss.xml", "If-Modified-Since", first.Header.Get("Last-Modified")); res.StatusCode != http.StatusNotModified {
		t.Errorf("same date = %d, want 304", res.StatusCode)
	}
	if res := get(t, w, pressHost, "/rss.xml", "If-None-Match", `"other"`); res.StatusCode != http.StatusOK {
		t.Errorf("other tag = %d, want 200", res.StatusCode)
	}
}

func TestOddSites(t *testing.T) {
	w, now := webAt(t)
	if res := get(t, w, movedFrom, "/rss.xml"); res.StatusCode != http.StatusMovedPermanently || !strings.HasSuffix(res.Header.Get("Location"), movedHost+"/flux/rss.xml") {
		t.Errorf("moved site = %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	if res := get(t, w, failingHost, "/derniers-messages.xml"); res.StatusCode != http.StatusInternalServerError {
		t.Errorf("failing site at first = %d, want 500", res.StatusCode)
	}
	*now = testNow.Add(11 * time.Minute)
	if res := get(t, w, failingHost, "/derniers-messages.xml"); res.StatusCode != http.StatusOK {
		t.Errorf("failing site at last = %d, want 200", res.StatusCode)
	}
	if res := get(t, w, barePress, "/rss.xml"); res.StatusCode != http.StatusNotFound {
		t.Errorf("feed of the site without one = %d, want 404", res.StatusCode)
	}
	if text := read(t, get(t, w, barePress, "/")); strings.Contains(text, "alternate") || !strings.Contains(text, "<h2><a href=\"/20") {
		t.Errorf("front page of the site without feed = %s", text)
	}
	if text := read(t, get(t, w, latinBlog, "/")); !strings.Contains(text, "windows-1252") || !strings.Contains(text, "À la une") {
		t.Errorf("front page in windows-1252 = %s", text)
	}
	if text := read(t, get(t, w, forumHost, "/robots.txt")); !strings.Contains(text, "Disallow: /recherche") {
		t.Errorf("robots.txt = %s", text)
	}
	if res := get(t, w, "nowhere.example", "/"); res.StatusCode != http.StatusNotFound {
		t.Errorf("unknown host = %d, want 404", res.StatusCode)
	}
}

// TestHistoryAndFeedsAgree: the last days stand in feeds and pages under the
// addresses of the history, with the same words.
func TestHistoryAndFeedsAgree(t *testing.T) {
	w, _ := webAt(t)
	seen := map[string]bool{}
	for r := range w.Sector.History() {
		if st := w.sites[r.Site]; st == nil || r.Date.Before(testNow.AddDate(0, 0, -2)) || r.Site == failingHost || seen[r.Site+string(r.Channel)] {
			continue
		}
		seen[r.Site+string(r.Channel)] = true
		path := strings.TrimPrefix(r.URL, "https://"+r.Site)
		res := get(t, w, r.Site, path)
		text := read(t, res)
		if res.StatusCode != http.StatusOK || !strings.Contains(text, "<article>") {
			t.Errorf("page %s = %d", r.URL, res.StatusCode)
		}
		if r.Site == barePress || r.Channel == vigie.Comment && r.Site != blogHost && r.Site != latinBlog {
			continue
		}
		feed := w.sites[r.Site].feed
		if r.Channel == vigie.Comment {
			feed = "/commentaires.xml"
		}
		if !strings.Contains(read(t, get(t, w, r.Site, feed)), r.URL) {
			t.Errorf("feed of %s does not hold %s", r.Site, r.URL)
		}
	}
	if len(seen) < 6 {
		t.Errorf("only %d kinds of rows were seen", len(seen))
	}
}

func TestThreadPages(t *testing.T) {
	w, _ := webAt(t)
	rows := w.sites[forumHost].rows
	r := rows[len(rows)-1]
	for _, path := range []string{"/t/" + r.Thread + "-x", "/t/" + r.Thread + "-x/flux.xml"} {
		if res := get(t, w, forumHost, path); res.StatusCode != http.StatusOK {
			t.Errorf("%s = %d, want 200", path, res.StatusCode)
		}
	}
	if res := get(t, w, forumHost, "/t/1-x"); res.StatusCode != http.StatusNotFound {
		t.Errorf("unknown thread = %d, want 404", res.StatusCode)
	}
}

func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := New(3, testNow)
	run, err := (&Web{Sector: s, Now: func() time.Time { return testNow }, Slow: time.Millisecond}).Serve(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(run.Sources()); n != 12 {
		t.Errorf("%d sources, want 12", n)
	}
	if len(run.Allow()) != len(run.Bases) {
		t.Errorf("Allow() = %v", run.Allow())
	}
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		var d net.Dialer
		return d.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	}}}
	t.Cleanup(client.CloseIdleConnections)
	for _, source := range run.Sources() {
		res, err := client.Get(source.Address)
		if err != nil {
			t.Fatalf("Get(%s) = %v", source.Address, err)
		}
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if source.Name != "Parole de Grutier" && (res.StatusCode != http.StatusOK || !bytes.Contains(b, []byte(".localhost:"))) && source.Kind == vigie.FeedSource {
			t.Errorf("Get(%s) = %d, %d bytes", source.Address, res.StatusCode, len(b))
		}
	}
	served := 0
	for r := range s.History() {
		if strings.Contains(r.URL, ".localhost:") {
			served++
			if truth, ok := s.Truth(r.Key); !ok || truth.Brand == "" && truth.Noise == "" && !truth.Theme {
				t.Fatalf("Truth(%q) = %+v, %v", r.Key, truth, ok)
			}
		}
	}
	if served < 5000 {
		t.Errorf("%d rows stand on served sites", served)
	}
	cancel()
	if err := run.Wait(); err != nil {
		t.Errorf("Wait() = %v", err)
	}
}

// TestItCalms: what is live at first keeps near its ordinary weeks later.
func TestItCalms(t *testing.T) {
	said := func(calm time.Duration) (soon, late int) {
		now := testNow
		w := &Web{Sector: New(1, testNow), Now: func() time.Time { return now }, Every: 12 * time.Second, Calm: calm}
		w.start()
		rows := func() (n int) {
			w.advance(now)
			for _, st := range w.sites {
				n += len(st.rows)
			}
			return n
		}
		before := rows()
		now = now.Add(time.Minute)
		soon = rows() - before
		now = now.Add(2 * time.Hour)
		return soon, rows() - before
	}
	if soon, late := said(0); soon < 3 || late < 500 {
		t.Errorf("without calm %d are said within the minute and %d within two hours", soon, late)
	}
	if soon, late := said(2 * time.Minute); soon < 3 || late < 25 || late > 60 {
		t.Errorf("with calm %d are said within the minute and %d within two hours; want some, then few", soon, late)
	}
}
