package query_test

import (
	"fmt"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

func Example() {
	q, err := query.Parse(`("leroy merlin" OR #grue) NEAR/5 panne -emploi lang:fr`)
	if err != nil {
		fmt.Println(err)
		return
	}
	m := &vigie.Mention{Title: "Chantier arrêté", Text: "La #Grue de chez Leroy-Merlin est en panne depuis lundi."}
	p := query.NewPost(m, "fr")
	fmt.Println(q.Match(p))
	for _, s := range q.Spans(p) {
		fmt.Println(m.Text[s.Start:s.End])
	}
	// Output:
	// true
	// Leroy-Merlin
	// panne
}

func ExampleParse() {
	q, err := query.Parse(`«leroy merlin» OU béton* SAUF emploi canal:(forum,avis)`)
	fmt.Println(q, err)
	_, err = query.Parse("béton\nAND (grue OR)")
	fmt.Println(err)
	// Output:
	// "leroy merlin" OR béton* NOT emploi channel:(forum,review) <nil>
	// query-at [2 13 {query-operator-lacks-right []}]: 2:13: query-operator-lacks-right []
}

func ExampleQuery_Explain() {
	q, _ := query.Parse("grue NEAR/2 panne")
	x := q.Explain(query.NewPost(&vigie.Mention{Text: "Une grue neuve, sans la moindre panne"}, "fr"))
	fmt.Println(x.Match, x.Miss.Text, x.Miss.Why)
	// Output: false grue NEAR/2 panne {query-why-too-far [grue panne 4 2]}
}

func ExampleIndex() {
	grues, _ := query.Parse("grue OR pelle")
	pannes, _ := query.Parse(`"en panne"`)
	ix, err := query.NewIndex([]query.Entry{{ID: 1, Version: 1, Query: grues}, {ID: 2, Version: 1, Query: pannes}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var s query.Scratch // one for each goroutine
	var keys []query.Key
	for _, post := range []string{"La grue est en panne", "Deux pelles, une pelle"} {
		keys = ix.MatchText(&s, "", post, &query.Post{Lang: "fr"}, keys[:0])
		fmt.Println(post, keys)
	}
	// Output:
	// La grue est en panne [{1 1} {2 1}]
	// Deux pelles, une pelle [{1 1}]
}

func ExampleIndex_Put() {
	ix, _ := query.NewIndex(nil, nil)
	var s query.Scratch
	for version, written := range []string{"grue", "grue NOT occasion", "pelle"} {
		q, _ := query.Parse(written)
		if err := ix.Put(query.Entry{ID: 7, Version: version + 1, Query: q}); err != nil {
			fmt.Println(err)
		}
		fmt.Println(written, ix.MatchText(&s, "", "Grue d'occasion", &query.Post{}, nil))
	}
	ix.Remove(7)
	fmt.Println(ix.Len())
	// Output:
	// grue [{7 1}]
	// grue NOT occasion []
	// pelle []
	// 0
}

func ExampleIndex_Spans() {
	q, _ := query.Parse(`"leroy merlin"`)
	ix, _ := query.NewIndex([]query.Entry{{ID: 1, Query: q}}, nil)
	p := query.NewPost(&vigie.Mention{Text: "Vu chez #LeroyMerlin hier"}, "fr")
	for _, s := range ix.Spans(1, p) {
		fmt.Println(p.Doc.Body.Text[s.Start:s.End])
	}
	// Output: LeroyMerlin
}

func ExampleQuery_Need() {
	q, _ := query.Parse("grue (panne OR casse) lang:fr")
	n := q.Need()
	fmt.Printf("%+v exact %v\n", n.Root, n.Exact)
	// Output: [{Norm:grue Pattern:false Also:false} [{Norm:panne Pattern:false Also:false} {Norm:casse Pattern:false Also:false}] {Name:lang Values:[fr]}] exact true
}

func ExampleLists() {
	lists := query.Lists{"rivals": "leroy merlin\ncasto*"}
	q, err := lists.Parse("list:rivals NOT emploi")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(q.Match(query.NewPost(&vigie.Mention{Text: "chez Castorama"}, "fr")), q.Cost())
	_, err = query.Lists{"a": "list:b", "b": "list:a"}.Parse("list:a")
	fmt.Println(err != nil)
	// Output:
	// true 15
	// true
}

func ExampleLinter() {
	for _, r := range (query.Linter{}).Lint("grue or pelle") {
		fmt.Println(r.Rule, r.Pos, r.Mend.Apply("grue or pelle"))
	}
	// Output: lower-case-operator {5 7} grue OR pelle
}

func ExampleConvert() {
	c, err := query.Convert(query.X, `"service client" -is:retweet is:verified`)
	fmt.Println(c.Query, err)
	for _, n := range c.Notes {
		fmt.Println(n.Text, n.Lost)
	}
	// Output:
	// "service client" AND NOT is:repost <nil>
	// is:retweet false
	// is:verified true
}

func ExampleQuery_Spans() {
	q, _ := query.Parse("case:Orange SENTENCE(prix hausse)")
	m := &vigie.Mention{Text: "Orange annonce une hausse de prix. Les oranges aussi."}
	for _, s := range q.Spans(query.NewPost(m, "fr")) {
		fmt.Println(m.Text[s.Start:s.End])
	}
	// Output:
	// Orange
	// hausse
	// prix
}
