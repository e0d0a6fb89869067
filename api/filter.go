package api

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
)

// searchLimits bound a page: what query.Search allows.
const (
	limitDefault = 50
	limitMost    = 500
)

// filter reads the conditions of an address: topic, channel, site, lang,
// source, author, opinion, intent, own, noted, from, to. A condition may be repeated or hold
// several values parted by commas; topics and sources go by id or by name.
// Dates without an hour are days of the workspace's zone, both included.
func (a *api) filter(ctx context.Context, v url.Values) (vigie.Filter, error) {
	var f vigie.Filter
	var err error
	if f.Topics, err = a.topicIDs(ctx, several(v, "topic")); err != nil {
		return f, err
	}
	if f.Sources, err = a.sourceIDs(ctx, several(v, "source")); err != nil {
		return f, err
	}
	for _, s := range several(v, "channel") {
		c := vigie.Channel(s)
		if !c.Valid() {
			return f, vigie.Errorf(vigie.Invalid, nil, "api-bad-channel", s)
		}
		f.Channels = append(f.Channels, c)
	}
	for _, s := range several(v, "site") {
		f.Sites = append(f.Sites, vigie.SiteOf(s))
	}
	f.Langs = several(v, "lang")
	f.Author = v.Get("author")
	if s := v.Get("story"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n <= 0 {
			return f, vigie.Errorf(vigie.Invalid, err, "api-bad-story", s)
		}
		f.Story = vigie.StoryID(n)
	}
	for _, s := range several(v, "opinion") {
		o, ok := opinionNamed(s)
		if !ok {
			return f, vigie.Errorf(vigie.Invalid, nil, "api-bad-opinion", s)
		}
		f.Opinion = append(f.Opinion, o)
	}
	for _, s := range several(v, "intent") {
		i := vigie.Intent(s)
		if !i.Valid() {
			return f, vigie.Errorf(vigie.Invalid, nil, "api-bad-intent", s)
		}
		f.Intents = append(f.Intents, i)
	}
	if s := v.Get("own"); s != "" {
		own, err := strconv.ParseBool(s)
		if err != nil {
			return f, vigie.Errorf(vigie.Invalid, err, "api-bad-own", s)
		}
		f.Own = &own
	}
	if s := v.Get("noted"); s != "" {
		noted, err := strconv.ParseBool(s)
		if err != nil {
			return f, vigie.Errorf(vigie.Invalid, err, "api-bad-noted", s)
		}
		f.Noted = &noted
	}
	ws, err := a.Ledger.Workspace(ctx)
	if err != nil {
		return f, err
	}
	if f.From, err = instant(v.Get("from"), ws.Location(), false); err != nil {
		return f, err
	}
	f.To, err = instant(v.Get("to"), ws.Location(), true)
	return f, err
}

// several returns the values of a condition, empty ones left out.
func several(v url.Values, name string) []string {
	var out []string
	for _, s := range v[name] {
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// instant reads an instant (RFC 3339) or a day; the end of the day where end
// is set.
func instant(s string, in *time.Location, end bool) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, in)
	if err != nil {
		return time.Time{}, vigie.Errorf(vigie.Invalid, err, "api-bad-date", s)
	}
	if end {
		t = t.AddDate(0, 0, 1) // not 24 h: days have 23 or 25 twice a year
	}
	return t.UTC(), nil
}

// past reads the last day of a period: the end of it, or now where that day is
// under way or none is given. A day to come is refused.
func past(s string, in *time.Location, now time.Time) (time.Time, error) {
	begins, err := instant(s, in, false)
	if err != nil || s == "" {
		return time.Time{}, err
	}
	if begins.After(now) {
		return time.Time{}, vigie.Errorf(vigie.Invalid, nil, "report-future")
	}
	if begins.Year() < 1990 {
		return time.Time{}, vigie.Errorf(vigie.Invalid, nil, "report-too-early", s)
	}
	ends, err := instant(s, in, true)
	if err != nil {
		return time.Time{}, err
	}
	if ends = ends.Add(-time.Second); ends.After(now) {
		return now, nil
	}
	return ends, nil
}

func opinionNamed(s string) (vigie.Opinion, bool) {
	for _, o := range []vigie.Opinion{vigie.OpinionUnknown, vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure} {
		if o.String() == s {
			return o, true
		}
	}
	return 0, false
}

// topicIDs resolves ids and names of topics.
func (a *api) topicIDs(ctx context.Context, given []string) ([]vigie.TopicID, error) {
	if len(given) == 0 {
		return nil, nil
	}
	topics, err := a.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	var out []vigie.TopicID
next:
	for _, s := range given {
		for _, t := range topics {
			if same(s, t.Name) || s == strconv.FormatInt(int64(t.ID), 10) {
				out = append(out, t.ID)
				continue next
			}
		}
		return nil, vigie.Errorf(vigie.NotFound, nil, "api-no-topic", s)
	}
	return out, nil
}

// sourceIDs resolves ids, names and addresses of sources.
func (a *api) sourceIDs(ctx context.Context, given []string) ([]vigie.SourceID, error) {
	if len(given) == 0 {
		return nil, nil
	}
	sources, err := a.Ledger.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var out []vigie.SourceID
next:
	for _, s := range given {
		for _, src := range sources {
			if same(s, src.Name) || s == src.Address || s == strconv.FormatInt(int64(src.ID), 10) {
				out = append(out, src.ID)
				continue next
			}
		}
		return nil, vigie.Errorf(vigie.NotFound, nil, "api-no-source", s)
	}
	return out, nil
}

// same compares names as people do: case and accents do not part them.
func same(a, b string) bool { return text.Fold(a) == text.Fold(b) }

// names reads what topics and sources are called.
func (a *api) names(ctx context.Context) (names, error) {
	n := names{topics: map[vigie.TopicID]string{}, sources: map[vigie.SourceID]string{}}
	topics, err := a.Ledger.Topics(ctx)
	if err != nil {
		return n, err
	}
	for _, t := range topics {
		n.topics[t.ID] = t.Name
	}
	sources, err := a.Ledger.Sources(ctx)
	if err != nil {
		return n, err
	}
	for _, s := range sources {
		if n.sources[s.ID] = s.Name; s.Name == "" {
			n.sources[s.ID] = s.Address
		}
	}
	return n, nil
}

// limit reads the size of a page.
func limit(v url.Values) (int, error) {
	s := v.Get("limit")
	if s == "" {
		return limitDefault, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > limitMost {
		return 0, vigie.Errorf(vigie.Invalid, err, "api-bad-limit", s, limitMost)
	}
	return n, nil
}
