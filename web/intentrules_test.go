package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestIntentRulesPage: rules are listed, tried, refused with the sentence that
// they miss, saved, and taken back.
func TestIntentRulesPage(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	h.hear(1, "Engins & Co : ma nacelle est en carafe", h.clock.now().Add(-time.Minute))
	b.get("/intents").wants(t, 200, "8 règles, aucune changée par vous", "Plainte", "telle que livrée", "Allemand")
	b.get("/intents?lang=de").wants(t, 200, "rien n’est livré dans cette langue")
	b.get("/intents?lang=tlh").wants(t, 404, "tlh")
	const path = "/intents/fr/complaint"
	b.get("/intents/fr/wish").wants(t, 404, "wish")
	b.get(path).wants(t, 200, "Plainte, en français", "Service client lamentable", "NOT channel:press")

	form := url.Values{"from": {"0"}, "rule": {"# à nous\n\"en carafe\" OR lamentable"}, "must": {"ma nacelle est en carafe", "en rade"}, "mustnot": {"tout va bien"}}
	with := func(do string) url.Values {
		form.Set("do", do)
		return form
	}
	b.post(path, with("check")).wants(t, 200, "1 de plus et 0 de moins", "ma nacelle est en carafe", "Devait convenir, et n’est pas trouvé.")
	b.post(path, with("save")).wants(t, 409, "ne reconnaît pas « en rade »", "Rien n’est enregistré")
	form["must"] = form["must"][:1]
	form.Set("rule", "(grue")
	b.post(path, with("save")).wants(t, http.StatusUnprocessableEntity, "Ligne 1")
	form.Set("rule", "# à nous\n\"en carafe\" OR lamentable <b>")
	form.Set("rule", "# à nous <b>gras</b>\n\"en carafe\" OR lamentable")
	b.post(path, with("save")).wants(t, 303)
	page := b.get(path)
	page.wants(t, 200, "version 1", "Version 1", "lucie@btp.example", "Ce que Vigie livre aujourd’hui")
	if strings.Contains(page.body, "<b>gras") || !strings.Contains(page.body, "&lt;b&gt;gras") {
		t.Error("a rule is written unescaped")
	}
	b.post(path, with("save")).wants(t, 409, "Quelqu’un a changé cette règle entre-temps")
	b.get("/intents").wants(t, 200, "1 changée par vous", "changée par vous")
	b.post(path, url.Values{"do": {"reset"}}).wants(t, 303)
	b.get(path).wants(t, 200, "de nouveau celle que Vigie livre", "retour à ce que Vigie livre", "Version 2")
	b.post(path, url.Values{"do": {"rollback:1"}}).wants(t, 303)
	b.get(path).wants(t, 200, "La version 1 est de retour, sous le numéro 3", "en carafe")
	b.post(path, url.Values{"do": {"rollback:9"}}).wants(t, 404)
}
