package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/query"
)

// Run tells what a query would find, and what a colleague would say of it.
func (c *topicCheckCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		in := api.Draft{Query: c.Query}
		if c.Topic != "" {
			t, err := topicNamed(ctx, cl, c.Topic)
			if err != nil {
				return err
			}
			in.Topic = t.ID
		}
		var out api.QueryCheck
		if err := cl.send(ctx, http.MethodPost, "/query/check", in, &out); err != nil {
			return err
		}
		tell := func() error { return s.tellCheck(c.Query, &out) }
		if s.cli.JSON {
			tell = func() error { return s.object(out) }
		}
		if err := tell(); err != nil {
			return err
		}
		if slices.ContainsFunc(out.Remarks, func(r api.Remark) bool { return r.Grave }) {
			return foundError{} // so that a script knows
		}
		return nil
	})
}

// topicNamed finds a topic by its name or number.
func topicNamed(ctx context.Context, cl *client, name string) (api.Topic, error) {
	var all []api.Topic
	if err := cl.get(ctx, "/topics", nil, &all); err != nil {
		return api.Topic{}, err
	}
	for _, t := range all {
		if strings.EqualFold(t.Name, name) || fmt.Sprint(int64(t.ID)) == name {
			return t, nil
		}
	}
	return api.Topic{}, vigie.Errorf(vigie.NotFound, nil, "api-no-topic", name)
}

// tellCheck prints what a query would find; remarks count characters, as
// people do, where the query counts bytes.
func (s *session) tellCheck(asked string, out *api.QueryCheck) error {
	for _, r := range out.Remarks {
		if err := s.line("cli-remark", utf8.RuneCountInString(asked[:min(r.Start, len(asked))])+1, r.Say); err != nil {
			return err
		}
		if r.Mend != nil {
			if err := s.line("cli-mend", r.Mend.Say); err != nil {
				return err
			}
		}
	}
	if out.Found == nil {
		return nil
	}
	if err := s.line("topic-tried", *out.Found); err != nil {
		return err
	}
	if !out.Since.IsZero() {
		if err := s.line("check-partial", out.Since); err != nil {
			return err
		}
	}
	for _, x := range out.Channels {
		if err := s.line("cli-check-channel", vigie.Say("channel-"+string(x.Channel)), x.N); err != nil {
			return err
		}
	}
	if out.Diff != nil {
		if err := s.line("check-diff", out.Diff.Joined, out.Diff.Left); err != nil {
			return err
		}
	}
	for _, t := range out.Tests {
		if err := s.tellTest(t); err != nil {
			return err
		}
	}
	return s.line("check-cost", out.Cost, query.CostMost)
}

func (s *session) tellTest(t api.Test) error {
	id := "test-passed"
	switch {
	case t.Passed:
	case t.Must:
		id = "test-missed"
	default:
		id = "test-caught"
	}
	return s.line("cli-test", vigie.Say(id), strings.Join(strings.Fields(t.Text), " "), t.Why)
}

// Run adds examples to a topic, or shows how they fare.
func (c *topicExampleCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		t, err := topicNamed(ctx, cl, c.Topic)
		if err != nil {
			return err
		}
		path := "/topics/" + fmt.Sprint(int64(t.ID)) + "/examples"
		if len(c.Must)+len(c.MustNot) > 0 || c.Clear {
			var kept api.Examples
			if err := cl.get(ctx, path, nil, &kept); err != nil {
				return err
			}
			if c.Clear {
				kept = api.Examples{}
			}
			kept.Must, kept.MustNot = append(kept.Must, c.Must...), append(kept.MustNot, c.MustNot...)
			if err := cl.send(ctx, http.MethodPut, path, kept, nil); err != nil {
				return err
			}
		}
		var out api.QueryCheck
		if err := cl.send(ctx, http.MethodPost, "/query/check", api.Draft{Topic: t.ID, Query: t.Query}, &out); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, out.Tests)
		}
		if len(out.Tests) == 0 {
			return s.line("cli-no-examples", t.Name)
		}
		for _, x := range out.Tests {
			if err := s.tellTest(x); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run lists what a topic asked.
func (c *topicVersionsCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var list []api.QueryVersion
		if err := cl.get(ctx, "/topics/"+url.PathEscape(c.Topic)+"/versions", nil, &list); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, list)
		}
		for _, v := range list {
			if err := s.line("cli-query-version", v.Version, v.At, v.By, v.Query); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run gives a topic the query of an earlier version.
func (c *topicRollbackCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var t api.Topic
		in := map[string]int{"version": c.Version}
		if err := cl.send(ctx, http.MethodPost, "/topics/"+url.PathEscape(c.Topic)+"/rollback", in, &t); err != nil {
			return err
		}
		return s.keptTopic(ctx, cl, t)
	})
}

// Run converts a query of another tool. It needs no data.
func (c *topicConvertCmd) Run(_ context.Context, s *session) error {
	pasted := c.Query
	if pasted == "-" {
		b, err := io.ReadAll(io.LimitReader(s.in, 4*query.CharactersMost+1))
		if err != nil {
			return err
		}
		pasted = string(b)
	}
	out, err := query.Convert(query.Dialect(c.From), pasted)
	if err != nil {
		return err
	}
	if s.cli.JSON {
		told := api.Converted{Query: out.Query, Notes: []api.Converting{}}
		for _, n := range out.Notes {
			told.Notes = append(told.Notes, api.Converting{Part: n.Text, Say: s.p.Sentence(n.Say), Lost: n.Lost})
		}
		return s.object(told)
	}
	if err := s.line("cli-converted", out.Query); err != nil {
		return err
	}
	for _, n := range out.Notes {
		if err := s.line("cli-convert-note", n.Text, n.Say); err != nil {
			return err
		}
	}
	return nil
}

// Run shows the lists, or the terms of one.
func (c *listShowCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.List
		if err := cl.get(ctx, "/lists", nil, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		for _, l := range all {
			switch {
			case c.Name == "":
				if err := s.line("cli-list-line", l.Name, strings.Count(strings.TrimSpace(l.Terms), "\n")+1); err != nil {
					return err
				}
			case strings.EqualFold(c.Name, l.Name):
				return s.line("cli-list-terms", l.Terms)
			}
		}
		if c.Name != "" {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-list", c.Name)
		}
		if len(all) == 0 {
			return s.line("cli-no-lists")
		}
		return nil
	})
}

// Run keeps a list: the terms given, or the lines of a file.
func (c *listSetCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, true, listening{}, func(cl *client) error {
		terms := strings.Join(c.Term, "\n")
		if c.File != "" {
			r, _, err := s.openInput(c.File)
			if err != nil {
				return err
			}
			defer r.Close()
			b, err := io.ReadAll(io.LimitReader(r, 1<<20))
			if err != nil {
				return err
			}
			terms += "\n" + string(b)
		}
		var l api.List
		if err := cl.send(ctx, http.MethodPut, "/lists/"+url.PathEscape(c.Name), map[string]string{"terms": terms}, &l); err != nil {
			return err
		}
		if cl.local != nil {
			if err := cl.local.watch.CatchUp(ctx); err != nil {
				return err
			}
		}
		if s.cli.JSON {
			return s.object(l)
		}
		return s.line("list-told-saved", l.Name)
	})
}

// Run takes a list away that nothing uses.
func (c *listRmCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		if err := cl.send(ctx, http.MethodDelete, "/lists/"+url.PathEscape(c.Name), nil, nil); err != nil {
			return err
		}
		return s.line("list-told-deleted", c.Name)
	})
}
