package alert

import (
	"context"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

const (
	// walkMost bounds how many mentions a picture is drawn from.
	walkMost = 5000
	// floorVoices independent negative voices within floorWithin open an alert on a topic
	// that is still learning.
	floorVoices = 3
	floorWithin = 6 * time.Hour
)

// kindOf returns what an alert on a topic is called.
func kindOf(t vigie.Topic) Kind {
	switch t.Kind {
	case vigie.Rival:
		return Rival
	case vigie.Theme:
		return Rising
	default:
		return Buzz
	}
}

// ring opens or goes on with the alert of a topic of which something new was
// said, where it is unusual.
func (g *Guard) ring(ctx context.Context, s *surroundings, t vigie.Topic) error {
	v := g.live[t.ID]
	c, _ := s.settings.Of(t)
	a := Alert{Kind: kindOf(t), Topic: t.ID, Last: s.now, State: Open, Budget: float64(c.Budget)}
	over := 0.0
	if m, ok := v.moment(s); ok {
		w, x := m.Strongest()
		a.Stream, a.Window = m.stream, measure.Lengths[w]
		a.Count, a.Expected = int64(x.Count), x.Expected
		a.Rarity, a.Rung = m.Rarity, m.Rung
		over = m.Rarity - m.Threshold
	} else if until := v.learning(s.now); !until.IsZero() {
		n, err := g.floor(ctx, s, t.ID)
		if err != nil || n < floorVoices {
			return err
		}
		a.Learning, a.Stream, a.Window, a.Count, a.Rung = true, Negative, floorWithin, int64(n), s.now
	} else {
		return nil
	}
	a.Began = a.Rung.Add(-a.Window)
	if a.Rung.After(s.now) { // the step under way ends later
		a.Rung = s.now
	}
	return g.open(ctx, s, t, a, over)
}

// floor counts the independent negative voices of the last hours: of different
// people, in different stories.
func (g *Guard) floor(ctx context.Context, s *surroundings, t vigie.TopicID) (int, error) {
	voices, stories := map[string]bool{}, map[int64]bool{}
	f := vigie.Filter{Topics: []vigie.TopicID{t}, Opinion: []vigie.Opinion{vigie.Negative}, From: s.now.Add(-floorWithin)}
	err := g.o.Archive.Walk(ctx, f, func(k vigie.Kept) bool {
		if !k.Mention.Own && !k.Mention.Noted && k.Mention.Channel.Voiced() && k.Mention.DateKnown() {
			voices[voiceOf(&k.Mention)] = true
			stories[storyOf(&k)] = true
		}
		return len(voices) < walkMost
	})
	return min(len(voices), len(stories)), err
}

// open keeps an alert: as the going on of one that is known, within another
// that tells the same story, or as a new one, which is told.
func (g *Guard) open(ctx context.Context, s *surroundings, t vigie.Topic, a Alert, over float64) error {
	recent, err := g.o.Ledger.Alerts(ctx, false, 100)
	if err != nil {
		return err
	}
	known, isKnown := episode(recent, &a)
	if isKnown {
		if !known.Live() || s.now.Sub(g.drawn[known.ID]) < drawEvery {
			return nil // closed, and never told twice; or drawn just now
		}
		known.Last = a.Last
		if a.Rarity > known.Rarity {
			known.Rarity, known.Stream, known.Window, known.Count, known.Expected = a.Rarity, a.Stream, a.Window, a.Count, a.Expected
		}
		a = known
	}
	if a.Picture, err = g.draw(ctx, &a); err != nil {
		return err
	}
	if a.Picture.Mentions == 0 {
		return nil
	}
	if a.Learning {
		a.Picture.NewChannels = nil // of a past that was not listened to
	}
	level, reasons := Grade(&a.Picture, over)
	if level >= a.Level { // an alert does not become less grave while it lasts
		a.Level, a.Reasons = level, reasons
	}
	if a.Learning {
		until := g.live[t.ID].learning(s.now)
		a.Level = max(1, a.Level)
		a.Reasons = append(a.Reasons, vigie.Say("alert-why-floor", a.Count, until))
	}
	if !isKnown {
		if i := slices.IndexFunc(recent, func(o Alert) bool {
			return o.Live() && o.Topic != a.Topic && s.now.Sub(o.Last) < 24*time.Hour && o.Picture.Same(&a.Picture)
		}); i >= 0 {
			return g.join(ctx, recent[i], a)
		}
	}
	kept, err := g.keep(ctx, a)
	if err != nil {
		return err
	}
	g.drawn[kept.ID] = s.now
	if !kept.Live() {
		return nil // closed while it was drawn
	}
	// Told before the bookmark moves: a pass that is cut off here is made again,
	// and the key of a message keeps it from being told twice.
	return g.tell(ctx, s, &kept)
}

// join adds a topic to the alert of another one that tells the same story.
func (g *Guard) join(ctx context.Context, o, a Alert) error {
	if slices.Contains(o.Also, a.Topic) {
		return nil
	}
	_, err := g.o.Ledger.ChangeAlert(ctx, o.ID, func(o *Alert) error {
		o.Also = append(o.Also, a.Topic)
		o.Level = max(o.Level, a.Level)
		return nil
	})
	return err
}

// keep keeps an alert, new or known. Of a known one, what people decided since
// it was read stays: drawing it takes a while.
func (g *Guard) keep(ctx context.Context, a Alert) (Alert, error) {
	if a.ID == 0 {
		return g.o.Ledger.SaveAlert(ctx, a)
	}
	return g.o.Ledger.ChangeAlert(ctx, a.ID, func(kept *Alert) error {
		decided := *kept
		*kept = a
		kept.State, kept.Who, kept.TakenAt = decided.State, decided.Who, decided.TakenAt
		kept.ClosedAt, kept.By, kept.Verdict = decided.ClosedAt, decided.By, decided.Verdict
		return nil
	})
}

// affairWithin is how long after it was last unusual a topic that rings again
// is in the same affair, unless somebody closed it: a bad buzz sleeps at night
// and comes back with the morning papers.
const affairWithin = 72 * time.Hour

// episode returns the known alert of which a is the going on: of the same
// topic, and unusual until shortly before a rang.
func episode(recent []Alert, a *Alert) (Alert, bool) {
	for _, o := range recent {
		within := affairWithin
		if !o.Live() {
			within = measure.Refractory
		}
		if o.Kind == a.Kind && (o.Topic == a.Topic || slices.Contains(o.Also, a.Topic)) && !o.Recalled && !a.Rung.After(o.Last.Add(within)) {
			return o, true
		}
	}
	return Alert{}, false
}

// draw makes the picture of an alert from the archive.
func (g *Guard) draw(ctx context.Context, a *Alert) (Picture, error) {
	var kept []vigie.Kept
	f := a.Filter()
	f.To = a.Last.Add(measure.Grain)
	err := g.o.Archive.Walk(ctx, f, func(k vigie.Kept) bool {
		if k.Mention.DateKnown() {
			kept = append(kept, k)
		}
		return len(kept) < walkMost
	})
	if err != nil {
		return Picture{}, err
	}
	q := measure.Question{Step: measure.Whole, Split: measure.ByChannel, Filter: vigie.Filter{
		Topics: f.Topics, From: a.Began.AddDate(0, 0, -7), To: a.Began,
	}}
	points, err := g.o.Archive.Count(ctx, q)
	if err != nil {
		return Picture{}, err
	}
	usual := []vigie.Channel{}
	for _, p := range points {
		usual = append(usual, vigie.Channel(p.Group))
	}
	return Draw(kept, a.Topic, usual, a.Last), nil
}
