package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/watch"
)

// Run shows what the words of a topic mean, and what the answers given change.
func (c *topicSensesCmd) Run(ctx context.Context, s *session) error {
	if (c.Topic == "") == (c.Query == "") || c.Use != 0 && c.Topic == "" {
		return &usageError{vigie.Say("cli-senses-which")}
	}
	return s.with(ctx, false, listening{}, func(cl *client) error {
		path, name := "/senses", c.Query
		v := url.Values{"us": c.Us, "not": c.Not}
		if c.Topic != "" {
			t, err := topicNamed(ctx, cl, c.Topic)
			if err != nil {
				return err
			}
			path, name = "/topics/"+fmt.Sprint(int64(t.ID))+"/senses", t.Name
		} else {
			v.Set("query", c.Query)
		}
		var out api.Senses
		if err := cl.get(ctx, path, v, &out); err != nil {
			return err
		}
		if c.Use != 0 {
			if c.Use < 0 || c.Use > len(out.Proposals) {
				return &usageError{vigie.Say("cli-card-no-proposal", c.Use)}
			}
			var kept api.Topic
			if err := cl.send(ctx, http.MethodPut, "/topics/"+fmt.Sprint(int64(out.Topic)), topicChange{Query: &out.Proposals[c.Use-1].Query}, &kept); err != nil {
				return err
			}
			return s.keptTopic(ctx, cl, kept)
		}
		if s.cli.JSON {
			return s.object(out)
		}
		return s.tellSenses(name, &out)
	})
}

// tellSenses prints the uses of a name, and what is proposed.
func (s *session) tellSenses(name string, out *api.Senses) error {
	say := vigie.Say("senses-many", name, len(out.Uses))
	switch {
	case out.Looked == 0:
		say = vigie.Say("senses-none", name)
	case out.Looked < watch.MeaningsFew:
		say = vigie.Say("senses-few", out.Looked, watch.MeaningsFew)
	case len(out.Uses) < 2:
		say = vigie.Say("senses-one", name, out.Looked)
	}
	if err := s.line(say.ID, say.Args...); err != nil {
		return err
	}
	for _, u := range out.Uses {
		share := vigie.Say("senses-share", u.N, vigie.Ratio(float64(u.N)/float64(out.Looked)), vigie.Ratio(u.Low), vigie.Ratio(u.High))
		if err := s.line("cli-sense", s.quoted(u.Words), share); err != nil {
			return err
		}
		for _, m := range u.Examples {
			line := strings.Join(strings.Fields(m.Title+" "+m.Text), " ")
			if r := []rune(line); len(r) > 160 {
				line = string(r[:160]) + "…"
			}
			if err := s.line("cli-sense-example", line); err != nil {
				return err
			}
		}
	}
	if out.Unplaced > 0 && len(out.Uses) > 0 {
		if err := s.line("senses-unplaced", out.Unplaced); err != nil {
			return err
		}
	}
	for i, x := range out.Proposals {
		if err := s.proposal(i+1, &x, vigie.Say("senses-right", x.No, x.NoOf), vigie.Say("senses-wrong", x.Wrong, x.YesOf, vigie.Ratio(x.Low), vigie.Ratio(x.High))); err != nil {
			return err
		}
	}
	return nil
}

// quoted lists words between quotation marks.
func (s *session) quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = s.p.Quote(w)
	}
	return s.p.List(out)
}

// proposal prints a change of a query with its number and what it would do.
func (s *session) proposal(n int, x *api.CardProposal, right, wrong vigie.Sentence) error {
	removes := "cards-removes"
	if x.More {
		removes = "cards-removes-more"
	}
	if err := s.line("cli-card-proposal", n, vigie.Say("cards-propose-"+string(x.Kind), s.quoted(x.Terms)), vigie.Say(removes, x.Removes), right, wrong); err != nil {
		return err
	}
	return s.line("cli-card-query", x.Query)
}
