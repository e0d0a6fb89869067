package api

import (
	"net/http"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Noting is the body of POST /notes: what a person saw. Address or text must be
// given; where there is only an address, the page is read.
type Noting struct {
	Address string        `json:"address,omitempty"`
	Title   string        `json:"title,omitempty"`
	Text    string        `json:"text,omitempty"`
	Who     string        `json:"who,omitempty"`   // who said it
	Where   string        `json:"where,omitempty"` // the place, without an address
	Channel vigie.Channel `json:"channel,omitempty"`
	When    time.Time     `json:"when,omitzero"`
	By      string        `json:"by,omitempty"` // who saw it
}

// Noted answers a note: the mention, and whether it was kept before.
type Noted struct {
	Mention
	Known bool `json:"known,omitempty"`
}

// note keeps what a person saw.
func (a *api) note(w http.ResponseWriter, r *http.Request) error {
	if a.Watch == nil {
		return missing("notes")
	}
	var in Noting
	if err := body(r, &in); err != nil {
		return err
	}
	if in.Channel != "" && !in.Channel.Valid() {
		return vigie.Errorf(vigie.Invalid, nil, "api-bad-channel", string(in.Channel))
	}
	id, known, err := a.Watch.Note(r.Context(), watch.Note(in))
	if err != nil {
		return err
	}
	k, err := a.Archive.Mention(r.Context(), id)
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	return answer(w, Noted{mentionOf(&k, called), known})
}
