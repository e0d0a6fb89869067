package listen

import (
	"math"
	"slices"
	"time"

	"vigie.example/vigie"
)

// quietFactor: a source is called silent when it has brought nothing for this
// many times its usual gap between items (and a day at least). If items came
// at random with that rhythm, such a silence would happen once in 3,000 gaps
// (exp(-8)).
const quietFactor = 8

// Expected tells in plain words how well a source is heard at now: when it was
// heard last and will be next, why not if it fails, what it usually brings and
// how late. The first sentence is the most important one.
func Expected(s vigie.Source, now time.Time) []vigie.Sentence {
	h := s.Health
	var out []vigie.Sentence
	switch s.State(now) {
	case vigie.Paused:
		return []vigie.Sentence{vigie.Say("health-paused")}
	case vigie.Waiting:
		return []vigie.Sentence{vigie.Say("health-waiting", when(h.NextVisit, now))}
	case vigie.Failing:
		if h.LastSuccess.IsZero() {
			return []vigie.Sentence{vigie.Say("health-never", h.Failures, h.Fault, when(h.NextVisit, now))}
		}
		out = append(out, vigie.Say("health-failing", span(now.Sub(h.LastSuccess)), h.Failures, h.Fault, when(h.NextVisit, now)))
	case vigie.Late:
		out = append(out, vigie.Say("health-late", span(now.Sub(h.NextVisit))))
	default:
		switch {
		case !s.Kind.Visited() && h.Items == 0:
			return []vigie.Sentence{vigie.Say("health-never-brought")}
		case !s.Kind.Visited():
			out = append(out, vigie.Say("health-brought"))
		default:
			out = append(out, vigie.Say("health-well", when(h.LastSuccess, now), when(h.NextVisit, now)))
		}
	}
	if s.Kind.Visited() && (h.PerWeek > 0 || h.Items > 0) {
		out = append(out, vigie.Say("health-rate", int64(math.Round(h.PerWeek)), h.Items))
	}
	if h.Delay > 0 {
		out = append(out, vigie.Say("health-delay", span(h.Delay)))
	}
	return out
}

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

// Silent reports whether a source that does not fail has brought nothing for
// so long, since lastItem, that something is probably wrong with it, and says
// so.
func Silent(s vigie.Source, lastItem, now time.Time) (vigie.Sentence, bool) {
	h := s.Health
	if s.Paused || !s.Kind.Visited() || h.Failures > 0 || h.PerWeek <= 0 || lastItem.IsZero() {
		return vigie.Sentence{}, false
	}
	gap := time.Duration(math.Min(float64(week)/h.PerWeek, float64(math.MaxInt64/(2*quietFactor))))
	silence := now.Sub(lastItem)
	if silence < max(quietFactor*gap, 24*time.Hour) {
		return vigie.Sentence{}, false
	}
	return vigie.Say("health-quiet", span(silence), int64(max(math.Round(h.PerWeek), 1))), true
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
