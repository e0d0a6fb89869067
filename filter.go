package vigie

import "time"

// Filter narrows a count or a search to mentions that meet every condition
// given. An empty field means "any". It is the same value behind a figure and
// behind the list that the figure opens, so that both always agree.
type Filter struct {
	Topics   []TopicID // belongs to at least one of them
	Channels []Channel
	Sites    []string
	Langs    []string // ISO 639-1; "und" for undetermined
	Sources  []SourceID
	Author   string    // Author.Key
	Story    StoryID   // of one story; zero is any
	Opinion  []Opinion // about one of Topics
	Intents  []Intent  // has at least one of them; Solicitation: waits for an answer
	Own      *bool     // only own, or only others'
	Noted    *bool     // only what people noted, or only the rest; no figure counts what was noted
	From, To time.Time // published in [From, To); zero is open
}
