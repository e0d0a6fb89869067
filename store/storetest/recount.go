package storetest

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// recounts tells again what is counted on a mention: by an item like the first,
// and by one that tells counts alone.
func recounts(t *testing.T, a store.Archive) {
	counts := func(at time.Time, reactions, views int64) []vigie.Metric {
		return []vigie.Metric{{At: at, Reactions: reactions, Replies: -1, Reposts: -1, Views: views, Followers: -1}}
	}
	first := said("1", "La grue est là", "ana", noon, 1)
	first.Mention.Metrics = counts(noon, 3, 40)
	items, before := save(t, a, 1, first)
	id := items[0].Mention.ID

	second := said("1", "La grue est là", "ana", noon, 1)
	second.Mention.Metrics = counts(noon.Add(time.Hour), 60, -1)
	second.Mention.Rating = vigie.Rating{Value: 4, Best: 5}
	second.Recount = &watch.Recount{
		Topics: []vigie.TopicID{2, 3}, Matches: []vigie.Match{{Topic: 2, Version: 1}}, Aside: []watch.Aside{{Topic: 3, Pack: "jobs"}},
		Read: &watch.Judged{Intents: []vigie.Intent{vigie.Question}, Maker: "test/1"},
	}
	_, saved := save(t, a, 1, second)
	fates(t, saved, watch.FateKnown)
	k := kept(t, a, id)
	if want := counts(noon.Add(time.Hour), 60, 40); !reflect.DeepEqual(k.Mention.Metrics, want) || k.Mention.Rating.Value != 4 || k.Mention.Version != 1 {
		t.Errorf("kept with %+v, rating %v, version %d; want %+v, 4, 1", k.Mention.Metrics, k.Mention.Rating, k.Mention.Version, want)
	}
	if len(k.Matches) != 2 || !reflect.DeepEqual(k.Reading.Intents, []vigie.Intent{vigie.Question}) {
		t.Errorf("under %+v, for %v; want topics 1 and 2, a question", k.Matches, k.Reading.Intents)
	}
	changes, err := a.Since(t.Context(), before.Seq, 10)
	if err != nil || len(changes) == 0 {
		t.Errorf("Since = %v, %v; want the match that came", changes, err)
	}
	for _, c := range changes {
		if c.Kind != vigie.Reread {
			t.Errorf("change %+v, want none but reread: nothing new was said", c)
		}
	}

	bare := func(key string, at time.Time, reactions int64) watch.Item {
		return watch.Item{Again: true, Mention: vigie.Mention{Key: vigie.Key(key), Heard: at, Metrics: counts(at, reactions, -1)}}
	}
	down := bare("net:1", noon.Add(2*time.Hour), 50)
	down.Recount = &watch.Recount{Topics: []vigie.TopicID{2}}
	_, saved = save(t, a, 1, down, bare("net:2", noon, 9))
	fates(t, saved, watch.FateKnown, watch.FatePassed)
	k = kept(t, a, id)
	if len(k.Matches) != 1 || k.Mention.Text != "La grue est là" || k.Mention.Metrics[0].Reactions != 50 || len(k.Heard) != 1 {
		t.Errorf("kept %+v; want topic 1, its text, 50 reactions, one hearing", k)
	}
	// Older counts, and the same within a day, move nothing.
	_, saved = save(t, a, 1, bare("net:1", noon, 1), bare("net:1", noon.Add(3*time.Hour), 50))
	fates(t, saved, watch.FateKnown, watch.FateKnown)
	if m := kept(t, a, id).Mention.Metrics[0]; m.Reactions != 50 || !m.At.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("counts %+v, want 50 as of two hours later", m)
	}
	// An edit keeps what it does not tell.
	edit := said("1", "La grue est partie", "ana", noon, 1)
	_, saved = save(t, a, 1, edit)
	fates(t, saved, watch.FateEdited)
	if k := kept(t, a, id); len(k.Mention.Metrics) != 1 || k.Mention.Metrics[0].Reactions != 50 || k.Mention.Rating.Value != 4 {
		t.Errorf("after an edit %+v, %v; want the counts and the rating as they were", k.Mention.Metrics, k.Mention.Rating)
	}
	if e, err := a.Extent(t.Context()); err != nil || e.Kept != 1 {
		t.Errorf("Extent = %+v, %v; want one mention", e, err)
	}
	sound(t, a)
}

// reviewer is a store that is asked what to look at again.
type reviewer interface {
	Carried(ctx context.Context, source vigie.SourceID, from, to time.Time, limit int) ([]vigie.Mention, error)
}

// carried lists the keys that Carried tells of; an archive alone has none.
func carried(t *testing.T, a store.Archive, source vigie.SourceID, from, to time.Time, limit int) (keys []vigie.Key) {
	t.Helper()
	r, ok := a.(reviewer)
	if !ok {
		t.Fatal("the archive cannot be asked what a source carried")
	}
	ms, err := r.Carried(t.Context(), source, from, to, limit)
	if err != nil {
		t.Fatalf("Carried: %v", err)
	}
	for i := range ms {
		keys = append(keys, ms[i].Key)
	}
	return keys
}

// carriedOfLate is what is looked at again: by source, period and limit, what
// some topic took and what is ours.
func carriedOfLate(t *testing.T, a store.Archive) {
	own := said("own", "notre grue", "nous", noon.Add(2*time.Hour))
	own.Mention.Own = true
	save(t, a, 1, said("1", "une grue", "ana", noon, 1, 2), said("2", "une grue", "bob", noon.Add(time.Hour), 1), own, said("loose", "autre", "eve", noon.Add(time.Hour)))
	save(t, a, 2, said("1", "une grue", "ana", noon, 1, 2), said("3", "une pelle", "eve", noon.Add(time.Hour), 1))
	for _, c := range []struct {
		source   vigie.SourceID
		from, to time.Time
		limit    int
		want     []vigie.Key
	}{
		{1, noon, noon.Add(3 * time.Hour), 10, []vigie.Key{"net:own", "net:2", "net:1"}},
		{1, noon, noon.Add(time.Hour), 10, []vigie.Key{"net:1"}},
		{1, noon, noon.Add(3 * time.Hour), 2, []vigie.Key{"net:own", "net:2"}},
		{2, noon, noon.Add(3 * time.Hour), 10, []vigie.Key{"net:3", "net:1"}},
		{3, noon, noon.Add(3 * time.Hour), 10, nil},
	} {
		if got := carried(t, a, c.source, c.from, c.to, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("Carried(%d, %v, %v, %d) = %v, want %v", c.source, c.from, c.to, c.limit, got, c.want)
		}
	}
}
