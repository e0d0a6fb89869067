package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ParseDate reads a date as pages and feeds write it, French ones included:
// "2026-11-22T10:00:00+01:00", "Sun, 22 Nov 2026 10:00:00 +0100", "dim., 22 nov.
// 2026 10:00", "22 novembre 2026 à 10h30". ok is false when it is none. A date
// without zone is taken as UTC; a day without hour as its midnight.
func ParseDate(s string) (t time.Time, ok bool) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || len(s) > 100 {
		return time.Time{}, false
	}
	for _, layout := range isoLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	if t, err := time.Parse(time.RFC1123, s); err == nil && (strings.HasSuffix(s, "GMT") || strings.HasSuffix(s, "UTC")) {
		return t.UTC(), true
	}
	return spoken(s)
}

var isoLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05-0700",
	"2006-01-02T15:04-07:00",
	"2006-01-02T15:04Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05-07:00",
	"2006-01-02 15:04:05 UTC",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05",
	"2006-01-02 15:04",
	"2006-01-02",
	"2006/1/2 15:04:05",
	"2006/1/2 15:04",
	"2006/1/2",
	"2006-1-2T15:4:5Z07:00",
	"20060102",
	time.RFC1123Z,
	"Mon, 2 Jan 2006 15:04:05 -0700",
}

// months are the first letters by which a month is told in the languages we
// read, without accents and dots. The longest fitting prefix wins.
var months = map[string]time.Month{
	"jan": 1, "janv": 1, "ene": 1, "gen": 1,
	"feb": 2, "fev": 2, "febr": 2,
	"mar": 3, "mars": 3, "mrz": 3, "maerz": 3, "marz": 3, "maart": 3, "mrt": 3,
	"apr": 4, "avr": 4, "abr": 4,
	"may": 5, "mai": 5, "mag": 5, "mei": 5,
	"jun": 6, "juin": 6, "giu": 6,
	"jul": 7, "juil": 7, "lug": 7,
	"aug": 8, "aou": 8, "ago": 8,
	"sep": 9, "set": 9,
	"oct": 10, "okt": 10, "ott": 10, "out": 10,
	"nov": 11,
	"dec": 12, "dez": 12, "dic": 12,
}

var plainLetters = strings.NewReplacer("é", "e", "è", "e", "û", "u", "ü", "u", "ä", "a", "ç", "c", "É", "e", "Û", "u", "’", "'")

var (
	dayMonthYear = regexp.MustCompile(`(?i)\b(\d{1,2})(?:er|st|nd|rd|th|\.)?[ -]+(?:de )?([a-z]{3,10})\.?[ -]+(?:de )?(\d{4}|\d{2})\b`)
	monthDayYear = regexp.MustCompile(`(?i)\b([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`)
	numericDay   = regexp.MustCompile(`^\D{0,20}?(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b`)
	clock        = regexp.MustCompile(`(?i)\b(\d{1,2})(?::| ?h ?)(\d{2})?(?::(\d{2}))?(?:\.\d+)? ?([ap]\.?m\b)?`)
	zone         = regexp.MustCompile(`([+-])(\d{2}):?(\d{2})\s*(?:\([A-Za-z ]+\))?$|\b(Z|GMT|UTC|UT|CET|CEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|WET|WEST)\b`)
)

var zoneHours = map[string]int{
	"CET": 1, "CEST": 2, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BST": 1, "WEST": 1,
}

// spoken reads a date with the month in words, or day/month/year.
func spoken(s string) (time.Time, bool) {
	s = plainLetters.Replace(s)
	var day, month, year int
	var rest string
	if m := dayMonthYear.FindStringSubmatchIndex(s); m != nil {
		day, month, year = number(s[m[2]:m[3]]), int(monthOf(s[m[4]:m[5]])), number(s[m[6]:m[7]])
		rest = s[m[1]:]
		if year < 100 {
			year += 2000
		}
	} else if m := monthDayYear.FindStringSubmatchIndex(s); m != nil {
		month, day, year = int(monthOf(s[m[2]:m[3]])), number(s[m[4]:m[5]]), number(s[m[6]:m[7]])
		rest = s[m[1]:]
	} else if m := numericDay.FindStringSubmatchIndex(s); m != nil {
		// Day first, as everywhere but in the United States; there when it must be.
		day, month, year = number(s[m[2]:m[3]]), number(s[m[4]:m[5]]), number(s[m[6]:m[7]])
		rest = s[m[1]:]
		if month > 12 && day <= 12 {
			day, month = month, day
		}
	} else {
		return time.Time{}, false
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	var hour, minute, second int
	if m := clock.FindStringSubmatch(rest); m != nil {
		hour, minute, second = number(m[1]), number(m[2]), number(m[3])
		if m[4] != "" {
			hour %= 12
			if m[4][0] == 'p' || m[4][0] == 'P' {
				hour += 12
			}
		}
		if hour > 24 || minute > 59 || second > 60 {
			hour, minute, second = 0, 0, 0
		}
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if t.Day() != day && hour < 24 {
		return time.Time{}, false // the 31st of a short month
	}
	if m := zone.FindStringSubmatch(rest); m != nil {
		off := time.Duration(zoneHours[m[4]]) * time.Hour
		if m[4] == "" {
			off = time.Duration(number(m[2]))*time.Hour + time.Duration(number(m[3]))*time.Minute
			if m[1] == "-" {
				off = -off
			}
		}
		if off > -16*time.Hour && off < 16*time.Hour {
			t = t.Add(-off)
		}
	}
	return t, true
}

func monthOf(word string) time.Month {
	word = strings.ToLower(word)
	for n := min(len(word), 5); n >= 3; n-- {
		if m, ok := months[word[:n]]; ok {
			return m
		}
	}
	return 0
}

// number reads digits already matched by an expression; empty is 0.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
