package main

import (
	"cmp"
	"context"
	"fmt"

	"vigie.example/vigie"
	"vigie.example/vigie/eval"
)

// Run measures how right readings are, on labelled texts. They are what this
// command works on and the store is not, so --data may name their folder too.
func (c *evalCmd) Run(_ context.Context, s *session) error {
	from := cmp.Or(c.From, s.asked)
	if from == "" {
		return &usageError{vigie.Say("cli-eval-from")}
	}
	var failed error
	measure := eval.Language
	if c.Posts {
		measure = eval.LanguagePosts
	}
	err := measure(from, func(r eval.Result) {
		if failed == nil {
			failed = s.figure(r.Name, r.Value, r.Unit, r)
		}
	})
	if err != nil {
		return err
	}
	return failed
}

// figure prints one measured figure: as JSON, or on a line.
func (s *session) figure(name string, value float64, unit string, whole any) error {
	if s.cli.JSON {
		return s.object(whole)
	}
	_, err := fmt.Fprintf(s.out, "%-40s %12.4g %s\n", name, value, unit)
	return err
}
