package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/store"
	"vigie.example/vigie/watch"
)

func pages(t *testing.T, a store.Archive) {
	var batch []watch.Item
	for i := range 137 {
		// Several share an instant.
		batch = append(batch, said(fmt.Sprint(i), "la grue", "ana", noon.Add(time.Duration(i/3)*time.Second), 1))
	}
	items, _ := save(t, a, 1, batch...)
	want := make([]vigie.MentionID, len(items))
	for i := range items {
		want[len(items)-1-i] = items[i].Mention.ID
	}
	for _, c := range []struct {
		name string
		s    query.Search
	}{
		{"a period", query.Search{Limit: 10, Filter: vigie.Filter{To: noon.Add(time.Minute)}}},
		{"a word", query.Search{Limit: 10, Query: parse(t, "grue")}},
		{"a phrase", query.Search{Limit: 10, Query: parse(t, `"la grue"`)}},
		{"a topic", query.Search{Limit: 10, Filter: vigie.Filter{Topics: []vigie.TopicID{1}}}},
		{"a page of all", query.Search{Limit: 137, Query: parse(t, "grue")}},
		{"the usual page", query.Search{Query: parse(t, "grue")}},
	} {
		var got []vigie.MentionID
		s := c.s
		for i := 0; i == 0 || s.After != ""; i++ {
			page, err := a.Search(t.Context(), s)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if i == 0 && (page.Count != 137 || page.More) {
				t.Errorf("%s counts %d (more: %v), want 137", c.name, page.Count, page.More)
			}
			for j := range page.Kept {
				got = append(got, page.Kept[j].Mention.ID)
			}
			// What is said meanwhile shows on no later page.
			late := said(fmt.Sprint("late", c.name, i), "une autre", "bob", noon.Add(time.Hour))
			save(t, a, 1, late)
			s.After = page.Next
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: pages hold %d mentions, want all 137 once, newest first", c.name, len(got))
		}
	}
}

func searchFilters(t *testing.T, a store.Archive) {
	press := said("2", "la grue en panne", "bob", noon.Add(time.Minute), 1)
	press.Mention.Channel, press.Mention.Site, press.Reading.Lang = vigie.Press, "lemonde.fr", ""
	forum := said("3", "la grue en panne", "eve", noon.Add(2*time.Minute), 2)
	forum.Mention.Channel, forum.Mention.Site, forum.Matches[0].Opinion = vigie.Forum, "forum.example", vigie.Negative
	save(t, a, 1, said("1", "la grue en panne", "ana", noon, 1, 2), press)
	save(t, a, 2, forum)
	for _, c := range []struct {
		name string
		f    vigie.Filter
		want []vigie.Key
	}{
		{"none", vigie.Filter{}, []vigie.Key{"net:3", "net:2", "net:1"}},
		{"topic", vigie.Filter{Topics: []vigie.TopicID{1}}, []vigie.Key{"net:2", "net:1"}},
		{"either topic", vigie.Filter{Topics: []vigie.TopicID{1, 2}}, []vigie.Key{"net:3", "net:2", "net:1"}},
		{"unknown topic", vigie.Filter{Topics: []vigie.TopicID{9}}, nil},
		{"channel", vigie.Filter{Channels: []vigie.Channel{vigie.Press, vigie.Forum}}, []vigie.Key{"net:3", "net:2"}},
		{"site", vigie.Filter{Sites: []string{"lemonde.fr", "nowhere.example"}}, []vigie.Key{"net:2"}},
		{"unknown site", vigie.Filter{Sites: []string{"nowhere.example"}}, nil},
		{"language", vigie.Filter{Langs: []string{"und"}}, []vigie.Key{"net:2"}},
		{"source", vigie.Filter{Sources: []vigie.SourceID{2}}, []vigie.Key{"net:3"}},
		{"author", vigie.Filter{Author: "net:ana"}, []vigie.Key{"net:1"}},
		{"opinion of the topic", vigie.Filter{Topics: []vigie.TopicID{2}, Opinion: []vigie.Opinion{vigie.Negative}}, []vigie.Key{"net:3"}},
		{"period", vigie.Filter{From: noon.Add(time.Minute), To: noon.Add(2 * time.Minute)}, []vigie.Key{"net:2"}},
		{"empty period", vigie.Filter{From: noon.Add(time.Hour), To: noon}, nil},
		{"topic and channel", vigie.Filter{Topics: []vigie.TopicID{1}, Channels: []vigie.Channel{vigie.Social}}, []vigie.Key{"net:1"}},
	} {
		for name, q := range map[string]*query.Query{"nothing": nil, "a word": parse(t, "panne"), "a phrase": parse(t, `"grue en panne"`), "a pattern": parse(t, "*anne")} {
			got := find(t, a, query.Search{Query: q, Filter: c.f})
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, asking for %s: %v, want %v", c.name, name, got, c.want)
			}
		}
		var walked []vigie.Key
		if err := a.Walk(t.Context(), c.f, func(k vigie.Kept) bool {
			walked = append(walked, k.Mention.Key)
			return true
		}); err != nil || !slices.Equal(walked, c.want) {
			t.Errorf("%s: Walk = %v, %v; want %v", c.name, walked, err, c.want)
		}
	}
	n := 0
	if err := a.Walk(t.Context(), vigie.Filter{}, func(vigie.Kept) bool { n++; return false }); err != nil || n != 1 {
		t.Errorf("Walk went on for %d after false, %v", n, err)
	}
}

func badTokens(t *testing.T, a store.Archive) {
	for _, token := range []string{"x", "////", "AAAA", "________________", "zzzzzzzzzzz", "1 OR 1=1"} {
		_, err := a.Search(t.Context(), query.Search{After: token})
		wantKind(t, fmt.Sprintf("Search(after %q)", token), err, vigie.Invalid)
	}
}
