package vigie

import "time"

// TopicID is given by the ledger; zero means "not kept yet".
type TopicID int64

// Topic is something the organisation follows: itself, a rival, a theme, a
// campaign. It is a query, and everything about it is retroactive: a changed
// query is run again over the archive.
type Topic struct {
	ID      TopicID
	Name    string
	Kind    TopicKind
	Sector  string // topics of one sector are compared with one another; may be empty
	Query   string // in the language of package query
	Version int    // grows by one at each change of Query
	Created time.Time
	Changed time.Time // last change of Query
	By      string    // login of who changes Query: kept with the version, and empty when read
}

// TopicKind says what a topic stands for.
type TopicKind string

// The kinds. A share of voice is taken over the Own and Rival topics of one
// sector; themes and campaigns are followed beside them.
const (
	OwnBrand TopicKind = "own"
	Rival    TopicKind = "rival"
	Theme    TopicKind = "theme"
	Campaign TopicKind = "campaign"
)

// Brand reports whether topics of this kind take part in shares of voice.
func (k TopicKind) Brand() bool { return k == OwnBrand || k == Rival }

// Valid reports whether k is one of the four kinds.
func (k TopicKind) Valid() bool {
	return k == OwnBrand || k == Rival || k == Theme || k == Campaign
}
