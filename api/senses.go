package api

import (
	"net/http"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Senses is what the names of a topic or of a query seem to mean.
type Senses struct {
	Topic     vigie.TopicID  `json:"topic,omitempty"`
	Query     string         `json:"query"`
	Looked    int            `json:"looked"`            // texts compared, copies counted once
	Waiting   int            `json:"waiting,omitempty"` // of those, in the heard buffer only
	Unplaced  int            `json:"unplaced"`
	Uses      []Use          `json:"uses"`
	Proposals []CardProposal `json:"proposals,omitempty"`
}

// Use is one use of a name.
type Use struct {
	Words    []string  `json:"words"` // that tell it from the rest, the surest first
	N        int       `json:"n"`
	Low      float64   `json:"low"` // Wilson interval of its share at 95 %
	High     float64   `json:"high"`
	Said     string    `json:"said,omitempty"` // yes: it is the topic; no: it is not
	Examples []Mention `json:"examples"`
}

// senses tells what a topic's names mean, or those of a query that is not saved,
// and what the answers given with it propose.
func (a *api) senses(w http.ResponseWriter, r *http.Request) error {
	if a.Watch == nil {
		return missing("topics")
	}
	var t vigie.Topic
	if r.PathValue("id") != "" {
		var err error
		if t, err = a.topicAt(r); err != nil {
			return err
		}
	}
	v := r.URL.Query()
	if q := v.Get("query"); q != "" {
		t.Query = q
	}
	m, err := a.Watch.Meanings(r.Context(), t, watch.Meant{Us: v["us"], Not: v["not"]})
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out := Senses{Topic: t.ID, Query: t.Query, Looked: m.Looked, Waiting: m.Waiting, Unplaced: m.Unplaced, Uses: []Use{}}
	for i := range m.List {
		x := &m.List[i]
		use := Use{Words: x.Words, N: x.N, Low: x.Between.Low, High: x.Between.High}
		if x.Said != 0 {
			use.Said = x.Said.String()
		}
		for j := range x.Examples {
			use.Examples = append(use.Examples, mentionOf(&x.Examples[j], called))
		}
		out.Uses = append(out.Uses, use)
	}
	for i := range m.Proposals {
		out.Proposals = append(out.Proposals, proposalOf(&m.Proposals[i]))
	}
	return answer(w, out)
}

// proposalOf tells a change of a query.
func proposalOf(x *watch.Proposal) CardProposal {
	return CardProposal{
		Kind: x.Kind, Terms: x.Terms, Query: x.Query, Removes: x.Removes, More: x.More,
		No: x.No, NoOf: x.NoOf, Wrong: x.Wrong, YesOf: x.YesOf, Low: x.Between.Low, High: x.Between.High,
	}
}
