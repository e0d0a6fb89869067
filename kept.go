package vigie

import "time"

// Kept is a mention as an archive holds it: what was said, what was made of
// it, the topics it belongs to and who carried it to us.
type Kept struct {
	Mention Mention
	Reading Reading
	Matches []Match
	Heard   []Hearing // oldest first; filled by Archive.Mention and Trace, not by searches
}

// Hearing ties a mention to one source that carried it.
type Hearing struct {
	Source SourceID
	At     time.Time
}

// Change is one line of an archive's change log. Seq grows by at least one at
// each line and is given by the archive, not by a clock: a reader that keeps
// the last Seq it dealt with (its bookmark) misses nothing and repeats nothing.
type Change struct {
	Seq     int64
	Mention MentionID
	Kind    ChangeKind
	At      time.Time
}

// ChangeKind says what happened to a mention.
type ChangeKind int8

// A reread never rings and never opens a case: what was said is not new, only
// what Vigie makes of it.
const (
	New       ChangeKind = iota + 1
	Edited               // another text under the same key
	Reread               // topics or reading changed
	Corrected            // a person changed the reading
	Erased
	Withdrawn // its author took it back at its source
)

// Workspace is what the first-run page asks, and what days and figures are
// told in.
type Workspace struct {
	Name      string // of the organisation
	Site      string // its web site, as SiteOf
	Sector    string // what its brand and its rivals have in common; a free word
	Customers int    // about how many; 0 when not told
	Zone      string // IANA name; days are counted in it; "Europe/Paris" when empty
	Lang      string // "fr" or "en": language of letters and of the first visit
}

// Extent is the size of an archive.
type Extent struct {
	Kept, Buffered int64
	Oldest, Newest time.Time // publication; zero when nothing is kept
	Bytes          int64     // on disk
}
