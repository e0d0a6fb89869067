package sim

import (
	"math"
	"math/rand/v2"
	"sort"
	"time"

	"vigie.example/vigie"
)

// calendar says when people speak: seasons, weekdays, hours, slow growth.
type calendar struct {
	zone  *time.Location
	now   time.Time
	first time.Time // midnight of the first day, in zone
	upTo  []float64 // cumulated weight of each day
}

// months: building slows down in winter, stops in August, and is busiest
// around June and September.
var months = [12]float64{.88, .92, 1.06, 1.12, 1.14, 1.16, .98, .46, 1.12, 1.08, 1, .74}

var weekdays = [7]float64{.58, 1.12, 1.1, 1.04, 1.1, .98, .72} // from Sunday

// hours by channel: newspapers in the morning, people at noon and at night.
var (
	workHours  = [24]float64{0: .1, 5: 2, 6: 8, 7: 8, 8: 7, 9: 6, 10: 6, 11: 6, 12: 4, 13: 3, 14: 5, 15: 5, 16: 5, 17: 5, 18: 4, 19: 2, 20: 1, 21: .6, 22: .3, 23: .1}
	ownHours   = [24]float64{8: 2, 9: 6, 10: 8, 11: 8, 12: 1, 14: 8, 15: 8, 16: 7, 17: 4}
	otherHours = [24]float64{0: 1.2, 1: .5, 2: .2, 3: .1, 4: .2, 5: .8, 6: 2.2, 7: 3.5, 8: 3.3, 9: 3, 10: 3.2, 11: 3.5, 12: 6, 13: 5.5, 14: 3, 15: 2.8, 16: 3, 17: 4, 18: 5.5, 19: 7, 20: 8.5, 21: 8.8, 22: 6, 23: 3}
)

func newCalendar(rng *rand.Rand, now time.Time, zone *time.Location) *calendar {
	c := &calendar{zone: zone, now: now}
	start := now.In(zone).AddDate(0, -18, 0)
	c.first = time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, zone)
	days := int(now.Sub(c.first).Hours()/24) + 1
	total := 0.0
	for i := range days {
		d := c.first.AddDate(0, 0, i)
		w := months[d.Month()-1] * weekdays[d.Weekday()]
		if d.Month() == time.December && d.Day() >= 22 || d.Month() == time.January && d.Day() <= 2 {
			w *= .4
		}
		w *= .85 + .35*float64(i)/float64(days) // slow growth
		w *= math.Exp(.12 * rng.NormFloat64())
		total += w
		c.upTo = append(c.upTo, total)
	}
	return c
}

// moment draws when something is said in a channel.
func (c *calendar) moment(rng *rand.Rand, ch vigie.Channel, own bool) time.Time {
	hours := &otherHours
	switch {
	case own:
		hours = &ownHours
	case ch == vigie.Press:
		hours = &workHours
	}
	for {
		f := rng.Float64() * c.upTo[len(c.upTo)-1]
		day := c.first.AddDate(0, 0, sort.SearchFloat64s(c.upTo, f))
		t := time.Date(day.Year(), day.Month(), day.Day(), drawHour(rng, hours), rng.IntN(60), rng.IntN(60), 0, c.zone).UTC()
		if t.Before(c.now) && t.After(c.first) {
			return t
		}
	}
}

// around draws a moment of the burst that begins at start: exponential decay
// with a mean of some hours, thinned at night.
func (c *calendar) around(rng *rand.Rand, start time.Time, mean time.Duration) time.Time {
	for {
		t := start.Add(time.Duration(rng.ExpFloat64() * float64(mean)))
		if t.Before(c.now) && rng.Float64()*9 < otherHours[t.In(c.zone).Hour()]+.4 {
			return t.Truncate(time.Second)
		}
		if start.After(c.now) {
			return c.now.Add(-time.Duration(rng.IntN(3600)) * time.Second)
		}
	}
}

func drawHour(rng *rand.Rand, hours *[24]float64) int {
	total := 0.0
	for _, w := range hours {
		total += w
	}
	f := rng.Float64() * total
	for h, w := range hours {
		if f < w {
			return h
		}
		f -= w
	}
	return 12
}

// weekBefore returns the Monday at midnight of the week that lies n whole
// weeks before that of now.
func (c *calendar) weekBefore(n int) time.Time {
	t := c.now.In(c.zone)
	back := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-back-7*n, 0, 0, 0, 0, c.zone).UTC()
}
