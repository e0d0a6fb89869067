package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
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
		var past url.Values
		if c.Until != "" {
			past = url.Values{"until": {c.Until}}
		}
		if err := cl.get(ctx, "/alerts/trial/"+url.PathEscape(c.Topic), past, &rows); err != nil {
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

// changeAlerts reads what was chosen, changes it and keeps it.
func (s *session) changeAlerts(ctx context.Context, change func(*alert.Settings) error) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var in, out alert.Settings
		if err := cl.get(ctx, "/alerts/settings", nil, &in); err != nil {
			return err
		}
		if err := change(&in); err != nil {
			return err
		}
		if err := cl.send(ctx, http.MethodPut, "/alerts/settings", in, &out); err != nil {
			return err
		}
		return s.line("cli-alert-set")
	})
}

// Run adds, changes or takes away a route.
func (c *alertRouteCmd) Run(ctx context.Context, s *session) error {
	return s.changeAlerts(ctx, func(in *alert.Settings) error {
		i := slices.IndexFunc(in.Routes, func(r alert.Route) bool { return r.Name == c.Name })
		if c.Rm {
			if i < 0 {
				return vigie.Errorf(vigie.NotFound, nil, "cli-alert-no-route", c.Name)
			}
			in.Routes = slices.Delete(in.Routes, i, i+1)
			return nil
		}
		r := alert.Route{Name: c.Name, Kind: alert.RouteKind(c.Kind), To: c.To, Least: c.Least}
		if c.Secret {
			var err error
			if r.Secret, err = s.askSecret("cli-secret-ask", c.Name); err != nil {
				return err
			}
		}
		if c.To == "" || strings.ContainsAny(c.To+c.Name, "\r\n") {
			return vigie.Errorf(vigie.Invalid, nil, "alert-bad-mail")
		}
		if i >= 0 {
			in.Routes[i] = r
		} else {
			in.Routes = append(in.Routes, r)
		}
		return nil
	})
}

// Run sets what is given, and leaves the rest.
func (c *alertMailCmd) Run(ctx context.Context, s *session) error {
	if c.Server+c.Sender+c.Login+c.Pages+c.Quiet == "" && c.Letter == nil && !c.Password {
		return vigie.Errorf(vigie.Invalid, nil, "cli-alert-mail-what")
	}
	return s.changeAlerts(ctx, func(in *alert.Settings) error {
		in.Mail.Address = cmp.Or(c.Server, in.Mail.Address)
		in.Mail.From = cmp.Or(c.Sender, in.Mail.From)
		in.Mail.User = cmp.Or(c.Login, in.Mail.User)
		if c.Password {
			var err error
			if in.Mail.Password, err = s.askSecret("cli-secret-ask", in.Mail.User); err != nil {
				return err
			}
		}
		in.Address = cmp.Or(c.Pages, in.Address)
		if c.Letter != nil {
			in.Letters = c.Letter
		}
		if c.Quiet != "" {
			if n, err := fmt.Sscanf(c.Quiet, "%d-%d", &in.Quiet.From, &in.Quiet.To); n != 2 || err != nil ||
				in.Quiet.From < 0 || in.Quiet.From > 23 || in.Quiet.To < 0 || in.Quiet.To > 23 {
				return vigie.Errorf(vigie.Invalid, err, "cli-alert-quiet")
			}
		}
		return nil
	})
}

// Run has a report leave each month, or no more; without one it lists those
// that do.
func (c *alertReportCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var topics []api.Topic
		if err := cl.get(ctx, "/topics", nil, &topics); err != nil {
			return err
		}
		var in, out alert.Settings
		if err := cl.get(ctx, "/alerts/settings", nil, &in); err != nil {
			return err
		}
		if c.Report == "" {
			return s.sayPostings(in.Reports, topics)
		}
		i := slices.IndexFunc(topics, func(t api.Topic) bool {
			return t.Name == c.Brand || strconv.FormatInt(int64(t.ID), 10) == c.Brand || c.Brand == "" && t.Kind == vigie.OwnBrand
		})
		if i < 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
		}
		p := alert.Posting{Report: alert.ReportKind(c.Report), Brand: topics[i].ID, To: c.To}
		n := len(in.Reports)
		in.Reports = slices.DeleteFunc(in.Reports, func(x alert.Posting) bool { return x.Report == p.Report && x.Brand == p.Brand })
		switch {
		case c.Rm && len(in.Reports) == n:
			return vigie.Errorf(vigie.NotFound, nil, "cli-alert-report-none")
		case !c.Rm:
			if err := p.Check(); err != nil {
				return err
			}
			in.Reports = append(in.Reports, p)
		}
		if err := cl.send(ctx, http.MethodPut, "/alerts/settings", in, &out); err != nil {
			return err
		}
		return s.line("cli-alert-set")
	})
}

// sayPostings lists the reports that leave each month.
func (s *session) sayPostings(all []alert.Posting, topics []api.Topic) error {
	if s.cli.JSON {
		return objects(s, all)
	}
	if len(all) == 0 {
		return s.line("telling-reports-n", 0)
	}
	for _, p := range all {
		name := ""
		for _, t := range topics {
			if t.ID == p.Brand {
				name = t.Name
			}
		}
		if err := s.line("cli-alert-report-line", vigie.Say("posting-"+string(p.Report)), name, strings.Join(p.To, ", ")); err != nil {
			return err
		}
	}
	return nil
}

// Run lists messages, and makes the dead ones leave again where asked.
func (c *alertSentCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		if c.Again {
			var done map[string]int
			if err := cl.send(ctx, http.MethodPost, "/alerts/outbox", struct{}{}, &done); err != nil {
				return err
			}
			return s.line("cli-alert-set")
		}
		var all []api.Told
		if err := cl.get(ctx, "/alerts/outbox", url.Values{"state": {c.State}}, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		if len(all) == 0 {
			return s.line("cli-alert-unsent")
		}
		for _, m := range all {
			if err := s.line("cli-alert-message", s.p.Moment(m.Due), m.Key, m.Tries, m.Why); err != nil {
				return err
			}
		}
		return nil
	})
}
