package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"time"

	"vigie.example/vigie"
)

// recallZone puts the workspace's zone in force for what is counted next.
func (w *writer) recallZone() error {
	name, err := w.zoneName()
	if err != nil {
		return err
	}
	zone, err := w.s.opts.Location(name)
	if err != nil {
		return vigie.Errorf(vigie.Invalid, err, "store-zone", name)
	}
	w.s.zone.Store(zone)
	w.tally = newTally(zone)
	return nil
}

// Zone returns the zone in which the workspace counts days.
func (s *Store) Zone() *time.Location { return s.zone.Load() }

// zoneName returns the zone that the workspace asks for.
func (h *writer) zoneName() (string, error) {
	raw, err := h.meta("workspace")
	if err != nil {
		return "", err
	}
	var ws vigie.Workspace
	if raw != nil {
		if err := json.Unmarshal(raw, &ws); err != nil {
			return "", err
		}
	}
	if ws.Zone == "" {
		return h.s.opts.Zone, nil
	}
	return ws.Zone, nil
}

// settleZone counts everything again where the days in the tables are those of
// another zone.
func (w *writer) settleZone() error {
	name, err := w.zoneName()
	if err != nil {
		return err
	}
	counted, err := w.meta("zone")
	if err != nil || string(counted) == name {
		return err
	}
	if err := w.recallZone(); err != nil {
		return err
	}
	for _, text := range []string{"DELETE FROM hour", "DELETE FROM split", "DELETE FROM voice_week", "DELETE FROM say_day"} {
		if _, err := w.exec(text); err != nil {
			return err
		}
	}
	topics, err := w.matchedTopics()
	if err != nil {
		return err
	}
	for _, topic := range topics {
		fresh := newTally(w.s.location())
		if err := w.countAfresh(context.Background(), topic, fresh, nil); err != nil {
			return err
		}
		if err := fresh.flush(w.hand); err != nil {
			return err
		}
	}
	clear(w.gathered)
	clear(w.packed)
	w.s.voices.clear()
	return w.setMeta("zone", []byte(name))
}

// matchedTopics lists the topics that have matches, without walking them all.
func (h *hand) matchedTopics() ([]int64, error) {
	var out []int64
	last := int64(-1) << 62
	for {
		v, err := h.one("SELECT topic FROM match WHERE topic > ? ORDER BY topic LIMIT 1", last)
		if err != nil || v == nil {
			return out, err
		}
		last = num(v[0])
		out = append(out, last)
	}
}

// countAfresh counts the matches of a topic from the mentions themselves. odd,
// where given, is told of each match that repeats its mention wrongly.
func (h *hand) countAfresh(ctx context.Context, topic int64, into *tally, odd func(id int64)) error {
	var sources []int64
	return h.each(ctx, func(v []driver.Value) error {
		id := num(v[0])
		f := face{ms: id >> seqBits, opinion: num(v[1]), channel: num(v[2]), site: num(v[3]), lang: num(v[4]), author: num(v[5]), flags: num(v[6])}
		sources = append(sources[:0], num(v[7]))
		for _, o := range unpackHearings(blob(v[8])) {
			sources = append(sources, int64(o.Source))
		}
		into.count(topic, &f, sources, 1)
		if odd != nil && num(v[9]) == 0 {
			odd(id)
		}
		return nil
	}, `SELECT t.mention, t.opinion, m.channel, m.site, m.lang, m.author, m.flags, m.source, m.others,
			t.channel = m.channel AND t.site = m.site AND t.lang = m.lang AND t.author = m.author AND t.flags = m.flags
		FROM match t JOIN mention m ON m.id = t.mention WHERE t.topic = ?`, topic)
}
