package measure

import (
	"testing"

	"vigie.example/vigie"
)

// TestEcho: what is said twice, by one person or in one story, counts half.
func TestEcho(t *testing.T) {
	for name, c := range map[string]struct {
		n    int
		of   func(i int) (voice, story uint64)
		want float64
	}{
		"each for itself":      {80, func(i int) (uint64, uint64) { return uint64(i), uint64(i) | OwnStory }, 1},
		"each text twice":      {80, func(i int) (uint64, uint64) { return uint64(i), uint64(i / 2) }, 2},
		"each person twice":    {80, func(i int) (uint64, uint64) { return uint64(i / 2), uint64(i) | OwnStory }, 2},
		"each text four times": {80, func(i int) (uint64, uint64) { return uint64(i), uint64(i / 4) }, 4},
		"too few to tell":      {LeastJudged - 1, func(i int) (uint64, uint64) { return uint64(i / 2), uint64(i) | OwnStory }, 1},
	} {
		var e Echo
		for i := range c.n {
			s := Saying{Channel: vigie.Social, Opinion: []vigie.Opinion{vigie.Positive, vigie.Negative}[i/4%2]}
			s.Voice, s.Story = c.of(i)
			e.Add(&s)
		}
		e.Add(&Saying{Channel: vigie.Social, Opinion: vigie.Positive, Own: true})
		e.Add(&Saying{Channel: vigie.Social})
		if got := e.Effect(); !alike(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	var same Echo
	for i := range 80 {
		same.Add(&Saying{Channel: vigie.Social, Opinion: vigie.Positive, Voice: uint64(i / 2), Story: OwnStory | uint64(i)})
	}
	if got := same.Effect(); got != 1 {
		t.Errorf("all of one mind: %v, want 1", got)
	}
}
