// Package watch is the heart, kept small: prepare, match, read, save. It takes
// batches from listen and from imports, cuts each text once, finds the topics
// it belongs to, reads what matched, and hands everything to the archive in
// one Save, which is the only commit point.
//
// It also reads again: when a topic changes, Run walks the archive and the
// heard buffer in the background and corrects matches and figures, resuming
// where a stop cut it off. And it can say of any address or text what became
// of it (Trace).
package watch

import (
	"context"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/query"
	"vigie.example/vigie/text"
	"vigie.example/vigie/understand"
	"vigie.example/vigie/understand/story"
)

// Item is one mention on its way through: what was said, its words, what was
// read in it, the topics it belongs to.
type Item struct {
	Mention vigie.Mention
	Doc     *text.Doc
	Reading vigie.Reading
	Matches []vigie.Match
	// Aside is what noise packs kept from topics; their Mention is not read.
	Aside []Aside
	// Sketch is what its copies are known by. CopyOf is what it is a copy of,
	// the likest first: a mention that is kept, or item i of the same Saving,
	// which comes before it, as -1-i.
	Sketch story.Sketch
	CopyOf []vigie.MentionID
	// Keep says that the archive keeps the mention for ever; else it goes to
	// the heard buffer for 30 days.
	Keep bool
	// Again says that this was brought before and is only told again: where it
	// is not kept it is passed over. Without a text it tells counts alone.
	Again bool
	// Recount is set where topics that ask what is counted were decided again.
	Recount *Recount
}

// Recount is what the topics that ask for counts make of a kept mention with
// the counts that an Item tells.
type Recount struct {
	Topics  []vigie.TopicID // that were asked; matches with others stay
	Matches []vigie.Match   // with those of them that take it
	Aside   []Aside
	// Read is the mention's reading where it was read for the first time.
	Read *Judged
}

// Saving is one batch ready to be committed.
type Saving struct {
	Source vigie.SourceID
	At     time.Time // when it was heard
	Items  []Item
	// Gone are mentions that their authors took back, after the Items: of those
	// that are kept no text stays, and their matches and figures stay as they
	// are, whatever is read again; what waits in the heard buffer goes.
	Gone []vigie.Key
	// GoneAuthors are authors, as vigie.Author.Key names them, of whom everything
	// is taken back likewise. What waits by them goes within a day.
	GoneAuthors []string
	// Cursor replaces the source's cursor in the same commit; nil leaves it.
	Cursor []byte
}

// Saved says what a commit did with each item, in order.
type Saved struct {
	Fates []Fate
	Seq   int64 // last line of the change log after the commit
}

// Fate is what became of one item.
type Fate int8

// An item already kept with the same text only gains a Hearing: FateKnown. A
// person who was erased on request does not come back: FateRefused.
const (
	FateNew Fate = iota
	FateEdited
	FateKnown
	FateBuffered
	FateRefused
	FatePassed // told again, and not kept
)

// Reader makes readings; it is safe for several goroutines. Language is asked
// of every mention, before matching, because queries may ask for it: it must
// be cheap. Complete is asked of matched mentions only.
type Reader interface {
	// Language returns an ISO 639-1 code and how sure it is, 0 to 1; empty when
	// undetermined.
	Language(m *vigie.Mention) (lang string, sure float64)
	// Complete reads the opinion about each match's topic and the intents.
	Complete(p *understand.Piece)
	// Maker names the versions of what reads, e.g. "language/1". Where it is
	// another than the one the archive was read by, Run reads it again.
	Maker() string
}

// Learner is a Reader that learns from corrections. Learn replaces all that it
// was taught, and changes its Maker where it judges otherwise.
type Learner interface {
	Learn(cs []understand.Correction) error
}

// Archive is what watch needs of the memory of mentions.
type Archive interface {
	// Save commits mentions, readings, matches, words, roll-ups, voices, change
	// log and cursor together or not at all, and returns after they are
	// durable. It gives each new mention its ID. Saving the same items again
	// changes nothing. The same Key with another folded text is an edit: a
	// version is added, the latest counts, the old matches and figures are
	// replaced. An item whose Keep is false and that is not kept already goes
	// to the heard buffer. A new or edited item joins the story of those it is a
	// copy of, which begins with it where they had none; where they have several,
	// the oldest takes in the others. Counts and a rating that a known item tells
	// are kept as vigie.Recounted says; its Recount is then put in force, with a
	// Reread for each match that came or went.
	Save(ctx context.Context, s Saving) (Saved, error)

	// Known returns those of the mentions with these keys that are kept.
	Known(ctx context.Context, keys []vigie.Key) (map[vigie.Key]vigie.Kept, error)
	// Candidates calls yield for kept mentions with ID < before, newest first,
	// among which are all that need could be true of, until yield returns
	// false or limit is reached. It returns the lower bound of what was
	// covered: every candidate with an ID in [bound, before) was yielded. A
	// bound of zero means that the archive is exhausted. Each Kept has at least
	// its first Hearing.
	Candidates(ctx context.Context, need query.Need, before vigie.MentionID, limit int, yield func(vigie.Kept) bool) (bound vigie.MentionID, err error)
	// Rematch makes hits the only matches of the topic among the mentions with
	// IDs in [r.From, r.To), corrects the figures, and notes a Reread for each
	// mention that joined or left, in one commit.
	Rematch(ctx context.Context, r Rematch) (joined, left int, err error)
	// Matched calls yield for kept mentions that some topic took, with their
	// matches, ID < before, newest first, at most limit; bound is as for
	// Candidates.
	Matched(ctx context.Context, before vigie.MentionID, limit int, yield func(vigie.Kept) bool) (bound vigie.MentionID, err error)
	// Rejudge gives mentions new intents and the matches they have new opinions,
	// corrects the figures, and notes a Reread for each that changed, in one
	// commit. Opinions that a person gave (Labels) stay.
	Rejudge(ctx context.Context, js []Judged) (changed int, err error)
	// Correct keeps what a person says of a mention and puts it in force; one
	// label a mention and topic, the newest replaces. NotFound where the topic
	// has not taken the mention. Uncorrect forgets it: the caller judges again.
	// Both note a Corrected.
	Correct(ctx context.Context, l vigie.Label) error
	Uncorrect(ctx context.Context, m vigie.MentionID, t vigie.TopicID) error
	// CorrectIntents keeps what a person says that a mention is for and puts it
	// in force, over edits and readers; one a mention. NotFound where it is not
	// kept. UncorrectIntents forgets it: the caller judges again. Both note a
	// Corrected. IntentLabels returns them, oldest first.
	CorrectIntents(ctx context.Context, l vigie.IntentLabel) error
	UncorrectIntents(ctx context.Context, m vigie.MentionID) error
	IntentLabels(ctx context.Context) ([]vigie.IntentLabel, error)
	// Labels returns what people said, oldest first.
	Labels(ctx context.Context) ([]vigie.Label, error)
	// Mention returns one kept mention with its hearings; kind NotFound.
	Mention(ctx context.Context, id vigie.MentionID) (vigie.Kept, error)

	// AsideCounts returns how many mentions published in [from, to) each noise
	// pack put aside; an end that is zero is open. Asides returns those of one
	// pack with ID < before (zero: from the newest), newest first, at most limit;
	// AsideOf tells of one mention. Asides go with their mention.
	AsideCounts(ctx context.Context, from, to time.Time) (map[string]int64, error)
	Asides(ctx context.Context, pack string, from, to time.Time, before vigie.MentionID, limit int) ([]vigie.Kept, error)
	AsideOf(ctx context.Context, id vigie.MentionID) ([]Aside, error)
	// BringBack remembers that a person wants a mention whatever packs say;
	// kind NotFound. Brought returns the keys of all those.
	BringBack(ctx context.Context, id vigie.MentionID, by string) error
	Brought(ctx context.Context) ([]vigie.Key, error)

	// Members calls yield for the mentions of a topic that others published and
	// for their stories (zero: none), oldest first, until it returns false.
	Members(ctx context.Context, topic vigie.TopicID, yield func(vigie.MentionID, vigie.StoryID) bool) error
	// Cards returns the cards of a topic that were answered, oldest answer first.
	// SaveCard keeps an answer, in place of the one before; kind NotFound where
	// the mention is not kept. RemoveCard forgets one. Cards go with their mention
	// and with their topic; whether the topic still takes the mention is not asked.
	Cards(ctx context.Context, topic vigie.TopicID) ([]Card, error)
	SaveCard(ctx context.Context, c Card) error
	RemoveCard(ctx context.Context, topic vigie.TopicID, m vigie.MentionID) error

	// Buffered calls yield for mentions in the heard buffer, newest first.
	Buffered(ctx context.Context, yield func(vigie.Mention, vigie.SourceID) bool) error
	// Extent returns how much is kept.
	Extent(ctx context.Context) (vigie.Extent, error)

	// Lookup finds a mention by key, else by the address it stands at
	// (key is then vigie.CanonicalURL of it, whatever the mention's own key), kept
	// or in the heard buffer; kind NotFound. Several may share an address, as
	// the posts of a thread do: the one whose key it is comes first, then the
	// newest kept, then the newest of those that wait.
	Lookup(ctx context.Context, key vigie.Key) (Found, error)
	// Sketches calls yield for the sketches that were kept with new and edited
	// items of the last thirty days (story.Window), oldest first, until it
	// returns false. A mention may come twice: once for each of its texts.
	Sketches(ctx context.Context, now time.Time, yield func(vigie.MentionID, *story.Sketch) bool) error
	// Regroup puts kept mentions into stories anew and keeps their sketches where
	// they are within the last thirty days, in one commit; mentions that are gone
	// are left out. It returns how many are of another story than before. The same
	// again changes nothing.
	Regroup(ctx context.Context, r Regroup) (moved int, err error)
	// DropSketches forgets all sketches: those of another story.Maker.
	DropSketches(ctx context.Context) error
	// Story returns what is known of a story; kind NotFound.
	Story(ctx context.Context, id vigie.StoryID) (vigie.Story, error)
	// Search returns one page of kept mentions, newest first.
	Search(ctx context.Context, s query.Search) (query.Page, error)
}

// Ledger is what watch needs of the memory of decisions.
type Ledger interface {
	Topics(ctx context.Context) ([]vigie.Topic, error)
	SaveTopic(ctx context.Context, t vigie.Topic) (vigie.Topic, error)
	DeleteTopic(ctx context.Context, id vigie.TopicID) error
	Source(ctx context.Context, id vigie.SourceID) (vigie.Source, error)
	Sources(ctx context.Context) ([]vigie.Source, error)
	SaveSource(ctx context.Context, s vigie.Source) (vigie.Source, error)

	// TopicVersions returns what a topic asked, newest first.
	TopicVersions(ctx context.Context, topic vigie.TopicID) ([]TopicVersion, error)
	// Examples and SaveExamples keep, in order, what a topic must match and
	// must not; SaveExamples replaces them all, and is NotFound where there is
	// no such topic. They go with their topic.
	Examples(ctx context.Context, topic vigie.TopicID) ([]Example, error)
	SaveExamples(ctx context.Context, topic vigie.TopicID, list []Example) error
	// Lists, SaveList and DeleteList keep the named lists of queries, by name:
	// case and accents tell none apart. DeleteList is NotFound for an unknown
	// one.
	Lists(ctx context.Context) ([]vigie.List, error)
	SaveList(ctx context.Context, l vigie.List) error
	DeleteList(ctx context.Context, name string) error

	// Jobs and SaveJob remember readings-again; one a topic, the newest
	// replaces the one before.
	Jobs(ctx context.Context) ([]Job, error)
	SaveJob(ctx context.Context, j Job) error
	// Remembered returns what Remember kept under a name, nil where there is
	// nothing.
	Remembered(ctx context.Context, about string) ([]byte, error)
	Remember(ctx context.Context, about string, data []byte) error
	// SaveTurn keeps that something else is counted from now on.
	SaveTurn(ctx context.Context, t vigie.Turn) error
	// Judging and SaveJudging remember the latest judging-again; the zero value
	// where there was none.
	Judging(ctx context.Context) (Judging, error)
	SaveJudging(ctx context.Context, j Judging) error
}

// TopicVersion is a query that a topic had.
type TopicVersion struct {
	Version int
	Query   string
	At      time.Time
	By      string // login of who wrote it; empty where nobody told
}

// Example is a text that a topic must match, or must not.
type Example struct {
	Must bool
	Text string // a first line followed by an empty one is its title
}

// Card is what a person answered when asked whether a mention speaks of what a
// topic is about.
type Card struct {
	Topic   vigie.TopicID
	Mention vigie.MentionID
	Answer  CardAnswer
	// Random says that it was drawn at random among all that the topic took; else
	// it was chosen to teach.
	Random bool
	By     string // login; empty for the command line
	At     time.Time
}

// CardAnswer is an answer to a card; zero is none.
type CardAnswer int8

// The answers. CardSkip: the person cannot tell.
const (
	CardYes CardAnswer = iota + 1
	CardNo
	CardSkip
)

// Rematch is a stretch of the archive decided again for one topic.
type Rematch struct {
	Topic    vigie.TopicID
	From, To vigie.MentionID
	Hits     []Hit
	Aside    []Aside // of this topic, in place of what was put aside there
}

// Hit is one mention that matches.
type Hit struct {
	Mention vigie.MentionID
	Match   vigie.Match
}

// Aside is a mention that a topic would have taken, had a noise pack not held
// of it. It is kept, and counts nowhere.
type Aside struct {
	Topic   vigie.TopicID
	Mention vigie.MentionID
	Pack    string // noise.Pack.Name
}

// Job is a reading-again under way or done, as pages show it and as it resumes
// after a stop.
type Job struct {
	Topic   vigie.TopicID
	Version int             // of the topic's query being applied
	Before  vigie.MentionID // everything from here up is done
	Looked  int64           // mentions looked at
	Joined  int64
	Left    int64
	Started time.Time
	Ended   time.Time // zero while under way
	// Share is how much of the archive's time span is done, 0 to 1.
	Share float64
}

// Judged is what was made of a mention anew. Matches it does not have are left
// out.
type Judged struct {
	Mention vigie.MentionID
	Intents []vigie.Intent
	Matches []vigie.Match
	Maker   string
}

// Judging is a judging-again of all that matched, under way or done.
type Judging struct {
	Maker   string          // by whom
	Before  vigie.MentionID // everything from here up is done
	Looked  int64
	Changed int64
	Started time.Time
	Ended   time.Time // zero while under way
	Share   float64   // of the archive's time span, 0 to 1
}

// Regroup is mentions that were asked again what they are copies of, newest
// first.
type Regroup struct {
	At    time.Time // now
	Items []Regrouped
	// Anew says that the stories there are were made by another story.Maker: a
	// mention leaves its story where it is no copy of what was asked before it.
	Anew bool
}

// Regrouped is one of them. CopyOf are kept mentions that were asked before it,
// or came since; Sketch is zero where it is remembered already.
type Regrouped struct {
	Mention vigie.MentionID
	Sketch  story.Sketch
	CopyOf  []vigie.MentionID
}

// Regrouping is a grouping-again of all that is kept, under way or done.
type Regrouping struct {
	Maker   string          // story.Maker that groups
	Anew    bool            // another one grouped before
	Before  vigie.MentionID // everything from here up is done
	Looked  int64
	Moved   int64 // mentions of another story than before
	Started time.Time
	Ended   time.Time // zero while under way
	Share   float64   // of the archive's time span, 0 to 1
}

// Found is where a key was found. Kept is nil when the mention only waits in
// the heard buffer, and then Buffered is set.
type Found struct {
	Kept     *vigie.Kept
	Buffered *vigie.Mention
	Heard    []vigie.Hearing
}
