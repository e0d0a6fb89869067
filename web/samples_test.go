package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestSample: drawn, read card by card, taken back, resumed, told, deleted.
func TestSample(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	b.get("/samples").wants(t, http.StatusOK, "Aucun échantillon", "Tirer des mentions au sort")
	b.post("/samples", url.Values{"topic": {"1"}, "weeks": {"13"}, "n": {"0"}}).wants(t, http.StatusUnprocessableEntity, "de 1 à 1")
	b.post("/samples", url.Values{"topic": {"99"}, "weeks": {"13"}, "n": {"3"}}).wants(t, http.StatusNotFound)
	b.post("/samples", url.Values{"topic": {"1"}, "weeks": {"13"}, "n": {"3"}}).wants(t, http.StatusSeeOther)
	id := regexp.MustCompile(`name="mention" value="(\d+)"`)
	card := func() string {
		t.Helper()
		page := b.get("/samples/1?read=1")
		page.wants(t, http.StatusOK, "Négative", "Elle n’en parle pas")
		return id.FindStringSubmatch(page.body)[1]
	}
	first := card()
	b.post("/samples/1", url.Values{"mention": {first}, "verdict": {"perhaps"}}).wants(t, http.StatusUnprocessableEntity)
	b.post("/samples/1", url.Values{"mention": {"5"}, "verdict": {"off"}}).wants(t, http.StatusNotFound, "de cet échantillon")
	b.post("/samples/1", url.Values{"mention": {first}, "verdict": {"negative"}}).wants(t, http.StatusSeeOther)
	second := card()
	if second == first {
		t.Fatal("a card that was read is shown again")
	}
	b.post("/samples/1", url.Values{"mention": {first}, "do": {"back"}}).wants(t, http.StatusSeeOther)
	if card() != first {
		t.Error("a card taken back is not shown again")
	}
	b.post("/samples/1", url.Values{"mention": {first}, "verdict": {"negative"}}).wants(t, http.StatusSeeOther)
	b.post("/samples/1", url.Values{"mention": {second}, "verdict": {"off"}}).wants(t, http.StatusSeeOther)
	b.get("/samples/1").wants(t, http.StatusOK, "Une mention sur 2 parle bien", "Lire la suite", "tirées au sort parmi")
	if page := b.get("/samples/1?read=1"); strings.Contains(page.body, `class="op`) {
		t.Error("a card shows what Vigie read of it")
	}
	b.get("/samples").wants(t, http.StatusOK, "2 sur 3")
	b.get("/samples/7").wants(t, http.StatusNotFound, "pas d’échantillon 7")
	b.post("/samples/1", url.Values{"do": {"delete"}}).wants(t, http.StatusSeeOther)
	b.get("/samples/1").wants(t, http.StatusNotFound)
}
