package web_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestSensesPage: what a name means shows before any card, one click says that a
// use is another thing, and the change that follows is tried like any other.
func TestSensesPage(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	b.get("/topic/1").wants(t, 200, "Voir ce que ce nom désigne")
	b.get("/topics").wants(t, 200, "Voir ce que ce nom désigne", "vingt cartes")
	b.get("/topic/99/senses").wants(t, 404)
	b.get("/senses?topic=x").wants(t, 404)
	b.get("/topic/1/senses").wants(t, 200, "trop peu pour distinguer")
	for n := range 60 {
		s := fmt.Sprintf("Engins & Co : %s, %s, %d.", []string{"ma pelle est en panne", "la grue fuit encore", "le dépanneur tarde"}[n%3], []string{"le chantier est arrêté", "le loueur du chantier ne répond pas"}[n/3%2], n)
		if n%2 == 0 {
			s = fmt.Sprintf("Engins & Co est un album de rock, %s, %s, %d.", []string{"guitare et batterie", "chanson et guitare", "concert et batterie"}[n/2%3], []string{"en tournée cet été", "la tournée passe ici"}[n/6%2], n)
		}
		h.hear(1, s, h.clock.now().Add(-time.Duration(n+1)*time.Hour))
	}
	page := b.get("/topic/1/senses")
	page.wants(t, 200, "façons. Dites lesquelles sont bien le sujet.", "rock", "C’est bien le sujet", "Ce n’est pas le sujet", "Rien ne change avant")
	not := ""
	for _, m := range regexp.MustCompile(`href="(/topic/1/senses\?not=[^"]+)"`).FindAllStringSubmatch(page.body, -1) {
		u, err := url.Parse(html.UnescapeString(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		if w := u.Query().Get("not"); strings.Contains("rock album guitare batterie concert tournée chanson un album de", w) {
			not = u.RequestURI()
		}
	}
	if not == "" {
		t.Fatalf("no click says that the album is another thing:\n%s", page.text())
	}
	page = b.get(not)
	page.wants(t, 200, "Vous avez dit : ce n’est pas le sujet.", "Écarter ce qui contient", "À raison : 15 des 15", "À tort : 0 des", "Essayer dans la requête", "Reprendre toutes les réponses")
	try := regexp.MustCompile(`href="(/topics/1\?query=[^"]+)"`).FindStringSubmatch(page.body)
	if try == nil {
		t.Fatal("nothing to try")
	}
	b.get(html.UnescapeString(try[1])).wants(t, 200, "NOT ", "Ce que le changement")

	// A query that is not saved, from the page of a new topic.
	r := b.post("/topics/new", url.Values{"do": {"senses"}, "name": {"Un autre"}, "kind": {"theme"}, "query": {`"Engins & Co"`}})
	r.wants(t, 303)
	at := r.header.Get("Location")
	b.get(at).wants(t, 200, "Un autre", "rock", "C’est bien le sujet")
	if page := b.get(at + "&not=rock"); !strings.Contains(html.UnescapeString(page.body), "/topics/new?kind=theme&name=Un+autre&query=") {
		t.Error("the change of a query that is not saved is not tried with its name and kind")
	}
	r = b.get("/senses?query=grue+OR")
	r.wants(t, 303)
	b.get(r.header.Get("Location")).wants(t, 200, "grue OR")
}
