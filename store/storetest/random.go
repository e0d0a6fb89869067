package storetest

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query"
	"vigie.example/vigie/query/querytest"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

// randomHistory saves, edits, decides again and erases at random, and holds
// every figure against the model's.
func randomHistory(t *testing.T, a store.Archive) {
	m := newModel(t, 42)
	for round := range many(24) {
		switch {
		case round%6 == 4:
			m.rematchRandom(t, a)
		case round%8 == 7:
			m.eraseRandom(t, a)
		default:
			m.saveRandom(t, a, 40)
		}
		for range 12 {
			q := m.question()
			got, want := answer(count(t, a, q)), m.count(q)
			if !maps.Equal(got, want) {
				t.Fatalf("round %d: Count(%+v) =\n%v, want\n%v", round, q, got, want)
			}
		}
		for range 6 {
			m.hears(t, a, m.filter())
		}
		own := true
		m.hears(t, a, vigie.Filter{Own: &own})
		if e, err := a.Extent(t.Context()); err != nil || int(e.Kept) != len(m.kept) || int(e.Buffered) != len(m.waiting) {
			t.Fatalf("round %d: Extent = %+v, %v; want %d kept, %d buffered", round, e, err, len(m.kept), len(m.waiting))
		}
		sound(t, a)
		if t.Failed() {
			return
		}
	}
}

// question draws a question over whole steps.
func (m *model) question() measure.Question {
	r := m.rng
	q := measure.Question{
		Filter: m.filter(),
		Unit:   pick(r, []measure.Unit{measure.Mentions, measure.Voices}),
		Step:   pick(r, []measure.Step{measure.Whole, measure.Whole, measure.Hour, measure.Day, measure.Week, measure.Month}),
		Split: pick(r, []measure.Split{
			measure.NoSplit, measure.NoSplit, measure.ByChannel, measure.BySite, measure.ByLang, measure.ByAuthor, measure.ByOpinion, measure.BySource,
		}),
	}
	if len(q.Filter.Topics) == 0 {
		q.Filter.Topics = []vigie.TopicID{1, 3}
	}
	from := time.Date(2025, 10, 24+r.IntN(3), 0, 0, 0, 0, m.zone)
	to := time.Date(2025, 10, 25+r.IntN(4), 0, 0, 0, 0, m.zone)
	if !from.Before(to) {
		to = from.AddDate(0, 0, 1)
	}
	switch q.Step {
	case measure.Whole:
		q.Filter.From, q.Filter.To = time.Time{}, time.Time{}
		if r.IntN(3) > 0 {
			q.Filter.From = from.Add(time.Duration(r.IntN(2)*r.IntN(400)) * time.Minute)
		}
		if r.IntN(3) > 0 {
			q.Filter.To = to.Add(time.Duration(r.IntN(2)*r.IntN(400)) * time.Minute)
		}
	case measure.Week:
		q.Filter.From, q.Filter.To = time.Date(2025, 10, 20, 0, 0, 0, 0, m.zone), time.Date(2025, 11, 3, 0, 0, 0, 0, m.zone)
	case measure.Month:
		q.Filter.From, q.Filter.To = time.Date(2025, 10, 1, 0, 0, 0, 0, m.zone), time.Date(2025, 11, 1, 0, 0, 0, 0, m.zone)
	default:
		q.Filter.From, q.Filter.To = from, to
	}
	return q
}

// filter draws few conditions.
func (m *model) filter() (f vigie.Filter) {
	r := m.rng
	for topic := vigie.TopicID(1); topic <= 4; topic++ {
		if r.IntN(3) == 0 {
			f.Topics = append(f.Topics, topic)
		}
	}
	for range r.IntN(3) {
		switch r.IntN(9) {
		case 0:
			f.Channels = []vigie.Channel{vigie.Press, pick(r, []vigie.Channel{vigie.Forum, vigie.Private})}
		case 1:
			f.Sites = []string{pick(r, []string{"lemonde.fr", "btp.example", "nowhere.example"})}
		case 2:
			f.Langs = []string{pick(r, []string{"fr", "und", "zz"})}
		case 3:
			f.Sources = []vigie.SourceID{1, vigie.SourceID(1 + r.IntN(3))}
		case 4:
			f.Author = pick(r, []string{"lemonde.fr:ana", "btp.example:bob", "btp.example", "nobody"})
		case 5:
			if len(f.Topics) > 0 {
				f.Opinion = []vigie.Opinion{vigie.Opinion(r.IntN(3))}
			}
		case 6:
			own := r.IntN(2) == 0
			f.Own = &own
		case 7:
			noted := r.IntN(2) == 0
			f.Noted = &noted
		case 8:
			f.From = time.Date(2025, 10, 25, 3, 17, 0, 0, m.zone)
			f.To = f.From.Add(time.Duration(1+r.IntN(40)) * time.Hour)
		}
	}
	return f
}

// rematchRandom decides a stretch again for one topic, at random.
func (m *model) rematchRandom(t *testing.T, a store.Archive) {
	t.Helper()
	topic := vigie.TopicID(1 + m.rng.IntN(4))
	from := time.Date(2025, 10, 25, 0, 0, 0, 0, m.zone)
	r := watch.Rematch{Topic: topic, From: vigie.FirstMentionID(from), To: vigie.FirstMentionID(from.AddDate(0, 0, 2))}
	joined, left := 0, 0
	for _, rec := range m.sorted() {
		if rec.id < r.From || rec.id >= r.To {
			continue
		}
		at := slices.IndexFunc(rec.item.Matches, func(k vigie.Match) bool { return k.Topic == topic })
		rec.item.Matches = slices.Clone(rec.item.Matches)
		hit := m.rng.IntN(2) == 0
		switch {
		case hit && at < 0:
			joined++
			rec.item.Matches = append(rec.item.Matches, vigie.Match{Topic: topic, Version: 2})
		case !hit && at >= 0:
			left++
			rec.item.Matches = slices.Delete(rec.item.Matches, at, at+1)
		case hit:
			rec.item.Matches[at].Version = 2
		}
		if hit {
			r.Hits = append(r.Hits, watch.Hit{Mention: rec.id, Match: vigie.Match{Topic: topic, Version: 2}})
		}
	}
	j, l, err := a.Rematch(t.Context(), r)
	if err != nil || j != joined || l != left {
		t.Fatalf("Rematch = %d joined, %d left, %v; want %d and %d", j, l, err, joined, left)
	}
}

// sorted lists the records in a fixed order, newest first.
func (m *model) sorted() []*record {
	list := slices.Collect(maps.Values(m.kept))
	slices.SortFunc(list, func(a, b *record) int { return cmp.Compare(b.id, a.id) })
	return list
}

func (m *model) eraseRandom(t *testing.T, a store.Archive) {
	t.Helper()
	author := pick(m.rng, []string{"lemonde.fr:u1", "btp.example:u2", ":eve"})
	want := 0
	for _, in := range []map[vigie.Key]*record{m.kept, m.waiting} {
		for k, r := range in {
			if authorOf(&r.item.Mention) == author {
				delete(in, k)
				want++
			}
		}
	}
	m.erased[author] = true
	if got, err := a.Erase(t.Context(), author); err != nil || got != want {
		t.Fatalf("Erase(%s) = %d, %v; want %d", author, got, err, want)
	}
}

// randomSearches holds what searches find against each post decided alone.
func randomSearches(t *testing.T, a store.Archive) {
	m := newModel(t, 5)
	for range 10 {
		m.saveRandom(t, a, 60)
	}
	list := m.sorted()
	for range many(250) {
		s := query.Search{Limit: 1 + m.rng.IntN(20)}
		if m.rng.IntN(8) > 0 {
			s.Query = querytest.RandomQuery(m.rng)
		}
		if m.rng.IntN(2) == 0 {
			s.Filter = m.filter()
		}
		var want []vigie.MentionID
		for _, r := range list {
			mn := &r.item.Mention
			if meets(&s.Filter, r) && (s.Query == nil ||
				s.Query.Match(&query.Post{Doc: r.item.Doc, Lang: r.item.Reading.Lang, Channel: mn.Channel, Site: mn.Site, Mention: mn, Zone: m.zone})) {
				want = append(want, r.id)
			}
		}
		source := "everything"
		if s.Query != nil {
			source = s.Query.Source
		}
		var got []vigie.MentionID
		for first := true; first || s.After != ""; first = false {
			page, err := a.Search(t.Context(), s)
			if err != nil {
				t.Fatalf("Search(%s, %+v): %v", source, s.Filter, err)
			}
			for i := range page.Kept {
				got = append(got, page.Kept[i].Mention.ID)
			}
			if page.Count > len(want) || page.Count < len(want) && !page.More {
				t.Errorf("Search(%s, %+v) counts %d (more: %v), want %d", source, s.Filter, page.Count, page.More, len(want))
			}
			s.After = page.Next
		}
		if !slices.Equal(got, want) {
			t.Fatalf("Search(%s, %+v) =\n%v, want\n%v", source, s.Filter, got, want)
		}
	}
}

// scripts asks the store what package query is asked.
func scripts(t *testing.T, open func(t *testing.T) store.Archive) {
	querytest.Run(t, func(t *testing.T, posts []querytest.Post) querytest.Engine {
		a := open(t)
		items := make([]watch.Item, len(posts))
		for i := range posts {
			items[i] = watch.Item{
				Mention: posts[i].Mention(noon.Add(time.Duration(i) * time.Minute)),
				Reading: vigie.Reading{Lang: posts[i].Lang}, Keep: true,
			}
		}
		save(t, a, 1, items...)
		return func(t *testing.T, q *query.Query) []string {
			var names []string
			for _, k := range find(t, a, query.Search{Query: q}) {
				names = append(names, string(k[len("test:"):]))
			}
			return names
		}
	})
}

// many is n, or a quarter of it under -short: the race detector, which runs so,
// looks for other faults than these draws do.
func many(n int) int {
	if testing.Short() {
		return n / 4
	}
	return n
}
