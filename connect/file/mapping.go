package file

import (
	"strings"
	"time"

	"vigie.example/vigie"
)

// Mapping says which column of a file is what. A field that is empty means
// that the file has no such column; Text or Title must be named. The zero
// Mapping names nothing and Check refuses it.
type Mapping struct {
	ID         string `json:"id,omitempty"` // what the network calls the post; the same id twice is an edit
	Text       string `json:"text,omitempty"`
	Title      string `json:"title,omitempty"`
	Author     string `json:"author,omitempty"`     // stable account name or number
	AuthorName string `json:"authorName,omitempty"` // as displayed
	AuthorURL  string `json:"authorUrl,omitempty"`
	Date       string `json:"date,omitempty"`
	Clock      string `json:"clock,omitempty"` // time of day, where it has its own column
	URL        string `json:"url,omitempty"`
	Site       string `json:"site,omitempty"` // host name or address
	Channel    string `json:"channel,omitempty"`
	Network    string `json:"network,omitempty"`
	Lang       string `json:"lang,omitempty"`
	Rating     string `json:"rating,omitempty"`
	ReplyTo    string `json:"replyTo,omitempty"` // id, or address, of what is answered
	Thread     string `json:"thread,omitempty"`
	Bio        string `json:"bio,omitempty"`     // what the author says of themselves
	Country    string `json:"country,omitempty"` // two letters
	To         string `json:"to,omitempty"`      // accounts it is addressed to
	Parent     string `json:"parent,omitempty"`  // text of what is answered
	Links      string `json:"links,omitempty"`   // addresses it leads to
	Images     string `json:"images,omitempty"`  // addresses of its pictures
	Videos     string `json:"videos,omitempty"`  // addresses of its films
	Repost     string `json:"repost,omitempty"`  // yes where it says again what somebody else said
	Reactions  string `json:"reactions,omitempty"`
	Replies    string `json:"replies,omitempty"`
	Reposts    string `json:"reposts,omitempty"`
	Views      string `json:"views,omitempty"`
	Followers  string `json:"followers,omitempty"`

	// DateLayout is "dmy" or "mdy" for dates in figures, or a layout as package
	// time has it. Empty: learnt from the first rows.
	DateLayout string `json:"dateLayout,omitempty"`
	// Zone is the IANA zone of dates that name none; UTC when empty.
	Zone string `json:"zone,omitempty"`
	// House is the zone of times of day that name none, where Zone is empty: that
	// of whoever brings the file in. A day without a time stays midnight UTC, and
	// so is told by the same words wherever it is read.
	House *time.Location `json:"-"`
	// DefaultChannel and DefaultNetwork are for rows that name none.
	DefaultChannel vigie.Channel `json:"defaultChannel,omitempty"`
	DefaultNetwork string        `json:"defaultNetwork,omitempty"`
	// Best is the best mark Rating can hold; 5 when zero.
	Best float64 `json:"best,omitempty"`
	// SharedURL says that URL is a page on which many rows stand, and not the
	// address of each: it does not tell rows apart.
	SharedURL bool `json:"sharedUrl,omitempty"`
	// Own says that the rows were published by the organisation itself.
	Own bool `json:"own,omitempty"`
}

// role is one field of a mention that a column can fill.
type role int8

const (
	roleID role = iota
	roleText
	roleTitle
	roleAuthor
	roleAuthorName
	roleAuthorURL
	roleDate
	roleClock
	roleURL
	roleSite
	roleChannel
	roleNetwork
	roleLang
	roleRating
	roleReplyTo
	roleThread
	roleBio
	roleCountry
	roleTo
	roleParent
	roleLinks
	roleImages
	roleVideos
	roleRepost
	roleReactions // the counts stand together, as in vigie.Metric
	roleReplies
	roleReposts
	roleViews
	roleFollowers
	roles
)

// fields points at the name of each role's column.
func (m *Mapping) fields() [roles]*string {
	return [roles]*string{
		&m.ID, &m.Text, &m.Title, &m.Author, &m.AuthorName, &m.AuthorURL, &m.Date, &m.Clock, &m.URL, &m.Site,
		&m.Channel, &m.Network, &m.Lang, &m.Rating, &m.ReplyTo, &m.Thread,
		&m.Bio, &m.Country, &m.To, &m.Parent, &m.Links, &m.Images, &m.Videos, &m.Repost, &m.Reactions, &m.Replies, &m.Reposts,
		&m.Views, &m.Followers,
	}
}

// Check says whether a file with these columns can be read by m. The error is
// a vigie.Error of kind Invalid: it names the column that is missing and lists
// those there are, or names the setting that makes no sense.
func (m Mapping) Check(columns []string) error {
	if m.Text == "" && m.Title == "" {
		return vigie.Errorf(vigie.Invalid, nil, "file-no-text-column", listed(columns))
	}
	for _, name := range m.fields() {
		if *name != "" && indexOf(columns, *name) < 0 {
			return vigie.Errorf(vigie.Invalid, nil, "file-no-column", *name, listed(columns))
		}
	}
	if _, err := time.LoadLocation(m.Zone); err != nil {
		return vigie.Errorf(vigie.Invalid, err, "file-bad-zone", m.Zone)
	}
	if m.DefaultChannel != "" && !m.DefaultChannel.Valid() {
		return vigie.Errorf(vigie.Invalid, nil, "file-bad-channel", string(m.DefaultChannel))
	}
	if m.Best < 0 {
		return vigie.Errorf(vigie.Invalid, nil, "file-bad-best", m.Best)
	}
	return nil
}

// indexOf finds a column by its name; case does not matter where the exact
// name is not there.
func indexOf(columns []string, name string) int {
	near := -1
	for i, c := range columns {
		if c == name {
			return i
		}
		if near < 0 && strings.EqualFold(c, strings.TrimSpace(name)) {
			near = i
		}
	}
	return near
}

// listed prints the columns there are; a table of many is cut.
func listed(columns []string) string {
	const most = 40
	if len(columns) > most {
		return strings.Join(columns[:most], ", ") + ", …"
	}
	return strings.Join(columns, ", ")
}
