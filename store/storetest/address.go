package storetest

import (
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// at gives an item an address.
func at(it watch.Item, url string) watch.Item {
	it.Mention.URL = url
	return it
}

// wantAt fails unless what is found at an address has a key, kept or waiting.
func wantAt(t *testing.T, a store.Archive, address string, want vigie.Key, buffered bool) {
	t.Helper()
	f, err := a.Lookup(t.Context(), vigie.Key(vigie.CanonicalURL(address)))
	if want == "" {
		wantKind(t, "Lookup of "+address, err, vigie.NotFound)
		return
	}
	m := f.Buffered
	if f.Kept != nil {
		m = &f.Kept.Mention
	}
	if err != nil || m == nil || m.Key != want || (f.Kept == nil) != buffered || len(f.Heard) == 0 {
		t.Errorf("Lookup(%s) = %+v, %v; want %s, buffered %v", address, f, err, want, buffered)
	}
}

// foundAtAddress: whatever a mention's key is, the address that a person pastes
// finds it.
func foundAtAddress(t *testing.T, a store.Archive) {
	save(t, a, 1, at(said("1", "La grue", "ana", noon), "https://www.net.example/ana/1?utm_source=lettre#haut"))
	wantAt(t, a, "http://net.example/ana/1/", "net:1", false)
	wantAt(t, a, "https://net.example/ana/2", "", false)

	// Of several at one address the newest is found, whenever it was saved.
	const thread = "https://forum.example/t/9"
	save(t, a, 1, at(said("12", "milieu", "bob", noon.Add(time.Hour)), thread), at(said("13", "fin", "eve", noon.Add(2*time.Hour)), thread))
	save(t, a, 1, at(said("11", "début", "ana", noon), thread))
	wantAt(t, a, thread, "net:13", false)
	// The one whose key is the address comes before those who share it, even
	// where it only waits.
	own := at(loosely("10", "le sujet", "zoe", noon.Add(-time.Hour)), thread)
	own.Mention.Key = vigie.NewKey("", "", thread)
	save(t, a, 1, own)
	wantAt(t, a, thread, own.Mention.Key, true)

	// The address follows an edit.
	save(t, a, 1, at(said("1", "La grue rouge", "ana", noon), "https://net.example/ana/un"))
	wantAt(t, a, "https://net.example/ana/1", "", false)
	wantAt(t, a, "https://net.example/ana/un", "net:1", false)

	// The heard buffer is looked at last, and what is kept leaves it.
	save(t, a, 1, at(loosely("21", "rien", "ana", noon), "https://net.example/x"))
	save(t, a, 1, at(loosely("22", "rien encore", "bob", noon.Add(-time.Hour)), "https://net.example/x"), at(loosely("23", "ni là", "bob", noon.Add(-2*time.Hour)), "https://net.example/x"))
	wantAt(t, a, "https://net.example/x", "net:22", true)
	save(t, a, 1, at(said("21", "rien", "ana", noon, 1), "https://net.example/x"))
	wantAt(t, a, "https://net.example/x", "net:21", false)

	// Erasure and time take the address away, and only theirs.
	if _, err := a.Erase(t.Context(), "net:ana"); err != nil {
		t.Fatal(err)
	}
	wantAt(t, a, "https://net.example/ana/un", "", false)
	wantAt(t, a, "https://net.example/x", "net:22", true)
	if _, err := a.Erase(t.Context(), "net:bob"); err != nil {
		t.Fatal(err)
	}
	wantAt(t, a, "https://net.example/x", "", false)
	save(t, a, 1, at(loosely("31", "rien", "luc", noon), "https://net.example/y"))
	if _, err := a.Expire(t.Context(), noon.AddDate(0, 0, 31)); err != nil {
		t.Fatal(err)
	}
	wantAt(t, a, "https://net.example/y", "", false)
	wantAt(t, a, thread, "net:13", false)
	sound(t, a)
}

// carriedItems: Health.Items counts the distinct mentions a source carried,
// visited or brought in, in the commit that saves them. It is for stores that
// are archive and ledger in one; where two stores serve, each item may be
// counted again after a crash between them.
func carriedItems(t *testing.T, a store.Archive) {
	l, both := a.(store.Ledger)
	if !both {
		t.Skip("the ledger is elsewhere")
	}
	var ids []vigie.SourceID
	for _, src := range []vigie.Source{
		{Kind: vigie.FileSource, Address: "avis.csv", Channel: vigie.Review, KeepAll: true},
		feed("https://presse.example/rss"),
	} {
		kept, err := l.SaveSource(t.Context(), src)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, kept.ID)
	}
	for _, step := range []struct {
		name  string
		from  int
		items []watch.Item
		want  [2]int64
	}{
		{"a file", 0, []watch.Item{said("1", "un", "ana", noon), said("2", "deux", "bob", noon)}, [2]int64{2, 0}},
		{"the file again", 0, []watch.Item{said("1", "un", "ana", noon), said("2", "deux", "bob", noon)}, [2]int64{2, 0}},
		{"a feed that carries one of them, and one that waits", 1, []watch.Item{said("1", "un", "ana", noon), loosely("3", "trois", "eve", noon)}, [2]int64{2, 2}},
		{"the feed again", 1, []watch.Item{said("1", "un", "ana", noon), loosely("3", "trois", "eve", noon)}, [2]int64{2, 2}},
		{"an edit, twice in a batch", 1, []watch.Item{said("1", "un autre", "ana", noon), said("1", "un autre", "ana", noon)}, [2]int64{2, 2}},
		{"what waited is kept", 1, []watch.Item{said("3", "trois", "eve", noon, 1)}, [2]int64{2, 2}},
		{"one twice in a batch", 0, []watch.Item{said("4", "quatre", "eve", noon), said("4", "quatre", "eve", noon)}, [2]int64{3, 2}},
	} {
		save(t, a, ids[step.from], step.items...)
		for i, id := range ids {
			src, err := l.Source(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if src.Health.Items != step.want[i] {
				t.Errorf("after %s, source %d carried %d, want %d", step.name, i, src.Health.Items, step.want[i])
			}
		}
	}
}
