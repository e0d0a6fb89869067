package file

import (
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie/text"
)

// dates reads the dates of one file.
type dates struct {
	layout string // "dmy", "mdy" or a layout of package time
	zone   *time.Location
	house  *time.Location // of times of day, where it is not nil; then zone is UTC
}

// of returns the zone of a date that names none.
func (d *dates) of(p parts) *time.Location {
	if d.house != nil && p.hour+p.minute+p.sec+p.nano != 0 {
		return d.house
	}
	return d.zone
}

// parse reads a date in any of the forms that exports use, and reports whether
// it could. What names no zone is in d.zone; a day without a time is its
// midnight there.
func (d *dates) parse(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 100 {
		return time.Time{}, false
	}
	if d.layout != "" && d.layout != "dmy" && d.layout != "mdy" {
		t, err := time.ParseInLocation(d.layout, s, d.zone)
		return t.UTC(), err == nil
	}
	if p, ok := figures(s, d.layout == "mdy"); ok {
		return p.time(d.of(p))
	}
	if t, ok := unix(s); ok {
		return t, true
	}
	if p, ok := words(s); ok {
		return p.time(d.of(p))
	}
	return time.Time{}, false
}

// parts are the parts of a date as found.
type parts struct {
	year, month, day  int
	hour, minute, sec int
	nano              int
	zoned             bool
	offset            int // seconds east of UTC
}

// time checks the parts and joins them.
func (p parts) time(zone *time.Location) (time.Time, bool) {
	if p.month < 1 || p.month > 12 || p.day < 1 || p.day > 31 || p.hour > 24 || p.minute > 59 || p.sec > 60 || p.year < 1 || p.year > 9999 {
		return time.Time{}, false
	}
	if p.zoned {
		zone = time.FixedZone("", p.offset)
	}
	t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.sec, p.nano, zone)
	if t.Day() != p.day && p.hour < 24 && t.Add(-3*time.Hour).Day() != p.day && t.Add(3*time.Hour).Day() != p.day {
		return time.Time{}, false // 31 February
	}
	return t.UTC(), true
}

// number reads up to most figures at the beginning of s.
func number(s string, most int) (n, size int) {
	for size < len(s) && size < most && '0' <= s[size] && s[size] <= '9' {
		n = 10*n + int(s[size]-'0')
		size++
	}
	return n, size
}

// figures reads a date made of figures: year first (ISO 8601 and what looks
// like it), or day and month first, parted by - / or a dot, with or without a
// time behind.
func figures(s string, monthFirst bool) (p parts, ok bool) {
	a, i := number(s, 4)
	if i == 0 || i == 3 || i >= len(s) {
		return p, false
	}
	sep := s[i]
	if sep != '-' && sep != '/' && sep != '.' {
		return p, false
	}
	b, n := number(s[i+1:], 2)
	j := i + 1 + n
	if n == 0 || j >= len(s) || s[j] != sep {
		return p, false
	}
	c, n := number(s[j+1:], 4)
	if n == 0 || n == 3 {
		return p, false
	}
	rest := s[j+1+n:]
	switch {
	case i == 4:
		p.year, p.month, p.day = a, b, c
	case n == 4 || n == 2:
		if n == 2 { // 13/02/24: this century up to 2069, as package time has it
			if c += 1900; c < 1969 {
				c += 100
			}
		}
		p.year, p.month, p.day = c, b, a
		if monthFirst {
			p.month, p.day = a, b
		}
	default:
		return p, false
	}
	return p, p.clock(rest)
}

// clock reads a time of day, and a zone, after a date.
func (p *parts) clock(s string) bool {
	s = strings.TrimLeft(s, " T,à")
	if s == "" {
		return true
	}
	var n int
	p.hour, n = number(s, 2)
	if n == 0 || n >= len(s) || s[n] != ':' && s[n] != 'h' && s[n] != 'H' {
		return false
	}
	s = s[n+1:]
	p.minute, n = number(s, 2)
	s = s[n:]
	if len(s) > 1 && s[0] == ':' {
		p.sec, n = number(s[1:], 2)
		s = s[1+n:]
	}
	if len(s) > 1 && (s[0] == '.' || s[0] == ',') && '0' <= s[1] && s[1] <= '9' {
		scale := 100_000_000
		for s = s[1:]; s != "" && '0' <= s[0] && s[0] <= '9'; s = s[1:] {
			p.nano += int(s[0]-'0') * scale
			scale /= 10
		}
	}
	s = strings.TrimSpace(s)
	if len(s) >= 2 && (s[1] == 'm' || s[1] == 'M') && (s[0] == 'a' || s[0] == 'A' || s[0] == 'p' || s[0] == 'P') {
		if p.hour == 12 {
			p.hour = 0
		}
		if s[0] == 'p' || s[0] == 'P' {
			p.hour += 12
		}
		s = strings.TrimSpace(s[2:])
	}
	return p.readZone(s)
}

// readZone reads Z, UTC, GMT, +0200, +02:00 or +02; a name in brackets behind
// is passed over.
func (p *parts) readZone(s string) bool {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, "(["); i >= 0 {
		s = strings.TrimSpace(s[:i])
	}
	switch s {
	case "":
		return true
	case "Z", "z", "UTC", "GMT":
		p.zoned = true
		return true
	}
	for _, name := range []string{"UTC", "GMT"} {
		s = strings.TrimPrefix(s, name)
	}
	if s[0] != '+' && s[0] != '-' {
		return false
	}
	h, n := number(s[1:], 2)
	rest := strings.TrimPrefix(s[1+n:], ":")
	m, k := number(rest, 2)
	if n == 0 || k == 1 || len(rest) != k || h > 15 || m > 59 {
		return false
	}
	p.zoned, p.offset = true, (h*60+m)*60
	if s[0] == '-' {
		p.offset = -p.offset
	}
	return true
}

// learn finds out whether day or month comes first in dates of figures. A
// figure above twelve tells; where there is none, the reading under which the
// rows lie closer together in time is right more often than not, and failing
// that the day comes first. sure is false where nothing told.
func learn(values []string) (layout string, sure bool) {
	var first, second int // rows whose figure cannot be a month
	var span [2]struct{ from, to time.Time }
	any := false
	for _, v := range values {
		p, ok := figures(strings.TrimSpace(v), false)
		if !ok || yearFirst(v) != 0 {
			continue
		}
		any = true
		if p.day > 12 {
			first++
		}
		if p.month > 12 {
			second++
		}
		for i, q := range []parts{p, {year: p.year, month: p.day, day: p.month}} {
			t, ok := q.time(time.UTC)
			if !ok {
				continue
			}
			if s := &span[i]; s.from.IsZero() {
				s.from, s.to = t, t
			} else {
				if t.Before(s.from) {
					s.from = t
				}
				if t.After(s.to) {
					s.to = t
				}
			}
		}
	}
	switch {
	case !any:
		return "", true
	case first > 0 || second > 0:
		if second > first {
			return "mdy", first == 0
		}
		return "dmy", second == 0
	case span[1].to.Sub(span[1].from) < span[0].to.Sub(span[0].from):
		return "mdy", false
	}
	return "dmy", false
}

// yearFirst returns the number at the beginning of v where it has four figures,
// else 0.
func yearFirst(v string) int {
	if n, size := number(strings.TrimSpace(v), 4); size == 4 {
		return n
	}
	return 0
}

// unix reads seconds, milliseconds or microseconds since 1970, told apart by
// their size (nine to ten figures are seconds from 1973 to 2286), and days as
// 20150224.
func unix(s string) (time.Time, bool) {
	whole, _, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}, false
	}
	switch len(whole) {
	case 8:
		t, err := time.Parse("20060102", whole)
		return t, err == nil
	case 9, 10:
		return time.Unix(n, 0).UTC(), true
	case 13:
		return time.UnixMilli(n).UTC(), true
	case 16:
		return time.UnixMicro(n).UTC(), true
	}
	return time.Time{}, false
}

// words reads a date in which the month is a word: "Publiée le 17 octobre
// 2013", "Tue Oct 31 22:10:47 +0000 2017", "March 5, 2021 at 3:04 PM".
func words(s string) (p parts, ok bool) {
	folded := text.Fold(s)
	maybe := 0 // March, or Tuesday in French
	for f := range strings.FieldsFuncSeq(folded, func(r rune) bool { return r == ' ' || r == ',' || r == '\u00a0' || r == '\u202f' }) {
		n, size := number(f, 4)
		rest := f[size:]
		switch {
		case size > 0 && size <= 2 && len(rest) > 0 && (rest[0] == ':' || rest[0] == 'h') && p.hour+p.minute+p.sec == 0:
			if !p.clock(strings.ToUpper(f)) {
				return p, false
			}
		case f == "pm" || f == "am":
			if p.hour%12 == p.hour && f == "pm" || p.hour == 12 && f == "am" {
				p.hour = (p.hour + 12) % 24
			}
		case size == 4 && rest == "" && p.year == 0:
			p.year = n
		case size > 0 && size <= 2 && p.day == 0 && (rest == "" || rest == "." || rest == "er" || rest == "st" || rest == "nd" || rest == "rd" || rest == "th" || rest == "º"):
			p.day = n
		case size == 0 && (f[0] == '+' || f[0] == '-' || f == "gmt" || f == "utc" || f == "z"):
			if !p.readZone(strings.ToUpper(f)) {
				return p, false
			}
		case size == 0 && strings.TrimSuffix(f, ".") == "mar":
			maybe = 3
		case size == 0 && p.month == 0:
			p.month = monthOf(strings.TrimSuffix(f, "."))
		}
	}
	if p.month == 0 {
		p.month = maybe
	}
	return p, p.year > 0 && p.month > 0 && p.day > 0
}

// monthOf knows months, whole or cut to three letters or more, in the desk's
// languages; 0 for anything else.
func monthOf(w string) int {
	if len(w) < 3 {
		return 0
	}
	for i, names := range monthNames {
		for name := range strings.SplitSeq(names, " ") {
			if strings.HasPrefix(name, w) {
				return i + 1
			}
		}
	}
	return 0
}

// monthNames are folded. A prefix is looked for in calendar order, so that
// "jui" is June: French exports write "juin" and "juil.".
var monthNames = [12]string{
	"january janvier enero januar gennaio janeiro januari",
	"february fevrier febrero februar febbraio fevereiro februari",
	"march mars marzo marz marco maart",
	"april avril abril aprile",
	"may mai mayo maggio maio mei",
	"june juin junio juni giugno junho",
	"july juillet julio juli luglio julho",
	"august aout agosto augustus",
	"september septembre septiembre settembre setembro",
	"october octobre octubre oktober ottobre outubro",
	"november novembre noviembre novembro",
	"december decembre diciembre dezember dicembre dezembro",
}
