package storetest

import (
	"fmt"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

func voicesOfOthers(t *testing.T, a store.Archive) {
	own := said("1", "nous-mêmes", "nous", noon, 1)
	own.Mention.Own = true
	private := said("2", "au téléphone", "bob", noon, 1)
	private.Mention.Channel = vigie.Private
	robot := said("3", "assistant", "robot", noon, 1)
	robot.Mention.Channel = vigie.Assistant
	save(t, a, 1, own, private, robot,
		said("4", "bonjour", "ana", noon, 1), said("5", "encore", "ana", noon.Add(time.Hour), 1), said("6", "moi aussi", "eve", noon, 1))
	if n := whole(t, a, 1, measure.Mentions); n != 6 {
		t.Errorf("mentions = %d, want 6", n)
	}
	if n := whole(t, a, 1, measure.Voices); n != 2 {
		t.Errorf("voices = %d, want 2: ana once and eve", n)
	}
	for _, own := range []bool{true, false} {
		want := map[bool]int64{true: 1, false: 5}[own]
		f := vigie.Filter{Topics: []vigie.TopicID{1}, Own: &own}
		if p := count(t, a, measure.Question{Filter: f}); len(p) != 1 || p[0].N != want {
			t.Errorf("Count(own: %v) = %v, want %d", own, p, want)
		}
		if keys := find(t, a, query.Search{Filter: f}); int64(len(keys)) != want {
			t.Errorf("Search(own: %v) = %v, want %d", own, keys, want)
		}
	}
	sound(t, a)
}

// longDays tries the two Sundays on which France changes its clocks.
func longDays(t *testing.T, a store.Archive) {
	z := zone(t)
	for i, c := range []struct {
		month time.Month
		day   int
		hours int
	}{{time.March, 29, 23}, {time.October, 25, 25}} {
		topic := vigie.TopicID(i + 1)
		from := time.Date(2026, c.month, c.day, 0, 0, 0, 0, z)
		to := time.Date(2026, c.month, c.day+1, 0, 0, 0, 0, z)
		if got := int(to.Sub(from).Hours()); got != c.hours {
			t.Fatalf("the day has %d hours, want %d", got, c.hours)
		}
		var batch []watch.Item
		// One each half hour, and one on either side.
		for at := from.Add(-time.Millisecond); at.Before(to.Add(time.Hour)); at = at.Add(30 * time.Minute) {
			it := said(fmt.Sprint(topic, at.UnixMilli()), "tic", fmt.Sprint("a", at.Unix()), at, topic)
			it.Mention.Heard = to.Add(48 * time.Hour)
			batch = append(batch, it)
			at = at.Truncate(time.Minute) // the first stands a millisecond before midnight
			if at.Before(from) {
				at = from.Add(-30 * time.Minute)
			}
		}
		save(t, a, 1, batch...)
		f := vigie.Filter{Topics: []vigie.TopicID{topic}, From: from, To: to}
		want := int64(2 * c.hours)
		for _, unit := range []measure.Unit{measure.Mentions, measure.Voices} {
			days := count(t, a, measure.Question{Filter: f, Step: measure.Day, Unit: unit})
			if len(days) != 1 || days[0].N != want || !days[0].At.Equal(from) {
				t.Errorf("%s: %s of the day = %v, want %d at %v", c.month, unit, days, want, from.UTC())
			}
			hours := count(t, a, measure.Question{Filter: f, Step: measure.Hour, Unit: unit})
			if len(hours) != c.hours {
				t.Errorf("%s: %d hours with %s, want %d", c.month, len(hours), unit, c.hours)
			}
			for j, p := range hours {
				if at := from.Add(time.Duration(j) * time.Hour); p.N != 2 || !p.At.Equal(at) {
					t.Errorf("%s: hour %d = %v, want 2 at %v", c.month, j, p, at.UTC())
				}
			}
		}
	}
	sound(t, a)
}

func steps(t *testing.T, a store.Archive) {
	z := zone(t)
	at := func(month time.Month, day, hour int) time.Time { return time.Date(2026, month, day, hour, 0, 0, 0, z) }
	for i, when := range []time.Time{at(1, 1, 0), at(1, 4, 23), at(1, 5, 0), at(1, 31, 12), at(2, 1, 0), at(2, 28, 23)} {
		save(t, a, 1, said(fmt.Sprint(i), "x", fmt.Sprint("a", i), when, 1))
	}
	topics := []vigie.TopicID{1}
	for _, c := range []struct {
		name     string
		step     measure.Step
		from, to time.Time
		want     map[time.Time]int64
	}{
		{"a month within", measure.Month, at(1, 15, 3), at(1, 16, 0), map[time.Time]int64{at(1, 1, 0): 4}},
		{"two months", measure.Month, at(1, 31, 23), at(2, 1, 1), map[time.Time]int64{at(1, 1, 0): 4, at(2, 1, 0): 2}},
		{"a month that ends at its end", measure.Month, at(1, 1, 0), at(2, 1, 0), map[time.Time]int64{at(1, 1, 0): 4}},
		{"weeks begin on Monday", measure.Week, at(1, 4, 12), at(1, 5, 1), map[time.Time]int64{time.Date(2025, 12, 29, 0, 0, 0, 0, z): 2, at(1, 5, 0): 1}},
		{"days", measure.Day, at(1, 4, 12), at(1, 5, 1), map[time.Time]int64{at(1, 4, 0): 1, at(1, 5, 0): 1}},
		{"hours", measure.Hour, at(1, 4, 22), at(1, 5, 1), map[time.Time]int64{at(1, 4, 23): 1, at(1, 5, 0): 1}},
	} {
		for _, unit := range []measure.Unit{measure.Mentions, measure.Voices} {
			points := count(t, a, measure.Question{Filter: vigie.Filter{Topics: topics, From: c.from, To: c.to}, Step: c.step, Unit: unit})
			got := map[time.Time]int64{}
			for _, p := range points {
				got[p.At.In(z)] = p.N
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%s: %s = %v, want %v", c.name, unit, got, c.want)
			}
		}
	}
	_, err := a.Count(t.Context(), measure.Question{Filter: vigie.Filter{Topics: topics}, Step: measure.Day})
	wantKind(t, "Count by day without a period", err, vigie.Invalid)
	_, err = a.Count(t.Context(), measure.Question{})
	wantKind(t, "Count of no topic", err, vigie.Invalid)
}

// figuresAndLists holds each group of a count against the list it opens.
func figuresAndLists(t *testing.T, a store.Archive) {
	m := newModel(t, 7)
	for range 12 {
		m.saveRandom(t, a, 25)
	}
	for _, split := range []measure.Split{measure.ByChannel, measure.BySite, measure.ByLang, measure.ByOpinion, measure.BySource, measure.ByAuthor} {
		f := vigie.Filter{Topics: []vigie.TopicID{2}}
		for _, p := range count(t, a, measure.Question{Filter: f, Split: split}) {
			g, ok := narrowed(f, split, p.Group)
			if !ok {
				continue
			}
			noted := false
			g.Noted = &noted
			if keys := find(t, a, query.Search{Filter: g, Limit: 100}); int64(len(keys)) != p.N {
				t.Errorf("split by %s: %q counts %d, its list has %d", split, p.Group, p.N, len(keys))
			}
		}
	}
}

func largest(t *testing.T, a store.Archive) {
	for site, n := range map[string]int{"a.example": 5, "b.example": 3, "c.example": 2, "d.example": 1} {
		for i := range n {
			it := said(fmt.Sprint(site, i), "x", fmt.Sprint("u", i), noon.AddDate(0, 0, -i), 1)
			it.Mention.Site = site
			save(t, a, 1, it)
		}
	}
	for _, unit := range []measure.Unit{measure.Mentions, measure.Voices} {
		points := count(t, a, measure.Question{Filter: vigie.Filter{Topics: []vigie.TopicID{1}}, Split: measure.BySite, Unit: unit, Most: 2})
		if len(points) != 2 || points[0].Group != "a.example" || points[0].N != 5 || points[1].Group != "b.example" || points[1].N != 3 {
			t.Errorf("the two largest sites by %s = %v", unit, points)
		}
	}
}
