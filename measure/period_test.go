package measure

import (
	"testing"
	"time"
	_ "time/tzdata"

	"vigie.example/vigie"
)

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestDaysOfTwentyThreeAndTwentyFiveHours(t *testing.T) {
	zone := paris(t)
	tests := []struct {
		name  string
		at    time.Time
		hours float64
		week  float64
	}{
		{"an ordinary day", time.Date(2026, 11, 18, 12, 0, 0, 0, zone), 24, 168},
		{"summer time begins", time.Date(2026, 3, 29, 12, 0, 0, 0, zone), 23, 167},
		{"summer time ends", time.Date(2026, 10, 25, 12, 0, 0, 0, zone), 25, 169},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := DayOf(tt.at, zone).Hours(); got != tt.hours {
				t.Errorf("DayOf(%v) has %v hours, want %v", tt.at, got, tt.hours)
			}
			if got := WeekOf(tt.at, zone).Hours(); got != tt.week {
				t.Errorf("WeekOf(%v) has %v hours, want %v", tt.at, got, tt.week)
			}
		})
	}
}

func TestWeeks(t *testing.T) {
	zone := paris(t)
	// Sunday 23:30 in Paris is still Sunday, though Monday in Tokyo.
	at := time.Date(2026, 11, 22, 22, 30, 0, 0, time.UTC)
	weeks := Weeks(at, zone, 13)
	if got, want := weeks[12].From, time.Date(2026, 11, 16, 0, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("last week begins %v, want %v", got, want)
	}
	if got, want := weeks[0].From, time.Date(2026, 8, 24, 0, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("first week begins %v, want %v", got, want)
	}
	for i := 1; i < len(weeks); i++ {
		if !weeks[i].From.Equal(weeks[i-1].To) {
			t.Errorf("week %d begins %v, the one before ends %v", i, weeks[i].From, weeks[i-1].To)
		}
	}
	if got, want := weeks[12].Before(zone, 7), weeks[11]; got != want {
		t.Errorf("Before = %v, want %v", got, want)
	}
	if got := weeks[12].First(zone, 3).To; !got.Equal(time.Date(2026, 11, 19, 0, 0, 0, 0, zone)) {
		t.Errorf("First(3) ends %v", got)
	}
	if !weeks[12].Holds(at) || weeks[12].Holds(weeks[12].To) {
		t.Error("a period holds its beginning and not its end")
	}
}

func TestHoles(t *testing.T) {
	zone := paris(t)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, zone)
	weeks := Weeks(now, zone, 4)
	source := func(id vigie.SourceID, perWeek float64, kind vigie.SourceKind) vigie.Source {
		return vigie.Source{ID: id, Kind: kind, Health: vigie.Health{PerWeek: perWeek}}
	}
	two := []vigie.Source{source(1, 90, vigie.FeedSource), source(2, 10, vigie.FeedSource), source(3, 1000, vigie.FileSource)}
	tests := []struct {
		name    string
		sources []vigie.Source
		gaps    []vigie.Gap
		week    int
		missed  float64
		worst   vigie.SourceID
	}{
		{"heard throughout", two, nil, 1, 0, 0},
		{"the small one silent for a week", two, []vigie.Gap{{Source: 2, From: weeks[1].From, To: weeks[1].To}}, 1, 0.1, 2},
		{"the other weeks are not touched", two, []vigie.Gap{{Source: 2, From: weeks[1].From, To: weeks[1].To}}, 2, 0, 0},
		{"both: the heavier is named", two, []vigie.Gap{{Source: 2, From: weeks[0].From, To: weeks[3].To}, {Source: 1, From: weeks[1].From, To: weeks[1].To}}, 1, 1, 1},
		{"a gap that lasts, in the week under way, counts what has passed", two, []vigie.Gap{{Source: 1, From: weeks[3].From}}, 3, 0.9, 1},
		{"nothing known: all weigh the same", []vigie.Source{source(1, 0, vigie.FeedSource), source(2, 0, vigie.PageSource)}, []vigie.Gap{{Source: 1, From: weeks[1].From, To: weeks[1].To}}, 1, 0.5, 1},
		{"no source", nil, []vigie.Gap{{Source: 1, From: weeks[1].From}}, 1, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Holes(weeks, tt.sources, tt.gaps, now)[tt.week]
			if d := got.Missed - tt.missed; d > 1e-9 || d < -1e-9 || got.Worst != tt.worst {
				t.Errorf("Holes = %+v, want missed %v by source %d", got, tt.missed, tt.worst)
			}
			if got.Incomplete() != (tt.missed >= HoleFrom) {
				t.Errorf("Incomplete() = %v for %v missed", got.Incomplete(), got.Missed)
			}
		})
	}
}
