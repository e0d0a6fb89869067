package alert

import (
	"context"
	"fmt"
	"time"

	"vigie.example/vigie"
)

// Message is something to be told to one route. What it says is composed when
// it leaves, from what is known then, so that nothing of anybody's words waits
// in it.
type Message struct {
	// Key names what is told and to whom; a Key is told once, ever.
	Key   string
	Kind  MessageKind
	Alert ID // of AlertMessage
	// Report, Brand and Month say which report a ReportMessage takes along: of the
	// month that holds Month, about Brand, or one's own where it is 0.
	Report ReportKind    `json:",omitempty"`
	Brand  vigie.TopicID `json:",omitempty"`
	Month  time.Time     `json:",omitzero"`
	Route  Route         // as it was when the message was made
	Made   time.Time
	Due    time.Time // not before
	State  Sending
	Tries  int
	// Why is what went wrong the last time; zero where nothing did.
	Why vigie.Sentence
	// Ended is when it was sent or given up; zero before.
	Ended time.Time
}

// MessageKind says what a message holds.
type MessageKind string

// One alert; those of a day together; the letter of Monday; a report of a month;
// a trial of a route.
const (
	AlertMessage  MessageKind = "alert"
	DigestMessage MessageKind = "digest"
	LetterMessage MessageKind = "letter"
	ReportMessage MessageKind = "report"
	TrialMessage  MessageKind = "trial"
)

// Sending is where a message is on its way.
type Sending string

// A dead message was given up after some tries, or refused for good; a
// person sees it and may send it again.
const (
	Pending Sending = "pending"
	Sent    Sending = "sent"
	Dead    Sending = "dead"
)

// digestHour is when digests leave, in the workspace's zone.
const digestHour = 9

// tell posts an alert to the routes, at once or in the digest. Level 0 is told
// by the page alone.
func (g *Guard) tell(ctx context.Context, s *surroundings, a *Alert) error {
	if a.Level < 1 {
		return nil
	}
	var out []Message
	for _, r := range s.settings.Routes {
		m := Message{Key: fmt.Sprintf("alert-%d-%s", a.ID, r.Name), Kind: AlertMessage, Alert: a.ID, Route: r, Made: s.now, State: Pending}
		if a.Level < r.Least {
			day := nextDigest(s.now, s.zone)
			m.Key = fmt.Sprintf("digest-%s-%s", day.In(s.zone).Format(time.DateOnly), r.Name)
			m.Kind, m.Alert, m.Due = DigestMessage, 0, day
			out = append(out, m)
			continue
		}
		m.Due = s.now
		grave := s.settings.Quiet.Least
		if grave == 0 {
			grave = 4
		}
		if a.Level < grave {
			m.Due = s.settings.Quiet.Until(s.now, s.zone)
		}
		out = append(out, m)
	}
	return g.post(ctx, out)
}

// nextDigest returns when the next digest leaves.
func nextDigest(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	at := time.Date(y, m, d, digestHour, 0, 0, 0, zone)
	if !at.After(now) {
		at = time.Date(y, m, d+1, digestHour, 0, 0, 0, zone)
	}
	return at.UTC()
}
