// Package storetest holds every store to the promises of package store: what
// Save, Search, Count, Erase and the others say in their comments, tried with
// named cases, and with random histories against a plain model in memory. It
// is imported by tests alone.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch"
)

// Zone is the zone in which stores under test count days: the default one.
const Zone = "Europe/Paris"

// Holder is what a store may be besides: one whose bytes at rest can be
// searched. Erasure is then tried to the last byte.
type Holder interface {
	// Holds reports whether what the store keeps on disk contains s anywhere,
	// in any letter case.
	Holds(t *testing.T, s string) bool
}

// Archive runs the contract of store.Archive. open returns an empty archive
// that ends with the test; its zone is Zone.
func Archive(t *testing.T, open func(t *testing.T) store.Archive) {
	for _, c := range []struct {
		name string
		try  func(t *testing.T, a store.Archive)
	}{
		{"saving twice changes nothing", saveTwice},
		{"a mention comes back as it was said", comesBack},
		{"another text under the same key is an edit", edits},
		{"counts told again", recounts},
		{"what its author takes back", withdrawn},
		{"an account that is gone whole", left},
		{"what is looked at again", carriedOfLate},
		{"ten versions are kept", tenVersions},
		{"the same key twice in a batch", twiceInBatch},
		{"one mention carried by three sources", threeSources},
		{"a kept mention stays kept", staysKept},
		{"dates unknown, old and to come", oddDates},
		{"many mentions at one instant", oneInstant},
		{"what is refused", refused},
		{"own and private mentions are no voices", voicesOfOthers},
		{"what a person noted stands in no figure", notes},
		{"days of 23 and 25 hours", longDays},
		{"steps are widened", steps},
		{"sayings, and who answered", sayings},
		{"figures and lists agree", figuresAndLists},
		{"the largest groups of a split", largest},
		{"change log and bookmarks", changes},
		{"deciding again", rematch},
		{"what noise packs put aside", asides},
		{"yes/no cards", cards},
		{"judging again, and what people said", judging},
		{"what people said mentions are for", intentLabels},
		{"intents", intents},
		{"the heard buffer", buffer},
		{"the heard buffer expires", expiry},
		{"a mention is found at its address", foundAtAddress},
		{"what a source carried is counted once", carriedItems},
		{"pages have no gap and no repeat", pages},
		{"filters of a search", searchFilters},
		{"page tokens of strangers", badTokens},
		{"candidates", candidates},
		{"last spoken", lastSpoken},
		{"erasure", erasure},
		{"erasure reaches the buffer", erasureOfBuffered},
		{"copies are one story", stories},
		{"stories merge into the oldest", storiesMerge},
		{"stories grouped again", storiesAgain},
		{"stories through edits, decisions and erasures", storiesChange},
		{"sketches of the window", sketches},
		{"random stories", randomStories},
		{"random history", randomHistory},
		{"random searches", randomSearches},
	} {
		t.Run(c.name, func(t *testing.T) { c.try(t, open(t)) })
	}
	t.Run("scripts", func(t *testing.T) { scripts(t, open) })
}

// noon is an ordinary day of the tests, in the zone's winter.
var noon = time.Date(2026, 2, 3, 11, 0, 0, 0, time.UTC)

func zone(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(Zone)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// said makes a social post with a key, a text, an author and an instant,
// under topics.
func said(key, body, author string, at time.Time, topics ...vigie.TopicID) watch.Item {
	it := watch.Item{
		Mention: vigie.Mention{
			Key: vigie.Key("net:" + key), Network: "net", Channel: vigie.Social, Site: "net.example",
			URL: "https://net.example/" + key, Text: body,
			Author:    vigie.Author{Account: author, Name: "M. " + author},
			Published: at, Heard: noon,
		},
		Reading: vigie.Reading{Lang: "fr", LangSure: 0.75, Maker: "test/1"},
		Keep:    true,
	}
	for _, t := range topics {
		it.Matches = append(it.Matches, vigie.Match{Topic: t, Version: 1})
	}
	return it
}

// save saves items as heard from a source, and returns them with their ids.
func save(t *testing.T, a store.Archive, source vigie.SourceID, items ...watch.Item) ([]watch.Item, watch.Saved) {
	t.Helper()
	for i := range items {
		items[i].Doc = text.Cut(items[i].Mention.Title, items[i].Mention.Text)
	}
	saved, err := a.Save(t.Context(), watch.Saving{Source: source, At: noon, Items: items})
	if err != nil {
		t.Fatalf("Save: %v", err)
	}
	if len(saved.Fates) != len(items) {
		t.Fatalf("Save gave %d fates for %d items", len(saved.Fates), len(items))
	}
	return items, saved
}

func fates(t *testing.T, s watch.Saved, want ...watch.Fate) {
	t.Helper()
	if fmt.Sprint(s.Fates) != fmt.Sprint(want) {
		t.Errorf("Save fates = %v, want %v", s.Fates, want)
	}
}

// sound fails unless every figure equals a fresh count.
func sound(t *testing.T, a store.Archive) {
	t.Helper()
	diffs, err := a.Recount(context.Background())
	if err != nil {
		t.Fatalf("Recount: %v", err)
	}
	if len(diffs) > 0 {
		t.Errorf("Recount = %v, want no difference", diffs)
	}
}

func count(t *testing.T, a store.Archive, q measure.Question) []measure.Point {
	t.Helper()
	points, err := a.Count(t.Context(), q)
	if err != nil {
		t.Fatalf("Count(%+v): %v", q, err)
	}
	return points
}

// whole counts what is under a topic, in all.
func whole(t *testing.T, a store.Archive, topic vigie.TopicID, unit measure.Unit) int64 {
	t.Helper()
	var n int64
	for _, p := range count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{topic}}, Unit: unit}) {
		n += p.N
	}
	return n
}

func parse(t *testing.T, s string) *query.Query {
	t.Helper()
	q, err := query.Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return q
}

// find returns the keys a search finds, page after page.
func find(t *testing.T, a store.Archive, s query.Search) []vigie.Key {
	t.Helper()
	var keys []vigie.Key
	for {
		page, err := a.Search(t.Context(), s)
		if err != nil {
			t.Fatalf("Search(%+v): %v", s, err)
		}
		for i := range page.Kept {
			keys = append(keys, page.Kept[i].Mention.Key)
		}
		if page.Next == "" {
			return keys
		}
		s.After = page.Next
	}
}

func kept(t *testing.T, a store.Archive, id vigie.MentionID) vigie.Kept {
	t.Helper()
	k, err := a.Mention(t.Context(), id)
	if err != nil {
		t.Fatalf("Mention(%d): %v", id, err)
	}
	return k
}

func wantKind(t *testing.T, what string, err error, want vigie.Kind) {
	t.Helper()
	if err == nil || vigie.KindOf(err) != want {
		t.Errorf("%s = %v, want an error of kind %d", what, err, want)
	}
}
