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

// spoken returns all that a document says, with plain spaces.
func spoken(d *Document) string {
	var b strings.Builder
	for _, p := range d.Pages {
		b.WriteString(p.Answer + "\n")
		for _, s := range p.Sections {
			b.WriteString(s.Finding + "\n")
			for _, block := range s.Blocks {
				b.WriteString(strings.Join(wordsOf(block), "\n") + "\n")
			}
		}
	}
	return plainSpaces(b.String())
}

// TestSilenceIsNoAnswer: where no site shows who answers whom, nothing is said
// of who was left alone.
func TestSilenceIsNoAnswer(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(brand.ID, 60, func(_ int, s *measure.Saying) { s.Intents = []vigie.Intent{vigie.Question} })
	ask := AuditOf{Brand: 1, Hands: measure.Hands{Hours: -1, August: -1}}
	read := func() string {
		a, err := maker(m).Audit(context.Background(), ask)
		if err != nil {
			t.Fatal(err)
		}
		return spoken(a.Document(say.In("en"), Options{}))
	}
	if got := read(); !strings.Contains(got, "Nothing we heard tells whether anybody answered") || strings.Contains(got, "Each of them got an answer") || strings.Contains(got, "None was left alone") {
		t.Errorf("no thread was heard, and it says\n%s", got)
	}
	for i, s := range m.sayings {
		if i%2 == 0 {
			m.answers[s.Mention] = measure.ByOthers
		}
	}
	if got := read(); strings.Contains(got, "Each of them got an answer") {
		t.Errorf("half cannot be told, and it says\n%s", got)
	}
	for _, s := range m.sayings {
		m.answers[s.Mention] = measure.ByOthers
	}
	if got := read(); !strings.Contains(got, "Each of them got an answer that we heard") {
		t.Errorf("all were answered, and it says\n%s", got)
	}
}

// TestMonthsBeforeListening are no noughts, and no month to compare with.
func TestMonthsBeforeListening(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC))}})
	october := func(i int, s *measure.Saying) { s.At = time.Date(2026, 10, 2+i%20, 9, 0, 0, 0, time.UTC) }
	m.say(1, 60, october).say(2, 40, october)
	r, err := maker(m).Monthly(context.Background(), MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{2}})
	if err != nil {
		t.Fatal(err)
	}
	got := spoken(r.Document(say.In("en"), Options{}))
	for _, want := range []string{"September 2026\n–\n", "The month before was not heard: nothing to compare with"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// TestReportsTellWhatTheyWereMadeFrom: queries with their versions, formulas,
// readers, and the command that makes them again.
func TestReportsTellWhatTheyWereMadeFrom(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(1, 60, nil).say(2, 40, nil)
	mk := maker(m)
	mk.Version = "1.2.3"
	ctx := context.Background()
	audit, err := mk.Audit(ctx, AuditOf{Brand: 1, Rivals: []vigie.TopicID{2}, Hands: measure.Hands{Hours: -1, August: -1}})
	if err != nil {
		t.Fatal(err)
	}
	monthly, err := mk.Monthly(ctx, MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{2}})
	if err != nil {
		t.Fatal(err)
	}
	sector, err := mk.Barometer(ctx, "BTP", 3)
	if err != nil {
		t.Fatal(err)
	}
	for command, compose := range map[string]Composer{
		"vigie audit 'Leroux' --since 2025-11-23 --until 2026-11-23 --rivals 'Bertin'": audit.Document,
		"vigie report 'Leroux' --month 2026-10 --rivals 'Bertin'":                      monthly.Document,
		"vigie barometer --sector 'BTP' --months 3":                                    sector.Document,
	} {
		got := spoken(compose(say.In("en"), Options{}))
		for _, want := range []string{command, "Leroux (version 0)", "share/2", "opinion/", "Vigie 1.2.3"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got[max(0, len(got)-900):])
			}
		}
	}
	if got, want := shellWord("L'Oréal"), `'L'\''Oréal'`; got != want {
		t.Errorf("shellWord = %s, want %s", got, want)
	}
}
