package listen

import (
	"errors"
	"testing"
	"time"

	"vigie.example/vigie"
)

var at = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestNext(t *testing.T) {
	settled := func(every time.Duration, perWeek float64) vigie.Health {
		return vigie.Health{LastSuccess: at.Add(-every), Every: every, PerWeek: perWeek}
	}
	for _, tt := range []struct {
		name string
		p    Polled
		want time.Duration // the wait, before jitter
	}{
		{"first visit, nothing known", Polled{}, Shortest},
		{"second visit", Polled{Health: settled(Shortest, 0), Unchanged: true}, 2 * Shortest},
		{"third visit", Polled{Health: settled(2*Shortest, 0), Unchanged: true}, 4 * Shortest},
		{"nothing known for long", Polled{Health: settled(time.Hour, 0), Unchanged: true}, time.Hour},
		{"hundreds a week", Polled{Health: settled(Shortest, 500), New: 1}, Shortest},
		{"one a week", Polled{Health: settled(24*time.Hour, 1), Unchanged: true}, 24 * time.Hour},
		{"asks for an hour", Polled{TTL: time.Hour}, time.Hour},
		{"asks for a year", Polled{TTL: 365 * 24 * time.Hour}, 24 * time.Hour},
		{"fails", Polled{Err: vigie.Errorf(vigie.Unavailable, nil, "x")}, Shortest},
		{"fails for the third time", Polled{Health: vigie.Health{Failures: 2}, Err: vigie.Errorf(vigie.Unavailable, nil, "x")}, 4 * Shortest},
		{"fails for the hundredth time", Polled{Health: vigie.Health{Failures: 99}, Err: vigie.Errorf(vigie.Unavailable, nil, "x")}, Longest},
		{"an error of ours", Polled{Err: errors.New("x")}, Shortest},
		{"not found", Polled{Err: vigie.Errorf(vigie.NotFound, nil, "x")}, Longest},
		{"robots", Polled{Err: vigie.Errorf(vigie.Forbidden, nil, "x")}, Longest},
		{"not a feed", Polled{Err: vigie.Errorf(vigie.Invalid, nil, "x")}, Longest},
		{"Retry-After", Polled{Err: vigie.Errorf(vigie.Unavailable, &RetryAfter{Wait: time.Hour, Err: errors.New("429")}, "x")}, time.Hour},
		{"Retry-After of a second", Polled{Err: &RetryAfter{Wait: time.Second, Err: errors.New("429")}}, Shortest},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for seed := range uint64(50) {
				p := tt.p
				p.At, p.Seed = at, seed
				next, every, _ := Next(p)
				low, high := tt.want, tt.want+tt.want/10
				if tt.want == Longest {
					low, high = tt.want-tt.want/10, tt.want
				}
				if wait := next.Sub(at); wait < low || wait > high {
					t.Fatalf("wait = %v, want between %v and %v", wait, low, high)
				}
				if p.Err == nil && (every < Shortest || every > Longest) {
					t.Fatalf("every = %v", every)
				}
				if again, _, _ := Next(p); !again.Equal(next) {
					t.Fatal("the same knowledge gave another answer")
				}
			}
		})
	}
}

func TestRhythmOfABacklog(t *testing.T) {
	_, _, perWeek := Next(Polled{At: at, New: 30, Dated: 30, Oldest: at.Add(-10 * 24 * time.Hour)})
	if perWeek != 21 {
		t.Errorf("30 items of ten days: PerWeek = %v, want 21", perWeek)
	}
	if _, _, perWeek = Next(Polled{At: at, New: 3000, Dated: 3000, Oldest: at}); perWeek > 3000*24*7 {
		t.Errorf("a backlog of one instant: PerWeek = %v", perWeek)
	}
}

func TestFailureKeepsTheInterval(t *testing.T) {
	_, every, perWeek := Next(Polled{At: at, Health: vigie.Health{Every: time.Hour, PerWeek: 9}, Err: errors.New("x")})
	if every != time.Hour || perWeek != 9 {
		t.Errorf("every %v, PerWeek %v", every, perWeek)
	}
}
