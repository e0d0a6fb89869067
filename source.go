package vigie

import (
	"strconv"
	"time"
)

// SourceID is given by the ledger; zero means "not kept yet".
type SourceID int64

// Source is one place Vigie listens to: a feed, a page, an account, a file
// that was brought in.
type Source struct {
	ID      SourceID
	Kind    SourceKind
	Address string // what is visited: a URL, or the name of a file
	Name    string // as people call it
	Site    string // host it speaks for, as SiteOf; may be empty
	Home    string // page a person opens; may be empty
	Network string
	Channel Channel
	Own     bool // what it carries is the organisation's own
	// Brand is the topic whose place it is: a rival's site or account, or the
	// comments and the forum of a site, also the organisation's own. What
	// visitors write there is addressed to that brand; what else it carries is
	// published by the brand and no voice about it. 0 is nobody's.
	Brand TopicID
	// KeepAll keeps what matches no topic for ever instead of 30 days.
	// Files, webhooks and own accounts always do.
	KeepAll bool
	Paused  bool
	Added   time.Time
	Health  Health
}

// SourceKind says how a source is visited.
type SourceKind string

// The kinds of source. A file is brought in once and never visited again.
const (
	FeedSource SourceKind = "feed"
	PageSource SourceKind = "page" // a site without feed: its front page is watched for new links
	// SitemapSource is a site without feed that tells its pages in a sitemap.
	SitemapSource SourceKind = "sitemap"
	// MastodonSource is an account, a hashtag, a search or a public timeline read
	// through a server's own interface, BlueskySource an account or a search over XRPC, JetstreamSource
	// all that is posted on Bluesky, as it is posted.
	MastodonSource  SourceKind = "mastodon"
	BlueskySource   SourceKind = "bluesky"
	JetstreamSource SourceKind = "jetstream"
	// MastodonStreamSource is a hashtag or a public timeline that a server tells
	// as posts arrive.
	MastodonStreamSource SourceKind = "mastodon-stream"
	FileSource           SourceKind = "file"
	HookSource           SourceKind = "hook"
	// NoteSource is what people note on the page or the command line.
	NoteSource SourceKind = "note"
	// ImapSource is a folder of mail to which people forward what they received.
	ImapSource SourceKind = "imap"
)

// HasPast reports whether a way into the past of such sources may be known.
func (k SourceKind) HasPast() bool {
	return k == FeedSource || k == PageSource || k == SitemapSource
}

// TakesToken reports whether sources of this kind may be given a token of one's
// own, for what a server tells only to its members.
func (k SourceKind) TakesToken() bool { return k == MastodonSource || k == MastodonStreamSource }

// TokenSecret is the name under which a ledger remembers the token of a source.
func TokenSecret(id SourceID) string { return "token " + strconv.FormatInt(int64(id), 10) }

// Noted reports whether sources of this kind carry what people saw where Vigie
// does not listen: see Mention.Noted.
func (k SourceKind) Noted() bool { return k == NoteSource || k == ImapSource }

// Streamed reports whether sources of this kind speak by themselves and are
// held open instead of being visited in turn.
func (k SourceKind) Streamed() bool { return k == JetstreamSource || k == MastodonStreamSource }

// Visited reports whether sources of this kind are on the web and are visited,
// or held open, by Vigie itself.
func (k SourceKind) Visited() bool {
	switch k {
	case FeedSource, PageSource, SitemapSource, MastodonSource, BlueskySource, JetstreamSource, MastodonStreamSource, ImapSource:
		return true
	}
	return false
}

// Health is what the last visits to a source taught us.
type Health struct {
	LastVisit   time.Time
	LastSuccess time.Time
	NextVisit   time.Time
	Failures    int      // in a row; 0 after a success
	Fault       Sentence // why the last visit failed; zero after a success
	Every       time.Duration
	Items       int64 // distinct mentions carried to us since it was added, kept or not
	// Delay is how long after its publication an item is usually heard; 0 while
	// unknown.
	Delay time.Duration
	// PerWeek is how many new items the source usually brings in seven days,
	// as an exponentially weighted mean; 0 while unknown.
	PerWeek float64
}

// State is the health of a source in one word.
type State string

// Waiting sources were never visited. Late ones did not fail but have brought
// nothing for much longer than they used to.
const (
	Waiting State = "waiting"
	Well    State = "well"
	Late    State = "late"
	Failing State = "failing"
	Paused  State = "paused"
)

// State sums up the health of s at now.
func (s *Source) State(now time.Time) State {
	h := s.Health
	switch {
	case s.Paused:
		return Paused
	case h.Failures > 0:
		return Failing
	case h.LastVisit.IsZero() && s.Kind.Visited():
		return Waiting
	case s.Kind.Visited() && !h.NextVisit.IsZero() && now.Sub(h.NextVisit) > 24*time.Hour:
		return Late
	default:
		return Well
	}
}

// Gap is a time in which a source was not heard, and why. Gaps are hatched on
// charts and left out of baselines. To is zero while it lasts.
type Gap struct {
	Source   SourceID
	From, To time.Time
	Why      Sentence
}
