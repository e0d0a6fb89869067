package understand

import (
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand/verbatim"
)

// shame judges by one word.
type shame struct{}

func (shame) Why(p *Piece, _, _ int) Because {
	var b Because
	b.Opinion, b.Share = vigie.Neutral, [3]float64{0.2, 0.6, 0.2}
	if strings.Contains(p.Mention.Text, "honte") {
		b.Opinion, b.Share = vigie.Negative, [3]float64{0.7, 0.2, 0.1}
	}
	b.Ironic = strings.Contains(p.Mention.Text, "bravo")
	return b
}

// praise finds everything good.
type praise struct{}

func (praise) Why(*Piece, int, int) (b Because) {
	b.Opinion, b.Share = vigie.Positive, [3]float64{0.1, 0.1, 0.8}
	return b
}

// TestQuotedSentencesStateTheirOpinion: what is quoted of texts of an opinion
// states it by itself, though another of its sentences says better what the
// texts have in common; where none states it nothing is quoted.
func TestQuotedSentencesStateTheirOpinion(t *testing.T) {
	about, err := query.Parse("leroux")
	if err != nil {
		t.Fatal(err)
	}
	q := &Quoter{Name: "leroux", Query: about, Judge: shame{}}
	group := func(texts ...string) *verbatim.Group {
		g := new(verbatim.Group)
		for i, s := range texts {
			k := vigie.Kept{Mention: vigie.Mention{Text: s, Author: vigie.Author{Name: string(rune('a' + i))}}, Reading: vigie.Reading{Lang: "fr"}}
			g.Add(q.Text(&k, 240))
		}
		return g
	}
	const angry = "Une honte absolue, Leroux est nul et arnaque ses clients."
	dull := "J’ai reçu de Leroux une facture pour la livraison de la machine de lundi."
	g := group(dull+" "+angry, "La livraison de la machine par Leroux est prévue lundi, avec la facture.", "Une honte, bravo Leroux, la livraison est arrivée.")
	if near := g.Ranked(1); len(near) != 1 || near[0].Text == angry {
		t.Fatalf("nearest is %+v, want another than the angry one", near)
	}
	if got := q.Ranked(g, vigie.Negative, 9); len(got) != 1 || got[0].Text != angry {
		t.Errorf("negative: %+v, want %q alone", got, angry)
	}
	if got := q.Ranked(g, vigie.Positive, 9); len(got) != 0 {
		t.Errorf("positive: %+v, want none", got)
	}
	if got := q.Ranked(g, vigie.OpinionUnknown, 9); len(got) != 3 {
		t.Errorf("of no opinion: %+v, want one of each text", got)
	}
	polite := new(verbatim.Group)
	asks := vigie.Kept{Mention: vigie.Mention{Text: "Bonjour Leroux, merci de me rappeler pour la livraison."}, Reading: vigie.Reading{Lang: "fr", Intents: []vigie.Intent{vigie.Request}}}
	polite.Add(q.Text(&asks, 240))
	q.Judge = praise{}
	if got := q.Ranked(polite, vigie.Positive, 9); len(got) != 0 {
		t.Errorf("a polite request is quoted as praise: %+v", got)
	}
	asks.Reading.Intents = nil
	polite.Add(q.Text(&asks, 240))
	if got := q.Ranked(polite, vigie.Positive, 9); len(got) != 1 || got[0].Of != 1 {
		t.Errorf("praise: %+v, want that of the second text", got)
	}
	q.Judge = nil
	if got := q.Ranked(g, vigie.Negative, 9); len(got) != 3 {
		t.Errorf("where nobody judges: %+v, want one of each text", got)
	}
}
