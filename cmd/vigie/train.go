package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"vigie.example/vigie"
	"vigie.example/vigie/eval"
	"vigie.example/vigie/say"
	"vigie.example/vigie/understand/opinion"
)

// texts is what every command that works on labelled texts takes.
type texts struct {
	Labels      string `enum:"3,2,stars" default:"3"`
	TextColumn  string `placeholder:"NAME"`
	LabelColumn string `placeholder:"NAME"`
}

// judging is what measuring opinions takes.
type judging struct {
	texts
	Folds       int    `placeholder:"N"`
	Corrections int    `placeholder:"N" default:"-1"`
	Lists       bool   `name:"lists"`
	Model       string `placeholder:"FILE"`
	Seed        int64  `default:"1"`
	Family      string `placeholder:"NAME" enum:",choose,graded,usual,ratios,present" default:""`
}

type trainCmd struct {
	Name string `arg:"" enum:"opinion"`
	texts
	Out     string  `short:"o" required:"" placeholder:"FILE"`
	Seed    int64   `default:"1"`
	Family  string  `placeholder:"NAME" enum:",choose,graded,usual,ratios,present" default:""`
	Penalty float64 `placeholder:"X"`
}

// making is the training that a --family and a penalty ask for. Without a name,
// the trainer chooses where choose says so.
func making(family string, penalty float64, choose bool) opinion.Training {
	switch family {
	case "choose":
		return opinion.Training{Choose: true}
	case "":
		return opinion.Training{Choose: choose && penalty == 0, Family: opinion.Graded, Penalty: penalty}
	}
	return opinion.Training{Family: opinion.FamilyNamed(family), Penalty: penalty}
}

// opinion measures opinions on the texts of a file or a folder, in the
// language that --lang names.
func (c *evalCmd) opinion(s *session, from string, out func(eval.Result)) error {
	texts, err := eval.Texts(from, c.options())
	if err != nil {
		return err
	}
	o := eval.OpinionOptions{
		Lang: c.language(s), Data: filepath.Base(from), Labels: eval.Labels(c.Labels),
		Folds: c.Folds, Seed: c.Seed, Lists: c.Lists, Corrections: c.Corrections,
		// Tweets were what the family of the shipped models was made for.
		Training: making(c.Family, 0, eval.Labels(c.Labels) != eval.Three),
	}
	if c.Model != "" {
		if o.Model, err = opinion.Open(c.Model); err != nil {
			return err
		}
	}
	return eval.Opinion(texts, o, out)
}

func (t *texts) options() eval.TextsOptions {
	return eval.TextsOptions{Labels: eval.Labels(t.Labels), Text: t.TextColumn, Label: t.LabelColumn}
}

// language is the one of the texts: --lang where it is given (and may then be
// one in which the program does not speak), else the one it speaks.
func (t *texts) language(s *session) string { return cmp.Or(s.cli.Lang, s.lang) }

// Run trains a model from labelled texts and writes its file.
func (c *trainCmd) Run(_ context.Context, s *session) error {
	if s.asked == "" {
		return &usageError{vigie.Say("cli-train-data")}
	}
	texts, err := eval.Texts(s.asked, c.options())
	if err != nil {
		return err
	}
	how := making(c.Family, c.Penalty, true)
	how.Data, how.Seed = filepath.Base(s.asked), c.Seed
	m, err := opinion.Train(c.language(s), texts, how)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, b.Bytes(), 0o644); err != nil {
		return vigie.Errorf(vigie.Unavailable, err, "cli-unwritable", c.Out)
	}
	sum, a := sha256.Sum256(b.Bytes()), m.About()
	if s.cli.JSON {
		return s.object(map[string]any{
			"file": c.Out, "bytes": b.Len(), "texts": len(texts), "sha256": hex.EncodeToString(sum[:]),
			"family": a.Family.Name(), "penalty": a.Penalty, "tried": a.Tried,
		})
	}
	if _, err = fmt.Fprintln(s.out, s.p.Say("cli-trained", c.Out, len(texts), b.Len(), hex.EncodeToString(sum[:]))); err != nil {
		return err
	}
	for i, t := range a.Tried {
		id := "cli-trained-chosen"
		if i > 0 {
			id = "cli-trained-tried"
		}
		if _, err = fmt.Fprintln(s.out, s.p.Say(id, t.Family.Name(), s.p.Decimal(t.Penalty, 2), say.Ratio(t.Right), s.p.Decimal(t.Loss, 3))); err != nil {
			return err
		}
	}
	return nil
}
