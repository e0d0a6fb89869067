package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/intent"
)

// intentButton is one intent that a click gives to a mention or takes from it.
type intentButton struct {
	Intent vigie.Intent
	On     bool
}

// Buttons are the intents, with those that the mention has.
func (s shown) Buttons() (out []intentButton) {
	for _, i := range intent.All {
		out = append(out, intentButton{i, slices.Contains(s.Intents, i)})
	}
	return out
}

// correctIntents gives a mention an intent or takes one from it, or takes back
// what was said of all.
func (s *Server) correctIntents(w http.ResponseWriter, r *http.Request, v *visit) error {
	ctx := r.Context()
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || s.o.Opinions == nil {
		return vigie.Errorf(vigie.NotFound, err, "mention-not-found")
	}
	id := vigie.MentionID(n)
	if r.FormValue("intent") == "undo" {
		if err := s.o.Opinions.UncorrectIntents(ctx, id); err != nil {
			return err
		}
		v.tell(ctx, "correct-undone")
		if r.FormValue("from") == "corrections" {
			return v.to(w, "/corrections")
		}
		return v.to(w, mentionPath(id)+"#intents")
	}
	k, err := s.o.Archive.Mention(ctx, id)
	if err != nil {
		return err
	}
	in, clicked := slices.Clone(k.Reading.Intents), vigie.Intent(r.FormValue("intent"))
	if at := slices.Index(in, clicked); at >= 0 {
		in = slices.Delete(in, at, at+1)
	} else {
		in = append(in, clicked)
	}
	if err := s.o.Opinions.CorrectIntents(ctx, vigie.IntentLabel{Mention: id, Intents: in, By: v.User.Login}); err != nil {
		return err
	}
	v.tell(ctx, "correct-intent-done")
	return v.to(w, mentionPath(id)+"#intents")
}

// intentCorrections is what people said that mentions are for, and what it
// taught.
type intentCorrections struct {
	IntentEffects []intentEffect
	IntentRows    []intentCorrection
	IntentN       int
}

// intentEffect is what the corrections of one language changed of one intent.
type intentEffect struct {
	effectRow
	Intent vigie.Intent
	Used   bool
}

// intentCorrection is one correction.
type intentCorrection struct {
	vigie.IntentLabel
	Href string
	Says string
}

// intentCorrections lists the latest, and what all of them taught.
func (s *Server) intentCorrections(ctx context.Context, v *visit) (d intentCorrections, err error) {
	p := v.Print
	labels, err := s.o.Archive.IntentLabels(ctx)
	if err != nil {
		return d, err
	}
	d.IntentN = len(labels)
	for _, e := range s.o.Opinions.IntentEffects() {
		d.IntentEffects = append(d.IntentEffects, intentEffect{effectRow{
			Lang: langName(p, e.Lang), Labels: e.Labels, Before: p.Percent(e.Before), After: p.Percent(e.After),
			Low: p.Decimal(e.Low*100, 0), High: p.Decimal(e.High*100, 0), Helps: e.Low > 0, Harms: e.High < 0,
		}, e.Intent, e.Used})
	}
	for i := len(labels) - 1; i >= 0 && len(d.IntentRows) < correctionsMost; i-- {
		row := intentCorrection{IntentLabel: labels[i], Href: mentionPath(labels[i].Mention) + "#intents", Says: p.Say("reading-none")}
		var said []string
		for _, x := range labels[i].Intents {
			said = append(said, p.Say("intent-"+string(x)))
		}
		if len(said) > 0 {
			row.Says = p.List(said)
		}
		d.IntentRows = append(d.IntentRows, row)
	}
	return d, nil
}
