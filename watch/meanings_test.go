package watch_test

import (
	"fmt"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// heardOnly brings in posts of a source whose posts are kept only where a topic takes them.
func heardOnly(t *testing.T, h house, ms []vigie.Mention) {
	t.Helper()
	src, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: "https://fil.example/feed", Name: "fil", Channel: vigie.Press})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: src.ID, Mentions: ms}); err != nil {
		t.Fatal(err)
	}
}

func oranges(n int) (ms []vigie.Mention) {
	for i := range n {
		s := fmt.Sprintf("Orange : %s, %s, dossier %d", []string{"ma fibre est en panne", "le réseau mobile ne passe plus", "le service client répond à côté", "le forfait mobile est résilié"}[i%4], []string{"le technicien du réseau fibre ne vient pas", "la facture du forfait mobile double"}[i/4%2], i)
		if i%3 == 0 {
			s = fmt.Sprintf("Recette %d : %s, %s", i, []string{"un jus d’orange pressé avec du sucre", "gâteau au zeste d’orange et sucre", "salade d’orange, cannelle et sucre"}[i/3%3], []string{"recette à mettre au four", "dessert au sucre et à la cannelle"}[i/9%2])
		}
		m := post(i, s)
		m.Author.Name = fmt.Sprint("voix ", i)
		ms = append(ms, m)
	}
	return ms
}

// TestMeaningsBeforeAnyCard: the same answer for a topic that took its mentions
// as for a draft over what only waits in the heard buffer.
func TestMeaningsBeforeAnyCard(t *testing.T) {
	for _, saved := range []bool{true, false} {
		h := open(t)
		topic := vigie.Topic{Name: "Orange", Kind: vigie.OwnBrand, Query: "orange"}
		if saved {
			topic = h.topic(t, 0, "orange")
		}
		heardOnly(t, h, oranges(150))
		m, err := h.Meanings(t.Context(), topic, watch.Meant{})
		if err != nil || m.Looked != 150 || len(m.List) < 2 || len(m.Proposals) != 0 {
			t.Fatalf("saved %v: %d looked at, %d meanings, %d proposals, %v", saved, m.Looked, len(m.List), len(m.Proposals), err)
		}
		if want := map[bool]int{true: 0, false: 150}[saved]; m.Waiting != want {
			t.Errorf("saved %v: %d wait in the buffer, want %d", saved, m.Waiting, want)
		}
		said, all := watch.Meant{}, m.Unplaced
		for _, x := range m.List {
			if len(x.Examples) == 0 || x.Mark == "" || x.Between.High <= x.Between.Low {
				t.Errorf("a meaning is told by %+v", x)
			}
			all += x.N
			if strings.HasPrefix(x.Examples[0].Mention.Text, "Recette") {
				said.Not = append(said.Not, x.Mark)
			}
		}
		if all != m.Looked || len(said.Not) == 0 || len(said.Not) == len(m.List) {
			t.Fatalf("saved %v: %d of %d texts told of, fruit is %v of %d meanings", saved, all, m.Looked, said.Not, len(m.List))
		}
		m, err = h.Meanings(t.Context(), topic, said)
		if err != nil || len(m.Proposals) == 0 {
			t.Fatalf("saved %v: nothing is proposed, %v", saved, err)
		}
		best := m.Proposals[0]
		q, err := query.Parse(best.Query)
		if err != nil || best.Wrong != 0 || best.No < 20 || best.NoOf > 26 {
			t.Errorf("saved %v: %+v, %v; want most of the 25 recipes of the other half, and nothing wrongly", saved, best, err)
		}
		if !q.Match(query.NewPost(&vigie.Mention{Text: "Orange : ma fibre est coupée"}, "fr")) || q.Match(query.NewPost(&vigie.Mention{Text: "salade d’orange, cannelle et sucre"}, "fr")) {
			t.Errorf("saved %v: %s", saved, best.Query)
		}
		if saved != (best.Removes > 0) {
			t.Errorf("saved %v: would take away %d of what is kept", saved, best.Removes)
		}
		// What is ours may be said instead: words of it are asked for.
		m, err = h.Meanings(t.Context(), topic, watch.Meant{Us: notIn(m, said.Not)})
		if err != nil || len(m.Proposals) == 0 {
			t.Errorf("saved %v: %v, nothing is proposed where what is meant was said", saved, err)
		}
	}
}

func notIn(m watch.Meanings, not []string) (out []string) {
	for _, x := range m.List {
		if x.Said != watch.CardNo {
			out = append(out, x.Mark)
		}
	}
	return out
}

func TestMeaningsOfLittle(t *testing.T) {
	h := open(t)
	if _, err := h.Meanings(t.Context(), vigie.Topic{Query: "orange OR"}, watch.Meant{}); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("a query that does not parse: %v", err)
	}
	heardOnly(t, h, oranges(watch.MeaningsFew-1))
	m, err := h.Meanings(t.Context(), vigie.Topic{Query: "orange"}, watch.Meant{Us: []string{"fibre"}})
	if err != nil || len(m.List) != 0 || m.Unplaced != watch.MeaningsFew-1 {
		t.Errorf("too few texts: %+v, %v", m, err)
	}
}
