package vigie

import (
	"strings"
	"time"
)

// Turn is a day that one must know of to read a course: something was written
// down, or something else was counted from then on.
type Turn struct {
	Kind TurnKind
	At   time.Time
	// Until is when a day written down ends, excluded; zero for the others.
	Until time.Time
	Topic TopicID // 0 concerns all
	// Name is what the day is called, the name of a source or of a noise pack, or
	// a version: "barometer/2", or the language and the intent of a rule:
	// "fr complaint".
	Name string
}

// TurnKind says what a Turn is.
type TurnKind string

// The kinds. TurnVersion is a formula, a reader or the noise packs' words in
// another version than before; the first version that is known of a thing is
// its beginning and no turn.
const (
	TurnDay      TurnKind = "day" // written down by somebody
	TurnQuery    TurnKind = "query"
	TurnSource   TurnKind = "source" // added
	TurnPaused   TurnKind = "paused" // a source
	TurnResumed  TurnKind = "resumed"
	TurnRemoved  TurnKind = "removed"
	TurnNoiseOn  TurnKind = "noise-on"
	TurnNoiseOff TurnKind = "noise-off"
	TurnRule     TurnKind = "rule" // of an intent, edited
	TurnVersion  TurnKind = "version"
)

// Version parts a version into what it is of and its mark: "barometer", "2".
func (t Turn) Version() (of, mark string) {
	of, mark, _ = strings.Cut(t.Name, "/")
	return of, mark
}
