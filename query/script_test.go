package query_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"vigie.example/vigie/query"
	"vigie.example/vigie/query/querytest"
)

func TestScripts(t *testing.T) {
	open := func(t *testing.T, posts []querytest.Post) querytest.Engine {
		return func(t *testing.T, q *query.Query) (hits []string) {
			for i := range posts {
				p := posts[i].Query()
				if q.Match(p) {
					hits = append(hits, posts[i].Name)
				}
				checkPost(t, q, p)
			}
			return hits
		}
	}
	querytest.Run(t, open)
	querytest.RunPosts(t, open)
}

// checkPost holds what is always true of a query and a post.
func checkPost(t *testing.T, q *query.Query, p *query.Post) {
	t.Helper()
	match := q.Match(p)
	need := q.Need()
	if met := querytest.Meets(need.Root, p); match && !met || need.Exact && match != met {
		t.Errorf("Match(%q) = %v but Need %+v is met: %v, by %q // %q", q, match, need, met, p.Doc.Title.Text, p.Doc.Body.Text)
	}
	if need.Sure != nil && querytest.Meets(need.Sure, p) && !match {
		t.Errorf("Match(%q) = false but it is sure: %+v, of %q // %q", q, need.Sure, p.Doc.Title.Text, p.Doc.Body.Text)
	}
	x := q.Explain(p)
	if x.Match != match || match == (x.Miss != nil) {
		t.Errorf("Explain(%q) = %+v, Match = %v", q, x, match)
	}
	spans := q.Spans(p)
	if !match && len(spans) > 0 {
		t.Errorf("Spans(%q) = %v without a match", q, spans)
	}
	for i, s := range spans {
		f := &p.Doc.Title
		if s.Field == query.InBody {
			f = &p.Doc.Body
		}
		if s.Start >= s.End || s.End > len(f.Text) || i > 0 && (spans[i-1].Field > s.Field || spans[i-1].Field == s.Field && spans[i-1].End >= s.Start) {
			t.Errorf("Spans(%q) = %v", q, spans)
		}
	}
	ix, err := query.NewIndex([]query.Entry{{ID: 1, Query: q}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var scratch query.Scratch
	if got := len(ix.Match(&scratch, p, nil)) == 1; got != match {
		t.Errorf("Index.Match(%q) = %v, Match = %v, of %q // %q", q, got, match, p.Doc.Title.Text, p.Doc.Body.Text)
	}
	if _, got := ix.Query(1); got.ID != 1 {
		t.Errorf("Index.Query(%q) is not there", q)
	}
	if got := ix.Spans(1, p); !slices.Equal(got, spans) {
		t.Errorf("Index.Spans(%q) = %v, Spans = %v", q, got, spans)
	}
}

// pairs is how many random pairs of query and post the property test looks at;
// VIGIE_PAIRS asks for more.
func pairs(t *testing.T) int {
	n := 20_000
	if s := os.Getenv("VIGIE_PAIRS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func TestRandomPairs(t *testing.T) {
	pairs := pairs(t)
	r := rand.New(rand.NewPCG(1, uint64(pairs)))
	matches := 0
	for range pairs {
		q := querytest.RandomQuery(r)
		post := querytest.RandomPost(r)
		p := post.Query()
		checkPost(t, q, p)
		if q.Match(p) {
			matches++
		}
		if got, want := q.Match(p), bruteMatch(q.Root, p); got != want {
			t.Errorf("Match(%q) = %v, the plain evaluator says %v, of %q // %q", q, got, want, post.Title, post.Text)
		}
		again, err := query.Parse(q.String())
		if err != nil || again.String() != q.String() || !sameTree(again.Root, q.Root) {
			t.Errorf("Parse(%q) = %v, %v", q, again, err)
		}
		if t.Failed() {
			return
		}
	}
	if matches < pairs/20 {
		t.Errorf("only %d of %d random pairs match: the test proves little", matches, pairs)
	}
}
