package listen

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"vigie.example/vigie"
)

// shelf is a BackStore of one source.
type shelf struct{ b Back }

func (s *shelf) BackDue(_ context.Context, now time.Time, _ int) ([]Back, error) {
	if s.b.Done || s.b.Next.After(now) {
		return nil, nil
	}
	return []Back{s.b}, nil
}

func (s *shelf) SaveBack(_ context.Context, b Back) error { s.b = b; return nil }

func (s *shelf) Source(context.Context, vigie.SourceID) (vigie.Source, error) {
	return vigie.Source{ID: 1}, nil
}

// years tells one mention a step, a year older each.
type years struct {
	n    int
	fail func(step int) error
}

func (y years) Before(_ context.Context, cursor []byte) (Past, error) {
	at, _ := strconv.Atoi(string(cursor))
	if y.fail != nil {
		if err := y.fail(at); err != nil {
			return Past{}, err
		}
	}
	m := vigie.Mention{Key: vigie.Key(fmt.Sprint("k", at)), Published: noon.AddDate(-at, 0, 0), Text: "x"}
	return Past{Mentions: []vigie.Mention{m}, Cursor: []byte(strconv.Itoa(at + 1)), Looked: 1, Left: y.n - at - 1, Method: vigie.Say("back-sitemap"), Done: at+1 == y.n, Whole: true}, nil
}

var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

func backward(s *shelf, h Historian, now *time.Time) (*Backward, *[]vigie.Key) {
	kept := new([]vigie.Key)
	return &Backward{
		Store: s, Now: func() time.Time { return *now },
		Open: func(context.Context, vigie.Source) (Historian, error) { return h, nil },
		Handle: func(_ context.Context, b Batch) (Outcome, error) {
			if b.Cursor != nil {
				panic("the source's own cursor must stay")
			}
			out := Outcome{}
			for _, m := range b.Mentions {
				if !slices.Contains(*kept, m.Key) {
					*kept = append(*kept, m.Key)
					out.New++
				}
			}
			return out, nil
		},
	}, kept
}

func TestBackward(t *testing.T) {
	now := noon
	s := &shelf{b: Back{Source: 1}}
	w, kept := backward(s, years{n: 3}, &now)
	for range 10 {
		if _, err := w.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
	}
	b := s.b
	if !b.Done || b.Found != 3 || b.New != 3 || b.Looked != 3 || b.Left != 0 || !b.Oldest.Equal(noon.AddDate(-2, 0, 0)) || !b.Started.Equal(noon) || !b.Next.IsZero() || len(*kept) != 3 {
		t.Errorf("back = %+v, kept %v", b, *kept)
	}
}

// TestBackwardFaults: a pause asked for is kept, a failure is tried again, a
// step made twice keeps nothing twice, and too many failures end it.
func TestBackwardFaults(t *testing.T) {
	now := noon
	times := 0
	h := years{n: 2, fail: func(step int) error {
		if times++; step == 1 && times == 2 {
			return &RetryAfter{Wait: time.Hour, Err: vigie.Errorf(vigie.Unavailable, nil, "fetch-busy", "x", time.Hour)}
		}
		return nil
	}}
	s := &shelf{b: Back{Source: 1}}
	w, kept := backward(s, h, &now)
	step := func() {
		t.Helper()
		if _, err := w.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	step()
	now = now.Add(time.Minute)
	step()
	if s.b.Fault.ID != "fetch-busy" || s.b.Done || !s.b.Next.Equal(now.Add(time.Hour)) {
		t.Errorf("after a 429: %+v", s.b)
	}
	now = now.Add(time.Hour)
	step()
	if !s.b.Done || len(*kept) != 2 || s.b.Failures != 0 || !s.b.Fault.IsZero() {
		t.Errorf("after recovery: %+v, kept %v", s.b, *kept)
	}

	s.b = Back{Source: 1}
	w, _ = backward(s, years{n: 1, fail: func(int) error { return vigie.Errorf(vigie.Unavailable, nil, "fetch-server", "x", 500) }}, &now)
	for range backTries {
		step()
		now = now.Add(Longest)
	}
	if !s.b.Done || s.b.Failures != backTries || s.b.Fault.ID != "fetch-server" {
		t.Errorf("after %d failures: %+v", backTries, s.b)
	}
}

// nowhere is a way that leads to nothing.
type nowhere struct{}

func (nowhere) Before(context.Context, []byte) (Past, error) { return Past{Done: true}, nil }

func TestChain(t *testing.T) {
	c := Chain{nowhere{}, years{n: 2}, years{n: 1}}
	var cursor []byte
	var got []vigie.Key
	for range 5 {
		p, err := c.Before(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range p.Mentions {
			got = append(got, m.Key)
		}
		cursor = p.Cursor
		if p.Done {
			break
		}
	}
	if want := []vigie.Key{"k0", "k1"}; !slices.Equal(got, want) {
		t.Errorf("Chain = %v, want %v", got, want)
	}
	if p, err := (Chain{}).Before(t.Context(), nil); err != nil || !p.Done {
		t.Errorf("an empty Chain = %+v, %v", p, err)
	}
}
