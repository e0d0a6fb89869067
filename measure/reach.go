package measure

import "time"

// Reach is how many readings were possible: a range, never a figure. What was
// counted by the networks themselves (Views) is told apart and never added.
type Reach struct {
	Low, High int64
	// Known is how many of the mentions carried a number of followers; the
	// range is of those alone.
	Known, All int64
	Views      int64 // measured, of those mentions that tell; 0 when none does
	Capped     bool  // the population cut High
}

// What part of an account's followers may see a post: from 6 % (large
// accounts) to 15 % (small ones), as one vendor publishes; another finds a
// tenth of the "potential" to be real (docs/measures.md, with both sources).
const (
	reachLow  = 0.06
	reachHigh = 0.15
)

// Readings returns the possible readings of sayings by others. An author
// counts once a day, with the most followers seen that day. population caps
// what a day can reach; 0 leaves it open. It reports false where no mention
// carries a number of followers.
func Readings(sayings []Saying, zone *time.Location, population int64) (Reach, bool) {
	type seen struct {
		voice uint64
		day   time.Time
	}
	var r Reach
	followers := map[seen]int64{}
	for i := range sayings {
		s := &sayings[i]
		if s.Own || !s.Channel.Voiced() {
			continue
		}
		r.All++
		if s.Views > 0 {
			r.Views += s.Views
		}
		if s.Followers <= 0 {
			continue
		}
		r.Known++
		k := seen{s.Voice, DayOf(s.At, zone).From}
		followers[k] = max(followers[k], s.Followers)
	}
	if r.Known == 0 {
		return Reach{}, false
	}
	days := map[time.Time]float64{}
	for k, n := range followers {
		days[k.day] += float64(n)
	}
	for _, n := range days {
		low, high := n*reachLow, n*reachHigh
		if population > 0 && high > float64(population) {
			high, r.Capped = float64(population), true
			low = min(low, high)
		}
		r.Low += int64(low)
		r.High += int64(high)
	}
	return r, true
}
