// Package store says what a memory must be able to do to serve Vigie: the sums
// of the small interfaces that the verbs declare where they use them. Two
// memories are told apart, though one file may be both: the Archive (mentions
// and readings: huge, append, search, count) and the Ledger (topics, sources,
// users, jobs: small, transactional). store/storetest holds every
// implementation to the same promises.
package store

import (
	"context"
	"io"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
	"vigie.example/vigie/govern"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/measure"
	"vigie.example/vigie/measure/sample"
	"vigie.example/vigie/understand/rising"
	"vigie.example/vigie/watch"
)

// Archive keeps mentions and what was made of them.
type Archive interface {
	watch.Archive
	measure.Counter
	measure.Teller
	measure.Tracer

	// Mention returns one kept mention with its hearings; kind NotFound.
	Mention(ctx context.Context, id vigie.MentionID) (vigie.Kept, error)
	// Versions returns the earlier texts of a mention, newest first, at most ten.
	Versions(ctx context.Context, id vigie.MentionID) ([]vigie.Mention, error)
	// Since returns changes after seq in order, at most limit.
	Since(ctx context.Context, seq int64, limit int) ([]vigie.Change, error)
	// Last returns the newest line of the change log, 0 when there is none.
	Last(ctx context.Context) (int64, error)
	// Bookmark and SetBookmark remember how far a named reader has read.
	Bookmark(ctx context.Context, reader string) (int64, error)
	SetBookmark(ctx context.Context, reader string, seq int64) error

	// Erase removes everything by an author (Author.Key): mentions, versions,
	// words, figures, heard buffer, free pages and log, and keeps a keyed hash
	// so that the person does not come back. It returns how many went.
	Erase(ctx context.Context, author string) (int, error)
	// Expire drops what has outlived its time in the heard buffer.
	Expire(ctx context.Context, now time.Time) (int, error)
	// Recount compares every figure kept under change with one counted afresh
	// and returns the differences, as sentences; none means equal.
	Recount(ctx context.Context) ([]vigie.Sentence, error)
	// Walk calls yield for every kept mention that meets f, newest first.
	Walk(ctx context.Context, f vigie.Filter, yield func(vigie.Kept) bool) error
	// Spoken is Walk for the words of mentions and who said them.
	Spoken(ctx context.Context, f vigie.Filter, yield func(rising.Spoken) bool) error
	// LastSpoken returns the newest dated mention of a topic by somebody else;
	// kind NotFound when nobody ever spoke.
	LastSpoken(ctx context.Context, t vigie.TopicID) (vigie.Kept, error)
}

// Ledger keeps what people decided and what the program must not forget.
type Ledger interface {
	listen.Store
	// listen.BackStore: going back in time. A deleted source takes its row along.
	listen.BackStore
	// listen.StreamStore: sources that are held open. They are never Due.
	listen.StreamStore
	// listen.ReviewStore: what was heard of late is looked at again.
	listen.ReviewStore
	govern.Store
	alert.Store
	sample.Store

	// watch.Ledger: topics, and jobs. SaveTopic adds a topic (ID zero) or
	// changes it; a changed query grows Version. It returns the topic as kept.
	watch.Ledger

	Sources(ctx context.Context) ([]vigie.Source, error)
	// SaveSource adds a source (ID zero) or changes it; an address already
	// listened to is a Conflict. Health is not touched.
	SaveSource(ctx context.Context, s vigie.Source) (vigie.Source, error)
	DeleteSource(ctx context.Context, id vigie.SourceID) error
	// Back returns how far back a source was heard, and false where nobody asked;
	// Backs returns all there is.
	Back(ctx context.Context, id vigie.SourceID) (listen.Back, bool, error)
	Backs(ctx context.Context) ([]listen.Back, error)
	// Wake makes a source due now.
	Wake(ctx context.Context, id vigie.SourceID) error
	// Gaps returns the holes that touch [from, to), oldest first; all sources
	// when id is zero.
	Gaps(ctx context.Context, id vigie.SourceID, from, to time.Time) ([]vigie.Gap, error)
	// Visits returns the latest visits to a source, newest first.
	Visits(ctx context.Context, id vigie.SourceID, limit int) ([]listen.Visit, error)

	// Turns returns what SaveTurn kept, and the days on which a source was paused,
	// resumed or removed, oldest first. SaveTurn keeps kind and name as of now.
	Turns(ctx context.Context) ([]vigie.Turn, error)
	SaveTurn(ctx context.Context, t vigie.Turn) error

	// Remembered returns what Remember kept about something (the columns of a
	// file), nil where there is nothing.
	Remembered(ctx context.Context, about string) ([]byte, error)
	Remember(ctx context.Context, about string, data []byte) error

	Workspace(ctx context.Context) (vigie.Workspace, error)
	SaveWorkspace(ctx context.Context, w vigie.Workspace) error
}

// Backup is a memory that can copy itself while it is in use.
type Backup interface {
	// Backup writes a complete, consistent copy.
	Backup(ctx context.Context, w io.Writer) error
}
