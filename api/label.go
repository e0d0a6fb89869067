package api

import (
	"net/http"
	"strconv"
	"time"

	"vigie.example/vigie"
)

// Label is what a person said that a mention thinks of a topic.
type Label struct {
	Mention vigie.MentionID `json:"mention,string"`
	Topic   vigie.TopicID   `json:"topic"`
	Name    string          `json:"topic_name,omitempty"`
	Opinion string          `json:"opinion"` // negative, neutral or positive
	By      string          `json:"by,omitempty"`
	At      time.Time       `json:"at,omitzero"`
}

// Correcting is the body of PUT /mentions/{id}/opinion: a topic by id or name,
// and what the mention thinks of it.
type Correcting struct {
	Topic   string `json:"topic"`
	Opinion string `json:"opinion"`
}

// labels answers what people said, oldest first.
func (a *api) labels(w http.ResponseWriter, r *http.Request) error {
	list, err := a.Archive.Labels(r.Context())
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out := []Label{}
	for _, l := range list {
		out = append(out, Label{Mention: l.Mention, Topic: l.Topic, Name: called.topics[l.Topic], Opinion: l.Opinion.String(), By: l.By, At: l.At})
	}
	return answer(w, out)
}

// correct keeps what a person says of a mention, and answers the mention.
func (a *api) correct(w http.ResponseWriter, r *http.Request) error {
	var in Correcting
	if err := body(r, &in); err != nil {
		return err
	}
	id, topic, err := a.labelled(r, in.Topic)
	if err != nil {
		return err
	}
	o, ok := opinionNamed(in.Opinion)
	if !ok {
		return vigie.Errorf(vigie.Invalid, nil, "api-bad-opinion", in.Opinion)
	}
	if err := a.Watch.Correct(r.Context(), vigie.Label{Mention: id, Topic: topic, Opinion: o}); err != nil {
		return err
	}
	return a.mention(w, r)
}

// uncorrect takes it back; the topic is a parameter.
func (a *api) uncorrect(w http.ResponseWriter, r *http.Request) error {
	id, topic, err := a.labelled(r, r.URL.Query().Get("topic"))
	if err != nil {
		return err
	}
	if err := a.Watch.Uncorrect(r.Context(), id, topic); err != nil {
		return err
	}
	return a.mention(w, r)
}

// labelled reads which mention and which topic are meant.
func (a *api) labelled(r *http.Request, topic string) (vigie.MentionID, vigie.TopicID, error) {
	id, err := a.intended(r)
	if err != nil {
		return 0, 0, err
	}
	ids, err := a.topicIDs(r.Context(), []string{topic})
	if err != nil {
		return 0, 0, err
	}
	return id, ids[0], nil
}

// intended reads which mention is meant, where corrections are taken.
func (a *api) intended(r *http.Request) (vigie.MentionID, error) {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, vigie.Errorf(vigie.NotFound, err, "store-no-mention")
	}
	if a.Watch == nil {
		return 0, missing("corrections")
	}
	return vigie.MentionID(n), nil
}
