package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/query/querytest"
	"vigie.example/vigie/store"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch"
)

// model is an archive in the plainest form: a map. It draws random histories
// and knows what a store must answer about them.
type model struct {
	rng     *rand.Rand
	zone    *time.Location
	kept    map[vigie.Key]*record
	waiting map[vigie.Key]*record
	erased  map[string]bool
}

// record is one mention as the model keeps it.
type record struct {
	item    watch.Item
	sources []vigie.SourceID
	id      vigie.MentionID
}

func newModel(t *testing.T, seed uint64) *model {
	return &model{
		rng: rand.New(rand.NewPCG(seed, 1)), zone: zone(t),
		kept: map[vigie.Key]*record{}, waiting: map[vigie.Key]*record{}, erased: map[string]bool{},
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// item draws a mention from few keys, authors, sites and days, so that all
// that can meet does.
func (m *model) item() watch.Item {
	r := m.rng
	p := querytest.RandomPost(r)
	key := r.IntN(400)
	// What a key is does not change when its text does.
	kr := rand.New(rand.NewPCG(uint64(key), 99))
	it := watch.Item{
		Mention: vigie.Mention{
			Key: vigie.Key("k:" + strconv.Itoa(key)), Title: p.Title, Text: p.Text, Heard: noon,
			Channel: pick(kr, []vigie.Channel{vigie.Press, vigie.Forum, vigie.Social, vigie.Private, vigie.Search}),
			Site:    pick(kr, []string{"lemonde.fr", "abonnes.lemonde.fr", "btp.example", ""}),
			Author:  vigie.Author{Account: pick(kr, []string{"", "ana", "bob", "eve", "zoe", "u1", "u2", "u3"})},
			Own:     kr.IntN(10) == 0,
			Noted:   r.IntN(6) == 0,
			// Around a change of clocks, at hours that hold a midnight.
			Published: time.Date(2025, 10, 24, 21, 30, 0, 0, time.UTC).Add(time.Duration(kr.IntN(100)) * 30 * time.Minute),
		},
		Reading: vigie.Reading{Lang: pick(r, []string{"fr", "en", ""})},
		Keep:    r.IntN(5) > 0,
	}
	if kr.IntN(12) == 0 {
		it.Mention.Published = time.Time{}
	}
	facts := p.Facts
	it.Mention.URL, it.Mention.Links, it.Mention.Thread, it.Mention.Parent = facts.URL, facts.Links, facts.Thread, facts.Parent
	it.Mention.To, it.Mention.ReplyTo, it.Mention.Media, it.Mention.Country = facts.To, facts.ReplyTo, facts.Media, facts.Country
	it.Mention.Repost, it.Mention.Rating, it.Mention.Metrics = facts.Repost, facts.Rating, facts.Metrics
	it.Mention.Author.Bio = facts.Author.Bio
	if strings.TrimSpace(p.Title+p.Text) == "" {
		it.Mention.Text = "rien"
	}
	for topic := vigie.TopicID(1); topic <= 4; topic++ {
		if it.Keep && r.IntN(2) == 0 {
			it.Matches = append(it.Matches, vigie.Match{Topic: topic, Version: 1, Opinion: vigie.Opinion(r.IntN(3))})
		}
	}
	it.Doc = text.Cut(it.Mention.Title, it.Mention.Text)
	return it
}

func folded(it *watch.Item) string {
	return string(it.Doc.Title.Print(nil)) + "\x00" + string(it.Doc.Body.Print(nil))
}

func authorOf(m *vigie.Mention) string { return m.Author.Key(m.Network, m.Site) }

// saveRandom saves n random items in the store and in the model.
func (m *model) saveRandom(t *testing.T, a store.Archive, n int) {
	t.Helper()
	items := make([]watch.Item, n)
	for i := range items {
		items[i] = m.item()
		if i > 0 && m.rng.IntN(6) == 0 {
			items[i] = items[m.rng.IntN(i)]
		}
	}
	source := vigie.SourceID(1 + m.rng.IntN(3))
	want := make([]watch.Fate, n)
	for i := range items {
		want[i] = m.save(items[i], source)
	}
	saved, err := a.Save(t.Context(), watch.Saving{Source: source, At: noon, Items: items})
	if err != nil {
		t.Fatalf("Save: %v", err)
	}
	for i := range items {
		if saved.Fates[i] != want[i] {
			t.Fatalf("item %d (%s) has fate %d, want %d", i, items[i].Mention.Key, saved.Fates[i], want[i])
		}
		if r := m.kept[items[i].Mention.Key]; r != nil && want[i] != watch.FateRefused {
			if r.id == 0 {
				r.id = items[i].Mention.ID
			}
			if want[i] != watch.FateBuffered && r.id != items[i].Mention.ID {
				t.Fatalf("%s has id %d, want %d", items[i].Mention.Key, items[i].Mention.ID, r.id)
			}
		}
	}
}

// save is what Save promises, for one item.
func (m *model) save(it watch.Item, source vigie.SourceID) watch.Fate {
	key := it.Mention.Key
	if m.erased[authorOf(&it.Mention)] {
		return watch.FateRefused
	}
	r := m.kept[key]
	if r == nil {
		if it.Keep {
			m.kept[key] = &record{item: it, sources: []vigie.SourceID{source}}
			delete(m.waiting, key)
			return watch.FateNew
		}
		if w := m.waiting[key]; w != nil && folded(&w.item) == folded(&it) {
			return watch.FateKnown
		}
		m.waiting[key] = &record{item: it}
		return watch.FateBuffered
	}
	if !slices.Contains(r.sources, source) {
		r.sources = append(r.sources, source)
	}
	if folded(&r.item) == folded(&it) || it.Mention.Noted && !r.item.Mention.Noted {
		r.item.Mention.Noted = r.item.Mention.Noted && it.Mention.Noted
		return watch.FateKnown
	}
	it.Mention.Published = r.item.Mention.Published
	r.item = it
	return watch.FateEdited
}

// meets is what a filter promises.
func meets(f *vigie.Filter, r *record) bool {
	m := &r.item.Mention
	has := func(n int, ok func(i int) bool) bool {
		for i := range n {
			if ok(i) {
				return true
			}
		}
		return n == 0
	}
	lang := cmp.Or(r.item.Reading.Lang, "und")
	switch {
	case !has(len(f.Channels), func(i int) bool { return f.Channels[i] == m.Channel }),
		!has(len(f.Sites), func(i int) bool { return f.Sites[i] == m.Site }),
		!has(len(f.Langs), func(i int) bool { return f.Langs[i] == lang }),
		!has(len(f.Sources), func(i int) bool { return slices.Contains(r.sources, f.Sources[i]) }),
		f.Author != "" && f.Author != authorOf(m),
		f.Own != nil && *f.Own != m.Own,
		f.Noted != nil && *f.Noted != m.Noted,
		!f.From.IsZero() && (!m.DateKnown() || m.Published.Before(f.From)),
		!f.To.IsZero() && (!m.DateKnown() || !m.Published.Before(f.To)):
		return false
	}
	if len(f.Topics) == 0 && len(f.Opinion) == 0 {
		return true
	}
	return slices.ContainsFunc(r.item.Matches, func(k vigie.Match) bool {
		return has(len(f.Topics), func(i int) bool { return f.Topics[i] == k.Topic }) &&
			has(len(f.Opinion), func(i int) bool { return f.Opinion[i] == k.Opinion })
	})
}

// count answers a question whose period is already made of whole steps.
func (m *model) count(q measure.Question) map[string]int64 {
	out := map[string]int64{}
	voices := map[string]bool{}
	for _, r := range m.kept {
		for _, match := range r.item.Matches {
			f := q.Filter
			f.Topics = []vigie.TopicID{match.Topic}
			if !slices.Contains(q.Filter.Topics, match.Topic) || !meets(&f, r) {
				continue
			}
			mn := &r.item.Mention
			if mn.Noted || q.Unit == measure.Voices && (mn.Own || !mn.Channel.Voiced()) {
				continue
			}
			groups := []string{""}
			switch q.Split {
			case measure.ByChannel:
				groups[0] = string(mn.Channel)
			case measure.BySite:
				groups[0] = mn.Site
			case measure.ByLang:
				groups[0] = cmp.Or(r.item.Reading.Lang, "und")
			case measure.ByAuthor:
				groups[0] = authorOf(mn)
			case measure.ByOpinion:
				groups[0] = match.Opinion.String()
			case measure.BySource:
				groups = nil
				for _, s := range r.sources {
					if len(f.Sources) == 0 || slices.Contains(f.Sources, s) {
						groups = append(groups, strconv.FormatInt(int64(s), 10))
					}
				}
			}
			for _, g := range groups {
				k := fmt.Sprint(match.Topic, m.step(mn.Published, q.Step), g)
				if q.Unit == measure.Voices {
					if v := k + "\x00" + authorOf(mn); voices[v] {
						continue
					} else {
						voices[v] = true
					}
				}
				out[k]++
			}
		}
	}
	return out
}

// step returns when the step around at begins.
func (m *model) step(at time.Time, s measure.Step) int64 {
	l := at.In(m.zone)
	y, mo, d := l.Date()
	day := func(d int) int64 { return time.Date(y, mo, d, 0, 0, 0, 0, m.zone).Unix() }
	switch s {
	case measure.Hour:
		return at.Truncate(time.Hour).Unix() // the zone is off by whole hours
	case measure.Day:
		return day(d)
	case measure.Week:
		return day(d - (int(l.Weekday())+6)%7)
	case measure.Month:
		return day(1)
	default:
		return 0
	}
}

func answer(points []measure.Point) map[string]int64 {
	out := map[string]int64{}
	for _, p := range points {
		at := int64(0)
		if !p.At.IsZero() {
			at = p.At.Unix()
		}
		out[fmt.Sprint(p.Topic, at, p.Group)] += p.N
	}
	return out
}

// narrowed adds the condition that a group of a split stands for. It cannot
// for the empty site.
func narrowed(f vigie.Filter, split measure.Split, group string) (vigie.Filter, bool) {
	switch split {
	case measure.ByChannel:
		f.Channels = []vigie.Channel{vigie.Channel(group)}
	case measure.BySite:
		f.Sites = []string{group}
	case measure.ByLang:
		f.Langs = []string{group}
	case measure.ByOpinion:
		for _, o := range []vigie.Opinion{vigie.OpinionUnknown, vigie.Negative, vigie.Neutral, vigie.Positive, vigie.Unsure} {
			if o.String() == group {
				f.Opinion = []vigie.Opinion{o}
			}
		}
	case measure.BySource:
		n, err := strconv.ParseInt(group, 10, 64)
		if err != nil {
			return f, false
		}
		f.Sources = []vigie.SourceID{vigie.SourceID(n)}
	case measure.ByAuthor:
		f.Author = group
	}
	return f, group != ""
}
