package web

import (
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
