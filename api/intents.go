package api

import (
	"net/http"

	"vigie.example/vigie"
)

// CorrectingIntents is the body of PUT /mentions/{id}/intents: all that the
// mention is for; an empty list says that it is for none of them.
type CorrectingIntents struct {
	Intents []vigie.Intent `json:"intents"`
}

// correctIntents keeps what a person says a mention is for, and answers the
// mention.
func (a *api) correctIntents(w http.ResponseWriter, r *http.Request) error {
	var in CorrectingIntents
	if err := body(r, &in); err != nil {
		return err
	}
	id, err := a.intended(r)
	if err != nil {
		return err
	}
	if err := a.Watch.CorrectIntents(r.Context(), vigie.IntentLabel{Mention: id, Intents: in.Intents}); err != nil {
		return err
	}
	return a.mention(w, r)
}

// uncorrectIntents takes it back.
func (a *api) uncorrectIntents(w http.ResponseWriter, r *http.Request) error {
	id, err := a.intended(r)
	if err != nil {
		return err
	}
	if err := a.Watch.UncorrectIntents(r.Context(), id); err != nil {
		return err
	}
	return a.mention(w, r)
}
