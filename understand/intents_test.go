package understand

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/opinion"
)

// TestLearnIntents: what a hundred labels say of words that no rule knows is
// read in others, changes the Maker, and is forgotten with them.
func TestLearnIntents(t *testing.T) {
	d, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := New(d, opinion.New())
	piece := func(s string) *Piece {
		m := &vigie.Mention{Text: s, Channel: vigie.Forum}
		return &Piece{Mention: m, Doc: text.Cut("", s), Reading: &vigie.Reading{Lang: "en"}}
	}
	var ts []Told
	for i := range 60 {
		ts = append(ts,
			Told{piece(fmt.Sprintf("the flange is wobbling on unit %d", i)), []vigie.Intent{vigie.Complaint}},
			Told{piece(fmt.Sprintf("the flange is painted on unit %d", i)), nil})
	}
	before := r.Maker()
	if err := r.LearnIntents(ts[:90]); err != nil {
		t.Fatal(err)
	}
	if r.Maker() != before {
		t.Error("ninety labels are too few to learn from")
	}
	if err := r.LearnIntents(ts); err != nil {
		t.Fatal(err)
	}
	if after := r.Maker(); after == before || !strings.HasPrefix(after, before) {
		t.Errorf("taught, the Maker is %q, was %q", after, before)
	}
	for s, want := range map[string]bool{"our flange is wobbling": true, "our flange is painted": false} {
		p := piece(s)
		r.Complete(p)
		if got := slices.Contains(p.Reading.Intents, vigie.Complaint); got != want {
			t.Errorf("%q is a complaint: %v, want %v", s, got, want)
		}
	}
	if e := r.IntentEffects(); len(e) != 1 || !e[0].Used || e[0].Labels != 120 || e[0].Yes != 60 || e[0].After <= e[0].Before {
		t.Errorf("IntentEffects = %+v", e)
	}
	if err := r.LearnIntents(nil); err != nil || r.Maker() != before {
		t.Errorf("without labels the Maker is %q, %v", r.Maker(), err)
	}
}
