package main

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/api"
	"vigie.example/vigie/understand/intent"
)

// Run lists the rules of intents of a language.
func (c *intentListCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var all []api.IntentRule
		if err := cl.get(ctx, "/intents", url.Values{"lang": {c.Language}}, &all); err != nil {
			return err
		}
		if s.cli.JSON {
			return objects(s, all)
		}
		for _, x := range all {
			lines, err := intent.Rule{Lang: x.Lang, Intent: x.Intent, Text: x.Rule}.Lines()
			if err != nil {
				lines = nil // "vigie intent test" says what is wrong
			}
			state := "intents-as-shipped"
			switch {
			case x.Newer:
				state = "intents-yours-old"
			case x.Own:
				state = "intents-yours"
			case x.Rule == "":
				state = "intents-none"
			}
			if err := s.line("cli-intent-line", string(x.Intent), vigie.Say("intent-"+string(x.Intent)), vigie.Say("intents-row", len(lines), len(x.Must)+len(x.MustNot)), vigie.Say(state)); err != nil {
				return err
			}
		}
		return nil
	})
}

// rulePath is where the rule stands that a command names.
func rulePath(lang, in string) string {
	return "/intents/" + url.PathEscape(lang) + "/" + url.PathEscape(in)
}

// Run shows one rule.
func (c *intentShowCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var x api.IntentRule
		if err := cl.get(ctx, rulePath(c.Language, c.Intent), nil, &x); err != nil {
			return err
		}
		if s.cli.JSON {
			return s.object(x)
		}
		if c.Shipped {
			return s.ruleText(x.Shipped)
		}
		return s.tellRule(x)
	})
}

// ruleText prints a rule line by line, as it can be given back.
func (s *session) ruleText(text string) error {
	_, err := io.WriteString(s.out, plainLines(text)+"\n")
	return err
}

// tellRule prints a rule and, as its comments, what there is to know of it: the
// whole can be kept as a file, changed and given back.
func (s *session) tellRule(x api.IntentRule) error {
	if x.Newer {
		if err := s.line("cli-intent-newer", vigie.Say("intents-newer", 1)); err != nil {
			return err
		}
	}
	if err := s.ruleText(x.Rule); err != nil {
		return err
	}
	for _, t := range x.Must {
		if err := s.line("cli-intent-example", vigie.Say("intent-example-yes"), t); err != nil {
			return err
		}
	}
	for _, t := range x.MustNot {
		if err := s.line("cli-intent-example", vigie.Say("intent-example-no"), t); err != nil {
			return err
		}
	}
	for _, v := range x.Versions {
		what := vigie.Say("intents-yours")
		if v.Shipped {
			what = vigie.Say("intent-rule-was-shipped")
		}
		if err := s.line("cli-intent-version", v.Version, v.At, v.By, what); err != nil {
			return err
		}
	}
	return nil
}

// draft is what a command gives, over the rule in force.
func (s *session) ruleDraft(ctx context.Context, cl *client, path, file string, must, mustNot, drop []string) (api.IntentDraft, error) {
	var d api.IntentDraft
	if file != "" {
		r, _, err := s.openInput(file)
		if err != nil {
			return d, err
		}
		defer r.Close()
		b, err := io.ReadAll(io.LimitReader(r, 4*intent.RuleMost+1))
		if err != nil {
			return d, err
		}
		rule := strings.ToValidUTF8(string(b), "\ufffd")
		d.Rule = &rule
	}
	if len(must)+len(mustNot)+len(drop) == 0 {
		return d, nil
	}
	var x api.IntentRule
	if err := cl.get(ctx, path, nil, &x); err != nil {
		return d, err
	}
	for _, t := range drop {
		is := func(k string) bool { return k == t }
		x.Must, x.MustNot = slices.DeleteFunc(x.Must, is), slices.DeleteFunc(x.MustNot, is)
	}
	d.Must, d.MustNot = append(x.Must, must...), append(x.MustNot, mustNot...)
	d.Version = &x.Version
	return d, nil
}

// Run changes a rule. Where no other process owns the data, all is read again
// before it ends.
func (c *intentEditCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		path := rulePath(c.Language, c.Intent)
		d, err := s.ruleDraft(ctx, cl, path, c.File, c.Must, c.MustNot, c.Drop)
		if err != nil {
			return err
		}
		var x api.IntentRule
		if err := cl.send(ctx, http.MethodPut, path, d, &x); err != nil {
			return err
		}
		return s.changedRule(ctx, cl, x, "intent-told-saved", x.Version)
	})
}

// changedRule reads all again where this process owns the data, and tells.
func (s *session) changedRule(ctx context.Context, cl *client, x api.IntentRule, told string, args ...any) error {
	if cl.local != nil {
		if err := cl.local.watch.CatchUp(ctx); err != nil {
			return err
		}
	}
	if s.cli.JSON {
		return s.object(x)
	}
	return s.line(told, args...)
}

// Run tries a rule; it ends with 1 where a sentence is read wrong.
func (c *intentTestCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		path := rulePath(c.Language, c.Intent)
		d, err := s.ruleDraft(ctx, cl, path, c.File, c.Must, c.MustNot, nil)
		if err != nil {
			return err
		}
		var out api.IntentTrial
		if err := cl.send(ctx, http.MethodPost, path+"/test", d, &out); err != nil {
			return err
		}
		var wrong error
		for _, t := range out.Tests {
			if !t.Passed {
				wrong = foundError{} // told already
			}
		}
		if s.cli.JSON {
			if err := s.object(out); err != nil {
				return err
			}
			return wrong
		}
		for _, x := range out.Remarks {
			if err := s.line("cli-intent-remark", x.Line, x.Part, x.Say); err != nil {
				return err
			}
		}
		for _, t := range out.Tests {
			if err := s.tellTest(t); err != nil {
				return err
			}
		}
		if out.Looked == 0 {
			return cmp.Or(s.line("intent-rule-diff-none"), wrong)
		}
		if err := s.line("intent-rule-diff", out.Looked, out.Has, out.Joined, out.Left); err != nil {
			return err
		}
		if !out.Since.IsZero() {
			if err := s.line("check-partial", out.Since); err != nil {
				return err
			}
		}
		return wrong
	})
}

// Run goes back to what ships.
func (c *intentResetCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		path := rulePath(c.Language, c.Intent)
		var x api.IntentRule
		if err := cl.send(ctx, http.MethodDelete, path, nil, &x); err != nil {
			return err
		}
		return s.changedRule(ctx, cl, x, "intent-told-reset")
	})
}

// Run goes back to a version.
func (c *intentBackCmd) Run(ctx context.Context, s *session) error {
	return s.with(ctx, false, listening{}, func(cl *client) error {
		var x api.IntentRule
		if err := cl.send(ctx, http.MethodPost, rulePath(c.Language, c.Intent)+"/rollback", map[string]int{"version": c.Version}, &x); err != nil {
			return err
		}
		return s.changedRule(ctx, cl, x, "intent-told-rolled", c.Version, x.Version)
	})
}
