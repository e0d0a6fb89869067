package listen

import (
	"errors"
	"math"
	"math/rand/v2"
	"time"

	"vigie.example/vigie"
)

// Between these a source is visited, however fast or slow it is. A failing one
// is tried again within the same bounds.
const (
	Shortest = 5 * time.Minute
	Longest  = 24 * time.Hour
)

const (
	week = 7 * 24 * time.Hour
	// share of the usual gap between two items after which a source is asked
	// again: an item then waits a twelfth of a gap on average. A source that
	// sends everything anew each time (no 304) is asked half as often.
	shareCheap = 6
	shareDear  = 3
	// untold is the interval of a source whose rhythm is not known.
	untold = time.Hour
)

// Polled is what is known of a source at the end of a visit.
type Polled struct {
	Source    vigie.SourceID
	Health    vigie.Health // before the visit
	At        time.Time    // of the visit
	New       int          // items not known before
	Unchanged bool         // the outside itself said that nothing is new
	TTL       time.Duration
	Err       error
	// Oldest and Dated are the publication of the oldest dated item carried and
	// how many were dated: the backlog of a first visit tells the rhythm.
	Oldest time.Time
	Dated  int
	Seed   uint64
}

// Next returns when a source should be visited again, the interval now used
// for it, and how many new items it brings in a week. It is a pure function:
// the same knowledge gives the same answer.
//
// After a success the interval follows the rhythm of the source (a share of
// the usual gap between items), at least what the source asks for, and at most
// twice the one before, so that first visits are close together. After a
// failure it backs off from Shortest to Longest, obeys a RetryAfter up to a
// day, and tries once a day where trying does not help; the interval of better
// days is kept for when the source recovers. Up to a tenth is added at random
// so that sources do not come all at once.
func Next(p Polled) (at time.Time, every time.Duration, perWeek float64) {
	every, perWeek = p.Health.Every, p.Health.PerWeek
	if p.Err != nil {
		return p.At.Add(backOff(p)), every, perWeek
	}
	perWeek = rhythm(p)
	every = untold
	if perWeek > 0 {
		share := float64(shareDear)
		if p.Unchanged || p.New > 0 {
			share = shareCheap
		}
		every = bounded(time.Duration(math.Min(float64(week)/perWeek/share, float64(Longest))))
	}
	grown := Shortest
	if p.Health.Every > 0 {
		grown = 2 * p.Health.Every
	}
	every = bounded(min(every, grown))
	return p.At.Add(jitter(p, bounded(max(every, p.TTL)))), every, perWeek
}

func bounded(d time.Duration) time.Duration { return min(max(d, Shortest), Longest) }

// handful is how many items tell a rhythm at the first visit though they came
// within hours: of fewer it is only taken that they came within the day.
const handful = 8

// rhythm is how many new items come in a week: an exponentially weighted mean
// with a memory of a week. At the first visit it is read off the dates of what
// the source shows; 0 means that nothing is known.
func rhythm(p Polled) float64 {
	last := p.Health.LastSuccess
	if last.IsZero() {
		span := p.At.Sub(p.Oldest)
		if p.Dated < 2 || p.Oldest.IsZero() || span <= 0 {
			return 0
		}
		least := time.Hour
		if p.Dated < handful {
			least = 24 * time.Hour
		}
		return float64(p.Dated) * float64(week) / float64(max(span, least))
	}
	gap := max(p.At.Sub(last), time.Minute)
	now := float64(p.New) * float64(week) / float64(gap)
	if p.Health.PerWeek == 0 && p.New > 0 {
		// The first thing heard of it; what came within minutes is taken for what
		// came within the day.
		return float64(p.New) * float64(week) / float64(max(gap, 24*time.Hour))
	}
	weight := 1 - math.Exp(-float64(gap)/float64(week))
	return p.Health.PerWeek + weight*(now-p.Health.PerWeek)
}

// backOff is how long a source that failed is left alone.
func backOff(p Polled) time.Duration {
	var after *RetryAfter
	if errors.As(p.Err, &after) {
		return bounded(after.Wait)
	}
	switch vigie.KindOf(p.Err) {
	case vigie.Unavailable, vigie.Internal:
		d := Longest
		if p.Health.Failures < 10 {
			d = bounded(Shortest << p.Health.Failures)
		}
		return jitter(p, d)
	default:
		return jitter(p, Longest)
	}
}

// jitter moves d by up to a tenth: later, but for what is at the upper bound.
func jitter(p Polled, d time.Duration) time.Duration {
	r := rand.New(rand.NewPCG(p.Seed^uint64(p.Source), uint64(p.At.Unix())))
	part := time.Duration(r.Float64() * float64(d) / 10)
	if d+part > Longest {
		return d - part
	}
	return d + part
}
