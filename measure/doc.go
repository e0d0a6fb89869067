// Package measure turns kept mentions into figures: pure formulas, each with
// its source, and the one question (Question) a store must be able to count.
// It reads no store by itself and keeps nothing: Counter does.
package measure

import (
	"context"
	"time"

	"vigie.example/vigie"
)

// Unit is what is counted.
type Unit string

// Mentions counts kept mentions that match a topic. Voices counts distinct
// authors, own mentions and private, assistant and search channels left out.
// Stories counts mentions with all copies of one as one. What a person noted
// (vigie.Mention.Noted) is counted by none of them.
const (
	Mentions Unit = "mentions"
	Voices   Unit = "voices"
	Stories  Unit = "stories"
	// Crowds sums, over stories, the square of how many voices each brought, a
	// voice being of the first story in which it is met. Over Voices it says how
	// much fewer independent voices there are than voices (see Crowding): 1 where
	// each spoke for itself. It is counted without a split, of all sources.
	Crowds Unit = "crowds"
)

// Step is the width of the periods a question is cut into, in the workspace's
// time zone. Weeks begin on Monday.
type Step string

// Whole asks for one figure over the whole period.
const (
	Whole Step = ""
	Hour  Step = "hour"
	Day   Step = "day"
	Week  Step = "week"
	Month Step = "month"
)

// Split is what a count is divided by besides topic and time.
type Split string

// An author split counts mentions by Author.Key and names by display name.
const (
	NoSplit   Split = ""
	ByChannel Split = "channel"
	BySite    Split = "site"
	ByLang    Split = "lang"
	ByAuthor  Split = "author"
	ByOpinion Split = "opinion"
	// ByIntent counts a mention under each of its intents, and under
	// vigie.Solicitation where it waits for an answer. It counts mentions alone,
	// under at most one kind of condition.
	ByIntent Split = "intent"
	BySource Split = "source"
)

// Question asks for counts. From and To of its Filter are widened to whole
// steps; both must be set unless Step is Whole. Mentions of unknown date are
// left out wherever From or To is set.
type Question struct {
	Filter vigie.Filter // Topics must not be empty
	Unit   Unit         // empty means Mentions
	Step   Step
	Split  Split
	Most   int // keep only the largest so many groups of a split; 0 keeps all
}

// Point is one counted figure.
type Point struct {
	Topic vigie.TopicID
	At    time.Time // beginning of the period, UTC; zero when Step is Whole
	Group string    // value of the split; empty without one
	Label string    // how people call Group, where it differs
	N     int64
}

// Counter answers questions. Periods and groups with nothing are absent from
// the answer; points come ordered by topic, time, then largest first.
type Counter interface {
	Count(ctx context.Context, q Question) ([]Point, error)
}
