package web

import (
	"context"
	"html/template"
	"net/http"
	"strconv"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/watch"
)

// cardsPage asks whether mentions speak of what a topic is about, and proposes
// changes of its query.
type cardsPage struct {
	Topic   vigie.Topic
	Answer  template.HTML
	Card    *shown // nil where there is none to ask about
	Random  bool
	At, Of  int // which card of the round this is
	Last    bool
	Counts  string
	Due     string // said where the sample is not of all that is taken now
	Gone    string
	Sample  template.HTML // what a sample read by people says of the same; empty where none was
	See     string        // where proposals are, while cards are asked; empty elsewhere
	More    string        // where cards go on, while proposals are shown; empty elsewhere
	Nothing string        // why nothing is proposed; empty where something is or none was asked
	Senses  []senseRow
}

// senseRow is proposals that have one thing in common.
type senseRow struct {
	Title string
	Rows  []proposalRow
}

// proposalRow is one change of the query with what it would do.
type proposalRow struct {
	Say, Removes, Right, Wrong, Query string
	Href                              string // where it is tried, on pages that have no form for it
}

func cardsPath(id vigie.TopicID) string { return topicPath(id, 0) + "/cards" }

// cards shows the next card, or what the answers propose.
func (s *Server) cards(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx, p := r.Context(), v.Print
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	t, ok := v.Topic(vigie.TopicID(id))
	if err != nil || !ok {
		return vigie.Errorf(vigie.NotFound, err, "topic-not-found")
	}
	deck, err := s.o.Watch.Deck(ctx, t.ID)
	if err != nil {
		return err
	}
	answered := deck.Answered()
	d := cardsPage{Topic: t, Last: deck.Last != nil, Of: watch.CardsRound}
	all := answered + deck.Skipped
	d.At = all%watch.CardsRound + 1
	d.Answer = rich(v.precision(&deck))
	if all > 0 {
		d.Counts = p.Say("cards-counts", deck.Yes, deck.No, deck.Skipped)
	}
	if deck.Precision.Due > 0 && deck.Precision.Of > 0 {
		d.Due = p.Say("cards-due", deck.Precision.Due)
	}
	if deck.Gone > 0 {
		d.Gone = p.Say("cards-gone", deck.Gone)
	}
	if deck.Precision.Of > 0 {
		if d.Sample, err = s.besideSample(ctx, v, t, &deck.Precision); err != nil {
			return err
		}
	}
	see := r.URL.Query().Get("see")
	round := all > 0 && all%watch.CardsRound == 0 && see != "card"
	if deck.Next != nil && see != "all" && !round {
		card := v.marker(nil).shown(deck.Next.Kept)
		d.Card, d.Random = &card, deck.Next.Random
		if answered >= watch.CardsFew && deck.No > 0 {
			d.See = cardsPath(t.ID) + "?see=all#proposals"
		}
		return v.page(w, "cards", vigie.Say("cards-title-of", t.Name), d)
	}
	if deck.Next != nil {
		d.More = cardsPath(t.ID) + "?see=card"
	}
	senses, err := s.o.Watch.Propose(ctx, t.ID)
	if err != nil {
		return err
	}
	d.Senses = v.senses(senses)
	switch {
	case len(senses) > 0:
	case answered < watch.CardsFew:
		d.Nothing = p.Say("cards-few", watch.CardsFew)
	case deck.No == 0:
		d.Nothing = p.Say("cards-no-no")
	default:
		d.Nothing = p.Say("cards-nothing")
	}
	return v.page(w, "cards", vigie.Say("cards-title-of", t.Name), d)
}

// besideSample sets what the newest sample of a topic says of its precision
// beside what its cards say: both are drawn at random, and not from the same.
func (s *Server) besideSample(ctx context.Context, v *visit, t vigie.Topic, cards *watch.Precision) (template.HTML, error) {
	all, err := s.o.Ledger.Samples(ctx, t.ID)
	if err != nil {
		return "", err
	}
	for _, one := range all {
		told, err := s.readSample(ctx, one)
		if err != nil {
			return "", err
		}
		a := told.About
		if a == nil {
			continue
		}
		p := v.Print
		say := p.Say("cards-sample", p.Date(one.Made), a.K, a.N, vigie.Ratio(a.Between.Low), vigie.Ratio(a.Between.High))
		return rich(say+" "+p.Say(apart(cards, a, one.Version == t.Version)), samplePath(one.ID, false)), nil
	}
	return "", nil
}

// apart names the sentence that says how cards and a sample stand to each other.
func apart(cards *watch.Precision, a *measure.Part, sameQuery bool) string {
	switch {
	case !sameQuery:
		return "precision-other-query"
	case cards.Between.Low <= a.Between.High && a.Between.Low <= cards.Between.High:
		return "precision-agree"
	}
	return "precision-apart"
}

// precision is the large sentence.
func (v *visit) precision(d *watch.Deck) string {
	p, x := v.Print, d.Precision
	switch {
	case d.Taken == 0:
		return p.Say("cards-none")
	case x.Of == 0:
		return p.Say("cards-begin", watch.CardsRound, d.Taken)
	case x.Of < watch.CardsFew:
		return p.Say("cards-precision-few", x.Yes, x.Of)
	}
	return p.Say("cards-precision", x.Yes, x.Of, vigie.Ratio(x.Between.Low), vigie.Ratio(x.Between.High))
}

// senses puts proposals into words.
func (v *visit) senses(senses []watch.Sense) (out []senseRow) {
	for i := range senses {
		x := &senses[i]
		row := senseRow{Title: v.Print.Say("cards-sense-other")}
		if w := x.Words(3); len(w) > 0 {
			row.Title = v.Print.Say("cards-sense", v.quotes(w))
		}
		if x.Together != nil {
			row.Rows = append(row.Rows, v.proposal(x.Together))
		}
		for j := range x.Proposals {
			row.Rows = append(row.Rows, v.proposal(&x.Proposals[j]))
		}
		out = append(out, row)
	}
	return out
}

func (v *visit) quotes(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = v.Print.Quote(w)
	}
	return v.Print.List(quoted)
}

func (v *visit) proposal(x *watch.Proposal) proposalRow {
	p := v.Print
	removes := "cards-removes"
	if x.More {
		removes = "cards-removes-more"
	}
	return proposalRow{
		Say: p.Say("cards-propose-"+string(x.Kind), v.quotes(x.Terms)), Query: x.Query,
		Removes: p.Say(removes, x.Removes), Right: p.Say("cards-right", x.No, x.NoOf),
		Wrong: p.Say("cards-wrong", x.Wrong, x.YesOf, vigie.Ratio(x.Between.Low), vigie.Ratio(x.Between.High)),
	}
}

// answerCard keeps an answer, or takes the last one back.
func (s *Server) answerCard(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	t, ok := v.Topic(vigie.TopicID(id))
	if err != nil || !ok {
		return vigie.Errorf(vigie.NotFound, err, "topic-not-found")
	}
	if r.FormValue("do") == "undo" {
		if err := s.o.Watch.UndoCard(ctx, t.ID); err != nil {
			return err
		}
		return v.to(w, cardsPath(t.ID)+"?see=card#card")
	}
	m, err := strconv.ParseInt(r.FormValue("mention"), 10, 64)
	if err != nil {
		return vigie.Errorf(vigie.NotFound, err, "mention-not-found")
	}
	c := watch.Card{Topic: t.ID, Mention: vigie.MentionID(m), Random: r.FormValue("random") != "", By: v.User.Login}
	if c.Answer, err = watch.ParseCardAnswer(r.FormValue("answer")); err != nil {
		return err
	}
	if err := s.o.Watch.AnswerCard(ctx, c); err != nil {
		return err
	}
	return v.to(w, cardsPath(t.ID)+"#card")
}

// fromCards shows a query that cards proposed as any other draft: what it
// finds, its diff, its examples. Answers become examples where that was asked.
func (s *Server) fromCards(w http.ResponseWriter, r *http.Request, v *visit, d topicForm) error {
	d.Query = r.FormValue("query")
	examples := d.examples()
	if r.FormValue("cards") != "" {
		more, err := s.o.Watch.CardExamples(r.Context(), d.ID, d.Query)
		if err != nil {
			return s.showWrong(w, r, v, d, err)
		}
		for _, e := range more {
			if len(examples) < watch.ExamplesMost && !hasExample(examples, e) {
				examples = append(examples, e)
			}
		}
		d.show(examples)
	}
	return s.showCheck(w, r, v, d, watch.Draft{Topic: d.Topic, Examples: examples})
}
