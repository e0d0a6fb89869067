package storetest

import (
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/store"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch"
)

// storiesAgain: what is kept is put into stories later, and into others where
// another maker made those there are.
func storiesAgain(t *testing.T, a store.Archive) {
	const body = "La grue s’est couchée sur le chantier ce matin, sans faire de blessé"
	items, _ := save(
		t, a, 1, said("old", body, "ana", noon.Add(-60*24*time.Hour), 1), said("1", body, "ana", noon, 1),
		said("2", body, "bob", noon.Add(time.Hour), 1), said("3", body, "eve", noon.Add(2*time.Hour), 1),
	)
	id := func(i int) vigie.MentionID { return items[i].Mention.ID }
	of := func(i int) watch.Regrouped {
		return watch.Regrouped{Mention: id(i), Sketch: story.Of(&items[i].Mention, text.Cut("", body))}
	}
	again := func(anew bool, want int, list ...watch.Regrouped) {
		t.Helper()
		got, err := a.Regroup(t.Context(), watch.Regroup{At: noon.Add(3 * time.Hour), Items: list, Anew: anew})
		if err != nil || got != want {
			t.Errorf("Regroup = %d, %v; want %d moved", got, err, want)
		}
		sound(t, a)
	}
	copyOf := func(i int, of ...vigie.MentionID) watch.Regrouped {
		return watch.Regrouped{Mention: id(i), CopyOf: of}
	}
	gone := watch.Regrouped{Mention: id(3) + 1, CopyOf: []vigie.MentionID{id(3)}, Sketch: of(3).Sketch}
	again(false, 1, of(3), watch.Regrouped{Mention: id(2), Sketch: of(2).Sketch, CopyOf: []vigie.MentionID{id(3)}}, of(0), gone)
	s := storyOf(t, a, id(2))
	if s == 0 || storyOf(t, a, id(3)) != s || storyOf(t, a, id(1)) != 0 {
		t.Fatalf("stories %d, %d, %d; want the two newest in one", storyOf(t, a, id(1)), s, storyOf(t, a, id(3)))
	}
	var kept []vigie.MentionID
	if err := a.Sketches(t.Context(), noon, func(m vigie.MentionID, _ *story.Sketch) bool {
		kept = append(kept, m)
		return true
	}); err != nil || !slices.Equal(kept, []vigie.MentionID{id(3), id(2)}) {
		t.Errorf("sketches of %v, %v; want those of the window that are kept", kept, err)
	}
	again(false, 0, copyOf(3), copyOf(2, id(3))) // as it was: nothing
	again(false, 0, copyOf(2))                   // unless it is made anew, none leaves
	// What has a story already brings it along.
	again(false, 1, copyOf(1, id(2), id(3)))
	if n := whole(t, a, 1, measure.Stories); n != 2 {
		t.Errorf("%d stories, want 2", n)
	}
	// Another maker: the newest keeps the story, what is no copy of it leaves.
	again(true, 1, copyOf(3), copyOf(2), copyOf(1, id(3)))
	if storyOf(t, a, id(3)) != s || storyOf(t, a, id(2)) != 0 || storyOf(t, a, id(1)) != s {
		t.Errorf("stories %d, %d, %d; want the second alone and the others in %d", storyOf(t, a, id(1)), storyOf(t, a, id(2)), storyOf(t, a, id(3)), s)
	}
	again(true, 0, copyOf(3), copyOf(2), copyOf(1, id(3)))
	if err := a.DropSketches(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Sketches(t.Context(), noon, func(m vigie.MentionID, _ *story.Sketch) bool {
		t.Errorf("the sketch of %d is still there", m)
		return true
	}); err != nil {
		t.Fatal(err)
	}
}
