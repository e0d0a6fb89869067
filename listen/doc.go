// Package listen decides which source is due, visits it politely, and keeps
// what was learnt of its health and coverage. It does not fetch (package
// connect does) and does not save mentions (watch does): a Listener asks its
// Store who is due, asks the Source for what is new, and hands the Batch on.
package listen

import (
	"context"
	"time"

	"vigie.example/vigie"
)

// Source is one place that can be asked what is new there.
//
// Next returns what appeared after cursor, which is nil at the first visit and
// else the Cursor of the last Batch that was saved. It may be called again
// with the same cursor after a failure, and may then return the same mentions:
// keys are stable. A vigie.Error of kind Unavailable is tried again later with
// back-off; any other kind waits for a person, and is still tried once a day.
// A RetryAfter in the error's chain is obeyed.
type Source interface {
	Next(ctx context.Context, cursor []byte) (Batch, error)
}

// Opener makes the Source that visits s. It fails with kind Invalid where the
// kind of s is unknown.
type Opener func(s vigie.Source) (Source, error)

// Batch is what one visit brought.
type Batch struct {
	Source   vigie.SourceID
	Mentions []vigie.Mention // ID zero, Key set, text clean
	Cursor   []byte          // kept by the archive together with the mentions
	// Passing is a stream of everything that is said in a place: what no topic
	// wants passes by, and is not kept in the heard buffer either.
	Passing bool
	// Again are mentions brought before, told again: what is counted on them,
	// and, where they have a text, what they say now. Those that are not kept are
	// passed over, so that none of them is new.
	Again []vigie.Mention
	// Gone are mentions that their authors took back. It is not undone: only
	// what the network itself says for certain belongs here.
	Gone []vigie.Key
	// GoneAuthors are authors, as vigie.Author.Key names them, whose accounts are
	// gone whole: all that they said is taken back, as if Gone named it.
	GoneAuthors []string
	Unchanged   bool // the outside said that nothing is new
	More        bool // ask again at once: the source has older pages
	// Title and Home are what the source calls itself; empty when not told.
	Title, Home string
	// Problems are items that could not be used, told and not lost silently.
	Problems []vigie.Sentence
	// TTL is how long the source asks to be left alone; 0 when it does not say.
	TTL time.Duration
	// Moved is the address to be visited from now on, where the outside said
	// that the source has moved for good and answered there; empty otherwise.
	Moved string
}

// RetryAfter is an error that says when to come back.
type RetryAfter struct {
	Wait time.Duration
	Err  error
}

// Error returns the text of the cause.
func (e *RetryAfter) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *RetryAfter) Unwrap() error { return e.Err }

// ClockJump is further ahead than any visit is ever put off: a visit that far
// away was planned by a clock that ran wrong and was set back, and is due.
const ClockJump = 3 * 24 * time.Hour

// Due is a source whose time has come, and where we stopped reading it.
type Due struct {
	Source vigie.Source
	Cursor []byte
}

// Visit is what a Listener learnt by one visit.
type Visit struct {
	Source      vigie.SourceID
	At          time.Time
	Took        time.Duration
	Next        time.Time     // when to come back
	Every       time.Duration // the interval now used
	Items, New  int           // carried, and not known before
	Fault       vigie.Sentence
	Title, Home string           // fills what the source's own name lacks
	Problems    []vigie.Sentence // items left out
	PerWeek     float64
	// Delay is how long after its publication an item is usually heard; 0 while
	// unknown.
	Delay time.Duration
	// Moved is the source's new address, and From the one that was visited;
	// both empty where it has not moved.
	Moved, From string
}

// Store is what a Listener needs remembered.
//
// Due returns at most limit sources whose NextVisit is not after now, the most
// overdue first, then those whose NextVisit is more than ClockJump ahead, paused
// ones left out. Visited keeps health and next visit,
// and opens or closes the source's Gap: a fault opens one from the last
// success, a success closes it. What the source carried is counted by the
// archive, not here. A source that has Moved gets its new address, and the
// visit a Problem that tells both; where another source has that address, or
// a person changed it meanwhile, the source keeps its own and the Problem
// tells that.
type Store interface {
	Due(ctx context.Context, now time.Time, limit int) ([]Due, error)
	Visited(ctx context.Context, v Visit) error
}

// Handler takes what a visit brought and returns once it is durable.
// It is watch.Watch.Handle in the program.
type Handler func(ctx context.Context, b Batch) (Outcome, error)

// Outcome counts what became of a batch.
type Outcome struct {
	New      int // kept for the first time
	Edited   int // known, with another text
	Known    int // known and unchanged
	Buffered int // matched nothing: in the heard buffer
	Refused  int // could not be kept (no text, no key)
}
