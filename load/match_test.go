package load

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
)

func somePosts(n int) []vigie.Mention {
	var posts []vigie.Mention
	for p := range Posts(7) {
		if posts = append(posts, p); len(posts) == n {
			return posts
		}
	}
	return nil
}

// TestLexiconQueries: what is written is what the parser takes, the same again for
// the same seed, and of about a dozen terms.
func TestLexiconQueries(t *testing.T) {
	posts := somePosts(3000)
	l := NewLexicon(func(yield func(string) bool) {
		for i := range posts {
			if !yield(posts[i].Text) {
				return
			}
		}
	})
	var first []string
	operands := 0
	const n = 2000
	for s := range l.Queries(3) {
		q, err := query.Parse(s)
		if err != nil {
			t.Fatalf("Parse(%s): %v", s, err)
		}
		operands += countOperands(q.Root)
		if first = append(first, s); len(first) == n {
			break
		}
	}
	if mean := float64(operands) / n; mean < 8 || mean > 14 {
		t.Errorf("queries have %.1f terms in the mean, want about 12", mean)
	}
	k := 0
	for s := range l.Queries(3) {
		if s != first[k] {
			t.Fatalf("query %d of the same seed is %s, was %s", k, s, first[k])
		}
		if k++; k == n {
			break
		}
	}
}

func countOperands(n query.Node) int {
	total := 0
	switch n := n.(type) {
	case *query.And:
		for _, p := range n.Parts {
			total += countOperands(p)
		}
	case *query.Or:
		for _, p := range n.Parts {
			total += countOperands(p)
		}
	case *query.Not:
		return countOperands(n.Part)
	case *query.Near:
		return countOperands(n.Left) + countOperands(n.Right)
	default:
		return 1
	}
	return total
}

func TestMatch(t *testing.T) {
	results, err := Match(t.Context(), Matching{Posts: somePosts(2000), Queries: 300, Seed: 1, Span: 20 * time.Millisecond, From: "simulated"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, r := range results {
		got[r.Name] = r.Value
		if r.Settings["queries"] != 300 || r.Settings["from"] != "simulated" {
			t.Errorf("settings of %s: %v", r.Name, r.Settings)
		}
	}
	for _, name := range []string{"match", "match.one_core", "match.memory", "match.p99", "match.hits", "match.compile", "match.add_seen", "match.reader_pause"} {
		if got[name] <= 0 {
			t.Errorf("%s = %v, want more than nothing; all: %v", name, got[name], got)
		}
	}
	if _, err := Match(t.Context(), Matching{Posts: somePosts(5), Queries: 1}); err == nil {
		t.Error("Match with five posts: no error")
	}
}
