package sample

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

var day = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// teller tells so many mentions by others, one of its own and a private one,
// from an order of one's choosing.
type teller struct {
	n       int
	reverse bool
}

func (t teller) Sayings(_ context.Context, _ vigie.Filter, yield func(*measure.Saying) bool) error {
	for i := range t.n {
		if t.reverse {
			i = t.n - 1 - i
		}
		o := []vigie.Opinion{vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure}[i%4]
		if !yield(&measure.Saying{Topic: 1, Mention: vigie.MentionID(1000 + i), At: day, Channel: vigie.Forum, Opinion: o}) {
			return nil
		}
	}
	yield(&measure.Saying{Topic: 1, Mention: 1, At: day, Channel: vigie.Forum, Own: true})
	yield(&measure.Saying{Topic: 1, Mention: 2, At: day, Channel: vigie.Private})
	return nil
}

// kept is a Store that keeps the last draw alone.
type kept struct {
	Store
	cards []Card
}

func (k *kept) SaveSample(_ context.Context, s Sample, cards []Card) (Sample, error) {
	k.cards = cards
	s.ID = 1
	return s, nil
}

func draw(t *testing.T, from teller, n int, seed uint64) (Sample, []Card) {
	t.Helper()
	var k kept
	s, err := Draw(t.Context(), from, &k, Sample{Topic: 1, Drawn: n, Seed: seed, Period: measure.Period{From: day.AddDate(0, -1, 0), To: day.AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	return s, k.cards
}

// The same seed draws the same from whatever order, a larger draw begins with
// the smaller one, and another seed draws others.
func TestDrawIsReproducible(t *testing.T) {
	s, a := draw(t, teller{n: 500}, 40, 7)
	if s.Frame != 500 || s.Drawn != 40 || s.Chance() != 0.08 {
		t.Errorf("drawn %d of %d, chance %v; want 40 of 500, 0.08: neither own nor private", s.Drawn, s.Frame, s.Chance())
	}
	if _, b := draw(t, teller{n: 500, reverse: true}, 40, 7); !slices.Equal(a, b) {
		t.Error("another order of telling draws other cards")
	}
	if _, b := draw(t, teller{n: 500}, 90, 7); !slices.Equal(a, b[:40]) {
		t.Error("a larger draw does not begin with the smaller one")
	}
	if _, b := draw(t, teller{n: 500}, 40, 8); slices.Equal(a, b) {
		t.Error("another seed draws the same cards")
	}
	if s, c := draw(t, teller{n: 12}, 40, 7); s.Drawn != 12 || len(c) != 12 || s.Chance() != 1 {
		t.Errorf("of 12 mentions %d are drawn", len(c))
	}
}

// Every mention has the same chance: over many seeds each is drawn as often as
// the others, but for chance (chi-square of 199 degrees, 99.9 %: 267.5).
func TestDrawIsFair(t *testing.T) {
	times := map[vigie.MentionID]float64{}
	const runs, of, n = 400, 200, 20
	for seed := range uint64(runs) {
		_, cards := draw(t, teller{n: of}, n, seed)
		for _, c := range cards {
			times[c.Mention]++
		}
	}
	want, chi := float64(runs*n)/of, 0.0
	for i := range of {
		d := times[vigie.MentionID(1000+i)] - want
		chi += d * d / want
	}
	if chi > 267.5 {
		t.Errorf("chi-square %v over %d mentions: some are drawn more than others", chi, of)
	}
}

func TestDrawRefuses(t *testing.T) {
	ok := measure.Period{From: day, To: day.AddDate(0, 0, 1)}
	for name, tt := range map[string]struct {
		s    Sample
		from teller
		want vigie.Kind
	}{
		"no card":         {Sample{Drawn: 0, Period: ok}, teller{n: 9}, vigie.Invalid},
		"too many":        {Sample{Drawn: Most + 1, Period: ok}, teller{n: 9}, vigie.Invalid},
		"an empty period": {Sample{Drawn: 9, Period: measure.Period{From: day, To: day}}, teller{n: 9}, vigie.Invalid},
		"nothing said":    {Sample{Drawn: 9, Period: ok}, teller{}, vigie.NotFound},
	} {
		if _, err := Draw(t.Context(), tt.from, &kept{}, tt.s); vigie.KindOf(err) != tt.want {
			t.Errorf("%s: %v, want kind %v", name, err, tt.want)
		}
	}
}

func said(m vigie.MentionID, by string, v Verdict, minute int) Judgement {
	return Judgement{Mention: m, By: by, Verdict: v, At: day.Add(time.Duration(minute) * time.Minute)}
}

// Seven cards, two people: what is told of each, and what it sums up to.
func TestRead(t *testing.T) {
	card := func(m vigie.MentionID, o vigie.Opinion) Card { return Card{Mention: m, Read: o, Now: o, Held: true} }
	cards := []Card{
		card(1, vigie.Negative), // both say negative
		card(2, vigie.Positive), // off
		card(3, vigie.Unsure),   // mixed
		card(4, vigie.Neutral),  // they differ, as many: the first one's
		card(5, vigie.Neutral),  // nobody can tell
		card(6, vigie.Negative), // nobody looked
		{Mention: 7, Read: vigie.Negative, Now: vigie.Positive, Held: true, Fixed: true},
	}
	got := Sample{ID: 3}.Read(cards, []Judgement{
		said(1, "ana", SaidNegative, 1), said(1, "bob", SaidNegative, 9),
		said(2, "ana", NotAbout, 2), said(2, "bob", NotAbout, 8),
		said(3, "ana", SaidMixed, 3),
		said(4, "ana", SaidPositive, 6), said(4, "bob", SaidNeutral, 5),
		said(5, "ana", Unclear, 6),
		said(7, "ana", SaidPositive, 7),
	})
	if got.Labelled != 6 || got.Unclear != 1 || got.People != 2 || got.Cards != 7 {
		t.Errorf("labelled %d, unclear %d, people %d of %d cards", got.Labelled, got.Unclear, got.People, got.Cards)
	}
	if p := got.About; p == nil || p.K != 4 || p.N != 5 {
		t.Errorf("about the topic: %+v, want 4 of 5", p)
	}
	// 1 and 4 are right; 7 was corrected, so that what readers said counts; 3
	// is not committed.
	if p := got.Right; p == nil || p.K != 2 || p.N != 3 {
		t.Errorf("right: %+v, want 2 of 3", p)
	}
	want := []measure.Labelled{
		{Read: vigie.Negative, Person: vigie.Negative},
		{Read: vigie.Positive, Off: true},
		{Read: vigie.Unsure, Person: vigie.Unsure},
		{Read: vigie.Neutral, Person: vigie.Neutral},
		{Read: vigie.Negative, Person: vigie.Positive},
	}
	if !slices.Equal(got.Labels, want) {
		t.Errorf("labels %v, want %v", got.Labels, want)
	}
	if n := got.Confused[vigie.Negative][vigie.Positive]; n != 1 {
		t.Errorf("confused negative for positive %d times, want 1", n)
	}
	if a := got.AboutAgreed; a == nil || a.Pairs != 3 || a.Same != 1 || !a.Known || a.Kappa != 1 {
		t.Errorf("agreement on what it is about: %+v", a)
	}
	if a := got.OpinionAgreed; a == nil || a.Pairs != 2 || a.Same != 0.5 {
		t.Errorf("agreement on opinions: %+v", a)
	}
}

// Fifty applications read by two people, 20 both accept, 15 both refuse, 5 and
// 10 they differ on: kappa 0.4 (the example of Wikipedia's page on Cohen's
// kappa, also sklearn.metrics.cohen_kappa_score).
func TestKappa(t *testing.T) {
	var js []Judgement
	var cards []Card
	n := vigie.MentionID(0)
	add := func(times int, a, b Verdict) {
		for range times {
			n++
			cards = append(cards, Card{Mention: n})
			js = append(js, said(n, "a", a, 1), said(n, "b", b, 2))
		}
	}
	add(20, About, SaidNegative)
	add(5, About, NotAbout)
	add(10, NotAbout, SaidPositive)
	add(15, NotAbout, NotAbout)
	got := Sample{}.Read(cards, js)
	if a := got.AboutAgreed; a == nil || !a.Known || math.Abs(a.Kappa-0.4) > 1e-12 || a.Pairs != 50 || a.Same != 0.7 {
		t.Errorf("agreement %+v, want kappa 0.4 over 50", a)
	}
	if got.OpinionAgreed != nil {
		t.Errorf("opinions are compared where no two told one: %+v", got.OpinionAgreed)
	}
	same := Sample{}.Read(cards[:1], []Judgement{said(1, "a", About, 1), said(1, "b", About, 1)})
	if a := same.AboutAgreed; a == nil || a.Known {
		t.Errorf("one agreed card gives kappa %+v, want not known", a)
	}
}

func TestStanding(t *testing.T) {
	var labels []measure.Labelled
	for range measure.LeastJudged {
		labels = append(labels, measure.Labelled{Read: vigie.Neutral, Person: vigie.Neutral})
	}
	of := measure.Period{From: day.AddDate(0, -3, 0), To: day}
	s := Told{Sample: Sample{Version: 4, Period: of}, Labels: labels}
	for name, tt := range map[string]struct {
		over    measure.Period
		version int
		labels  []measure.Labelled
		want    Standing
	}{
		"the same period":       {of, 4, labels, Stands},
		"five months later":     {measure.Period{From: day.AddDate(0, 5, 0), To: day.AddDate(0, 6, 0)}, 4, labels, Stands},
		"seven months later":    {measure.Period{From: day.AddDate(0, 7, 0), To: day.AddDate(0, 8, 0)}, 4, labels, TooOld},
		"a year before":         {measure.Period{From: day.AddDate(-1, -3, 0), To: day.AddDate(-1, 0, 0)}, 4, labels, TooOld},
		"another query":         {of, 5, labels, OtherQuery},
		"twenty-nine opinions":  {of, 4, labels[1:], TooFew},
		"few and another query": {of, 5, nil, OtherQuery},
	} {
		s.Labels = tt.labels
		if got := s.StandingOver(tt.over, tt.version); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestCorrectedNetCoversWithOthers: a topic of which a quarter is about
// somebody else, and harsher; readers wrong one time in five. The corrected
// interval holds the truth of what is about the brand 93 to 97 times in 100.
func TestCorrectedNetCoversWithOthers(t *testing.T) {
	runs, slack := 400, 0.03
	if os.Getenv("VIGIE_LONG") != "" {
		runs, slack = 4000, 0.02
	}
	rnd := rand.New(rand.NewPCG(11, 12))
	pick := func(positive, neutral float64) vigie.Opinion {
		switch u := rnd.Float64(); {
		case u < positive:
			return vigie.Positive
		case u < positive+neutral:
			return vigie.Neutral
		}
		return vigie.Negative
	}
	held, raw := 0, 0
	const truth = 0.3 - 0.2
	for range runs {
		var all []vigie.Opinion
		var labels []measure.Labelled
		for i := range 3000 {
			l := measure.Labelled{Off: rnd.Float64() < 0.25}
			really := pick(0.3, 0.5)
			if l.Off {
				really = pick(0.1, 0.2)
			} else {
				l.Person = really
			}
			if l.Read = really; rnd.Float64() < 0.2 {
				l.Read = pick(0.2, 0.2)
			}
			all = append(all, l.Read)
			if i < 100 {
				labels = append(labels, l)
			}
		}
		if n, ok := leaningOf(all).Corrected(labels); ok && n.Between.Low <= truth && truth <= n.Between.High {
			held++
		}
		if n, ok := leaningOf(all).Net(1); ok && n.Between.Low <= truth && truth <= n.Between.High {
			raw++
		}
	}
	share := float64(held) / float64(runs)
	t.Logf("corrected intervals hold the truth in %.3f of %d runs, raw ones in %.3f", share, runs, float64(raw)/float64(runs))
	if math.Abs(share-0.95) > slack {
		t.Errorf("corrected intervals hold the truth in %.3f of %d runs, want 0.95 ± %v", share, runs, slack)
	}
}

func leaningOf(all []vigie.Opinion) *measure.Leaning {
	var l measure.Leaning
	for _, o := range all {
		l.Add(o)
	}
	return &l
}
