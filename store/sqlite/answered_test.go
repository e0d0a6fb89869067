package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/watch"
)

// TestAnsweredReadsTheIndex: who answered whom is read from an index that holds
// all that it needs, and nothing of the mentions themselves.
func TestAnsweredReadsTheIndex(t *testing.T) {
	s := openStore(t, t.TempDir())
	var plan []string
	err := s.read(t.Context(), func(h *hand) error {
		return h.each(context.Background(), func(v []driver.Value) error {
			plan = append(plan, str(v[3]))
			return nil
		}, "EXPLAIN QUERY PLAN SELECT id, site, author, flags, extra->>'r', extra->>'t'"+linked, 1)
	})
	if got := strings.Join(plan, "; "); err != nil || !strings.HasPrefix(got, "SEARCH mention USING COVERING INDEX mention_linked") || strings.Contains(got, "B-TREE") {
		t.Errorf("plan %q, %v; want a search of the covering index alone", got, err)
	}
}

// TestAnswered: by reply links and by who spoke later in a thread, beside each
// question put to every other mention.
func TestAnswered(t *testing.T) {
	begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	s := openStore(t, t.TempDir())
	rnd := rand.New(rand.NewPCG(3, 9))
	key := func(i int) vigie.Key { return vigie.Key(fmt.Sprintf("net:%d", i)) }
	const many = 400
	var sv watch.Saving
	for i := range many {
		m := vigie.Mention{
			Key: key(i), Network: "net", Channel: vigie.Forum, Site: []string{"a.example", "b.example", "silent.example"}[i%3],
			Text: fmt.Sprintf(`a "t":"x" and "r":"y" %d`, i), Parent: `"r":"net:1"`, Author: vigie.Author{Account: fmt.Sprintf("a%d", rnd.IntN(9))},
			Published: begin.Add(time.Duration(i) * time.Minute), Heard: begin.Add(many * time.Minute), Own: rnd.IntN(8) == 0,
		}
		switch {
		case i%3 == 2: // a place that tells nothing
		case rnd.IntN(3) == 0:
			m.ReplyTo = key(rnd.IntN(many))
		case rnd.IntN(2) == 0:
			m.Thread = fmt.Sprintf("fil \"%d\"", rnd.IntN(20))
		}
		sv.Items = append(sv.Items, watch.Item{Mention: m, Keep: true})
	}
	if _, err := s.Save(t.Context(), sv); err != nil {
		t.Fatal(err)
	}
	var asked []vigie.MentionID
	want := map[vigie.MentionID]measure.Answer{}
	for i := range sv.Items {
		q := &sv.Items[i].Mention
		if i < 30 || rnd.IntN(3) > 0 { // replies to what came before the oldest question do not count
			continue
		}
		asked = append(asked, q.ID)
		best := measure.Untraced
		if q.Site != "silent.example" {
			best = measure.Unheard
		}
		for j := range sv.Items {
			m := &sv.Items[j].Mention
			links := m.ReplyTo == q.Key || m.Thread != "" && m.Thread == q.Thread && m.Site == q.Site
			if links && m.ID > q.ID && m.Author != q.Author {
				by := measure.ByOthers
				if m.Own {
					by = measure.ByUs
				}
				best = max(best, by)
			}
		}
		if best != measure.Untraced {
			want[q.ID] = best
		}
	}
	got, err := s.Answered(t.Context(), asked)
	if err != nil || !maps.Equal(got, want) || len(want) < 50 {
		t.Errorf("Answered of %d: %v, %v; want %v", len(asked), got, err, want)
	}
}
