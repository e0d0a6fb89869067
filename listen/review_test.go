package listen

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
)

// shelfStore is a ReviewStore of one source with mentions of given ages.
type shelfStore struct {
	begin time.Time
	ages  []time.Duration // at begin
	kept  []byte
}

func (s *shelfStore) Sources(context.Context) ([]vigie.Source, error) {
	return []vigie.Source{{ID: 1, Kind: vigie.MastodonSource}, {ID: 2, Kind: vigie.FeedSource}, {ID: 3, Kind: vigie.MastodonSource, Paused: true}}, nil
}

func (s *shelfStore) Carried(_ context.Context, source vigie.SourceID, from, to time.Time, limit int) (out []vigie.Mention, err error) {
	if source != 1 {
		return nil, errors.New("asked of a source that is paused, or cannot be reviewed")
	}
	for i, age := range s.ages {
		if at := s.begin.Add(-age); !at.Before(from) && at.Before(to) && len(out) < limit {
			out = append(out, vigie.Mention{ID: vigie.MentionID(i + 1), Key: "k", Published: at})
		}
	}
	return out, nil
}

func (s *shelfStore) Remembered(context.Context, string) ([]byte, error) { return s.kept, nil }

func (s *shelfStore) Remember(_ context.Context, _ string, data []byte) error {
	s.kept = slices.Clone(data)
	return nil
}

type reviewer struct {
	asked []vigie.MentionID
	fail  error
}

func (r *reviewer) Review(_ context.Context, ms []vigie.Mention) (Batch, error) {
	if r.fail != nil {
		return Batch{}, r.fail
	}
	for _, m := range ms {
		r.asked = append(r.asked, m.ID)
	}
	return Batch{Again: ms}, nil
}

// TestReviewsAreRarerAsMentionsAge: one that is published now is looked at after
// 1, 2, 4 ... 128 hours, each once, through failures and a night without power.
func TestReviewsAreRarerAsMentionsAge(t *testing.T) {
	begin := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		failAt time.Duration // fails for ten hours from then
		dark   time.Duration // not asked for ten hours from then
		want   int
	}{
		{"every look", -1, -1, 8},
		{"the server fails", 3 * time.Hour, -1, 5}, // those of 2 to 16 hours are one look, once it answers
		{"the power fails", -1, 9 * time.Hour, 7},  // as are those of 8 and 16
	} {
		now := begin
		store, v := &shelfStore{begin: begin, ages: []time.Duration{0}}, &reviewer{}
		handled := 0
		w := &Reviews{
			Log: slog.New(slog.DiscardHandler), Store: store, Now: func() time.Time { return now },
			Open: func(s vigie.Source) (Reviewer, error) {
				if s.Kind != vigie.MastodonSource {
					return nil, nil
				}
				return v, nil
			},
			Handle: func(_ context.Context, b Batch) (Outcome, error) {
				if b.Source != 1 || len(b.Mentions) > 0 {
					t.Errorf("%s: handed on %+v", c.name, b)
				}
				handled += len(b.Again)
				return Outcome{}, nil
			},
		}
		in := func(d time.Duration) bool {
			at := now.Sub(begin)
			return d >= 0 && at >= d && at < d+10*time.Hour
		}
		for ; now.Before(begin.Add(14 * 24 * time.Hour)); now = now.Add(5 * time.Minute) {
			v.fail = nil
			if in(c.failAt) {
				v.fail = vigie.Errorf(vigie.Unavailable, nil, "fetch-network", "x")
			}
			if in(c.dark) {
				continue
			}
			if err := w.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if handled != c.want {
			t.Errorf("%s: looked at %d times, want %d", c.name, handled, c.want)
		}
	}
}

func TestReviewsAtFirstAndAfterAClockJump(t *testing.T) {
	begin := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	store := &shelfStore{begin: begin, ages: []time.Duration{time.Minute, 2 * time.Hour, 5 * 24 * time.Hour, 6 * 24 * time.Hour}}
	v := &reviewer{}
	now := begin
	w := &Reviews{
		Store: store, Now: func() time.Time { return now }, Handle: func(context.Context, Batch) (Outcome, error) { return Outcome{}, nil },
		Open: func(s vigie.Source) (Reviewer, error) {
			if s.ID == 2 {
				return nil, nil
			}
			return v, nil
		},
	}
	if err := w.Once(t.Context()); err != nil || !slices.Equal(v.asked, []vigie.MentionID{2, 3}) {
		t.Errorf("the first review asks for %v, %v; want what is an hour to five days old", v.asked, err)
	}
	// A clock that ran a year ahead and is set back keeps nothing from being asked.
	now = begin.AddDate(1, 0, 0)
	if err := w.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.asked, now = nil, begin.Add(time.Hour)
	if err := w.Once(t.Context()); err != nil || !slices.Contains(v.asked, vigie.MentionID(1)) {
		t.Errorf("after the clock was set back %v, %v; want the newest among them", v.asked, err)
	}
}

// TestFailedReviewIsTold: while what a source brought cannot be looked at again,
// one sentence says so and one why, of that source alone, and it goes when a later try
// succeeds, without a hand.
func TestFailedReviewIsTold(t *testing.T) {
	begin := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	now := begin
	store, v := &shelfStore{begin: begin, ages: []time.Duration{2 * time.Hour}}, &reviewer{}
	var shut error // why the reviewer cannot even be made
	w := &Reviews{
		Log: slog.New(slog.DiscardHandler), Store: store, Now: func() time.Time { return now },
		Handle: func(context.Context, Batch) (Outcome, error) { return Outcome{}, nil },
		Open: func(s vigie.Source) (Reviewer, error) {
			if s.Kind != vigie.MastodonSource {
				return nil, nil
			}
			return v, shut
		},
	}
	told := func(s vigie.Source) (said, why vigie.Sentence) {
		said, why, err := ReviewFault(t.Context(), store, s, now)
		if err != nil {
			t.Fatal(err)
		}
		return said, why
	}
	if said, _ := told(vigie.Source{ID: 1}); !said.IsZero() {
		t.Errorf("before any review: %v", said)
	}
	for _, c := range []struct {
		name       string
		fail, shut error
		want       string
	}{
		{"the server fails", vigie.Errorf(vigie.Unavailable, nil, "fetch-server", "x", 503), nil, "fetch-server"},
		{"it goes on", vigie.Errorf(vigie.Unavailable, nil, "fetch-dns", "x"), nil, "fetch-dns"},
		{"it cannot be asked", nil, vigie.Errorf(vigie.Unavailable, nil, "store-closed"), "store-closed"},
		{"it answers", nil, nil, ""},
	} {
		v.fail, shut = c.fail, c.shut
		now = now.Add(Longest) // no try waits longer
		if err := w.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		said, why := told(vigie.Source{ID: 1})
		if (said.ID == "review-failing") != (c.want != "") || why.ID != c.want {
			t.Errorf("%s: told %v, %v; want %s", c.name, said, why, c.want)
		}
		for _, other := range []vigie.Source{{ID: 2}, {ID: 1, Paused: true}} {
			if said, _ := told(other); !said.IsZero() {
				t.Errorf("%s: told of %+v: %v", c.name, other, said)
			}
		}
	}
	if len(v.asked) == 0 {
		t.Error("once it answers, nothing is looked at again")
	}
}
