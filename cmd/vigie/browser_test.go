package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// demoLink is what `vigie demo` prints to open signed in.
var demoLink = regexp.MustCompile(`http://127\.0\.0\.1:\d+/enter\?token=\S+`)

// patience is how long what has to come is waited for, before the wait itself is
// told as the fault: on a machine that does much else at once a page takes long.
const patience = 4 * time.Minute

// startDemo runs the whole program as a newcomer does and returns the link it
// prints. The demo stops with the test.
func startDemo(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	pr, pw := io.Pipe()
	done := make(chan int, 1)
	go func() {
		code := run(ctx, []string{"demo", "--addr", "127.0.0.1:0", "--lang", "en"}, []string{"HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir()}, strings.NewReader(""), pw, os.Stderr)
		pw.Close()
		done <- code
	}()
	t.Cleanup(func() {
		stop()
		select {
		case <-done:
		case <-time.After(patience):
			t.Error("the demo does not stop")
		}
	})
	link := make(chan string, 1)
	go func() {
		m := ""
		for sc := bufio.NewScanner(pr); sc.Scan(); {
			if l := demoLink.FindString(sc.Text()); l != "" {
				m = l
			}
			// Pages are looked at once the whole history is in.
			if m != "" && strings.Contains(sc.Text(), "All eighteen months are in") {
				link <- m
				m = ""
			}
		}
		close(link)
	}()
	select {
	case l, ok := <-link:
		if !ok {
			t.Fatal("the demo ended without printing a link")
		}
		return l
	case <-time.After(patience):
		t.Fatal("the demo prints no link")
		return ""
	}
}

// browser starts a real Chromium; a missing one is a failure, never a skip.
func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.UserDataDir(t.TempDir()))
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel2 := chromedp.NewContext(alloc)
	t.Cleanup(cancel2)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("no browser (tools/install.sh installs one): %v", err)
	}
	return ctx
}

type look struct {
	name          string
	width, height int64
	dark          bool
	lang          string
}

// looks is how each page is looked at: phone and desktop, light and dark, in
// both languages.
var looks = []look{
	{"phone, light, French", 390, 844, false, "fr"},
	{"narrow phone, dark, English", 320, 640, true, "en"},
	{"desktop, light, English", 1280, 900, false, "en"},
	{"desktop, dark, French", 1280, 900, true, "fr"},
}

// TestPages opens every page of the demo in a real browser and holds it to
// what we promise: no accessibility fault that axe-core finds (WCAG 2.2 A and
// AA), nothing wider than the screen, no script or policy error, nothing
// loaded from elsewhere, under 100 KB.
func TestPages(t *testing.T) {
	if testing.Short() {
		t.Skip("the browser tests run once, without the race detector")
	}
	axe, err := os.ReadFile(filepath.Join("..", "..", "tools", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is missing (tools/install.sh installs it): %v", err)
	}
	link := startDemo(t)
	base := link[:strings.Index(link, "/enter")]
	ctx := browser(t)

	seen := watchPage(t, ctx, base)
	if err := chromedp.Do(ctx, chromedp.Navigate(link)); err != nil {
		t.Fatal(err)
	}
	pages := []string{
		"/", "/stream", "/stream?q=fuite", "/stream?q=%22rien+de+tel+ici%22", "/compare", "/topic/1/words", "/topic/1/senses", "/topic/1/cards", "/topic/1/cards?see=all", "/topics", "/topics/new", "/topics/new?query=fuite+or+grue+NEAR/3+panne", "/topics/new?query=%22grue", "/lists", "/shares", "/noise", "/note", "/noise?pack=jobs", "/sources", "/sources/add", "/sources/add?dep=01&trade=construction",
		"/import", "/trace", "/trace?what=fuite+hydraulique", "/settings", "/definitions", "/value", "/corrections", "/stream?opinion=negative&intent=solicitation", "/nothing-here",
		"/stream?opinion=unsure", "/sources/1?delete=1", "/topics/1?delete=1", "/audit?since=2026-01-01", "/compare?weeks=52", "/login",
		"/audit", "/barometer", "/report", "/value", "/samples",
	}
	pages = append(pages, firstLinks(t, ctx, base, "/stream", "/author?key="), firstLinks(t, ctx, base, "/stream", "/mention/"), firstLinks(t, ctx, base, "/compare", "/topic/"),
		firstLinks(t, ctx, base, "/sources", "/sources/"), firstLinks(t, ctx, base, "/topics", "/topics/"))
	pages = append(pages, "/alerts", "/alerts/settings", "/letter", firstLinks(t, ctx, base, "/alerts", "/alerts/"))
	drawn, err := chromedp.Run(ctx, chromedp.Evaluate[int](`(() => {
		const x = new XMLHttpRequest();
		x.open("POST", "/samples", false);
		x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
		x.send("topic=1&weeks=13&n=20");
		return x.status;
	})()`))
	if err != nil || drawn != 200 {
		t.Fatalf("drawing a sample: %d, %v", drawn, err)
	}
	pages = append(pages, "/samples/1?read=1", "/samples/1")
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			look.take(t, ctx, base)
			for _, p := range pages {
				seen.forget()
				got := inspect(t, ctx, base+p, string(axe))
				for _, f := range seen.faults() {
					if p == "/nothing-here" && strings.Contains(f, "404") {
						continue
					}
					t.Errorf("%s: %s", p, f)
				}
				if got.Lang != look.lang {
					t.Errorf("%s: speaks %q, want %q", p, got.Lang, look.lang)
				}
				if got.Wide > int(look.width) {
					t.Errorf("%s: %d px wide on a screen of %d", p, got.Wide, look.width)
				}
				if got.Bytes > 100_000 {
					t.Errorf("%s: %d bytes of HTML, want under 100,000", p, got.Bytes)
				}
				if strings.Contains(got.Text, "[") && missing.MatchString(got.Text) {
					t.Errorf("%s: a sentence is missing: %s", p, missing.FindString(got.Text))
				}
				for _, v := range got.Violations {
					t.Errorf("%s: %s: %s", p, v.ID, v.Help+"\n"+strings.Join(v.Nodes, "\n"))
				}
			}
		})
	}
	t.Run("a query is written", func(t *testing.T) { writesQuery(t, ctx, base) })
}

// missing is how say shows an id without sentence.
var missing = regexp.MustCompile(`\[[a-z]+(-[a-z]+)+\] \[`)

type inspected struct {
	Lang       string
	Wide       int
	Bytes      int
	Text       string
	Violations []struct {
		ID    string
		Help  string
		Nodes []string
	}
}

// inspect opens a page and asks it about itself.
func inspect(t *testing.T, ctx context.Context, url, axe string) inspected {
	t.Helper()
	const ask = `(async () => {
		const r = await axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]});
		return JSON.stringify({
			Lang: document.documentElement.lang,
			Wide: document.documentElement.scrollWidth,
			Bytes: new Blob([document.documentElement.outerHTML]).size,
			Text: document.body.innerText,
			Violations: r.violations.map(v => ({ID: v.id, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " -- " + n.failureSummary.slice(0, 200))})),
		});
	})()`
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](axe+";"+ask, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	var in inspected
	if err := json.Unmarshal([]byte(out), &in); err != nil {
		t.Fatal(err)
	}
	return in
}

// take makes the browser look that way.
func (l look) take(t *testing.T, ctx context.Context, base string) {
	t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme()}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	// As the button in the foot of a page does.
	js := fmt.Sprintf(`fetch("/lang", {method: "POST", headers: {"Content-Type": "application/x-www-form-urlencoded"}, body: "lang=%s&back=/"}).then(r => r.status)`, l.lang)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(l.width, l.height), chromedp.Navigate(base+"/definitions")); err != nil {
		t.Fatal(err)
	}
	if status, err := chromedp.Run(ctx, chromedp.Evaluate[int](js, chromedp.EvalAwaitPromise)); err != nil || status >= http.StatusBadRequest {
		t.Fatalf("POST /lang: status %d, %v", status, err)
	}
}

func (l look) scheme() string {
	if l.dark {
		return "dark"
	}
	return "light"
}

// watcher gathers what a page does and must not.
type watcher struct {
	mu  sync.Mutex
	all []string
}

func watchPage(t *testing.T, ctx context.Context, base string) *watcher {
	t.Helper()
	w := &watcher{}
	err := chromedp.Listen(ctx, func(ev any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch e := ev.(type) {
		case *cdpruntime.EventExceptionThrown:
			w.all = append(w.all, "script error: "+e.ExceptionDetails.Text)
		case *cdplog.EventEntryAdded:
			if e.Entry.Level == cdplog.EntryLevelError {
				w.all = append(w.all, "browser says: "+e.Entry.Text+" "+e.Entry.URL)
			}
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, base) && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "about:") {
				w.all = append(w.all, "loads from elsewhere: "+u)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *watcher) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = nil
}

func (w *watcher) faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.all)
}

// firstLinks returns the first link of a page that begins with prefix and goes
// on with a number, or with anything after an equals sign.
func firstLinks(t *testing.T, ctx context.Context, base, from, prefix string) string {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Navigate(base+from)); err != nil {
		t.Fatal(err)
	}
	hrefs, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("main a[href]")].map(a => a.getAttribute("href"))`))
	if err != nil {
		t.Fatal(err)
	}
	wanted := regexp.MustCompile("^" + regexp.QuoteMeta(prefix) + `\d+`)
	if strings.HasSuffix(prefix, "=") {
		wanted = regexp.MustCompile("^" + regexp.QuoteMeta(prefix) + ".")
	}
	for _, h := range hrefs {
		if wanted.MatchString(h) {
			return h
		}
	}
	t.Fatalf("%s has no link to %s…: %v", from, prefix, hrefs)
	return ""
}

// TestShots writes pictures of the pages into VIGIE_SHOTS, for people to look
// at and for the README. It does nothing else, so it runs only when asked.
func TestShots(t *testing.T) {
	dir := os.Getenv("VIGIE_SHOTS")
	if dir == "" {
		t.Skip("set VIGIE_SHOTS to a folder to have pictures made")
	}
	link := startDemo(t)
	base := link[:strings.Index(link, "/enter")]
	ctx := browser(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(link)); err != nil {
		t.Fatal(err)
	}
	shots := map[string]string{
		"today": "/", "stream": "/stream", "search": "/stream?q=fuite+OR+garantie", "compare": "/compare", "sources": "/sources", "add": "/sources/add",
		"topics": "/topics", "newtopic": "/topics/new", "import": "/import", "trace": "/trace?what=fuite+hydraulique", "settings": "/settings", "definitions": "/definitions",
		"alerts": "/alerts", "words": "/topic/1/words", "audit": "/audit?hours=2&august=0", "barometer": "/barometer", "report": "/report", "value": "/value",
		"mention": firstLinks(t, ctx, base, "/stream", "/mention/"), "topic": firstLinks(t, ctx, base, "/compare", "/topic/"),
		"source": firstLinks(t, ctx, base, "/sources", "/sources/"), "edittopic": firstLinks(t, ctx, base, "/topics", "/topics/"),
	}
	for _, look := range looks {
		look.take(t, ctx, base)
		for name, path := range shots {
			if err := chromedp.Do(ctx, chromedp.Navigate(base+path)); err != nil {
				t.Fatal(err)
			}
			png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, fmt.Sprintf("%s-%d-%s-%s.png", name, look.width, look.scheme(), look.lang))
			if err := os.WriteFile(file, png, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
