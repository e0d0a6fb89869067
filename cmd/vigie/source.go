package main

import (
	"context"
	"net/http"
	"net/url"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

// Run lists the sources and their health.
func (*sourceListCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.Source
		if err := cl.get(ctx, "/sources", nil, &all); err != nil {
			return err
		}
		if !s.cli.JSON && len(all) == 0 {
			return s.line("cli-no-sources")
		}
		return s.sources(all)
	})
}

// sources prints sources.
func (s *session) sources(all []api.Source) error {
	if s.cli.JSON {
		return objects(s, all)
	}
	for _, src := range all {
		name := src.Name
		if name == "" {
			name = src.Address
		}
		if err := s.line("cli-source-line", int64(src.ID), name, vigie.Say("cli-state-"+string(src.State)), src.Items, src.Address); err != nil {
			return err
		}
		if src.Fault != "" {
			if err := s.line("cli-source-fault", src.Fault); err != nil {
				return err
			}
		}
	}
	return nil
}

// Run adds what is found at an address.
func (c *sourceAddCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, true, c.listening, func(cl *client) error {
		in := api.NewSource{
			Address: c.Address, Name: c.Name, Channel: vigie.Channel(c.Channel), Own: c.Own, KeepAll: c.KeepAll,
			Discover: !c.Exact && !c.Page,
		}
		if c.Page {
			in.Kind = vigie.PageSource
		}
		var added []api.Source
		if err := cl.send(ctx, http.MethodPost, "/sources", in, &added); err != nil {
			return err
		}
		return s.sources(added)
	})
}

// changeSource does one thing to one source and prints it.
func (s *session) changeSource(ctx context.Context, method, source, verb string) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var src api.Source
		if err := cl.send(ctx, method, "/sources/"+url.PathEscape(source)+verb, nil, &src); err != nil {
			return err
		}
		return s.sources([]api.Source{src})
	})
}

// Run removes a source; what it carried stays.
func (c *sourceRmCmd) Run(ctx context.Context, s *session) error {
	return s.changeSource(ctx, http.MethodDelete, c.Source, "")
}

// Run pauses a source.
func (c *sourcePauseCmd) Run(ctx context.Context, s *session) error {
	return s.changeSource(ctx, http.MethodPost, c.Source, "/pause")
}

// Run ends a pause.
func (c *sourceResumeCmd) Run(ctx context.Context, s *session) error {
	return s.changeSource(ctx, http.MethodPost, c.Source, "/resume")
}

// Run makes a source due and visits what is due.
func (c *sourceVisitCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, c.listening, func(cl *client) error {
		if err := cl.send(ctx, http.MethodPost, "/sources/"+url.PathEscape(c.Source)+"/wake", nil, nil); err != nil {
			return err
		}
		return s.listen(ctx, cl)
	})
}

// Run visits what is due, once.
func (c *listenCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, c.listening, func(cl *client) error { return s.listen(ctx, cl) })
}

// listen prints each visit as it ends, then the sum.
func (s *session) listen(ctx context.Context, cl *client) error {
	return stream(ctx, cl, "/listen", nil, nil, func(v api.Visit) error {
		switch {
		case s.cli.JSON && v.Error == nil:
			return s.object(v)
		case v.Error != nil:
			return &toldError{*v.Error}
		case v.Done:
			return s.line("cli-listened", v.Visited, v.Items, v.New, v.Failed)
		case v.Fault != "":
			return s.line("cli-visit-failed", v.Name, v.Fault)
		default:
			return s.line("cli-visit", v.Name, v.Items, v.New)
		}
	})
}
