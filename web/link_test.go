package web

import (
	"html/template"
	"net/url"
	"reflect"
	"testing"
	"time"

	"vigie.example/vigie"
)

func paris(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestFilterRoundTrip(t *testing.T) {
	zone := paris(t)
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, zone).UTC() }
	yes, no := true, false
	tests := []struct {
		name   string
		filter vigie.Filter
		want   string
	}{
		{"nothing", vigie.Filter{}, ""},
		{"a week", vigie.Filter{Topics: []vigie.TopicID{3}, From: day(11, 16), To: day(11, 23)}, "from=2026-11-16&to=2026-11-22&topic=3"},
		{"the day of 23 hours", vigie.Filter{From: day(3, 29), To: day(3, 30)}, "from=2026-03-29&to=2026-03-29"},
		{"the day of 25 hours", vigie.Filter{From: day(10, 25), To: day(10, 26)}, "from=2026-10-25&to=2026-10-25"},
		{
			"an hour",
			vigie.Filter{From: day(11, 16).Add(8 * time.Hour), To: day(11, 16).Add(9 * time.Hour)},
			"from=2026-11-16T07%3A00%3A00Z&to=2026-11-16T08%3A00%3A00Z",
		},
		{
			"everything",
			vigie.Filter{
				Topics: []vigie.TopicID{1, 2}, Channels: []vigie.Channel{vigie.Forum, vigie.Review}, Sites: []string{"a.example"},
				Langs: []string{"fr", "und"}, Sources: []vigie.SourceID{9}, Author: "mastodon:@a@b.example&c",
				Opinion: []vigie.Opinion{vigie.Negative, vigie.OpinionUnknown}, Own: &no,
			},
			"author=mastodon%3A%40a%40b.example%26c&channel=forum&channel=review&lang=fr&lang=und&opinion=negative&opinion=unknown&own=no&site=a.example&source=9&topic=1&topic=2",
		},
		{"own", vigie.Filter{Own: &yes}, "own=yes"},
		{"a story", vigie.Filter{Story: 12}, "story=12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := filterValues(tt.filter, zone).Encode()
			if got != tt.want {
				t.Errorf("filterValues = %s, want %s", got, tt.want)
			}
			q, err := url.ParseQuery(got)
			if err != nil {
				t.Fatal(err)
			}
			back, err := parseFilter(q, zone)
			if err != nil || !reflect.DeepEqual(back, tt.filter) {
				t.Errorf("parseFilter = %+v, %v, want %+v", back, err, tt.filter)
			}
		})
	}
}

func TestParseFilterRefuses(t *testing.T) {
	for _, q := range []string{"topic=x", "channel=moon", "source=-", "opinion=good", "own=maybe", "from=yesterday", "to=2026-13-01"} {
		values, err := url.ParseQuery(q)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseFilter(values, time.UTC); vigie.KindOf(err) != vigie.Invalid {
			t.Errorf("parseFilter(%q) = %v, want kind Invalid", q, err)
		}
	}
}

func TestParseFilterTakesEmptyChoicesForAny(t *testing.T) {
	f, err := parseFilter(url.Values{"topic": {""}, "channel": {"", "forum", "forum"}, "own": {""}, "from": {""}}, time.UTC)
	if want := (vigie.Filter{Channels: []vigie.Channel{vigie.Forum}}); err != nil || !reflect.DeepEqual(f, want) {
		t.Errorf("parseFilter = %+v, %v, want %+v", f, err, want)
	}
}

func TestRich(t *testing.T) {
	tests := []struct {
		name, sentence string
		hrefs          []string
		want           template.HTML
	}{
		{"plain", "a < b & c", nil, "a &lt; b &amp; c"},
		{"a link", "En tout ⟦14 voix⟧.", []string{"/stream?topic=1&q=a"}, `En tout <a href="/stream?topic=1&amp;q=a">14 voix</a>.`},
		{"two links", "⟦a⟧, ⟦b⟧", []string{"/a", "/b"}, `<a href="/a">a</a>, <a href="/b">b</a>`},
		{"a link that leads nowhere", "⟦a⟧, ⟦b⟧", []string{"", "/b"}, `a, <a href="/b">b</a>`},
		{"no href left", "⟦a⟧", nil, "a"},
		{"soft", "14 ⟨entre 3 et 21⟩", nil, `14 <span class="ci">entre 3 et 21</span>`},
		{"never closed", "⟦a ⟨b", []string{"/a"}, `<a href="/a">a <span class="ci">b</span></a>`},
		{"somebody else's address", "⟦a⟧", []string{"https://evil.example/"}, `<a href="/">a</a>`},
		{"an anchor", "⟦a⟧", []string{"#b"}, `<a href="#b">a</a>`},
		{"quotes in an href", "⟦a⟧", []string{`/a"b`}, `<a href="/a&#34;b">a</a>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := rich(tt.sentence, tt.hrefs...); got != tt.want {
				t.Errorf("rich(%q, %v) = %s, want %s", tt.sentence, tt.hrefs, got, tt.want)
			}
		})
	}
}

func TestOutside(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example/x?y=1": "https://a.example/x?y=1", " http://a.example": "http://a.example",
		"javascript:alert(1)": "", "data:text/html,x": "", "//a.example": "", "/a": "", "ftp://a.example": "", "": "", "http://": "",
	} {
		if got := outside(address); got != want {
			t.Errorf("outside(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestWished(t *testing.T) {
	for accept, want := range map[string]string{
		"fr-FR,fr;q=0.9,en;q=0.8": "fr", "en-US": "en", "de,en;q=0.5": "en", "de": "", "": "",
	} {
		if got := wished(accept); got != want {
			t.Errorf("wished(%q) = %q, want %q", accept, got, want)
		}
	}
}

func TestLastWeeks(t *testing.T) {
	zone := paris(t)
	// A Sunday in winter time: the week began on Monday the 16th; the first of
	// thirteen began in summer time.
	weeks := lastWeeks(time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC), zone, 13)
	if got := weeks[12].Format(time.RFC3339); got != "2026-11-16T00:00:00+01:00" {
		t.Errorf("this week begins %s", got)
	}
	if got := weeks[0].Format(time.RFC3339); got != "2026-08-24T00:00:00+02:00" {
		t.Errorf("the first week begins %s", got)
	}
}

func TestMany(t *testing.T) {
	for n, want := range map[int]string{10_000: "stream-many", 188: "stream-many-least"} {
		if got := many("stream-many", n); got != want {
			t.Errorf("many(%d) = %q, want %q", n, got, want)
		}
	}
}
