package govern_test

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

func TestNewShare(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		page string
		days int
		path string // "" is refused
	}{
		{"/", 7, "/"},
		{"/topic/12?weeks=13", 30, "/topic/12?weeks=13"},
		{"/report?month=2026-10&format=xlsx", 90, "/report?month=2026-10"},
		{"/topic/12/words", 7, ""},
		{"/topic/", 7, ""},
		{"/stream?q=x", 7, ""},
		{"/settings", 7, ""},
		{"https://elsewhere.example/compare", 7, ""},
		{"//elsewhere.example/compare", 7, ""},
		{"/compare", 0, ""},
		{"/compare", 367, ""},
	} {
		s, token, err := govern.NewShare(c.page, "", c.days, 1, now)
		if c.path == "" {
			if vigie.KindOf(err) != vigie.Invalid {
				t.Errorf("%s for %d days: %v, want it refused", c.page, c.days, err)
			}
			continue
		}
		if err != nil || s.Path != c.path || len(token) < 26 || s.Hash != govern.ShareHash(token) || s.Hash == token {
			t.Errorf("%s: %+v, %v, want path %s", c.page, s, err, c.path)
		}
		if last := now.AddDate(0, 0, c.days); !s.Open(last.Add(-time.Second)) || s.Open(last) {
			t.Errorf("%s: open until %v, want %v", c.page, s.Until, last)
		}
	}
}
