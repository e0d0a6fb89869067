package storetest

import (
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// withdrawn takes back a mention with an earlier text, one that comes with the
// very batch, one that waits and one never heard: nothing that was said stays,
// everything that was counted does, and it is not undone.
func withdrawn(t *testing.T, a store.Archive) {
	first := said("1", "La chaudière xylogravure", "ana", noon, 1)
	first.Mention.Title, first.Mention.Parent, first.Mention.Author.Bio = "Titre zythologique", "Question ornithorynque", "Bio ypsilon"
	first.Reading.Intents, first.Matches[0].Opinion = []vigie.Intent{vigie.Complaint}, vigie.Negative
	items, _ := save(t, a, 1, first, said("2", "La panne commune", "bob", noon.Add(time.Second), 1))
	id := items[0].Mention.ID
	edit := said("1", "La chaudière remplacée wagnérienne", "ana", noon, 1)
	edit.Reading.Intents, edit.Matches[0].Opinion = []vigie.Intent{vigie.Complaint}, vigie.Negative
	save(t, a, 1, edit)
	save(t, a, 1, loosely("3", "hapax attendu", "eve", noon), loosely("4", "reste ici", "eve", noon))

	batch := []watch.Item{said("5", "éphémère dicton", "ana", noon.Add(time.Minute), 1)}
	_, before := save(t, a, 1)
	saved, err := a.Save(t.Context(), watch.Saving{Source: 1, At: noon.Add(time.Hour), Items: batch, Gone: []vigie.Key{"net:1", "net:3", "net:5", "net:9", "net:1"}})
	if err != nil {
		t.Fatalf("Save: %v", err)
	}
	fates(t, saved, watch.FateNew)
	check := func(when string) {
		t.Helper()
		k := kept(t, a, id)
		m := k.Mention
		if said := m.Title + m.Text + m.Parent + m.Author.Bio; said != "" || !m.Withdrawn.Equal(noon.Add(time.Hour)) {
			t.Errorf("%s: kept with %q, withdrawn %v; want no text, an hour after noon", when, said, m.Withdrawn)
		}
		if len(k.Matches) != 1 || k.Matches[0].Opinion != vigie.Negative || !slices.Equal(k.Reading.Intents, []vigie.Intent{vigie.Complaint}) {
			t.Errorf("%s: under %+v for %v; want topic 1, negative, a complaint", when, k.Matches, k.Reading.Intents)
		}
		if old, err := a.Versions(t.Context(), id); err != nil || len(old) != 0 {
			t.Errorf("%s: Versions = %v, %v; want none", when, old, err)
		}
		for _, q := range []string{"xylogravure", "zythologique", "remplacee", "dicton", "*graphe"} {
			if keys := find(t, a, query.Search{Query: parse(t, q)}); len(keys) != 0 {
				t.Errorf("%s: Search(%s) = %v, want none", when, q, keys)
			}
		}
		if keys := find(t, a, query.Search{Query: parse(t, "author:ana")}); len(keys) != 2 {
			t.Errorf("%s: by its author %v, want both", when, keys)
		}
		if m, v := whole(t, a, 1, measure.Mentions), whole(t, a, 1, measure.Voices); m != 3 || v != 2 {
			t.Errorf("%s: %d mentions and %d voices are counted, want 3 and 2", when, m, v)
		}
		sound(t, a)
	}
	check("taken back")
	if ms := carried(t, a, 1, noon.Add(-time.Hour), noon.Add(time.Hour), 10); !slices.Equal(ms, []vigie.Key{"net:2"}) {
		t.Errorf("Carried = %v, want those that stand", ms)
	}
	if got := buffered(t, a); !slices.Equal(got, []vigie.Key{"net:4"}) {
		t.Errorf("Buffered = %v, want what was not taken back", got)
	}
	lines, err := a.Since(t.Context(), before.Seq, 10)
	if err != nil || len(lines) != 3 || lines[0].Kind != vigie.New || lines[1].Kind != vigie.Withdrawn || lines[2].Kind != vigie.Withdrawn {
		t.Errorf("Since = %v, %v; want one new, two withdrawn", lines, err)
	}

	// A server that has not heard of it, another text, other counts: nothing moves.
	late := said("1", "La chaudière xylogravure", "ana", noon, 1, 2)
	late.Mention.Metrics = []vigie.Metric{{At: noon.Add(2 * time.Hour), Reactions: 9}}
	_, saved = save(t, a, 2, late)
	fates(t, saved, watch.FateKnown)
	check("heard again")
	if _, _, err := a.Rematch(t.Context(), watch.Rematch{Topic: 1, From: 0, To: id + 1<<40, Hits: []watch.Hit{{Mention: items[1].Mention.ID, Match: vigie.Match{Topic: 1, Version: 2}}}}); err != nil {
		t.Fatalf("Rematch: %v", err)
	}
	check("decided again")
	if _, err := a.Rejudge(t.Context(), []watch.Judged{{Mention: id, Matches: []vigie.Match{{Topic: 1, Opinion: vigie.Positive, Sure: 1}}, Maker: "test/2"}}); err != nil {
		t.Fatalf("Rejudge: %v", err)
	}
	check("judged again")
	// A day later its words are nowhere, and erasing the person still finds it.
	if _, err := a.Expire(t.Context(), noon.Add(26*time.Hour)); err != nil {
		t.Fatalf("Expire: %v", err)
	}
	check("a day later")
	if gone, err := a.Erase(t.Context(), "net:ana"); err != nil || gone != 2 {
		t.Errorf("Erase = %d, %v; want both", gone, err)
	}
	if h, ok := a.(Holder); ok {
		for _, s := range []string{"xylogravure", "zythologique", "ornithorynque", "ypsilon", "wagn", "dicton", "hapax"} {
			if h.Holds(t, s) {
				t.Errorf("%q is still on the disk", s)
			}
		}
	}
	sound(t, a)
}

// left takes back all by an author: what is kept, what comes with the very batch
// and, within a day, what waits. Others and one never heard are left alone.
func left(t *testing.T, a store.Archive) {
	items, _ := save(t, a, 1, said("1", "La chaudière xylogravure", "ana", noon, 1), said("2", "La panne commune", "bob", noon, 1))
	save(t, a, 1, loosely("3", "hapax attendu", "ana", noon), loosely("4", "reste ici", "bob", noon))
	at := noon.Add(time.Hour)
	if _, err := a.Save(t.Context(), watch.Saving{
		Source: 1, At: at, Items: []watch.Item{said("5", "éphémère dicton", "ana", noon.Add(time.Minute), 1)},
		Gone: []vigie.Key{"net:1"}, GoneAuthors: []string{"net:ana", "net:never"},
	}); err != nil {
		t.Fatalf("Save: %v", err)
	}
	if m := kept(t, a, items[0].Mention.ID).Mention; m.Text != "" || !m.Withdrawn.Equal(at) {
		t.Errorf("kept with %q, withdrawn %v; want no text, and when", m.Text, m.Withdrawn)
	}
	if m := kept(t, a, items[1].Mention.ID).Mention; m.Text == "" || !m.Withdrawn.IsZero() {
		t.Errorf("another's: %q, withdrawn %v; want it as it was", m.Text, m.Withdrawn)
	}
	if keys := find(t, a, query.Search{Query: parse(t, "xylogravure OR dicton")}); len(keys) != 0 {
		t.Errorf("Search = %v, want none", keys)
	}
	if m, v := whole(t, a, 1, measure.Mentions), whole(t, a, 1, measure.Voices); m != 3 || v != 2 {
		t.Errorf("%d mentions and %d voices are counted, want 3 and 2", m, v)
	}
	if _, err := a.Expire(t.Context(), at.Add(25*time.Hour)); err != nil {
		t.Fatalf("Expire: %v", err)
	}
	if got := buffered(t, a); !slices.Equal(got, []vigie.Key{"net:4"}) {
		t.Errorf("a day later Buffered = %v, want another's", got)
	}
	sound(t, a)
}
