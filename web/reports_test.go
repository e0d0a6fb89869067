package web

import (
	"testing"
	"time"

	"vigie.example/vigie/report"
)

// TestReportsForgotten: after an erasure no report made before it is shown,
// nor one that was being made meanwhile.
func TestReportsForgotten(t *testing.T) {
	var c reports
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	made := 0
	get := func(meanwhile func()) {
		t.Helper()
		if _, err := c.get("audit", now, func() (any, report.Composer, error) {
			made++
			meanwhile()
			return made, nil, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	nothing := func() {}
	get(nothing)
	get(nothing)
	if made != 1 {
		t.Fatalf("made %d times, want a fresh one shown again", made)
	}
	c.forget()
	get(c.forget)
	get(nothing)
	if made != 3 {
		t.Errorf("made %d times, want 3: what was made before an erasure ended is shown again", made)
	}
}
