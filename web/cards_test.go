package web_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestCardsPage(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	b.get("/topic/1").wants(t, 200, "Régler par vingt cartes")
	b.get("/topic/99/cards").wants(t, 404)
	for n := range 24 {
		s := fmt.Sprintf("Engins & Co : ma pelle numéro %d est en panne.", n)
		if n%2 == 0 {
			s = fmt.Sprintf("Engins & Co est un album de rock, chanson %d, concert ce soir.", n)
		}
		h.hear(1, s, h.clock.now().Add(-time.Duration(n+1)*time.Hour))
	}
	hidden := regexp.MustCompile(`name="(mention|random)" value="([^"]+)"`)
	for range 20 {
		page := b.get("/topic/1/cards?see=card")
		page.wants(t, 200, "Ce texte parle-t-il bien du sujet « Engins & Co »")
		form := url.Values{"answer": {"yes"}}
		for _, m := range hidden.FindAllStringSubmatch(page.body, -1) {
			form.Set(m[1], m[2])
		}
		if strings.Contains(page.body, "rock") {
			form.Set("answer", "no")
		}
		b.post("/topic/1/cards", form).wants(t, 303)
	}
	b.post("/topic/1/cards", url.Values{"answer": {"perhaps"}, "mention": {"1"}}).wants(t, 422)
	page := b.get("/topic/1/cards")
	page.wants(t, 200, "cartes tirées au hasard", "Ce que vos réponses proposent", "À tort", "entre 0", "Un autre sens")
	m := regexp.MustCompile(`name="query" value="([^"]+)"`).FindStringSubmatch(page.body)
	if m == nil {
		t.Fatal("no proposal to try")
	}
	query := strings.NewReplacer("&#34;", `"`, "&amp;", "&").Replace(m[1])
	b.post("/topics/1", url.Values{"from": {"cards"}, "do": {"check"}, "query": {query}, "cards": {"yes"}}).wants(t, 200, "NOT ", "album de rock", "Ce que le changement")
	// A sample says its own figure, and each page tells of the other's.
	r := b.post("/samples", url.Values{"topic": {"1"}, "weeks": {"13"}, "n": {"20"}})
	at := r.header.Get("Location")
	for range 20 {
		card := b.get(at)
		m := regexp.MustCompile(`name="mention" value="(\d+)"`).FindStringSubmatch(card.body)
		if m == nil || !strings.Contains(card.body, `name="verdict"`) {
			break
		}
		verdict := "neutral"
		if strings.Contains(card.body, "rock") {
			verdict = "off"
		}
		b.post(strings.Split(at, "?")[0], url.Values{"mention": {m[1]}, "verdict": {verdict}})
	}
	b.get(strings.Split(at, "?")[0]).wants(t, 200, "Les cartes de ce sujet disent", "Les deux s’accordent")
	b.get("/topic/1/cards?see=all").wants(t, 200, "L’échantillon du", "Les deux s’accordent")
	b.post("/topic/1/cards", url.Values{"do": {"undo"}}).wants(t, 303)
	b.get("/topic/1/cards").wants(t, 200, "Carte 20 sur 20")
}
