package query_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

func parsed(t *testing.T, s string) *query.Query {
	t.Helper()
	q, err := query.Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return q
}

// TestIndexLive: while posts are matched on several goroutines, queries are
// put, replaced and removed by the thousand, so that layers are merged at once
// and in the background. Whoever matches finds what never changes every time,
// and of what is replaced exactly one version.
func TestIndexLive(t *testing.T) {
	const still, moving = 2000, 40
	var entries []query.Entry
	for i := range still {
		entries = append(entries, query.Entry{ID: vigie.TopicID(i + 1), Version: 1, Query: parsed(t, fmt.Sprintf("mot%d NOT jamais", i))})
	}
	for i := range moving {
		entries = append(entries, query.Entry{ID: vigie.TopicID(10_000 + i), Version: 1, Query: parsed(t, "tournant")})
	}
	ix, err := query.NewIndex(entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	var stop atomic.Bool
	var wg sync.WaitGroup
	for g := range 3 {
		wg.Go(func() {
			var s query.Scratch
			for n := g; !stop.Load(); n++ {
				fixed := n * 31 % still
				keys := ix.MatchText(&s, "tournant", fmt.Sprintf("un mot%d ici", fixed), &query.Post{}, nil)
				if len(keys) != 1+moving || keys[0] != (query.Key{ID: vigie.TopicID(fixed + 1), Version: 1}) {
					t.Errorf("%d keys while queries change, want %d: %v", len(keys), 1+moving, keys)
					return
				}
				for k, key := range keys[1:] {
					if key.ID != vigie.TopicID(10_000+k) {
						t.Errorf("keys[%d] = %v", k+1, key)
						return
					}
				}
			}
		})
	}
	rounds := 400
	if testing.Short() {
		rounds = 120
	}
	for n := range rounds {
		var batch []query.Entry
		for i := range moving {
			batch = append(batch, query.Entry{ID: vigie.TopicID(10_000 + i), Version: n + 2, Query: parsed(t, "tournant OR autre")})
		}
		put(t, ix, batch...)
		for i := range 12 {
			put(t, ix, query.Entry{ID: vigie.TopicID(20_000 + n*12 + i), Version: 1, Query: parsed(t, fmt.Sprintf("passager%d", i))})
		}
		if n%3 == 0 {
			for i := range 12 {
				ix.Remove(vigie.TopicID(20_000 + n*12 + i))
			}
		}
	}
	stop.Store(true)
	wg.Wait()
	ix.Settle()
	want := still + moving + 12*(rounds-(rounds+2)/3)
	if got := ix.Len(); got != want {
		t.Errorf("Len() = %d after all changes, want %d", got, want)
	}
	var s query.Scratch
	if keys := ix.MatchText(&s, "", "passager3", &query.Post{}, nil); len(keys) != rounds-(rounds+2)/3 {
		t.Errorf("%d find what was put and not removed, want %d", len(keys), rounds-(rounds+2)/3)
	}
}

// TestIndexRefused: a change with a bad entry changes nothing.
func TestIndexRefused(t *testing.T) {
	ix, err := query.NewIndex([]query.Entry{{ID: 1, Query: parsed(t, "grue")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = ix.Put(query.Entry{ID: 1, Query: parsed(t, "pelle")}, query.Entry{ID: 2})
	if vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("Put without a query: %v, want kind Invalid", err)
	}
	var s query.Scratch
	if keys := ix.MatchText(&s, "", "grue", &query.Post{}, nil); len(keys) != 1 {
		t.Errorf("a refused change changed something: %v", keys)
	}
}

// TestIndexHostile matches posts and queries made to take long: it says how
// long, and would not end if they did.
func TestIndexHostile(t *testing.T) {
	posts := []string{
		strings.Repeat("a ", 20_000), strings.Repeat("a b ", 10_000), strings.Repeat("client·e·s ", 5_000), strings.Repeat("x", 1<<20),
		strings.Repeat("@a.b #aB ", 5_000), strings.Repeat("abcabd", 5_000), strings.Repeat("汽车", 20_000), strings.Repeat("a-b-c-d ", 10_000),
	}
	var entries []query.Entry
	for i, s := range []string{
		"a NEAR/1000 a NEAR/1000 a", "a NEAR/1000 zz", `"a a a a a a a a a a"~1000`, `"a b a b a b"~1000`, `"a a a a a a a a b"~500`, "*a*b*c*d*",
		`"client·e·s client·e·s client·e·s client·e·s client·e·s client·e·s b"`, "(a OR b OR a OR a) NEAR/1000 (a OR a OR b)", `"* * * * * * * * * b"`,
		"ATLEAST/100(a NEAR/1000 a)", "SENTENCE(a b)", "FIRST/10(a)", "ANY/3(a, b, c, d)", "?*?*", "abcabe~1", "a-b-c-d ONEAR/1000 zz",
	} {
		q, err := query.Parse(s)
		if err != nil {
			t.Logf("%s: %v", s, err)
			continue
		}
		entries = append(entries, query.Entry{ID: vigie.TopicID(i + 1), Query: q})
	}
	ix, err := query.NewIndex(entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	var s query.Scratch
	for _, p := range posts {
		start := time.Now()
		keys := ix.MatchText(&s, "", p, &query.Post{}, nil)
		t.Logf("%.20q: %v, %d keys", p, time.Since(start), len(keys))
		whole := query.NewPost(&vigie.Mention{Text: p}, "")
		for _, e := range entries {
			if got, want := slices.ContainsFunc(keys, func(k query.Key) bool { return k.ID == e.ID }), e.Query.Match(whole); got != want {
				t.Errorf("Index says %v of %s and %.20q, Match %v", got, e.Query, p, want)
			}
		}
	}
}

// TestIndexReadersWaitForNobody: who matches takes no lock, not even where the
// index has learnt enough to file its queries anew while it is being changed.
func TestIndexReadersWaitForNobody(t *testing.T) {
	var entries []query.Entry
	for i := range 1_500 {
		entries = append(entries, query.Entry{ID: vigie.TopicID(i + 1), Query: parsed(t, fmt.Sprintf("mot%d", i))})
	}
	ix, err := query.NewIndex(entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	release := query.HoldChanges(ix)
	var s query.Scratch
	for range 100 {
		if keys := ix.MatchText(&s, "", "un mot7", &query.Post{}, nil); len(keys) != 1 || keys[0].ID != 8 {
			t.Fatalf("keys %v while a change is under way", keys)
		}
	}
	release()
	for range 100 {
		ix.MatchText(&s, "", "un mot7", &query.Post{}, nil)
	}
	ix.Settle()
	if keys := ix.MatchText(&s, "", "un mot7", &query.Post{}, nil); len(keys) != 1 || keys[0].ID != 8 {
		t.Fatalf("keys %v after the queries were filed anew", keys)
	}
}
