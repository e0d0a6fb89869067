package query_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/query/querytest"
	"vigie.example/vigie/text"
)

// TestIndexScripts holds an Index of one query to the scripts.
func TestIndexScripts(t *testing.T) {
	querytest.Run(t, func(t *testing.T, posts []querytest.Post) querytest.Engine {
		var s query.Scratch
		return func(t *testing.T, q *query.Query) (hits []string) {
			ix, err := query.NewIndex([]query.Entry{{ID: 1, Query: q}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i := range posts {
				if len(ix.Match(&s, posts[i].Query(), nil)) == 1 {
					hits = append(hits, posts[i].Name)
				}
			}
			return hits
		}
	})
}

// longRun is how many pairs of query and post TestIndexPairs decides: some
// hundred thousand, or what VIGIE_PAIRS says (ten million for the long run).
func longRun(t *testing.T) int {
	n := 100_000
	if testing.Short() {
		n = 30_000
	}
	if s := os.Getenv("VIGIE_PAIRS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// TestIndexPairs holds the Index, filled, changed and merged, to the plain
// evaluator of brute_test.go, which shares nothing with it but the parser's
// tree and the tokeniser.
func TestIndexPairs(t *testing.T) {
	pairs := longRun(t)
	const queries, posts = 100, 100
	r := rand.New(rand.NewPCG(11, uint64(pairs)))
	matches := 0
	usual := query.RememberFrom(0)
	defer query.RememberFrom(usual)
	for done := 0; done < pairs; done += queries * posts {
		if done/(queries*posts)%4 == 0 { // words are looked up afresh in a quarter of the rounds
			query.RememberFrom(usual)
		} else {
			query.RememberFrom(0)
		}
		var seen query.Frequencies
		entries := make([]query.Entry, queries)
		for i := range entries {
			entries[i] = query.Entry{ID: vigie.TopicID(i + 1), Version: done, Query: querytest.RandomQuery(r)}
		}
		var tokens text.Tokens
		for range r.IntN(40) {
			p := querytest.RandomPost(r)
			tokens.Recut(p.Title, p.Text)
			seen.Learn(&tokens)
		}
		// Some at first, some put later, some replaced, some removed.
		old := slices.Clone(entries[:queries/2])
		for i := range old {
			if i%3 == 0 {
				old[i].Query = querytest.RandomQuery(r)
			}
		}
		ix, err := query.NewIndex(old, &seen)
		if err != nil {
			t.Fatal(err)
		}
		put(t, ix, entries[queries/4:]...)
		for i := 0; i < queries/4; i += 3 {
			put(t, ix, entries[i])
		}
		gone := vigie.TopicID(1 + r.IntN(queries))
		ix.Remove(gone, 0, queries+1)
		if got := ix.Len(); got != queries-1 {
			t.Fatalf("Len() = %d, want %d", got, queries-1)
		}
		var s query.Scratch
		for range posts {
			post := querytest.RandomPost(r)
			p := post.Query()
			var want []query.Key
			for _, e := range entries {
				if e.ID != gone && bruteMatch(e.Query.Root, p) {
					want = append(want, query.Key{ID: e.ID, Version: e.Version})
				}
			}
			matches += len(want)
			sameKeys(t, "Match", entries, post, ix.Match(&s, p, nil), want)
			sameKeys(t, "MatchText", entries, post, ix.MatchText(&s, post.Title, post.Text, p, nil), want)
		}
	}
	if matches < pairs/20 {
		t.Errorf("only %d of %d random pairs match: the test proves little", matches, pairs)
	}
}

func put(t *testing.T, ix *query.Index, entries ...query.Entry) {
	t.Helper()
	if err := ix.Put(entries...); err != nil {
		t.Fatal(err)
	}
}

func sameKeys(t *testing.T, what string, entries []query.Entry, post querytest.Post, got, want []query.Key) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	for _, e := range entries {
		is := func(k query.Key) bool { return k.ID == e.ID }
		if g, w := slices.ContainsFunc(got, is), slices.ContainsFunc(want, is); g != w {
			t.Errorf("%s(%q // %q, %+v) has %q: %v, want %v", what, post.Title, post.Text, post, e.Query, g, w)
		}
	}
	t.Fatalf("%s = %v, want %v", what, got, want)
}

// TestIndexFound are pairs that the long run found.
func TestIndexFound(t *testing.T) {
	for _, c := range []struct{ query, title string }{
		{`"leroymerlin #LeroyMerlin"~2`, "saint-gobain @LeroyMerlin #LeroyMerlin-de"}, // the same place for both words
		{`(b OR a) NEAR/0 "#ab x"`, "b a #ab x"},
		// one place of a loose phrase begins several windows, and NEAR may want another than the first
		{`"saint-gobain" NEAR/2 "client·e·s #LeroyMerlin"~5`, "#LeroyMerlin-loreal client H&M le-merlin-client·e·s, leroy-saintgobain."},
	} {
		q := parsed(t, c.query)
		ix, err := query.NewIndex([]query.Entry{{ID: 1, Query: q}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		p := query.NewPost(&vigie.Mention{Title: c.title}, "")
		var s query.Scratch
		if got, want := len(ix.Match(&s, p, nil)) == 1, bruteMatch(q.Root, p); got != want {
			t.Errorf("Index says %v of %s and %q, the plain evaluator %v", got, c.query, c.title, want)
		}
	}
}
