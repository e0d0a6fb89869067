package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/store/sqlite"
)

// TestKilledImport kills a real process with SIGKILL at fifty moments of its
// imports, drawn from a seed. After each, every row it had acknowledged is
// there, once; in the end the file brought in again completes to exactly its
// rows, and every figure equals a fresh count.
func TestKilledImport(t *testing.T) {
	if testing.Short() {
		t.Skip("killed once, without the race detector: what is killed is another process")
	}
	const folders, kills, rows = 10, 5, 4000
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "rows.csv")
	var b bytes.Buffer
	writeRows(&b, 0, rows)
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	import1 := func(dir string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), exe, "import", file, "--json", "--data", dir)
		c.Env = append(append(os.Environ(), testEnv...), asProgram+"=1")
		return c
	}

	// How long an import lasts here, so that the moments fall all along it.
	whole := filepath.Join(t.TempDir(), "whole")
	must(t, "topic", "add", "Grue", "grue", "--data", whole)
	began := time.Now()
	if out, err := import1(whole).CombinedOutput(); err != nil {
		t.Fatalf("import: %v: %s", err, out)
	}
	lasts := time.Since(began)

	rng := rand.New(rand.NewPCG(46, 50))
	cut := 0
	for range folders {
		dir := filepath.Join(t.TempDir(), "data")
		must(t, "topic", "add", "Grue", "grue", "--data", dir)
		for range kills {
			// Some acknowledgements, then some part of what one takes.
			acked, done := killAfter(t, import1(dir), rng.IntN(rows/rowsPerCommit), time.Duration(rng.Int64N(int64(lasts)/4)))
			if !done {
				cut++
			}
			if got := keptRows(t, dir, false); got < acked {
				t.Fatalf("%d rows kept after a kill, %d were acknowledged", got, acked)
			}
		}
		if out, err := import1(dir).CombinedOutput(); err != nil {
			t.Fatalf("import again: %v: %s", err, out)
		}
		if got := keptRows(t, dir, true); got != rows {
			t.Errorf("%d rows kept in the end, want %d", got, rows)
		}
	}
	t.Logf("an import lasts %v; %d of %d were cut off", lasts, cut, folders*kills)
	if cut == 0 {
		t.Error("no import was cut off: nothing was tested")
	}
}

// killAfter runs an import, kills it a while after so many acknowledgements,
// and returns how many rows it had acknowledged and whether it had ended by
// itself.
func killAfter(t *testing.T, c *exec.Cmd, acks int, wait time.Duration) (acked int64, done bool) {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { _ = c.Process.Kill() } // it may have ended already
	var timer *time.Timer
	if acks == 0 {
		timer = time.AfterFunc(wait, kill)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if acks--; acks == 0 {
			timer = time.AfterFunc(wait, kill)
		}
		var p imported
		if json.Unmarshal(lines.Bytes(), &p) == nil { // the last line may be cut
			acked, done = p.Rows, p.Done
		}
	}
	_ = c.Wait() // killed, or done
	if timer != nil {
		timer.Stop()
	}
	return acked, done
}

// keptRows returns how many mentions are kept, and checks that no key is there
// twice, that rows are a beginning of the file, and where asked that figures
// are right.
func keptRows(t *testing.T, dir string, recount bool) int64 {
	t.Helper()
	st, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatalf("open after a kill: %v", err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	seen := map[vigie.Key]bool{}
	err = st.Walk(t.Context(), vigie.Filter{}, func(k vigie.Kept) bool {
		if seen[k.Mention.Key] {
			t.Errorf("key %q is kept twice", k.Mention.Key)
		}
		seen[k.Mention.Key] = true
		if len(k.Matches) != 1 {
			t.Errorf("key %q has %d matches, want 1", k.Mention.Key, len(k.Matches))
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	if recount {
		diffs, err := st.Recount(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(diffs) > 0 {
			t.Errorf("recount differs: %v", diffs)
		}
	}
	return int64(len(seen))
}
