package api

import (
	"net/http"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/watch"
)

// IntentRule is what makes mentions of a language have an intent.
type IntentRule struct {
	Lang     string          `json:"lang"`
	Intent   vigie.Intent    `json:"intent"`
	Rule     string          `json:"rule"` // a query a line
	Must     []string        `json:"must"`
	MustNot  []string        `json:"must_not"`
	Own      bool            `json:"own"`     // changed by the owner; else as shipped
	Newer    bool            `json:"newer"`   // another ships since the owner changed it
	Version  int             `json:"version"` // 0: never changed
	Shipped  string          `json:"shipped,omitempty"`
	Versions []IntentVersion `json:"versions,omitempty"` // newest first
}

// IntentVersion is a rule as it was written; Rule is empty where it is what
// ships.
type IntentVersion struct {
	Version int       `json:"version"`
	Shipped bool      `json:"shipped,omitempty"`
	Rule    string    `json:"rule,omitempty"`
	At      time.Time `json:"at"`
	By      string    `json:"by,omitempty"`
}

// IntentDraft is the body of PUT /intents/{lang}/{intent} and of its test: what
// is left out stays as it is in force. Version is the one that it was written
// from, and a Conflict where another is in force by now.
type IntentDraft struct {
	Rule    *string  `json:"rule,omitempty"`
	Must    []string `json:"must,omitempty"`
	MustNot []string `json:"must_not,omitempty"`
	Version *int     `json:"version,omitempty"`
	By      string   `json:"by,omitempty"`
}

// IntentTrial is what a draft would change.
type IntentTrial struct {
	Remarks      []IntentRemark `json:"remarks"`
	Tests        []Test         `json:"tests"`
	Looked       int64          `json:"looked"` // mentions of topics in the language
	Has          int64          `json:"has"`    // of which the draft reads the intent
	Joined       int64          `json:"joined"`
	Left         int64          `json:"left"`
	JoinedSample []Mention      `json:"joined_sample,omitempty"`
	LeftSample   []Mention      `json:"left_sample,omitempty"`
	// Since is set where time was too short to look at everything.
	Since time.Time `json:"since,omitzero"`
}

// IntentRemark is what the linter says of a line.
type IntentRemark struct {
	Line int    `json:"line"`
	Part string `json:"part"`
	Say  string `json:"say"`
}

func intentRuleOf(x watch.IntentRule, whole bool) IntentRule {
	out := IntentRule{Lang: x.Lang, Intent: x.Intent, Rule: x.Text, Must: []string{}, MustNot: []string{}, Own: x.Own, Newer: x.Newer, Version: x.Version()}
	for _, e := range x.Examples {
		if e.Is {
			out.Must = append(out.Must, e.Text)
		} else {
			out.MustNot = append(out.MustNot, e.Text)
		}
	}
	if !whole {
		return out
	}
	ships, _ := intent.ShippedRule(x.Lang, x.Intent)
	out.Shipped = ships.Text
	for _, v := range x.Versions {
		out.Versions = append(out.Versions, IntentVersion{v.Version, v.Shipped, v.Text, v.At, v.By})
	}
	return out
}

// intentRules answers the rules of a language: the parameter lang, else French.
func (a *api) intentRules(w http.ResponseWriter, r *http.Request) error {
	if a.Watch == nil {
		return missing("topics")
	}
	lang := r.URL.Query().Get("lang")
	if lang == "" {
		lang = intent.Langs[0]
	}
	rules, err := a.Watch.IntentRules(r.Context(), lang)
	if err != nil {
		return err
	}
	out := []IntentRule{}
	for _, x := range rules {
		out = append(out, intentRuleOf(x, false))
	}
	return answer(w, out)
}

// ruleAt is the rule that a path names.
func (a *api) ruleAt(r *http.Request) (watch.IntentRule, error) {
	if a.Watch == nil {
		return watch.IntentRule{}, missing("topics")
	}
	return a.Watch.IntentRule(r.Context(), r.PathValue("lang"), vigie.Intent(r.PathValue("intent")))
}

// intentRule answers one rule with its versions, and what ships.
func (a *api) intentRule(w http.ResponseWriter, r *http.Request) error {
	x, err := a.ruleAt(r)
	if err != nil {
		return err
	}
	return answer(w, intentRuleOf(x, true))
}

// intentDraft reads a draft over the rule in force.
func (a *api) intentDraft(r *http.Request) (watch.IntentDraft, error) {
	x, err := a.ruleAt(r)
	if err != nil {
		return watch.IntentDraft{}, err
	}
	var in IntentDraft
	if err := body(r, &in); err != nil {
		return watch.IntentDraft{}, err
	}
	d := watch.IntentDraft{Rule: x.Rule, Examples: x.Examples, From: -1, By: in.By}
	if in.Rule != nil {
		d.Text = *in.Rule
	}
	if in.Version != nil {
		d.From = *in.Version
	}
	if in.Must != nil || in.MustNot != nil {
		d.Examples = nil
		for _, t := range in.Must {
			d.Examples = append(d.Examples, intent.Example{Text: t, Is: true})
		}
		for _, t := range in.MustNot {
			d.Examples = append(d.Examples, intent.Example{Text: t})
		}
	}
	return d, nil
}

// saveIntentRule puts a rule in force, unless it is wrong of an example.
func (a *api) saveIntentRule(w http.ResponseWriter, r *http.Request) error {
	d, err := a.intentDraft(r)
	if err != nil {
		return err
	}
	kept, err := a.Watch.SaveIntentRule(r.Context(), d)
	if err != nil {
		return err
	}
	return answer(w, intentRuleOf(kept, true))
}

// resetIntentRule goes back to what ships.
func (a *api) resetIntentRule(w http.ResponseWriter, r *http.Request) error {
	x, err := a.ruleAt(r)
	if err != nil {
		return err
	}
	if x, err = a.Watch.ResetIntentRule(r.Context(), x.Lang, x.Intent, ""); err != nil {
		return err
	}
	return answer(w, intentRuleOf(x, true))
}

// rollBackIntentRule puts an earlier version in force.
func (a *api) rollBackIntentRule(w http.ResponseWriter, r *http.Request) error {
	x, err := a.ruleAt(r)
	if err != nil {
		return err
	}
	var in struct {
		Version int    `json:"version"`
		By      string `json:"by,omitempty"`
	}
	if err := body(r, &in); err != nil {
		return err
	}
	if x, err = a.Watch.RollBackIntentRule(r.Context(), x.Lang, x.Intent, in.Version, in.By); err != nil {
		return err
	}
	return answer(w, intentRuleOf(x, true))
}

// tryIntentRule tells what a draft would change. It changes nothing.
func (a *api) tryIntentRule(w http.ResponseWriter, r *http.Request) error {
	d, err := a.intentDraft(r)
	if err != nil {
		return err
	}
	tr, err := a.Watch.TryIntentRule(r.Context(), d)
	if err != nil {
		return err
	}
	called, err := a.names(r.Context())
	if err != nil {
		return err
	}
	p := a.printer(r)
	out := IntentTrial{Remarks: []IntentRemark{}, Tests: []Test{}, Looked: tr.Looked, Has: tr.Has, Joined: tr.Joined, Left: tr.Left, Since: tr.Since}
	for _, x := range tr.Remarks {
		out.Remarks = append(out.Remarks, IntentRemark{x.Line, x.Text, p.Sentence(x.Say)})
	}
	for _, t := range tr.Tests {
		out.Tests = append(out.Tests, Test{Must: t.Is, Text: t.Text, Passed: t.Passed})
	}
	for i := range tr.JoinedSample {
		out.JoinedSample = append(out.JoinedSample, mentionOf(&tr.JoinedSample[i], called))
	}
	for i := range tr.LeftSample {
		out.LeftSample = append(out.LeftSample, mentionOf(&tr.LeftSample[i], called))
	}
	return answer(w, out)
}
