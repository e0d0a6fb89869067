package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

// TestCorrect: a correction changes the mention at once, is found by its
// opinion, and can be taken back once.
func TestCorrect(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "m.csv")
	if err := os.WriteFile(file, []byte(`id,text,author,date
1,"Leroux : une grue superbe, merci à toute l'équipe",ana,2026-11-20
2,"Leroux, encore une panne, personne ne répond. Quelqu'un sait qui appeler ?",bob,2026-11-21
3,"Leroux annonce un chantier à Lyon mardi",eve,2026-11-22
`), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", data)
	must(t, "import", file, "--channel", "forum", "--data", data)
	find := func(more ...string) []api.Mention {
		t.Helper()
		out := must(t, append([]string{"search", "--json", "--data", data, "--topic", "Leroux"}, more...)...)
		all := readLines[api.Mention](t, out)
		return all[:len(all)-1] // the last line is the page's end
	}
	if waits := find("--intent", "solicitation"); len(waits) != 1 || !strings.Contains(waits[0].Text, "panne") {
		t.Errorf("%d mentions wait for an answer, want the one about a breakdown", len(waits))
	}
	if good := find("--opinion", "positive"); len(good) != 1 || !strings.Contains(good[0].Text, "superbe") {
		t.Fatalf("%d positive mentions, want the one about a superb crane", len(good))
	}
	id := find("--opinion", "positive")[0].ID
	correct := func(opinion string) ended {
		return vigieWith(t, strings.NewReader(""), "correct", strconv.FormatInt(int64(id), 10), "--topic", "Leroux", "--opinion", opinion, "--data", data)
	}
	if e := correct("negative"); e.code != exitDone {
		t.Fatalf("correct = %d: %s", e.code, e.errs)
	}
	if good := find("--opinion", "positive"); len(good) != 0 {
		t.Errorf("once corrected, %d positive mentions", len(good))
	}
	if e := correct("undo"); e.code != exitDone {
		t.Fatalf("undo = %d: %s", e.code, e.errs)
	}
	if good := find("--opinion", "positive"); len(good) != 1 {
		t.Errorf("once taken back, %d positive mentions, want 1", len(good))
	}
	if e := correct("undo"); e.code != exitNotFound {
		t.Errorf("undo twice = %d, want not found", e.code)
	}
	told := func(intents string) ended {
		return vigieWith(t, strings.NewReader(""), "correct", strconv.FormatInt(int64(id), 10), "--intents", intents, "--data", data)
	}
	if e := told("recommendation"); e.code != exitDone {
		t.Fatalf("correct --intents = %d: %s", e.code, e.errs)
	}
	if n := len(find("--intent", "recommendation")); n != 1 {
		t.Errorf("once told, %d recommendations, want 1", n)
	}
	if e := told("wish"); e.code == exitDone {
		t.Error("an unknown intent is taken")
	}
	if e := told("undo"); e.code != exitDone {
		t.Fatalf("undo = %d: %s", e.code, e.errs)
	}
	if n := len(find("--intent", "recommendation")); n != 0 {
		t.Errorf("once taken back, %d recommendations", n)
	}
	if e := told("undo"); e.code != exitNotFound {
		t.Errorf("undo twice = %d, want not found", e.code)
	}
	must(t, "doctor", "--recount", "--data", data)
}
