package storetest

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
)

// notes: what a person noted is kept and found, and no figure knows of it until
// a source that is listened to carries it too.
func notes(t *testing.T, a store.Archive) {
	noted := said("1", "vue sur un groupe fermé", "bob", noon.Add(time.Minute), 1)
	noted.Mention.Noted, noted.Mention.NotedBy = true, "Lucie"
	noted.Reading.Intents = []vigie.Intent{vigie.Question}
	noted.Matches[0].Opinion = vigie.Negative
	save(t, a, 1, noted, said("2", "bonjour", "ana", noon, 1))

	topics := []vigie.TopicID{1}
	figures := func(when string, want int64) {
		t.Helper()
		from, to := noon.Add(-time.Hour).Truncate(time.Hour), noon.Add(2*time.Hour).Truncate(time.Hour)
		for _, unit := range []measure.Unit{measure.Mentions, measure.Voices, measure.Stories} {
			for _, step := range []measure.Step{measure.Whole, measure.Hour, measure.Day, measure.Week, measure.Month} {
				for _, split := range []measure.Split{measure.NoSplit, measure.ByChannel, measure.BySite, measure.ByLang, measure.ByAuthor, measure.ByOpinion, measure.BySource} {
					var n int64
					for _, p := range count(t, a, measure.Question{Filter: vigie.Filter{Topics: topics, From: from, To: to}, Unit: unit, Step: step, Split: split}) {
						n += p.N
					}
					if split == measure.BySource && when != "noted" {
						continue // one that two sources carry counts under both
					}
					if n != want {
						t.Errorf("%s: %s by %q split by %q = %d, want %d", when, unit, step, split, n, want)
					}
				}
			}
		}
		var told int64
		if err := a.Sayings(t.Context(), vigie.Filter{Topics: topics}, func(*measure.Saying) bool { told++; return true }); err != nil || told != want {
			t.Errorf("%s: %d sayings, %v; want %d", when, told, err, want)
		}
		sound(t, a)
	}
	figures("noted", 1)
	f := vigie.Filter{Topics: topics}
	for _, is := range []bool{true, false} {
		f.Noted = &is
		if keys := find(t, a, query.Search{Filter: f}); len(keys) != 1 {
			t.Errorf("Search(noted: %v) = %v, want one", is, keys)
		}
	}
	waits := vigie.Filter{Topics: topics, Intents: []vigie.Intent{vigie.Solicitation}}
	if keys := find(t, a, query.Search{Filter: waits}); len(keys) != 1 {
		t.Errorf("waiting for an answer: %v, want the one that was noted", keys)
	}
	if k, err := a.LastSpoken(t.Context(), 1); err != nil || k.Mention.Noted {
		t.Errorf("LastSpoken = %q, %v; want the one that was heard", k.Mention.Text, err)
	}

	// What was heard stays as it was heard, whatever somebody notes of it.
	part := said("2", "bon", "ana", noon, 1)
	part.Mention.Noted = true
	save(t, a, 3, part)
	for _, k := range find(t, a, query.Search{Filter: vigie.Filter{Author: "net:ana"}}) {
		if k != "net:2" {
			t.Errorf("found %s", k)
		}
	}
	figures("a part of what was heard is noted", 1)

	noted.Mention.Noted, noted.Mention.NotedBy = false, ""
	save(t, a, 2, noted)
	figures("heard after all", 2)
	for _, text := range []string{"vue sur un groupe fermé, et corrigée", "vue sur un groupe fermé"} {
		noted.Mention.Text, noted.Doc = text, nil
		save(t, a, 2, noted)
	}
	figures("edited", 2)
}
