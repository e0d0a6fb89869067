package alert

import (
	"time"

	"vigie.example/vigie"
)

// ID is given by the store; zero means "not kept yet".
type ID int64

// Kind says what an alert is about.
type Kind string

// The kinds. The first three ring on how much is said of a topic of one's own,
// of a rival, of a theme; a source that fell silent and solicitations that
// wait open by rule.
const (
	Buzz   Kind = "buzz"
	Rival  Kind = "rival"
	Rising Kind = "rising"
	Silent Kind = "silent"
	Waits  Kind = "waits"
)

// State is where an alert is in its life.
type State string

// The states of an alert.
const (
	Open   State = "open"
	Taken  State = "taken"
	Closed State = "closed"
)

// Verdict is what a person made of an alert when closing it.
type Verdict string

// The verdicts. Unjudged is the zero value.
const (
	Unjudged Verdict = ""
	Real     Verdict = "real"
	NotReal  Verdict = "not"
)

// Stream is a series that is watched.
type Stream string

// The streams of a topic. Each is watched with its share of the topic's budget.
const (
	Voices   Stream = "voices"
	Mentions Stream = "mentions"
	Negative Stream = "negative"
)

// streamShares are the parts of the budget: the three often ring together.
var streamShares = map[Stream]float64{Voices: 0.5, Negative: 0.3, Mentions: 0.2}

// Alert is one unusual thing, from the moment it was noticed until somebody
// closed it. It holds no text and no name of anybody: mentions by id alone, so
// that an erased person is erased here too.
type Alert struct {
	ID      ID
	Kind    Kind
	Topic   vigie.TopicID
	Also    []vigie.TopicID // other topics in which the same story rang
	Source  vigie.SourceID  // of Silent
	Began   time.Time       // of the window that rang
	Rung    time.Time
	Last    time.Time // the last time that it was still unusual
	State   State
	Who     string // who took it; empty while open
	TakenAt time.Time
	// ClosedAt is zero while not closed. By is the name of who closed it;
	// empty where the cause went by itself.
	ClosedAt time.Time
	By       string
	Verdict  Verdict

	Level   int // 0 to 4; see Grade
	Reasons []vigie.Sentence

	Stream Stream
	Window time.Duration
	Count  int64
	// First is Count when the alert opened, of Waits; 0 where it was not kept.
	First    int64
	Expected float64
	Rarity   float64 // measure.Rarity.Of; 0 where no series rang
	Budget   float64 // false alarms a week that were accepted
	// Learning says that the topic had too little past and a fixed floor rang.
	Learning bool
	// Recalled says that it was found in the past and never told; see Guard.Recall.
	Recalled bool
	Picture  Picture
}

// Name says what the alert is, of a topic or a source of that name.
func (a *Alert) Name(of string) vigie.Sentence {
	if a.Learning {
		return vigie.Say("alert-learning", of, a.Count) // nothing is usual yet
	}
	return vigie.Say("alert-"+string(a.Kind), of, a.Count)
}

// Live reports whether it still waits for somebody.
func (a *Alert) Live() bool { return a.State != Closed }

// Filter returns what opens the mentions behind the alert.
func (a *Alert) Filter() vigie.Filter {
	f := vigie.Filter{From: a.Began, To: a.Last}
	if a.Topic != 0 {
		f.Topics = []vigie.TopicID{a.Topic}
	}
	return f
}
