package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// loosely is said without topics, not to be kept.
func loosely(key, body, author string, at time.Time) watch.Item {
	it := said(key, body, author, at)
	it.Keep = false
	return it
}

// buffered lists the keys that wait.
func buffered(t *testing.T, a store.Archive) (keys []vigie.Key) {
	t.Helper()
	if err := a.Buffered(t.Context(), func(m vigie.Mention, _ vigie.SourceID) bool {
		keys = append(keys, m.Key)
		return true
	}); err != nil {
		t.Fatalf("Buffered: %v", err)
	}
	return keys
}

func buffer(t *testing.T, a store.Archive) {
	first := loosely("1", "la grue", "ana", noon)
	first.Mention.Title = "Titre"
	_, saved := save(t, a, 3, first, loosely("2", "autre", "bob", noon))
	fates(t, saved, watch.FateBuffered, watch.FateBuffered)
	_, saved = save(t, a, 3, loosely("2", "autre", "bob", noon), loosely("3", "neuf", "eve", noon))
	fates(t, saved, watch.FateKnown, watch.FateBuffered)
	if got, want := buffered(t, a), []vigie.Key{"net:3", "net:2", "net:1"}; !reflect.DeepEqual(got, want) {
		t.Errorf("Buffered = %v, want %v", got, want)
	}
	f, err := a.Lookup(t.Context(), "net:1")
	if err != nil || f.Kept != nil || f.Buffered == nil || f.Buffered.Title != "Titre" || f.Buffered.Text != "la grue" ||
		!f.Buffered.Published.Equal(noon) || len(f.Heard) != 1 || f.Heard[0].Source != 3 {
		t.Errorf("Lookup = %+v, %v; want the buffered mention", f, err)
	}
	// Buffered mentions are found by no search and counted nowhere.
	if keys := find(t, a, query.Search{Query: parse(t, "grue")}); len(keys) != 0 {
		t.Errorf("Search finds %v in the buffer", keys)
	}
	// Another text is told apart, and waits once.
	_, saved = save(t, a, 3, loosely("2", "autre chose", "bob", noon))
	fates(t, saved, watch.FateBuffered)
	if got := buffered(t, a); len(got) != 3 || got[0] != "net:2" {
		t.Errorf("Buffered = %v, want net:2 first and once", got)
	}
	// What is kept waits no more.
	_, saved = save(t, a, 3, said("1", "la grue", "ana", noon, 1))
	fates(t, saved, watch.FateNew)
	if got := buffered(t, a); len(got) != 2 {
		t.Errorf("Buffered = %v, want 2", got)
	}
	if e, err := a.Extent(t.Context()); err != nil || e.Kept != 1 || e.Buffered != 2 {
		t.Errorf("Extent = %+v, %v; want 1 kept, 2 buffered", e, err)
	}
	if f, err := a.Lookup(t.Context(), "net:1"); err != nil || f.Kept == nil {
		t.Errorf("Lookup = %+v, %v; want the kept mention", f, err)
	}
	n := 0
	if err := a.Buffered(t.Context(), func(vigie.Mention, vigie.SourceID) bool { n++; return false }); err != nil || n != 1 {
		t.Errorf("Buffered went on for %d after false, %v", n, err)
	}
	sound(t, a)
}

func expiry(t *testing.T, a store.Archive) {
	for i := range 10 {
		it := loosely(fmt.Sprint(i), "rien", "ana", noon)
		if _, err := a.Save(t.Context(), watch.Saving{Source: 1, At: noon.AddDate(0, 0, i), Items: []watch.Item{it}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		now        time.Time
		gone, left int
	}{
		{noon.AddDate(0, 0, 30), 0, 10},
		{noon.AddDate(0, 0, 34), 4, 6},
		{noon.AddDate(0, 0, 34), 0, 6},
		{noon.AddDate(0, 0, 99), 6, 0},
	} {
		gone, err := a.Expire(t.Context(), c.now)
		if left := buffered(t, a); err != nil || gone != c.gone || len(left) != c.left {
			t.Errorf("Expire(%v) = %d, %v and leaves %d; want %d and %d", c.now, gone, err, len(left), c.gone, c.left)
		}
	}
	// What has expired is heard anew.
	_, saved := save(t, a, 1, loosely("1", "rien", "ana", noon))
	fates(t, saved, watch.FateBuffered)
	sound(t, a)
}
