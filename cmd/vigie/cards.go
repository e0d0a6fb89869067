package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/watch"
)

// Run answers cards, puts a proposal into the query, or shows how far the cards
// are.
func (c *topicCardsCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		t, err := topicNamed(ctx, cl, c.Topic)
		if err != nil {
			return err
		}
		path := "/topics/" + fmt.Sprint(int64(t.ID)) + "/cards"
		var out api.Cards
		switch {
		case c.Undo:
			err = cl.send(ctx, http.MethodDelete, path, nil, &out)
		case len(c.Answer) > 0:
			var in []api.CardAnswered
			for _, a := range c.Answer {
				id, said, _ := strings.Cut(a, "=")
				n, err := strconv.ParseInt(id, 10, 64)
				if err != nil {
					return &usageError{vigie.Say("cli-card-answer-written", a)}
				}
				in = append(in, api.CardAnswered{Mention: vigie.MentionID(n), Answer: said})
			}
			err = cl.send(ctx, http.MethodPost, path, in, &out)
		default:
			err = cl.get(ctx, path, nil, &out)
		}
		if err != nil {
			return err
		}
		if c.Use != 0 {
			if c.Use < 0 || c.Use > len(out.Proposals) {
				return &usageError{vigie.Say("cli-card-no-proposal", c.Use)}
			}
			q := out.Proposals[c.Use-1].Query
			var kept api.Topic
			if err := cl.send(ctx, http.MethodPut, "/topics/"+fmt.Sprint(int64(t.ID)), topicChange{Query: &q}, &kept); err != nil {
				return err
			}
			return s.keptTopic(ctx, cl, kept)
		}
		if s.cli.JSON {
			return s.object(out)
		}
		return s.tellCards(&out)
	})
}

// tellCards prints how far the cards of a topic are, the next, the proposals.
func (s *session) tellCards(out *api.Cards) error {
	say := vigie.Say("cards-begin", watch.CardsRound, out.Taken)
	switch {
	case out.Taken == 0:
		say = vigie.Say("cards-none")
	case out.RandomOf >= watch.CardsFew:
		say = vigie.Say("cards-precision", out.RandomYes, out.RandomOf, vigie.Ratio(out.Low), vigie.Ratio(out.High))
	case out.RandomOf > 0:
		say = vigie.Say("cards-precision-few", out.RandomYes, out.RandomOf)
	}
	if err := s.line(say.ID, say.Args...); err != nil {
		return err
	}
	for i, x := range out.Proposals {
		if err := s.proposal(i+1, &x, vigie.Say("cards-right", x.No, x.NoOf), vigie.Say("cards-wrong", x.Wrong, x.YesOf, vigie.Ratio(x.Low), vigie.Ratio(x.High))); err != nil {
			return err
		}
	}
	if out.Next == nil {
		return nil
	}
	why := "cards-chosen"
	if out.Random {
		why = "cards-random"
	}
	if err := s.line(why); err != nil {
		return err
	}
	return s.line("cli-card-next", fmt.Sprint(int64(out.Next.ID))+" "+strings.Join(strings.Fields(out.Next.Title+" "+out.Next.Text), " "))
}
