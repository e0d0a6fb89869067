package storetest

import (
	"slices"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/store"
	"vigie.example/vigie/understand/rising"
)

// hears holds Walk to the model, and Spoken to Walk: the same mentions in the
// same order, their words, their stories, and as many voices, each as often.
func (m *model) hears(t *testing.T, a store.Archive, f vigie.Filter) {
	t.Helper()
	var want []vigie.MentionID
	for _, r := range m.sorted() {
		if meets(&f, r) {
			want = append(want, r.id)
		}
	}
	var walked []vigie.MentionID
	var said []rising.Spoken
	var keys []string
	if err := a.Walk(t.Context(), f, func(k vigie.Kept) bool {
		x := &k.Mention
		walked, keys = append(walked, x.ID), append(keys, x.Author.Key(x.Network, x.Site))
		said = append(said, rising.Spoken{ID: x.ID, Story: k.Reading.Story, Title: x.Title, Text: x.Text})
		return true
	}); err != nil || !slices.Equal(walked, want) {
		t.Fatalf("Walk(%+v) = %v, %v; want %v", f, walked, err, want)
	}
	voices, numbers := map[string]int64{}, map[int64]string{}
	i, most := 0, len(said)
	if most > 3 && m.rng.IntN(3) == 0 {
		most = 1 + m.rng.IntN(most)
	}
	if err := a.Spoken(t.Context(), f, func(x rising.Spoken) bool {
		if i == most {
			t.Fatalf("Spoken(%+v) goes on after %d mentions", f, most)
		}
		voice := x.Voice
		x.Voice = 0
		if x != said[i] {
			t.Fatalf("Spoken(%+v) %d = %+v, want %+v", f, i, x, said[i])
		}
		key := keys[i]
		if (voice == 0) != (key == "") {
			t.Fatalf("Spoken(%+v): %q is voice %d", f, key, voice)
		}
		if v, ok := voices[key]; ok && v != voice || numbers[voice] != key && numbers[voice] != "" {
			t.Fatalf("Spoken(%+v): %q is voice %d, also %d; that is also %q", f, key, voice, v, numbers[voice])
		}
		voices[key], numbers[voice] = voice, key
		i++
		return i < most
	}); err != nil || i != most {
		t.Fatalf("Spoken(%+v) gives %d mentions, %v; want %d", f, i, err, most)
	}
}
