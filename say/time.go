package say

import (
	"fmt"
	"strconv"
	"time"
)

// Day returns a whole date: "lundi 23 novembre 2026", "Monday 23 November 2026".
func (p *Printer) Day(t time.Time) string {
	t = t.In(p.zone)
	return fmt.Sprintf("%s %s %s %d", p.lang.days[t.Weekday()], p.dayOfMonth(t), p.lang.months[t.Month()-1], t.Year())
}

// Date returns a short date: "23 nov. 2026".
func (p *Printer) Date(t time.Time) string {
	t = t.In(p.zone)
	return fmt.Sprintf("%s%s%s %d", p.dayOfMonth(t), nbsp, p.lang.short[t.Month()-1], t.Year())
}

// DayMonth returns a date without its year, for axes: "23 nov.".
func (p *Printer) DayMonth(t time.Time) string {
	t = t.In(p.zone)
	return p.dayOfMonth(t) + nbsp + p.lang.short[t.Month()-1]
}

// MonthYear returns "novembre 2026".
func (p *Printer) MonthYear(t time.Time) string {
	t = t.In(p.zone)
	return p.lang.months[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// Weekday returns "lundi".
func (p *Printer) Weekday(t time.Time) string { return p.lang.days[t.In(p.zone).Weekday()] }

// Clock returns the hour: "8 h 30", "8:30".
func (p *Printer) Clock(t time.Time) string {
	t = t.In(p.zone)
	if p.lang == english {
		return fmt.Sprintf("%d:%02d", t.Hour(), t.Minute())
	}
	if t.Minute() == 0 {
		return fmt.Sprintf("%d%sh", t.Hour(), nbsp)
	}
	return fmt.Sprintf("%d%sh%s%02d", t.Hour(), nbsp, nbsp, t.Minute())
}

// Moment returns date and hour: "23 nov. 2026, 8 h 30".
func (p *Printer) Moment(t time.Time) string { return p.Date(t) + ", " + p.Clock(t) }

// Published returns when something came out: a moment, or a day alone at
// midnight to the second, here or in UTC, which is how files give a day.
func (p *Printer) Published(t time.Time) string {
	for _, zone := range []*time.Location{time.UTC, p.zone} {
		if h, m, s := t.In(zone).Clock(); h+m+s == 0 {
			return p.At(zone).Date(t)
		}
	}
	return p.Moment(t)
}

// dayOfMonth: the first of a month is an ordinal in French.
func (p *Printer) dayOfMonth(t time.Time) string {
	if p.lang == french && t.Day() == 1 {
		return "1er"
	}
	return strconv.Itoa(t.Day())
}

// For returns a length of time in its two largest units: "2 j 4 h", "19 h",
// "40 min", "12 s". Less than a second is "0 s"; a negative length is told by
// its size.
func (p *Printer) For(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	day := "j"
	if p.lang == english {
		day = "d"
	}
	n := func(v int64, unit string) string { return p.Number(v) + nbsp + unit }
	days, hours := int64(d/(24*time.Hour)), int64(d/time.Hour)%24
	minutes, seconds := int64(d/time.Minute)%60, int64(d/time.Second)%60
	switch {
	case days >= 14 || days > 0 && hours == 0:
		return n(days, day)
	case days > 0:
		return n(days, day) + nbsp + n(hours, "h")
	case hours >= 6 || hours > 0 && minutes == 0:
		return n(hours, "h")
	case hours > 0:
		return n(hours, "h") + nbsp + n(minutes, "min")
	case minutes >= 5 || minutes > 0 && seconds == 0:
		return n(minutes, "min")
	case minutes > 0:
		return n(minutes, "min") + nbsp + n(seconds, "s")
	default:
		return n(seconds, "s")
	}
}

// Ago returns how long t is before (or after) now, as people say it: "à
// l’instant", "il y a 3 h", "dans 20 min". Beyond six days it is the date.
func (p *Printer) Ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case d > 6*24*time.Hour || d < -6*24*time.Hour:
		if t.In(p.zone).Year() != now.In(p.zone).Year() {
			return p.Say("on-date", p.Date(t))
		}
		return p.Say("on-date", p.DayMonth(t))
	case d > -time.Minute && d < time.Minute:
		return p.Say("just-now")
	case d < 0:
		return p.Say("in", p.For(round(-d)))
	default:
		return p.Say("ago", p.For(round(d)))
	}
}

// round drops the smaller unit that nobody says aloud.
func round(d time.Duration) time.Duration {
	switch {
	case d >= 24*time.Hour:
		return d.Truncate(24 * time.Hour)
	case d >= time.Hour:
		return d.Truncate(time.Hour)
	default:
		return d.Truncate(time.Minute)
	}
}
