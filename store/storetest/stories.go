package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch"
)

// copyOf makes a post that is a copy of others.
func copyOf(key, body, author string, at time.Time, topic vigie.TopicID, of ...vigie.MentionID) watch.Item {
	it := said(key, body, author, at, topic)
	it.CopyOf = of
	return it
}

func storyOf(t *testing.T, a store.Archive, id vigie.MentionID) vigie.StoryID {
	t.Helper()
	return kept(t, a, id).Reading.Story
}

func stories(t *testing.T, a store.Archive) {
	const body = "La grue s’est couchée sur le chantier ce matin, sans faire de blessé"
	one, _ := save(t, a, 1, said("origin", body, "ana", noon, 1), said("else", "autre chose", "bob", noon, 1))
	origin, other := one[0].Mention.ID, one[1].Mention.ID
	if s := storyOf(t, a, origin); s != 0 {
		t.Errorf("a mention alone is of story %d, want none", s)
	}
	// A copy in the same batch, before what it is a copy of in time, and one of
	// a copy; the topic joins the last one later.
	two, _ := save(
		t, a, 1,
		copyOf("copy", body+" (avec AFP)", "eve", noon.Add(time.Hour), 1, origin),
		copyOf("early", "Dépêche : "+body, "zoe", noon.Add(-time.Hour), 1, -1),
		said("alone", "rien à voir", "zoe", noon.Add(time.Hour), 1),
	)
	s := storyOf(t, a, origin)
	if s == 0 || storyOf(t, a, two[0].Mention.ID) != s || storyOf(t, a, two[1].Mention.ID) != s || storyOf(t, a, other) != 0 {
		t.Fatalf("stories %d, %d, %d, %d; want the same for the first three and none for the last",
			s, storyOf(t, a, two[0].Mention.ID), storyOf(t, a, two[1].Mention.ID), storyOf(t, a, other))
	}
	got, err := a.Story(t.Context(), s)
	want := vigie.Story{ID: s, Mentions: 3, Sites: 1, Voices: 3, Origin: two[1].Mention.ID, Last: noon.Add(time.Hour)}
	if err != nil || got != want {
		t.Errorf("Story = %+v, %v; want %+v", got, err, want)
	}
	if n := whole(t, a, 1, measure.Stories); n != 3 {
		t.Errorf("%d stories, want 3: three copies, and two alone", n)
	}
	if n := whole(t, a, 1, measure.Mentions); n != 5 {
		t.Errorf("%d mentions, want 5", n)
	}
	// Ana, Eve and Zoe by the story, Bob alone; Zoe's other mention is no other voice.
	if n := whole(t, a, 1, measure.Crowds); n != 3*3+1 {
		t.Errorf("crowds are %d, want 10", n)
	}
	if _, err := a.Count(t.Context(), measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}}, Unit: measure.Crowds, Split: measure.ByChannel}); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("crowds by channel: %v, want invalid", err)
	}
	in := vigie.Filter{Story: s}
	if keys := find(t, a, query.Search{Filter: in, Limit: 2}); fmt.Sprint(keys) != "[net:copy net:origin net:early]" {
		t.Errorf("mentions of the story = %v", keys)
	}
	for _, search := range []query.Search{
		{Filter: vigie.Filter{Story: s, Topics: []vigie.TopicID{1}}},
		{Filter: in, Query: parse(t, "grue")},
		{Filter: vigie.Filter{Story: s, Topics: []vigie.TopicID{1}}, Query: parse(t, "grue")},
	} {
		if keys := find(t, a, search); len(keys) != 3 {
			t.Errorf("Search(%+v) = %v, want 3", search, keys)
		}
	}
	if n := len(find(t, a, query.Search{Filter: vigie.Filter{Story: s + 99}})); n != 0 {
		t.Errorf("%d mentions of a story that never was", n)
	}
	p := count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}, Story: s}})
	if len(p) != 1 || p[0].N != 3 {
		t.Errorf("mentions counted of the story = %v, want 3", p)
	}
	// By day, and by author, a story counts once in each.
	by := count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}}, Unit: measure.Stories, Split: measure.ByAuthor})
	if len(by) != 4 {
		t.Errorf("stories by author = %v, want four authors", by)
	}
	bySource := count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}}, Unit: measure.Stories, Split: measure.BySource})
	if len(bySource) != 1 || bySource[0].N != 3 {
		t.Errorf("stories by source = %v, want 3", bySource)
	}
	_, err = a.Story(t.Context(), s+99)
	wantKind(t, "Story that never was", err, vigie.NotFound)
	sound(t, a)
}

func storiesMerge(t *testing.T, a store.Archive) {
	first, _ := save(t, a, 1, said("1", "une", "ana", noon, 1), copyOf("2", "une", "bob", noon, 1, -1))
	second, _ := save(t, a, 1, said("3", "deux", "ana", noon, 1), copyOf("4", "deux", "bob", noon, 1, -1))
	s, younger := storyOf(t, a, first[0].Mention.ID), storyOf(t, a, second[0].Mention.ID)
	if s == younger || s == 0 || younger == 0 {
		t.Fatalf("stories %d and %d, want two", s, younger)
	}
	save(t, a, 1, copyOf("5", "une et deux", "eve", noon.Add(time.Hour), 1, second[0].Mention.ID, first[0].Mention.ID))
	for _, it := range append(first, second...) {
		if got := storyOf(t, a, it.Mention.ID); got != s {
			t.Errorf("%s is of story %d, want the older one, %d", it.Mention.Key, got, s)
		}
	}
	// The younger number still leads there, after one more merging too.
	third, _ := save(t, a, 1, said("0", "trois", "ana", noon, 1))
	if _, err := a.Story(t.Context(), younger); err != nil {
		t.Errorf("Story of a merged number: %v", err)
	}
	if n := len(find(t, a, query.Search{Filter: vigie.Filter{Story: younger}})); n != 5 {
		t.Errorf("%d mentions under the merged number, want 5", n)
	}
	if n := whole(t, a, 1, measure.Stories); n != 2 {
		t.Errorf("%d stories, want 2", n)
	}
	_ = third
	sound(t, a)
}

// storiesChange: edits, deciding again and erasure keep stories right.
func storiesChange(t *testing.T, a store.Archive) {
	items, _ := save(t, a, 1, said("1", "la grue est tombée", "ana", noon, 1), copyOf("2", "la grue est tombée", "bob", noon, 1, -1),
		copyOf("3", "la grue est tombée", "eve", noon, 1, -1))
	s := storyOf(t, a, items[0].Mention.ID)
	// An edit that is a copy no more leaves; one that still is stays.
	save(t, a, 1, said("2", "la grue est relevée depuis", "bob", noon, 1), copyOf("3", "la grue est bien tombée", "eve", noon, 1, items[0].Mention.ID))
	if got := storyOf(t, a, items[1].Mention.ID); got != 0 {
		t.Errorf("an edited mention is still of story %d", got)
	}
	if got := storyOf(t, a, items[2].Mention.ID); got != s {
		t.Errorf("an edited copy is of story %d, want %d", got, s)
	}
	// Heard again, it is what it was.
	save(t, a, 2, said("3", "la grue est bien tombée", "eve", noon, 1))
	if got := storyOf(t, a, items[2].Mention.ID); got != s {
		t.Errorf("a copy heard again is of story %d, want %d", got, s)
	}
	// A topic that comes later counts the story once.
	var hits []watch.Hit
	for _, it := range items {
		hits = append(hits, watch.Hit{Mention: it.Mention.ID, Match: vigie.Match{Version: 1}})
	}
	if _, _, err := a.Rematch(t.Context(), watch.Rematch{Topic: 2, From: 0, To: 1 << 62, Hits: hits}); err != nil {
		t.Fatal(err)
	}
	if m, n := whole(t, a, 2, measure.Mentions), whole(t, a, 2, measure.Stories); m != 3 || n != 2 {
		t.Errorf("%d mentions in %d stories, want 3 in 2", m, n)
	}
	sound(t, a)
	if _, err := a.Erase(t.Context(), "net:ana"); err != nil {
		t.Fatal(err)
	}
	got, err := a.Story(t.Context(), s)
	if err != nil || got.Mentions != 1 || got.Origin != items[2].Mention.ID {
		t.Errorf("Story after its origin was erased = %+v, %v", got, err)
	}
	// A copy of what is gone is a story alone.
	more, _ := save(t, a, 1, copyOf("9", "la grue est tombée", "zoe", noon, 1, items[0].Mention.ID))
	if got := storyOf(t, a, more[0].Mention.ID); got != 0 {
		t.Errorf("a copy of what was erased is of story %d", got)
	}
	sound(t, a)
}

// sketches: what copies are known by comes back, and goes with its author.
func sketches(t *testing.T, a store.Archive) {
	body := "Le service après-vente ne répond plus depuis trois semaines et la machine est toujours en panne"
	make := func(key, author string, at time.Time) watch.Item {
		it := said(key, body, author, at)
		it.Sketch = story.Of(&it.Mention, text.Cut("", body))
		return it
	}
	items, _ := save(t, a, 1, make("1", "ana", noon), make("2", "bob", noon.Add(-time.Hour)),
		make("old", "bob", noon.Add(-60*24*time.Hour)))
	list := func(now time.Time) (ids []vigie.MentionID) {
		err := a.Sketches(t.Context(), now, func(id vigie.MentionID, s *story.Sketch) bool {
			ids = append(ids, id)
			if id == items[0].Mention.ID && *s != items[0].Sketch {
				t.Errorf("sketch = %+v, want %+v", *s, items[0].Sketch)
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := list(noon); !slices.Equal(got, []vigie.MentionID{items[0].Mention.ID, items[1].Mention.ID}) {
		t.Errorf("Sketches = %v, want those of the window", got)
	}
	if got := list(noon.Add(40 * 24 * time.Hour)); len(got) != 0 {
		t.Errorf("Sketches forty days later = %v", got)
	}
	if _, err := a.Erase(t.Context(), "net:ana"); err != nil {
		t.Fatal(err)
	}
	if got := list(noon); !slices.Equal(got, []vigie.MentionID{items[1].Mention.ID}) {
		t.Errorf("Sketches after an erasure = %v", got)
	}
	if _, err := a.Expire(t.Context(), noon.Add(40*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := list(noon); len(got) != 0 {
		t.Errorf("Sketches after their time = %v", got)
	}
}

// randomStories: whatever comes, every figure equals a fresh count.
func randomStories(t *testing.T, a store.Archive) {
	rng := rand.New(rand.NewPCG(30, 1))
	var ids []vigie.MentionID
	for round := range 12 {
		var items []watch.Item
		for i := range 25 {
			key := fmt.Sprint(rng.IntN(200))
			it := said(key, fmt.Sprintf("texte %s %d", key, rng.IntN(2)), fmt.Sprint("a", rng.IntN(12)), noon.Add(time.Duration(rng.IntN(72))*time.Hour), vigie.TopicID(1+rng.IntN(2)))
			for range rng.IntN(3) {
				if i > 0 && rng.IntN(2) == 0 {
					it.CopyOf = append(it.CopyOf, vigie.MentionID(-1-rng.IntN(i)))
				} else if len(ids) > 0 {
					it.CopyOf = append(it.CopyOf, ids[rng.IntN(len(ids))])
				}
			}
			items = append(items, it)
		}
		items, saved := save(t, a, vigie.SourceID(1+round%2), items...)
		for i := range items {
			if saved.Fates[i] != watch.FateRefused {
				ids = append(ids, items[i].Mention.ID)
			}
		}
		if round%5 == 4 {
			if _, err := a.Erase(t.Context(), fmt.Sprint("net:a", rng.IntN(12))); err != nil {
				t.Fatal(err)
			}
		}
		sound(t, a)
		for _, topic := range []vigie.TopicID{1, 2} {
			seen, n := map[vigie.StoryID]bool{}, int64(0)
			err := a.Walk(t.Context(), vigie.Filter{Topics: []vigie.TopicID{topic}}, func(k vigie.Kept) bool {
				if s := k.Reading.Story; s == 0 || !seen[s] {
					seen[s] = true
					n++
				}
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := whole(t, a, topic, measure.Stories); got != n {
				t.Fatalf("round %d: topic %d has %d stories, want %d", round, topic, got, n)
			}
		}
	}
}
