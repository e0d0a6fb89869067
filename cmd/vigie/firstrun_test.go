package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// firstLink is what `vigie serve` prints for the first user.
var firstLink = regexp.MustCompile(`http://127\.0\.0\.1:\d+/first\?token=\S+`)

// startEmpty runs vigie serve over an empty folder and returns the link it
// prints for the first user. It stops with the test.
func startEmpty(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	pr, pw := io.Pipe()
	var errs bytes.Buffer
	done := make(chan int, 1)
	go func() {
		args := []string{"serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--lang", "fr"}
		code := run(ctx, args, testEnv, strings.NewReader(""), pw, &errs)
		pw.Close()
		done <- code
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != exitDone {
			t.Errorf("vigie serve ended with %d: %s", code, &errs)
		}
	})
	link := make(chan string, 1)
	go func() {
		for sc := bufio.NewScanner(pr); sc.Scan(); {
			if l := firstLink.FindString(sc.Text()); l != "" {
				link <- l
			}
		}
		close(link)
	}()
	select {
	case l, ok := <-link:
		if !ok {
			t.Fatal("vigie serve ended without printing a link for the first user")
		}
		return l
	case <-time.After(patience):
		t.Fatal("vigie serve prints no link for the first user")
		return ""
	}
}

// TestFirstRun goes the way of somebody who has just started `vigie serve`, in
// a real browser: the first user, the first-run questions, then the pages that
// have nothing to show yet. Each must be accessible, fit a phone, say why it is
// empty and lead on.
func TestFirstRun(t *testing.T) {
	if testing.Short() {
		t.Skip("the browser tests run once, without the race detector")
	}
	axe, err := os.ReadFile(filepath.Join("..", "..", "tools", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is missing (tools/install.sh installs it): %v", err)
	}
	link := startEmpty(t)
	base := link[:strings.Index(link, "/first")]
	ctx := browser(t)
	seen := watchPage(t, ctx, base)
	phone := looks[0]
	phone.take(t, ctx, base)

	// look opens a page and holds it to what every page promises.
	look := func(url string, words ...string) {
		t.Helper()
		seen.forget()
		got := inspect(t, ctx, url, string(axe))
		for _, f := range seen.faults() {
			t.Errorf("%s: %s", url, f)
		}
		if got.Lang != phone.lang || got.Wide > int(phone.width) || missing.MatchString(got.Text) {
			t.Errorf("%s: speaks %q, is %d px wide: %s", url, got.Lang, got.Wide, missing.FindString(got.Text))
		}
		for _, v := range got.Violations {
			t.Errorf("%s: %s: %s\n%s", url, v.ID, v.Help, strings.Join(v.Nodes, "\n"))
		}
		flat := strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(got.Text)
		for _, w := range words {
			if !strings.Contains(flat, w) {
				t.Errorf("%s lacks %q:\n%s", url, w, flat)
			}
		}
	}
	// send fills the form of the page and waits for the page it leads to.
	send := func(to string, fields ...string) {
		t.Helper()
		var js strings.Builder
		for i := 0; i < len(fields); i += 2 {
			fmt.Fprintf(&js, "document.getElementById(%q).value = %q;", fields[i], fields[i+1])
		}
		js.WriteString(`document.querySelector("main form button").click(); 0`)
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](js.String())); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(patience); ; {
			// While a page gives way to the next it answers nothing.
			at, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.readyState === "complete" ? location.pathname : ""`))
			if err == nil && at == to {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("the form leads to %q, want %q (%v)", at, to, err)
			}
			time.Sleep(20 * time.Millisecond) // the browser is at work; only its end is awaited
		}
	}

	look(base+"/first", "Code affiché dans le terminal")
	look(link, "qui êtes-vous ?", "Mot de passe")
	send("/setup", "name", "Lucie, rédactrice web", "login", "lucie@engins.example", "password", "les chats dorment sur le radiateur")
	look(base+"/setup", "Quatre questions, et l’écoute commence.", "Deux concurrents")
	// An address that leads nowhere from any machine: what comes of it is told.
	send("/sources", "name", "Engins & Co", "site", "www.engins.invalid", "rival1", "Bétor", "rival2", "Malaxa", "customers", "12 000")
	for deadline := time.Now().Add(patience); ; {
		looking, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.getElementById("looking") !== null || document.readyState !== "complete"`))
		if err == nil && !looking {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the own site is looked at for ever (%v)", err)
		}
		time.Sleep(50 * time.Millisecond) // the page renews itself; only its end is awaited
	}
	look(base+"/sources", "Nous n’écoutons encore rien.", "Nous n’avons rien pu écouter sur votre propre site, www.engins.invalid.", "Ajouter une source")
	look(base+"/", "Nous n’écoutons encore aucune source.", "Ajouter une source")
	look(base+"/stream", "Rien à lire pour l’instant.", "Ajouter une source")
	look(base+"/compare", "nous n’avons entendu personne parler ni de vous ni de vos concurrents", "Ajouter une source")
	look(base+"/topics", "Nous suivons 3 marques.", `"Engins & Co" OR "engins.invalid"`)
	look(base+"/sources/add", "où parle-t-on de votre métier ?")
	look(base+"/import", "qu’avez-vous déjà ?")
	look(base + "/topic/1")
	look(base + "/trace")
	look(base+"/settings", "Aucune mention n’est encore gardée")
}
