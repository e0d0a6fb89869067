package watch_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigie.example/vigie"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/language"
	"vigie.example/vigie/understand/opinion"
	"vigie.example/vigie/watch"
)

// intents returns what the nth post is for.
func (h house) intents(t *testing.T, n int) []vigie.Intent {
	t.Helper()
	f, err := h.store.Lookup(t.Context(), post(n, "").Key)
	if err != nil {
		t.Fatal(err)
	}
	return f.Kept.Reading.Intents
}

// TestOwnersRuleOfIntents: a rule is tried, refused with the sentence that it
// misses, kept, and put in force over what is kept; versions come back, and so
// does what ships.
func TestOwnersRuleOfIntents(t *testing.T) {
	h := reading(t)
	h.topic(t, 0, "leroux")
	h.hear(t, "Leroux : mon engin est en carafe depuis lundi matin, à vous", "Leroux a ouvert une agence à Angers mardi matin", "La pelle de chez Leroux est encore en panne, et personne ne répond au service lamentable")
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	ships, err := h.IntentRule(t.Context(), "fr", vigie.Complaint)
	if err != nil || ships.Own || ships.Version() != 0 || len(ships.Examples) < 4 || !strings.Contains(ships.Text, "NOT channel:press") {
		t.Fatalf("what ships = %+v, %v", ships, err)
	}
	d := watch.IntentDraft{Rule: ships.Rule, Examples: slices.Clone(ships.Examples), By: "ana"}
	d.Examples = append(d.Examples, intent.Example{Text: "mon engin est en carafe", Is: true})
	if _, err := h.SaveIntentRule(t.Context(), d); vigie.KindOf(err) != vigie.Conflict || !strings.Contains(err.Error(), "en carafe") {
		t.Fatalf("a rule that misses its example: %v, want a conflict with the sentence", err)
	}
	d.Text += "\n# ours\n\"en carafe\""
	tr, err := h.TryIntentRule(t.Context(), d)
	if err != nil || tr.Joined != 1 || tr.Left != 0 || !tr.Whole || len(tr.JoinedSample) != 1 || tr.Looked != 3 || tr.Has != 2 {
		t.Errorf("trial = +%d -%d of %d (%d), whole %v, %v", tr.Joined, tr.Left, tr.Looked, tr.Has, tr.Whole, err)
	}
	if slices.Contains(h.intents(t, 1), vigie.Complaint) {
		t.Error("a trial changed something")
	}
	kept, err := h.SaveIntentRule(t.Context(), d)
	if err != nil || !kept.Own || kept.Newer || kept.Version() != 1 || kept.Versions[0].By != "ana" {
		t.Fatalf("kept = %+v, %v", kept, err)
	}
	if turns, err := h.store.Turns(t.Context()); err != nil || len(turns) != 1 || turns[0].Kind != vigie.TurnRule || turns[0].Name != "fr complaint" {
		t.Errorf("turns = %+v, %v; want that of the rule, which charts draw as a break", turns, err)
	}
	if _, err := h.SaveIntentRule(t.Context(), d); vigie.KindOf(err) != vigie.Conflict {
		t.Errorf("two wrote from the same version: %v, want a conflict", err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := func(what string, first, third bool) {
		t.Helper()
		if got := slices.Contains(h.intents(t, 1), vigie.Complaint); got != first {
			t.Errorf("%s: the first is a complaint: %v", what, got)
		}
		if got := slices.Contains(h.intents(t, 3), vigie.Complaint); got != third {
			t.Errorf("%s: the third is a complaint: %v", what, got)
		}
	}
	want("own rule", true, true)

	// Another start reads by it too.
	det, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := understand.New(det, opinion.New())
	if h.Watch, err = watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: r}); err != nil {
		t.Fatal(err)
	}
	if fresh := understand.New(det, opinion.New()); r.Maker() == fresh.Maker() {
		t.Error("the owner's rules are not told in the maker")
	}
	if _, err := h.ResetIntentRule(t.Context(), "fr", vigie.Complaint, "bob"); err != nil {
		t.Fatal(err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	want("as shipped", false, true)
	back, err := h.RollBackIntentRule(t.Context(), "fr", vigie.Complaint, 1, "bob")
	if err != nil || back.Version() != 3 || back.Text != d.Text || len(back.Versions) != 3 {
		t.Fatalf("rolled back = %+v, %v", back, err)
	}
	if err := h.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	want("rolled back", true, true)
	if _, err := h.RollBackIntentRule(t.Context(), "fr", vigie.Complaint, 9, ""); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("to a version that never was: %v", err)
	}
}

// TestShippedRulesImprove: an own rule stays when another ships, and says so.
func TestShippedRulesImprove(t *testing.T) {
	h := reading(t)
	data := `[{"Version":1,"Text":"grue","Base":"older","By":"ana"}]`
	if err := h.store.Remember(t.Context(), "intent rule fr job", []byte(data)); err != nil {
		t.Fatal(err)
	}
	r, err := h.IntentRule(t.Context(), "fr", vigie.Job)
	if err != nil || !r.Own || !r.Newer || r.Text != "grue" {
		t.Errorf("rule = %+v, %v", r, err)
	}
	for lang, in := range map[string]vigie.Intent{"tlh": vigie.Job, "fr": "wish"} {
		if _, err := h.IntentRule(t.Context(), lang, in); vigie.KindOf(err) != vigie.NotFound {
			t.Errorf("%s %s: %v", lang, in, err)
		}
	}
	if rules, err := h.IntentRules(t.Context(), "de"); err != nil || len(rules) != 8 || rules[0].Text != "" || rules[0].Own {
		t.Errorf("German = %+v, %v", rules, err)
	}
}

// TestARuleThatNoLongerParsesIsLeftOut: the others go on.
func TestARuleThatNoLongerParsesIsLeftOut(t *testing.T) {
	h := reading(t)
	h.topic(t, 0, "leroux")
	if err := h.store.Remember(t.Context(), "intent rule fr job", []byte(`[{"Version":1,"Text":"(grue"}]`)); err != nil {
		t.Fatal(err)
	}
	d, err := language.Load()
	if err != nil {
		t.Fatal(err)
	}
	if h.Watch, err = watch.New(t.Context(), watch.Options{Archive: h.store, Ledger: h.store, Reader: understand.New(d, opinion.New())}); err != nil {
		t.Fatal(err)
	}
	h.hear(t, "Leroux recrute un mécanicien en CDI à Rennes")
	if got := fmt.Sprint(h.intents(t, 1)); got != "[job]" {
		t.Errorf("read as %s, want what ships", got)
	}
	if _, err := h.TryIntentRule(t.Context(), watch.IntentDraft{Rule: intent.Rule{Lang: "fr", Intent: vigie.Job, Text: "grue OR"}}); vigie.KindOf(err) != vigie.Invalid {
		t.Errorf("a trial of what does not parse: %v", err)
	}
}

// TestIntentRuleThatIsNoRule: what the ledger gives back cut short says what is
// wrong, and what is empty is what ships.
func TestIntentRuleThatIsNoRule(t *testing.T) {
	h := open(t)
	ships, err := h.IntentRule(t.Context(), "fr", vigie.Complaint)
	if err != nil {
		t.Fatal(err)
	}
	about := watch.AboutIntentRules + "fr " + string(vigie.Complaint)
	for data, wants := range map[string]bool{`[]`: true, `null`: true, `[{"Text":"gru`: false, "\x00\xff": false, `{"Text":"grue"}`: false} {
		if err := h.store.Remember(t.Context(), about, []byte(data)); err != nil {
			t.Fatal(err)
		}
		got, err := h.IntentRule(t.Context(), "fr", vigie.Complaint)
		if (err == nil) != wants || wants && (got.Own || got.Text != ships.Text) {
			t.Errorf("%q: %v, %v", data, got.Own, err)
		}
	}
}
