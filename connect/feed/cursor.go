package feed

import (
	"encoding/json"
	"time"
)

// maxSeen is how many items are remembered besides those the feed still shows.
const maxSeen = 1000

// cursorState is where we stopped reading a feed.
type cursorState struct {
	Address      string        `json:"address,omitempty"` // that ETag and LastModified belong to
	ETag         string        `json:"etag,omitempty"`
	LastModified string        `json:"modified,omitempty"`
	Body         string        `json:"body,omitempty"` // hash of the last body
	TTL          time.Duration `json:"ttl,omitempty"`  // told by the feed itself
	// Seen holds a mark of each item brought, those of the latest feed first.
	Seen []string `json:"seen,omitempty"`
	// Waiting says that some items were left for the next round.
	Waiting bool `json:"waiting,omitempty"`
	// Equal says that the feed once gave one guid to several items: it names
	// nothing there.
	Equal bool `json:"equal,omitempty"`
	// Only is what a feed said of its only item, while its guid could not be
	// compared with another: the item may get another key when more come.
	Only string `json:"only,omitempty"`
	// Strange is how many visits in a row showed nothing of what was seen before.
	Strange int `json:"strange,omitempty"`
}

func readCursor(b []byte) cursorState {
	var c cursorState
	if json.Unmarshal(b, &c) != nil {
		return cursorState{}
	}
	return c
}

func (c *cursorState) write() []byte {
	b, err := json.Marshal(c)
	if err != nil {
		return nil // strings and numbers: it cannot fail
	}
	return b
}

func (c *cursorState) seen() map[string]bool {
	m := make(map[string]bool, len(c.Seen))
	for _, s := range c.Seen {
		m[s] = true
	}
	return m
}

// remember adds what was seen before and is no longer shown: feeds that pin or
// reorder items show them again.
func (c *cursorState) remember(was cursorState) {
	now := c.seen()
	room := maxSeen
	for _, s := range was.Seen {
		if room == 0 {
			break
		}
		if !now[s] {
			c.Seen = append(c.Seen, s)
			room--
		}
	}
}
