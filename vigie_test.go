package vigie

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestCanonicalURL(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"scheme, www, slash and fragment say nothing", "HTTPS://WWW.Exemple.fr/a/b/#haut", "exemple.fr/a/b"},
		{"tracking parameters are dropped, others sorted", "http://exemple.fr/a?z=1&utm_source=x&b=2&xtor=RSS-1&fbclid=q", "exemple.fr/a?b=2&z=1"},
		{"default ports are dropped", "https://exemple.fr:443/a", "exemple.fr/a"},
		{"other ports stay", "http://exemple.fr:8080/a", "exemple.fr:8080/a"},
		{"the root of a site", "https://exemple.fr/", "exemple.fr"},
		{"paths are cleaned", "https://exemple.fr/a/../b//c", "exemple.fr/b/c"},
		{"only the web", "javascript:alert(1)", ""},
		{"no host", "https:///a", ""},
		{"not an address", "::", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := CanonicalURL(tt.in); got != tt.want {
				t.Errorf("CanonicalURL(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestNewKey(t *testing.T) {
	tests := []struct {
		name, network, id, address string
		want                       Key
	}{
		{"the network's own id comes first", "mastodon", "42", "https://a.fr/42", "mastodon:42"},
		{"else the address", "", "42", "https://www.a.fr/42", "a.fr/42"},
		{"else nothing", "", "", "mailto:a@b.fr", ""},
	}
	for _, tt := range tests {
		if got := NewKey(tt.network, tt.id, tt.address); got != tt.want {
			t.Errorf("%s: NewKey(%q, %q, %q) = %q, want %q", tt.name, tt.network, tt.id, tt.address, got, tt.want)
		}
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if TextKey("a", at, "", "b") == TextKey("a", at, "b", "") {
		t.Error("TextKey does not part title from text")
	}
}

func TestDate(t *testing.T) {
	heard := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name      string
		published time.Time
		want      time.Time
		clamped   bool
	}{
		{"none stays none", time.Time{}, time.Time{}, false},
		{"1970 is a mistake", time.Unix(0, 0), earliest, true},
		{"the future is now", heard.AddDate(1, 0, 0), heard, true},
		{"a clock a little fast is believed", heard.Add(2 * time.Hour), heard.Add(2 * time.Hour), false},
		{"to the millisecond, UTC", time.Date(2026, 1, 1, 1, 0, 0, 1999999, time.FixedZone("", 3600)), time.Date(2026, 1, 1, 0, 0, 0, 1000000, time.UTC), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, clamped := Date(tt.published, heard)
			if !got.Equal(tt.want) || clamped != tt.clamped {
				t.Errorf("Date(%v) = %v, %v, want %v, %v", tt.published, got, clamped, tt.want, tt.clamped)
			}
		})
	}
}

func TestMentionIDWalksNewestFirst(t *testing.T) {
	a := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	id := FirstMentionID(a)
	if got := id.Time(); !got.Equal(a) {
		t.Errorf("FirstMentionID(%v).Time() = %v", a, got)
	}
	if next := FirstMentionID(a.Add(time.Millisecond)); next <= id+1<<mentionSeqBits-1 {
		t.Errorf("id of the next millisecond %d is not after the last of this one", next)
	}
	if FirstMentionID(time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)) < 0 {
		t.Error("ids overflow before 2200")
	}
}

func TestAuthorKey(t *testing.T) {
	tests := []struct {
		a             Author
		network, site string
		want          string
	}{
		{Author{Account: "@m", Name: "M"}, "mastodon", "x.fr", "mastodon:@m"},
		{Author{Account: "12"}, "", "x.fr", "x.fr:12"},
		{Author{Name: "Marie"}, "", "x.fr", "x.fr~Marie"},
		{Author{}, "", "x.fr", "x.fr"},
	}
	for _, tt := range tests {
		if got := tt.a.Key(tt.network, tt.site); got != tt.want {
			t.Errorf("%+v.Key(%q, %q) = %q, want %q", tt.a, tt.network, tt.site, got, tt.want)
		}
	}
}

func TestTell(t *testing.T) {
	err := fmt.Errorf("visit: %w", Errorf(Unavailable, errors.New("dial tcp: refused"), "fetch-refused", "a.fr"))
	if KindOf(err) != Unavailable || Tell(err).ID != "fetch-refused" {
		t.Errorf("KindOf, Tell = %v, %v", KindOf(err), Tell(err))
	}
	if plain := errors.New("disk"); KindOf(plain) != Internal || Tell(plain).ID != "internal" {
		t.Errorf("a plain error is told as %v", Tell(plain))
	}
}

func TestRecounted(t *testing.T) {
	at := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	one := func(after time.Duration, reactions, views int64) Metric {
		return Metric{At: at.Add(after), Reactions: reactions, Replies: -1, Reposts: -1, Views: views, Followers: -1}
	}
	for _, c := range []struct {
		name     string
		was, now []Metric
		want     Metric
		ok       bool
	}{
		{"nothing told", []Metric{one(0, 1, 1)}, nil, Metric{}, false},
		{"told first", nil, []Metric{one(0, 1, -1)}, one(0, 1, -1), true},
		{"more", []Metric{one(0, 1, 5)}, []Metric{one(time.Minute, 2, -1)}, one(time.Minute, 2, 5), true},
		{"fewer", []Metric{one(0, 3, 5)}, []Metric{one(time.Minute, 0, 5)}, one(time.Minute, 0, 5), true},
		{"older", []Metric{one(0, 3, 5)}, []Metric{one(-time.Minute, 9, 9)}, Metric{}, false},
		{"of the same moment", []Metric{one(0, 3, 5)}, []Metric{one(0, 9, 9)}, Metric{}, false},
		{"the same within a day", []Metric{one(0, 3, 5)}, []Metric{one(23*time.Hour, 3, -1)}, Metric{}, false},
		{"the same a day later", []Metric{one(0, 3, 5)}, []Metric{one(24*time.Hour, 3, -1)}, one(24*time.Hour, 3, 5), true},
		{"several were kept", []Metric{one(0, 3, -1), one(time.Hour, -1, 7)}, []Metric{one(2*time.Hour, 4, -1)}, one(2*time.Hour, 4, 7), true},
	} {
		got, ok := Recounted(c.was, c.now)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: Recounted = %+v, %v; want %+v, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}
