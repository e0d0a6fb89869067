// Package alert says when something unusual is said, once and calmly. It reads
// the archive's change log from a bookmark, keeps a measure.Lookout for each
// series it watches (voices, mentions and negative voices of a topic), and
// when one rings opens one Alert a story, with a level by a written table and
// the reasons behind it. It can try itself on a topic's own past before it is
// switched on, keeps a log of what it told so that nothing is told twice, and
// hands what is to be told to Notifiers, with retries and a limit.
//
// It counts nothing itself (measure does), judges no opinion and sends no mail
// (connect does). Reading old mentions again never rings.
package alert

import (
	"context"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Archive is what a Guard reads.
type Archive interface {
	measure.Counter
	Mention(ctx context.Context, id vigie.MentionID) (vigie.Kept, error)
	Since(ctx context.Context, seq int64, limit int) ([]vigie.Change, error)
	Last(ctx context.Context) (int64, error)
	Bookmark(ctx context.Context, reader string) (int64, error)
	SetBookmark(ctx context.Context, reader string, seq int64) error
	Walk(ctx context.Context, f vigie.Filter, yield func(vigie.Kept) bool) error
}

// Waker is an Archive that says when its change log grows. Without it a Guard
// looks every few seconds.
type Waker interface {
	// Moved returns a channel that is closed at the next commit that adds to the
	// change log. Who asks before reading the log misses nothing.
	Moved() <-chan struct{}
}

// Ledger is what a Guard needs to know and to remember.
type Ledger interface {
	Store
	Topics(ctx context.Context) ([]vigie.Topic, error)
	Sources(ctx context.Context) ([]vigie.Source, error)
	Gaps(ctx context.Context, id vigie.SourceID, from, to time.Time) ([]vigie.Gap, error)
	Workspace(ctx context.Context) (vigie.Workspace, error)
}

// Store remembers alerts, what was decided about them, and what is to be told.
type Store interface {
	// Alerts returns alerts, the newest first, at most limit (0: all); only
	// those not closed where open is set.
	Alerts(ctx context.Context, open bool, limit int) ([]Alert, error)
	// Alert returns one; kind NotFound.
	Alert(ctx context.Context, id ID) (Alert, error)
	// SaveAlert adds an alert (ID zero) or changes it, and returns it as kept.
	SaveAlert(ctx context.Context, a Alert) (Alert, error)
	// ChangeAlert reads an alert, lets change write to it and keeps it, in one
	// commit, so that what somebody else decides meanwhile is not lost; kind
	// NotFound, and the error of change, which may be called again.
	ChangeAlert(ctx context.Context, id ID, change func(*Alert) error) (Alert, error)
	// AlertSettings returns what people chose; the zero Settings before they did.
	AlertSettings(ctx context.Context) (Settings, error)
	SaveAlertSettings(ctx context.Context, s Settings) error
	// ChangeAlertSettings reads what people chose, lets change write to it and
	// keeps it, in one commit, so that what somebody else chooses meanwhile is not
	// lost. It returns the error of change, which may be called again.
	ChangeAlertSettings(ctx context.Context, change func(*Settings) error) error

	// Post keeps what is to be told. A message whose Key is known already is
	// left as it is: nothing is told twice.
	Post(ctx context.Context, messages ...Message) error
	// Outbox returns the messages in a state that are due at now, the oldest
	// first, at most limit (0: all); a zero now returns them whenever due.
	Outbox(ctx context.Context, state Sending, now time.Time, limit int) ([]Message, error)
	// SaveMessage keeps what became of a message.
	SaveMessage(ctx context.Context, m Message) error
}
