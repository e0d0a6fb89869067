package web

import (
	"cmp"
	"slices"

	"vigie.example/vigie"
)

// sortTopics puts own topics first, then rivals, themes and campaigns, each by
// name.
func sortTopics(topics []vigie.Topic) {
	rank := map[vigie.TopicKind]int{vigie.OwnBrand: 0, vigie.Rival: 1, vigie.Theme: 2, vigie.Campaign: 3}
	slices.SortStableFunc(topics, func(a, b vigie.Topic) int {
		if c := cmp.Compare(rank[a.Kind], rank[b.Kind]); c != 0 {
			return c
		}
		if a.Kind == vigie.OwnBrand {
			return cmp.Compare(a.ID, b.ID) // the first own brand made is "you"
		}
		return cmp.Compare(a.Name, b.Name)
	})
}
