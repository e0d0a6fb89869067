package web

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"vigie.example/vigie"
)

// defaultZone is where days are counted until the workspace says otherwise.
const defaultZone = "Europe/Paris"

// zones remembers loaded time zones: time.LoadLocation reads its data anew at
// each call.
var zones sync.Map // name -> *time.Location

// zoneOf returns the zone of a workspace. A name that does not exist, which
// settings refuse, falls back to the default and then to UTC.
func zoneOf(w vigie.Workspace) *time.Location {
	for _, name := range []string{w.Zone, defaultZone} {
		if name == "" {
			continue
		}
		if z, ok := zones.Load(name); ok {
			return z.(*time.Location)
		}
		if z, err := time.LoadLocation(name); err == nil {
			zones.Store(name, z)
			return z
		}
	}
	return time.UTC
}

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
