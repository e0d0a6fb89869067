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

// TestAMonthNotListenedTo says so on every page, and nothing of those who may
// have spoken in it.
func TestAMonthNotListenedTo(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(0, -1, 0))}}).say(1, 60, func(_ int, s *measure.Saying) { s.At = now.AddDate(0, 0, -3) })
	for lang, want := range map[string]string{"fr": "Mars 2026 n’a pas été écouté", "en": "March 2026 was not listened to"} {
		r, err := maker(m).Monthly(t.Context(), MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{2}, Month: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		d := r.Document(say.In(lang), Options{})
		sound(t, d, 4)
		for _, p := range d.Pages[:3] {
			if !strings.Contains(plainSpaces(p.Answer), want) {
				t.Errorf("page %q answers %q, want %q in it", p.Name, p.Answer, want)
			}
		}
		got := spoken(d)
		for _, lie := range []string{"Personne ne vous a rien demandé", "Nobody asked you", "Personne n’a parlé", "Nobody spoke", "pas encore été cherchées", "have not been looked for", "Nous ne vous demandons rien", "We ask you for nothing"} {
			if strings.Contains(got, lie) {
				t.Errorf("nobody listened, and it says %q in\n%s", lie, got)
			}
		}
	}
}

// TestAMonthListenedToInPart is told as such, in the report and in the barometer,
// and is compared with nothing.
func TestAMonthListenedToInPart(t *testing.T) {
	file := vigie.Source{ID: 1, Kind: vigie.FileSource, Name: "tweets.csv", Channel: vigie.Social, Added: now}
	m := (&memory{sources: []vigie.Source{file}}).
		say(1, 90, func(i int, s *measure.Saying) { s.At = time.Date(2026, 9, 14+i%11, 9, 0, 0, 0, time.UTC) }).
		say(2, 90, func(i int, s *measure.Saying) { s.At = time.Date(2026, 9, 14+i%11, 9, 0, 0, 0, time.UTC) })
	r, err := maker(m).Monthly(t.Context(), MonthlyOf{Brand: 1, Rivals: []vigie.TopicID{2}, Month: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	d := r.Document(say.In("fr"), Options{})
	if got, want := plainSpaces(d.Pages[0].Answer), "De septembre 2026, seuls les jours du 14 au 24 sept. 2026 ont été écoutés : 90 voix y ont parlé de vous."; !strings.HasPrefix(got, want) || r.last().Usual() {
		t.Errorf("answer %q, want %q first", got, want)
	}
	b, err := maker(m).Barometer(t.Context(), "BTP", 4)
	if err != nil {
		t.Fatal(err)
	}
	got := spoken(b.Document(say.In("en"), Options{}))
	for _, want := range []string{"September 2026 (listened to from 14 to 24 Sept. 2026 only)", "August 2026 (before listening)", "October 2026 (not listened to)", "No month has been listened to in full"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// TestNobodySpoke: where nothing was said, nothing was asked, and intents were not
// left unread.
func TestNobodySpoke(t *testing.T) {
	m := &memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}
	m.say(2, 200, nil)
	r, err := maker(m).Monthly(t.Context(), MonthlyOf{Brand: 1})
	if err != nil {
		t.Fatal(err)
	}
	a, err := maker(m).Audit(t.Context(), AuditOf{Brand: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []*Document{r.Document(say.In("en"), Options{}), a.Document(say.In("en"), Options{})} {
		if got := spoken(d); strings.Contains(got, "have not been looked for") || !strings.Contains(got, "where we listen") {
			t.Errorf("nobody spoke, and it says\n%s", got)
		}
	}
}

// TestRequestsThatCannotBeTold: where no place shows who answers whom, a month
// draws no nought, says how many, and asks to go and look.
func TestRequestsThatCannotBeTold(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(1, 40, func(i int, s *measure.Saying) {
		s.At, s.Intents = now.AddDate(0, -1, -i%10), []vigie.Intent{vigie.Question}
	})
	month := func() *Document {
		r, err := maker(m).Monthly(t.Context(), MonthlyOf{Brand: 1})
		if err != nil {
			t.Fatal(err)
		}
		return r.Document(say.In("en"), Options{})
	}
	d := month()
	if got := spoken(d); !strings.Contains(got, "whether the 40 requests got an answer, which the sites do not show") || strings.Contains(got, "Without an answer") {
		t.Errorf("it says\n%s", got)
	}
	m.answers[m.sayings[0].Mention], m.answers[m.sayings[1].Mention] = measure.ByUs, measure.Unheard
	if got := plainSpaces(month().Pages[1].Answer); got != "40 requests about you: 1 answered by you, 0 by others, 1 without an answer heard, 38 of which it cannot be told." {
		t.Errorf("it says %q", got)
	}
}

// TestReportsTellWhatTheyWereMadeFrom: queries with their versions, formulas,
// readers, and the command that makes them again.
func TestReportsTellWhatTheyWereMadeFrom(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(1, 60, nil).say(2, 40, nil)
	mk := maker(m)
	mk.Version = "1.2.3"
	ctx := context.Background()
	audit, err := mk.Audit(ctx, AuditOf{
		Brand: 1, Rivals: []vigie.TopicID{2}, Hands: measure.Hands{Hours: 2.5, August: 0},
		Admission: map[string]measure.Admission{"forum.example": measure.Refused},
	})
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
		"vigie audit 'Leroux' --since 2025-11-23 --until 2026-11-23 --rivals 'Bertin' --hours 2.5 --august 0 --admission 'forum.example=refused'": audit.Document,
		"vigie report 'Leroux' --month 2026-10 --rivals 'Bertin'":                                                                                 monthly.Document,
		"vigie barometer --sector 'BTP' --months 3":                                                                                               sector.Document,
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
