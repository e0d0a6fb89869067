package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

// TestSampleByCommand: a sample is drawn, read by keys and by flags, told and
// deleted, without what Vigie read of it being shown.
func TestSampleByCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	file := filepath.Join(t.TempDir(), "posts.csv")
	var b strings.Builder
	b.WriteString("text,date,account\n")
	for i := range 12 {
		fmt.Fprintf(&b, "La grue Leroux numéro %d est en panne et je suis furieux,2025-0%d-01,compte%d\n", i, 1+i%6, i)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "--data", dir, "topic", "add", "Leroux", "leroux", "--kind", "own")
	must(t, "--data", dir, "import", file)
	if out := must(t, "--data", dir, "sample", "list"); !strings.Contains(out, "No sample was drawn") {
		t.Errorf("list before any: %s", out)
	}
	if e := vigieWith(t, strings.NewReader(""), "--data", dir, "sample", "draw", "Leroux", "--weeks", "1"); e.code != exitNotFound {
		t.Errorf("a week in which nobody spoke: %d %s", e.code, e.errs)
	}
	out := must(t, "--data", dir, "sample", "draw", "Leroux", "--since", "2025-01-01", "--n", "5")
	if !strings.Contains(out, "Sample 1: 5 mentions drawn from 12") {
		t.Errorf("draw: %s", out)
	}
	e := vigieWith(t, strings.NewReader("x\n1\n3\nq\n"), "--data", dir, "sample", "read", "1", "--by", "Ana")
	if e.code != exitDone || strings.Count(e.out, "La grue Leroux") != 3 || !strings.Contains(e.out, "2 mentions of 2 are really about Leroux") {
		t.Errorf("read = %d\n%s%s", e.code, e.out, e.errs)
	}
	next := readLines[api.Sample](t, must(t, "--data", dir, "--json", "sample", "read", "1", "--by", "Ana"))[0]
	if next.Next == nil || next.Labelled != 2 || next.Next.Topics[0].Opinion != "" {
		t.Fatalf("the next card %+v", next)
	}
	must(t, "--data", dir, "sample", "read", "1", "--by", "Ana", "--answer", fmt.Sprintf("%d=off", int64(next.Next.ID)))
	if out := must(t, "--data", dir, "sample", "show", "1"); !strings.Contains(out, "2 mentions of 3 are really about Leroux") {
		t.Errorf("show: %s", out)
	}
	if e := vigieWith(t, strings.NewReader(""), "--data", dir, "sample", "read", "1", "--answer", "7=perhaps"); e.code != exitUsage {
		t.Errorf("a verdict that is none: %d %s", e.code, e.errs)
	}
	must(t, "--data", dir, "sample", "rm", "1")
	if e := vigieWith(t, strings.NewReader(""), "--data", dir, "sample", "show", "1"); e.code != exitNotFound {
		t.Errorf("a deleted sample: %d %s", e.code, e.errs)
	}
}
