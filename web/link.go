package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
)

// filterValues writes a filter as the parameters of an address; parseFilter
// reads them back. They are what every figure's link carries and what the
// stream page understands: topic, channel, site, lang, source (each may be
// repeated), author, opinion and intent (repeated), own and noted (yes or no), from and to. Days
// stand in zone, and to is the last day included; an instant within a day is
// written in full.
func filterValues(f vigie.Filter, zone *time.Location) url.Values {
	q := url.Values{}
	for _, t := range f.Topics {
		q.Add("topic", strconv.FormatInt(int64(t), 10))
	}
	for _, c := range f.Channels {
		q.Add("channel", string(c))
	}
	for _, s := range f.Sites {
		q.Add("site", s)
	}
	for _, l := range f.Langs {
		q.Add("lang", l)
	}
	for _, s := range f.Sources {
		q.Add("source", strconv.FormatInt(int64(s), 10))
	}
	if f.Author != "" {
		q.Set("author", f.Author)
	}
	if f.Story != 0 {
		q.Set("story", strconv.FormatInt(int64(f.Story), 10))
	}
	for _, o := range f.Opinion {
		q.Add("opinion", o.String())
	}
	for _, i := range f.Intents {
		q.Add("intent", string(i))
	}
	if f.Own != nil {
		q.Set("own", "no")
		if *f.Own {
			q.Set("own", "yes")
		}
	}
	if f.Noted != nil {
		q.Set("noted", "no")
		if *f.Noted {
			q.Set("noted", "yes")
		}
	}
	if !f.From.IsZero() {
		q.Set("from", writeDay(f.From, zone, 0))
	}
	if !f.To.IsZero() {
		q.Set("to", writeDay(f.To, zone, -1))
	}
	return q
}

// parseFilter reads a filter from the parameters of an address. What it does
// not know is an error of kind Invalid that names the parameter: an address
// that silently counts something else would be a lie.
func parseFilter(q url.Values, zone *time.Location) (vigie.Filter, error) {
	var f vigie.Filter
	bad := func(name, value string, err error) error {
		return vigie.Errorf(vigie.Invalid, err, "bad-parameter", name, value)
	}
	for _, s := range given(q, "topic") {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return f, bad("topic", s, err)
		}
		f.Topics = append(f.Topics, vigie.TopicID(n))
	}
	for _, s := range given(q, "channel") {
		c := vigie.Channel(s)
		if !c.Valid() {
			return f, bad("channel", s, nil)
		}
		f.Channels = append(f.Channels, c)
	}
	f.Sites = given(q, "site")
	f.Langs = given(q, "lang")
	for _, s := range given(q, "source") {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return f, bad("source", s, err)
		}
		f.Sources = append(f.Sources, vigie.SourceID(n))
	}
	f.Author = q.Get("author")
	if s := q.Get("story"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n <= 0 {
			return f, bad("story", s, err)
		}
		f.Story = vigie.StoryID(n)
	}
	for _, s := range given(q, "opinion") {
		o, ok := opinionOf(s)
		if !ok {
			return f, bad("opinion", s, nil)
		}
		f.Opinion = append(f.Opinion, o)
	}
	for _, s := range given(q, "intent") {
		i := vigie.Intent(s)
		if !i.Valid() {
			return f, bad("intent", s, nil)
		}
		f.Intents = append(f.Intents, i)
	}
	switch own := q.Get("own"); own {
	case "":
	case "yes", "no":
		b := own == "yes"
		f.Own = &b
	default:
		return f, bad("own", own, nil)
	}
	switch noted := q.Get("noted"); noted {
	case "":
	case "yes", "no":
		b := noted == "yes"
		f.Noted = &b
	default:
		return f, bad("noted", noted, nil)
	}
	var err error
	if s := q.Get("from"); s != "" {
		if f.From, err = readDay(s, zone, 0); err != nil {
			return f, bad("from", s, err)
		}
	}
	if s := q.Get("to"); s != "" {
		if f.To, err = readDay(s, zone, 1); err != nil {
			return f, bad("to", s, err)
		}
	}
	return f, nil
}

// streamPath returns the address of the list that a filter and words open.
func streamPath(f vigie.Filter, words string, zone *time.Location) string {
	q := filterValues(f, zone)
	if words != "" {
		q.Set("q", words)
	}
	if len(q) == 0 {
		return "/stream"
	}
	return "/stream?" + q.Encode()
}

// given returns the values of a parameter without blanks and repetitions. A
// form sends empty choices; they mean "any".
func given(q url.Values, name string) []string {
	var out []string
	for _, s := range q[name] {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func opinionOf(s string) (vigie.Opinion, bool) {
	for _, o := range []vigie.Opinion{vigie.OpinionUnknown, vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure} {
		if o.String() == s {
			return o, true
		}
	}
	return 0, false
}

// writeDay writes an instant as a day where it begins one, shifted by days,
// else in full.
func writeDay(t time.Time, zone *time.Location, days int) string {
	l := t.In(zone)
	if l.Hour() == 0 && l.Minute() == 0 && l.Second() == 0 && l.Nanosecond() == 0 {
		return l.AddDate(0, 0, days).Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// readDay is the reverse of writeDay. Midnight is asked of the zone again
// after the shift: days of 23 and 25 hours exist.
func readDay(s string, zone *time.Location, days int) (time.Time, error) {
	if t, err := time.ParseInLocation(time.DateOnly, s, zone); err == nil {
		y, m, d := t.Date()
		return time.Date(y, m, d+days, 0, 0, 0, 0, zone).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return t.UTC(), err
}
