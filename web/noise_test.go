package web_test

import (
	"net/url"
	"regexp"
	"testing"
	"time"
)

func TestNoisePage(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	b.get("/noise").wants(t, 200, "7 filtres actifs sur 7", "0 mention écartée", "Offres d’emploi")
	h.hear(1, "Offre d’emploi chez Engins & Co : postulez avant lundi.", h.clock.now().Add(-time.Minute))
	b.get("/noise").wants(t, 200, "1 mention écartée")
	list := b.get("/noise?pack=jobs")
	list.wants(t, 200, "postulez avant lundi", "Reprendre")
	b.get("/trace?what="+url.QueryEscape("Offre d’emploi chez Engins & Co : postulez.")).wants(t, 200, "Écarté par un filtre de bruit : offres d’emploi")
	id := regexp.MustCompile(`name="mention" value="(\d+)"`).FindStringSubmatch(list.body)
	if id == nil {
		t.Fatal("no mention can be brought back")
	}
	b.get("/mention/"+id[1]).wants(t, 200, "Un filtre de bruit l’a écartée (offres d’emploi)", "Reprendre")
	b.post("/noise", url.Values{"mention": {id[1]}}).wants(t, 303)
	b.get("/mention/"+id[1]).wants(t, 200, "reprise et comptée", "Engins & Co")
	b.post("/noise", url.Values{"pack": {"jobs"}, "do": {"off"}}).wants(t, 303)
	b.get("/noise").wants(t, 200, "6 filtres actifs sur 7", "Remettre")
	b.get("/noise?pack=spam").wants(t, 404, "spam")
	b.post("/noise", url.Values{"pack": {"spam"}}).wants(t, 404)
}
