package report

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand"
)

// shelf is an archive of which mentions alone are asked, and how often.
type shelf struct {
	Archive
	kept  map[vigie.MentionID]vigie.Mention
	asked int
}

func (s *shelf) Mention(_ context.Context, id vigie.MentionID) (vigie.Kept, error) {
	s.asked++
	m, ok := s.kept[id]
	if !ok {
		return vigie.Kept{}, vigie.Errorf(vigie.NotFound, nil, "mention-not-found")
	}
	return vigie.Kept{Mention: m, Reading: vigie.Reading{Lang: "fr"}}, nil
}

// TestReportsQuoteWholeSentences: the sentence that says best what the others
// say, whole, each story once, and no more texts read than stated.
func TestReportsQuoteWholeSentences(t *testing.T) {
	s := &shelf{kept: map[vigie.MentionID]vigie.Mention{}}
	var said []measure.Saying
	add := func(id int, story uint64, body string) {
		s.kept[vigie.MentionID(id)] = vigie.Mention{ID: vigie.MentionID(id), Text: body, URL: "https://forum.example/" + fmt.Sprint(id)}
		said = append(said, measure.Saying{Mention: vigie.MentionID(id), Story: story, At: time.Unix(int64(id), 0)})
	}
	add(1, 1, "Le salon ouvre jeudi à Lyon avec quarante exposants et un concours.")
	add(2, 2, "Bonjour. La pelle de Terrapic est en panne depuis lundi et le dépanneur ne vient pas. Voilà.")
	add(3, 3, "Encore une panne, et le dépanneur de Terrapic ne vient pas avant la fin de la semaine.")
	add(4, 3, "La panne de Terrapic, le dépanneur qui ne vient pas depuis lundi : la copie d’une histoire.")
	add(5, 5, "Terrapic "+strings.Repeat("en panne, le dépanneur ne vient pas depuis lundi, ", 8)+"et c’est long.")
	said = append(said, measure.Saying{Mention: 99, Story: 99}) // erased meanwhile
	r := &reader{m: &Maker{Archive: s}, read: map[vigie.MentionID]*vigie.Kept{}}
	about, err := query.Parse("terrapic")
	if err != nil {
		t.Fatal(err)
	}
	q := &understand.Quoter{Name: "Terrapic", Query: about}
	got, err := r.best(t.Context(), said, q, vigie.OpinionUnknown, 9)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0].Quote != "La pelle de Terrapic est en panne depuis lundi et le dépanneur ne vient pas." || got[0].Mention != 2 || got[0].URL == "" {
		t.Errorf("best = %+v", got)
	}
	for _, x := range got {
		if x.Mention == 4 || x.Mention == 5 {
			t.Errorf("%q is quoted", x.Quote)
		}
	}
	for i := range 2 * groupMost {
		add(100+i, uint64(100+i), "Une phrase de plus sur la panne.")
	}
	s.asked = 0
	if _, err := r.best(t.Context(), said, q, vigie.OpinionUnknown, 1); err != nil || s.asked > groupMost {
		t.Errorf("%d texts read, want %d at most; %v", s.asked, groupMost, err)
	}
}

// TestNearlyTheSameIsNotQuotedTwice.
func TestNearlyTheSameIsNotQuotedTwice(t *testing.T) {
	const said = "Encore une EC 18 qui pisse l’huile, à Albi cette fois."
	for other, again := range map[string]bool{
		"Encore une EC 18 qui pisse l’huile, à Romans cette fois.":      true,
		"Un flexible à 45 euros qui arrête une EC 18 à 24 000, bravo.":  false,
		"L’agence d’Albi a remplacé la mienne en deux jours, merci.":    false,
		"À Albi cette fois, encore une EC 18 qui pisse l’huile : trois": true,
	} {
		if got := saysAgain(said, other); got != again {
			t.Errorf("%q says the same again: %v, want %v", other, got, again)
		}
	}
}
