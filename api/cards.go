package api

import (
	"net/http"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Cards is how far the yes/no cards of a topic are, the next one, and what the
// answers propose.
type Cards struct {
	Topic   vigie.TopicID `json:"topic"`
	Taken   int64         `json:"taken"` // copies of a text counted once
	Yes     int           `json:"yes"`
	No      int           `json:"no"`
	Skipped int           `json:"skipped"`
	Gone    int           `json:"gone,omitempty"` // answers about what is no longer taken
	// RandomYes of RandomOf cards drawn at random were right; Low and High are the
	// Wilson interval at 95 % of the topic's precision, 0 to 1. Due more cards
	// must be answered before that holds of all that is taken now.
	RandomYes int64          `json:"random_yes"`
	RandomOf  int64          `json:"random_of"`
	Low       float64        `json:"low"`
	High      float64        `json:"high"`
	Due       int            `json:"due,omitempty"`
	Next      *Mention       `json:"next,omitempty"`
	Random    bool           `json:"random,omitempty"` // whether Next was drawn at random
	Proposals []CardProposal `json:"proposals,omitempty"`
}

// CardProposal is a change of a topic's query.
type CardProposal struct {
	Kind    watch.ProposalKind `json:"kind"`
	Terms   []string           `json:"terms"`
	Query   string             `json:"query"`
	Removes int64              `json:"removes"` // of all that is kept
	More    bool               `json:"more,omitempty"`
	No      int                `json:"no"` // refused cards that would leave, of NoOf
	NoOf    int                `json:"no_of"`
	Wrong   int                `json:"wrong"` // wanted cards that would leave, of YesOf
	YesOf   int                `json:"yes_of"`
	Low     float64            `json:"low"` // Wilson interval of the wanted share lost
	High    float64            `json:"high"`
}

// CardAnswered is an answer to a card.
type CardAnswered struct {
	Mention vigie.MentionID `json:"mention,string"`
	Answer  string          `json:"answer"` // yes, no or skip
	By      string          `json:"by,omitempty"`
}

// cards tells how far a topic's cards are.
func (a *api) cards(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	if a.Watch == nil {
		return missing("topics")
	}
	d, err := a.Watch.Deck(r.Context(), t.ID)
	if err != nil {
		return err
	}
	p := d.Precision
	out := Cards{
		Topic: t.ID, Taken: d.Taken, Yes: d.Yes, No: d.No, Skipped: d.Skipped, Gone: d.Gone,
		RandomYes: p.Yes, RandomOf: p.Of, Low: p.Between.Low, High: p.Between.High, Due: p.Due,
	}
	if d.Next != nil {
		called, err := a.names(r.Context())
		if err != nil {
			return err
		}
		m := mentionOf(&d.Next.Kept, called)
		out.Next, out.Random = &m, d.Next.Random
	}
	senses, err := a.Watch.Propose(r.Context(), t.ID)
	if err != nil {
		return err
	}
	for _, s := range senses {
		list := s.Proposals
		if s.Together != nil {
			list = append([]watch.Proposal{*s.Together}, list...)
		}
		for i := range list {
			out.Proposals = append(out.Proposals, proposalOf(&list[i]))
		}
	}
	return answer(w, out)
}

// answerCards keeps answers in order. One counts as random where its mention is
// the random one that would be asked next: nobody can choose the sample.
func (a *api) answerCards(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	if a.Watch == nil {
		return missing("topics")
	}
	var in []CardAnswered
	if err := body(r, &in); err != nil {
		return err
	}
	for _, x := range in {
		said, err := watch.ParseCardAnswer(x.Answer)
		if err != nil {
			return err
		}
		d, err := a.Watch.Deck(r.Context(), t.ID)
		if err != nil {
			return err
		}
		random := d.Next != nil && d.Next.Random && d.Next.Kept.Mention.ID == x.Mention
		if err := a.Watch.AnswerCard(r.Context(), watch.Card{Topic: t.ID, Mention: x.Mention, Answer: said, Random: random, By: x.By}); err != nil {
			return err
		}
	}
	return a.cards(w, r)
}

// undoCard forgets the newest answer.
func (a *api) undoCard(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	if a.Watch == nil {
		return missing("topics")
	}
	if err := a.Watch.UndoCard(r.Context(), t.ID); err != nil {
		return err
	}
	return a.cards(w, r)
}
