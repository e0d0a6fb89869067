package web

import (
	"testing"
	"time"

	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

// TestFindingNamesTheWeekThatStoodOut: a peak five weeks ago is no "return".
func TestFindingNamesTheWeekThatStoodOut(t *testing.T) {
	monday := time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC)
	weeks := func(voices ...int64) (course []week) {
		for i, n := range voices {
			from := monday.AddDate(0, 0, 7*i)
			course = append(course, week{Period: measure.Period{From: from, To: from.AddDate(0, 0, 7)}, N: n, Banded: true, Band: measure.Band{Low: 20, High: 60}})
		}
		return course
	}
	v := &visit{Print: say.In("fr").At(time.UTC).Seen(func() time.Time { return monday.AddDate(0, 1, 0) })}
	for _, tt := range []struct {
		name   string
		course []week
		want   string
	}{
		{"none", weeks(30, 40, 50, 40), "Des semaines ordinaires, aucune ne sort du lot"},
		{"one, long ago", weeks(30, 300, 50, 40, 30), "De l’ordinaire, sauf la semaine du 7\u00a0sept."},
		{"several", weeks(300, 30, 5, 40), "De l’ordinaire, sauf deux semaines sur quatre"},
		{"the last", weeks(30, 30, 40, 300), "Plus de voix que dans une semaine ordinaire"},
	} {
		if got := v.finding(tt.course); got != tt.want {
			t.Errorf("%s: finding = %q, want %q", tt.name, got, tt.want)
		}
	}
}
