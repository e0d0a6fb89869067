package alert

import (
	"context"
	"fmt"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/say"
)

// The letter leaves on Monday at half past eight, in the workspace's zone, even
// when nothing happened; where Vigie did not run then, as soon as it runs on that day.
const (
	letterDay    = time.Monday
	letterHour   = 8
	letterMinute = 30
)

// letter posts the letter of this Monday, once.
func (g *Guard) letter(ctx context.Context, s *surroundings) error {
	local := s.now.In(s.zone)
	if s.settings.NoLetter || len(s.settings.Letters) == 0 || local.Weekday() != letterDay ||
		local.Hour()*60+local.Minute() < letterHour*60+letterMinute {
		return nil
	}
	var out []Message
	for _, to := range s.settings.Letters {
		out = append(out, Message{
			Key: fmt.Sprintf("letter-%s-%s", local.Format(time.DateOnly), to), Kind: LetterMessage, Made: s.now, Due: s.now, State: Pending,
			Route: Route{Name: to, Kind: MailRoute, To: to},
		})
	}
	return g.post(ctx, out)
}

// Letter is what the Monday letter tells.
type Letter struct {
	From, To time.Time // the week before
	Visited  int       // sources that are visited
	Down     int
	Waiting  int64 // solicitations of our own brands without an answer heard
	Alerts   []Alert
	Open     int
}

// Letter gathers the week before now.
func (g *Guard) Letter(ctx context.Context) (Letter, error) {
	now := g.o.Now().UTC()
	l := Letter{From: now.AddDate(0, 0, -7), To: now}
	sources, err := g.o.Ledger.Sources(ctx)
	if err != nil {
		return l, err
	}
	for _, s := range sources {
		if !s.Kind.Visited() || s.Paused {
			continue
		}
		l.Visited++
		if st := s.State(now); st == vigie.Failing || st == vigie.Late {
			l.Down++
		}
	}
	all, err := g.o.Ledger.Alerts(ctx, false, 500)
	if err != nil {
		return l, err
	}
	for _, a := range all {
		switch {
		case a.Recalled || a.Kind == Silent || a.Kind == Waits:
		default:
			if a.Live() {
				l.Open++
			}
			if a.Rung.After(l.From) && a.Level > 0 {
				l.Alerts = append(l.Alerts, a)
			}
		}
	}
	topics, err := g.o.Ledger.Topics(ctx)
	if err != nil {
		return l, err
	}
	waits := map[vigie.MentionID]bool{}
	for _, t := range topics {
		if t.Kind != vigie.OwnBrand {
			continue
		}
		asked, err := Waiting(ctx, g.o.Archive, t.ID, now)
		if err != nil {
			return l, err
		}
		for i := range asked {
			waits[asked[i].Mention.ID] = true
		}
	}
	l.Waiting = int64(len(waits))
	return l, nil
}

// Line is a line of the letter; Alert is the one it tells of, zero for others.
type Line struct {
	Text  string
	Alert ID
}

// Words writes the letter, for mail and page alike. name says what an alert is
// about.
func (l *Letter) Words(p *say.Printer, name func(a *Alert) string) []Line {
	lines := []Line{{Text: p.Say("letter-sources", l.Visited, l.Down) + " " + p.Say("letter-waiting", l.Waiting)}}
	if len(l.Alerts) == 0 {
		return append(lines, Line{Text: p.Say("letter-calm")})
	}
	lines = append(lines, Line{Text: p.Say("letter-alerts", len(l.Alerts), l.Open)})
	for i := range l.Alerts {
		a := &l.Alerts[i]
		lines = append(lines, Line{p.Say("letter-alert", name(a), p.Moment(a.Rung), a.Level), a.ID})
	}
	return lines
}
