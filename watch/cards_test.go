package watch_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// fruits is a topic "orange" of a telecom brand, in which every third mention
// is of the fruit. It returns the topic and tells the mentions of the fruit.
func fruits(t *testing.T, h house) (vigie.Topic, func(vigie.Kept) bool) {
	t.Helper()
	topic := h.topic(t, 0, "orange")
	var ms []vigie.Mention
	for n := range 150 {
		s := fmt.Sprintf("Orange : %s, dossier %d", []string{"ma fibre est en panne", "le réseau mobile ne passe plus", "le service client répond, facture réglée", "forfait mobile résilié sans réponse"}[n%4], n)
		if n%3 == 0 {
			s = fmt.Sprintf("Recette %d : %s", n, []string{"un jus d’orange pressé le matin", "gâteau au zeste d’orange et sucre", "salade d’orange, cannelle et sucre"}[n/3%3])
		}
		m := post(n, s)
		m.Author.Name = fmt.Sprint("voix ", n)
		ms = append(ms, m)
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: ms}); err != nil {
		t.Fatal(err)
	}
	return topic, func(k vigie.Kept) bool { return strings.HasPrefix(k.Mention.Text, "Recette") }
}

// answer answers n cards of a topic.
func answer(t *testing.T, h house, topic vigie.TopicID, n int, no func(vigie.Kept) bool) watch.Deck {
	t.Helper()
	at := day
	for range n {
		d, err := h.Deck(t.Context(), topic)
		if err != nil {
			t.Fatal(err)
		}
		if d.Next == nil {
			break
		}
		c := watch.Card{Topic: topic, Mention: d.Next.Kept.Mention.ID, Answer: watch.CardYes, Random: d.Next.Random, By: "anna"}
		if no(d.Next.Kept) {
			c.Answer = watch.CardNo
		}
		at = at.Add(time.Second)
		c.At = at
		if err := h.AnswerCard(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	d, err := h.Deck(t.Context(), topic)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTwentyCardsTuneAQuery(t *testing.T) {
	h := open(t)
	topic, fruit := fruits(t, h)
	d := answer(t, h, topic.ID, watch.CardsRound, fruit)
	if d.Answered() != 20 || d.Taken != 150 || d.Precision.Due != 0 {
		t.Fatalf("after twenty cards: %d answered of %d taken, %d due", d.Answered(), d.Taken, d.Precision.Due)
	}
	// Two thirds are right: the interval of the random half says so.
	if p := d.Precision; p.Of < 10 || p.Of > 15 || p.Between.Low > 2.0/3 || p.Between.High < 2.0/3 {
		t.Errorf("precision %d of %d, between %v: want ten random ones or a few more, around 2/3", p.Yes, p.Of, p.Between)
	}
	senses, err := h.Propose(t.Context(), topic.ID)
	if err != nil || len(senses) == 0 {
		t.Fatalf("Propose = %v, %v", senses, err)
	}
	best := senses[0].Proposals[0]
	if senses[0].Together != nil {
		best = *senses[0].Together
	}
	q, err := query.Parse(best.Query)
	if err != nil {
		t.Fatalf("%s: %v", best.Query, err)
	}
	left, lost := 0, 0
	for n := range 150 {
		s := fmt.Sprintf("Recette : %s", []string{"un jus d’orange pressé", "gâteau au zeste d’orange et sucre", "salade d’orange, cannelle et sucre"}[n%3])
		if q.Match(query.NewPost(&vigie.Mention{Text: s}, "fr")) {
			left++
		}
	}
	for _, s := range []string{"Orange : ma fibre est en panne", "Orange : forfait mobile résilié"} {
		if !q.Match(query.NewPost(&vigie.Mention{Text: s}, "fr")) {
			lost++
		}
	}
	if left > 100 || lost > 0 || best.Wrong > 0 || best.Removes < 10 || best.Removes > 50 {
		t.Errorf("%s leaves %d of 150 recipes, loses %d; told %+v", best.Query, left, lost, best)
	}
	if best.Between.Low != 0 || best.Between.High < 0.1 {
		t.Errorf("what may be lost: %v, want an interval from 0 that twenty cards allow", best.Between)
	}
	// A proposal that an example refuses is none.
	if err := h.store.SaveExamples(t.Context(), topic.ID, []watch.Example{{Must: true, Text: "Orange offre un jus, du sucre et une recette pressé, zeste, salade, gâteau, cannelle, matin"}}); err != nil {
		t.Fatal(err)
	}
	senses, err = h.Propose(t.Context(), topic.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range senses {
		for _, p := range s.Proposals {
			if q, err := query.Parse(p.Query); err != nil || !q.Match(query.NewPost(&vigie.Mention{Text: "Orange offre un jus, du sucre et une recette pressé, zeste, salade, gâteau, cannelle, matin"}, "fr")) {
				t.Errorf("%s is proposed against an example", p.Query)
			}
		}
	}
}

// What came since is not told for until it is asked about; answers survive a
// change of the query, and those about what it no longer takes do not count.
func TestCardsGoOnLater(t *testing.T) {
	h := open(t)
	topic, fruit := fruits(t, h)
	before := answer(t, h, topic.ID, 20, fruit)
	var ms []vigie.Mention
	for n := range 150 {
		ms = append(ms, post(1000+n, fmt.Sprintf("Orange encore, dossier neuf %d", n)))
	}
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: ms}); err != nil {
		t.Fatal(err)
	}
	d, err := h.Deck(t.Context(), topic.ID)
	if err != nil || d.Precision.Due == 0 || !d.Next.Random {
		t.Fatalf("as many again came: %d due, next %+v, %v; want some due, and a random one next", d.Precision.Due, d.Next, err)
	}
	topic.Query = `orange NOT recette`
	if _, err := h.SaveTopic(t.Context(), topic); err != nil {
		t.Fatal(err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := h.Deck(t.Context(), topic.ID)
	if err != nil || after.Yes != before.Yes || after.No != 0 || after.Gone != before.No {
		t.Errorf("after the change: %+v, %v; want the %d yes, and the %d no gone", after, err, before.Yes, before.No)
	}
	if after.Precision.Yes != after.Precision.Of {
		t.Errorf("precision %d of %d, want all", after.Precision.Yes, after.Precision.Of)
	}
	last := after.Last.Mention
	if err := h.UndoCard(t.Context(), topic.ID); err != nil {
		t.Fatal(err)
	}
	if d, err := h.Deck(t.Context(), topic.ID); err != nil || d.Last.Mention == last {
		t.Errorf("undone, the last card is still %v, %v", d.Last, err)
	}
	if senses, err := h.Propose(t.Context(), topic.ID); err != nil || len(senses) > 0 {
		t.Errorf("nothing is refused any more, and still proposed: %v, %v", senses, err)
	}
	examples, err := h.CardExamples(t.Context(), topic.ID, topic.Query)
	if err != nil || len(examples) < 15 {
		t.Errorf("CardExamples = %d, %v", len(examples), err)
	}
}
