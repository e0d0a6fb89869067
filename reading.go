package vigie

import (
	"strings"
	"time"
)

// Reading is what Vigie made of one mention, apart from what was said. It can
// be made again at any time: Maker says which version of the readers made it.
// Opinion is not here, because it is about a topic's brand: see Match.
type Reading struct {
	Lang     string  // ISO 639-1, or "" for undetermined
	LangSure float64 // 0 to 1; 0 where Lang is empty
	Intents  []Intent
	Story    StoryID
	Maker    string // versions of the readers, e.g. "language/1"; empty: never read
}

// IntentsRead reports whether whoever made r looked for intents, so that none
// can be told from not asked: its Maker names what reads them.
func (r *Reading) IntentsRead() bool {
	return len(r.Intents) > 0 || strings.Contains(r.Maker, "intent")
}

// StoryID groups mentions that are copies or reposts of one. Zero means that
// no copy is known, and the mention then counts as a story of its own. The
// archive gives it, and never to another story: one that turned out to be part
// of another still leads there.
type StoryID int64

// Story is what an archive knows of the copies of one text.
type Story struct {
	ID       StoryID
	Mentions int       // copies, the origin among them
	Sites    int       // where they stand
	Voices   int       // who signed them
	Origin   MentionID // the first one published, of those with a date
	Last     time.Time // when the latest was
}

// Match says that a mention belongs to a topic, and how it speaks of it.
type Match struct {
	Topic   TopicID
	Version int     // of the topic's query that matched
	Opinion Opinion // about the topic's brand
	Sure    float64 // 0 to 1, calibrated; 0 while Opinion is unknown
}

// Opinion is what a mention thinks of a topic's brand.
type Opinion int8

// The zero Opinion is unknown: nobody, man or machine, has judged yet. Unsure
// means that someone did and could not tell.
const (
	OpinionUnknown Opinion = iota
	Negative
	Neutral
	Positive
	Unsure
)

// String returns the word used in addresses, exports and queries.
func (o Opinion) String() string {
	switch o {
	case Negative:
		return "negative"
	case Neutral:
		return "neutral"
	case Positive:
		return "positive"
	case Unsure:
		return "unsure"
	default:
		return "unknown"
	}
}

// Intent is what a mention is for. Several may hold at once.
type Intent string

// The intents. A mention without any has not been read for them, or has none;
// Reading.Maker tells which.
const (
	Question       Intent = "question"
	Complaint      Intent = "complaint"
	Request        Intent = "request"
	Recommendation Intent = "recommendation"
	Purchase       Intent = "purchase"
	Job            Intent = "job"
	Release        Intent = "press"
	Promotion      Intent = "promotion"
)

// Solicitation is what filters and splits call a mention that waits for an
// answer (Solicits). It follows from the intents and is never one of them.
const Solicitation Intent = "solicitation"

// Valid reports whether i is one of the intents, or Solicitation.
func (i Intent) Valid() bool {
	switch i {
	case Question, Complaint, Request, Recommendation, Purchase, Job, Release, Promotion, Solicitation:
		return true
	}
	return false
}

// Solicits reports whether a mention with these intents waits for an answer:
// somebody asks, complains or requests, and it is not the press, a job or an
// advertisement.
func Solicits(in []Intent) bool {
	waits := false
	for _, i := range in {
		switch i {
		case Question, Complaint, Request:
			waits = true
		case Release, Promotion, Job:
			return false
		}
	}
	return waits
}

// IntentLabel is what a person said that a mention is for: all its intents,
// none where Intents is empty. It stands above what any reader says, until it
// is taken back.
type IntentLabel struct {
	Mention MentionID
	Intents []Intent // in the order of intent.All, without Solicitation
	By      string   // login; empty for the command line
	At      time.Time
}

// Label is what a person said of a mention. It stands above what any reader
// says, until it is taken back.
type Label struct {
	Mention MentionID
	Topic   TopicID
	Opinion Opinion // Negative, Neutral or Positive
	By      string  // login; empty for the command line
	At      time.Time
}
