package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

// TestDemo runs the demonstration, and over its living data what an operator
// does: trace, recount, back up, restore.
func TestDemo(t *testing.T) {
	tmp := t.TempDir()
	dir := filepath.Join(tmp, "data")
	ctx, cancel := context.WithCancel(context.Background())
	pr, pw := io.Pipe()
	code := make(chan int, 1)
	var errs strings.Builder
	go func() {
		code <- run(ctx, []string{"demo", "--json", "--data", dir, "--addr", "127.0.0.1:0", "--log-level", "error"}, testEnv, nil, pw, &errs)
		_ = pw.Close()
	}()
	defer func() {
		cancel()
		if c := <-code; c != exitDone {
			t.Errorf("demo ended with %d: %s", c, &errs)
		}
	}()
	lines := bufio.NewScanner(pr)
	read := func(into any) {
		t.Helper()
		if !lines.Scan() {
			t.Fatalf("demo printed no more: %v", lines.Err())
		}
		if err := json.Unmarshal(lines.Bytes(), into); err != nil {
			t.Fatalf("demo printed %q: %v", lines.Text(), err)
		}
	}
	var first struct {
		Link string
		Kept int64
	}
	if read(&first); first.Link == "" || first.Kept < 4000 || first.Kept >= 30_000 {
		t.Errorf("demo = %+v, want a link, and the last weeks before the rest", first)
	}
	var all struct {
		Whole bool
		Kept  int64
	}
	if read(&all); !all.Whole || all.Kept < 30_000 {
		t.Errorf("demo = %+v, want 30,000 mentions in the end", all)
	}
	do := func(args ...string) string { t.Helper(); return must(t, append(args, "--data", dir)...) }

	own := func(m api.Mention) bool { return strings.HasSuffix(m.Author, "Engins & Co") }
	for _, m := range readLines[api.Mention](t, do("export", "--own", "false", "--topic", "Engins & Co")) {
		if m.Own || own(m) {
			t.Fatalf("a post of the brand itself counts as a voice: %+v", m)
		}
	}
	theirs := readLines[api.Mention](t, do("export", "--own", "true"))
	if len(theirs) < 200 {
		t.Errorf("%d own posts, want several hundred", len(theirs))
	}
	traced := false
	for _, m := range theirs {
		if !m.Own || !own(m) {
			t.Errorf("own: %+v", m)
		}
		if m.Network != "" && !traced {
			traced = true
			tr := readLines[api.Trace](t, do("trace", m.URL, "--json"))
			if tr[0].Verdict != "kept" || tr[0].Mention == nil || tr[0].Mention.Key != m.Key {
				t.Errorf("trace %s = %+v, want %s", m.URL, tr[0], m.Key)
			}
		}
	}
	if !traced {
		t.Error("no own post with a key of its network")
	}
	for _, s := range readLines[api.Source](t, do("source", "list", "--json")) {
		if s.Kind == "file" && s.Items == 0 {
			t.Errorf("%s carried nothing: %+v", s.Name, s)
		}
	}
	recount(t, dir)

	copied, other := filepath.Join(tmp, "copy.backup"), filepath.Join(tmp, "other")
	do("backup", copied)
	must(t, "restore", copied, "--data", other)
	recount(t, other)
	if n := strings.Count(must(t, "export", "--data", other), "\n"); n < 30_000 {
		t.Errorf("the restored copy holds %d mentions, want all", n)
	}
	if i, err := os.Stat(copied); err != nil || i.Mode().Perm() != 0o600 {
		t.Errorf("backup: %v, %v; want it readable by its owner alone", i, err)
	}
}

// recount wants every figure to equal a fresh count. The failing site of the
// simulated web is another matter.
func recount(t *testing.T, dir string) {
	t.Helper()
	e := vigieWith(t, nil, "doctor", "--recount", "--data", dir)
	if !strings.Contains(e.out, "Every figure kept under change equals a fresh count.") {
		t.Errorf("doctor --recount = %d\n%s%s", e.code, e.out, e.errs)
	}
}

// TestServeSweeps: files of an import that a kill cut off do not stay.
func TestServeSweeps(t *testing.T) {
	dir := t.TempDir()
	left, other := filepath.Join(dir, "vigie-import-123"), filepath.Join(dir, "notes.csv")
	for _, f := range []string{left, other} {
		if err := os.WriteFile(f, []byte("texte"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	serveAt(t, dir)
	if _, err := os.Stat(left); err == nil {
		t.Errorf("%s stays", left)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("%s is gone: %v", other, err)
	}
}
