// Package sample draws mentions at random to be read by people, and says what
// their labels tell: how much of a topic is about it (precision), how often
// readers are right about opinions, how people agree, and what corrects a net
// opinion. A sample measures and never teaches: corrections are apart. It
// keeps nothing itself: Store does.
package sample

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// ID is given by the store; zero means "not kept yet".
type ID int64

// Sample is a set of mentions of one topic drawn at random, to be read by
// people: it measures what the query and the readers are worth. It is not
// stratified: every mention of the frame has the same chance, which the
// intervals of Wilson and of measure.Leaning.Corrected ask for.
type Sample struct {
	ID      ID
	Topic   vigie.TopicID
	Version int            // of the topic's query when it was drawn
	Period  measure.Period // of the mentions it was drawn from
	Frame   int64          // how many could have been drawn
	Drawn   int            // how many were
	Seed    uint64         // the same seed over the same mentions draws the same
	Made    time.Time      // when it was drawn
	By      string         // login; empty for the command line
}

// Chance is the chance that a mention of the frame had to be drawn, 0 to 1.
func (s *Sample) Chance() float64 {
	if s.Frame == 0 {
		return 0
	}
	return float64(s.Drawn) / float64(s.Frame)
}

// Card is one mention of a sample. Cards lie in the order of the draw, so that
// those labelled first are a random sample themselves.
type Card struct {
	Mention vigie.MentionID
	Read    vigie.Opinion // what readers said when it was drawn
	// Now is what readers say now, where Held: the topic still has the mention.
	// Fixed says that a person corrected it: then it is no reader's word.
	Now         vigie.Opinion
	Held, Fixed bool
}

// Reading returns what the readers of today say of a card: a corrected one
// tells what a person said, so that what they said at the draw stands for it.
func (c *Card) Reading() vigie.Opinion {
	if c.Fixed || !c.Held {
		return c.Read
	}
	return c.Now
}

// Verdict is what a person says of a card.
type Verdict string

// The verdicts. About says that the mention is about the topic and nothing of
// its opinion; those with an opinion say so too. Unclear is not being able to
// tell.
const (
	NotAbout     Verdict = "off"
	About        Verdict = "on"
	SaidNegative Verdict = "negative"
	SaidNeutral  Verdict = "neutral"
	SaidPositive Verdict = "positive"
	SaidMixed    Verdict = "mixed" // both at once
	Unclear      Verdict = "unclear"
)

// Verdicts lists them, opinions first.
var Verdicts = []Verdict{SaidNegative, SaidNeutral, SaidPositive, SaidMixed, About, NotAbout, Unclear}

// Valid reports whether v is one of the verdicts.
func (v Verdict) Valid() bool { return slices.Contains(Verdicts, v) }

// Opinion returns the opinion a verdict tells, and false where it tells none.
// Mixed is Unsure: it leans to no side.
func (v Verdict) Opinion() (vigie.Opinion, bool) {
	switch v {
	case SaidNegative:
		return vigie.Negative, true
	case SaidNeutral:
		return vigie.Neutral, true
	case SaidPositive:
		return vigie.Positive, true
	case SaidMixed:
		return vigie.Unsure, true
	}
	return vigie.OpinionUnknown, false
}

// Judgement is what one person said of one card.
type Judgement struct {
	Mention vigie.MentionID
	By      string // login; empty for the command line
	Verdict Verdict
	At      time.Time
}

// Store keeps samples and what people said of their cards. Judgements
// are apart from corrections: no reader learns from them. An erased mention
// takes its card along, a deleted topic its samples.
type Store interface {
	// SaveSample keeps a new sample with its cards, and returns it as kept.
	SaveSample(ctx context.Context, s Sample, cards []Card) (Sample, error)
	// Samples returns those of a topic, or all where it is zero, newest first.
	Samples(ctx context.Context, topic vigie.TopicID) ([]Sample, error)
	// Sample returns one; kind NotFound.
	Sample(ctx context.Context, id ID) (Sample, error)
	// SampleCards returns the cards that are left, in the order of the draw.
	SampleCards(ctx context.Context, id ID) ([]Card, error)
	// Judge keeps what a person says of a card, instead of what they said
	// before; kind NotFound where the sample has no such card. Unjudge takes it
	// back, and does nothing where there is nothing.
	Judge(ctx context.Context, id ID, j Judgement) error
	Unjudge(ctx context.Context, id ID, m vigie.MentionID, by string) error
	// Judgements returns what was said, oldest first.
	Judgements(ctx context.Context, id ID) ([]Judgement, error)
	// DeleteSample takes a sample away with all that was said of it; kind
	// NotFound.
	DeleteSample(ctx context.Context, id ID) error
}

// Most bounds a draw: nobody reads more.
const Most = 1000

// Usual is how many cards are drawn where nobody says.
const Usual = 100

// Draw draws s.Drawn cards at random from the mentions of a topic by others,
// in channels where the public speaks, published in the period, and keeps
// them. Each has the same chance: the cards are those of the smallest numbers
// that the seed gives to mentions (a bottom-k sample; E. Cohen and H. Kaplan,
// PODC 2007), so that the draw does not hang on the order they come in. It
// fails with kind Invalid for an odd size or period, and NotFound where there
// is nothing to draw from.
func Draw(ctx context.Context, t measure.Teller, st Store, s Sample) (Sample, error) {
	if s.Drawn < 1 || s.Drawn > Most {
		return Sample{}, vigie.Errorf(vigie.Invalid, nil, "sample-size", Most)
	}
	if !s.Period.From.Before(s.Period.To) {
		return Sample{}, vigie.Errorf(vigie.Invalid, errors.New("an empty period"), "sample-period")
	}
	type lot struct {
		n    uint64
		card Card
	}
	var lots []lot
	want := s.Drawn
	s.Frame = 0
	f := vigie.Filter{Topics: []vigie.TopicID{s.Topic}, From: s.Period.From, To: s.Period.To}
	shrink := func() {
		slices.SortFunc(lots, func(a, b lot) int { return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.card.Mention, b.card.Mention)) })
		lots = lots[:min(len(lots), want)]
	}
	err := t.Sayings(ctx, f, func(x *measure.Saying) bool {
		if x.Own || !x.Channel.Voiced() {
			return true
		}
		s.Frame++
		lots = append(lots, lot{scatter(s.Seed, uint64(x.Mention)), Card{Mention: x.Mention, Read: x.Opinion}})
		if len(lots) >= 16*Most {
			shrink()
		}
		return true
	})
	if err != nil {
		return Sample{}, err
	}
	if s.Frame == 0 {
		return Sample{}, vigie.Errorf(vigie.NotFound, nil, "sample-nothing")
	}
	shrink()
	s.Drawn = len(lots)
	cards := make([]Card, len(lots))
	for i := range lots {
		cards[i] = lots[i].card
	}
	return st.SaveSample(ctx, s, cards)
}

// scatter gives a mention its number: two rounds of the finalizer of
// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func scatter(seed, id uint64) uint64 {
	mix := func(z uint64) uint64 {
		z += 0x9e3779b97f4a7c15
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	return mix(mix(seed) ^ id)
}
