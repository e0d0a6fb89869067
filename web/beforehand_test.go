package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/store"
	"vigie.example/vigie/understand/rising"
	"vigie.example/vigie/web"
)

// overheard counts what is read of an archive to make reports and words.
type overheard struct {
	store.Archive
	sayings, spoken atomic.Int64
	mute            atomic.Bool // words cannot be read
}

func (a *overheard) Sayings(ctx context.Context, f vigie.Filter, yield func(*measure.Saying) bool) error {
	a.sayings.Add(1)
	return a.Archive.Sayings(ctx, f, yield)
}

func (a *overheard) Spoken(ctx context.Context, f vigie.Filter, yield func(rising.Spoken) bool) error {
	a.spoken.Add(1)
	if a.mute.Load() {
		return errors.New("mute")
	}
	return a.Archive.Spoken(ctx, f, yield)
}

// TestPagesMadeBeforehand: who opens the reports and words of the own brand finds
// them made, with the hour at which they were; so does who comes back to another
// page within the week. Who changed something has them made anew.
func TestPagesMadeBeforehand(t *testing.T) {
	a := &overheard{}
	h := settled(t, func(o *web.Options) {
		a.Archive = o.Archive
		o.Archive = a
	})
	h.clock.t = sunday
	if _, err := h.watch.SaveTopic(t.Context(), vigie.Topic{Name: "Pelles", Kind: vigie.Rival, Query: `pelles`}); err != nil {
		t.Fatal(err)
	}
	if err := h.watch.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	forum, err := h.store.SaveSource(t.Context(), vigie.Source{Kind: vigie.FeedSource, Address: "https://forum.example/feed", Name: "Forum", Channel: vigie.Forum, Added: sunday.AddDate(-1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		h.hear(forum.ID, fmt.Sprint("Chez Engins & Co les pelles tombent en panne ", i), sunday.AddDate(0, 0, -3*i))
	}
	b := h.signedIn()
	ready := func() {
		t.Helper()
		if err := h.pages.MakeReady(t.Context()); err != nil {
			t.Fatal(err)
		}
		a.sayings.Store(0)
		a.spoken.Store(0)
	}
	open := func(path string, made bool, hour string) {
		t.Helper()
		before := a.sayings.Load() + a.spoken.Load()
		page := b.get(path)
		page.wants(t, http.StatusOK)
		if read := a.sayings.Load() + a.spoken.Load() - before; (read == 0) != made {
			t.Errorf("%s reads what was said %d times; made beforehand: want %v", path, read, made)
		}
		if !strings.Contains(strings.ReplaceAll(page.text(), "\u00a0", " "), "État à "+hour+".") {
			t.Errorf("%s does not say that it is of %s", path, hour)
		}
	}
	ready()
	h.clock.add(20 * time.Minute)
	for _, path := range []string{"/barometer", "/audit", "/report", "/topic/1/words"} {
		open(path, true, "19 h")
	}
	open("/audit?brand=2", false, "19 h 20")

	h.clock.add(50 * time.Minute)
	ready()
	h.clock.add(time.Minute)
	open("/audit", true, "20 h 10")
	open("/audit?brand=2", true, "20 h 10")
	b.post("/note", url.Values{"text": {"Engins & Co ne répond jamais"}}).wants(t, http.StatusSeeOther)
	open("/audit", false, "20 h 11")

	// A page that fails is told, and keeps no other from being made.
	h.clock.add(2 * time.Hour)
	a.mute.Store(true)
	if err := h.pages.MakeReady(t.Context()); err == nil || !strings.Contains(err.Error(), "/words") {
		t.Errorf("words that cannot be read: %v", err)
	}
	a.mute.Store(false)
	h.clock.add(time.Minute)
	open("/audit", true, "22 h 11")

	h.clock.add(8 * 24 * time.Hour)
	ready()
	b = h.signedIn()
	open("/audit?brand=2", false, "22 h 12")
}
