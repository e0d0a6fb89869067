package load

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"
)

// Query is one search of the fixed set.
type Query struct {
	Kind string // "word", "phrase", "and", "or" or "wildcard"
	Text string // in the language of package query
}

// Queries returns the fixed set of a seed: 200 by words and phrases, from the
// words everybody uses to those used once, and 20 by leading wildcards.
func Queries(seed uint64) []Query {
	rng := rand.New(rand.NewPCG(seed, 3))
	vocabulary := words(seed)
	word := func(low, high int) string {
		for {
			w := vocabulary[low+rng.IntN(min(high, len(vocabulary))-low)]
			// Two letters and apostrophes make poor words to look for.
			if utf8.RuneCountInString(w) > 2 && !strings.Contains(w, "’") {
				return w
			}
		}
	}
	var out []Query
	add := func(kind, text string) { out = append(out, Query{Kind: kind, Text: text}) }
	for _, band := range []struct{ low, high int }{{0, 100}, {100, 1000}, {1000, 10_000}, {10_000, Vocabulary}} {
		for range 20 {
			add("word", word(band.low, band.high))
		}
	}
	// Phrases are words that do stand in a row somewhere.
	for m := range Posts(seed) {
		fields := strings.Fields(m.Text)
		k := rng.IntN(len(fields) - 2)
		pair := fields[k : k+2+rng.IntN(2)]
		text := strings.Join(pair, " ")
		if plain(text) {
			add("phrase", `"`+text+`"`)
		}
		if len(out) == 130 {
			break
		}
	}
	for range 25 {
		add("and", word(0, 200)+" AND "+word(100, 3000))
	}
	for i := range 25 {
		add("and", `"`+brands[i%len(brands)].name+`" AND `+word(0, 2000))
	}
	for range 20 {
		add("or", word(50, 5000)+" OR "+word(50, 5000)+" OR "+word(5000, Vocabulary))
	}
	for range 20 {
		w := []rune(word(1000, 20_000))
		add("wildcard", "*"+string(w[max(len(w)-4, 1):]))
	}
	return out
}

// plain reports whether a text holds nothing but letters and spaces.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != ' ' && strings.ContainsRune(".,!?#@’0123456789", r)
	})
}

// Searcher asks for the first page of a search and waits for it.
type Searcher func(ctx context.Context, query string) error

// Search measures the first page of each query of the set, rounds times over
// in a shuffled order, after one round that is not counted. Leading wildcards
// are told apart from words and phrases.
func Search(ctx context.Context, seed uint64, rounds int, search Searcher, settings map[string]any) ([]Result, error) {
	queries := Queries(seed)
	rng := rand.New(rand.NewPCG(seed, 4))
	byKind := map[string][]time.Duration{}
	for round := range rounds + 1 {
		rng.Shuffle(len(queries), func(i, j int) { queries[i], queries[j] = queries[j], queries[i] })
		for _, q := range queries {
			start := time.Now()
			if err := search(ctx, q.Text); err != nil {
				return nil, fmt.Errorf("search %s: %w", q.Text, err)
			}
			took := time.Since(start)
			if round == 0 {
				continue // warms caches up
			}
			byKind["search."+q.Kind] = append(byKind["search."+q.Kind], took)
			if q.Kind != "wildcard" {
				byKind["search.words"] = append(byKind["search.words"], took)
			}
		}
	}
	told := map[string]any{"seed": seed, "rounds": rounds}
	maps.Copy(told, settings)
	var out []Result
	for _, name := range []string{"search.words", "search.wildcard", "search.word", "search.phrase", "search.and", "search.or"} {
		out = append(out, spread(name, byKind[name], told)...)
	}
	return out, nil
}
