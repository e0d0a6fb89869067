package api

import (
	"net/http"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/watch"
)

// Draft asks what a query would find before it is saved.
type Draft struct {
	Topic   vigie.TopicID `json:"topic,omitempty"` // compared with; 0 for a new one
	Query   string        `json:"query"`
	Must    []string      `json:"must,omitempty"`
	MustNot []string      `json:"must_not,omitempty"`
}

// QueryCheck is what is told of a Draft. Where its query does not parse, Remarks say
// why and nothing else is told.
type QueryCheck struct {
	Remarks  []Remark  `json:"remarks"`
	Found    *int64    `json:"found,omitempty"`
	Cost     int       `json:"cost,omitempty"`
	Weeks    []Week    `json:"weeks,omitempty"`
	Channels []Placed  `json:"channels,omitempty"`
	Sample   []Mention `json:"sample,omitempty"`
	Tests    []Test    `json:"tests,omitempty"`
	Diff     *Diff     `json:"diff,omitempty"`
	// Since is set where time was too short to look at everything.
	Since time.Time `json:"since,omitzero"`
}

// Remark is what the linter says of a part of a query; offsets are bytes.
type Remark struct {
	Rule  string `json:"rule"`
	Say   string `json:"say"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Grave bool   `json:"grave,omitempty"`
	Mend  *Mend  `json:"mend,omitempty"`
}

// Mend is a change that answers a Remark: With in the place of [Start, End).
type Mend struct {
	Say   string `json:"say"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	With  string `json:"with"`
}

// Week is how many mentions a query finds in the week that starts then.
type Week struct {
	Start time.Time `json:"start"`
	N     int64     `json:"n"`
}

// Placed is how many mentions stand in a channel.
type Placed struct {
	Channel vigie.Channel `json:"channel"`
	N       int64         `json:"n"`
}

// Test is an example decided by a query.
type Test struct {
	Must   bool   `json:"must"`
	Text   string `json:"text"`
	Passed bool   `json:"passed"`
	Why    string `json:"why,omitempty"`
}

// Diff is what a change of query adds and takes away.
type Diff struct {
	Joined       int64     `json:"joined"`
	Left         int64     `json:"left"`
	JoinedSample []Mention `json:"joined_sample,omitempty"`
	LeftSample   []Mention `json:"left_sample,omitempty"`
}

// QueryVersion is a query that a topic had.
type QueryVersion struct {
	Version int       `json:"version"`
	Query   string    `json:"query"`
	At      time.Time `json:"at,omitzero"`
	By      string    `json:"by,omitempty"`
}

// Examples are the texts that a topic must match, and must not.
type Examples struct {
	Must    []string `json:"must"`
	MustNot []string `json:"must_not"`
}

// List is a named list of terms.
type List struct {
	Name    string    `json:"name"`
	Terms   string    `json:"terms"` // one a line
	Changed time.Time `json:"changed,omitzero"`
}

// Pasted is a query of another tool.
type Pasted struct {
	From  query.Dialect `json:"from"`
	Query string        `json:"query"`
}

// Converted is a pasted query in our language.
type Converted struct {
	Query string       `json:"query"`
	Notes []Converting `json:"notes"`
}

// Converting is what changes meaning or has no equal.
type Converting struct {
	Part string `json:"part,omitempty"`
	Say  string `json:"say"`
	Lost bool   `json:"lost,omitempty"`
}

// checkQuery looks a query over. It changes nothing.
func (a *api) checkQuery(w http.ResponseWriter, r *http.Request) error {
	if a.Watch == nil {
		return missing("topics")
	}
	var in Draft
	if err := body(r, &in); err != nil {
		return err
	}
	p := a.printer(r)
	remarks, err := a.Watch.Lint(r.Context(), in.Query)
	if err != nil {
		return err
	}
	out := QueryCheck{Remarks: []Remark{}}
	for _, x := range remarks {
		row := Remark{Rule: x.Rule, Say: p.Sentence(x.Say), Start: x.Pos.Start, End: x.Pos.End, Grave: x.Grave}
		if x.Mend != nil {
			row.Mend = &Mend{Say: p.Sentence(x.Mend.Say), Start: x.Mend.Pos.Start, End: x.Mend.Pos.End, With: x.Mend.With}
		}
		out.Remarks = append(out.Remarks, row)
	}
	d := watch.Draft{Topic: vigie.Topic{ID: in.Topic, Query: in.Query}, Examples: examplesOf(in.Must, in.MustNot)}
	if in.Topic != 0 && len(d.Examples) == 0 {
		if d.Examples, err = a.Ledger.Examples(r.Context(), in.Topic); err != nil {
			return err
		}
	}
	tr, err := a.Watch.Try(r.Context(), d)
	if err != nil {
		if len(out.Remarks) > 0 && out.Remarks[0].Rule == "error" {
			return answer(w, out)
		}
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	out.Found, out.Cost, out.Since = &tr.Hits, tr.Cost, tr.Since
	for _, x := range tr.Weeks {
		out.Weeks = append(out.Weeks, Week(x))
	}
	for _, x := range tr.Channels {
		out.Channels = append(out.Channels, Placed(x))
	}
	for _, x := range tr.Tests {
		t := Test{Must: x.Must, Text: x.Text, Passed: x.Passed}
		if x.Why.Miss != nil && !x.Passed {
			t.Why = p.Sentence(x.Why.Miss.Why)
		} else if !x.Passed && len(x.Why.Parts) > 0 {
			t.Why = p.Sentence(x.Why.Parts[0].Say)
		}
		out.Tests = append(out.Tests, t)
	}
	told := func(list []vigie.Kept) (ms []Mention) {
		for i := range list {
			ms = append(ms, mentionOf(&list[i], called))
		}
		return ms
	}
	out.Sample = told(tr.Sample)
	if tr.Diff != nil {
		out.Diff = &Diff{Joined: tr.Diff.Joined, Left: tr.Diff.Left, JoinedSample: told(tr.Diff.JoinedSample), LeftSample: told(tr.Diff.LeftSample)}
	}
	return answer(w, out)
}

func examplesOf(must, mustNot []string) (list []watch.Example) {
	for _, t := range must {
		list = append(list, watch.Example{Must: true, Text: t})
	}
	for _, t := range mustNot {
		list = append(list, watch.Example{Text: t})
	}
	return list
}

// versions answers what a topic asked, newest first.
func (a *api) versions(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	list, err := a.Ledger.TopicVersions(r.Context(), t.ID)
	if err != nil {
		return err
	}
	out := []QueryVersion{}
	for _, v := range list {
		out = append(out, QueryVersion(v))
	}
	return answer(w, out)
}

// rollBack gives a topic the query of an earlier version.
func (a *api) rollBack(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	if a.Watch == nil {
		return missing("topics")
	}
	var in struct {
		Version int    `json:"version"`
		By      string `json:"by,omitempty"`
	}
	if err := body(r, &in); err != nil {
		return err
	}
	kept, err := a.Watch.RollBack(r.Context(), t.ID, in.Version, in.By)
	if err != nil {
		return err
	}
	return answer(w, topicOf(kept))
}

// examples answers a topic's examples.
func (a *api) examples(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	list, err := a.Ledger.Examples(r.Context(), t.ID)
	if err != nil {
		return err
	}
	out := Examples{Must: []string{}, MustNot: []string{}}
	for _, e := range list {
		if e.Must {
			out.Must = append(out.Must, e.Text)
		} else {
			out.MustNot = append(out.MustNot, e.Text)
		}
	}
	return answer(w, out)
}

// saveExamples replaces a topic's examples. They need not fit the query as it
// is: they hold at its next change.
func (a *api) saveExamples(w http.ResponseWriter, r *http.Request) error {
	t, err := a.topicAt(r)
	if err != nil {
		return err
	}
	var in Examples
	if err := body(r, &in); err != nil {
		return err
	}
	list := examplesOf(in.Must, in.MustNot)
	if len(list) > watch.ExamplesMost {
		return vigie.Errorf(vigie.Invalid, nil, "topic-examples-many", watch.ExamplesMost)
	}
	if err := a.Ledger.SaveExamples(r.Context(), t.ID, list); err != nil {
		return err
	}
	return answer(w, in)
}

// lists answers the named lists.
func (a *api) lists(w http.ResponseWriter, r *http.Request) error {
	list, err := a.Ledger.Lists(r.Context())
	if err != nil {
		return err
	}
	out := []List{}
	for _, l := range list {
		out = append(out, List(l))
	}
	return answer(w, out)
}

// saveList keeps a list; the topics that use it are read again.
func (a *api) saveList(w http.ResponseWriter, r *http.Request) error {
	if a.Watch == nil {
		return missing("topics")
	}
	var in struct {
		Terms string `json:"terms"`
	}
	if err := body(r, &in); err != nil {
		return err
	}
	l := vigie.List{Name: strings.TrimSpace(r.PathValue("name")), Terms: in.Terms}
	if err := a.Watch.SaveList(r.Context(), l); err != nil {
		return err
	}
	return answer(w, List(l))
}

// deleteList takes a list away that nothing uses.
func (a *api) deleteList(w http.ResponseWriter, r *http.Request) error {
	if a.Watch == nil {
		return missing("topics")
	}
	name := r.PathValue("name")
	if err := a.Watch.DeleteList(r.Context(), name); err != nil {
		return err
	}
	return answer(w, List{Name: name})
}

// convert turns a query of another tool into ours.
func (a *api) convert(w http.ResponseWriter, r *http.Request) error {
	var in Pasted
	if err := body(r, &in); err != nil {
		return err
	}
	c, err := query.Convert(in.From, in.Query)
	if err != nil {
		return err
	}
	p := a.printer(r)
	out := Converted{Query: c.Query, Notes: []Converting{}}
	for _, n := range c.Notes {
		out.Notes = append(out.Notes, Converting{Part: n.Text, Say: p.Sentence(n.Say), Lost: n.Lost})
	}
	return answer(w, out)
}
