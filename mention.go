package vigie

import (
	"regexp"
	"slices"
	"time"
)

// MentionID is the row of a mention in its archive. It is made of the
// (clamped) publication instant in milliseconds and a sequence, so that
// walking ids downwards is walking newest first. The archive gives it once and
// for ever; zero means "not kept yet".
type MentionID int64

// mentionSeqBits is the room left under the milliseconds: 2^20 mentions may
// share one millisecond (a file without hours puts a whole day on one).
const mentionSeqBits = 20

// FirstMentionID returns the smallest id a mention published at t can have.
// Archives add a sequence to it; searches use it as the bound of a period.
// Instants before 1970 give zero.
func FirstMentionID(t time.Time) MentionID {
	ms := t.UnixMilli()
	if ms < 0 {
		return 0
	}
	return MentionID(ms << mentionSeqBits)
}

// Time returns the instant the id was made from, to the millisecond, UTC. For
// a mention of unknown date it is when it was heard.
func (id MentionID) Time() time.Time {
	return time.UnixMilli(int64(id) >> mentionSeqBits).UTC()
}

// Mention is one published thing at one address by one author at one time, as
// the outside said it. It is never edited: another text under the same Key is
// another version of it. What Vigie made of it is a Reading.
type Mention struct {
	ID  MentionID // zero until kept
	Key Key       // which thing it is; see NewKey

	Network string  // "mastodon", "bluesky", ...; empty for the open web and files
	Channel Channel // what kind of place it stands in
	Site    string  // host without "www.", lower case; empty where there is none
	URL     string  // where a person can open it; http or https, else empty
	Title   string  // plain text, one line; may be empty
	Text    string  // plain UTF-8, paragraphs parted by an empty line; see text.Clean
	Author  Author
	Own     bool // published by an account of the organisation itself
	// Noted says that nobody we listen to carried it, only a person who saw it:
	// it is kept, found and answered like any other, and stands in no figure.
	// The first source that carries it too ends that. NotedBy is who noted it.
	Noted    bool
	NotedBy  string
	ReplyTo  Key    // the mention it answers; empty when none or unknown
	Thread   string // what its network calls the conversation; empty when unknown
	Declared string // language the source claims, ISO 639-1; empty when none

	// What follows is told by few sources. Empty means that nobody told, not
	// that there is none, but for what the text itself shows.
	Repost  bool     // says again what somebody else said: a boost, a retweet
	To      []string // accounts it is addressed to, written as Author.Account
	Parent  string   // text, or title, of what it answers: plain, at most ParentMost bytes
	Links   []string // addresses it leads to, http or https, beside those in its text
	Media   Media    // what it shows
	Country string   // where its author says to be: ISO 3166-1 alpha-2, in capitals

	// Published is when the outside says it was published, clamped into
	// [1990, heard + 1 day]. Zero means that no date was given.
	Published time.Time
	// PublishedRaw keeps the date as it was written where Published had to be
	// clamped or could not be read; empty otherwise.
	PublishedRaw string
	Heard        time.Time // when Vigie first met it

	Rating  Rating   // a reviewer's mark; zero value when none
	Metrics []Metric // what the network counted, newest last
	Version int      // 1 for the first text under Key, 2 for its first edit ...
	// Withdrawn is when we learnt that its author took it back where it was
	// published; zero as long as it stands. Its texts are then gone from the
	// archive for good; it still counts as said.
	Withdrawn time.Time
}

// ParentMost bounds Mention.Parent, in bytes: enough to know what is answered,
// without keeping every text twice.
const ParentMost = 2000

// Media is a set of what a mention shows beside its text.
type Media uint8

// The media. The zero set says that none was told of.
const (
	MediaImage Media = 1 << iota
	MediaVideo
	MediaSound
)

// DateKnown reports whether the outside gave a usable date. Mentions without
// one are shown with the day they were heard and left out of baselines.
func (m *Mention) DateKnown() bool { return !m.Published.IsZero() }

// TitledByOthers reports whether the title is that of what the mention comments
// or answers, in whose words its author had no part.
func (m *Mention) TitledByOthers() bool {
	return m.Title != "" && (m.Channel == Comment || m.ReplyTo != "" || titleOfAnswer.MatchString(m.Title))
}

// titleOfAnswer is how forums and mail programs begin the title of an answer.
var titleOfAnswer = regexp.MustCompile(`^(?i:re|rép|aw|sv|rif|antw|odp)[ \x{a0}\x{202f}]?:`)

// When returns the instant the mention is filed under: its publication, or
// when it was heard if that is unknown.
func (m *Mention) When() time.Time {
	if m.DateKnown() {
		return m.Published
	}
	return m.Heard
}

// Author is who signed a mention, as the outside names them.
type Author struct {
	Account string // stable name on Network ("@marie@btp.example", a numeric id); empty when none
	Name    string // as displayed; may be empty
	URL     string // the author's page, if any
	Bio     string // what the author says of themselves there, plain; empty when not told
}

// Key returns the identity under which this author is counted as one voice: the
// account on its network, else the by-line on its site, else the site itself
// (an unsigned site is one voice). Two authors are never joined by likeness.
func (a Author) Key(network, site string) string {
	switch {
	case a.Account != "" && network != "":
		return network + ":" + a.Account
	case a.Account != "":
		return site + ":" + a.Account
	case a.Name != "":
		return site + "~" + a.Name
	default:
		return site
	}
}

// Rating is a mark out of a best one, as reviews give it. The zero value means
// that none was given.
type Rating struct {
	Value float64 // 0 to Best
	Best  float64 // 5 for five stars; 0 means "no rating"
}

// Given reports whether there is a rating at all.
func (r Rating) Given() bool { return r.Best > 0 }

// Metric is what a network said it had counted on a mention at one moment.
// Counts are -1 where the network does not tell.
type Metric struct {
	At        time.Time
	Reactions int64
	Replies   int64
	Reposts   int64
	Views     int64
	Followers int64 // of the author at that moment
}

// Recounted returns what is known of the counts of a mention once they are told
// again: of each the newest that was told, at the moment of the newest telling.
// ok is false where now is no newer, or tells the same within a day: then was
// stays as it is.
func Recounted(was, now []Metric) (m Metric, ok bool) {
	if len(now) == 0 {
		return Metric{}, false
	}
	old := folded(was)
	m = folded(append(slices.Clone(was), now...))
	m.At = now[len(now)-1].At
	if !m.At.After(old.At) && len(was) > 0 {
		return Metric{}, false
	}
	same := m
	same.At = old.At
	return m, len(was) == 0 || same != old || m.At.Sub(old.At) >= recountedAgain
}

// recountedAgain is when counts that did not move are dated anew.
const recountedAgain = 24 * time.Hour

// folded returns of each count the last that was told, -1 where none was.
func folded(list []Metric) Metric {
	out := Metric{Reactions: -1, Replies: -1, Reposts: -1, Views: -1, Followers: -1}
	for _, m := range list {
		out.At = m.At
		for _, c := range []struct{ to, from *int64 }{
			{&out.Reactions, &m.Reactions}, {&out.Replies, &m.Replies}, {&out.Reposts, &m.Reposts}, {&out.Views, &m.Views}, {&out.Followers, &m.Followers},
		} {
			if *c.from >= 0 {
				*c.to = *c.from
			}
		}
	}
	return out
}

// Date clamps a publication date as every connector must: an instant before
// 1990 or more than a day after it was heard is a mistake of the outside and
// becomes 1990 or the moment of hearing. It returns the instant to file under
// (zero stays zero) and whether it was changed.
func Date(published, heard time.Time) (t time.Time, clamped bool) {
	switch {
	case published.IsZero():
		return time.Time{}, false
	case published.Before(earliest):
		return earliest, true
	case published.After(heard.Add(24 * time.Hour)):
		return heard.UTC().Truncate(time.Millisecond), true
	default:
		return published.UTC().Truncate(time.Millisecond), false
	}
}

// earliest: nothing on the web was published before it existed; feeds that say
// 1970 mean "we do not know".
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
