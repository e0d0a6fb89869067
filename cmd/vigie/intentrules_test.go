package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

// TestIntentRules: a rule is shown, tried, changed, and taken back.
func TestIntentRules(t *testing.T) {
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "m.csv")
	if err := os.WriteFile(file, []byte(`id,text,author,date
1,"Leroux : mon engin est en carafe depuis lundi, rien ne bouge",ana,2026-11-20
`), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", data)
	must(t, "import", file, "--channel", "forum", "--data", data)
	all := readLines[api.IntentRule](t, must(t, "intent", "list", "--json", "--data", data))
	if len(all) != 8 || all[1].Intent != "complaint" || all[1].Own {
		t.Fatalf("rules = %+v", all)
	}
	ships := must(t, "intent", "show", "fr", "complaint", "--shipped", "--data", data)
	rule := filepath.Join(dir, "plainte.txt")
	// All that show prints can be given back: its sentences stand there as comments.
	if err := os.WriteFile(rule, []byte(must(t, "intent", "show", "fr", "complaint", "--data", data)), 0o600); err != nil {
		t.Fatal(err)
	}
	if same := readLines[api.IntentTrial](t, must(t, "intent", "test", "fr", "complaint", "--file", rule, "--json", "--data", data))[0]; len(same.Remarks) != 0 || same.Joined+same.Left != 0 {
		t.Errorf("the rule as shown, given back = %+v, want no change", same)
	}
	if err := os.WriteFile(rule, []byte(ships+"\"en carafe\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tried := readLines[api.IntentTrial](t, must(t, "intent", "test", "fr", "complaint", "--file", rule, "--json", "--data", data))[0]
	if tried.Joined != 1 || tried.Left != 0 || tried.Looked != 1 || len(tried.JoinedSample) != 1 {
		t.Errorf("trial = %+v", tried)
	}
	if e := vigieWith(t, strings.NewReader(""), "intent", "test", "fr", "complaint", "--must", "tout va bien", "--data", data); e.code != exitFailed {
		t.Errorf("a sentence that is read wrong ends with %d, want %d", e.code, exitFailed)
	}
	if e := vigieWith(t, strings.NewReader(""), "intent", "edit", "fr", "complaint", "--must", "tout va bien", "--data", data); e.code != exitConflict || !strings.Contains(e.errs, "tout va bien") {
		t.Errorf("saved all the same: %d, %s", e.code, e.errs)
	}
	must(t, "intent", "edit", "fr", "complaint", "--file", rule, "--must", "mon engin est en carafe", "--data", data)
	search := func() (n int) {
		for _, m := range readLines[api.Mention](t, must(t, "search", "leroux", "--intent", "complaint", "--json", "--data", data)) {
			if m.ID != 0 { // the last line counts
				n++
			}
		}
		return n
	}
	if n := search(); n != 1 {
		t.Errorf("%d complaints by the new rule, want 1", n)
	}
	must(t, "intent", "reset", "fr", "complaint", "--data", data)
	if n := search(); n != 0 {
		t.Errorf("%d complaints as shipped, want none", n)
	}
	must(t, "intent", "back", "fr", "complaint", "1", "--data", data)
	kept := readLines[api.IntentRule](t, must(t, "intent", "show", "fr", "complaint", "--json", "--data", data))[0]
	if !kept.Own || kept.Version != 3 || len(kept.Versions) != 3 || !strings.Contains(kept.Rule, "en carafe") {
		t.Errorf("kept = %+v", kept)
	}
	if e := vigieWith(t, strings.NewReader(""), "intent", "show", "tlh", "complaint", "--data", data); e.code != exitNotFound {
		t.Errorf("an unknown language ends with %d", e.code)
	}
}
