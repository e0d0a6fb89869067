package main

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// Run lists the alerts.
func (c *alertListCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		q := url.Values{"limit": {strconv.Itoa(c.Limit)}}
		if c.Open {
			q.Set("open", "true")
		}
		var all []api.Alert
		if err := cl.get(ctx, "/alerts", q, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		if len(all) == 0 {
			return s.line("cli-alert-none")
		}
		for _, a := range all {
			if err := s.line("cli-alert-line", a.ID, s.p.Moment(a.Rung), vigie.Say("alert-"+string(a.Kind), a.Topic, a.Mentions),
				a.Level, vigie.Say("alert-level-"+strconv.Itoa(a.Level)), vigie.Say("alert-state-"+string(a.State))); err != nil {
				return err
			}
			for _, r := range a.Reasons {
				if err := s.line("cli-alert-reason", r); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Run tries alerts on the past of a topic.
func (c *alertTryCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var rows []api.TrialRow
		if err := cl.get(ctx, "/alerts/trial/"+url.PathEscape(c.Topic), nil, &rows); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, rows)
		}
		if len(rows) == 0 {
			return s.line("alerts-trial-none")
		}
		if at := rows[0].Learning; !at.IsZero() {
			if err := s.line("alerts-trial-learning", s.p.Date(at)); err != nil {
				return err
			}
		}
		if rows[0].Borrowed != "" {
			if err := s.line("alerts-trial-borrowed", rows[0].Borrowed); err != nil {
				return err
			}
		}
		for _, r := range rows {
			if err := s.line("cli-alert-row", math.Round(1/r.FalsePerWeek), len(r.Rings), int(math.Round(r.Weeks)), r.Caught, r.Of,
				time.Duration(r.EarlyHours*float64(time.Hour))); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run watches a topic, or no more.
func (c *alertWatchCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var t api.Topic
		in := api.Watch{Off: c.Off, Weeks: c.Weeks}
		if err := cl.send(ctx, http.MethodPut, "/alerts/watch/"+url.PathEscape(c.Topic), in, &t); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(t)
		}
		if c.Off {
			return s.line("alerts-told-off", t.Name)
		}
		return s.line("alerts-told-choice", t.Name)
	})
}
