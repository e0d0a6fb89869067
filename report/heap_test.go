package report

import (
	"math/rand/v2"
	"slices"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// TestSeenMentions: a mention is new the first time that any topic tells it,
// whatever the order in which topics tell theirs.
func TestSeenMentions(t *testing.T) {
	rnd := rand.New(rand.NewPCG(27, 11))
	for round := range 400 {
		var m seenMentions
		seen := map[vigie.MentionID]bool{}
		for topic := range 1 + rnd.IntN(4) {
			m.next()
			ids := rnd.Perm(30)[:rnd.IntN(30)]
			switch round % 3 {
			case 0:
				slices.Sort(ids)
			case 1: // nearly
				slices.Sort(ids)
				if n := len(ids); n > 1 {
					i, j := rnd.IntN(n), rnd.IntN(n)
					ids[i], ids[j] = ids[j], ids[i]
				}
			}
			for _, n := range ids {
				id := vigie.MentionID(n)
				if got := m.add(id); got == seen[id] {
					t.Fatalf("round %d, topic %d of %v: mention %d is new: %v", round, topic, ids, id, got)
				}
				seen[id] = true
			}
		}
	}
}

// TestNewest: of many sayings the newest stay, whatever the order in which they
// are told.
func TestNewest(t *testing.T) {
	rnd := rand.New(rand.NewPCG(27, 12))
	for _, tt := range []struct {
		name  string
		order func([]int)
	}{
		{"the oldest first", slices.Sort[[]int]},
		{"the newest first", func(ids []int) { slices.Sort(ids); slices.Reverse(ids) }},
		{"one topic after the other", func(ids []int) { slices.Sort(ids[:50]); slices.Sort(ids[50:]) }},
		{"any", func([]int) {}},
	} {
		ids := rnd.Perm(120)
		tt.order(ids)
		var n newest
		for _, id := range ids {
			n.addOf(&measure.Saying{Mention: vigie.MentionID(id)}, 7)
		}
		var got []vigie.MentionID
		for _, x := range n.list(7) {
			got = append(got, x.Mention)
		}
		if want := []vigie.MentionID{119, 118, 117, 116, 115, 114, 113}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", tt.name, got, want)
		}
	}
}
