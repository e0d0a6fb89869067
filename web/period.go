package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// period is one choice of how far back the page looks.
type period struct {
	Name, Href string
	Here       bool
}

// periodsOffered are the weeks a Bilan can look back.
var periodsOffered = []int{4, 13, 26, 52, 104}

// stretch is the weeks that a page looks at: the last ones unless the address
// asks for those up to a day.
type stretch struct {
	Weeks int
	End   time.Time // within the last week
	Past  bool      // that week is not the present one
	all   []measure.Period
}

// stretchAsked reads the parameters weeks (13 unless another is offered) and
// until (a day; today without it).
func (v *visit) stretchAsked(r *http.Request) (stretch, error) {
	s, asked := stretch{Weeks: 13, End: v.Now}, r.URL.Query()
	if w := asked.Get("weeks"); w != "" {
		n, err := strconv.Atoi(w)
		if err != nil || !slices.Contains(periodsOffered, n) {
			return s, vigie.Errorf(vigie.Invalid, err, "bad-parameter", "weeks", w)
		}
		s.Weeks = n
	}
	if u := asked.Get("until"); u != "" {
		day, err := time.ParseInLocation(time.DateOnly, u, v.Zone)
		if err != nil || day.Year() < 1900 {
			return s, vigie.Errorf(vigie.Invalid, err, "bad-parameter", "until", u)
		}
		if day.Before(measure.WeekOf(v.Now, v.Zone).From) {
			s.End, s.Past = day, true
		}
	}
	s.all = measure.Weeks(s.End, v.Zone, s.Weeks)
	return s, nil
}

func (s stretch) from() time.Time { return s.all[0].From }
func (s stretch) to() time.Time   { return s.all[len(s.all)-1].To }

// said writes the first and the last day looked at.
func (s stretch) said(v *visit) (first, last string) {
	end := s.to().Add(-time.Second)
	if end.After(v.Now) {
		end = v.Now
	}
	return v.since(s.from(), end)
}

// at returns the address of a page with n weeks up to the week of a moment.
func (v *visit) at(path string, n int, end time.Time) string {
	until := ""
	if end.Before(measure.WeekOf(v.Now, v.Zone).From) {
		until = end.In(v.Zone).Format(time.DateOnly)
	}
	return within(path, "weeks", strconv.Itoa(n), "until", until)
}

// within sets parameters of an address, which may have others; an empty value
// takes one out.
func within(path string, pairs ...string) string {
	base, query, _ := strings.Cut(path, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		q = url.Values{} // no address of ours
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if q.Del(pairs[i]); pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return base
	}
	return base + "?" + q.Encode()
}

// periods offers the periods of a page at path, and those around the present
// one.
func (v *visit) periods(path string, s stretch) (lengths, around []period) {
	for _, n := range periodsOffered {
		lengths = append(lengths, period{v.Print.Sentence(weeksOf(v.Print, n)), v.at(path, n, s.End), n == s.Weeks})
	}
	return lengths, v.around(path, s)
}

// around offers what lies before and after a stretch, as long as it.
func (v *visit) around(path string, s stretch) []period {
	out := []period{{v.Print.Say("period-earlier"), v.at(path, s.Weeks, s.from().Add(-time.Second)), false}}
	if s.Past {
		next := s.all[len(s.all)-1].From.In(v.Zone).AddDate(0, 0, 7*s.Weeks)
		out = append(out, period{v.Print.Say("period-later"), v.at(path, s.Weeks, next), false},
			period{v.Print.Say("period-now"), v.at(path, s.Weeks, v.Now), false})
	}
	return out
}

// monthsBefore offers the n months before those of a page, and those after, the
// page being of n months up to the day until of its address.
func (v *visit) monthsBefore(path string, n int, until time.Time) []period {
	at := func(t time.Time) string {
		if !t.Before(monthOf(v.Now, v.Zone)) {
			return within(path, "until", "")
		}
		return within(path, "until", t.In(v.Zone).Format(time.DateOnly))
	}
	first := monthOf(until, v.Zone).In(v.Zone)
	out := []period{{v.Print.Say("period-earlier"), at(first.AddDate(0, 1-n, -1)), false}}
	if until.Before(monthOf(v.Now, v.Zone)) {
		out = append(out, period{v.Print.Say("period-later"), at(first.AddDate(0, n, 0)), false}, period{v.Print.Say("period-now"), at(v.Now), false})
	}
	return out
}

// monthOf returns when the month of a moment begins.
func monthOf(t time.Time, zone *time.Location) time.Time { return measure.Months(t, zone, 1)[0].From }

// untilAsked reads the parameter until: the end of that day, or now without it
// and for a day to come.
func (v *visit) untilAsked(r *http.Request) (time.Time, error) {
	u := r.URL.Query().Get("until")
	if u == "" {
		return v.Now, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, u, v.Zone)
	if err != nil || day.Year() < 1900 {
		return v.Now, vigie.Errorf(vigie.Invalid, err, "bad-parameter", "until", u)
	}
	if end := day.AddDate(0, 0, 1).Add(-time.Second); end.Before(v.Now) {
		return end, nil
	}
	return v.Now, nil
}
