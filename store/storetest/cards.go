package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// cards holds the archive to what people answered of a topic's mentions.
func cards(t *testing.T, a store.Archive) {
	ctx := t.Context()
	own := said("own", "notre grue", "nous", noon, 1)
	own.Mention.Own = true
	items, _ := save(t, a, 1, said("b", "grue b", "bob", noon.Add(time.Hour), 1), said("a", "grue a", "anna", noon, 1), own, said("c", "autre", "carl", noon, 2))
	first, second := items[1].Mention.ID, items[0].Mention.ID

	var got []vigie.MentionID
	if err := a.Members(ctx, 1, func(m vigie.MentionID, _ vigie.StoryID) bool { got = append(got, m); return true }); err != nil {
		t.Fatal(err)
	}
	if want := []vigie.MentionID{first, second}; !slices.Equal(got, want) {
		t.Errorf("Members = %v, want those of others, oldest first: %v", got, want)
	}

	answer := func(m vigie.MentionID, x watch.CardAnswer, random bool, at time.Time) watch.Card {
		t.Helper()
		c := watch.Card{Topic: 1, Mention: m, Answer: x, Random: random, By: "anna", At: at.UTC()}
		if err := a.SaveCard(ctx, c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	kept := func(want ...watch.Card) {
		t.Helper()
		got, err := a.Cards(ctx, 1)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("Cards = %v, %v, want %v", got, err, want)
		}
	}
	answer(second, watch.CardYes, false, noon)
	x := answer(first, watch.CardNo, true, noon.Add(time.Minute))
	y := answer(second, watch.CardSkip, true, noon.Add(2*time.Minute)) // the newest replaces
	kept(x, y)
	wantKind(t, "SaveCard of nothing", a.SaveCard(ctx, watch.Card{Topic: 1, Mention: 99, Answer: watch.CardYes}), vigie.NotFound)
	if err := a.RemoveCard(ctx, 1, second); err != nil {
		t.Fatal(err)
	}
	kept(x)
	// Erasure takes it along.
	if _, err := a.Erase(ctx, items[1].Mention.Author.Key("net", "net.example")); err != nil {
		t.Fatal(err)
	}
	kept()
	sound(t, a)
}
