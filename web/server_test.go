package web_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"html"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/store/sqlite"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/watch"
	"vigie.example/vigie/watch/noise"
	"vigie.example/vigie/web"
)

// password is what the tests' user signs in with.
const password = "la grue chante à midi"

// hashed is its hash, made once: hashing is slow on purpose.
var hashed = sync.OnceValues(func() (string, error) {
	return govern.HashPassword(context.Background(), password)
})

// house is a whole Vigie around the pages, on a real store.
type house struct {
	t     *testing.T
	store *sqlite.Store
	watch *watch.Watch
	pages *web.Server
	site  *httptest.Server
	woken chan struct{}
	clock *clock
}

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// build opens a house; set changes its options.
func build(t *testing.T, set func(*web.Options)) *house {
	t.Helper()
	h := &house{t: t, woken: make(chan struct{}, 100), clock: &clock{t: time.Now()}}
	ctx := t.Context()
	var err error
	// What a search counts must not hang on how busy the machine is.
	if h.store, err = sqlite.Open(ctx, t.TempDir(), sqlite.Options{Counting: time.Minute}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.store.Close(); err != nil {
			t.Errorf("Close of the store: %v", err)
		}
	})
	packs, err := noise.Packs()
	if err != nil {
		t.Fatal(err)
	}
	if h.watch, err = watch.New(ctx, watch.Options{Archive: h.store, Ledger: h.store, Reader: french{}, Noise: packs}); err != nil {
		t.Fatal(err)
	}
	o := web.Options{
		Archive: h.store, Ledger: h.store, Watch: h.watch, Read: table{}, FirstToken: "first-token", Now: h.clock.now,
		// The first browser of a house enters by its pass: hashing is slow.
		Pass: &web.Pass{Token: "house", User: 1}, TempDir: t.TempDir(), Wake: func() { h.woken <- struct{}{} },
		Discover: func(_ context.Context, address string) ([]web.Found, error) {
			return []web.Found{{
				Source: vigie.Source{Kind: vigie.FeedSource, Address: address + "/feed", Name: "Journal <b>des</b> engins", Channel: vigie.Press},
				Items:  []web.FoundItem{{Title: "<script>alert(1)</script>", At: time.Now()}},
			}}, nil
		},
	}
	if set != nil {
		set(&o)
	}
	if h.pages, err = web.New(o); err != nil {
		t.Fatal(err)
	}
	h.site = httptest.NewServer(h.pages.Handler())
	t.Cleanup(func() {
		h.pages.Close()
		h.site.Close()
	})
	return h
}

// settled is a house whose first run is over, with one topic.
func settled(t *testing.T, set func(*web.Options)) *house {
	t.Helper()
	h := build(t, set)
	ctx := t.Context()
	hash, err := hashed()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.SaveUser(ctx, govern.User{Name: "Lucie", Login: "lucie@btp.example", Hash: hash, Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	if err := h.store.SaveWorkspace(ctx, vigie.Workspace{Name: "Engins & Co", Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.watch.SaveTopic(ctx, vigie.Topic{Name: "Engins & Co", Kind: vigie.OwnBrand, Query: `"Engins & Co"`}); err != nil {
		t.Fatal(err)
	}
	return h
}

// french reads every mention as French.
type french struct{}

func (french) Language(*vigie.Mention) (string, float64) { return "fr", 0.9 }
func (french) Maker() string                             { return "test/1" }
func (french) Complete(*understand.Piece)                {}

// table reads CSV in the simplest way.
type table struct{}

func (table) Look(name string, r io.Reader) (web.Look, error) {
	c := csv.NewReader(bufio.NewReader(r))
	c.FieldsPerRecord = -1
	rows, err := c.ReadAll()
	if err != nil {
		return web.Look{}, vigie.Errorf(vigie.Invalid, err, "import-no-columns", name)
	}
	return web.Look{Columns: rows[0], Rows: rows[1:], Guess: web.Mapping{Columns: map[string]string{"text": rows[0][0]}, Channel: vigie.Forum}}, nil
}

func (table) Batches(_ string, r io.Reader, m web.Mapping, src vigie.Source) iter.Seq2[listen.Batch, error] {
	return func(yield func(listen.Batch, error) bool) {
		rows, err := csv.NewReader(r).ReadAll()
		if err != nil {
			yield(listen.Batch{}, err)
			return
		}
		b := listen.Batch{Source: src.ID}
		for _, row := range rows[1:] {
			if row[0] == "" {
				b.Problems = append(b.Problems, vigie.Say("import-no-text"))
				continue
			}
			at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
			b.Mentions = append(b.Mentions, vigie.Mention{
				Key: vigie.TextKey(row[1], at, "", row[0]), Text: row[0], Author: vigie.Author{Name: row[1]},
				Channel: m.Channel, Published: at, Heard: at,
			})
		}
		yield(b, nil)
	}
}

// browser is one visitor, who keeps cookies and does not follow redirections
// unless told.
type browser struct {
	h      *house
	client *http.Client
}

func (h *house) browser() *browser {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &browser{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// signedIn is a browser of the tests' user.
func (h *house) signedIn() *browser {
	h.t.Helper()
	b := h.browser()
	if r := b.get("/enter?token=house"); r.status == http.StatusSeeOther {
		return b
	}
	if r := b.post("/login", url.Values{"login": {"lucie@btp.example"}, "password": {password}}); r.status != http.StatusSeeOther {
		h.t.Fatalf("sign in: status %d, %s", r.status, r.text())
	}
	return b
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
}

var tags = regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>|<[^>]*>`)

// text is the words of a page.
func (r reply) text() string {
	return html.UnescapeString(strings.Join(strings.Fields(tags.ReplaceAllString(r.body, " ")), " "))
}

func (b *browser) do(req *http.Request) reply {
	b.h.t.Helper()
	res, err := b.client.Do(req)
	if err != nil {
		b.h.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		b.h.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(body)}
}

func (b *browser) get(path string) reply {
	b.h.t.Helper()
	req, err := http.NewRequestWithContext(b.h.t.Context(), http.MethodGet, b.h.site.URL+path, nil)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Accept-Language", "fr")
	return b.do(req)
}

// post sends a form as a browser does from one of our own pages.
func (b *browser) post(path string, form url.Values) reply {
	b.h.t.Helper()
	req, err := http.NewRequestWithContext(b.h.t.Context(), http.MethodPost, b.h.site.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept-Language", "fr")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(req)
}

// upload sends a file.
func (b *browser) upload(path, name, content string) reply {
	b.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		b.h.t.Fatal(err)
	}
	if _, err := io.WriteString(f, content); err != nil {
		b.h.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.h.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.h.t.Context(), http.MethodPost, b.h.site.URL+path, &body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(req)
}

// wants fails unless the page has this status and holds these words.
func (r reply) wants(t *testing.T, status int, words ...string) {
	t.Helper()
	if r.status != status {
		t.Errorf("status = %d, want %d: %s", r.status, status, r.text())
	}
	flat := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(r.text())
	for _, w := range words {
		if !strings.Contains(flat, w) {
			t.Errorf("page lacks %q: %s", w, flat)
		}
	}
}
