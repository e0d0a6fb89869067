package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand/intent"
)

// IntentRuler is a Reader whose rules of intents can be changed.
// SetIntentRules puts rules in the place of those that ship, and forgets those
// that were set before; its Maker then tells them.
type IntentRuler interface {
	SetIntentRules(rules []intent.Rule) error
}

// IntentRule is what makes mentions of a language have an intent, as it is in
// force.
type IntentRule struct {
	intent.Rule
	Examples []intent.Example
	// Own says that the owner changed it; else it is as shipped.
	Own bool
	// Newer says that Vigie ships another rule, or other examples, than it did
	// when the owner changed it.
	Newer    bool
	Versions []IntentVersion // newest first; none where it never changed
}

// Version returns the number of the version in force; zero is what ships.
func (r IntentRule) Version() int {
	if len(r.Versions) == 0 {
		return 0
	}
	return r.Versions[0].Version
}

// IntentVersion is a rule of intents as it was written.
type IntentVersion struct {
	Version  int
	Shipped  bool // back to what ships, whatever that is by now: the next two are empty
	Text     string
	Examples []intent.Example
	Base     string // what shipped when it was written (shippedMark)
	At       time.Time
	By       string // login; empty for the command line
}

// IntentDraft is a rule of intents as it might be saved.
type IntentDraft struct {
	intent.Rule
	Examples []intent.Example
	// From is the version that it was written from: where another is in force by
	// now, saving is a Conflict. Negative asks for none.
	From int
	By   string
}

// IntentTrial is what a draft would change, before it is saved. Rules alone are
// compared: what corrections taught and what is thought of a brand stand beside.
type IntentTrial struct {
	Remarks []IntentRemark
	Tests   []intent.Tested
	Looked  int64 // mentions of the language that topics took
	Has     int64 // of which the draft reads the intent
	// Joined and Left are those that the draft adds to what the rule in force
	// reads, and takes away.
	Joined, Left             int64
	JoinedSample, LeftSample []vigie.Kept // the newest
	// Whole says that all that topics took was looked at; else only what is newer
	// than Since, because time was up.
	Whole bool
	Since time.Time
}

// IntentRemark is what the linter says of a line of a rule.
type IntentRemark struct {
	Line int
	Text string // the part of the line
	query.Remark
}

// intentVersionsMost is how many versions of a rule are kept.
const intentVersionsMost = 50

// AboutIntentRules begins what Ledger.Remembered calls the versions of a rule
// ([]IntentVersion as JSON): whoever erases a person looks through them too.
const AboutIntentRules = "intent rule "

func aboutIntentRule(lang string, in vigie.Intent) string {
	return AboutIntentRules + lang + " " + string(in)
}

// intentRule reads a rule from the ledger.
func (w *Watch) intentRule(ctx context.Context, lang string, in vigie.Intent) (r IntentRule, err error) {
	ships, examples := intent.ShippedRule(lang, in)
	r.Rule, r.Examples = ships, examples
	data, err := w.Ledger.Remembered(ctx, aboutIntentRule(lang, in))
	if err != nil || data == nil {
		return r, err
	}
	if err := json.Unmarshal(data, &r.Versions); err != nil {
		return r, fmt.Errorf("read the rule of intents %s %s: %w", lang, in, err)
	}
	if len(r.Versions) == 0 {
		return r, nil
	}
	if v := r.Versions[0]; !v.Shipped {
		r.Own, r.Text, r.Examples = true, v.Text, v.Examples
		r.Newer = v.Base != shippedMark(ships, examples)
	}
	return r, nil
}

// shippedMark tells shipped rules apart.
func shippedMark(r intent.Rule, examples []intent.Example) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %+v", r.Text, examples)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// IntentRules returns the rules of intents of a language, in the order of
// intent.All; kind NotFound for a language that may have none.
func (w *Watch) IntentRules(ctx context.Context, lang string) ([]IntentRule, error) {
	if _, err := (intent.Rule{Lang: lang, Intent: vigie.Question}).Lines(); err != nil {
		return nil, err
	}
	out := make([]IntentRule, len(intent.All))
	for i, in := range intent.All {
		var err error
		if out[i], err = w.intentRule(ctx, lang, in); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// IntentRule returns one rule of intents; kind NotFound where there is no such
// language or intent.
func (w *Watch) IntentRule(ctx context.Context, lang string, in vigie.Intent) (IntentRule, error) {
	if _, err := (intent.Rule{Lang: lang, Intent: in}).Lines(); err != nil {
		return IntentRule{}, err
	}
	return w.intentRule(ctx, lang, in)
}

// ownIntentRules returns the rules that the owner changed, as they are in
// force. One that does not parse any more is left to what ships, and told in
// the log and on its page.
func (w *Watch) ownIntentRules(ctx context.Context) (own []intent.Rule, err error) {
	for _, lang := range intent.Langs {
		for _, in := range intent.All {
			r, err := w.intentRule(ctx, lang, in)
			if err != nil {
				return nil, err
			}
			if !r.Own {
				continue
			}
			if _, err := r.Lines(); err != nil {
				w.Log.Error("rule of intents left out: it does not parse", "lang", lang, "intent", in, "err", err)
				continue
			}
			own = append(own, r.Rule)
		}
	}
	return own, nil
}

// readIntentRules puts the owner's rules in force.
func (w *Watch) readIntentRules(ctx context.Context) error {
	to, ok := w.Reader.(IntentRuler)
	if !ok {
		return nil
	}
	own, err := w.ownIntentRules(ctx)
	if err != nil {
		return err
	}
	return to.SetIntentRules(own)
}

// SaveIntentRule puts a rule in force and has all that topics took read again by
// it in the background. It fails with kind Invalid where a line makes no sense,
// Conflict, telling the sentence, where the rule is wrong of an example, and
// Conflict where somebody changed the rule meanwhile. Then nothing changed.
func (w *Watch) SaveIntentRule(ctx context.Context, d IntentDraft) (IntentRule, error) {
	d.Text = strings.TrimSpace(strings.ReplaceAll(d.Text, "\r\n", "\n"))
	d.Examples = writtenIntents(d.Examples)
	if len(d.Examples) > ExamplesMost {
		return IntentRule{}, vigie.Errorf(vigie.Invalid, nil, "topic-examples-many", ExamplesMost)
	}
	tests, err := testIntents(d)
	if err != nil {
		return IntentRule{}, err
	}
	for _, t := range tests {
		if !t.Passed {
			id := "intent-example-missed"
			if !t.Is {
				id = "intent-example-caught"
			}
			return IntentRule{}, vigie.Errorf(vigie.Conflict, nil, id, t.Text)
		}
	}
	ships, examples := intent.ShippedRule(d.Lang, d.Intent)
	return w.addIntentVersion(ctx, d, IntentVersion{
		Text: d.Text, Examples: d.Examples, Base: shippedMark(ships, examples),
		Shipped: d.Text == ships.Text && slices.Equal(d.Examples, examples) && ships.Text != "",
	})
}

// ResetIntentRule goes back to what ships.
func (w *Watch) ResetIntentRule(ctx context.Context, lang string, in vigie.Intent, by string) (IntentRule, error) {
	if r, err := w.IntentRule(ctx, lang, in); err != nil || !r.Own {
		return r, err
	}
	return w.addIntentVersion(ctx, IntentDraft{Rule: intent.Rule{Lang: lang, Intent: in}, From: -1, By: by}, IntentVersion{Shipped: true})
}

// RollBackIntentRule puts an earlier version in force, as a new one; kind
// NotFound where there is none of that number.
func (w *Watch) RollBackIntentRule(ctx context.Context, lang string, in vigie.Intent, version int, by string) (IntentRule, error) {
	r, err := w.IntentRule(ctx, lang, in)
	if err != nil {
		return r, err
	}
	at := slices.IndexFunc(r.Versions, func(v IntentVersion) bool { return v.Version == version })
	if at < 0 {
		return r, vigie.Errorf(vigie.NotFound, nil, "topic-no-version", version)
	}
	v := r.Versions[at]
	if _, err := (intent.Rule{Lang: lang, Intent: in, Text: v.Text}).Lines(); err != nil {
		return r, err
	}
	return w.addIntentVersion(ctx, IntentDraft{Rule: intent.Rule{Lang: lang, Intent: in}, From: -1, By: by}, v)
}

// addIntentVersion keeps a version, puts it in force and lets Run read again.
func (w *Watch) addIntentVersion(ctx context.Context, d IntentDraft, v IntentVersion) (IntentRule, error) {
	w.inForce.Lock()
	defer w.inForce.Unlock()
	r, err := w.intentRule(ctx, d.Lang, d.Intent)
	if err != nil {
		return r, err
	}
	if d.From >= 0 && d.From != r.Version() {
		return r, vigie.Errorf(vigie.Conflict, nil, "intent-rule-changed")
	}
	if v.Shipped {
		v.Text, v.Examples, v.Base = "", nil, ""
	}
	v.Version, v.At, v.By = r.Version()+1, w.Now().UTC(), d.By
	versions := slices.Insert(r.Versions, 0, v)
	data, err := json.Marshal(versions[:min(len(versions), intentVersionsMost)])
	if err != nil {
		return r, err
	}
	if err := w.Ledger.Remember(ctx, aboutIntentRule(d.Lang, d.Intent), data); err != nil {
		return r, err
	}
	if err := w.Ledger.SaveTurn(ctx, vigie.Turn{Kind: vigie.TurnRule, Name: d.Lang + " " + string(d.Intent)}); err != nil {
		return r, err
	}
	if err := w.readIntentRules(ctx); err != nil {
		return r, err
	}
	w.taught() // what corrections taught stands beside rules
	return w.intentRule(ctx, d.Lang, d.Intent)
}

// writtenIntents are examples that say something.
func writtenIntents(list []intent.Example) []intent.Example {
	out := list[:0:0]
	for _, e := range list {
		if e.Text = strings.TrimSpace(text.Clean(e.Text)); e.Text != "" {
			out = append(out, e)
		}
	}
	return out
}

func testIntents(d IntentDraft) ([]intent.Tested, error) {
	pack, err := new(intent.Pack).With(d.Rule)
	if err != nil {
		return nil, err
	}
	return pack.Test(d.Lang, d.Intent, writtenIntents(d.Examples)), nil
}

// TryIntentRule tells what a draft would change, within a few seconds. It
// changes nothing. It fails with kind Invalid where a line makes no sense: the
// trial then has the remarks of the lines before it.
func (w *Watch) TryIntentRule(ctx context.Context, d IntentDraft) (tr IntentTrial, err error) {
	now, err := w.IntentRule(ctx, d.Lang, d.Intent)
	if err != nil {
		return tr, err
	}
	tr.Remarks = lintIntents(d.Text)
	if tr.Tests, err = testIntents(d); err != nil {
		return tr, err
	}
	draft, err := new(intent.Pack).With(d.Rule)
	if err != nil {
		return tr, err
	}
	old, err := new(intent.Pack).With(now.Rule)
	if err != nil {
		old = new(intent.Pack) // left out already: its page says so
	}
	until := w.Now().Add(trialPatience)
	doc := new(text.Doc)
	for before := vigie.MentionID(math.MaxInt64); before > 0; {
		bound, err := w.Archive.Matched(ctx, before, trialBite, func(k vigie.Kept) bool {
			if k.Reading.Lang != d.Lang {
				return true
			}
			tr.Looked++
			m := &k.Mention
			doc.Recut(m.Title, m.Text)
			post := &query.Post{Doc: doc, Lang: d.Lang, Channel: m.Channel, Site: m.Site, Mention: m, Zone: w.zone()}
			had, has := slices.Contains(old.Read(post), d.Intent), slices.Contains(draft.Read(post), d.Intent)
			if has {
				tr.Has++
			}
			switch {
			case has && !had:
				tr.Joined++
				tr.JoinedSample = sampled(tr.JoinedSample, &k)
			case had && !has:
				tr.Left++
				tr.LeftSample = sampled(tr.LeftSample, &k)
			}
			return true
		})
		if err != nil {
			return tr, err
		}
		if before = bound; before > 0 && w.Now().After(until) {
			tr.Since = bound.Time()
			return tr, nil
		}
	}
	tr.Whole = true
	return tr, nil
}

// intentRemarksMost bounds what the linter says of a rule.
const intentRemarksMost = 20

// lintIntents looks the lines of a rule over that are queries. It does not ask
// how common words are: rules are asked of what topics took.
func lintIntents(rule string) (out []IntentRemark) {
	n := 0
	for line := range strings.Lines(rule) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line == "#" || strings.HasPrefix(line, "# ") {
			continue
		}
		for _, r := range (query.Linter{}).Lint(line) {
			if len(out) == intentRemarksMost {
				return out
			}
			out = append(out, IntentRemark{Line: n, Text: line[r.Pos.Start:r.Pos.End], Remark: r})
		}
	}
	return out
}
