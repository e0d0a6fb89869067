package sample

import (
	"cmp"
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Told is what a labelled sample tells.
type Told struct {
	Sample Sample
	Cards  int // left of those drawn: erased mentions took theirs along
	// Labelled is how many cards somebody spoke of, Unclear those nobody could
	// tell about.
	Labelled, Unclear int
	People            int
	// About is the precision of the topic: mentions about it, of those told.
	About *measure.Part
	// Right is how often readers say what people say, of mentions about the
	// topic on which readers committed themselves. Confused counts them by what
	// readers say (Unsure: not committed) and by what people do (Unsure: mixed).
	Right    *measure.Part
	Confused map[vigie.Opinion]map[vigie.Opinion]int64
	// Labels is what corrects a net opinion.
	Labels []measure.Labelled
	// AboutAgreed and OpinionAgreed say how people agree with one another; nil
	// where no two labelled the same cards.
	AboutAgreed, OpinionAgreed *Agreement
}

// Read measures what a labelled sample tells. Where people differ on a card,
// most decide, and the one who spoke first where they are as many; who could
// not tell has no voice where another could.
func (s Sample) Read(cards []Card, said []Judgement) Told {
	out := Told{Sample: s, Cards: len(cards), Confused: map[vigie.Opinion]map[vigie.Opinion]int64{}}
	of := map[vigie.MentionID][]Judgement{}
	people := map[string]bool{}
	for _, j := range said {
		of[j.Mention] = append(of[j.Mention], j)
		people[j.By] = true
	}
	out.People = len(people)
	var about, told, right, committed int64
	var lists [][]Judgement
	for i := range cards {
		c := &cards[i]
		js := of[c.Mention]
		if len(js) == 0 {
			continue
		}
		lists = append(lists, js)
		out.Labelled++
		is, opinion, ok := settle(js)
		if !ok {
			out.Unclear++
			continue
		}
		told++
		read := c.Reading()
		if !is {
			if read != vigie.OpinionUnknown {
				out.Labels = append(out.Labels, measure.Labelled{Read: read, Off: true})
			}
			continue
		}
		about++
		if read == vigie.OpinionUnknown || opinion == vigie.OpinionUnknown {
			continue
		}
		out.Labels = append(out.Labels, measure.Labelled{Read: read, Person: opinion})
		if out.Confused[read] == nil {
			out.Confused[read] = map[vigie.Opinion]int64{}
		}
		out.Confused[read][opinion]++
		if read == vigie.Unsure {
			continue
		}
		committed++
		if read == opinion {
			right++
		}
	}
	if p, ok := measure.PartOf(about, told); ok {
		out.About = &p
	}
	if p, ok := measure.PartOf(right, committed); ok {
		out.Right = &p
	}
	out.AboutAgreed = agreement(lists, func(v Verdict) (int, bool) {
		switch v {
		case Unclear:
			return 0, false
		case NotAbout:
			return 0, true
		}
		return 1, true
	})
	out.OpinionAgreed = agreement(lists, func(v Verdict) (int, bool) {
		o, ok := v.Opinion()
		return int(o), ok
	})
	return out
}

// settle says what people said of one card, oldest first: whether it is about
// the topic, and with what opinion (unknown where nobody told one). It reports
// false where nobody could tell.
func settle(js []Judgement) (is bool, opinion vigie.Opinion, ok bool) {
	js = slices.Clone(js)
	slices.SortStableFunc(js, func(a, b Judgement) int { return a.At.Compare(b.At) })
	on, off, first := 0, 0, 0
	for _, j := range js {
		side := 1
		switch j.Verdict {
		case Unclear:
			continue
		case NotAbout:
			side = -1
			off++
		default:
			on++
		}
		if first == 0 {
			first = side
		}
	}
	if on+off == 0 {
		return false, 0, false
	}
	if on < off || on == off && first < 0 {
		return false, 0, true
	}
	votes := map[vigie.Opinion]int{}
	for _, j := range js {
		if o, told := j.Verdict.Opinion(); told {
			votes[o]++
		}
	}
	for _, j := range js { // the first of the most
		if o, told := j.Verdict.Opinion(); told && votes[o] > votes[opinion] {
			opinion = o
		}
	}
	return true, opinion, true
}

// Agreement is how people who labelled the same cards agree.
type Agreement struct {
	Pairs int64   // of judgements on one card by two people
	Same  float64 // share of them that say the same
	// Kappa is agreement beyond chance, at most 1 (J. Cohen, Educational and
	// Psychological Measurement 20, 1960); with more than two people the mean
	// over pairs of people, weighted by the cards they share (after R. Light,
	// Psychological Bulletin 76, 1971). Known is false where chance alone
	// explains all: everybody always says the same one thing.
	Kappa float64
	Known bool
}

// agreement compares what people said card by card, in classes.
func agreement(lists [][]Judgement, class func(Verdict) (int, bool)) *Agreement {
	type pair struct{ a, b string }
	type both struct{ a, b int }
	tables := map[pair]map[both]int64{}
	for _, js := range lists {
		js = slices.Clone(js)
		slices.SortFunc(js, func(x, y Judgement) int { return cmp.Compare(x.By, y.By) })
		for i := range js {
			for k := i + 1; k < len(js); k++ {
				a, ok := class(js[i].Verdict)
				b, also := class(js[k].Verdict)
				if !ok || !also {
					continue
				}
				p := pair{js[i].By, js[k].By}
				if tables[p] == nil {
					tables[p] = map[both]int64{}
				}
				tables[p][both{a, b}]++
			}
		}
	}
	var out Agreement
	var same, known int64
	sum := 0.0
	for _, table := range tables {
		var n, agree int64
		rows, cols := map[int]int64{}, map[int]int64{}
		for k, c := range table {
			n += c
			rows[k.a] += c
			cols[k.b] += c
			if k.a == k.b {
				agree += c
			}
		}
		chance := 0.0
		for k, r := range rows {
			chance += float64(r) / float64(n) * float64(cols[k]) / float64(n)
		}
		out.Pairs += n
		same += agree
		if chance < 1 {
			known += n
			sum += float64(n) * (float64(agree)/float64(n) - chance) / (1 - chance)
		}
	}
	if out.Pairs == 0 {
		return nil
	}
	out.Same = float64(same) / float64(out.Pairs)
	if known > 0 {
		out.Kappa, out.Known = sum/float64(known), true
	}
	return &out
}

// Lasts is how far from its own period a sample still says something of
// a figure: half a year, a judgement; what people talk of changes.
const Lasts = 183 * 24 * time.Hour

// Standing says whether a sample may correct the figures of a period.
type Standing string

// The standings. OtherQuery: the topic's query has changed since. TooOld: its
// period lies over Lasts from the figures'. TooFew: under measure.LeastJudged
// cards that tell an opinion.
const (
	Stands     Standing = "stands"
	OtherQuery Standing = "query"
	TooOld     Standing = "old"
	TooFew     Standing = "few"
)

// StandingOver says whether s may correct figures of a period, told with
// version of the topic's query.
func (s *Told) StandingOver(over measure.Period, version int) Standing {
	own := s.Sample.Period
	switch {
	case s.Sample.Version != version:
		return OtherQuery
	case over.From.Sub(own.To) > Lasts || own.From.Sub(over.To) > Lasts:
		return TooOld
	case len(s.Labels) < measure.LeastJudged:
		return TooFew
	}
	return Stands
}

// Over returns the newest sample of a topic that may correct the figures
// of a period; where none may, the newest that anybody labelled, with why not.
// It reports false where there is none.
func Over(ctx context.Context, st Store, topic vigie.Topic, over measure.Period) (Told, Standing, bool, error) {
	all, err := st.Samples(ctx, topic.ID)
	if err != nil {
		return Told{}, "", false, err
	}
	var best Told
	var why Standing
	for _, s := range all {
		cards, err := st.SampleCards(ctx, s.ID)
		if err != nil {
			return Told{}, "", false, err
		}
		said, err := st.Judgements(ctx, s.ID)
		if err != nil {
			return Told{}, "", false, err
		}
		x := s.Read(cards, said)
		if x.Labelled == 0 {
			continue
		}
		standing := x.StandingOver(over, topic.Version)
		if standing == Stands {
			return x, Stands, true, nil
		}
		if why == "" {
			best, why = x, standing
		}
	}
	return best, why, why != "", nil
}
