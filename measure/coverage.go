package measure

import (
	"time"

	"vigie.example/vigie"
)

// Hole is what was missed of a period.
type Hole struct {
	// Missed is the share of what the sources usually carry that could not be
	// heard, 0 to 1. What they would have said of us is not known.
	Missed float64
	// Worst is the source that accounts for most of it; zero when none.
	Worst vigie.SourceID
	// From and To bound the gaps of that source within the period.
	From, To time.Time
}

// HoleFrom is the share missed from which a period counts as incomplete: it is
// hatched on charts and left out of what is ordinary. One source in twenty
// equal ones, silent all week, is about what chance alone does to a week
// of 400 voices.
const HoleFrom = 0.05

// Incomplete reports whether the period must not be compared.
func (h Hole) Incomplete() bool { return h.Missed >= HoleFrom }

// Holes returns what was missed of each period. A gap weighs what its source
// usually brings (Health.PerWeek); where nothing is known of any source, all
// weigh the same. A gap without end lasts until now. Sources that are paused
// or were added later do not make a hole of the time before.
func Holes(periods []Period, sources []vigie.Source, gaps []vigie.Gap, now time.Time) []Hole {
	weight, total := weights(sources)
	out := make([]Hole, len(periods))
	if total == 0 {
		return out
	}
	for i, p := range periods {
		if p.To.After(now) {
			p.To = now
		}
		if p.Hours() <= 0 {
			continue
		}
		missed := map[vigie.SourceID]Hole{}
		for _, g := range gaps {
			if g.To.IsZero() || g.To.After(now) {
				g.To = now
			}
			from, to := later(g.From, p.From), earlier(g.To, p.To)
			if !from.Before(to) || weight[g.Source] == 0 {
				continue
			}
			h, known := missed[g.Source]
			h.Missed += to.Sub(from).Hours() / p.Hours() * weight[g.Source] / total
			if h.To = later(h.To, to); !known || from.Before(h.From) {
				h.From = from
			}
			missed[g.Source] = h
		}
		for id, h := range missed {
			out[i].Missed += h.Missed
			if w := missed[out[i].Worst]; h.Missed > w.Missed || h.Missed == w.Missed && id < out[i].Worst {
				out[i].Worst, out[i].From, out[i].To = id, h.From, h.To
			}
		}
		out[i].Missed = min(out[i].Missed, 1)
	}
	return out
}

// weights returns what each visited source counts for, and their sum.
func weights(sources []vigie.Source) (map[vigie.SourceID]float64, float64) {
	weight, total := map[vigie.SourceID]float64{}, 0.0
	visited := 0
	for _, s := range sources {
		if !s.Kind.Visited() || s.Kind.Noted() || s.Paused {
			continue
		}
		visited++
		if s.Health.PerWeek > 0 {
			weight[s.ID] = s.Health.PerWeek
			total += s.Health.PerWeek
		}
	}
	if total > 0 || visited == 0 {
		return weight, total
	}
	for _, s := range sources {
		if s.Kind.Visited() && !s.Kind.Noted() && !s.Paused {
			weight[s.ID] = 1
		}
	}
	return weight, float64(visited)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
