package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/measure/sample"
)

// Run lists the samples.
func (*sampleListCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.Sample
		if err := cl.get(ctx, "/samples", nil, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		if len(all) == 0 {
			return s.line("samples-answer", 0)
		}
		var topics []api.Topic
		if err := cl.get(ctx, "/topics", nil, &topics); err != nil {
			return err
		}
		for _, one := range all {
			name := ""
			for _, t := range topics {
				if t.ID == one.Topic {
					name = t.Name
				}
			}
			if err := s.line("cli-sample-line", int64(one.ID), name, s.p.Date(one.Made), one.Labelled, one.Left); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run draws a sample.
func (c *sampleDrawCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var out api.Sample
		if err := cl.send(ctx, http.MethodPost, "/samples", api.SampleAsked{Topic: c.Topic, Weeks: c.Weeks, Since: c.Since, Until: c.Until, N: c.N}, &out); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(out)
		}
		return s.line("cli-sample-drawn", int64(out.ID), out.Drawn, out.Frame)
	})
}

func samplePath(id int64) string { return "/samples/" + strconv.FormatInt(id, 10) }

// Run says what a sample tells.
func (c *sampleShowCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var out api.Sample
		if err := cl.get(ctx, samplePath(c.ID), nil, &out); err != nil {
			return err
		}
		return s.saySample(&out)
	})
}

func (s *session) saySample(out *api.Sample) error {
	if s.cli.JSON {
		return s.object(out)
	}
	for _, said := range out.Says {
		if err := s.line("cli-said", said); err != nil {
			return err
		}
	}
	return nil
}

// Run deletes a sample.
func (c *sampleRmCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var gone map[string]int64
		if err := cl.send(ctx, http.MethodDelete, samplePath(c.ID), nil, &gone); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(gone)
		}
		return s.line("sample-deleted")
	})
}

// verdictKeys are the keys of the page, and q to stop.
var verdictKeys = map[string]sample.Verdict{
	"1": sample.SaidNegative, "2": sample.SaidNeutral, "3": sample.SaidPositive, "4": sample.SaidMixed,
	"y": sample.About, "o": sample.About, "n": sample.NotAbout, "0": sample.Unclear,
}

// Run shows card after card and keeps what is said of each, a key a line; or
// keeps the answers given as flags.
func (c *sampleReadCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var out api.Sample
		said, err := c.answers()
		if err != nil {
			return err
		}
		if len(said) > 0 {
			if err := cl.send(ctx, http.MethodPost, samplePath(c.ID), said, &out); err != nil {
				return err
			}
			return s.saySample(&out)
		}
		if err := cl.get(ctx, samplePath(c.ID), url.Values{"by": {c.By}}, &out); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(out)
		}
		lines := bufio.NewReader(s.in)
		for out.Next != nil {
			text := strings.Join(strings.Fields(out.Next.Title+" "+out.Next.Text), " ")
			if err := s.line("cli-sample-card", cmp.Or(out.Next.Site, string(out.Next.Channel)), text); err != nil {
				return err
			}
			verdict, more, err := s.verdict(lines)
			if err != nil {
				return err
			}
			if !more {
				break
			}
			id := out.Next.ID
			out = api.Sample{}
			if err := cl.send(ctx, http.MethodPost, samplePath(c.ID), []api.SampleSaid{{Mention: id, Verdict: verdict, By: c.By}}, &out); err != nil {
				return err
			}
		}
		return s.saySample(&out)
	})
}

// verdict asks until a key is one of those known; false where there is no more.
func (s *session) verdict(lines *bufio.Reader) (sample.Verdict, bool, error) {
	for {
		if err := s.line("cli-sample-keys"); err != nil {
			return "", false, err
		}
		line, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", false, err
		}
		key := strings.ToLower(strings.TrimSpace(line))
		if v, ok := verdictKeys[key]; ok {
			return v, true, nil
		}
		if key == "q" || errors.Is(err, io.EOF) {
			return "", false, nil
		}
	}
}

// answers are those given as flags: MENTION=VERDICT.
func (c *sampleReadCmd) answers() (out []api.SampleSaid, err error) {
	for _, a := range c.Answer {
		id, verdict, _ := strings.Cut(a, "=")
		n, err := strconv.ParseInt(id, 10, 64)
		if v := sample.Verdict(verdict); err != nil || !v.Valid() {
			return nil, &usageError{vigie.Say("cli-sample-answer", a, fmt.Sprint(sample.Verdicts))}
		}
		out = append(out, api.SampleSaid{Mention: vigie.MentionID(n), Verdict: sample.Verdict(verdict), By: c.By})
	}
	return out, nil
}
