package api

import (
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Mention is a kept mention as the face tells it. Ids are strings, because
// they go beyond what a double holds.
type Mention struct {
	ID           vigie.MentionID `json:"id,string,omitempty"`
	Key          vigie.Key       `json:"key"`
	Network      string          `json:"network,omitempty"`
	Channel      vigie.Channel   `json:"channel"`
	Site         string          `json:"site,omitempty"`
	URL          string          `json:"url,omitempty"`
	Title        string          `json:"title,omitempty"`
	Text         string          `json:"text"`
	Author       string          `json:"author,omitempty"`     // as displayed
	AuthorKey    string          `json:"author_key,omitempty"` // as counted, and as erased
	Own          bool            `json:"own,omitempty"`
	Noted        bool            `json:"noted,omitempty"` // in no figure
	NotedBy      string          `json:"noted_by,omitempty"`
	ReplyTo      vigie.Key       `json:"reply_to,omitempty"`
	Lang         string          `json:"lang,omitempty"`
	Intents      []vigie.Intent  `json:"intents,omitempty"`
	Story        vigie.StoryID   `json:"story,omitempty"` // copies of one text share it
	Published    time.Time       `json:"published,omitzero"`
	PublishedRaw string          `json:"published_raw,omitempty"`
	Heard        time.Time       `json:"heard,omitzero"`
	Rating       float64         `json:"rating,omitempty"`
	RatingBest   float64         `json:"rating_best,omitempty"`
	Counts       *Counts         `json:"counts,omitempty"`
	Version      int             `json:"version,omitempty"`
	Withdrawn    time.Time       `json:"withdrawn,omitzero"` // by its author; no text is kept
	Topics       []Match         `json:"topics"`
	HeardBy      []Hearing       `json:"heard_by,omitempty"`
	Earlier      []Version       `json:"earlier,omitempty"`
}

// Counts is what the network of a mention counted on it, at its newest word;
// what it does not tell is left out.
type Counts struct {
	At        time.Time `json:"at"`
	Reactions *int64    `json:"reactions,omitempty"`
	Replies   *int64    `json:"replies,omitempty"`
	Reposts   *int64    `json:"reposts,omitempty"`
	Views     *int64    `json:"views,omitempty"`
	Followers *int64    `json:"followers,omitempty"` // of the author
}

// countsOf returns what is counted on a mention; nil where nothing was told.
func countsOf(m *vigie.Mention) *Counts {
	now, ok := vigie.Recounted(nil, m.Metrics)
	if !ok {
		return nil
	}
	c := Counts{At: now.At}
	for to, n := range map[**int64]int64{&c.Reactions: now.Reactions, &c.Replies: now.Replies, &c.Reposts: now.Reposts, &c.Views: now.Views, &c.Followers: now.Followers} {
		if n >= 0 {
			*to = &n
		}
	}
	return &c
}

// Match is one topic of a mention.
type Match struct {
	ID      vigie.TopicID `json:"id"`
	Name    string        `json:"name,omitempty"`
	Opinion string        `json:"opinion"`
}

// Hearing is one source that carried a mention.
type Hearing struct {
	Source vigie.SourceID `json:"source"`
	Name   string         `json:"name,omitempty"`
	At     time.Time      `json:"at,omitzero"`
}

// Version is an earlier text of a mention.
type Version struct {
	Version int       `json:"version"`
	Title   string    `json:"title,omitempty"`
	Text    string    `json:"text"`
	Heard   time.Time `json:"heard,omitzero"`
}

// Page is one page of a search.
type Page struct {
	Mentions []Mention `json:"mentions"`
	Next     string    `json:"next,omitempty"` // give it back as "after"
	Count    int       `json:"count"`
	More     bool      `json:"more,omitempty"` // there are more than Count
}

// Topic is a topic, and what reading again for it has come to.
type Topic struct {
	ID      vigie.TopicID   `json:"id,omitempty"`
	Name    string          `json:"name"`
	Kind    vigie.TopicKind `json:"kind,omitempty"` // theme when empty
	Sector  string          `json:"sector,omitempty"`
	Query   string          `json:"query"`
	Version int             `json:"version,omitempty"`
	Created time.Time       `json:"created,omitzero"`
	Changed time.Time       `json:"changed,omitzero"`
}

// Job is the archive being read again for a topic.
type Job struct {
	Topic   vigie.TopicID `json:"topic"`
	Name    string        `json:"name,omitempty"`
	Version int           `json:"version"`
	Looked  int64         `json:"looked"`
	Joined  int64         `json:"joined"`
	Left    int64         `json:"left"`
	Share   float64       `json:"share"`
	Started time.Time     `json:"started,omitzero"`
	Ended   time.Time     `json:"ended,omitzero"` // zero while under way
}

// Source is a source and its health.
type Source struct {
	ID          vigie.SourceID   `json:"id,omitempty"`
	Kind        vigie.SourceKind `json:"kind,omitempty"`
	Address     string           `json:"address"`
	Name        string           `json:"name,omitempty"`
	Site        string           `json:"site,omitempty"`
	Home        string           `json:"home,omitempty"`
	Channel     vigie.Channel    `json:"channel,omitempty"`
	Own         bool             `json:"own,omitempty"`
	Brand       vigie.TopicID    `json:"brand,omitempty"` // whose place it is
	KeepAll     bool             `json:"keep_all,omitempty"`
	State       vigie.State      `json:"state,omitempty"`
	Fault       string           `json:"fault,omitempty"`
	Items       int64            `json:"items"`
	LastVisit   time.Time        `json:"last_visit,omitzero"`
	LastSuccess time.Time        `json:"last_success,omitzero"`
	NextVisit   time.Time        `json:"next_visit,omitzero"`
}

// NewSource asks for sources to be added. With Discover set, Address may be
// any page of a site and everything found there is added; else Address is a
// feed (or of the kind told) and added as it is.
type NewSource struct {
	Address string           `json:"address"`
	Kind    vigie.SourceKind `json:"kind,omitempty"`
	Name    string           `json:"name,omitempty"`
	Channel vigie.Channel    `json:"channel,omitempty"`
	// Own says that it is the organisation's own place; Of names the topic of the
	// brand whose place it is otherwise, or its id.
	Own      bool   `json:"own,omitempty"`
	Of       string `json:"of,omitempty"`
	KeepAll  bool   `json:"keep_all,omitempty"`
	Discover bool   `json:"discover,omitempty"`
	// Password opens a mailbox (imap://user@host/folder). It is kept apart from
	// the source and never answered.
	Password string `json:"password,omitempty"`
}

// Look is one thing found at an address or under a name, before it is added.
type Look struct {
	NewSource
	What  vigie.Sentence `json:"-"`
	Said  string         `json:"what,omitempty"` // What, in the language asked for
	Items []LookItem     `json:"items,omitempty"`
}

// LookItem is one of the last things said there.
type LookItem struct {
	Title string    `json:"title,omitempty"`
	URL   string    `json:"url,omitempty"`
	At    time.Time `json:"at,omitzero"`
}

// Visit is a line of a listen stream: one source visited. The last line is
// the sum, with Done set; where the stream failed it carries Error instead.
type Visit struct {
	Source  vigie.SourceID `json:"source,omitempty"`
	Name    string         `json:"name,omitempty"`
	Visited int            `json:"visited,omitempty"` // sources, on the last line
	Failed  int            `json:"failed,omitempty"`  // sources, on the last line
	Items   int            `json:"items"`
	New     int            `json:"new"`
	Fault   string         `json:"fault,omitempty"`
	Done    bool           `json:"done,omitempty"`
	Error   *Error         `json:"error,omitempty"`

	// Why is the fault before it is put into words.
	Why vigie.Sentence `json:"-"`
}

// Import says how a file is to be read.
type Import struct {
	Name    string // of the file, which becomes a source of that name
	Format  string // "csv" or "jsonl"; by the name where empty
	Mapping string // JSON: field of a mention -> column; guessed where empty
	Channel vigie.Channel
	Network string
	Site    string
	Own     bool
	Guess   bool  // not as files with the same columns were read before
	Skip    int64 // rows known to be durable already
}

// Progress is a line of an import stream, and its acknowledgement: every row
// up to Rows is durable. The last line has Done set; where the stream failed
// it carries Error, and what was acknowledged before stands.
type Progress struct {
	Rows     int64    `json:"rows"`
	New      int64    `json:"new"`
	Edited   int64    `json:"edited"`
	Known    int64    `json:"known"`
	Buffered int64    `json:"buffered"`
	Refused  int64    `json:"refused"`
	Problems []string `json:"problems,omitempty"` // since the line before; at most 20 a line
	// Again is which column holds what where that is as for files with the same
	// columns before; on the first line alone.
	Again map[string]string `json:"again,omitempty"`
	Done  bool              `json:"done,omitempty"`
	Error *Error            `json:"error,omitempty"`

	// Told are the problems before they are put into words.
	Told []vigie.Sentence `json:"-"`
}

// Trace is what became of an address or a text.
type Trace struct {
	Of      string       `json:"of"`
	Verdict string       `json:"verdict"` // kept, buffered or unheard
	Tell    []string     `json:"tell"`    // in words, one line each
	Mention *Mention     `json:"mention,omitempty"`
	Same    []Mention    `json:"same,omitempty"` // kept mentions that hold the text
	HeardBy []Hearing    `json:"heard_by,omitempty"`
	Story   *Story       `json:"story,omitempty"` // that it joined; none where it has no copies
	Topics  []TraceTopic `json:"topics,omitempty"`
}

// Story is the copies of one text.
type Story struct {
	ID       vigie.StoryID   `json:"id"`
	Mentions int             `json:"mentions"`
	Sites    int             `json:"sites"`
	Voices   int             `json:"voices"`
	Origin   vigie.MentionID `json:"origin,string"` // the first one published
	Last     time.Time       `json:"last,omitzero"`
}

// TraceTopic is what one topic decided, and which part of it.
type TraceTopic struct {
	ID      vigie.TopicID `json:"id"`
	Name    string        `json:"name"`
	Matched bool          `json:"matched"`
	Tell    string        `json:"tell"`
	Why     []string      `json:"why,omitempty"`
}

// Check is one thing that was looked after.
type Check struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Tell string `json:"tell"`         // what was found
	Do   string `json:"do,omitempty"` // what to do about it; empty where OK

	// Found and Advice are Tell and Do before they are put into words.
	Found  vigie.Sentence `json:"-"`
	Advice vigie.Sentence `json:"-"`
}

// Status is the size and the state of everything.
type Status struct {
	Version  string         `json:"version,omitempty"`
	Name     string         `json:"name,omitempty"`
	Kept     int64          `json:"kept"`
	Buffered int64          `json:"buffered"`
	Bytes    int64          `json:"bytes"`
	Oldest   time.Time      `json:"oldest,omitzero"`
	Newest   time.Time      `json:"newest,omitzero"`
	Topics   int            `json:"topics"`
	Sources  int            `json:"sources"`
	Failing  int            `json:"failing"`
	Seq      int64          `json:"seq"`
	States   map[string]int `json:"states,omitempty"`
}

// Workspace is what the first-run page asks.
type Workspace struct {
	Name      string `json:"name"`
	Site      string `json:"site,omitempty"`
	Sector    string `json:"sector,omitempty"`
	Customers int    `json:"customers,omitempty"`
	Zone      string `json:"zone,omitempty"`
	Lang      string `json:"lang,omitempty"`
}

// names gives topics and sources the names people know.
type names struct {
	topics  map[vigie.TopicID]string
	sources map[vigie.SourceID]string
}

// mentionOf tells a kept mention.
func mentionOf(k *vigie.Kept, n names) Mention {
	m := &k.Mention
	w := Mention{
		ID: m.ID, Key: m.Key, Network: m.Network, Channel: m.Channel, Site: m.Site,
		URL: m.URL, Title: m.Title, Text: m.Text,
		Author: authorName(m.Author), AuthorKey: m.Author.Key(m.Network, m.Site),
		Own: m.Own, Noted: m.Noted, NotedBy: m.NotedBy, ReplyTo: m.ReplyTo, Lang: k.Reading.Lang, Intents: k.Reading.Intents, Story: k.Reading.Story,
		Published: m.Published, PublishedRaw: m.PublishedRaw, Heard: m.Heard,
		Rating: m.Rating.Value, RatingBest: m.Rating.Best, Counts: countsOf(m), Version: m.Version, Withdrawn: m.Withdrawn,
		Topics: []Match{},
	}
	for _, t := range k.Matches {
		w.Topics = append(w.Topics, Match{ID: t.Topic, Name: n.topics[t.Topic], Opinion: t.Opinion.String()})
	}
	for _, h := range k.Heard {
		w.HeardBy = append(w.HeardBy, Hearing{Source: h.Source, Name: n.sources[h.Source], At: h.At})
	}
	return w
}

// authorName returns what an author is called.
func authorName(a vigie.Author) string {
	if a.Name != "" {
		return a.Name
	}
	return a.Account
}

func topicOf(t vigie.Topic) Topic {
	return Topic{
		ID: t.ID, Name: t.Name, Kind: t.Kind, Sector: t.Sector, Query: t.Query,
		Version: t.Version, Created: t.Created, Changed: t.Changed,
	}
}

func jobOf(j watch.Job, n names) Job {
	return Job{
		Topic: j.Topic, Name: n.topics[j.Topic], Version: j.Version, Looked: j.Looked,
		Joined: j.Joined, Left: j.Left, Share: j.Share, Started: j.Started, Ended: j.Ended,
	}
}
