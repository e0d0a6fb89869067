package storetest

import (
	"reflect"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/store"
)

// back holds the ledger to what going back in time needs.
func back(t *testing.T, l store.Ledger) {
	ctx := t.Context()
	src, err := l.SaveSource(ctx, vigie.Source{Kind: vigie.FeedSource, Address: "https://past.example/feed", Channel: vigie.Blog})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := l.Back(ctx, src.ID); ok || err != nil {
		t.Errorf("Back before anybody asked = %v, %v", ok, err)
	}
	b := listen.Back{
		Source: src.ID, Method: vigie.Say("back-sitemap"), Oldest: noon.AddDate(-1, 0, 0), Looked: 9, Left: 3, Found: 7, New: 5,
		Whole: true, Started: noon, At: noon, Next: noon.Add(time.Minute), Fault: vigie.Say("fetch-server", "x", 500), Failures: 1, Cursor: []byte("c"),
	}
	save := func() {
		t.Helper()
		if err := l.SaveBack(ctx, b); err != nil {
			t.Fatal(err)
		}
	}
	due := func(at time.Time) int {
		t.Helper()
		all, err := l.BackDue(ctx, at, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	save()
	got, ok, err := l.Back(ctx, src.ID)
	if err != nil || !ok || got.Source != b.Source || !got.Oldest.Equal(b.Oldest) || !got.Next.Equal(b.Next) || got.Found != 7 || got.Fault.ID != b.Fault.ID || string(got.Cursor) != "c" || !got.Whole {
		t.Errorf("Back = %+v, %v, %v, want %+v", got, ok, err, b)
	}
	if due(noon) != 0 || due(noon.Add(time.Minute)) != 1 {
		t.Errorf("due before and at its moment: %d, %d, want 0, 1", due(noon), due(noon.Add(time.Minute)))
	}
	src.Paused = true
	if _, err := l.SaveSource(ctx, src); err != nil {
		t.Fatal(err)
	}
	if n := due(noon.Add(time.Hour)); n != 0 {
		t.Errorf("a paused source goes back (%d due)", n)
	}
	src.Paused = false
	if _, err := l.SaveSource(ctx, src); err != nil {
		t.Fatal(err)
	}
	b.Done, b.Next = true, time.Time{}
	save()
	if n := due(noon.AddDate(1, 0, 0)); n != 0 {
		t.Errorf("what is done is due (%d)", n)
	}
	if all, err := l.Backs(ctx); err != nil || len(all) != 1 || !all[0].Done {
		t.Errorf("Backs = %+v, %v", all, err)
	}
	if err := l.DeleteSource(ctx, src.ID); err != nil {
		t.Fatal(err)
	}
	save() // of a source that is gone: forgotten
	if all, err := l.Backs(ctx); err != nil || !reflect.DeepEqual(all, []listen.Back(nil)) {
		t.Errorf("Backs after the source was deleted = %+v, %v", all, err)
	}
}
