package sqlite

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
)

func wantTold(t *testing.T, what string, err error, kind vigie.Kind, id string) {
	t.Helper()
	var e *vigie.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Tell.ID != id {
		t.Errorf("%s = %v, want %s of kind %d", what, err, id, kind)
	}
}

func TestOneProcess(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	_, err := Open(t.Context(), dir, Options{})
	wantTold(t, "Open of a folder in use", err, vigie.Conflict, "store-locked")
	wantTold(t, "Restore into a folder in use", Restore(t.Context(), dir, bytes.NewReader(nil)), vigie.Conflict, "store-locked")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openStore(t, dir)
}

func TestClosed(t *testing.T) {
	s := openStore(t, t.TempDir())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Save(t.Context(), newPosts(time.Minute).batch(1))
	wantTold(t, "Save after Close", err, vigie.Unavailable, "store-closed")
	_, err = s.Topics(t.Context())
	wantTold(t, "Topics after Close", err, vigie.Unavailable, "store-closed")
	if err := s.Close(); err != nil {
		t.Errorf("Close again = %v", err)
	}
}

// TestFull fills a small disk: what was acknowledged stays, what was not is
// told, and there is nothing in between.
func TestFull(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir, Options{maxPages: 400, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	p := newPosts(time.Minute)
	saved := int64(0)
	for {
		sv := p.batch(100)
		if _, err = s.Save(t.Context(), sv); err != nil {
			break
		}
		saved += 100
	}
	wantTold(t, "Save on a full disk", err, vigie.Unavailable, "store-full")
	_, err = s.Save(t.Context(), p.batch(400)) // as few again might just fit
	wantTold(t, "Save on a disk still full", err, vigie.Unavailable, "store-full")
	check := func(s *Store) {
		t.Helper()
		if e, err := s.Extent(t.Context()); err != nil || e.Kept != saved || saved == 0 {
			t.Errorf("Extent = %+v, %v; want the %d acknowledged", e, err, saved)
		}
		if wrong, err := s.Check(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("Check = %v, %v", wrong, err)
		}
	}
	check(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, dir)
	check(s)
	if _, err := s.Save(t.Context(), p.batch(100)); err != nil {
		t.Errorf("Save with room again = %v", err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		// Root writes anywhere: a file where the folder should be will do.
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), filepath.Join(file, "data"), Options{}); err == nil {
			t.Error("Open under a file succeeds")
		}
		return
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir, Options{})
	wantTold(t, "Open of a read-only folder", err, vigie.Unavailable, "store-readonly")
}

func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), bytes.Repeat([]byte("not a store "), 4000), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir, Options{})
	wantTold(t, "Open of something else", err, vigie.Internal, "store-damaged")
}

func TestBackup(t *testing.T) {
	ctx := t.Context()
	s := openStore(t, t.TempDir())
	p := newPosts(time.Minute)
	if _, err := s.Save(ctx, p.batch(500)); err != nil {
		t.Fatal(err)
	}
	topic, err := s.SaveTopic(ctx, vigie.Topic{Name: "Grues", Kind: vigie.OwnBrand, Query: "grue"})
	if err != nil {
		t.Fatal(err)
	}
	// The copy is made while others save.
	var copied bytes.Buffer
	busy := make(chan error)
	go func() {
		var err error
		for range 5 {
			if _, e := s.Save(ctx, p.batch(100)); e != nil {
				err = e
			}
		}
		busy <- err
	}()
	if err := s.Backup(ctx, &copied); err != nil {
		t.Fatalf("Backup: %v", err)
	}
	if err := <-busy; err != nil {
		t.Fatalf("Save during a backup: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(s.dir, "backup-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("Backup leaves %v, %v", left, err)
	}
	to := t.TempDir()
	if err := Restore(ctx, to, bytes.NewReader(copied.Bytes())); err != nil {
		t.Fatalf("Restore: %v", err)
	}
	wantTold(t, "Restore over a store", Restore(ctx, to, bytes.NewReader(copied.Bytes())), vigie.Conflict, "restore-not-empty")
	r := openStore(t, to)
	if e, err := r.Extent(ctx); err != nil || e.Kept < 500 || e.Kept%100 != 0 {
		t.Errorf("Extent of the copy = %+v, %v; want whole batches", e, err)
	}
	if list, err := r.Topics(ctx); err != nil || len(list) != 1 || list[0] != topic {
		t.Errorf("Topics of the copy = %v, %v; want %v", list, err, topic)
	}
	if wrong, err := r.Check(ctx); err != nil || len(wrong) > 0 {
		t.Errorf("Check of the copy = %v, %v", wrong, err)
	}
	for name, bad := range map[string]io.Reader{
		"cut short": bytes.NewReader(copied.Bytes()[:copied.Len()/2]),
		"empty":     bytes.NewReader(nil),
		"a letter":  bytes.NewReader([]byte("Chère Madame, ...")),
		"damaged":   bytes.NewReader(bytes.ReplaceAll(copied.Bytes(), []byte("net:"), []byte("\x00\xff\x00\xff"))[:copied.Len()-4096]),
	} {
		dir := t.TempDir()
		wantTold(t, "Restore of a copy "+name, Restore(ctx, dir, bad), vigie.Invalid, "restore-damaged")
		if left, err := filepath.Glob(filepath.Join(dir, "*.db*")); err != nil || len(left) > 0 {
			t.Errorf("Restore of a copy %s leaves %v, %v", name, left, err)
		}
	}
}

// TestZone counts the same mentions in the days of two zones.
func TestZone(t *testing.T) {
	ctx := t.Context()
	s := openStore(t, t.TempDir())
	sv := newPosts(7 * time.Minute).batch(600)
	if _, err := s.Save(ctx, sv); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "Asia/Kolkata", "America/Martinique", "Europe/Paris"} {
		if err := s.SaveWorkspace(ctx, vigie.Workspace{Zone: name}); err != nil {
			t.Fatal(err)
		}
		if name == "" {
			name = "Europe/Paris"
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int64{}
		for i := range sv.Items {
			if sv.Items[i].Matches[0].Topic == 1 {
				want[sv.Items[i].Mention.Published.In(zone).Format(time.DateOnly)]++
			}
		}
		f := vigie.Filter{Topics: []vigie.TopicID{1}, From: sv.Items[0].Mention.Published, To: sv.Items[599].Mention.Published}
		for _, unit := range []measure.Unit{measure.Mentions, measure.Voices} {
			points, err := s.Count(ctx, measure.Question{Filter: f, Step: measure.Day, Unit: unit})
			if err != nil {
				t.Fatal(err)
			}
			if len(points) != len(want) {
				t.Errorf("%s: %d days of %s, want %d", name, len(points), unit, len(want))
			}
			for _, p := range points {
				if day := p.At.In(zone).Format(time.DateOnly); unit == measure.Mentions && p.N != want[day] || p.N > want[day] {
					t.Errorf("%s: %d %s on %s, of %d", name, p.N, unit, day, want[day])
				}
			}
		}
		if diffs, err := s.Recount(ctx); err != nil || len(diffs) > 0 {
			t.Errorf("%s: Recount = %v, %v", name, diffs, err)
		}
	}
}

// TestTogether saves from several goroutines, one of them with a task that
// fails: the others must not suffer from sharing its transaction.
func TestTogether(t *testing.T) {
	ctx := t.Context()
	s := openStore(t, t.TempDir())
	if err := s.SaveWorkspace(ctx, vigie.Workspace{}); err != nil {
		t.Fatal(err)
	}
	// Hold the writer until all are waiting.
	hold, held := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.change(ctx, func(*writer) error { close(held); <-hold; return nil })
	}()
	<-held
	bad := errors.New("refused")
	done := make(chan error)
	const n = 10
	for i := range n {
		go func() {
			p := newPosts(time.Minute)
			p.n = 1000 * i
			_, err := s.Save(ctx, p.batch(20))
			done <- err
		}()
	}
	go func() {
		done <- s.change(ctx, func(w *writer) error {
			if _, err := w.exec("DELETE FROM mention"); err != nil {
				return err
			}
			return bad
		})
	}()
	close(hold)
	failed := 0
	for range n + 1 {
		if err := <-done; errors.Is(err, bad) {
			failed++
		} else if err != nil {
			t.Error(err)
		}
	}
	if failed != 1 {
		t.Errorf("%d tasks failed, want the bad one alone", failed)
	}
	if e, err := s.Extent(ctx); err != nil || e.Kept != 20*n {
		t.Errorf("Extent = %+v, %v; want %d kept", e, err, 20*n)
	}
	if diffs, err := s.Recount(ctx); err != nil || len(diffs) > 0 {
		t.Errorf("Recount = %v, %v", diffs, err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Save(ended, newPosts(time.Minute).batch(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("Save with an ended context = %v", err)
	}
}

// TestPatterns expands what the vocabulary holds, and walks where it would
// expand to too much.
func TestPatterns(t *testing.T) {
	ctx := t.Context()
	s := openStore(t, t.TempDir())
	if _, err := s.Save(ctx, newPosts(time.Minute).batch(3000)); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"*a", "*ba*", "b?b*", "*marque3", "#*x"} {
		q, err := query.Parse(text)
		if err != nil {
			t.Logf("Parse(%s) = %v", text, err)
			continue
		}
		want := 0
		if err := s.Walk(ctx, vigie.Filter{}, func(k vigie.Kept) bool {
			if q.Match(query.NewPost(&k.Mention, k.Reading.Lang)) {
				want++
			}
			return true
		}); err != nil {
			t.Fatal(err)
		}
		got := 0
		for after, first := "", true; first || after != ""; first = false {
			page, err := s.Search(ctx, query.Search{Query: q, After: after, Limit: 500})
			if err != nil {
				t.Fatal(err)
			}
			got += len(page.Kept)
			after = page.Next
		}
		if got != want {
			t.Errorf("Search(%s) finds %d, want %d", text, got, want)
		}
	}
}

// TestErasureResumes stops an erasure between its commit and the cleaning of
// the file.
func TestErasureResumes(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	s := openStore(t, dir)
	p := newPosts(time.Minute)
	sv := p.batch(200)
	sv.Items[7].Mention.Text, sv.Items[7].Doc = "une xylogravure", nil
	sv.Items[7].Mention.Author = vigie.Author{Account: "zweifelhoff"}
	if _, err := s.Save(ctx, sv); err != nil {
		t.Fatal(err)
	}
	if err := s.change(ctx, func(w *writer) error {
		n, _, err := w.erase("net:zweifelhoff")
		if n != 1 {
			t.Errorf("erase = %d, want 1", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if !(onDisk{s}).Holds(t, "xylogravure") {
		t.Error("nothing is left to clean: the test tries nothing")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, dir)
	for _, text := range []string{"xylogravure", "zweifelhoff", "eruvargolyx"} {
		if (onDisk{s}).Holds(t, text) {
			t.Errorf("%q is still on the disk", text)
		}
	}
	if wrong, err := s.Check(ctx); err != nil || len(wrong) > 0 {
		t.Errorf("Check = %v, %v", wrong, err)
	}
}

// TestReadWithinRead reads at each step of more walks than there are readers.
func TestReadWithinRead(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, t.TempDir(), Options{Readers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := s.Save(ctx, newPosts(time.Minute).batch(3)); err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := s.Walk(ctx, vigie.Filter{}, func(k vigie.Kept) bool {
		if _, err := s.Mention(ctx, k.Mention.ID); err != nil {
			t.Errorf("Mention within Walk: %v", err)
		}
		n++
		return true
	}); err != nil || n != 3 {
		t.Errorf("Walk = %d, %v; want 3", n, err)
	}
}
