package listen

import (
	"slices"
	"time"

	"vigie.example/vigie"
)

// usualDelay follows how long after its publication an item is heard: a
// quarter of the way from what it was to the median of the items of a visit,
// so that a pinned or republished one does not count and a single visit counts
// little. Without items it stays as it was.
func usualDelay(was time.Duration, delays []time.Duration) time.Duration {
	if len(delays) == 0 {
		return was
	}
	slices.Sort(delays)
	median := delays[(len(delays)-1)/2]
	if was == 0 {
		return median
	}
	return was + (median-was)/4
}

// when tells a moment by how far it is from now.
func when(t, now time.Time) vigie.Sentence {
	switch d := t.Sub(now); {
	case t.IsZero():
		return vigie.Say("health-now")
	case d >= time.Minute:
		return vigie.Say("health-in", span(d))
	case d > -time.Minute && d < 0:
		return vigie.Say("health-just-now")
	case d < 0:
		return vigie.Say("health-ago", span(-d))
	default:
		return vigie.Say("health-now")
	}
}

// span rounds a time for people: seconds do not matter beyond a minute.
func span(d time.Duration) time.Duration {
	switch {
	case d >= 48*time.Hour:
		return d.Round(time.Hour)
	case d >= time.Minute:
		return d.Round(time.Minute)
	default:
		return d.Round(time.Second)
	}
}
