package fetch

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter is the longest wait a host may ask for: a site that says 10^9
// seconds has made a mistake, and a day is long enough to be polite.
const maxRetryAfter = 24 * time.Hour

// ParseRetryAfter reads a Retry-After header (RFC 9110, 10.2.3): seconds, or a
// date. The wait is between zero and a day; ok is false when there is no
// header or it cannot be read.
func ParseRetryAfter(s string, now time.Time) (wait time.Duration, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, false
	}
	// Fractions and "1e9" are not in the RFC but are sent; a number too large for
	// a float is read as infinite, with an error that does not matter here.
	n, err := strconv.ParseFloat(s, 64)
	if (err == nil || errors.Is(err, strconv.ErrRange)) && n >= 0 {
		if n >= maxRetryAfter.Seconds() {
			return maxRetryAfter, true
		}
		return time.Duration(n * float64(time.Second)), true
	}
	t, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	return min(max(t.Sub(now), 0), maxRetryAfter), true
}

// freshFor returns how long the header says the answer stays fresh: max-age of
// Cache-Control less Age, else Expires (RFC 9111, 4.2). It is never more than a
// day nor less than zero.
func freshFor(h http.Header, now time.Time) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			n, err := strconv.ParseInt(strings.Trim(value, `" `), 10, 32)
			if err != nil {
				return 0
			}
			age, err := strconv.ParseInt(h.Get("Age"), 10, 32)
			if err != nil {
				age = 0
			}
			return min(time.Duration(max(n-max(age, 0), 0))*time.Second, maxRetryAfter)
		}
	}
	t, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if d, err := http.ParseTime(h.Get("Date")); err == nil {
		now = d
	}
	return min(max(t.Sub(now), 0), maxRetryAfter)
}
