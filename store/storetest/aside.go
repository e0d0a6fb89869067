package storetest

import (
	"fmt"
	"math"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// asides holds the archive to what it remembers of noise packs.
func asides(t *testing.T, a store.Archive) {
	ctx := t.Context()
	aside := func(key string, at time.Time, topics ...vigie.TopicID) watch.Item {
		it := said(key, "offre "+key, "anna", at)
		for _, topic := range topics {
			it.Aside = append(it.Aside, watch.Aside{Topic: topic, Pack: "jobs"})
		}
		return it
	}
	items, _ := save(t, a, 1, said("taken", "grue", "bob", noon, 1), aside("a", noon, 1, 2), aside("b", noon.Add(time.Hour), 1))
	taken, first, second := items[0].Mention.ID, items[1].Mention.ID, items[2].Mention.ID
	counts := func(from, to time.Time, want string) {
		t.Helper()
		if n, err := a.AsideCounts(ctx, from, to); err != nil || fmt.Sprint(n) != want {
			t.Errorf("AsideCounts = %v, %v, want %s", n, err, want)
		}
	}
	list := func(pack string, before vigie.MentionID, want string) {
		t.Helper()
		ks, err := a.Asides(ctx, pack, time.Time{}, time.Time{}, before, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []vigie.MentionID
		for _, k := range ks {
			got = append(got, k.Mention.ID)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("Asides(%s, %d) = %v, want %s", pack, before, got, want)
		}
	}
	counts(time.Time{}, time.Time{}, "map[jobs:2]") // each once, whatever the topics
	counts(noon, noon.Add(time.Hour), "map[jobs:1]")
	list("jobs", 0, fmt.Sprint([]vigie.MentionID{second, first}))
	list("jobs", second, fmt.Sprint([]vigie.MentionID{first}))
	list("seo", 0, "[]")
	if n := whole(t, a, 1, measure.Mentions); n != 1 {
		t.Errorf("what was put aside counts: topic 1 has %d, want 1", n)
	}

	// Deciding a topic again replaces what was put aside of it alone.
	if _, _, err := a.Rematch(ctx, watch.Rematch{Topic: 1, To: math.MaxInt64, Hits: []watch.Hit{{Mention: second}}, Aside: []watch.Aside{{Topic: 1, Mention: taken, Pack: "seo"}, {Topic: 1, Mention: 99, Pack: "seo"}}}); err != nil {
		t.Fatal(err)
	}
	counts(time.Time{}, time.Time{}, "map[jobs:1 seo:1]")
	if of, err := a.AsideOf(ctx, first); err != nil || fmt.Sprint(of) != fmt.Sprint([]watch.Aside{{Topic: 2, Mention: first, Pack: "jobs"}}) {
		t.Errorf("AsideOf = %v, %v", of, err)
	}

	// An edit is decided afresh.
	edited := said("a", "un autre texte", "anna", noon)
	save(t, a, 1, edited)
	counts(time.Time{}, time.Time{}, "map[seo:1]")

	if err := a.BringBack(ctx, taken, "anna"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "BringBack of nothing", a.BringBack(ctx, 99, "anna"), vigie.NotFound)
	if keys, err := a.Brought(ctx); err != nil || fmt.Sprint(keys) != "[net:taken]" {
		t.Errorf("Brought = %v, %v", keys, err)
	}
	// Erasure takes both along.
	if _, err := a.Erase(ctx, items[0].Mention.Author.Key("net", "net.example")); err != nil {
		t.Fatal(err)
	}
	counts(time.Time{}, time.Time{}, "map[]")
	if keys, err := a.Brought(ctx); err != nil || len(keys) > 0 {
		t.Errorf("Brought after erasure = %v, %v", keys, err)
	}
	sound(t, a)
}
