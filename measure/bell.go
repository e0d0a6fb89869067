package measure

import "time"

// Refractory is how long after a ring the next one may come at the earliest.
const Refractory = 12 * time.Hour

// calmBelow is how far rarity must fall under the threshold before a bell can
// ring again: 1 nat is a moment nearly three times as common.
const calmBelow = 1

// Bell rings once an episode: when rarity reaches the threshold, and not again
// before twelve hours are over and the moment has become calm. The zero Bell
// is calm.
type Bell struct {
	Open bool      // between a ring and calm
	Rung time.Time // the last ring; zero before the first
}

// Hear tells whether a moment rings. No episode ends while what goes on is
// lasting: a new level is one affair.
func (b *Bell) Hear(at time.Time, rarity, threshold float64, lasting bool) bool {
	switch {
	case rarity >= threshold && !b.Open:
		b.Open, b.Rung = true, at
		return true
	case b.Open && !lasting && rarity < threshold-calmBelow && at.Sub(b.Rung) >= Refractory:
		b.Open = false
	}
	return false
}
