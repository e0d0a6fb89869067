package report

import (
	"context"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/say"
)

func TestMonthly(t *testing.T) {
	old := now.AddDate(-3, 0, 0)
	year := func() *memory {
		return (&memory{sources: []vigie.Source{feed(old)}}).say(1, 700, func(i int, s *measure.Saying) {
			s.Opinion = []vigie.Opinion{vigie.Positive, vigie.Negative, vigie.Neutral}[i%3]
			if i%10 == 0 {
				s.Intents = []vigie.Intent{vigie.Complaint}
			}
		}).say(2, 900, nil)
	}
	ask := MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{2}}
	for _, tt := range []struct {
		name  string
		m     *memory
		ask   MonthlyOf
		first string
	}{
		{"an ordinary month", year(), ask, "En octobre 2026, 62 voix ont parlé de vous"},
		{"no data", &memory{}, ask, "Octobre 2026 n’a pas été écouté"},
		{"one mention", (&memory{sources: []vigie.Source{feed(old)}}).say(1, 1, func(_ int, s *measure.Saying) { s.At = now.AddDate(0, -1, 0) }), ask, "En octobre 2026, une voix a parlé de vous"},
		{"nobody talks about the brand", (&memory{sources: []vigie.Source{feed(old)}}).say(2, 300, nil), ask, "nous n’avons entendu personne parler de vous"},
		{"no rival", year(), MonthlyOf{Brand: 1}, "62 voix"},
		{"all from one author", (&memory{sources: []vigie.Source{feed(old)}}).say(1, 300, func(_ int, s *measure.Saying) { s.Voice = 1 }), ask, "une voix a parlé de vous"},
		{"a month missing", func() *memory {
			m := year()
			m.gaps = []vigie.Gap{{Source: 1, From: time.Date(2026, 10, 3, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 10, 30, 0, 0, 0, 0, time.UTC)}}
			return m
		}(), ask, "n’a pas été entendu en entier : au moins 62 voix"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := maker(tt.m).Monthly(context.Background(), tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range say.Languages {
				d := r.Document(say.In(lang), Options{})
				sound(t, d, 4)
				if got := plainSpaces(d.Pages[0].Answer); lang == "fr" && !strings.Contains(got, tt.first) {
					t.Errorf("answer %q, want %q in it", got, tt.first)
				}
			}
		})
	}
	if _, err := maker(year()).Monthly(context.Background(), MonthlyOf{Brand: 1, Month: now.AddDate(0, 2, 0)}); vigie.Tell(err).ID != "report-future" {
		t.Errorf("a month to come: %v", err)
	}
	if _, err := maker(year()).Monthly(context.Background(), MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{1}}); vigie.Tell(err).ID != "report-own-rival" {
		t.Errorf("a rival equal to the brand: %v", err)
	}
}

func TestSectorBarometer(t *testing.T) {
	old := now.AddDate(-3, 0, 0)
	for _, tt := range []struct {
		name  string
		m     *memory
		first string
	}{
		{"a year", (&memory{sources: []vigie.Source{feed(old)}}).say(1, 1000, nil).say(2, 2500, nil), "En octobre 2026, Bertin a retenu le plus d’attention"},
		{"no data", &memory{}, "Aucun mois n’a encore été écouté en entier"},
		{"one mention", (&memory{sources: []vigie.Source{feed(old)}}).say(1, 1, func(_ int, s *measure.Saying) { s.At = now.AddDate(0, -1, 0) }), "une voix pour tout le secteur"},
		{"nobody talks about one brand", (&memory{sources: []vigie.Source{feed(old)}}).say(2, 900, nil), "Bertin a retenu le plus d’attention"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := maker(tt.m).Barometer(context.Background(), "", 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range say.Languages {
				d := b.Document(say.In(lang), Options{})
				sound(t, d, 3)
				if got := plainSpaces(d.Pages[0].Answer); lang == "fr" && !strings.Contains(got, tt.first) {
					t.Errorf("answer %q, want %q in it", got, tt.first)
				}
				b.Picture(say.In(lang))
			}
		})
	}
	m := maker(&memory{})
	if _, err := m.Barometer(context.Background(), "Location", 0); vigie.Tell(err).ID != "report-one-brand" {
		t.Errorf("a sector of one brand: %v", err)
	}
	if _, err := m.Barometer(context.Background(), "Lune", 0); vigie.Tell(err).ID != "report-no-sector" {
		t.Errorf("a sector that is not there: %v", err)
	}
}
