package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/connect/fetch"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/web"
)

// attacks are texts that do something wherever they are taken for HTML, for a
// script, for a style, for an address or for a template. What they would do is
// set window.ran.
var attacks = []string{
	`<script>window.ran=1</script>`,
	`"><script>window.ran=1</script>`,
	`<img src=x onerror=window.ran=1>`,
	`"><svg onload=window.ran=1><animate onbegin=window.ran=1 attributeName=x dur=1s>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.ran=1&gt;">`,
	`<svg></p><style><a id="</style><img src=1 onerror=window.ran=1>">`,
	`<noscript><p title="</noscript><img src=x onerror=window.ran=1>">`,
	`javascript:window.ran=1//`,
	"java\tscript:window.ran=1",
	`data:text/html,<script>window.ran=1</script>`,
	`' onmouseover='window.ran=1' autofocus onfocus='window.ran=1' x='`,
	`{{.V.User.Hash}}{{printf "%s" .}}${window.ran=1}<%= 1 %>`,
	`</title></textarea></style></script><script>window.ran=1</script>`,
	`</style><style>main{display:none!important}*{background:url(//evil.example/x)}</style>`,
	`<base href="//evil.example/"><meta http-equiv=refresh content="0;url=//evil.example/">`,
	`<form action=//evil.example/><button form=x formaction=javascript:window.ran=1>`,
	"\u202eelbisrever \u2066isolé \u202bà droite",
	"ze\u200bro\u200d \ufeffwi\u00addth \u2060joiner",
	"z" + strings.Repeat("\u0301\u0316\u0489", 60) + "algo",
	"%0d%0aSet-Cookie: a=b\r\nX-Evil: 1",
	"https://press.example/\"onclick=\"window.ran=1",
}

// hostileFile is a file with every attack in every field of a mention, and one
// word that never ends.
func hostileFile(t *testing.T, now time.Time) (file []byte, rows int) {
	t.Helper()
	var b bytes.Buffer
	put := func(row map[string]any) {
		row["date"] = now.Add(-time.Duration(rows) * time.Hour).UTC().Format(time.RFC3339)
		line, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
		rows++
	}
	for i, a := range attacks {
		put(map[string]any{
			"id": fmt.Sprintf("%d%s", i, a), "title": "grue " + a, "text": "grue " + a + " fin", "author": a, "name": a, "author_url": a, "url": a,
			"site": a, "lang": a, "thread": a, "reply": a, "network": a, "channel": []string{"press", "forum", "blog", a}[i%4],
		})
	}
	put(map[string]any{"id": "long", "title": "", "text": "grue " + strings.Repeat("a", 1_000_000), "author": strings.Repeat("é", 5000), "channel": "forum"})
	return b.Bytes(), rows
}

// hostileHouse serves a program in which everything that has a name, and
// everything that was said, is an attack. It returns its address and the link
// that opens it.
func hostileHouse(t *testing.T) (base, link string, p *program) {
	t.Helper()
	ctx := t.Context()
	p, err := openProgram(ctx, filepath.Join(t.TempDir(), "data"), slog.New(slog.DiscardHandler), fetch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.close(); err != nil {
			t.Error(err)
		}
	})
	user, err := p.store.SaveUser(ctx, govern.User{Name: attacks[0] + attacks[16], Login: "eve@vigie.example", Lang: "en", Created: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.store.SaveWorkspace(ctx, vigie.Workspace{Name: attacks[1] + attacks[16], Site: attacks[2], Sector: attacks[3], Customers: 10, Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	for i, kind := range []vigie.TopicKind{vigie.OwnBrand, vigie.Rival, vigie.Rival, vigie.Theme} {
		q := "grue OR " + `"` + strings.NewReplacer(`"`, " ", "*", " ", "?", " ").Replace(attacks[i]) + `"`
		if _, err := p.watch.SaveTopic(ctx, vigie.Topic{Name: attacks[i] + attacks[16+i%3], Kind: kind, Sector: attacks[3], Query: q}); err != nil {
			t.Fatalf("topic %q: %v", q, err)
		}
	}
	file, rows := hostileFile(t, time.Now())
	mapping := `{"id":"id","title":"title","text":"text","author":"author","authorName":"name","authorUrl":"author_url","url":"url","site":"site","lang":"lang","thread":"thread","replyTo":"reply","network":"network","channel":"channel","date":"date"}`
	sum, err := p.importFile(ctx, bytes.NewReader(file), api.Import{Name: attacks[1] + ".jsonl", Format: "jsonl", Mapping: mapping}, func(api.Progress) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if got := int(sum.New) + int(sum.Refused); got != rows || sum.New < int64(rows)-2 {
		t.Fatalf("import = %+v, want %d rows kept but for one or two", sum, rows)
	}
	for i, a := range attacks {
		if _, err := p.store.SaveSource(ctx, vigie.Source{
			Kind: vigie.FeedSource, Address: a, Name: fmt.Sprint(i, a), Site: a, Home: a, Network: a, Channel: vigie.Press, Paused: i%2 == 0,
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.listener.Once(ctx); err != nil { // leaves faults that name the addresses
		t.Fatal(err)
	}
	pass := &web.Pass{Token: "open", User: user.ID}
	pages, err := web.New(p.webOptions("", pass))
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(p.root(pages.Handler()))
	t.Cleanup(func() {
		pages.Close()
		srv.Close()
	})
	return srv.URL, srv.URL + "/enter?token=open", p
}

// TestHostileInput opens every page over hostile data in a real Chromium:
// nothing runs, nothing is even refused by the policy (it is the second wall,
// not the first), nothing is wider than a phone, and what was said is shown.
func TestHostileInput(t *testing.T) {
	if testing.Short() {
		t.Skip("the browser tests run once, without the race detector")
	}
	base, link, p := hostileHouse(t)
	var mentions []vigie.MentionID
	err := p.store.Walk(t.Context(), vigie.Filter{}, func(k vigie.Kept) bool {
		mentions = append(mentions, k.Mention.ID)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	sources, err := p.store.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	topics, err := p.store.Topics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{"/", "/stream", "/compare", "/sources", "/topics", "/topics/new", "/import", "/settings", "/definitions", "/setup", "/alerts", "/lists", "/corrections", "/audit", "/barometer", "/report", "/value", "/sources/add", "/noise", "/note", "/samples", "/alerts/settings", "/letter"}
	for _, id := range mentions {
		pages = append(pages, fmt.Sprintf("/mention/%d", id))
	}
	for _, s := range sources[:4] {
		pages = append(pages, fmt.Sprintf("/sources/%d", s.ID), fmt.Sprintf("/sources/%d?delete=1", s.ID), fmt.Sprintf("/stream?source=%d", s.ID))
	}
	for _, tp := range topics {
		pages = append(pages, fmt.Sprintf("/topic/%d", tp.ID), fmt.Sprintf("/topic/%d/words", tp.ID), fmt.Sprintf("/topics/%d", tp.ID), fmt.Sprintf("/stream?topic=%d", tp.ID))
	}
	for i, a := range attacks {
		e := url.QueryEscape(a)
		pages = append(pages, []string{"/stream?q=", "/trace?what="}[i%2]+e)
		if i%7 == 3 {
			pages = append(pages, "/stream?site="+e+"&author="+e+"&lang="+e, "/stream?from="+e, "/stream?after="+e, "/author?key="+e, "/lists?list="+e, "/topics/new?query="+e, "/report?month="+e, "/barometer?sector="+e, "/nowhere/"+url.PathEscape(a), "/login?back="+e, "/sources/add?address="+e)
		}
	}

	ctx := browser(t)
	seen := watchPage(t, ctx, base)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate(link)); err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		seen.forget()
		got := looked(t, ctx, base+page)
		name := page[:min(len(page), 120)]
		if got.Ran {
			t.Errorf("%s: an attack ran", name)
		}
		for _, f := range seen.faults() {
			if strings.Contains(f, "status of 4") { // what was asked for is not there
				continue
			}
			t.Errorf("%s: %s", name, f)
		}
		if got.Wide > 390 {
			t.Errorf("%s: %d px wide on a screen of 390; the widest: %s", name, got.Wide, got.Widest)
		}
		if len(got.Planted) > 0 {
			t.Errorf("%s: attacks became elements: %s", name, strings.Join(got.Planted, "\n"))
		}
		if got.Main < 40 {
			t.Errorf("%s: the page shows nothing", name)
		}
		if strings.HasPrefix(page, "/mention/") && !strings.Contains(got.Text, "grue") {
			t.Errorf("%s: what was said is not shown: %s", name, got.Text[:min(len(got.Text), 300)])
		}
	}
}

// lookedAt is what a page says of itself.
type lookedAt struct {
	Ran     bool
	Wide    int
	Widest  string
	Planted []string
	Main    float64 // height of what is shown
	Text    string
}

func looked(t *testing.T, ctx context.Context, at string) lookedAt {
	t.Helper()
	// The bookmarklet of the page of notes is the one such link that is ours.
	const ask = `const ours = e => location.pathname === "/note" && e.tagName === "A" &&
			decodeURIComponent(e.getAttribute("href")).startsWith('javascript:(()=>{window.open("' + location.origin + '/note?"+');
		JSON.stringify({
		Ran: window.ran !== undefined,
		Wide: document.documentElement.scrollWidth,
		Widest: document.documentElement.scrollWidth <= 390 ? "" : [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 391 && !e.closest(".wide") && !e.closest(".plot")).map(e => e.tagName + "." + e.className + " in " + e.parentElement.tagName + "." + e.parentElement.className + ": " + e.textContent.slice(0, 60)).slice(0, 4).join(" | "),
		Planted: [...document.querySelectorAll("script, style, img, math, iframe, base, object, embed, animate, noscript p, [onerror], [onload], [onbegin], [onmouseover], [onfocus], [style], a[href^='javascript:' i], a[href^='data:' i], form[action*='evil'], meta[http-equiv=refresh], [formaction]")]
			.filter(e => !(e.tagName === "SCRIPT" && e.src.includes("/static/")) && !e.closest("noscript") && !ours(e)).map(e => e.outerHTML.slice(0, 200)),
		Main: document.querySelector("main")?.getBoundingClientRect().height ?? 0,
		Text: document.body.innerText.slice(0, 20000),
	})`
	if err := chromedp.Do(ctx, chromedp.Navigate(at)); err != nil {
		t.Fatalf("%.200s: %v", at, err)
	}
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](ask))
	if err != nil {
		t.Fatalf("%.200s: %v", at, err)
	}
	var got lookedAt
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	return got
}
