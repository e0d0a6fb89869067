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

func ExampleSet() {
	grues, _ := query.Parse("grue OR pelle")
	pannes, _ := query.Parse(`"en panne"`)
	set, err := query.NewSet([]query.Entry{{ID: 1, Version: 1, Query: grues}, {ID: 2, Version: 1, Query: pannes}})
	if err != nil {
		fmt.Println(err)
		return
	}
	p := query.NewPost(&vigie.Mention{Text: "La grue est en panne"}, "fr")
	for _, e := range set.Match(p, nil) {
		fmt.Println("topic", e.ID)
	}
	// Output:
	// topic 1
	// topic 2
}

func ExampleQuery_Need() {
	q, _ := query.Parse("grue (panne OR casse) lang:fr")
	n := q.Need()
	fmt.Printf("%+v exact %v\n", n.Root, n.Exact)
	// Output: [{Norm:grue Pattern:false Also:false} [{Norm:panne Pattern:false Also:false} {Norm:casse Pattern:false Also:false}] {Name:lang Values:[fr]}] exact true
}
