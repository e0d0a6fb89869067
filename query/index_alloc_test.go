package query_test

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

// TestIndexAllocations: once its scratch has grown a goroutine allocates
// nothing, whatever the form of the query and whether it matches or not.
func TestIndexAllocations(t *testing.T) {
	m := vigie.Mention{
		Title: "La grue de Saint-Gobain, à l’arrêt",
		Text: "@enseigne Une Panne de grue. La pâte, le ble\u0301, le prix : 25 kg !\n\nLes client·e·s de Leroy Merlin (H&M, C++) attendent la livraizon 🙂 #LeroyMerlin\n\n" +
			"https://www.leroymerlin.fr/Prix grue grue",
		Author: vigie.Author{Name: "Marie Dupont", Account: "marie", Bio: "la Grue"}, To: []string{"bob", "@enseigne"},
		Parent: "la pelle", URL: "https://www.LeMonde.fr/economie/1.html", Links: []string{"https://casto.fr/grue"}, Thread: "fil-1", ReplyTo: "k:1",
		Country: "FR", Rating: vigie.Rating{Value: 4, Best: 10}, Published: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC),
		Metrics: []vigie.Metric{{Reactions: 50, Followers: 10_000}},
	}
	p := query.NewPost(&m, "fr")
	p.Channel, p.Site, p.Source = vigie.Forum, "abonnes.lemonde.fr", "Le Monde"
	p.Read = &query.Understood{Intents: []vigie.Intent{vigie.Complaint}, Themes: []string{"Qualité"}, Entities: []string{"Leroux"}}
	for _, form := range []string{
		`grue`, `"leroy merlin"`, `grue panne`, `grue OR pelle`, `grue NOT occasion`, `grue NEAR/5 panne`, `panne ONEAR/5 grue`,
		`(grue OR "saint gobain") NEAR/3 (panne OR arrêt)`, `"panne une grue"~4`, `pann*`, `gru?`, `*anne`, `*ann*`, `livraison~1`,
		`case:Panne`, `case:"Leroy Merlin"`, `accent:pâte`, `accent:blé`, `accent:ble`, `raw:"H&M"`, `case:Lerou*`, `SENTENCE(grue panne)`, `PARA(grue NOT pelle)`, `FIRST/5(panne)`,
		`ANY/2(prix, retard, "leroy merlin")`, `ATLEAST/3(grue OR pelle)`, `#leroymerlin`, `@enseigne`, `🙂`, `C++`, `saint-gobain`,
		`title:(grue OR pelle)`, `lead:panne`, `body:"leroy merlin"`, `title:FIRST/2(grue)`,
		`grue author:"marie dupont"`, `grue author:@marie`, `grue bio:grue`, `grue to:@enseigne`, `grue parent:pelle`, `grue source:"le monde"`,
		`grue site:lemonde.fr`, `grue site:*monde.fr`, `grue url:lemonde.fr/economie`, `grue url:*mond*`, `grue links:casto.fr`, `grue thread:fil*`,
		`grue lang:fr`, `grue country:(FR,BE)`, `grue channel:forum`, `grue is:(reply,repost)`, `grue has:(image,link)`, `grue rating:<=2`,
		`grue followers:>=10k`, `grue words:20..200`, `grue published:2026-01..2026-03`, `grue opinion:negative`, `grue intent:complaint`,
		`grue theme:qualité`, `grue entity:leroux`,
	} {
		q := parsed(t, form)
		ix, err := query.NewIndex([]query.Entry{{ID: 1, Query: q}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var s query.Scratch
		dst := make([]query.Key, 0, 8)
		for name, match := range map[string]func(){
			"Match":     func() { dst = ix.Match(&s, p, dst[:0]) },
			"MatchText": func() { dst = ix.MatchText(&s, m.Title, m.Text, p, dst[:0]) },
		} {
			if n := testing.AllocsPerRun(20, match); n > 0 {
				t.Errorf("%s of %s allocates %v times a post", name, form, n)
			}
			if got, want := len(dst) == 1, q.Match(p); got != want {
				t.Errorf("%s says %v of %s, Query.Match %v", name, got, form, want)
			}
		}
	}
}
