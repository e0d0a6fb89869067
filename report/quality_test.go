package report

import (
	"context"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
	"vigie.example/vigie/say"
)

// readings is one sample, read by one person.
type readings struct {
	sample.Store // nothing else is asked
	one          sample.Sample
	cards        []sample.Card
	said         []sample.Judgement
}

func (r *readings) Samples(context.Context, vigie.TopicID) ([]sample.Sample, error) {
	return []sample.Sample{r.one}, nil
}

func (r *readings) SampleCards(context.Context, sample.ID) ([]sample.Card, error) {
	return r.cards, nil
}

func (r *readings) Judgements(context.Context, sample.ID) ([]sample.Judgement, error) {
	return r.said, nil
}

// TestAuditTellsWhatASampleSays: precision, right opinions, the corrected net
// opinion; why not where it is of another query; nothing made up without one.
func TestAuditTellsWhatASampleSays(t *testing.T) {
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(brand.ID, 90, func(i int, s *measure.Saying) {
		s.Opinion = []vigie.Opinion{vigie.Positive, vigie.Negative, vigie.Positive}[i%3]
	})
	r := &readings{one: sample.Sample{ID: 1, Topic: 1, Drawn: 45, Frame: 90, Made: now, Period: measure.Period{From: now.AddDate(-1, 0, 0), To: now}}}
	for i, s := range m.sayings[:45] {
		r.cards = append(r.cards, sample.Card{Mention: s.Mention, Read: s.Opinion, Now: s.Opinion, Held: true})
		verdict := map[vigie.Opinion]sample.Verdict{vigie.Positive: sample.SaidPositive, vigie.Negative: sample.SaidNegative}[s.Opinion]
		switch {
		case i%9 == 0:
			verdict = sample.NotAbout
		case i%9 == 2:
			verdict = sample.SaidNegative
		}
		r.said = append(r.said, sample.Judgement{Mention: s.Mention, By: "ana", Verdict: verdict, At: now})
	}
	read := func(samples sample.Store) string {
		mk := maker(m)
		mk.Samples = samples
		a, err := mk.Audit(context.Background(), AuditOf{Brand: 1, Hands: measure.Hands{Hours: -1, August: -1}})
		if err != nil {
			t.Fatal(err)
		}
		d := a.Document(say.In("en"), Options{})
		sound(t, d, 8)
		return spoken(d)
	}
	if got := read(r); !strings.Contains(got, "89% of what we count is really about you") || !strings.Contains(got, "Corrected by 45 readings drawn at random") {
		t.Errorf("with a sample it says\n%s", got)
	}
	r.one.Version = 7
	if got := read(r); strings.Contains(got, "Corrected by") || !strings.Contains(got, "another version of the query") {
		t.Errorf("with a sample of another query it says\n%s", got)
	}
	if got := read(nil); strings.Contains(got, "Corrected by") || !strings.Contains(got, "It has not been measured here yet") {
		t.Errorf("without a sample it says\n%s", got)
	}
}

// TestMonthTellsOpinionRawAndCorrected: the net opinion of the month as judged,
// beside it as a sample corrects it; not measurable where too little was judged.
func TestMonthTellsOpinionRawAndCorrected(t *testing.T) {
	read := func(n int, samples func(*memory) sample.Store) string {
		m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(brand.ID, n, func(i int, s *measure.Saying) {
			s.At = now.AddDate(0, 0, -20)
			s.Opinion = vigie.Positive
		})
		mk := maker(m)
		mk.Samples = samples(m)
		r, err := mk.Monthly(context.Background(), MonthlyOf{Brand: 1, Month: now.AddDate(0, 0, -20)})
		if err != nil {
			t.Fatal(err)
		}
		d := r.Document(say.In("en"), Options{})
		sound(t, d, 4)
		return spoken(d)
	}
	none := func(*memory) sample.Store { return nil }
	harsh := func(m *memory) sample.Store { // people find what was read positive negative, one time in three
		r := &readings{one: sample.Sample{ID: 1, Topic: 1, Drawn: 45, Frame: 90, Made: now, Period: measure.Period{From: now.AddDate(0, -1, 0), To: now}}}
		for i, s := range m.sayings[:45] {
			r.cards = append(r.cards, sample.Card{Mention: s.Mention, Read: s.Opinion, Now: s.Opinion, Held: true})
			verdict := sample.SaidPositive
			if i%3 == 0 {
				verdict = sample.SaidNegative
			}
			r.said = append(r.said, sample.Judgement{Mention: s.Mention, By: "ana", Verdict: verdict, At: now})
		}
		return r
	}
	// Read: all 90 positive. Of 45 people say 15 are negative: the mean error is
	// 2 x 15/45 = 0.67, so the corrected net opinion is 100 - 67 = +33.
	if got := read(90, harsh); !strings.Contains(got, "More good than ill") || !strings.Contains(got, "Corrected by 45 readings drawn at random: +33,") {
		t.Errorf("with a sample it says\n%s", got)
	}
	if got := read(90, none); !strings.Contains(got, "More good than ill") || strings.Contains(got, "Corrected by") || !strings.Contains(got, "(page Samples)") {
		t.Errorf("without a sample it says\n%s", got)
	}
	if got := read(29, none); !strings.Contains(got, "Opinion cannot be measured here") {
		t.Errorf("with 29 judged it says\n%s", got)
	}
}

// TestBarometerTellsOpinions: side by side, nothing for a brand of which too
// little was judged.
func TestBarometerTellsOpinions(t *testing.T) {
	at := now.AddDate(0, -1, 0)
	m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).
		say(brand.ID, 90, func(i int, s *measure.Saying) { s.At, s.Opinion = at, vigie.Negative }).
		say(rival.ID, 20, func(i int, s *measure.Saying) { s.At, s.Opinion = at, vigie.Positive })
	b, err := maker(m).Barometer(context.Background(), "", 3)
	if err != nil {
		t.Fatal(err)
	}
	d := b.Document(say.In("en"), Options{})
	if len(b.Opinions) != 2 || b.Opinions[0].Net == nil || b.Opinions[0].Net.Value != -1 || b.Opinions[0].Net.N != 90 || b.Opinions[1].Net != nil || b.Opinions[0].Corrected != nil {
		t.Errorf("the opinions are %+v", b.Opinions)
	}
	for _, why := range []string{"no sample read", "fewer than 30 judged"} {
		if !strings.Contains(spoken(d), why) {
			t.Errorf("it does not say %q", why)
		}
	}
	few := &readings{one: sample.Sample{ID: 1, Topic: 1, Drawn: 5, Frame: 90, Made: now, Period: measure.Period{From: at.AddDate(0, 0, -9), To: now}}}
	for i, s := range m.sayings[:5] {
		few.cards = append(few.cards, sample.Card{Mention: s.Mention, Read: s.Opinion, Now: s.Opinion, Held: true})
		few.said = append(few.said, sample.Judgement{Mention: s.Mention, By: "ana", Verdict: sample.SaidNegative, At: now.Add(time.Duration(i))})
	}
	for version, why := range map[int]string{0: "sample too small", 7: "sample of another query"} {
		mk := maker(m)
		few.one.Version, mk.Samples = version, few
		b, err := mk.Barometer(context.Background(), "", 3)
		if err != nil {
			t.Fatal(err)
		}
		if got := spoken(b.Document(say.In("en"), Options{})); !strings.Contains(got, why) {
			t.Errorf("with five labels of query %d it does not say %q:\n%s", version, why, got)
		}
	}
	if got := spoken(d); !strings.Contains(got, brand.Name+": more ill than good in October 2026") || strings.Contains(got, "NaN") {
		t.Errorf("it says\n%s", got)
	}
}

// TestReachIsARange: of those whose followers are known, or not at all.
func TestReachIsARange(t *testing.T) {
	read := func(followers int64) string {
		m := (&memory{sources: []vigie.Source{feed(now.AddDate(-2, 0, 0))}}).say(brand.ID, 60, func(i int, s *measure.Saying) {
			if s.At = now.Add(-time.Duration(i+1) * time.Hour); i < 10 {
				s.Followers = followers
			}
		})
		a, err := maker(m).Audit(context.Background(), AuditOf{Brand: 1, Hands: measure.Hands{Hours: -1, August: -1}})
		if err != nil {
			t.Fatal(err)
		}
		month, err := maker(m).Monthly(context.Background(), MonthlyOf{Brand: 1, Month: now})
		if err != nil {
			t.Fatal(err)
		}
		return spoken(a.Document(say.In("en"), Options{})) + "\n=== " + spoken(month.Document(say.In("en"), Options{}))
	}
	if got := read(10_000); strings.Count(got, "Between 6,000 and 15,000 possible readings") != 2 || strings.Count(got, "10 mentions of 60") != 2 {
		t.Errorf("ten accounts of ten thousand followers: %s", got)
	}
	if got := read(-1); strings.Count(got, "They cannot be put in figures here") != 2 || strings.Count(got, "It has not been measured here yet") != 2 {
		t.Errorf("no followers known: %s", got)
	}
}
