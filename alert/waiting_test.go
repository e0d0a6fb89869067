package alert_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

// shelf walks mentions, newest first, under the conditions Waiting gives.
type shelf []vigie.Kept

func (s shelf) Walk(_ context.Context, f vigie.Filter, yield func(vigie.Kept) bool) error {
	for _, k := range s {
		m := &k.Mention
		if m.Own != *f.Own || m.When().Before(f.From) || len(f.Intents) > 0 && (m.Own || !vigie.Solicits(k.Reading.Intents)) {
			continue
		}
		if len(f.Topics) > 0 && !slices.ContainsFunc(k.Matches, func(x vigie.Match) bool { return x.Topic == f.Topics[0] }) {
			continue
		}
		if !yield(k) {
			break
		}
	}
	return nil
}

func TestWaiting(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	asks := func(key string, age time.Duration, set func(*vigie.Mention)) vigie.Kept {
		k := vigie.Kept{
			Mention: vigie.Mention{Key: vigie.Key(key), Channel: vigie.Forum, Site: "a.example", Published: now.Add(-age)},
			Reading: vigie.Reading{Intents: []vigie.Intent{vigie.Question}}, Matches: []vigie.Match{{Topic: 1}},
		}
		if set != nil {
			set(&k.Mention)
		}
		return k
	}
	ours := func(set func(*vigie.Mention)) vigie.Kept {
		k := asks("ours", time.Minute, func(m *vigie.Mention) { m.Own = true })
		k.Reading.Intents, k.Matches = nil, nil // it names no brand
		set(&k.Mention)
		return k
	}
	tests := []struct {
		name string
		kept shelf
		want []string
	}{
		{"newest first", shelf{asks("b", time.Hour, nil), asks("a", 2*time.Hour, nil)}, []string{"b", "a"}},
		{"over a week old", shelf{asks("a", alert.WaitingWithin+time.Hour, nil)}, nil},
		{"not in public", shelf{asks("a", time.Hour, func(m *vigie.Mention) { m.Channel = vigie.Private })}, nil},
		{"answered, without naming the brand", shelf{ours(func(m *vigie.Mention) { m.ReplyTo = "a" }), asks("a", time.Hour, nil)}, nil},
		{
			"answered in its thread",
			shelf{ours(func(m *vigie.Mention) { m.Thread = "t" }), asks("a", time.Hour, func(m *vigie.Mention) { m.Thread = "t" })},
			nil,
		},
		{
			"a thread of the same name elsewhere",
			shelf{ours(func(m *vigie.Mention) { m.Thread, m.Site = "t", "b.example" }), asks("a", time.Hour, func(m *vigie.Mention) { m.Thread = "t" })},
			[]string{"a"},
		},
	}
	for _, tt := range tests {
		list, err := alert.Waiting(t.Context(), tt.kept, 1, now)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range list {
			got = append(got, string(k.Mention.Key))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v wait, want %v", tt.name, got, tt.want)
		}
	}
}
