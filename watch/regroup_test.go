package watch_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/understand/story"
	"vigie.example/vigie/watch"
)

// cutting is an archive whose Regroup stops the program: before or after the
// n-th commit.
type cutting struct {
	watch.Archive
	n     int
	after bool
	calls int
}

var errCut = errors.New("the power went")

func (c *cutting) Regroup(ctx context.Context, r watch.Regroup) (int, error) {
	if c.calls++; c.calls != c.n {
		return c.Archive.Regroup(ctx, r)
	}
	if c.after {
		if _, err := c.Archive.Regroup(ctx, r); err != nil {
			return 0, err
		}
	}
	return 0, errCut
}

// grouped opens the watch of a house, with stories or as before there were any.
func (h *house) grouped(t *testing.T, a watch.Archive, stories *story.Grouper, now time.Time) {
	t.Helper()
	w, err := watch.New(t.Context(), watch.Options{Archive: a, Ledger: h.store, Reader: reader{}, Stories: stories, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	h.Watch = w
}

// dispatches are n texts of n/3 stories over forty days, each told three times
// a day apart, among as many told once.
func dispatches(n int) (out []vigie.Mention) {
	add := func(story, day, minute int, text string) {
		out = append(out, vigie.Mention{
			Key: vigie.Key(fmt.Sprintf("s%d.example/%d", len(out)%50, len(out))), Site: fmt.Sprintf("s%d.example", len(out)%50), Text: text,
			Author: vigie.Author{Name: fmt.Sprint("u", len(out))}, Published: time.Date(2026, 10, 1+day, 8, minute, story%60, 0, time.UTC),
		})
	}
	for i := range n / 3 {
		text := fmt.Sprintf("La machine %s%d est tombée en panne à %s%d et le chantier %s%d attend encore le dépanneur promis par %s%d", "alpha", i, "bourg", i*7, "chantier", i*13, "agence", i*17)
		for k := range 3 {
			add(i, i%38+k, i%60, text)
		}
		add(i, i%40, (i+30)%60, fmt.Sprintf("Aujourd’hui nous avons visité %s%d puis %s%d, et le temps était superbe à %s%d", "ville", i, "musée", i*3, "plage", i*5))
	}
	return out
}

// stories returns which mentions of a house are of which story, by number of
// the first of each.
func (h *house) storiesOf(t *testing.T) map[vigie.Key]string {
	t.Helper()
	names, out := map[vigie.StoryID]string{}, map[vigie.Key]string{}
	if err := h.store.Walk(t.Context(), vigie.Filter{}, func(k vigie.Kept) bool {
		if s := k.Reading.Story; s != 0 {
			if names[s] == "" {
				names[s] = string(k.Mention.Key)
			}
			out[k.Mention.Key] = names[s]
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestWhatWasKeptBeforeStoriesIsGrouped: in the background, newest first; cut
// off anywhere and begun again, it ends where it ends without; what arrives
// later finds what was kept before.
func TestWhatWasKeptBeforeStoriesIsGrouped(t *testing.T) {
	now := time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)
	ms := dispatches(1100)
	var want map[vigie.Key]string
	for _, cut := range []struct {
		name  string
		n     int
		after bool
	}{{"in one go", 0, false}, {"cut before a commit", 2, false}, {"cut after a commit", 2, true}, {"cut at the first", 1, true}} {
		t.Run(cut.name, func(t *testing.T) {
			h := open(t)
			h.grouped(t, h.store, nil, now)
			topic := h.topic(t, 0, "machine OR visité")
			if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: ms}); err != nil {
				t.Fatal(err)
			}
			if err := h.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := h.storiesOf(t); len(got) > 0 {
				t.Fatalf("%d mentions are in stories before there are any", len(got))
			}
			if cut.n > 0 {
				a := &cutting{Archive: h.store, n: cut.n, after: cut.after}
				h.grouped(t, a, new(story.Grouper), now)
				if err := h.CatchUp(t.Context()); !errors.Is(err, errCut) {
					t.Fatalf("CatchUp = %v, want it cut", err)
				}
			}
			h.grouped(t, h.store, new(story.Grouper), now)
			if err := h.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := h.storiesOf(t)
			if want == nil {
				want = got
				if len(got) != 3*(1100/3) {
					t.Errorf("%d mentions are in stories, want %d", len(got), 3*(1100/3))
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Error("the stories are others than in one go")
			}
			j, err := watch.RegroupingOf(t.Context(), h.store)
			if err != nil || j.Ended.IsZero() || j.Share != 1 || j.Maker != story.Maker || cut.n == 0 && j.Looked != int64(len(ms)) {
				t.Errorf("RegroupingOf = %+v, %v", j, err)
			}
			if diffs, err := h.store.Recount(t.Context()); err != nil || len(diffs) > 0 {
				t.Errorf("Recount = %v, %v", diffs, err)
			}
			// Once more changes nothing, and what arrives joins.
			if err := h.CatchUp(t.Context()); err != nil || fmt.Sprint(h.storiesOf(t)) != fmt.Sprint(want) {
				t.Errorf("grouping again twice: %v", err)
			}
			last := ms[0]
			for _, m := range ms {
				if m.Published.After(last.Published) && want[m.Key] != "" {
					last = m
				}
			}
			for _, restarted := range []bool{false, true} {
				if restarted {
					h.grouped(t, h.store, new(story.Grouper), now)
				}
				m := last
				m.Key, m.Site, m.Published = vigie.Key(fmt.Sprint("late.example/", restarted)), fmt.Sprint(restarted, ".example"), now
				if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: []vigie.Mention{m}}); err != nil {
					t.Fatal(err)
				}
				if of := h.storiesOf(t); of[m.Key] == "" || of[m.Key] != of[last.Key] {
					t.Errorf("restarted %v: what arrives later is of %q, want %q", restarted, of[m.Key], of[last.Key])
				}
			}
			_ = topic
		})
	}
}

// TestAnotherMakerGroupsAnew: what another maker put together comes apart, and
// its sketches are forgotten.
func TestAnotherMakerGroupsAnew(t *testing.T) {
	now := time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)
	h := open(t)
	h.grouped(t, h.store, new(story.Grouper), now)
	if j, err := watch.RegroupingOf(t.Context(), h.store); err != nil || j.Ended.IsZero() || j.Maker != story.Maker {
		t.Fatalf("an empty store is to be grouped again: %+v, %v", j, err)
	}
	h.topic(t, 0, "machine OR visité")
	if _, err := h.Handle(t.Context(), listen.Batch{Source: h.file, Mentions: dispatches(60)}); err != nil {
		t.Fatal(err)
	}
	want := h.storiesOf(t)
	// The other maker held everything for one story.
	var all watch.Regroup
	var first vigie.MentionID
	if err := h.store.Walk(t.Context(), vigie.Filter{}, func(k vigie.Kept) bool {
		if first == 0 {
			first = k.Mention.ID
		} else {
			all.Items = append(all.Items, watch.Regrouped{Mention: k.Mention.ID, CopyOf: []vigie.MentionID{first}})
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Regroup(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	old, err := json.Marshal(watch.Regrouping{Maker: "story/0", Before: 0, Ended: now, Share: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.store.Remember(t.Context(), "stories grouped again", old); err != nil {
		t.Fatal(err)
	}
	h.grouped(t, h.store, new(story.Grouper), now)
	if j, err := watch.RegroupingOf(t.Context(), h.store); err != nil || !j.Anew || j.Before != math.MaxInt64 {
		t.Fatalf("RegroupingOf = %+v, %v", j, err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := h.storiesOf(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("stories = %v, want %v", got, want)
	}
	if diffs, err := h.store.Recount(t.Context()); err != nil || len(diffs) > 0 {
		t.Errorf("Recount = %v, %v", diffs, err)
	}
}
