package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

// TestNoiseAndCards: what a pack put aside is shown, brought back, and asked
// about like all that the topic takes.
func TestNoiseAndCards(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "m.csv")
	if err := os.WriteFile(file, []byte(`id,text,author,date
1,"Offre d'emploi : Leroux recrute un grutier en CDI, postulez en ligne, envoyez votre CV",ana,2026-11-20
2,"Leroux : ma grue fuit, que faire ?",bob,2026-11-21
`), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", data)
	must(t, "import", file, "--channel", "forum", "--data", data)
	aside := readLines[api.Mention](t, must(t, "noise", "show", "jobs", "--json", "--data", data))
	if len(aside) != 1 || !strings.Contains(aside[0].Text, "grutier") {
		t.Fatalf("put aside: %+v, want the job ad", aside)
	}
	cards := func(more ...string) api.Cards {
		t.Helper()
		return readLines[api.Cards](t, must(t, append([]string{"topic", "cards", "Leroux", "--json", "--data", data}, more...)...))[0]
	}
	first := cards()
	if first.Taken != 1 || first.Next == nil || !first.Random {
		t.Fatalf("cards = %+v, want the one that is not put aside, at random", first)
	}
	must(t, "noise", "back", strconv.FormatInt(int64(aside[0].ID), 10), "--data", data)
	id := strconv.FormatInt(int64(first.Next.ID), 10)
	if c := cards("--answer", id+"=yes"); c.Taken != 2 || c.Yes != 1 || c.Next == nil {
		t.Errorf("after the ad came back and an answer: %+v", c)
	}
	if c := cards("--undo"); c.Yes != 0 {
		t.Errorf("taken back, %d yes", c.Yes)
	}
	must(t, "noise", "off", "jobs", "--data", data)
	if packs := readLines[api.Pack](t, must(t, "noise", "list", "--json", "--data", data)); packs[0].Name != "jobs" || packs[0].On {
		t.Errorf("switched off: %+v", packs[0])
	}
	if e := vigieWith(t, strings.NewReader(""), "noise", "on", "spam", "--data", data); e.code != exitNotFound {
		t.Errorf("an unknown pack ends with %d, want not found", e.code)
	}
}
