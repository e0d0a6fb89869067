package web

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
	"vigie.example/vigie/query"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/intent"
	"vigie.example/vigie/understand/opinion"
	"vigie.example/vigie/watch"
)

// Watcher is what pages need of package watch; *watch.Watch is one.
type Watcher interface {
	// Pour carries a file's batches to the archive and tells how far it is.
	Pour(ctx context.Context, batches iter.Seq2[listen.Batch, error], progress func(watch.Progress)) (watch.Progress, error)
	// SaveTopic checks and keeps a topic and begins to read the archive again
	// for it in the background; watch.Job tells how far that is.
	SaveTopic(ctx context.Context, t vigie.Topic) (vigie.Topic, error)
	// SaveDraft is SaveTopic with examples; where some fail it is a Conflict,
	// unless anyway is set.
	SaveDraft(ctx context.Context, d watch.Draft, anyway bool) (vigie.Topic, error)
	// Try decides a draft over what is kept, and Lint looks its query over.
	Try(ctx context.Context, d watch.Draft) (watch.Trial, error)
	Lint(ctx context.Context, source string) ([]query.Remark, error)
	// RollBack gives a topic the query of an earlier version.
	RollBack(ctx context.Context, id vigie.TopicID, version int, by string) (vigie.Topic, error)
	// SaveList and DeleteList change the named lists of queries.
	SaveList(ctx context.Context, l vigie.List) error
	DeleteList(ctx context.Context, name string) error
	// Packs tells the noise packs, NoiseCounts what each put aside, SwitchPack
	// puts one in force or out of it, BringBack brings one mention back.
	Packs() []watch.PackState
	NoiseCounts(ctx context.Context, from, to time.Time) (map[string]int64, error)
	SwitchPack(ctx context.Context, name string, on bool) error
	BringBack(ctx context.Context, id vigie.MentionID, by string) error
	// Meanings tells what the names of a query seem to mean where it finds them, and
	// what would part those that are meant from the others.
	Meanings(ctx context.Context, t vigie.Topic, said watch.Meant) (watch.Meanings, error)
	// IntentRules tells the rules of intents of a language, IntentRule one of them,
	// TryIntentRule what a draft would change; SaveIntentRule, ResetIntentRule and
	// RollBackIntentRule put another in force.
	IntentRules(ctx context.Context, lang string) ([]watch.IntentRule, error)
	IntentRule(ctx context.Context, lang string, in vigie.Intent) (watch.IntentRule, error)
	TryIntentRule(ctx context.Context, d watch.IntentDraft) (watch.IntentTrial, error)
	SaveIntentRule(ctx context.Context, d watch.IntentDraft) (watch.IntentRule, error)
	ResetIntentRule(ctx context.Context, lang string, in vigie.Intent, by string) (watch.IntentRule, error)
	RollBackIntentRule(ctx context.Context, lang string, in vigie.Intent, version int, by string) (watch.IntentRule, error)
	// Deck tells how far the yes/no cards of a topic are and draws the next;
	// AnswerCard and UndoCard keep and forget an answer; Propose tells the changes
	// of the query that the answers speak for.
	Deck(ctx context.Context, id vigie.TopicID) (watch.Deck, error)
	AnswerCard(ctx context.Context, c watch.Card) error
	UndoCard(ctx context.Context, id vigie.TopicID) error
	Propose(ctx context.Context, id vigie.TopicID) ([]watch.Sense, error)
	// CardExamples makes examples of the answers that go with a query.
	CardExamples(ctx context.Context, id vigie.TopicID, source string) ([]watch.Example, error)
	// SaveSource keeps a source; what it carried is read again where it became
	// another brand's place.
	SaveSource(ctx context.Context, s vigie.Source) (vigie.Source, error)
	// DeleteTopic takes a topic away with its matches; the mentions stay.
	DeleteTopic(ctx context.Context, id vigie.TopicID) error
	// Note keeps what a person saw, outside all figures.
	Note(ctx context.Context, n watch.Note) (id vigie.MentionID, known bool, err error)
	// Trace tells what became of an address or a text.
	Trace(ctx context.Context, asked string) (watch.Trace, error)
}

// Opinions is what pages need of the judge; cmd/vigie hands it over.
type Opinions interface {
	// Piece is a kept mention as the judge reads it, and Why which words decided
	// about its match i, at most n.
	Piece(k vigie.Kept) *understand.Piece
	Why(p *understand.Piece, i, n int) understand.Because
	// Correct and Uncorrect are those of watch.Watch.
	Correct(ctx context.Context, l vigie.Label) error
	Uncorrect(ctx context.Context, m vigie.MentionID, t vigie.TopicID) error
	// CorrectIntents and UncorrectIntents too.
	CorrectIntents(ctx context.Context, l vigie.IntentLabel) error
	UncorrectIntents(ctx context.Context, m vigie.MentionID) error
	// IntentEffects tells what corrections of intents taught.
	IntentEffects() []intent.Effect
	// Effects measures what the corrections so far taught.
	Effects(ctx context.Context) ([]opinion.Effect, error)
}

// FileReader reads files of mentions; cmd/vigie hands over connect/file.
type FileReader interface {
	// Look reads the beginning of a file and guesses which column is which.
	Look(name string, r io.Reader) (Look, error)
	// Batches reads a whole file by the mapping. Rows that cannot be used are
	// told in Batch.Problems. The error ends the sequence.
	Batches(name string, r io.Reader, m Mapping, src vigie.Source) iter.Seq2[listen.Batch, error]
}

// Look is what the beginning of a file shows.
type Look struct {
	Columns []string
	Rows    [][]string // the first few rows, as wide as Columns
	Guess   Mapping
	Tool    string // whose export it is, where the columns tell
	// Again says that Guess is what a person chose for the same columns before.
	Again bool
}

// Mapping says which column holds what: field name to column name. The field
// names are those of Fields. DateLayout, Channel and Lang hold for all rows.
type Mapping struct {
	Columns map[string]string
	Channel vigie.Channel // where no column tells
	Site    string        // where no column tells
	Lang    string        // declared language where no column tells
	Network string        // network that gave the ids; empty when there is none
	Own     bool          // every row was published by the organisation itself
	// More is what the page does not ask and the command line was told, as it was
	// told; nil where nothing was.
	More json.RawMessage `json:",omitempty"`
}

// Found is one thing that can be listened to, as discovery shows it before it
// is confirmed.
type Found struct {
	Source vigie.Source // Kind, Address, Name, Site, Home, Channel set
	Items  []FoundItem  // the newest five
	// Note says what a person should know before confirming; may be zero.
	Note vigie.Sentence
}

// FoundItem is one item of something found.
type FoundItem struct {
	Title string    // may be empty
	Text  string    // its beginning; may be empty
	URL   string    // where it stands; may be empty
	At    time.Time // zero when unknown
}
