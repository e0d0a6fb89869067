package api

import (
	"net/http"

	"vigie.example/vigie"
)

// topics answers every topic.
func (a *api) topics(w http.ResponseWriter, r *http.Request) error {
	topics, err := a.Ledger.Topics(r.Context())
	if err != nil {
		return err
	}
	out := []Topic{}
	for _, t := range topics {
		out = append(out, topicOf(t))
	}
	return answer(w, out)
}

// jobs answers what is being read again, or was last.
func (a *api) jobs(w http.ResponseWriter, r *http.Request) error {
	jobs, err := a.Ledger.Jobs(r.Context())
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out := []Job{}
	for _, j := range jobs {
		out = append(out, jobOf(j, called))
	}
	return answer(w, out)
}

// addTopic keeps a new topic and has the archive read for it.
func (a *api) addTopic(w http.ResponseWriter, r *http.Request) error {
	var in Topic
	if err := body(r, &in); err != nil {
		return err
	}
	return a.keepTopic(w, r, vigie.Topic{Name: in.Name, Kind: in.Kind, Sector: in.Sector, Query: in.Query})
}

// changeTopic keeps what the body gives and leaves the rest as it was.
func (a *api) changeTopic(w http.ResponseWriter, r *http.Request) error {
	old, err := a.topicAt(r)
	if err != nil {
		return err
	}
	in := topicOf(old)
	if err := body(r, &in); err != nil {
		return err
	}
	old.Name, old.Kind, old.Sector, old.Query = in.Name, in.Kind, in.Sector, in.Query
	return a.keepTopic(w, r, old)
}

// keepTopic has watch check and save.
func (a *api) keepTopic(w http.ResponseWriter, r *http.Request, t vigie.Topic) error {
	if t.Kind == "" {
		t.Kind = vigie.Theme
	}
	if a.Watch == nil {
		return missing("topics")
	}
	save := a.Watch.SaveTopic
	if r.URL.Query().Get("anyway") == "true" {
		save = a.Watch.SaveAnyway
	}
	kept, err := save(r.Context(), t)
	if err != nil {
		return err
	}
	return answer(w, topicOf(kept))
}

// deleteTopic takes a topic away with its matches.
func (a *api) deleteTopic(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	if a.Watch == nil {
		return missing("topics")
	}
	if err := a.Watch.DeleteTopic(r.Context(), t.ID); err != nil {
		return err
	}
	return answer(w, topicOf(t))
}

// topicAt returns the topic that the path names by id or by name.
func (a *api) topicAt(r *http.Request) (vigie.Topic, error) {
	ids, err := a.topicIDs(r.Context(), []string{r.PathValue("id")})
	if err != nil {
		return vigie.Topic{}, err
	}
	topics, err := a.Ledger.Topics(r.Context())
	if err != nil {
		return vigie.Topic{}, err
	}
	for _, t := range topics {
		if t.ID == ids[0] {
			return t, nil
		}
	}
	return vigie.Topic{}, vigie.Errorf(vigie.NotFound, nil, "api-no-topic", r.PathValue("id"))
}
