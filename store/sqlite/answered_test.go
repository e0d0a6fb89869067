package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
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

// TestAnsweredOfMany: by reply links, and by what the brand said later in a
// thread, beside each question put to every other mention.
func TestAnsweredOfMany(t *testing.T) {
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
		if i%3 < 2 { // the third place tells nothing
			if rnd.IntN(2) == 0 {
				m.Thread = fmt.Sprintf("fil \"%d\"", rnd.IntN(20))
			}
			if rnd.IntN(3) == 0 {
				m.ReplyTo = key(rnd.IntN(many))
			}
		}
		sv.Items = append(sv.Items, watch.Item{Mention: m, Keep: true})
	}
	if _, err := s.Save(t.Context(), sv); err != nil {
		t.Fatal(err)
	}
	var asked []vigie.MentionID
	by := map[vigie.Key]string{} // who asked
	for i := 30; i < many; i++ { // replies to what came before the oldest question do not count
		if q := &sv.Items[i].Mention; rnd.IntN(3) == 0 {
			asked = append(asked, q.ID)
			by[q.Key] = q.Author.Account
		}
	}
	want := map[vigie.MentionID]measure.Answer{}
	for i := range sv.Items {
		q := &sv.Items[i].Mention
		if by[q.Key] == "" {
			continue
		}
		best, beside := measure.Untraced, false
		for j := range sv.Items {
			m := &sv.Items[j].Mention
			if m.ID <= q.ID || m.Author == q.Author {
				continue
			}
			within := m.Thread != "" && m.Thread == q.Thread && m.Site == q.Site
			same := m.ReplyTo == q.ReplyTo || by[m.ReplyTo] == q.Author.Account
			switch {
			case m.Own && (m.ReplyTo == q.Key || within && (m.ReplyTo == "" || same)):
				best = measure.ByUs
			case m.ReplyTo == q.Key:
				best = max(best, measure.ByOthers)
			case within && !m.Own && m.ReplyTo == "" && q.ReplyTo == "":
				beside = true
			}
		}
		if best == measure.Untraced && !beside && q.Site != "silent.example" {
			best = measure.Unheard
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

// TestAnswered: a later word in the thread is an answer where the brand says it,
// or where it names the question; else it is told that it cannot be told, unless
// the place shows what within a thread is answered.
func TestAnswered(t *testing.T) {
	type word struct {
		key, by, to, thread, site string
		own                       bool
	}
	const forum = "forum.example"
	asks := word{key: "q", by: "ana", thread: "1", site: forum}
	within := word{key: "q", by: "ana", to: "first", thread: "1", site: forum}
	// Elsewhere in the place answers are named within a thread.
	nested := []word{{key: "x", by: "leo", thread: "2", site: forum}, {key: "y", by: "mia", to: "x", thread: "2", site: forum}, {key: "z", by: "leo", to: "y", thread: "2", site: forum}}
	for _, tt := range []struct {
		name  string
		words []word
		asked []string
		want  map[string]measure.Answer
	}{
		{"nobody said anything after", []word{asks}, nil, map[string]measure.Answer{"q": measure.Unheard}},
		{"a later word by another names nothing", []word{asks, {"c", "bob", "", "1", forum, false}}, nil, nil},
		{"a later word by the asker", []word{asks, {"c", "ana", "", "1", forum, false}}, nil, map[string]measure.Answer{"q": measure.Unheard}},
		{"a later word by the brand", []word{asks, {"c", "nous", "", "1", forum, true}}, nil, map[string]measure.Answer{"q": measure.ByUs}},
		{"the brand answers somebody else", []word{asks, {"c", "bob", "", "1", forum, false}, {"d", "nous", "c", "1", forum, true}}, nil, nil},
		{"another names the question", []word{asks, {"c", "bob", "q", "1", forum, false}}, nil, map[string]measure.Answer{"q": measure.ByOthers}},
		{"a word in another thread", []word{asks, {"c", "bob", "", "2", forum, false}}, nil, map[string]measure.Answer{"q": measure.Unheard}},
		{"a thread of that name elsewhere", []word{asks, {"c", "nous", "", "1", "blog.example", true}}, nil, map[string]measure.Answer{"q": measure.Unheard}},
		{"all name the first post", []word{within, {"c", "bob", "first", "1", forum, false}}, nil, nil},
		{"the brand names the first post", []word{within, {"c", "nous", "first", "1", forum, true}}, nil, map[string]measure.Answer{"q": measure.ByUs}},
		{"beside it, where answers are named", append([]word{within, {"c", "bob", "first", "1", forum, false}}, nested...), []string{"y"}, map[string]measure.Answer{"q": measure.Unheard, "y": measure.ByOthers}},
		{"in one thread two things are answered", []word{within, {"c", "bob", "first", "1", forum, false}, {"d", "leo", "c", "1", forum, false}}, nil, map[string]measure.Answer{"q": measure.Unheard}},
		{"an opening post, where answers are named", append([]word{asks, {"c", "bob", "", "1", forum, false}}, nested...), []string{"y"}, map[string]measure.Answer{"y": measure.ByOthers}},
		{"a place without threads or parents", []word{{"q", "ana", "", "", "mute.example", false}, {"c", "bob", "", "7", forum, false}}, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := openStore(t, t.TempDir())
			begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
			var sv watch.Saving
			for i, w := range tt.words {
				sv.Items = append(sv.Items, watch.Item{Keep: true, Mention: vigie.Mention{
					Key: vigie.Key("net:" + w.key), Network: "net", Channel: vigie.Forum, Site: w.site, Text: "quoi de neuf ?", Thread: w.thread, Own: w.own,
					Author: vigie.Author{Account: w.by}, Published: begin.Add(time.Duration(i) * time.Minute), Heard: begin.Add(time.Hour),
				}})
				if w.to != "" {
					sv.Items[i].Mention.ReplyTo = vigie.Key("net:" + w.to)
				}
			}
			if _, err := s.Save(t.Context(), sv); err != nil {
				t.Fatal(err)
			}
			var asked []vigie.MentionID
			want := map[vigie.MentionID]measure.Answer{}
			for i, w := range tt.words {
				id := sv.Items[i].Mention.ID
				if w.key == "q" || slices.Contains(tt.asked, w.key) {
					asked = append(asked, id)
				}
				if a, ok := tt.want[w.key]; ok {
					want[id] = a
				}
			}
			if got, err := s.Answered(t.Context(), asked); err != nil || !maps.Equal(got, want) {
				t.Errorf("Answered = %v, %v; want %v", got, err, want)
			}
		})
	}
}
