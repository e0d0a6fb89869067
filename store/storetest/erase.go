package storetest

import (
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

func erasure(t *testing.T, a store.Archive) {
	const handle = "wolfgangerbleben"
	shown := said("1", "La chaudière xylogravure tombe en panne", handle, noon, 1)
	shown.Mention.Author.Name, shown.Mention.Author.URL = "Quentin Zweifelhoff", "https://net.example/@"+handle
	shown.Mention.Title = "Un titre zythologique"
	items, _ := save(t, a, 1, shown, said("2", "La panne commune", "ana", noon.Add(time.Second), 1))
	edit := said("1", "La chaudière remplacée ypérite", handle, noon, 1, 2)
	save(t, a, 1, edit)
	save(t, a, 2, edit)
	save(t, a, 1, said("3", "Encore ornithorynque", handle, noon.Add(time.Hour), 1))
	traces := []string{handle, "Zweifelhoff", "xylogravure", "zythologique", "ypérite", "yperite", "ornithorynque", reversed("xylogravure")}
	holder, _ := a.(Holder)
	if holder != nil && !holder.Holds(t, "xylogravure") {
		t.Error("the text is nowhere before it is erased: the search of bytes is blind")
	}
	_, before := save(t, a, 1)
	gone, err := a.Erase(t.Context(), "net:"+handle)
	if err != nil || gone != 2 {
		t.Fatalf("Erase = %d, %v; want 2", gone, err)
	}
	if holder != nil {
		for _, s := range traces {
			if holder.Holds(t, s) {
				t.Errorf("%q is still on the disk", s)
			}
		}
	}
	_, err = a.Mention(t.Context(), items[0].Mention.ID)
	wantKind(t, "Mention of what was erased", err, vigie.NotFound)
	_, err = a.Lookup(t.Context(), "net:1")
	wantKind(t, "Lookup of what was erased", err, vigie.NotFound)
	for q, want := range map[string]int{"xylogravure": 0, "yperite": 0, "*rynque": 0, "panne": 1, "*mune": 1} {
		if keys := find(t, a, query.Search{Query: parse(t, q)}); len(keys) != want {
			t.Errorf("Search(%s) = %v, want %d", q, keys, want)
		}
	}
	for topic, want := range map[vigie.TopicID]int64{1: 1, 2: 0} {
		if m, v := whole(t, a, topic, measure.Mentions), whole(t, a, topic, measure.Voices); m != want || v != want {
			t.Errorf("topic %d counts %d mentions and %d voices, want %d", topic, m, v, want)
		}
	}
	lines, err := a.Since(t.Context(), before.Seq, 10)
	if err != nil || len(lines) != 2 || lines[0].Kind != vigie.Erased || lines[1].Kind != vigie.Erased {
		t.Errorf("Since = %v, %v; want two erasures", lines, err)
	}
	// The person does not come back, kept or waiting, nor is an id given again.
	_, saved := save(t, a, 1, said("1", "La chaudière", handle, noon, 1), said("9", "neuf", handle, noon), loosely("10", "rien", handle, noon),
		said("4", "à la même heure", "ana", noon.Add(time.Hour), 1))
	fates(t, saved, watch.FateRefused, watch.FateRefused, watch.FateRefused, watch.FateNew)
	items, _ = save(t, a, 1, said("4", "à la même heure", "ana", noon.Add(time.Hour), 1))
	for _, l := range lines {
		if l.Mention == items[0].Mention.ID {
			t.Errorf("id %d is given again", l.Mention)
		}
	}
	sound(t, a)
	if gone, err := a.Erase(t.Context(), "net:"+handle); err != nil || gone != 0 {
		t.Errorf("Erase again = %d, %v; want 0", gone, err)
	}
	_, err = a.Erase(t.Context(), "")
	wantKind(t, "Erase of nobody", err, vigie.Invalid)
}

func erasureOfBuffered(t *testing.T, a store.Archive) {
	save(t, a, 1, loosely("1", "xylogravure", "ana", noon), loosely("2", "zythologie", "bob", noon))
	save(t, a, 1, loosely("3", "ypérite", "ana", noon))
	if gone, err := a.Erase(t.Context(), "net:ana"); err != nil || gone != 2 {
		t.Fatalf("Erase = %d, %v; want 2", gone, err)
	}
	if keys := buffered(t, a); len(keys) != 1 || keys[0] != "net:2" {
		t.Errorf("Buffered = %v, want net:2", keys)
	}
	_, err := a.Lookup(t.Context(), "net:1")
	wantKind(t, "Lookup of what was erased", err, vigie.NotFound)
	if e, err := a.Extent(t.Context()); err != nil || e.Buffered != 1 {
		t.Errorf("Extent = %+v, %v; want 1 buffered", e, err)
	}
	sound(t, a)
}

func reversed(s string) string {
	var b strings.Builder
	for i := len(s) - 1; i >= 0; i-- {
		b.WriteByte(s[i])
	}
	return b.String()
}
