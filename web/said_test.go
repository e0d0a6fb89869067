package web

import (
	"context"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/store"
)

// hourly is an archive of one mention an hour from an instant on.
type hourly struct {
	store.Archive
	from time.Time
	n    int
}

func (a hourly) Walk(_ context.Context, f vigie.Filter, each func(vigie.Kept) bool) error {
	for i := a.n - 1; i >= 0; i-- {
		at := a.from.Add(time.Duration(i) * time.Hour)
		if at.Before(f.From) || !f.To.IsZero() && !at.Before(f.To) {
			continue
		}
		if !each(vigie.Kept{Mention: vigie.Mention{ID: vigie.MentionID(i + 1), Published: at}}) {
			return nil
		}
	}
	return nil
}

// TestTextsAreTakenFromWhereTheyAre: as many texts are read of a period whose
// mentions stand in one week of it as of one whose mentions are everywhere, each
// once, and never more than stated.
func TestTextsAreTakenFromWhereTheyAre(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	from := now.AddDate(0, 0, -91)
	for name, a := range map[string]hourly{
		"everywhere": {from: from, n: 91 * 24},
		"one month":  {from: from.AddDate(0, 0, 60), n: 30 * 24},
		"few":        {from: from, n: 20},
	} {
		s := &Server{o: Options{Archive: a, Now: func() time.Time { return now }}}
		taken := map[vigie.MentionID]int{}
		if err := s.spread(t.Context(), vigie.Filter{From: from}, int64(a.n), func(k *vigie.Kept) { taken[k.Mention.ID]++ }); err != nil {
			t.Fatal(err)
		}
		if least := min(a.n, saidTexts*9/10); len(taken) < least || len(taken) > saidTexts {
			t.Errorf("%s: %d texts are read, want %d to %d", name, len(taken), least, saidTexts)
		}
		for id, n := range taken {
			if n != 1 {
				t.Errorf("%s: mention %d is read %d times", name, id, n)
			}
		}
	}
}
