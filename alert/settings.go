package alert

import (
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// Settings are what people chose. The zero value watches one's own brands at
// the default budget and tells on the pages alone.
type Settings struct {
	// Topics holds what was chosen for a topic; others have the default.
	Topics map[vigie.TopicID]Choice `json:",omitempty"`
	// Events are campaigns and announcements known beforehand.
	Events []Event `json:",omitempty"`
	Routes []Route `json:",omitempty"`
	Quiet  Quiet
	Mail   MailServer
	// NoLetter leaves the Monday letter out; Letters is where else than on the
	// page it goes.
	NoLetter bool     `json:",omitempty"`
	Letters  []string `json:",omitempty"`
	// Reports leave by mail each month.
	Reports []Posting `json:",omitempty"`
	// Address is where people reach the pages, for links in messages; empty
	// leaves the links out.
	Address string `json:",omitempty"`
}

// MailServer is what mail leaves through.
type MailServer struct {
	Address        string // host:port
	From           string // "Vigie <vigie@leroux.example>"
	User, Password string `json:",omitempty"`
}

// Choice is what was chosen for one topic.
type Choice struct {
	Off    bool
	Budget measure.Budget // 0 means measure.DefaultBudget
	// Seen is when somebody looked at the back-test and chose.
	Seen time.Time
}

// Event is something announced: it widens what is expected.
type Event struct {
	Topic    vigie.TopicID // 0 for all
	Name     string
	From, To time.Time
	Widen    float64 // how many times the usual is expected; under 1 means 3
}

// widenUsual is by how much an event widens the band where nobody said.
const widenUsual = 3

// Budgets are those offered: one false alarm in half a year, in eight weeks, in
// a month, in a week.
var Budgets = []measure.Budget{1.0 / 26, measure.DefaultBudget, 1.0 / 4, 1}

// Of returns the choice for a topic, its budget filled in, and whether it is
// watched: one's own brands unless switched off, others once switched on.
func (s *Settings) Of(t vigie.Topic) (c Choice, on bool) {
	c, chosen := s.Topics[t.ID]
	if c.Budget <= 0 {
		c.Budget = measure.DefaultBudget
	}
	return c, !c.Off && (chosen || t.Kind == vigie.OwnBrand)
}

// Choose keeps what was chosen for a topic.
func (s *Settings) Choose(t vigie.TopicID, c Choice) {
	if s.Topics == nil {
		s.Topics = map[vigie.TopicID]Choice{}
	}
	s.Topics[t] = c
}

// Widen returns by how much the band of a topic is widened at an instant.
func (s *Settings) Widen(t vigie.TopicID, at time.Time) float64 {
	w := 1.0
	for _, e := range s.Events {
		if (e.Topic == 0 || e.Topic == t) && !at.Before(e.From) && at.Before(e.To) {
			if e.Widen < 1 {
				e.Widen = widenUsual
			}
			w = max(w, e.Widen)
		}
	}
	return w
}

// Route is one way of telling.
type Route struct {
	Name   string
	Kind   RouteKind
	To     string // an address of mail, or the URL of a hook
	Secret string `json:",omitempty"` // signs a webhook
	// Least is the lowest level told at once; lower ones from 1 up wait for the digest.
	Least int
}

// RouteKind says how a route tells.
type RouteKind string

// The kinds of route.
const (
	MailRoute       RouteKind = "mail"
	HookRoute       RouteKind = "webhook"
	SlackRoute      RouteKind = "slack"
	MattermostRoute RouteKind = "mattermost"
	TeamsRoute      RouteKind = "teams"
)

// RouteKinds lists them as they are offered.
var RouteKinds = []RouteKind{MailRoute, HookRoute, SlackRoute, MattermostRoute, TeamsRoute}

// Valid reports whether k is one of the kinds.
func (k RouteKind) Valid() bool { return slices.Contains(RouteKinds, k) }

// Quiet are the hours in which only what is grave is told: from From to To
// o'clock in the workspace's zone. Equal hours mean none.
type Quiet struct {
	From, To int
	Least    int // told all the same from this level; 0 means 4
}

// Until returns when the quiet hours that hold t end; t itself outside them.
func (q Quiet) Until(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	h := local.Hour()
	in := q.From < q.To && h >= q.From && h < q.To || q.From > q.To && (h >= q.From || h < q.To)
	if !in {
		return t
	}
	y, m, d := local.Date()
	if q.From > q.To && h >= q.From {
		d++
	}
	return time.Date(y, m, d, q.To, 0, 0, 0, zone).UTC()
}
