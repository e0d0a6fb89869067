package web_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestNotePage(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	empty := b.get("/note")
	empty.wants(t, 200, "Noter ce que je vois", "Rien n’est noté encore")
	if !strings.Contains(empty.body, `href="javascript:%28%28%29=%3E%7Bwindow.open%28%22http:%2F%2F127.0.0.1:`) {
		t.Error("no bookmarklet")
	}
	// What a bookmarklet or a phone sends fills the form and keeps nothing.
	sent := url.Values{"url": {"https://facebook.com/groups/1/2"}, "title": {`"><script>alert(1)</script>`}, "text": {"Engins & Co, bof"}}
	page := b.get("/note?" + sent.Encode())
	page.wants(t, 200, "Engins & Co, bof", "Rien n’est noté encore")
	if !strings.Contains(page.body, `value="https://facebook.com/groups/1/2"`) {
		t.Error("the address that was sent is not filled in")
	}
	if strings.Contains(page.body, "<script>alert") {
		t.Error("what was sent stands in the page as it is")
	}
	if shared := b.get("/note?" + url.Values{"text": {"Vu https://x.com/a/1 à l’instant"}}.Encode()); !strings.Contains(shared.body, `value="https://x.com/a/1"`) {
		t.Error("an address shared within a text is not found")
	}
	if r := h.browser().get("/note?url=https%3A%2F%2Fx.com%2Fa"); r.status != 303 || r.header.Get("Location") != "/login?back=%2Fnote%3Furl%3Dhttps%253A%252F%252Fx.com%252Fa" {
		t.Errorf("a stranger is sent to %q (%d)", r.header.Get("Location"), r.status)
	}
	b.post("/note", url.Values{}).wants(t, 422, "Il n’y a rien à garder")
	b.post("/note", url.Values{"text": {"x"}, "when": {"hier"}}).wants(t, 422, "« hier » n’est pas une date")
	kept := b.post("/note", url.Values{"address": {"https://facebook.com/groups/1/2"}, "text": {"Engins & Co ne rappelle jamais"}, "who": {"Marc"}, "when": {"2026-11-20T10:30"}})
	kept.wants(t, 303)
	b.get(kept.header.Get("Location")).wants(t, 200, "Gardée, hors de tous les chiffres", "notée par Lucie, hors des chiffres", "Marc")
	b.get("/note").wants(t, 200, "notée par Lucie")
	b.get("/stream?noted=yes").wants(t, 200, "ne rappelle jamais")
	if r := b.get("/stream?noted=no"); strings.Contains(r.body, "ne rappelle jamais") {
		t.Error("noted=no shows what was noted")
	}
	b.get("/stream?noted=perhaps").wants(t, 422)
}

// TestManifest: phones may install the pages, and share to them.
func TestManifest(t *testing.T) {
	b := settled(t, nil).browser()
	r := b.get("/static/vigie.webmanifest")
	r.wants(t, 200, `"share_target":{"action":"/note","method":"GET"`, `"start_url":"/"`)
	for _, icon := range []string{"/static/icon-192.png", "/static/icon-512.png"} {
		if !strings.Contains(r.body, icon) {
			t.Errorf("the manifest has no %s", icon)
		}
		if i := b.get(icon); i.status != 200 || i.header.Get("Content-Type") != "image/png" {
			t.Errorf("%s = %d %s", icon, i.status, i.header.Get("Content-Type"))
		}
	}
}
