package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// writesQuery writes a query as somebody on a phone does: remarks, cost and what
// it finds come while it is typed, a mend is one click, what is saved is a new
// version, and the old one is one click away.
func writesQuery(t *testing.T, ctx context.Context, base string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate(base+"/topics/1")); err != nil {
		t.Fatal(err)
	}
	old := ask[string](t, ctx, `document.getElementById("query").value`)
	write := func(s string) {
		ask[bool](t, ctx, fmt.Sprintf(`(q => { q.value = %q; q.dispatchEvent(new Event("input", {bubbles: true})); return true })(document.getElementById("query"))`, s))
	}
	press := func(button string) {
		ask[bool](t, ctx, fmt.Sprintf(`(setTimeout(b => b.click(), 0, document.querySelector('button[value^="%s"]')), true)`, button))
	}
	write("engins or grue")
	until(t, ctx, `document.querySelector('#check button[value^="mend"]') !== null && document.querySelector("#check").innerText.includes("50")`)
	press("mend")
	until(t, ctx, `document.getElementById("query")?.value === "engins OR grue"`)
	write("engins NOT grue")
	until(t, ctx, `document.querySelectorAll("#check .quotes li").length > 0 && document.documentElement.scrollWidth <= 390`)
	press("save")
	until(t, ctx, `location.pathname === "/topics"`)
	reopen := func() {
		if err := chromedp.Do(ctx, chromedp.Navigate(base+"/topics/1")); err != nil {
			t.Fatal(err)
		}
	}
	reopen()
	if now := ask[string](t, ctx, `document.getElementById("query").value`); now != "engins NOT grue" {
		t.Fatalf("saved %q", now)
	}
	press("rollback:1")
	until(t, ctx, fmt.Sprintf(`document.readyState === "complete" && (location.pathname === "/topics" || document.getElementById("query")?.value === %q)`, old))
	reopen()
	until(t, ctx, fmt.Sprintf(`document.getElementById("query").value === %q && document.querySelector('button[value="rollback:2"]') !== null`, old))
}

// ask evaluates js.
func ask[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return got
}

// until waits for what js says to be so, through pages that load meanwhile.
func until(t *testing.T, ctx context.Context, js string) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		got, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
		if err == nil && got {
			return
		}
		if time.Now().After(end) {
			page, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
			t.Fatalf("it never is: %s (%v); the page says:\n%s", js, err, page)
		}
	}
}
