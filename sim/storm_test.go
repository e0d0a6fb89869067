package sim

import (
	"testing"
	"time"

	"vigie.example/vigie"
)

// TestStorm: without it nothing of it is said; with it the affair reaches
// several kinds of places and several titles within its time, mostly angry.
func TestStorm(t *testing.T) {
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	for _, on := range []bool{false, true} {
		clock := now
		w := &Web{Sector: New(1, now), Now: func() time.Time { return clock }, Every: 12 * time.Second, Storm: on}
		w.start()
		before := map[string]int{}
		for host, st := range w.sites {
			before[host] = len(st.rows)
		}
		clock = now.Add(6 * time.Minute)
		w.advance(clock)
		channels, said, negative := map[vigie.Channel]int{}, 0, 0
		for host, st := range w.sites {
			for _, r := range st.rows[before[host]:] {
				if r.truth.Story != "tempete-ec18" {
					continue
				}
				said++
				channels[r.Channel]++
				if r.truth.Opinion == vigie.Negative {
					negative++
				}
				if r.Date.Before(now.Add(time.Minute)) || r.Date.After(clock) {
					t.Errorf("said at %v, of a storm from %v on", r.Date, now.Add(time.Minute))
				}
			}
		}
		switch {
		case !on && said > 0:
			t.Errorf("%d of a storm that was not asked for", said)
		case on && (said < 60 || 4*negative < 3*said || len(channels) != 4 || channels[vigie.Press] != 4):
			t.Errorf("%d said, %d negative, by place %v", said, negative, channels)
		}
	}
}
