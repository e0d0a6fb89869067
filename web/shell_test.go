package web_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/web"
)

// hostile is what strangers put into titles, names and texts.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`

// furnished is a settled house with sources, visits, holes and mentions, some
// of them hostile.
func furnished(t *testing.T) *house {
	t.Helper()
	h := settled(t, nil)
	ctx := t.Context()
	now := h.clock.now()
	for i, name := range []string{"Forum du Chantier", "Le Petit Ligérien " + hostile, "Jamais visitée"} {
		src, err := h.store.SaveSource(ctx, vigie.Source{
			Kind: vigie.FeedSource, Address: fmt.Sprintf("https://s%d.example/feed", i), Home: "javascript:alert(1)",
			Name: name, Channel: vigie.Forum, Added: now.AddDate(0, 0, -60),
		})
		if err != nil {
			t.Fatal(err)
		}
		for day := 50; day >= 0 && i < 2; day-- {
			v := listen.Visit{Source: src.ID, At: now.AddDate(0, 0, -day).Add(-time.Minute), Next: now.Add(time.Hour), Every: time.Hour, Items: 3, New: 1, PerWeek: 7}
			if i == 1 && day < 5 {
				v.Fault, v.Items, v.New = vigie.Say("add-nothing", hostile), 0, 0
			}
			if err := h.store.Visited(ctx, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	h.hear(1, "Ma machine Engins & Co fuit "+hostile, now.Add(-time.Hour))
	h.hear(1, "Rien de tout cela", now.Add(-2*time.Hour))
	return h
}

// hear saves one mention as a visit would.
func (h *house) hear(source vigie.SourceID, text string, at time.Time) {
	h.t.Helper()
	m := vigie.Mention{
		URL: fmt.Sprintf("https://s0.example/%x", text), Title: hostile, Text: text, Site: "s0.example", Channel: vigie.Forum,
		Author: vigie.Author{Name: hostile}, Published: at, Heard: at,
	}
	m.Key = vigie.NewKey("", "", m.URL)
	if _, err := h.watch.Handle(h.t.Context(), listen.Batch{Source: source, Mentions: []vigie.Mention{m}}); err != nil {
		h.t.Fatal(err)
	}
}

// pages are all those a person can open, in a furnished house.
var pages = []string{
	"/", "/stream", "/compare", "/topic/1", "/sources", "/sources/1", "/sources/2", "/sources/2?delete=1", "/sources/3", "/sources/add",
	"/import", "/topics", "/topics/1", "/topics/1?delete=1", "/topics/new", "/trace", "/trace?what=machine+Engins+%26+Co",
	"/trace?what=https%3A%2F%2Fnowhere.example%2F", "/settings", "/definitions", "/nowhere", "/sources/99", "/stream?topic=x",
}

var (
	inline    = regexp.MustCompile(`(?i)<script(?: [^>]*)?>[^<]|<style|<[a-z][^>]*\s(?:style|on[a-z]+)=`)
	quoted    = regexp.MustCompile(`="[^"]*"`)
	scripted  = regexp.MustCompile(`(?i)(?:href|src|action)="\s*(?:javascript|data|vbscript):`)
	unsaid    = regexp.MustCompile(`\[[a-z]+(?:-[a-z0-9]+)+\]|%!|&lt;nil&gt;|ZgotmplZ`)
	elsewhere = regexp.MustCompile(`(?:src|href|action)="(?:https?:)?//[^"]*"[^>]*>`)
	idOf      = regexp.MustCompile(`\sid="([^"]+)"`)
)

func TestPages(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	for _, lang := range []string{"fr", "en"} {
		if r := b.post("/lang", url.Values{"lang": {lang}}); r.status != http.StatusSeeOther {
			t.Fatalf("POST /lang = %d", r.status)
		}
		for _, path := range pages {
			t.Run(lang+" "+path, func(t *testing.T) {
				r := b.get(path)
				if r.status >= 500 {
					t.Fatalf("status %d: %s", r.status, r.text())
				}
				if want := `<html lang="` + lang + `">`; !strings.Contains(r.body, want) {
					t.Errorf("page lacks %s", want)
				}
				if m := inline.FindString(quoted.ReplaceAllString(r.body, `=""`)) + scripted.FindString(r.body); m != "" {
					t.Errorf("inline code or style: %q", m)
				}
				if m := unsaid.FindString(r.body); m != "" {
					t.Errorf("unsaid: %q", m)
				}
				for _, m := range elsewhere.FindAllString(r.body, -1) {
					if !strings.Contains(m, `rel="noopener noreferrer nofollow"`) {
						t.Errorf("link outside without rel: %q", m)
					}
				}
				seen := map[string]bool{}
				for _, m := range idOf.FindAllStringSubmatch(r.body, -1) {
					if seen[m[1]] {
						t.Errorf("id %q stands twice", m[1])
					}
					seen[m[1]] = true
				}
				if n := strings.Count(r.body, "<h1"); n != 1 {
					t.Errorf("%d h1, want 1", n)
				}
				if len(r.body) > 100_000 {
					t.Errorf("page weighs %d bytes, want at most 100 KB", len(r.body))
				}
				if strings.Contains(r.body, "<script>alert") || strings.Contains(r.body, "<img src=x") {
					t.Error("what a stranger wrote stands as HTML")
				}
			})
		}
	}
}

func TestHeaders(t *testing.T) {
	h := settled(t, func(o *web.Options) { o.SecureCookies = true })
	r := h.browser().get("/login")
	for name, want := range map[string]string{
		"Content-Security-Policy":    "default-src 'none'",
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Strict-Transport-Security":  "max-age",
		"Cache-Control":              "no-cache",
	} {
		if got := r.header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s = %q, want it to hold %q", name, got, want)
		}
	}
	if csp := r.header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q allows something unsafe", csp)
	}
	in := h.browser().post("/login", url.Values{"login": {"lucie@btp.example"}, "password": {password}})
	if c := in.header.Get("Set-Cookie"); !strings.HasPrefix(c, "__Host-") || !strings.Contains(c, "Secure") {
		t.Errorf("cookie behind TLS = %q, want __Host- and Secure", c)
	}
}

func TestErrorsSpeakToPeople(t *testing.T) {
	h := settled(t, func(o *web.Options) {
		o.Discover = func(context.Context, string) ([]web.Found, error) {
			return nil, errors.New("dial tcp 10.0.0.1: a driver's words")
		}
	})
	b := h.signedIn()
	b.get("/nowhere").wants(t, 404, "Il n’y a pas de page à cette adresse", "Aller à Aujourd’hui")
	b.get("/sources/12345").wants(t, 404)
	b.get("/stream?channel=moon").wants(t, 422, "« channel = moon »")
	r := b.post("/sources/add", url.Values{"address": {"exemple.fr"}})
	r.wants(t, 500, "Quelque chose n’a pas marché chez nous", "Numéro de la demande")
	if strings.Contains(r.body, "driver") || strings.Contains(r.body, "10.0.0.1") {
		t.Error("a cause reached the page")
	}
}

func TestStatic(t *testing.T) {
	h := settled(t, nil)
	b := h.browser()
	page := b.get("/login")
	for _, m := range regexp.MustCompile(`"(/static/[^"]+)"`).FindAllStringSubmatch(page.body, -1) {
		r := b.get(m[1])
		if r.status != 200 || r.header.Get("Content-Type") == "" || !strings.Contains(r.header.Get("Cache-Control"), "immutable") {
			t.Errorf("GET %s = %d, %q, %q", m[1], r.status, r.header.Get("Content-Type"), r.header.Get("Cache-Control"))
		}
	}
	for _, name := range []string{"keys.js", "live.js", "refresh.js", "forms.js", "query.js"} {
		if r := b.get("/static/" + name); r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/javascript") {
			t.Errorf("GET %s = %d, %q", name, r.status, r.header.Get("Content-Type"))
		}
	}
	for _, path := range []string{"/static/", "/static/nothing.css", "/static/../server.go", "/static/%2e%2e/server.go"} {
		if r := b.get(path); r.status == 200 {
			t.Errorf("GET %s = 200", path)
		}
	}
}

func TestHealthz(t *testing.T) {
	ready := error(nil)
	h := settled(t, func(o *web.Options) { o.Ready = func(context.Context) error { return ready } })
	if r := h.browser().get("/healthz"); r.status != 200 || r.body != "ok\n" {
		t.Errorf("healthz = %d %q", r.status, r.body)
	}
	ready = errors.New("the store is closed")
	if r := h.browser().get("/healthz"); r.status != http.StatusServiceUnavailable || strings.Contains(r.body, "store") {
		t.Errorf("healthz not ready = %d %q", r.status, r.body)
	}
}

// TestEvents carries a new mention to a page that is open, and ends the stream
// when the server closes.
func TestEvents(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	last, err := h.store.Last(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.get("/events?after=x").wants(t, 422)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("%s/events?after=%d&topic=1", h.site.URL, last), nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("content type %q", got)
	}
	now := h.clock.now()
	h.hear(1, "Engins & Co encore", now)
	h.hear(1, "Un autre Engins & Co", now)
	h.hear(1, "Une chose que ce fil ne montre pas", now)
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			if want := `{"new":2,"say":"Montrer 2` + "\u00a0" + `nouvelles mentions"}`; data != want {
				t.Errorf("event = %s, want %s", data, want)
			}
			break
		}
	}
	h.pages.Close() // as at shutdown
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Errorf("the stream after Close: %v, want its end", err)
	}
	if err := res.Body.Close(); err != nil {
		t.Error(err)
	}
}
