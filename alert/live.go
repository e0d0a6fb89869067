package alert

import (
	"context"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// live is what is known of a topic now: the lookouts of its streams up to an
// edge some hours back, and what was counted since, step by step, so that a
// mention heard late is counted when it was published.
type live struct {
	topic vigie.TopicID
	edge  time.Time
	start time.Time // of its past
	// raised is when this was built.
	raised time.Time
	base   map[Stream]*measure.Lookout
	seen   map[vigie.MentionID]bool
	steps  map[Stream]map[int64]float64 // by Unix time of the step
	voice  map[spoke]bool
	known  real
}

// spoke says that somebody spoke in a stream in an hour: once is a voice.
type spoke struct {
	stream Stream
	hour   int64
	voice  string
}

// raise builds the live state of a topic from the archive.
func (g *Guard) raise(ctx context.Context, s *surroundings, t vigie.TopicID, b measure.Budget, known real) (*live, error) {
	v := &live{
		topic: t, raised: s.now, edge: s.now.Add(-lateMost).Truncate(time.Hour), known: known,
		base: map[Stream]*measure.Lookout{}, seen: map[vigie.MentionID]bool{},
		steps: map[Stream]map[int64]float64{}, voice: map[spoke]bool{},
	}
	streams, err := g.streams(ctx, s, t)
	if err != nil {
		return nil, err
	}
	v.start = v.edge
	for _, stream := range streams {
		p, err := g.history(ctx, s, t, stream, v.edge)
		if err != nil {
			return nil, err
		}
		l := measure.NewLookout(s.zone, b*measure.Budget(streamShares[stream]))
		s.replay(l, t, p, known, nil)
		v.base[stream], v.steps[stream] = l, map[int64]float64{}
		if p.from.Before(v.start) {
			v.start = p.from
		}
	}
	f := vigie.Filter{Topics: []vigie.TopicID{t}, From: v.edge}
	err = g.o.Archive.Walk(ctx, f, func(k vigie.Kept) bool {
		v.take(s, &k)
		return true
	})
	return v, err
}

// take counts a mention, once, where it counts; it reports whether it did.
func (v *live) take(s *surroundings, k *vigie.Kept) bool {
	m := &k.Mention
	if m.Own || m.Noted || !m.DateKnown() || v.seen[m.ID] || m.Published.Before(v.edge) || m.Published.After(s.now.Add(measure.Grain)) {
		return false
	}
	for _, site := range s.fresh {
		if m.Site == site {
			return false
		}
	}
	v.seen[m.ID] = true
	at := min(m.Published.Truncate(measure.Grain).Unix(), s.now.Truncate(measure.Grain).Unix())
	v.count(Mentions, at)
	if !m.Channel.Voiced() {
		return true
	}
	v.speaks(Voices, at, voiceOf(m))
	for _, x := range k.Matches {
		if x.Topic == v.topic && x.Opinion == vigie.Negative {
			v.speaks(Negative, at, voiceOf(m))
		}
	}
	return true
}

func (v *live) count(stream Stream, at int64) {
	if steps := v.steps[stream]; steps != nil {
		steps[at]++
	}
}

func (v *live) speaks(stream Stream, at int64, voice string) {
	k := spoke{stream, at / 3600, voice}
	if v.voice[k] {
		return
	}
	v.voice[k] = true
	v.count(stream, at)
}

// advance moves the edge on, so that what lies before it is settled.
func (v *live) advance(s *surroundings) {
	for s.now.Sub(v.edge) >= lateMost+time.Hour {
		for stream, l := range v.base {
			v.hour(s, l, stream, v.edge, v.edge.Add(time.Hour))
			for k := range v.steps[stream] {
				if k < v.edge.Add(time.Hour).Unix() {
					delete(v.steps[stream], k)
				}
			}
		}
		v.edge = v.edge.Add(time.Hour)
		for id := range v.seen {
			if id < vigie.FirstMentionID(v.edge) {
				delete(v.seen, id)
			}
		}
		for k := range v.voice {
			if k.hour < v.edge.Unix()/3600 {
				delete(v.voice, k)
			}
		}
	}
}

// hour runs the steps of [from, to) through a lookout and returns the last moment.
func (v *live) hour(s *surroundings, l *measure.Lookout, stream Stream, from, to time.Time) (m measure.Moment) {
	hours := int(to.Sub(from)/time.Hour) + 1
	unheard := s.unheard(past{from: from, hours: make([]float64, hours)})
	for at := from; at.Before(to); at = at.Add(measure.Grain) {
		m = l.Next(measure.Tick{
			At: at, N: v.steps[stream][at.Unix()], Unheard: unheard[int(at.Sub(from)/time.Hour)],
			Widen: s.settings.Widen(v.topic, at),
		}, v.known.at(at))
	}
	return m
}

// rung is a stream in an episode.
type rung struct {
	measure.Moment
	stream Stream
}

// moment returns the stream that stands out most among those in an episode,
// and whether there is one.
func (v *live) moment(s *surroundings) (best rung, ok bool) {
	to := s.now.Truncate(measure.Grain).Add(measure.Grain) // the step under way counts as it stands
	for _, stream := range []Stream{Negative, Voices, Mentions} {
		base := v.base[stream]
		if base == nil {
			continue
		}
		m := v.hour(s, base.Clone(), stream, v.edge, to)
		if !m.Open || m.Rung.Before(v.edge) {
			continue
		}
		if !ok || m.Rarity-m.Threshold > best.Rarity-best.Threshold {
			best, ok = rung{m, stream}, true
		}
	}
	return best, ok
}

// learning returns until when a topic is learning; zero when it is not.
func (v *live) learning(now time.Time) time.Time {
	until := v.start.Add(learnFor)
	if until.Before(now) {
		return time.Time{}
	}
	return until
}
