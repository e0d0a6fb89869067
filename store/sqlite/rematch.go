package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Rematch implements watch.Archive. Hits outside [r.From, r.To), and hits on
// mentions that are gone, are left out.
func (s *Store) Rematch(ctx context.Context, r watch.Rematch) (joined, left int, err error) {
	err = s.change(ctx, func(w *writer) error {
		joined, left, err = w.rematch(r)
		return err
	})
	return joined, left, err
}

func (w *writer) rematch(r watch.Rematch) (joined, left int, err error) {
	now := w.s.opts.Now().UnixMilli()
	topic := int64(r.Topic)
	w.tally.dirty = true
	if err := w.asideAgain(&r); err != nil {
		return 0, 0, err
	}
	have := map[int64]filed{}
	err = w.each(context.Background(), func(v []driver.Value) error {
		id := num(v[0])
		have[id] = filed{
			topic: topic, version: num(v[1]), sure: real64(v[3]),
			face: face{ms: id >> seqBits, opinion: num(v[2]), channel: num(v[4]), site: num(v[5]), lang: num(v[6]), author: num(v[7]), flags: num(v[8]), story: num(v[9])},
		}
		return nil
	}, `SELECT mention, version, opinion, sure, channel, site, lang, author, flags, story FROM match
		WHERE topic = ? AND mention >= ? AND mention < ?`, topic, int64(r.From), int64(r.To))
	if err != nil {
		return 0, 0, err
	}
	for i := range r.Hits {
		id, m := int64(r.Hits[i].Mention), r.Hits[i].Match
		if id < int64(r.From) || id >= int64(r.To) {
			continue
		}
		m.Topic = r.Topic
		one := []vigie.Match{m}
		if err := w.said(id, one); err != nil {
			return 0, 0, err
		}
		m = one[0]
		old, ok := have[id]
		if ok {
			delete(have, id)
			if err := w.renew(id, old, m); err != nil {
				return 0, 0, err
			}
			continue
		}
		v, err := w.one("SELECT channel, site, lang, author, flags, source, others, story FROM mention WHERE id = ?", id)
		if err != nil {
			return 0, 0, err
		}
		if v == nil {
			continue
		}
		f := face{ms: id >> seqBits, channel: num(v[0]), site: num(v[1]), lang: num(v[2]), author: num(v[3]), flags: num(v[4]), story: num(v[7])}
		sources := []int64{num(v[5])}
		for _, o := range unpackHearings(blob(v[6])) {
			sources = append(sources, int64(o.Source))
		}
		if err := w.match(id, []vigie.Match{m}, &f, sources); err != nil {
			return 0, 0, err
		}
		joined++
		if err := w.note(id, vigie.Reread, now); err != nil {
			return 0, 0, err
		}
	}
	for _, id := range sortedKeys(have, cmp.Compare[int64]) {
		old := have[id]
		if gone, err := w.isWithdrawn(id); err != nil {
			return 0, 0, err
		} else if gone {
			continue // it was judged by the words that it had
		}
		sources, err := w.sourcesOf(id)
		if err != nil {
			return 0, 0, err
		}
		if sources == nil {
			return 0, 0, fmt.Errorf("match of topic %d with mention %d, which is not kept", topic, id)
		}
		w.tally.count(topic, &old.face, sources, -1)
		w.touch(topic, old.face.ms)
		if _, err := w.exec("DELETE FROM match WHERE topic = ? AND mention = ?", topic, id); err != nil {
			return 0, 0, err
		}
		left++
		if err := w.note(id, vigie.Reread, now); err != nil {
			return 0, 0, err
		}
	}
	return joined, left, nil
}

// renew gives a match that stays its new version. An opinion already held
// stays where the new match has none: deciding the words again judges nothing.
func (w *writer) renew(id int64, old filed, m vigie.Match) error {
	opinion, sure := int64(m.Opinion), m.Sure
	if m.Opinion == vigie.OpinionUnknown {
		opinion, sure = old.face.opinion, old.sure
	}
	if old.version == int64(m.Version) && old.face.opinion == opinion && old.sure == sure {
		return nil
	}
	if opinion != old.face.opinion {
		sources, err := w.sourcesOf(id)
		if err != nil {
			return err
		}
		now := old.face
		now.opinion = opinion
		w.tally.count(old.topic, &old.face, sources, -1)
		w.tally.count(old.topic, &now, sources, 1)
		w.touch(old.topic, old.face.ms)
	}
	_, err := w.exec("UPDATE match SET version = ?, opinion = ?, sure = ? WHERE topic = ? AND mention = ?", m.Version, opinion, sure, old.topic, id)
	return err
}
