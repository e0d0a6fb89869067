package alert_test

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/measure"
)

func TestGravest(t *testing.T) {
	d := newDesk(t, 0, 0)
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	november := october.AddDate(0, 1, 0)
	months := []measure.Period{{From: october, To: november}, {From: november, To: november.AddDate(0, 1, 0)}}
	for _, a := range []alert.Alert{
		{Kind: alert.Buzz, Topic: 1, Rung: october.AddDate(0, 0, 3), Level: 2},
		{Kind: alert.Buzz, Topic: 1, Rung: october.AddDate(0, 0, 9), Level: 4, Also: []vigie.TopicID{7}},
		{Kind: alert.Buzz, Topic: 1, Rung: november, Level: 4, State: alert.Closed, Verdict: alert.NotReal},
		{Kind: alert.Waits, Topic: 1, Rung: november, Level: 1},
	} {
		if _, err := d.store.SaveAlert(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.guard.Gravest(t.Context(), months)
	d.must(err)
	if got[0][1] != 4 || got[0][7] != 4 {
		t.Errorf("October = %v, want 4 for the brand and for the topic that shares the story", got[0])
	}
	if level, known := got[1][1]; level != 0 || !known {
		t.Errorf("November = %v, want a known 0: what was found false and what opens by rule do not count", got[1])
	}
	if _, known := got[0][2]; known {
		t.Error("a theme that nobody watches has a level")
	}
}
