package sqlite

import (
	"context"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
)

func TestSaveSearchCount(t *testing.T) {
	ctx := context.Background()
	s := openStore(t, t.TempDir())
	p := newPosts(time.Minute)
	sv := p.batch(500)
	saved, err := s.Save(ctx, sv)
	if err != nil {
		t.Fatal(err)
	}
	if saved.Seq != 500 || sv.Items[0].Mention.ID == 0 {
		t.Fatalf("Save = seq %d, first id %d; want 500 and an id", saved.Seq, sv.Items[0].Mention.ID)
	}
	q, err := query.Parse("@marque3")
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.Search(ctx, query.Search{Query: q})
	if err != nil {
		t.Fatal(err)
	}
	points, err := s.Count(ctx, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{4}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(points) != 1 || int(points[0].N) != page.Count || page.Count == 0 || page.More {
		t.Errorf("Search found %d (more: %v), Count says %v", page.Count, page.More, points)
	}
	diffs, err := s.Recount(ctx)
	if err != nil || len(diffs) > 0 {
		t.Errorf("Recount = %v, %v", diffs, err)
	}
}
