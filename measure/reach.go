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

// Readers counts who may have read sayings by others: an author counts once a
// day, with the most followers seen that day. The zero value with a Zone is
// ready.
type Readers struct {
	Zone *time.Location

	all, known, views int64
	followers         map[readerDay]int64
}

// readerDay is an author on a day of the zone.
type readerDay struct {
	voice uint64
	day   time.Time
}

// Add counts a saying; one's own and what the public does not say count for
// nothing.
func (r *Readers) Add(s *Saying) {
	if s.Own || !s.Channel.Voiced() {
		return
	}
	r.all++
	r.views += max(s.Views, 0)
	if s.Followers <= 0 {
		return
	}
	r.known++
	if r.followers == nil {
		r.followers = map[readerDay]int64{}
	}
	k := readerDay{s.Voice, DayOf(s.At, r.Zone).From}
	r.followers[k] = max(r.followers[k], s.Followers)
}

// Reach returns the possible readings of what was added. population caps what
// a day can reach; 0 leaves it open. It reports false where no mention carried
// a number of followers.
func (r *Readers) Reach(population int64) (Reach, bool) {
	if r.known == 0 {
		return Reach{}, false
	}
	out := Reach{Known: r.known, All: r.all, Views: r.views}
	days := map[time.Time]float64{}
	for k, n := range r.followers {
		days[k.day] += float64(n)
	}
	for _, n := range days {
		low, high := n*reachLow, n*reachHigh
		if population > 0 && high > float64(population) {
			high, out.Capped = float64(population), true
			low = min(low, high)
		}
		out.Low += int64(low)
		out.High += int64(high)
	}
	return out, true
}

// Rounded returns a count to two figures: a range of readings says no more.
func Rounded(n int64) int64 {
	step := int64(1)
	for n/step >= 100 {
		step *= 10
	}
	return (n + step/2) / step * step
}
