package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestShare: whoever has a link reads one page without signing in, and can
// neither change anything nor go anywhere else with it.
func TestShare(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	b.get("/compare").wants(t, http.StatusOK, "Partager cette page")
	b.post("/shares", url.Values{"page": {"/settings"}, "days": {"30"}}).wants(t, http.StatusUnprocessableEntity, "ne peut pas être partagée")
	b.post("/shares", url.Values{"page": {"/compare"}, "days": {"4000"}}).wants(t, http.StatusUnprocessableEntity, "366")
	for _, page := range []string{"/", "/compare", "/topic/1", "/audit", "/barometer", "/report"} {
		r := b.post("/shares", url.Values{"page": {page}, "title": {"Pour <le> comité"}, "days": {"30"}})
		r.wants(t, http.StatusOK, "shared/", "n’est montré qu’une fois")
		link := regexp.MustCompile(`/shared/[A-Z0-9]+`).FindString(r.body)
		g := h.browser().get(link)
		g.wants(t, http.StatusOK, "Page partagée")
		for _, bad := range []string{"<form", "<script", "<button", "<nav", `href="/stream`, `href="/mention`, `href="/topic`, `href="/settings`, "Lire ou corriger la requête", "Vingt réponses"} {
			if strings.Contains(g.body, bad) {
				t.Errorf("%s: a guest is shown %q", page, bad)
			}
		}
		if ref := g.header.Get("Referrer-Policy"); ref != "no-referrer" {
			t.Errorf("%s: Referrer-Policy %q would give the link away", page, ref)
		}
		pdf := h.browser().get(link + "?format=pdf")
		if isReport := page == "/audit" || page == "/barometer" || page == "/report"; isReport != strings.HasPrefix(pdf.body, "%PDF-") {
			t.Errorf("%s as PDF: %d %.20q", page, pdf.status, pdf.body)
		}
		if g := h.browser().get(link + "?format=json"); strings.HasPrefix(g.header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: a guest is given the facts behind the page", page)
		}
	}
	h.browser().get("/shared/NOTHING").wants(t, http.StatusNotFound, "n’ouvre rien")

	// A link ends by hand ...
	r := b.post("/shares", url.Values{"page": {"/compare"}, "days": {"7"}})
	link := regexp.MustCompile(`/shared/[A-Z0-9]+`).FindString(r.body)
	b.post("/shares", url.Values{"do": {"end"}, "id": {"7"}})
	h.browser().get(link).wants(t, http.StatusNotFound, "n’ouvre rien")
	// ... and by itself.
	r = b.post("/shares", url.Values{"page": {"/compare"}, "days": {"7"}})
	link = regexp.MustCompile(`/shared/[A-Z0-9]+`).FindString(r.body)
	h.clock.add(8 * 24 * time.Hour)
	h.browser().get(link).wants(t, http.StatusNotFound, "s’est éteint")
}
