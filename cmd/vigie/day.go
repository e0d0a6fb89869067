package main

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/api"
)

// Run writes down a day to know, takes it away, or lists them.
func (c *alertDayCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var in, out alert.Settings
		if err := cl.get(ctx, "/alerts/settings", nil, &in); err != nil {
			return err
		}
		var ws api.Workspace
		if err := cl.get(ctx, "/workspace", nil, &ws); err != nil {
			return err
		}
		zone := vigie.Workspace(ws).Location()
		switch {
		case c.Name == "":
			return s.sayDays(in.Events, zone)
		case c.Rm:
			n := len(in.Events)
			in.Events = slices.DeleteFunc(in.Events, func(e alert.Event) bool { return e.Name == c.Name })
			if len(in.Events) == n {
				return vigie.Errorf(vigie.NotFound, nil, "cli-alert-day-none", c.Name)
			}
		default:
			e, err := c.event(ctx, cl, zone)
			if err != nil {
				return err
			}
			in.Events = append(in.Events, e)
			slices.SortStableFunc(in.Events, func(a, b alert.Event) int { return a.From.Compare(b.From) })
		}
		if err := cl.send(ctx, http.MethodPut, "/alerts/settings", in, &out); err != nil {
			return err
		}
		return s.line("cli-alert-set")
	})
}

// event is what the flags say, both days included.
func (c *alertDayCmd) event(ctx context.Context, cl *client, zone *time.Location) (e alert.Event, err error) {
	e.Name = c.Name
	if e.From, err = dayIn(c.From, zone); err != nil {
		return e, err
	}
	if e.To, err = dayIn(cmp.Or(c.To, c.From), zone); err != nil {
		return e, err
	}
	e.To = e.To.AddDate(0, 0, 1)
	if !c.More {
		e.Widen = 1
	}
	if c.Topic != "" {
		t, err := topicNamed(ctx, cl, c.Topic)
		if err != nil {
			return e, err
		}
		e.Topic = t.ID
	}
	return e, e.Check()
}

func dayIn(said string, zone *time.Location) (time.Time, error) {
	at, err := time.ParseInLocation(time.DateOnly, said, zone)
	if err != nil {
		return at, vigie.Errorf(vigie.Invalid, err, "alert-bad-day", said)
	}
	return at, nil
}

// sayDays lists the days to know.
func (s *session) sayDays(all []alert.Event, zone *time.Location) error {
	if s.cli.JSON {
		return objects(s, all)
	}
	if len(all) == 0 {
		return s.line("telling-events-none")
	}
	p := s.p.At(zone)
	for _, e := range all {
		if err := s.line("cli-alert-day-line", e.Name, p.Date(e.From), p.Date(e.To.Add(-time.Second))); err != nil {
			return err
		}
	}
	return nil
}
