package sqlite

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/watch"
)

// TestGatheredWeeks: what long periods count is the same from gathered weeks
// and from the matches, also after mentions were added, edited and erased.
func TestGatheredWeeks(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	rng := rand.New(rand.NewPCG(3, 11))
	begin := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC) // summer time begins in it
	channels := []vigie.Channel{vigie.Social, vigie.Forum, vigie.Press, vigie.Assistant}
	var ids []vigie.MentionID
	save := func(n, keys int) {
		sv := watch.Saving{Source: 1}
		for range n {
			k := rng.IntN(keys)
			at := begin.Add(time.Duration(rng.Int64N(int64(100 * 24 * time.Hour))))
			m := vigie.Mention{
				Key: vigie.Key(fmt.Sprint("net:", k)), Network: "net", Channel: channels[rng.IntN(4)], Site: fmt.Sprintf("s%d.example", rng.IntN(5)),
				Text: fmt.Sprint("dit ", rng.IntN(3)), Author: vigie.Author{Account: fmt.Sprint("a", rng.IntN(90))},
				Published: at, Heard: at.Add(time.Hour), Own: rng.IntN(9) == 0,
			}
			if rng.IntN(20) == 0 {
				m.Published = time.Time{}
			}
			reading := vigie.Reading{Lang: langs[rng.IntN(len(langs))], Maker: "intent/1"}
			if rng.IntN(3) == 0 {
				reading.Intents = []vigie.Intent{[]vigie.Intent{vigie.Question, vigie.Complaint}[rng.IntN(2)]}
			}
			var copied []vigie.MentionID
			if len(ids) > 0 && rng.IntN(2) == 0 {
				copied = []vigie.MentionID{ids[rng.IntN(min(len(ids), 80))]}
			}
			sv.Items = append(sv.Items, watch.Item{
				Mention: m, Reading: reading, Keep: true, CopyOf: copied,
				Matches: []vigie.Match{{Topic: vigie.TopicID(1 + rng.IntN(2)), Version: 1, Opinion: vigie.Opinion(rng.IntN(3))}},
			})
		}
		if _, err := s.Save(t.Context(), sv); err != nil {
			t.Fatal(err)
		}
		for i := range sv.Items {
			ids = append(ids, sv.Items[i].Mention.ID)
		}
	}
	var questions []measure.Question
	yes, no := true, false
	for _, unit := range []measure.Unit{measure.Voices, measure.Mentions, measure.Stories} {
		for _, step := range []measure.Step{measure.Whole, measure.Week, measure.Month} {
			for _, split := range []measure.Split{measure.NoSplit, measure.ByChannel, measure.BySite, measure.ByLang, measure.ByOpinion, measure.ByAuthor} {
				for i, f := range []vigie.Filter{
					{},
					{Own: &no},
					{Own: &yes},
					{Channels: []vigie.Channel{vigie.Forum}},
					{Channels: []vigie.Channel{vigie.Forum, vigie.Social}},
					{Sites: []string{"s1.example", "s2.example"}},
					{Langs: []string{"fr"}, Sites: []string{"s1.example"}},
					{Channels: []vigie.Channel{vigie.Forum}, Opinion: []vigie.Opinion{vigie.Negative, 0}, Own: &no},
					{Channels: []vigie.Channel{vigie.Forum, vigie.Social}, Intents: []vigie.Intent{vigie.Question, vigie.Complaint}},
				} {
					f.Topics = []vigie.TopicID{1, 2}
					f.From, f.To = begin.AddDate(0, 0, 3).Add(5*time.Hour), begin.AddDate(0, 0, 80).Add(time.Duration(i)*time.Hour)
					if step == measure.Whole {
						open := f
						open.From, open.To = time.Time{}, time.Time{}
						questions = append(questions, measure.Question{Filter: open, Unit: unit, Step: step, Split: split, Most: []int{3, 0}[i%2]})
						open.To = f.To
						questions = append(questions, measure.Question{Filter: open, Unit: unit, Step: step, Split: split})
					}
					questions = append(questions, measure.Question{Filter: f, Unit: unit, Step: step, Split: split, Most: []int{0, 3}[i%2]})
				}
			}
		}
	}
	answers := func() (out [][]measure.Point) {
		for _, q := range questions {
			p, err := s.Count(t.Context(), q)
			if err != nil {
				t.Fatalf("Count(%+v) = %v", q, err)
			}
			out = append(out, p)
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
			rows, err = w.number("SELECT count(*) FROM voice_week WHERE kind = ?", weekAuthors)
			return err
		}); err != nil || rows < 20 {
			t.Fatalf("%s: %d weeks are gathered, %v", what, rows, err)
		}
		if diffs, err := s.Recount(t.Context()); err != nil || len(diffs) > 0 {
			t.Fatalf("%s: Recount = %v, %v", what, diffs, err)
		}
		got := answers()
		if err := s.change(t.Context(), func(w *writer) error {
			clear(w.gathered)
			_, err := w.exec("DELETE FROM voice_week")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		want := answers()
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("%s: Count(%+v)\n = %v from weeks,\nwant %v", what, questions[i], got[i], want[i])
			}
		}
		if err := s.Digest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	save(500, 2000)
	save(1000, 2000)
	check("at first")
	save(60, 3000)
	check("with edits")
	var judged []watch.Judged
	if err := s.Walk(t.Context(), vigie.Filter{Topics: []vigie.TopicID{1}}, func(k vigie.Kept) bool {
		judged = append(judged, watch.Judged{Mention: k.Mention.ID, Maker: "intent/2", Matches: []vigie.Match{{Topic: 1, Opinion: vigie.Negative}}})
		return len(judged) < 40
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Rejudge(t.Context(), judged); err != nil {
		t.Fatal(err)
	}
	check("judged again")
	if _, err := s.Erase(t.Context(), "net:a7"); err != nil {
		t.Fatal(err)
	}
	check("after an erasure")
	// A store that was gathered when weeks held voices alone.
	if err := s.change(t.Context(), func(w *writer) error {
		_, err := w.exec("DELETE FROM voice_week WHERE kind > ?", weekAuthors)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if diffs, err := s.Recount(t.Context()); err != nil || len(diffs) > 0 {
		t.Fatalf("Recount of weeks of voices alone = %v, %v", diffs, err)
	}
	check("gathered anew")
}
