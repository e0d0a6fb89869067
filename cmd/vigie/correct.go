package main

import (
	"context"
	"net/http"
	"net/url"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

type correctCmd struct {
	ID      string `arg:"" name:"id"`
	Topic   string `required:"" placeholder:"NAME"`
	Opinion string `required:"" enum:"negative,neutral,positive,undo" placeholder:"OPINION"`
}

// Run says what a mention thinks of a topic. Where no other process owns the
// data, those alike are judged again before it ends.
func (c *correctCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		path := "/mentions/" + url.PathEscape(c.ID) + "/opinion"
		var out any
		var err error
		if c.Opinion == "undo" {
			err = cl.send(ctx, http.MethodDelete, path+"?topic="+url.QueryEscape(c.Topic), nil, &out)
		} else {
			err = cl.send(ctx, http.MethodPut, path, api.Correcting{Topic: c.Topic, Opinion: c.Opinion}, &out)
		}
		if err != nil {
			return err
		}
		if cl.local != nil {
			if err := cl.local.watch.CatchUp(ctx); err != nil {
				return err
			}
		}
		if s.cli.JSON {
			return s.object(out)
		}
		if c.Opinion == "undo" {
			return s.line("cli-uncorrected")
		}
		return s.line("cli-corrected", vigie.Say("opinion-"+c.Opinion))
	})
}
