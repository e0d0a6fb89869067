package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// Run lists the noise packs and what each put aside.
func (*noiseListCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.Pack
		if err := cl.get(ctx, "/noise", nil, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		for _, p := range all {
			id := "cli-noise-line"
			if !p.On {
				id = "cli-noise-line-off"
			}
			if err := s.line(id, p.Name, vigie.Say("noise-"+p.Name), p.Aside); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run shows what one pack put aside, newest first.
func (c *noiseShowCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var list []api.Mention
		if err := cl.get(ctx, "/noise/"+url.PathEscape(c.Pack), nil, &list); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, list)
		}
		for _, m := range list {
			if err := s.line("cli-noise-mention", fmt.Sprint(int64(m.ID)), strings.Join(strings.Fields(m.Title+" "+m.Text), " ")); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			return s.line("cli-noise-none")
		}
		return nil
	})
}

// Run brings one mention back, for good.
func (c *noiseBackCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var m api.Mention
		if err := cl.send(ctx, http.MethodPost, "/mentions/"+url.PathEscape(c.ID)+"/back", struct{}{}, &m); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(m)
		}
		return s.line("noise-told-back")
	})
}

// Run puts a pack in force.
func (c *noiseOnCmd) Run(ctx context.Context, s *session) error {
	return s.switchPack(ctx, c.Pack, true)
}

// Run puts a pack out of force.
func (c *noiseOffCmd) Run(ctx context.Context, s *session) error {
	return s.switchPack(ctx, c.Pack, false)
}

// switchPack switches a pack. Where no other process owns the data, all is read
// again before it ends.
func (s *session) switchPack(ctx context.Context, pack string, on bool) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.Pack
		if err := cl.send(ctx, http.MethodPut, "/noise/"+url.PathEscape(pack), map[string]bool{"on": on}, &all); err != nil {
			return err
		}
		if cl.local != nil {
			if err := cl.local.watch.CatchUp(ctx); err != nil {
				return err
			}
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		told := "noise-told-off"
		if on {
			told = "noise-told-on"
		}
		return s.line(told, vigie.Say("noise-"+pack))
	})
}
