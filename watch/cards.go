package watch

import (
	"cmp"
	"container/heap"
	"context"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch/tune"
)

// Deck is how far the cards of a topic are. Copies of one text are one: the
// unit is what was said, not how often. What the organisation itself published
// is never asked about.
type Deck struct {
	Topic vigie.Topic
	Taken int64 // what the topic takes, copies counted once
	// Yes, No and Skipped are answers about what it still takes; Gone are those
	// about what it no longer takes, whatever they were.
	Yes, No, Skipped, Gone int
	Precision              Precision
	Next                   *Drawn // nil where all was answered, or nothing is taken
	Last                   *Card  // the newest answer; nil where there is none
}

// Answered is how many cards were said yes or no to and still count.
func (d *Deck) Answered() int { return d.Yes + d.No }

// Drawn is a mention to be asked about.
type Drawn struct {
	Kept   vigie.Kept
	Random bool // else chosen to teach
}

// Precision is which share of what a topic takes it takes rightly, told from
// the answers that are a random sample of it.
type Precision struct {
	Yes, Of int64
	Between measure.Interval // Wilson; only where Of is above zero
	// Due is how many more must be answered before the sample is of all that is
	// taken now: what came since, or came in by a wider query.
	Due int
}

const (
	// CardsRound is how many cards are asked in one go.
	CardsRound = 20
	// CardsFew: with fewer answers nothing is proposed.
	CardsFew = 5
	// randomFirst is how many random cards come before those that teach.
	randomFirst = 5
	// poolMost is how many unanswered mentions are compared, the next of the
	// random order.
	poolMost = 400
)

// hand is what a deck is dealt from.
type hand struct {
	topic   vigie.Topic
	query   *query.Query
	cards   []Card       // those that still count, oldest first
	kept    []vigie.Kept // their mentions
	gone    int
	last    *Card
	taken   int64
	sample  Precision
	ordered []vigie.MentionID // the next to ask about, in random order
}

// order gives each mention of a topic its place in an order that nothing said
// in it has to do with, and that stays as the topic grows: a prefix of what a
// topic takes, in this order, is a random sample of it. (The finaliser of
// splitmix64: G. Steele, D. Lea, C. Flood, OOPSLA 2014.)
func order(t vigie.TopicID, m vigie.MentionID) uint64 {
	x := uint64(m) + uint64(t)*0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// deal gathers what was answered of a topic and what may be asked next.
func (w *Watch) deal(ctx context.Context, id vigie.TopicID) (*hand, error) {
	topics, err := w.Ledger.Topics(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(topics, func(t vigie.Topic) bool { return t.ID == id })
	if at < 0 {
		return nil, vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
	}
	h := &hand{topic: topics[at]}
	if h.query, err = Parse(ctx, w.Ledger, h.topic.Query); err != nil {
		return nil, err
	}
	cards, err := w.Archive.Cards(ctx, id)
	if err != nil {
		return nil, err
	}
	if n := len(cards); n > 0 {
		h.last = &cards[n-1]
	}
	answered, stories := map[vigie.MentionID]CardAnswer{}, map[vigie.StoryID]CardAnswer{}
	var edge uint64 // the random sample reaches this far in the order
	for _, c := range cards {
		if c.Random {
			edge = max(edge, order(id, c.Mention))
		}
		k, err := w.Archive.Mention(ctx, c.Mention)
		if vigie.KindOf(err) == vigie.NotFound && err != nil {
			continue // erased since
		}
		if err != nil {
			return nil, err
		}
		answered[c.Mention] = c.Answer
		if s := k.Reading.Story; s != 0 {
			stories[s] = c.Answer
		}
		if !slices.ContainsFunc(k.Matches, func(m vigie.Match) bool { return m.Topic == id }) {
			h.gone++
			continue
		}
		h.cards, h.kept = append(h.cards, c), append(h.kept, k)
	}
	var next lowest
	seen := map[vigie.StoryID]bool{}
	err = w.Archive.Members(ctx, id, func(m vigie.MentionID, s vigie.StoryID) bool {
		said := answered[m]
		if s != 0 {
			if seen[s] {
				return true
			}
			seen[s] = true
			said = cmp.Or(stories[s], said)
		}
		h.taken++
		place := order(id, m)
		switch {
		case said == 0:
			if place <= edge {
				h.sample.Due++
			}
			next.add(placed{m, place}, poolMost)
		case place <= edge && said != CardSkip:
			h.sample.Of++
			if said == CardYes {
				h.sample.Yes++
			}
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	h.sample.Between, _ = measure.Wilson(h.sample.Yes, h.sample.Of)
	slices.SortFunc(next, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	for _, p := range next {
		h.ordered = append(h.ordered, p.mention)
	}
	return h, nil
}

// placed is a mention and its place in the order.
type placed struct {
	mention vigie.MentionID
	place   uint64
}

// lowest keeps those of the lowest places, the highest of them on top.
type lowest []placed

// Len, Less, Swap, Push and Pop are heap.Interface.
func (l lowest) Len() int           { return len(l) }
func (l lowest) Less(i, j int) bool { return l[i].place > l[j].place }
func (l lowest) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l *lowest) Push(x any)        { *l = append(*l, x.(placed)) }
func (l *lowest) Pop() any {
	old := *l
	x := old[len(old)-1]
	*l = old[:len(old)-1]
	return x
}

func (l *lowest) add(p placed, most int) {
	if len(*l) < most {
		heap.Push(l, p)
	} else if p.place < (*l)[0].place {
		(*l)[0] = p
		heap.Fix(l, 0)
	}
}

// Deck tells how far the cards of a topic are, and draws the next. NotFound
// where there is no such topic.
func (w *Watch) Deck(ctx context.Context, id vigie.TopicID) (Deck, error) {
	h, err := w.deal(ctx, id)
	if err != nil {
		return Deck{}, err
	}
	d := Deck{Topic: h.topic, Taken: h.taken, Gone: h.gone, Last: h.last, Precision: h.sample}
	random, chosen := 0, 0
	for _, c := range h.cards {
		switch c.Answer {
		case CardYes:
			d.Yes++
		case CardNo:
			d.No++
		default:
			d.Skipped++
		}
		if c.Random {
			random++
		} else {
			chosen++
		}
	}
	if len(h.ordered) == 0 {
		return d, nil
	}
	// What fills the sample up comes first; then the random ones that begin it;
	// then one by turns.
	if h.sample.Due > 0 || random < randomFirst || random <= chosen {
		k, err := w.Archive.Mention(ctx, h.ordered[0])
		d.Next = &Drawn{k, true}
		return d, err
	}
	kept, a, err := w.pool(ctx, h)
	if err != nil {
		return d, err
	}
	if at, ok := tune.NewPool(h.query, kept).Teaches(a); ok {
		d.Next = &Drawn{Kept: kept[at]}
	}
	return d, nil
}

// pool reads what is to be compared: what was answered, then the next of the
// random order.
func (w *Watch) pool(ctx context.Context, h *hand) (kept []vigie.Kept, a tune.Answers, err error) {
	for i, c := range h.cards {
		switch c.Answer {
		case CardYes:
			a.Yes = append(a.Yes, i)
		case CardNo:
			a.No = append(a.No, i)
		default:
			a.Skipped = append(a.Skipped, i)
		}
	}
	kept = slices.Clone(h.kept)
	for _, id := range h.ordered {
		k, err := w.Archive.Mention(ctx, id)
		if vigie.KindOf(err) == vigie.NotFound && err != nil {
			continue // erased this moment
		}
		if err != nil {
			return nil, a, err
		}
		kept = append(kept, k)
	}
	return kept, a, nil
}

// ParseCardAnswer reads yes, no or skip; anything else is Invalid.
func ParseCardAnswer(s string) (CardAnswer, error) {
	for _, a := range []CardAnswer{CardYes, CardNo, CardSkip} {
		if a.String() == s {
			return a, nil
		}
	}
	return 0, vigie.Errorf(vigie.Invalid, nil, "card-answer-unknown")
}

// String returns yes, no or skip.
func (a CardAnswer) String() string {
	switch a {
	case CardYes:
		return "yes"
	case CardNo:
		return "no"
	}
	return "skip"
}

// AnswerCard keeps an answer; the newest replaces the one before. It fails with
// kind Invalid for an answer that is none, and NotFound where the mention is
// not kept.
func (w *Watch) AnswerCard(ctx context.Context, c Card) error {
	if c.Answer < CardYes || c.Answer > CardSkip {
		return vigie.Errorf(vigie.Invalid, nil, "card-answer-unknown")
	}
	if c.At.IsZero() {
		c.At = w.Now().UTC()
	}
	return w.Archive.SaveCard(ctx, c)
}

// UndoCard forgets the newest answer about a topic, and does nothing where
// there is none.
func (w *Watch) UndoCard(ctx context.Context, id vigie.TopicID) error {
	cards, err := w.Archive.Cards(ctx, id)
	if err != nil || len(cards) == 0 {
		return err
	}
	return w.Archive.RemoveCard(ctx, id, cards[len(cards)-1].Mention)
}

// CardExamples makes examples of what was answered about a topic: a yes must be
// found, a no must not. What a query, by its words alone, does not decide so is
// left out: its answer hangs on something else than the text.
func (w *Watch) CardExamples(ctx context.Context, id vigie.TopicID, source string) ([]Example, error) {
	q, err := Parse(ctx, w.Ledger, source)
	if err != nil {
		return nil, err
	}
	cards, err := w.Archive.Cards(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []Example
	for _, c := range cards {
		if c.Answer == CardSkip {
			continue
		}
		k, err := w.Archive.Mention(ctx, c.Mention)
		if vigie.KindOf(err) == vigie.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, ExampleOf(&k.Mention, c.Answer == CardYes))
	}
	var right []Example
	for _, t := range w.tests(q, out) {
		if t.Passed {
			right = append(right, t.Example)
		}
	}
	return right, nil
}
