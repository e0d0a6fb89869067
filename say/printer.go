package say

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
)

// Ratio prints as per cent; it is vigie.Ratio under the name that callers of
// this package look for.
type Ratio = vigie.Ratio

// Languages lists what Vigie speaks, the default first.
var Languages = []string{"fr", "en"}

// Printer speaks one language in one time zone. It is immutable and safe for
// several goroutines.
type Printer struct {
	lang     *language
	zone     *time.Location
	now      func() time.Time
	messages map[string]message
}

// In returns the printer of a language, "fr" or "en" (also "fr-FR", "en_GB");
// anything else is French. Times are told in UTC until At says otherwise.
func In(lang string) *Printer {
	l := french
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		l = english
	}
	return &Printer{lang: l, zone: time.UTC, now: time.Now, messages: parsed(l)}
}

// At returns a printer that tells times in zone; nil means UTC.
func (p *Printer) At(zone *time.Location) *Printer {
	q := *p
	if q.zone = zone; zone == nil {
		q.zone = time.UTC
	}
	return &q
}

// Seen returns a printer for which "now" is what now returns: "three hours
// ago" depends on it.
func (p *Printer) Seen(now func() time.Time) *Printer {
	q := *p
	q.now = now
	return &q
}

// Lang returns "fr" or "en".
func (p *Printer) Lang() string { return p.lang.code }

// Zone returns the zone times are told in.
func (p *Printer) Zone() *time.Location { return p.zone }

// Has reports whether there is a message with this id.
func (p *Printer) Has(id string) bool {
	_, ok := p.messages[id]
	return ok
}

// Say returns message id with its arguments. An id that does not exist, which
// the tests of this house refuse, is shown in brackets with its arguments.
func (p *Printer) Say(id string, args ...any) string {
	m, ok := p.messages[id]
	if !ok {
		return strings.TrimSpace(fmt.Sprintf("[%s] %v", id, args))
	}
	var b strings.Builder
	for _, part := range m {
		part.print(&b, p, args)
	}
	return b.String()
}

// Sentence returns s in the printer's language; empty for the zero Sentence.
func (p *Printer) Sentence(s vigie.Sentence) string {
	if s.IsZero() {
		return ""
	}
	return p.Say(s.ID, s.Args...)
}

// Error returns what may be told of err: see vigie.Tell.
func (p *Printer) Error(err error) string { return p.Sentence(vigie.Tell(err)) }

// Number returns n with its thousands apart: "1 486" or "1,486".
func (p *Printer) Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(p.lang.thousands)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Decimal returns f with at most digits decimals, trailing zeros left out.
func (p *Printer) Decimal(f float64, digits int) string {
	s := strconv.FormatFloat(f, 'f', digits, 64)
	neg := strings.HasPrefix(s, "-")
	whole, frac, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	frac = strings.TrimRight(frac, "0")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s // an infinity or a number beyond int64: as Go writes it
	}
	out := p.Number(n)
	if frac != "" {
		out += p.lang.decimal + frac
	}
	if neg && out != "0" {
		out = "−" + out
	}
	return out
}

// Percent returns a ratio as per cent: 0.12 is "12 %". Below ten per cent one
// decimal is kept where it is not zero.
func (p *Printer) Percent(ratio float64) string {
	digits := 0
	if v := ratio * 100; v > -9.95 && v < 9.95 {
		digits = 1
	}
	return p.Decimal(ratio*100, digits) + p.lang.percent
}

// Signed returns a change as per cent with its sign: "+12 %", "−3 %".
func (p *Printer) Signed(ratio float64) string {
	s := p.Decimal(ratio*100, 0)
	if ratio > 0 && s != "0" {
		s = "+" + s
	}
	return s + p.lang.percent
}

// List joins words as people do: "a, b et c".
func (p *Printer) List(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + p.lang.and + " " + words[last]
}

// Quote puts s between the quotation marks of the language.
func (p *Printer) Quote(s string) string { return p.lang.open + s + p.lang.close }

// print writes an argument by its type.
func (p *Printer) print(a any, verb string) string {
	switch v := a.(type) {
	case string:
		return v
	case vigie.Sentence:
		return p.Sentence(v)
	case Ratio:
		if verb == "signed" {
			return p.Signed(float64(v))
		}
		return p.Percent(float64(v))
	case time.Duration:
		return p.For(v)
	case time.Time:
		switch verb {
		case "day":
			return p.Day(v)
		case "date":
			return p.Date(v)
		case "clock":
			return p.Clock(v)
		case "ago":
			return p.Ago(v, p.now())
		default:
			return p.Moment(v)
		}
	case float64:
		return p.Decimal(v, 1)
	case []string:
		return p.List(v)
	case error:
		return p.Error(v)
	default:
		if n, ok := whole(a); ok {
			return p.Number(n)
		}
		return fmt.Sprint(a)
	}
}

// whole returns the value of any integer type.
func whole(a any) (int64, bool) {
	switch v := a.(type) {
	case int:
		return int64(v), true
	case int8:
		return int64(v), true
	case int16:
		return int64(v), true
	case int32:
		return int64(v), true
	case int64:
		return v, true
	case uint:
		return int64(v), true
	case uint32:
		return int64(v), true
	case uint64:
		return int64(v), true
	}
	return 0, false
}
