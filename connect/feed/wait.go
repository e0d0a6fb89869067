package feed

import (
	"strconv"
	"strings"
	"time"
)

// longestHTTP bounds what Cache-Control may ask: servers send a day or a year
// for every kind of file, which says nothing about this one.
const longestHTTP = time.Hour

// askedToWait returns how long a feed asks to be left alone: <ttl> and
// <skipHours> of RSS 2.0, sy:updatePeriod of RSS 1.0's syndication module. It
// is never more than a day, and 0 when the feed does not say.
func askedToWait(f parsed, now time.Time) time.Duration {
	var wait time.Duration
	if r := f.rss; r != nil {
		if n, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && n > 0 && n < 1<<20 {
			wait = time.Duration(n) * time.Minute
		}
		wait = max(wait, skipped(r.SkipHours, now))
	}
	period := map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
	}[strings.ToLower(strings.TrimSpace(extension(f.Extensions, "sy", "updatePeriod").Value))]
	if period > 0 {
		n, err := strconv.Atoi(strings.TrimSpace(extension(f.Extensions, "sy", "updateFrequency").Value))
		if err != nil || n < 1 {
			n = 1
		}
		wait = max(wait, period/time.Duration(n))
	}
	return min(wait, 24*time.Hour)
}

// skipped returns how long it is, in whole hours, until one that is not to be
// skipped (hours of GMT).
func skipped(hours []string, now time.Time) time.Duration {
	var skip [24]bool
	for _, h := range hours {
		if n, err := strconv.Atoi(strings.TrimSpace(h)); err == nil && n >= 0 && n <= 24 {
			skip[n%24] = true
		}
	}
	now = now.UTC()
	for n := range 24 {
		if !skip[(now.Hour()+n)%24] {
			return time.Duration(n) * time.Hour
		}
	}
	return 0 // all of them: a mistake
}
