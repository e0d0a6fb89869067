package main

import (
	"cmp"
	"context"
	"fmt"

	"vigie.example/vigie"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/eval"
)

// Run measures how right readings are, on labelled texts. They are what this
// command works on and the store is not, so --data may name their folder too.
func (c *evalCmd) Run(_ context.Context, s *session) error {
	from := cmp.Or(c.From, s.asked)
	if from == "" && c.Name != "intents" {
		return &usageError{vigie.Say("cli-eval-from")}
	}
	var failed error
	out := func(r eval.Result) {
		if failed == nil {
			failed = s.figure(r.Name, r.Value, r.Unit, r)
		}
	}
	var err error
	switch {
	case c.Name == "stories":
		err = eval.Stories(from, out)
	case c.Name == "extract":
		err = eval.Extract(from, mainText, out)
	case c.Posts:
		err = eval.LanguagePosts(from, out)
	case c.Name == "alerts":
		err = eval.Alerts(from, c.Quick, out)
	case c.Name == "wording":
		err = eval.Wording(from, out)
	case c.Name == "complaints":
		err = eval.Complaints(from, cmp.Or(s.cli.Lang, "en"), c.Seed, out)
	case c.Name == "intents": // those that the project labelled, unless a file is named
		err = eval.Intents(from, out)
	case c.Name == "opinion":
		err = c.opinion(s, from, out)
	default:
		err = eval.Language(from, out)
	}
	if err != nil {
		return err
	}
	return failed
}

// mainText is what Vigie keeps of a page: an eval.Extractor.
func mainText(body []byte, hint, address string) string {
	return page.Extract(body, hint, address).Text
}

// figure prints one measured figure: as JSON, or on a line.
func (s *session) figure(name string, value float64, unit string, whole any) error {
	if s.cli.JSON {
		return s.object(whole)
	}
	_, err := fmt.Fprintf(s.out, "%-40s %12.4g %s\n", name, value, unit)
	return err
}
