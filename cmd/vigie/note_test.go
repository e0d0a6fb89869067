package main

import (
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie/api"
)

// TestNote: what somebody saw is kept from the command line, once, and no
// figure of a report knows of it.
func TestNote(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	must(t, "topic", "add", "Leroux", "leroux", "--kind", "own", "--data", data)
	note := []string{"note", "https://www.facebook.com/groups/42/posts/7", "--text", "Leroux ne rappelle jamais, que faire ?", "--who", "Marc", "--when", "2026-11-20", "--by", "Lucie", "--json", "--data", data}
	first := readLines[api.Noted](t, must(t, note...))[0]
	if !first.Noted || first.NotedBy != "Lucie" || first.Channel != "social" || len(first.Topics) != 1 || first.Known {
		t.Errorf("noted %+v", first)
	}
	if again := readLines[api.Noted](t, must(t, note...))[0]; !again.Known || again.ID != first.ID {
		t.Errorf("noted again %+v", again)
	}
	if out := must(t, "search", "--topic", "Leroux", "--data", data); !strings.Contains(out, "rappelle") {
		t.Errorf("search finds %s", out)
	}
	if e := vigieWith(t, strings.NewReader(""), "note", "--data", data); e.code != exitUsage && e.code != exitDone+1 && !strings.Contains(e.errs, "nothing to keep") && !strings.Contains(e.errs, "rien à garder") {
		t.Errorf("nothing to note = %d: %s", e.code, e.errs)
	}
	if out := must(t, "doctor", "--recount", "--data", data); strings.Contains(out, "recount-") {
		t.Error(out)
	}
}
