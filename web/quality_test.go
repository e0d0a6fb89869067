package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// TestTopicTellsReachAndQuality: neither is made up; each is told once its input
// is there, with its formula and the mentions behind it.
func TestTopicTellsReachAndQuality(t *testing.T) {
	h := sown(t)
	b := h.signedIn()
	b.get("/topic/1").wants(t, http.StatusOK, "Impossibles à chiffrer ici", "ne dit combien d’abonnés", "Elle n’a pas encore été mesurée ici", "Lire cent mentions tirées au sort la dirait", "Ce que nous manquons n’est pas mesuré")

	heard := listen.Batch{Source: 1}
	for i, followers := range []int64{1000, 1200, 20_000} {
		at := sunday.Add(-time.Duration(30+i) * time.Hour)
		heard.Mentions = append(heard.Mentions, vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("loud:%d", i)), Channel: vigie.Social, Site: "social.example", URL: fmt.Sprintf("https://social.example/loud/%d", i),
			Published: at, Heard: at, Text: "Engins & Co, enfin.", Author: vigie.Author{Name: fmt.Sprintf("loud %d", i/2)},
			Metrics: []vigie.Metric{{At: at, Reactions: -1, Replies: -1, Reposts: -1, Views: 7, Followers: followers}},
		})
	}
	if _, err := h.watch.Handle(t.Context(), heard); err != nil {
		t.Fatal(err)
	}
	// One account twice on Saturday counts once, with 1,200: 21,200 in all.
	page := b.get("/topic/1")
	page.wants(t, http.StatusOK, "Entre 1 300 et 3 200 lectures possibles", "D’après 3 mentions sur", "21 vues", "Formule reach/1", "Jamais convertie en argent")
	links(t, page, "/definitions#reach", "own=no", "/value")

	b.post("/samples", url.Values{"topic": {"1"}, "weeks": {"13"}, "n": {"3"}}).wants(t, http.StatusSeeOther)
	id := regexp.MustCompile(`name="mention" value="(\d+)"`)
	for _, verdict := range []string{"negative", "positive", "off"} {
		card := id.FindStringSubmatch(b.get("/samples/1?read=1").body)[1]
		b.post("/samples/1", url.Values{"mention": {card}, "verdict": {verdict}}).wants(t, http.StatusSeeOther)
	}
	page = b.get("/topic/1")
	page.wants(t, http.StatusOK, "67 % de ce que nous comptons ici parle bien du sujet", "entre 21 et 94 %", "3 mentions relues", "Formule quality/1")
	links(t, page, "/samples/1", "/definitions#quality")
	words := b.get("/definitions")
	words.wants(t, http.StatusOK, "Lectures possibles", "Qualité de l’écoute", "Équivalent publicitaire")
	links(t, words, "/value")
}

// links fails unless the page has links that hold these.
func links(t *testing.T, page reply, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !regexp.MustCompile(`href="[^"]*` + regexp.QuoteMeta(part)).MatchString(page.body) {
			t.Errorf("page has no link to %s: %s", part, strings.Join(regexp.MustCompile(`href="[^"]*"`).FindAllString(page.body, -1), " "))
		}
	}
}
