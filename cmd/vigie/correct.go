package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
)

type correctCmd struct {
	ID      string `arg:"" name:"id"`
	Topic   string `placeholder:"NAME"`
	Opinion string `enum:",negative,neutral,positive,undo" default:"" placeholder:"OPINION"`
	Intents string `placeholder:"INTENTS"`
}

// Run says what a mention thinks of a topic, or what it is for. Where no other process owns the
// data, those alike are judged again before it ends.
func (c *correctCmd) Run(ctx context.Context, s *session) error {
	if (c.Intents == "") == (c.Opinion == "") || (c.Opinion == "") != (c.Topic == "") {
		return &usageError{vigie.Say("cli-correct-what")}
	}
	return s.with(ctx, false, listening{}, func(cl *client) error {
		if c.Intents != "" {
			return c.intents(ctx, s, cl)
		}
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

// intents says what a mention is for.
func (c *correctCmd) intents(ctx context.Context, s *session, cl *client) error {
	path := "/mentions/" + url.PathEscape(c.ID) + "/intents"
	var out any
	var err error
	if c.Intents == "undo" {
		err = cl.send(ctx, http.MethodDelete, path, nil, &out)
	} else {
		in := api.CorrectingIntents{Intents: []vigie.Intent{}}
		for _, name := range strings.Split(c.Intents, ",") {
			if name = strings.TrimSpace(name); name != "none" {
				in.Intents = append(in.Intents, vigie.Intent(name))
			}
		}
		err = cl.send(ctx, http.MethodPut, path, in, &out)
	}
	if err != nil {
		return err
	}
	if cl.local != nil {
		if err := cl.local.watch.CatchUp(ctx); err != nil {
			return err
		}
	}
	switch {
	case s.cli.JSON:
		return s.object(out)
	case c.Intents == "undo":
		return s.line("cli-uncorrected")
	}
	return s.line("cli-corrected-intents")
}
