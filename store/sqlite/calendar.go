package sqlite

import (
	"math"
	"time"
)

// undated is the hour and the day under which mentions of unknown date are
// counted, apart from all real ones.
const undated = math.MinInt32

// calendar cuts instants into the hours and days of a zone. It remembers the
// day it was last asked for: neighbours fall on the same. It belongs to one
// goroutine.
type calendar struct {
	zone     *time.Location
	day      int64
	from, to int64 // milliseconds in which day holds
}

// hourOf returns the Unix second at which the zone's hour around ms began. In
// zones off by half an hour it is not a multiple of 3600; of the two hours
// called 2 o'clock when summer time ends, each has its own.
func hourOf(ms int64, zone *time.Location) int64 {
	t := time.UnixMilli(ms)
	_, offset := t.In(zone).Zone()
	s := t.Unix()
	return s - floorMod(s+int64(offset), 3600)
}

func floorMod(a, b int64) int64 {
	if m := a % b; m < 0 {
		return m + b
	} else {
		return m
	}
}

// dayOf returns the number of the zone's day in which ms lies, counted from
// 1970-01-01.
func (c *calendar) dayOf(ms int64) int64 {
	if ms < c.from || ms >= c.to {
		c.day = dayNumber(time.UnixMilli(ms), c.zone)
		c.from = dayStart(c.day, c.zone).UnixMilli()
		c.to = dayStart(c.day+1, c.zone).UnixMilli()
	}
	return c.day
}

// dayNumber counts calendar days, whatever their length.
func dayNumber(t time.Time, zone *time.Location) int64 {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// dayStart is the instant at which a day begins in zone.
func dayStart(day int64, zone *time.Location) time.Time {
	y, m, d := time.Unix(day*86400, 0).UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// weekStart returns the Monday of the week of day: 1970-01-05 was one.
func weekStart(day int64) int64 { return day - floorMod(day-4, 7) }

// monthStart returns the first day of the month of day.
func monthStart(day int64) int64 {
	y, m, _ := time.Unix(day*86400, 0).UTC().Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// nextMonth returns the first day of the month after that of day.
func nextMonth(day int64) int64 {
	y, m, _ := time.Unix(day*86400, 0).UTC().Date()
	return time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400
}
