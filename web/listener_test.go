package web

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/store"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/rising"
)

// spokenBy is an archive of nothing but what was said, the newest first.
type spokenBy struct {
	store.Archive
	said []rising.Spoken
	read int
}

func (a *spokenBy) Spoken(_ context.Context, f vigie.Filter, yield func(rising.Spoken) bool) error {
	for _, x := range a.said {
		if at := x.ID.Time(); at.Before(f.From) || !at.Before(f.To) {
			continue
		}
		if a.read++; !yield(x) {
			return nil
		}
	}
	return nil
}

// TestListenersHearAsAlone: what several listeners are told at once is what
// each would hear alone, mention after mention, whatever their stretches and
// patience; and nothing is read twice, nor what none of them wants.
func TestListenersHearAsAlone(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 4))
	begin := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for round := range 200 {
		a := &spokenBy{}
		for i := range rnd.IntN(120) {
			at := begin.Add(time.Duration(rnd.IntN(2000)) * time.Millisecond)
			a.said = append(a.said, rising.Spoken{
				ID: vigie.FirstMentionID(at) + vigie.MentionID(i), Story: vigie.StoryID(rnd.IntN(12)), Voice: int64(rnd.IntN(5)),
				Title: "grue", Text: fmt.Sprintf("pelle%c benne%c", 'a'+rnd.IntN(4), 'a'+rnd.IntN(4)),
			})
		}
		slices.SortFunc(a.said, func(x, y rising.Spoken) int { return int(min(1, max(-1, y.ID-x.ID))) })
		sp, plain := rising.NewSpeech("fr"), rising.NewSpeech("fr")
		var together, alone []*listener
		wanted := map[vigie.MentionID]bool{}
		for range 1 + rnd.IntN(3) {
			from := begin.Add(time.Duration(rnd.IntN(2000_000)) * time.Microsecond)
			l := listener{from: from, to: from.Add(time.Duration(1+rnd.IntN(1500_000)) * time.Microsecond), most: 1 + rnd.IntN(60), byVoices: rnd.IntN(2) == 0}
			l.bag = sp.Bag(nil)
			together = append(together, &l)
			other := l
			other.bag = plain.Bag(nil)
			alone = append(alone, &other)
			n, seen := 0, map[vigie.StoryID]bool{}
			for _, x := range a.said {
				if at := x.ID.Time(); at.Before(l.from) || !at.Before(l.to) {
					continue
				}
				wanted[x.ID] = true
				if x.Story == 0 || !seen[x.Story] {
					seen[x.Story] = true
					voice := x.Voice
					if !l.byVoices {
						voice = 0
					}
					other.bag.Add(plain.Cut(text.Cut(x.Title, x.Text), nil), voice, x.ID)
				}
				if n++; n == l.most {
					break
				}
			}
		}
		s := &Server{o: Options{Archive: a}}
		if err := s.countSaid(t.Context(), vigie.Filter{}, sp, together...); err != nil {
			t.Fatal(err)
		}
		for i, l := range together {
			want := alone[i]
			if l.bag.Texts != want.bag.Texts || !maps.Equal(l.bag.Counts(1), want.bag.Counts(1)) {
				t.Fatalf("round %d, listener %d (%v to %v, %d at most): %d texts, %v; want %d, %v", round, i, l.from, l.to, l.most,
					l.bag.Texts, l.bag.Counts(1), want.bag.Texts, want.bag.Counts(1))
			}
			for norm := range want.bag.Counts(1) {
				got, _ := l.bag.Of(norm)
				if w, _ := want.bag.Of(norm); got.First != w.First {
					t.Fatalf("round %d: %q is first in %d, want %d", round, norm, got.First, w.First)
				}
			}
		}
		// Where a listener has heard enough one mention is read that nobody wants.
		if most := len(wanted) + len(together); a.read > most {
			t.Fatalf("round %d: %d mentions are read, want %d at most", round, a.read, most)
		}
	}
}
