package web_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// TestQueryPage follows somebody who writes a query: mends, examples, a diff,
// versions.
func TestQueryPage(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	form := url.Values{"name": {"Fuites"}, "kind": {"theme"}, "query": {"fuite or fuit"}, "do": {"check"}}
	r := b.post("/topics/new", form)
	r.wants(t, 200, "« or » en minuscules est un mot comme un autre", "Écrire OR", "Coût : 3")
	form.Set("do", "mend:0")
	r = b.post("/topics/new", form)
	r.wants(t, 200, "fuite OR fuit", "Ces mots trouvent 1 mention", "par semaine", "Ma machine")
	if strings.Contains(r.text(), "en minuscules") {
		t.Error("the mend was not applied")
	}
	// A script asks for the part alone.
	form.Set("part", "yes")
	form.Set("do", "check")
	form.Set("query", `fuite "fuit`)
	if r := b.post("/topics/new", form); r.status != 200 || strings.Contains(r.body, "<html") || !strings.Contains(r.text(), "Ajouter") {
		t.Errorf("the part = %d: %s", r.status, r.text())
	}
	form.Set("query", "lang:fr")
	if r := b.post("/topics/new", form); r.status != 200 || !strings.Contains(r.text(), "exiger au moins un mot") {
		t.Errorf("the part of no topic = %d: %s", r.status, r.text())
	}
	form.Del("part")
	// Examples hold the query.
	form.Set("query", "fuite OR fuit")
	form["must"] = []string{"Une fuite d'huile", ""}
	form["mustnot"] = []string{"la fuite des cerveaux"}
	form.Set("do", "save")
	b.post("/topics/new", form).wants(t, 409, "1 exemple ne va pas avec cette requête, sur 2", "Enregistrer quand même", "Ne devait pas convenir, et est trouvé")
	form.Set("query", "(fuite OR fuit) NOT cerveaux")
	if r := b.post("/topics/new", form); r.header.Get("Location") != "/topics" {
		t.Fatalf("save = %d: %s", r.status, r.text())
	}
	topics, err := h.store.Topics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := topics[len(topics)-1].ID
	at := "/topics/" + strconv.FormatInt(int64(id), 10)
	b.get(at).wants(t, 200, "la fuite des cerveaux", "Une fuite d'huile")
	// A change tells what it would do.
	form.Set("query", "machine NOT cerveaux")
	form.Set("do", "check")
	b.post(at, form).wants(t, 200, "Ce que le changement ferait", "Devait convenir, et n’est pas trouvé")
	form.Set("do", "saveanyway")
	if r := b.post(at, form); r.header.Get("Location") != "/topics" {
		t.Fatalf("save anyway = %d: %s", r.status, r.text())
	}
	b.get(at).wants(t, 200, "Les 2 versions", "Y revenir")
	b.post(at, url.Values{"do": {"rollback:1"}})
	b.get(at).wants(t, 200, "reprend la requête de la version 1", "(fuite OR fuit) NOT cerveaux", "Version 3")
	// A mention of the sample becomes an example.
	form.Set("query", "(fuite OR fuit) NOT cerveaux")
	page, err := h.store.Search(t.Context(), query.Search{Limit: 1})
	if err != nil || len(page.Kept) == 0 {
		t.Fatal(err)
	}
	form.Set("do", "must:"+strconv.FormatInt(int64(page.Kept[0].Mention.ID), 10))
	b.post(at, form).wants(t, 200, "3 exemples essayés")
	// A query of another tool.
	form.Set("do", "convert")
	form.Set("from", "x")
	form.Set("pasted", `fuite -is:retweet is:verified`)
	b.post(at, form).wants(t, 200, "fuite AND NOT is:repost", "is:verified n’a pas d’équivalent ici", "une partie laissée de côté")
	form.Set("from", "nobody")
	b.post(at, form).wants(t, 422, "n’est pas un outil que Vigie sait lire")
}

func TestListsPage(t *testing.T) {
	h := furnished(t)
	b := h.signedIn()
	b.get("/lists").wants(t, 200, "Aucune liste encore")
	b.post("/lists", url.Values{"name": {"fuites"}, "terms": {"fuite\r\nfuit"}})
	b.get("/lists?list=fuites").wants(t, 200, "fuites est enregistrée", "list:fuites")
	b.get("/stream?q=list:fuites").wants(t, 200, "Ma machine")
	b.post("/lists", url.Values{"name": {"ronde"}, "terms": {"list:ronde"}}).wants(t, 422, "tournent en rond")
	if _, err := h.watch.SaveTopic(t.Context(), vigie.Topic{Name: "Fuites", Kind: vigie.Theme, Query: "list:fuites"}); err != nil {
		t.Fatal(err)
	}
	b.post("/lists", url.Values{"name": {"fuites"}, "do": {"delete"}}).wants(t, 409, "sert encore à « Fuites »")
}
