package measure

import "time"

// Period is the time in [From, To).
type Period struct{ From, To time.Time }

// Hours returns its true length: a day of the change to summer time has 23.
func (p Period) Hours() float64 { return p.To.Sub(p.From).Hours() }

// Holds reports whether t lies in the period.
func (p Period) Holds(t time.Time) bool { return !t.Before(p.From) && t.Before(p.To) }

// DayOf returns the day of zone in which t lies.
func DayOf(t time.Time, zone *time.Location) Period { return days(t, zone, 0, 1) }

// WeekOf returns the week of zone, from Monday, in which t lies.
func WeekOf(t time.Time, zone *time.Location) Period {
	since := (int(t.In(zone).Weekday()) + 6) % 7
	return days(t, zone, -since, 7)
}

// days returns n days of zone beginning shift days from that of t. Midnights
// are asked of the calendar, never added up in hours.
func days(t time.Time, zone *time.Location, shift, n int) Period {
	y, m, d := t.In(zone).Date()
	return Period{
		From: time.Date(y, m, d+shift, 0, 0, 0, 0, zone),
		To:   time.Date(y, m, d+shift+n, 0, 0, 0, 0, zone),
	}
}

// Weeks returns the n weeks of zone up to and with the one in which t lies,
// oldest first.
func Weeks(t time.Time, zone *time.Location, n int) []Period {
	last := WeekOf(t, zone)
	out := make([]Period, n)
	for i := range out {
		out[i] = days(last.From, zone, -7*(n-1-i), 7)
	}
	return out
}

// Before returns the period of n days of zone that ends where p begins.
func (p Period) Before(zone *time.Location, n int) Period { return days(p.From, zone, -n, n) }

// First returns the first n days of the period, in zone.
func (p Period) First(zone *time.Location, n int) Period { return days(p.From, zone, 0, n) }
