package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// crashDir, in the environment, makes the test binary the process that is
// killed: it saves batches for ever and prints a line after each.
const crashDir = "VIGIE_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		if err := saveForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// crashBatch makes batch n: new mentions, an edit of the batch before, one
// that waits, one heard again.
func crashBatch(n int) watch.Saving {
	s := watch.Saving{Source: 1, At: time.Date(2026, 2, 3, 12, 0, n, 0, time.UTC), Cursor: []byte(strconv.Itoa(n))}
	add := func(key, body string, keep bool) {
		s.Items = append(s.Items, watch.Item{
			Mention: vigie.Mention{
				Key: vigie.Key("crash:" + key), Site: "crash.example", Channel: vigie.Blog, Text: body, Author: vigie.Author{Name: "Auteur " + key},
				Published: s.At.Add(-time.Duration(n%48) * time.Hour),
			},
			Matches: []vigie.Match{{Topic: vigie.TopicID(1 + n%3), Version: 1}}, Keep: keep,
		})
	}
	for i := range 20 {
		add(fmt.Sprint(n, "-", i), fmt.Sprintf("le lot %d et sa ligne %d", n, i), true)
	}
	add(fmt.Sprint("wait", n), "rien qui compte", false)
	if n > 0 {
		add(fmt.Sprint(n-1, "-0"), fmt.Sprintf("corrigé par le lot %d", n), true)
		add(fmt.Sprint(n-1, "-1"), fmt.Sprintf("le lot %d et sa ligne 1", n-1), true)
	}
	return s
}

func saveForEver(dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir, Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	src, err := s.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://crash.example/"})
	if vigie.KindOf(err) == vigie.Conflict && err != nil {
		src.ID = 1
	} else if err != nil {
		return err
	}
	due, err := s.Due(ctx, time.Now().Add(time.Hour), 1)
	if err != nil || len(due) == 0 {
		return fmt.Errorf("the source is not due: %v", err)
	}
	next := 0
	if c := due[0].Cursor; c != nil {
		if next, err = strconv.Atoi(string(c)); err != nil {
			return err
		}
		next++
	}
	for n := next; ; n++ {
		if _, err := s.Save(ctx, crashBatch(n)); err != nil {
			return err
		}
		fmt.Println("saved", n)
	}
}

// TestKilled kills a saving process at random moments. Whatever it said was
// saved must be there, once, and every figure right.
func TestKilled(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 4
	}
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(20, 26))
	said := -1 // the last batch acknowledged
	for round := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		// Let it do some batches, then kill it in the midst of another.
		least := 1 + rng.IntN(12)
		for i := 0; lines.Scan(); i++ {
			n, err := strconv.Atoi(strings.TrimPrefix(lines.Text(), "saved "))
			if err != nil || n != said+1 {
				t.Fatalf("round %d: the process says %q after %d", round, lines.Text(), said)
			}
			said = n
			if i == least {
				go func() {
					time.Sleep(time.Duration(rng.IntN(8000)) * time.Microsecond)
					_ = cmd.Process.Kill()
				}()
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatalf("round %d: the process ended by itself", round)
		}
		said = checkKilled(t, dir, said)
	}
	t.Logf("%d batches over %d kills", said+1, rounds)
}

// checkKilled opens what a killed process left. It returns the last batch that
// is there: one more than was acknowledged may be.
func checkKilled(t *testing.T, dir string, said int) int {
	t.Helper()
	ctx := t.Context()
	s, err := Open(ctx, dir, Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	due, err := s.Due(ctx, time.Now().Add(time.Hour), 1)
	if err != nil || len(due) != 1 {
		t.Fatalf("Due = %v, %v", due, err)
	}
	last, err := strconv.Atoi(string(due[0].Cursor))
	if err != nil || last < said || last > said+1 {
		t.Fatalf("the cursor is at batch %q, %d was acknowledged", due[0].Cursor, said)
	}
	e, err := s.Extent(ctx)
	if err != nil || e.Kept != int64(20*(last+1)) || e.Buffered != int64(last+1) {
		t.Errorf("Extent = %+v, %v; want %d kept and %d buffered", e, err, 20*(last+1), last+1)
	}
	for n := max(0, last-3); n <= last; n++ {
		for _, it := range crashBatch(n).Items {
			f, err := s.Lookup(ctx, it.Mention.Key)
			if err != nil {
				t.Errorf("batch %d: %s: %v", n, it.Mention.Key, err)
			} else if it.Keep != (f.Kept != nil) {
				t.Errorf("batch %d: %s kept: %v", n, it.Mention.Key, f.Kept != nil)
			}
		}
	}
	if wrong, err := s.Check(ctx); err != nil || len(wrong) > 0 {
		t.Fatalf("Check = %v, %v", wrong, err)
	}
	return last
}
