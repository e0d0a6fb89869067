package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

func saveTwice(t *testing.T, a store.Archive) {
	batch := func() []watch.Item {
		return []watch.Item{said("1", "La grue est là", "ana", noon, 1), said("2", "Une panne", "bob", noon.Add(time.Hour), 1, 2)}
	}
	items, saved := save(t, a, 1, batch()...)
	fates(t, saved, watch.FateNew, watch.FateNew)
	again, savedAgain := save(t, a, 1, batch()...)
	fates(t, savedAgain, watch.FateKnown, watch.FateKnown)
	if saved.Seq != savedAgain.Seq {
		t.Errorf("the change log went from %d to %d", saved.Seq, savedAgain.Seq)
	}
	for i := range items {
		if again[i].Mention.ID != items[i].Mention.ID || items[i].Mention.ID == 0 {
			t.Errorf("item %d got id %d, then %d", i, items[i].Mention.ID, again[i].Mention.ID)
		}
	}
	if n := whole(t, a, 1, measure.Mentions); n != 2 {
		t.Errorf("topic 1 counts %d mentions, want 2", n)
	}
	if e, err := a.Extent(t.Context()); err != nil || e.Kept != 2 || !e.Oldest.Equal(noon) || !e.Newest.Equal(noon.Add(time.Hour)) {
		t.Errorf("Extent = %+v, %v; want 2 kept from %v to %v", e, err, noon, noon.Add(time.Hour))
	}
	sound(t, a)
}

func comesBack(t *testing.T, a store.Archive) {
	it := said("1", "Premier alinéa : œuvre.\n\nSecond alinéa 👍🏽", "ana", noon, 3, 1)
	m := &it.Mention
	m.Title, m.Own, m.ReplyTo, m.Thread, m.Declared = "Un titre", true, "net:0", "fil 7", "de"
	m.Author.URL = "https://net.example/@ana"
	m.Rating = vigie.Rating{Value: 3.5, Best: 5}
	m.Metrics = []vigie.Metric{{At: noon, Reactions: 3, Replies: -1, Reposts: 2, Views: -1, Followers: 900}}
	m.PublishedRaw = "mardi"
	m.Repost, m.To, m.Parent, m.Country = true, []string{"@enseigne", "bob"}, "La question", "FR"
	m.Links, m.Media = []string{"https://a.example/x"}, vigie.MediaImage|vigie.MediaSound
	m.Author.Bio = "Conductrice de travaux"
	it.Reading.Intents = []vigie.Intent{vigie.Question, vigie.Complaint}
	it.Matches[0].Opinion, it.Matches[0].Sure = vigie.Negative, 0.5
	want := vigie.Kept{
		Mention: *m, Reading: it.Reading, Matches: []vigie.Match{it.Matches[1], it.Matches[0]},
		Heard: []vigie.Hearing{{Source: 4, At: noon}},
	}
	items, _ := save(t, a, 4, it)
	want.Mention.ID, want.Mention.Version = items[0].Mention.ID, 1
	if got := kept(t, a, items[0].Mention.ID); !reflect.DeepEqual(got, want) {
		t.Errorf("Mention =\n%+v, want\n%+v", got, want)
	}
	if f, err := a.Lookup(t.Context(), "net:1"); err != nil || f.Kept == nil || !reflect.DeepEqual(*f.Kept, want) || len(f.Heard) != 1 {
		t.Errorf("Lookup = %+v, %v", f, err)
	}
	page, err := a.Search(t.Context(), query.Search{Query: parse(t, "oeuvre")})
	want.Heard = nil
	if err != nil || len(page.Kept) != 1 || !reflect.DeepEqual(page.Kept[0], want) {
		t.Errorf("Search = %+v, %v", page, err)
	}
	_, err = a.Mention(t.Context(), want.Mention.ID+1)
	wantKind(t, "Mention of an unknown id", err, vigie.NotFound)
	_, err = a.Lookup(t.Context(), "net:unknown")
	wantKind(t, "Lookup of an unknown key", err, vigie.NotFound)
}

func edits(t *testing.T, a store.Archive) {
	first := said("1", "La grue jaune", "ana", noon, 1, 2)
	items, _ := save(t, a, 1, first)
	id := items[0].Mention.ID
	// The same words written otherwise are no edit.
	same := said("1", "LA GRUE, jaune !", "ana", noon, 1, 2)
	_, saved := save(t, a, 1, same)
	fates(t, saved, watch.FateKnown)
	other := said("1", "La grue rouge", "ana", noon.Add(48*time.Hour), 2, 3)
	other.Mention.Heard = noon.Add(time.Hour)
	other.Mention.Channel = vigie.Forum
	items, saved = save(t, a, 1, other)
	fates(t, saved, watch.FateEdited)
	if items[0].Mention.ID != id {
		t.Errorf("the edit has id %d, want %d", items[0].Mention.ID, id)
	}
	k := kept(t, a, id)
	if k.Mention.Text != "La grue rouge" || k.Mention.Version != 2 || !k.Mention.Published.Equal(noon) || !k.Mention.Heard.Equal(noon) {
		t.Errorf("Mention after an edit = %+v", k.Mention)
	}
	vs, err := a.Versions(t.Context(), id)
	if err != nil || len(vs) != 1 || vs[0].Text != "La grue jaune" || vs[0].Version != 1 || !vs[0].Heard.Equal(noon) {
		t.Errorf("Versions = %+v, %v", vs, err)
	}
	for q, want := range map[string]int{"jaune": 0, "rouge": 1, "grue": 1} {
		if got := find(t, a, query.Search{Query: parse(t, q)}); len(got) != want {
			t.Errorf("Search(%s) finds %v, want %d", q, got, want)
		}
	}
	for topic, want := range map[vigie.TopicID]int64{1: 0, 2: 1, 3: 1} {
		if n := whole(t, a, topic, measure.Mentions); n != want {
			t.Errorf("topic %d counts %d mentions after the edit, want %d", topic, n, want)
		}
		if n := whole(t, a, topic, measure.Voices); n != want {
			t.Errorf("topic %d counts %d voices after the edit, want %d", topic, n, want)
		}
	}
	// The first text again is another edit, and the same key keeps its id.
	_, saved = save(t, a, 1, said("1", "La grue jaune", "ana", noon, 1))
	fates(t, saved, watch.FateEdited)
	sound(t, a)
}

func tenVersions(t *testing.T, a store.Archive) {
	var id vigie.MentionID
	for i := range 14 {
		items, _ := save(t, a, 1, said("1", fmt.Sprintf("version numéro %d", i), "ana", noon, 1))
		id = items[0].Mention.ID
	}
	vs, err := a.Versions(t.Context(), id)
	if err != nil || len(vs) != 10 {
		t.Fatalf("Versions = %d, %v; want 10", len(vs), err)
	}
	for i, v := range vs {
		if want := 13 - i; v.Version != want || v.Text != fmt.Sprintf("version numéro %d", want-1) {
			t.Errorf("version %d is number %d, %q", i, v.Version, v.Text)
		}
	}
	sound(t, a)
}

func twiceInBatch(t *testing.T, a store.Archive) {
	loose := said("5", "sans sujet", "eve", noon)
	loose.Keep = false
	tight := said("5", "sans sujet", "eve", noon, 1)
	items, saved := save(t, a, 1,
		said("1", "un", "ana", noon, 1), said("1", "un", "ana", noon, 1), said("1", "deux", "ana", noon, 2),
		said("1", "deux", "ana", noon, 2), said("1", "un", "ana", noon, 1), loose, tight)
	fates(t, saved, watch.FateNew, watch.FateKnown, watch.FateEdited, watch.FateKnown, watch.FateEdited, watch.FateBuffered, watch.FateNew)
	for i := range items[:5] {
		if items[i].Mention.ID != items[0].Mention.ID {
			t.Errorf("item %d has id %d, want %d", i, items[i].Mention.ID, items[0].Mention.ID)
		}
	}
	if n1, n2 := whole(t, a, 1, ""), whole(t, a, 2, ""); n1 != 2 || n2 != 0 {
		t.Errorf("topics count %d and %d, want 2 and 0", n1, n2)
	}
	if k := kept(t, a, items[0].Mention.ID); k.Mention.Version != 3 || k.Mention.Text != "un" {
		t.Errorf("Mention = %+v, want the third version", k.Mention)
	}
	sound(t, a)
}

func threeSources(t *testing.T, a store.Archive) {
	items, _ := save(t, a, 1, said("1", "La grue", "ana", noon, 1))
	for _, source := range []vigie.SourceID{2, 3, 2} {
		it := said("1", "La grue", "ana", noon, 1)
		it.Mention.Heard = noon.Add(time.Duration(source) * time.Minute)
		_, saved := save(t, a, source, it)
		fates(t, saved, watch.FateKnown)
	}
	k := kept(t, a, items[0].Mention.ID)
	want := []vigie.Hearing{{Source: 1, At: noon}, {Source: 2, At: noon.Add(2 * time.Minute)}, {Source: 3, At: noon.Add(3 * time.Minute)}}
	if !reflect.DeepEqual(k.Heard, want) {
		t.Errorf("Heard = %v, want %v", k.Heard, want)
	}
	topics := []vigie.TopicID{1}
	for _, p := range count(t, a, measure.Question{Filter: vigie.Filter{Topics: topics}, Split: measure.BySource}) {
		if p.N != 1 {
			t.Errorf("source %s counts %d, want 1", p.Group, p.N)
		}
	}
	both := vigie.Filter{Topics: topics, Sources: []vigie.SourceID{2, 3}}
	if points := count(t, a, measure.Question{Filter: both}); len(points) != 1 || points[0].N != 1 {
		t.Errorf("Count of two sources = %v, want the mention once", points)
	}
	if keys := find(t, a, query.Search{Filter: both}); len(keys) != 1 {
		t.Errorf("Search of two sources = %v, want the mention once", keys)
	}
	_, _ = save(t, a, 5, said("1", "La grue rouge", "ana", noon, 1))
	sound(t, a)
}

func staysKept(t *testing.T, a store.Archive) {
	save(t, a, 1, said("1", "La grue", "ana", noon, 1))
	loose := said("1", "La grue", "ana", noon)
	loose.Keep = false
	_, saved := save(t, a, 2, loose)
	fates(t, saved, watch.FateKnown)
	loose.Mention.Text = "autre chose"
	_, saved = save(t, a, 2, loose)
	fates(t, saved, watch.FateEdited)
	if n := whole(t, a, 1, ""); n != 0 {
		t.Errorf("topic 1 counts %d after an edit that left it, want 0", n)
	}
	if e, err := a.Extent(t.Context()); err != nil || e.Kept != 1 || e.Buffered != 0 {
		t.Errorf("Extent = %+v, %v; want 1 kept, 0 buffered", e, err)
	}
	sound(t, a)
}

func oddDates(t *testing.T, a store.Archive) {
	unknown := said("1", "sans date", "ana", time.Time{}, 1)
	old := said("2", "trop vieux", "bob", time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), 1)
	future := said("3", "à venir", "eve", noon.AddDate(5, 0, 0), 1)
	plain := said("4", "aujourd’hui", "zoe", noon.Add(-time.Hour), 1)
	items, saved := save(t, a, 1, unknown, old, future, plain)
	fates(t, saved, watch.FateNew, watch.FateNew, watch.FateNew, watch.FateNew)
	got := make([]vigie.Mention, len(items))
	for i := range items {
		got[i] = kept(t, a, items[i].Mention.ID).Mention
	}
	if got[0].DateKnown() || !got[0].When().Equal(noon) {
		t.Errorf("unknown date = %v, filed under %v; want none, filed under %v", got[0].Published, got[0].When(), noon)
	}
	if y := got[1].Published.Year(); y != 1990 || got[1].PublishedRaw == "" {
		t.Errorf("1970 became %v (%q), want 1990 and the original kept", got[1].Published, got[1].PublishedRaw)
	}
	if !got[2].Published.Equal(noon) || got[2].PublishedRaw == "" {
		t.Errorf("a date to come became %v (%q), want when it was heard and the original kept", got[2].Published, got[2].PublishedRaw)
	}
	topics := []vigie.TopicID{1}
	if n := whole(t, a, 1, ""); n != 4 {
		t.Errorf("all time counts %d, want 4", n)
	}
	if n := whole(t, a, 1, measure.Voices); n != 4 {
		t.Errorf("all time counts %d voices, want 4", n)
	}
	day := vigie.Filter{Topics: topics, From: noon.Add(-24 * time.Hour), To: noon.Add(24 * time.Hour)}
	for _, unit := range []measure.Unit{measure.Mentions, measure.Voices} {
		var n int64
		for _, p := range count(t, a, measure.Question{Filter: day, Step: measure.Day, Unit: unit}) {
			n += p.N
		}
		if n != 2 {
			t.Errorf("the days around count %d %s, want 2: the undated one is in no day", n, unit)
		}
	}
	if keys := find(t, a, query.Search{Filter: day}); len(keys) != 2 {
		t.Errorf("Search of the days around = %v, want 2", keys)
	}
	// An edit with a date does not move what was filed without.
	dated := said("1", "avec date", "ana", noon.Add(-72*time.Hour), 1)
	items, _ = save(t, a, 1, dated)
	if m := kept(t, a, items[0].Mention.ID).Mention; m.DateKnown() {
		t.Errorf("the edit gave a date: %v", m.Published)
	}
	sound(t, a)
}

func oneInstant(t *testing.T, a store.Archive) {
	seen := map[vigie.MentionID]bool{}
	for b := range 5 {
		var batch []watch.Item
		for i := range 300 {
			batch = append(batch, said(fmt.Sprintf("%d-%d", b, i), "même instant", "ana", noon, 1))
		}
		items, _ := save(t, a, 1, batch...)
		for i := range items {
			id := items[i].Mention.ID
			if seen[id] || !id.Time().Equal(noon) {
				t.Fatalf("id %d at %v is given twice or elsewhere", id, id.Time())
			}
			seen[id] = true
		}
	}
	if n := whole(t, a, 1, ""); n != 1500 {
		t.Errorf("topic 1 counts %d, want 1500", n)
	}
	if keys := find(t, a, query.Search{Limit: 200}); len(keys) != 1500 {
		t.Errorf("Search pages through %d, want 1500", len(keys))
	}
}

func refused(t *testing.T, a store.Archive) {
	none := said("", "sans clef", "ana", noon, 1)
	none.Mention.Key = ""
	items, saved := save(t, a, 1, none, said("1", "avec clef", "ana", noon, 1))
	fates(t, saved, watch.FateRefused, watch.FateNew)
	if items[0].Mention.ID != 0 || items[1].Mention.ID == 0 {
		t.Errorf("ids = %d, %d; want none and one", items[0].Mention.ID, items[1].Mention.ID)
	}
	if _, saved := save(t, a, 1); len(saved.Fates) != 0 || saved.Seq == 0 {
		t.Errorf("Save of nothing = %+v, want no fate and the last line", saved)
	}
}
