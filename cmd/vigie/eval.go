package main

import (
	"context"
	"fmt"

	"vigie.example/vigie/eval"
)

// Run measures how right readings are, on labelled texts.
func (c *evalCmd) Run(_ context.Context, s *session) error {
	var failed error
	err := eval.Language(c.From, func(r eval.Result) {
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
