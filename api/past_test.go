package api_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/api"
)

// TestThePast: the barometer and the trial of alerts as they stood at the end of
// a day; a day to come, no date and a day before the web are refused in words.
func TestThePast(t *testing.T) {
	clock := func() time.Time { return now }
	h, st := desk(t, func(o *api.Options) {
		o.Alerts = alert.New(alert.Options{Archive: o.Archive, Ledger: o.Ledger, Now: clock})
	})
	if _, err := st.SaveTopic(t.Context(), vigie.Topic{Name: "Bertin", Kind: vigie.Rival, Query: "bertin"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, until string
		status      int
		says        string
	}{
		{"now", "", 200, ""},
		{"a month before", "2026-10-31", 200, ""},
		{"today", now.Format(time.DateOnly), 200, ""},
		{"tomorrow", now.AddDate(0, 0, 1).Format(time.DateOnly), 400, "has not begun"},
		{"no date", "soon", 400, "soon"},
		{"before the web", "1066-10-14", 400, "before 1990"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, h, "POST", "/barometer", `{"format":"json","months":3,"until":"`+c.until+`"}`)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("barometer = %d %.400s, want %d and %q", w.Code, w.Body, c.status, c.says)
			}
			if c.until == "2026-10-31" && (!strings.Contains(w.Body.String(), "--until 2026-10-31") || strings.Contains(w.Body.String(), `"From":"2026-11-01`)) {
				t.Errorf("the barometer of October knows November, or not its own day: %.1500s", w.Body)
			}
			w = ask(t, h, "GET", "/alerts/trial/Leroux?"+url.Values{"until": {c.until}}.Encode(), "")
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("trial = %d %.400s, want %d and %q", w.Code, w.Body, c.status, c.says)
			}
		})
	}
}
