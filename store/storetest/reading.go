package storetest

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

func changes(t *testing.T, a store.Archive) {
	if seq, err := a.Last(t.Context()); err != nil || seq != 0 {
		t.Errorf("Last of an empty archive = %d, %v; want 0", seq, err)
	}
	items, _ := save(t, a, 1, said("1", "un", "ana", noon, 1), said("2", "deux", "bob", noon, 1))
	save(t, a, 1, said("1", "un bis", "ana", noon, 1))
	loose := said("9", "ailleurs", "eve", noon)
	loose.Keep = false
	save(t, a, 1, loose)
	if _, err := a.Erase(t.Context(), "net:bob"); err != nil {
		t.Fatal(err)
	}
	all, err := a.Since(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		id   vigie.MentionID
		kind vigie.ChangeKind
	}
	var got []line
	last := int64(0)
	for _, c := range all {
		if c.Seq <= last || c.At.IsZero() {
			t.Errorf("line %+v does not follow %d", c, last)
		}
		last = c.Seq
		got = append(got, line{c.Mention, c.Kind})
	}
	one, two := items[0].Mention.ID, items[1].Mention.ID
	want := []line{{one, vigie.New}, {two, vigie.New}, {one, vigie.Edited}, {two, vigie.Erased}}
	if !slices.Equal(got, want) {
		t.Errorf("Since(0) = %v, want %v", got, want)
	}
	if seq, err := a.Last(t.Context()); err != nil || seq != last {
		t.Errorf("Last = %d, %v; want %d", seq, err, last)
	}
	if part, err := a.Since(t.Context(), all[1].Seq, 1); err != nil || len(part) != 1 || part[0] != all[2] {
		t.Errorf("Since(%d, 1) = %v, %v; want the third line", all[1].Seq, part, err)
	}
	if seq, err := a.Bookmark(t.Context(), "alerts"); err != nil || seq != 0 {
		t.Errorf("Bookmark of a new reader = %d, %v; want 0", seq, err)
	}
	for _, seq := range []int64{2, 3} {
		if err := a.SetBookmark(t.Context(), "alerts", seq); err != nil {
			t.Fatal(err)
		}
		if got, err := a.Bookmark(t.Context(), "alerts"); err != nil || got != seq {
			t.Errorf("Bookmark = %d, %v; want %d", got, err, seq)
		}
	}
}

func rematch(t *testing.T, a store.Archive) {
	items, saved := save(t, a, 1,
		said("1", "un", "ana", noon, 1), said("2", "deux", "bob", noon.Add(time.Minute), 1), said("3", "trois", "eve", noon.Add(2*time.Minute)),
		said("4", "quatre", "zoe", noon.Add(time.Hour), 1))
	save(t, a, 2, said("3", "trois", "eve", noon.Add(2*time.Minute)))
	hit := func(i int) watch.Hit {
		return watch.Hit{Mention: items[i].Mention.ID, Match: vigie.Match{Topic: 1, Version: 2}}
	}
	r := watch.Rematch{Topic: 1, From: vigie.FirstMentionID(noon), To: items[3].Mention.ID, Hits: []watch.Hit{hit(0), hit(2), hit(3)}}
	for round, want := range [][2]int{{1, 1}, {0, 0}} {
		joined, left, err := a.Rematch(t.Context(), r)
		if err != nil || joined != want[0] || left != want[1] {
			t.Errorf("round %d: Rematch = %d, %d, %v; want %v", round, joined, left, err, want)
		}
	}
	for i, want := range [][]vigie.Match{{{Topic: 1, Version: 2}}, nil, {{Topic: 1, Version: 2}}, {{Topic: 1, Version: 1}}} {
		if got := kept(t, a, items[i].Mention.ID).Matches; !slices.Equal(got, want) {
			t.Errorf("mention %d matches %v, want %v", i+1, got, want)
		}
	}
	if n := whole(t, a, 1, measure.Voices); n != 3 {
		t.Errorf("voices = %d, want 3", n)
	}
	lines, err := a.Since(t.Context(), saved.Seq, 10)
	if err != nil || len(lines) != 2 || lines[0].Kind != vigie.Reread || lines[1].Kind != vigie.Reread {
		t.Errorf("Since = %v, %v; want two rereads", lines, err)
	}
	sound(t, a)
	// A topic taken away leaves nothing behind.
	if _, left, err := a.Rematch(t.Context(), watch.Rematch{Topic: 1, To: math.MaxInt64}); err != nil || left != 3 {
		t.Errorf("Rematch of a topic taken away left %d, %v; want 3", left, err)
	}
	if n := whole(t, a, 1, ""); n != 0 {
		t.Errorf("the topic taken away counts %d", n)
	}
	sound(t, a)
}

func candidates(t *testing.T, a store.Archive) {
	var batch []watch.Item
	for i := range 500 {
		body := "une chose"
		if i%7 == 0 {
			body = "la grue jaune"
		}
		batch = append(batch, said(fmt.Sprint(i), body, "ana", noon.Add(time.Duration(i)*time.Second), 1))
	}
	items, _ := save(t, a, 1, batch...)
	for _, source := range []string{"grue", `"grue jaune"`, "gr*", "*aune", "grue OR rien", "grue NOT rouge"} {
		q := parse(t, source)
		var got []vigie.MentionID
		rounds := 0
		for before := vigie.MentionID(math.MaxInt64); before > 0; rounds++ {
			var last vigie.MentionID
			bound, err := a.Candidates(t.Context(), q.Need(), before, 20, func(k vigie.Kept) bool {
				if k.Mention.ID >= before || last != 0 && k.Mention.ID >= last {
					t.Fatalf("candidate %d does not fall below %d and %d", k.Mention.ID, before, last)
				}
				last = k.Mention.ID
				if q.Match(query.NewPost(&k.Mention, k.Reading.Lang)) {
					got = append(got, k.Mention.ID)
				}
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
			if bound >= before {
				t.Fatalf("bound %d does not fall below %d", bound, before)
			}
			before = bound
		}
		var want []vigie.MentionID
		for i := 499; i >= 0; i-- {
			if i%7 == 0 {
				want = append(want, items[i].Mention.ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("Candidates(%s) lead to %d, want %d", source, len(got), len(want))
		}
	}
	// Stopping early says how far it went.
	n := 0
	bound, err := a.Candidates(t.Context(), parse(t, "grue").Need(), math.MaxInt64, 50, func(vigie.Kept) bool { n++; return n < 3 })
	if want := items[483].Mention.ID; err != nil || n != 3 || bound != want {
		t.Errorf("Candidates stopped after %d at %d, %v; want 3 at %d", n, bound, err, want)
	}
}

func lastSpoken(t *testing.T, a store.Archive) {
	_, err := a.LastSpoken(t.Context(), 1)
	wantKind(t, "LastSpoken of a silent topic", err, vigie.NotFound)
	own := said("1", "nous", "nous", noon.Add(time.Hour), 1)
	own.Mention.Own = true
	search := said("2", "résultat", "moteur", noon.Add(2*time.Hour), 1)
	search.Mention.Channel = vigie.Search
	save(t, a, 1, own, search, said("3", "eux", "ana", noon, 1), said("4", "ailleurs", "bob", noon.Add(3*time.Hour), 2))
	undated := said("5", "un jour", "eve", noon, 1)
	undated.Mention.Published, undated.Mention.Heard = time.Time{}, noon.Add(4*time.Hour)
	save(t, a, 1, undated)
	if k, err := a.LastSpoken(t.Context(), 1); err != nil || k.Mention.Key != "net:3" {
		t.Errorf("LastSpoken = %s, %v; want net:3", k.Mention.Key, err)
	}
}
