package watch

import (
	"testing"

	"vigie.example/vigie"
)

// TestNumber: what items are copies of is told by items of their own batch, or
// by mentions once what goes with it is saved.
func TestNumber(t *testing.T) {
	of := func(list ...vigie.MentionID) []Item {
		items := make([]Item, 3)
		items[1].CopyOf = list
		return items
	}
	turn := &turn{from: 4}
	for _, c := range []struct {
		name    string
		of, get []vigie.MentionID
	}{
		{"a mention", []vigie.MentionID{77}, []vigie.MentionID{77}},
		{"an item of its own", []vigie.MentionID{-1 - 4}, []vigie.MentionID{-1}},
		{"an item beside", []vigie.MentionID{-1 - 2}, []vigie.MentionID{902}},
		{"one beside that was not kept", []vigie.MentionID{-1 - 3, 77}, []vigie.MentionID{77}},
	} {
		turn.saving = &Saving{Items: of(c.of...)}
		turn.number(func(item int) vigie.MentionID {
			if item == 3 {
				return 0
			}
			return vigie.MentionID(900 + item)
		})
		got := turn.saving.Items[1].CopyOf
		if len(got) != len(c.get) || len(got) > 0 && got[0] != c.get[0] {
			t.Errorf("%s: CopyOf = %v, want %v", c.name, got, c.get)
		}
	}
}
