package sqlite

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/watch"
)

// TestSayingsOfDays: packed days tell what the matches and the mentions tell,
// through edits, readings, answers that come in late and erasures, and figures
// that no roll-up holds are the same from them.
func TestSayingsOfDays(t *testing.T) {
	begin := time.Date(2025, 3, 3, 0, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return begin.AddDate(0, 0, 60) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rnd := rand.New(rand.NewPCG(7, 7))
	save := func(n, of int) {
		t.Helper()
		var items []watch.Item
		for range n {
			i := rnd.IntN(of)
			at := begin.Add(time.Duration(i*37%(50*24*60)) * time.Minute)
			m := vigie.Mention{
				Key: vigie.Key(fmt.Sprintf("net:%d", i)), Network: "net", Channel: []vigie.Channel{vigie.Forum, vigie.Social, vigie.Private, vigie.Press}[i%4],
				Text: fmt.Sprintf("texte %d %d", i, rnd.IntN(3)), Author: vigie.Author{Account: fmt.Sprintf("a%d", i%23)},
				Published: at, Heard: begin.AddDate(0, 0, 55), Own: i%11 == 0,
			}
			if i%3 > 0 {
				m.Site = fmt.Sprintf("s%d.example", i%5)
			}
			if i%7 == 0 {
				m.Published = time.Time{}
				m.Heard = at
			}
			if i%4 == 1 {
				m.ReplyTo = vigie.Key(fmt.Sprintf("net:%d", rnd.IntN(of))) // heard or not, ours or not
			}
			if i%6 == 0 {
				m.Metrics = []vigie.Metric{{At: at, Followers: int64(i), Views: -1}}
			}
			r := vigie.Reading{Lang: []string{"fr", "en"}[i%2], Maker: []string{"", "intent/1"}[i%2]}
			if i%5 == 0 {
				r.Intents = []vigie.Intent{vigie.Question, vigie.Complaint}
			}
			it := watch.Item{Mention: m, Reading: r, Keep: true}
			for topic := range 2 {
				if (i+topic)%3 != 0 {
					it.Matches = append(it.Matches, vigie.Match{Topic: vigie.TopicID(topic + 1), Version: 1, Opinion: vigie.Opinion(i % 5)})
				}
			}
			items = append(items, it)
		}
		if _, err := s.Save(t.Context(), watch.Saving{Source: 1, At: begin.AddDate(0, 0, 55), Items: items}); err != nil {
			t.Fatal(err)
		}
	}
	yes, no := true, false
	type told struct {
		Sayings []measure.Saying
		Points  []measure.Point
	}
	tell := func() (out []told) {
		for _, f := range []vigie.Filter{
			{},
			{From: begin.AddDate(0, 0, 3).Add(5 * time.Hour), To: begin.AddDate(0, 0, 20).Add(7 * time.Hour)},
			{From: begin.AddDate(0, 0, 4), To: begin.AddDate(0, 0, 4).Add(time.Hour)},
			{Own: &yes},
			{Own: &no, From: begin.AddDate(0, 0, 30)},
			{Channels: []vigie.Channel{vigie.Forum}, To: begin.AddDate(0, 0, 40)},
			{Sites: []string{"s1.example"}},
		} {
			f.Topics = []vigie.TopicID{1, 2}
			var x told
			var err error
			if x.Sayings, err = measure.Gather(t.Context(), s, f); err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(x.Sayings, func(a, b measure.Saying) int {
				return int(a.Topic-b.Topic)<<1 | int(min(1, max(-1, a.Mention-b.Mention)))
			})
			f.Langs = []string{"fr"}
			for _, unit := range []measure.Unit{measure.Mentions, measure.Stories, measure.Voices} {
				p, err := s.Count(t.Context(), measure.Question{Filter: f, Unit: unit, Step: measure.Whole, Split: measure.ByChannel})
				if err != nil {
					t.Fatal(err)
				}
				x.Points = append(x.Points, p...)
			}
			out = append(out, x)
		}
		return out
	}
	check := func(what string) {
		t.Helper()
		if err := s.Digest(t.Context()); err != nil {
			t.Fatal(err)
		}
		var rows int64
		if err := s.change(t.Context(), func(w *writer) (err error) {
			rows, err = w.number("SELECT count(*) FROM say_day")
			return err
		}); err != nil || rows < 50 {
			t.Fatalf("%s: %d days are packed, %v", what, rows, err)
		}
		if diffs, err := s.Recount(t.Context()); err != nil || len(diffs) > 0 {
			t.Fatalf("%s: Recount = %v, %v", what, diffs, err)
		}
		s.voices.clear()
		got := tell()
		if err := s.change(t.Context(), func(w *writer) error {
			_, err := w.exec("DELETE FROM say_day")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		s.voices.clear()
		for i, want := range tell() {
			if !reflect.DeepEqual(got[i], want) {
				t.Fatalf("%s, filter %d: from days\n%+v\nwant\n%+v", what, i, got[i], want)
			}
		}
		if err := s.Digest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	save(900, 2500)
	check("at first")
	save(80, 2500)
	check("with answers heard late, and edits")
	ids := []watch.Judged{}
	if err := s.Sayings(t.Context(), vigie.Filter{Topics: []vigie.TopicID{1}}, func(x *measure.Saying) bool {
		ids = append(ids, watch.Judged{Mention: x.Mention, Maker: "intent/2", Matches: []vigie.Match{{Topic: 1, Opinion: vigie.Negative}}})
		return len(ids) < 40
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Rejudge(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	check("judged again")
	if _, err := s.Erase(t.Context(), "net:a7"); err != nil {
		t.Fatal(err)
	}
	check("after an erasure")
}

// FuzzSayingsOfDay: no block, however damaged, does more than fail.
func FuzzSayingsOfDay(f *testing.F) {
	var p packedDay
	if err := p.add(5, 7, 0, &dayFace{Site: 1}, nil); err != nil {
		f.Fatal(err)
	}
	if err := p.add(9, 8, 3, &dayFace{Rare: true}, &rare{Seq: 2, Followers: -1, Views: 4}); err != nil {
		f.Fatal(err)
	}
	b, err := p.block()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, block []byte) {
		_, _ = saidOfDay(block, nil)
	})
}
