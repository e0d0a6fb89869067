package sqlite

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie/measure"
	"vigie.example/vigie/store"
	"vigie.example/vigie/store/storetest"
)

// onDisk is a Store whose files can be searched.
type onDisk struct {
	*Store
}

// Holds implements storetest.Holder.
func (s onDisk) Holds(t *testing.T, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(bytes.ToLower(b), []byte(strings.ToLower(text))) {
			return true
		}
	}
	return false
}

func TestArchive(t *testing.T) {
	storetest.Archive(t, func(t *testing.T) store.Archive { return onDisk{openStore(t, t.TempDir())} })
}

// gathering is a Store in which everything that is made in the background is
// made before each question.
type gathering struct {
	*Store
}

func (s gathering) Count(ctx context.Context, q measure.Question) ([]measure.Point, error) {
	if err := s.Digest(ctx); err != nil {
		return nil, err
	}
	return s.Store.Count(ctx, q)
}

// TestGatheredArchive: what is gathered in the background follows everything
// that the contract does to an archive.
func TestGatheredArchive(t *testing.T) {
	if testing.Short() {
		t.Skip("the contract again; TestGatheredWeeks and TestSayingsOfDays are the short form")
	}
	storetest.Archive(t, func(t *testing.T) store.Archive { return gathering{openStore(t, t.TempDir())} })
}

func TestLedger(t *testing.T) {
	storetest.Ledger(t, func(t *testing.T, now func() time.Time) store.Ledger {
		s, err := Open(t.Context(), t.TempDir(), Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}
