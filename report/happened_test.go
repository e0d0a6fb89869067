package report

import (
	"context"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/chart"
	"vigie.example/vigie/say"
)

// TestReportsTellWhatIsCountedOtherwise: the marks of the pages stand on the
// pictures of the report and of the barometer too, and are told beside them.
func TestReportsTellWhatIsCountedOtherwise(t *testing.T) {
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 12, 0, 0, 0, time.UTC) }
	turns := []vigie.Turn{
		{Kind: vigie.TurnDay, At: at(9, 3), Until: at(9, 6), Name: "Harbour strike"},
		{Kind: vigie.TurnQuery, At: at(9, 9), Topic: 1, Name: brand.Name},
		{Kind: vigie.TurnQuery, At: at(9, 9), Topic: 77, Name: "another’s"},
		{Kind: vigie.TurnPaused, At: at(9, 10), Name: "Gazette"},
		{Kind: vigie.TurnRemoved, At: at(10, 2), Name: "Gazette"},
		{Kind: vigie.TurnRemoved, At: at(10, 2), Name: "Écho"},
		{Kind: vigie.TurnVersion, At: at(10, 4), Name: "barometer/2"},
		{Kind: vigie.TurnVersion, At: at(10, 4), Name: "opinion/2"},
		{Kind: vigie.TurnVersion, At: at(10, 5), Name: "ordinary/2"},
		{Kind: vigie.TurnNoiseOff, At: at(10, 6), Name: "jobs"},
		{Kind: vigie.TurnPaused, At: at(10, 20), Name: "Plus tard"},
	}
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-3, 0, 0))}}).say(1, 900, nil).say(2, 900, nil)
	mk := maker(m)
	mk.Turns = func(context.Context) ([]vigie.Turn, error) { return turns, nil }
	month, err := mk.Monthly(t.Context(), MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{2}, Month: at(10, 1)})
	if err != nil {
		t.Fatal(err)
	}
	sector, err := mk.Barometer(t.Context(), "", 13)
	if err != nil {
		t.Fatal(err)
	}
	common := []string{"Harbour strike, ", "the query changed on 9", "source paused on 10", "sources removed on 2", "noise filter switched off on 6", "job ads", "other changes, marked"}
	for _, tt := range []struct {
		name        string
		d           *Document
		told, never []string
	}{
		{"month", month.Document(say.In("en"), Options{}), common, []string{"the formula of the barometer", "judges opinions"}},
		{"barometer", sector.Document(say.In("en"), Options{}), append(common, "the formula of the barometer is in version 2", "another version of what judges opinions"), []string{"what is ordinary is in"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := plainSpaces(spoken(tt.d))
			for _, want := range tt.told {
				if !strings.Contains(strings.ToLower(got), strings.ToLower(want)) {
					t.Errorf("it does not say %q:\n%s", want, got)
				}
			}
			for _, never := range tt.never {
				if strings.Contains(got, never) {
					t.Errorf("it says %q:\n%s", never, got)
				}
			}
			marks := 0
			for _, p := range tt.d.Pages {
				for _, x := range p.Sections {
					for _, b := range x.Blocks {
						switch b := b.(type) {
						case Picture:
							marks = max(marks, events(b.Drawing))
						case Rows:
							for _, r := range b.Rows {
								marks = max(marks, events(r.Picture))
							}
						}
					}
				}
			}
			if marks < 6 {
				t.Errorf("%d marks on a picture, want at least six", marks)
			}
		})
	}
}

// events counts the marks of a picture.
func events(d chart.Drawing) (n int) {
	for _, s := range d.Shapes {
		if r, ok := s.(chart.Rule); ok && r.Class == chart.Event {
			n++
		}
	}
	return n
}

// TestAnEditedRuleIsTold: it breaks the lines of the barometer, whose states ask
// what people ask for, and is told beside the requests of the month, not on the
// picture of its voices.
func TestAnEditedRuleIsTold(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-3, 0, 0))}}).say(1, 900, nil).say(2, 900, nil)
	mk := maker(m)
	mk.Turns = func(context.Context) ([]vigie.Turn, error) {
		return []vigie.Turn{{Kind: vigie.TurnRule, At: time.Date(2026, 10, 7, 12, 0, 0, 0, time.UTC), Name: "fr complaint"}}, nil
	}
	sector, err := mk.Barometer(t.Context(), "", 13)
	if err != nil {
		t.Fatal(err)
	}
	month, err := mk.Monthly(t.Context(), MonthlyOf{Brand: 1})
	if err != nil {
		t.Fatal(err)
	}
	const want = "Rule changed on 7 Oct., “complaint”: all that is kept was read again with it"
	marks := func(d *Document) (n int) {
		for _, p := range d.Pages {
			for _, x := range p.Sections {
				for _, b := range x.Blocks {
					switch b := b.(type) {
					case Picture:
						n += events(b.Drawing)
					case Rows:
						for _, r := range b.Rows {
							n += events(r.Picture)
						}
					}
				}
			}
		}
		return n
	}
	for _, tt := range []struct {
		name  string
		d     *Document
		marks int
	}{{"barometer", sector.Document(say.In("en"), Options{}), 2}, {"month", month.Document(say.In("en"), Options{}), 0}} {
		if got := spoken(tt.d); !strings.Contains(got, want) || marks(tt.d) != tt.marks {
			t.Errorf("%s: %d marks, want %d; it says\n%s", tt.name, marks(tt.d), tt.marks, got)
		}
	}
}

// corrections is an archive in which people corrected something.
type corrections struct{ *memory }

func (corrections) Labels(context.Context) ([]vigie.Label, error) {
	return []vigie.Label{{Topic: 1, At: now.AddDate(0, 0, -9)}, {Topic: 1, At: now.AddDate(0, 0, -4)}, {Topic: 77, At: now}}, nil
}

func (corrections) IntentLabels(context.Context) ([]vigie.IntentLabel, error) {
	return []vigie.IntentLabel{{At: now.AddDate(0, 0, -20)}}, nil
}

// TestCorrectionsAreTold: how many readings are people's, and when the last was.
func TestCorrectionsAreTold(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-3, 0, 0))}}).say(1, 60, nil)
	mk := maker(m)
	mk.Archive = corrections{m}
	r, err := mk.Monthly(t.Context(), MonthlyOf{Brand: 1})
	if err != nil {
		t.Fatal(err)
	}
	const want = "2 opinions and one intent that people corrected stand here in the place of what our readers read, which learn from them; the last is of 19 Nov. 2026."
	if got := spoken(r.Document(say.In("en"), Options{})); !strings.Contains(got, want) {
		t.Errorf("it does not say %q:\n%s", want, got)
	}
}
