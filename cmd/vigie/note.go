package main

import (
	"context"
	"net/http"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

type noteCmd struct {
	Address string `arg:"" optional:""`
	listening
	Text    string `placeholder:"TEXT"`
	Title   string `placeholder:"TEXT"`
	Who     string `placeholder:"NAME"`
	Where   string `placeholder:"PLACE"`
	When    string `placeholder:"DATE"`
	Channel string `placeholder:"CHANNEL"`
	By      string `placeholder:"NAME"`
}

// Run keeps what a person saw somewhere Vigie does not listen.
func (c *noteCmd) Run(ctx context.Context, s *session) error {
	in := api.Noting{
		Address: c.Address, Title: c.Title, Text: c.Text, Who: c.Who, Where: c.Where, Channel: vigie.Channel(c.Channel), By: c.By,
	}
	if c.When != "" {
		var err error
		if in.When, err = time.Parse(time.DateOnly, c.When); err != nil {
			if in.When, err = time.Parse(time.RFC3339, c.When); err != nil {
				return &usageError{vigie.Say("cli-note-when", c.When)}
			}
		}
	}
	return s.with(ctx, false, c.listening, func(cl *client) error {
		var out api.Noted
		if err := cl.send(ctx, http.MethodPost, "/notes", in, &out); err != nil {
			return err
		}
		switch {
		case s.cli.JSON:
			return s.object(out)
		case out.Known:
			return s.line("cli-note-known", int64(out.ID))
		}
		return s.line("cli-noted", int64(out.ID))
	})
}
