package sqlite

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// TestOwnIsListed: a store made before the list of what is one's own answers
// the same before it is made, while it is made, though mentions come, change
// sides and are erased meanwhile, and after.
func TestOwnIsListed(t *testing.T) {
	begin := time.Date(2025, 3, 3, 0, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), t.TempDir(), Options{Now: func() time.Time { return begin.AddDate(0, 0, 60) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rnd := rand.New(rand.NewPCG(5, 5))
	ours := map[vigie.Key]bool{}
	by := map[vigie.Key]string{}
	save := func(n int) {
		t.Helper()
		var items []watch.Item
		for range n {
			i := rnd.IntN(4 * ownStretch)
			key := vigie.Key(fmt.Sprintf("net:%d", i))
			own := rnd.IntN(7) == 0
			ours[key], by[key] = own, fmt.Sprintf("net:a%d", i%9)
			items = append(items, watch.Item{Keep: true, Reading: vigie.Reading{Lang: []string{"fr", "en"}[i%2], Maker: "m"}, Mention: vigie.Mention{
				Key: key, Network: "net", Channel: vigie.Social, Text: fmt.Sprintf("texte %d %d", i, rnd.Int()), Own: own,
				Author: vigie.Author{Account: fmt.Sprintf("a%d", i%9)}, Published: begin.Add(time.Duration(i) * time.Minute), Heard: begin.AddDate(0, 0, 55),
			}})
		}
		if _, err := s.Save(t.Context(), watch.Saving{Source: 1, At: begin.AddDate(0, 0, 55), Items: items}); err != nil {
			t.Fatal(err)
		}
	}
	yes := true
	check := func(what string, listed bool) {
		t.Helper()
		for _, f := range []vigie.Filter{{Own: &yes}, {Own: &yes, Langs: []string{"fr"}}, {Own: &yes, From: begin.AddDate(0, 0, 2), To: begin.AddDate(0, 0, 11)}} {
			var got, want []vigie.Key
			if err := s.Walk(t.Context(), f, func(k vigie.Kept) bool { got = append(got, k.Mention.Key); return true }); err != nil {
				t.Fatal(err)
			}
			for key, own := range ours {
				var i int
				if _, err := fmt.Sscanf(string(key), "net:%d", &i); err != nil {
					t.Fatal(err)
				}
				at := begin.Add(time.Duration(i) * time.Minute)
				if own && (len(f.Langs) == 0 || i%2 == 0) && (f.From.IsZero() || !at.Before(f.From) && at.Before(f.To)) {
					want = append(want, key)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) || len(want) == 0 {
				t.Fatalf("%s: %d are one's own of %+v, want %d (not none)", what, len(got), f, len(want))
			}
		}
		if diffs, err := s.Recount(t.Context()); err != nil || len(diffs) > 0 {
			t.Fatalf("%s: Recount = %v, %v", what, diffs, err)
		}
		var left int64
		if err := s.read(t.Context(), func(h *hand) (err error) { left, err = h.ownLeft(); return err }); err != nil || listed && left != 0 {
			t.Fatalf("%s: %d are left to list, %v", what, left, err) // the store may list by itself meanwhile
		}
	}
	save(2 * ownStretch)
	check("a new store", true)
	if err := s.change(t.Context(), func(w *writer) error { // as the migration finds an old one
		for _, text := range []string{"DELETE FROM own", "INSERT OR REPLACE INTO meta (name, value) SELECT 'own_left', CAST(max(id) + 1 AS TEXT) FROM mention"} {
			if _, err := w.exec(text); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	check("an old store", false)
	save(3000)
	check("what came since", false)
	if err := s.change(t.Context(), func(w *writer) error { return w.listSomeOwn(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	check("one stretch later", false)
	save(3000)
	if _, err := s.Erase(t.Context(), "net:a3"); err != nil {
		t.Fatal(err)
	}
	for key, who := range by {
		if who == "net:a3" {
			delete(ours, key)
		}
	}
	check("somebody erased", false)
	if err := s.Digest(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("all listed", true)
}
