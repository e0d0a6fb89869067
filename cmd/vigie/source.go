package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

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

// Run adds what is found at an address or under a name: it says what that is,
// shows what was said there last, and asks once where somebody can answer.
func (c *sourceAddCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, true, c.listening, func(cl *client) error {
		in := api.NewSource{
			Address: c.Address, Name: c.Name, Channel: vigie.Channel(c.Channel), Own: c.Own, Of: c.Of, KeepAll: c.KeepAll,
		}
		if c.Page {
			in.Kind = vigie.PageSource
		}
		if strings.HasPrefix(c.Address, "imap:") || strings.HasPrefix(c.Address, "imaps:") {
			return c.mailbox(ctx, s, cl, in)
		}
		wanted := []api.NewSource{in}
		if !c.Exact && !c.Page {
			found, err := s.lookAt(ctx, cl, in)
			if err != nil {
				return err
			}
			if !c.Yes {
				if err := s.agree("cli-look-ask", "cli-look-declined", len(found)); err != nil {
					return err
				}
			}
			wanted = found
		}
		return s.addAll(ctx, cl, wanted)
	})
}

// mailbox adds a folder of mail, whose password is asked for.
func (c *sourceAddCmd) mailbox(ctx context.Context, s *session, cl *client, in api.NewSource) error {
	box, err := vigie.MailboxOf(in.Address)
	if err != nil {
		return err
	}
	in.Kind = vigie.ImapSource
	if in.Password, err = s.askSecret("cli-secret-ask", box.User); err != nil {
		return err
	}
	return s.addAll(ctx, cl, []api.NewSource{in})
}

// lookAt tells what stands at an address, and returns it ready to be added.
func (s *session) lookAt(ctx context.Context, cl *client, in api.NewSource) ([]api.NewSource, error) {
	var found []api.Look
	if err := cl.send(ctx, http.MethodPost, "/sources/look", in, &found); err != nil {
		return nil, err
	}
	var out []api.NewSource
	for _, f := range found {
		n := f.NewSource
		n.Own, n.Of, n.KeepAll = in.Own, in.Of, in.KeepAll
		n.Channel = cmp.Or(in.Channel, n.Channel)
		if in.Name != "" && len(found) == 1 {
			n.Name = in.Name
		}
		out = append(out, n)
		if s.cli.JSON {
			continue
		}
		for _, told := range []string{cmp.Or(n.Name, n.Address), "  " + f.Said, "  " + n.Address} {
			if _, err := fmt.Fprintln(s.out, plain(noBreak.Replace(told))); err != nil {
				return nil, err
			}
		}
		for _, it := range f.Items {
			id := "cli-look-item"
			if it.At.IsZero() {
				id = "cli-look-undated"
			}
			if err := s.line(id, it.Title, it.At); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// addAll adds sources one by one. One feed of a site may be listened to
// already: the others are added all the same.
func (s *session) addAll(ctx context.Context, cl *client, wanted []api.NewSource) error {
	var all []api.Source
	var refused error
	for _, in := range wanted {
		var added []api.Source
		err := cl.send(ctx, http.MethodPost, "/sources", in, &added)
		if vigie.KindOf(err) == vigie.Conflict && len(wanted) > 1 {
			refused = err
			continue
		}
		if err != nil {
			return err
		}
		all = append(all, added...)
	}
	if len(all) == 0 && refused != nil {
		return refused
	}
	return s.sources(all)
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

// Run gives a source a token, read from the terminal or the standard input.
func (c *sourceTokenCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		token, err := s.askSecret("cli-secret-ask", c.Source)
		if err != nil {
			return err
		}
		var src api.Source
		if err := cl.send(ctx, http.MethodPost, "/sources/"+url.PathEscape(c.Source)+"/token", map[string]string{"token": token}, &src); err != nil {
			return err
		}
		return s.sources([]api.Source{src})
	})
}
