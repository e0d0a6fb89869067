package govern

import (
	"fmt"
	"testing"
	"time"
)

func TestThrottle(t *testing.T) {
	start := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		wrong int           // wrong passwords for lucie from here, all at once
		later time.Duration // when it is asked
		login string
		from  string
		want  time.Duration
	}{
		{"mistyping is free", 4, 0, "lucie", "here", 0},
		{"then one waits", 5, 0, "lucie", "here", 5 * time.Second},
		{"twice as long", 6, 0, "lucie", "here", 10 * time.Second},
		{"and no longer than this", 39, 0, "lucie", "here", 15 * time.Minute},
		{"waiting helps", 5, 5 * time.Second, "lucie", "here", 0},
		{"another account goes on", 10, 0, "marc", "here", 0},
		{"the owner elsewhere is not locked out", 10, 0, "lucie", "there", 0},
		{"an address that tries everything waits", 40, 0, "marc", "here", 5 * time.Second},
		{"an hour forgets", 30, 61 * time.Minute, "lucie", "here", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var th Throttle
			for range tt.wrong {
				th.Wrong("lucie", "here", start)
			}
			if got := th.Wait(tt.login, tt.from, start.Add(tt.later)); got != tt.want {
				t.Errorf("Wait(%q, %q) = %v, want %v", tt.login, tt.from, got, tt.want)
			}
		})
	}
}

func TestThrottleRightStartsAfresh(t *testing.T) {
	var th Throttle
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for range 7 {
		th.Wrong("lucie", "here", now)
	}
	th.Right("lucie", "here")
	if got := th.Wait("lucie", "here", now); got != 0 {
		t.Errorf("Wait after the right password = %v, want 0", got)
	}
}

func TestThrottleIsBounded(t *testing.T) {
	var th Throttle
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for i := range mostTries {
		th.Wrong("lucie", fmt.Sprint(i), now)
	}
	if n := len(th.tries); n > mostTries+2 {
		t.Errorf("%d entries kept, want at most %d", n, mostTries+2)
	}
}
