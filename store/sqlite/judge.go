package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Matched implements watch.Archive.
func (s *Store) Matched(ctx context.Context, before vigie.MentionID, limit int, yield func(vigie.Kept) bool) (bound vigie.MentionID, err error) {
	err = s.read(ctx, func(h *hand) error {
		bound = 0
		var ids []int64
		if err := h.each(ctx, func(v []driver.Value) error {
			ids = append(ids, num(v[0]))
			return nil
		}, "SELECT DISTINCT mention FROM match WHERE mention < ? ORDER BY mention DESC LIMIT ?", int64(before), limit); err != nil {
			return err
		}
		if len(ids) == limit {
			bound = vigie.MentionID(ids[limit-1])
		}
		for _, id := range ids {
			k, err := h.kept(id)
			if err != nil {
				return err
			}
			if k == nil {
				return fmt.Errorf("match with mention %d, which is not kept", id)
			}
			if !yield(*k) {
				bound = vigie.MentionID(id)
				return nil
			}
		}
		return nil
	})
	return bound, err
}

// Rejudge implements watch.Archive.
func (s *Store) Rejudge(ctx context.Context, js []watch.Judged) (changed int, err error) {
	err = s.change(ctx, func(w *writer) error {
		changed = 0
		for i := range js {
			did, err := w.rejudge(&js[i])
			if err != nil {
				return err
			}
			if did {
				changed++
			}
		}
		return nil
	})
	return changed, err
}

// rejudge gives one mention its new reading, and reports whether that is
// another than it had.
func (w *writer) rejudge(j *watch.Judged) (did bool, err error) {
	id := int64(j.Mention)
	said := *j // what people said stands above it
	j = &said
	if _, err := w.saidIntents(id, &j.Intents); err != nil {
		return false, err
	}
	v, err := w.one("SELECT flags, extra FROM mention WHERE id = ?", id)
	if err != nil || v == nil {
		return false, err
	}
	var x extra
	if s := str(v[1]); s != "" {
		if err := json.Unmarshal([]byte(s), &x); err != nil {
			return false, fmt.Errorf("mention %d: %w", id, err)
		}
	}
	if x.Gone != 0 {
		return false, nil // there is nothing to read
	}
	flags := num(v[0])
	now := flags&^(intentMask<<intentShift) | intentBits(j.Intents, flags&flagOwn != 0)
	under, err := w.matchesOf(id)
	if err != nil {
		return false, err
	}
	labels, err := w.labelsOf(id)
	if err != nil {
		return false, err
	}
	for i := range under {
		old := &under[i]
		next := *old
		next.face.flags = now
		for _, m := range j.Matches {
			if int64(m.Topic) == old.topic {
				next.face.opinion, next.sure = int64(m.Opinion), m.Sure
			}
		}
		if o, ok := labels[old.topic]; ok {
			next.face.opinion, next.sure = o, 1
		}
		if next == *old {
			continue
		}
		did = true
		if err := w.refile(id, old, &next); err != nil {
			return false, err
		}
	}
	if !did && now == flags {
		return false, nil
	}
	x.Intents = j.Intents
	if j.Maker != "" { // a person's word is no reader's
		x.Maker = j.Maker
	}
	packed, err := json.Marshal(x)
	if err != nil {
		return false, fmt.Errorf("mention %d: %w", id, err)
	}
	if _, err := w.exec("UPDATE mention SET flags = ?, extra = ? WHERE id = ?", now, string(packed), id); err != nil {
		return false, err
	}
	for i := range under { // also where only what the mention keeps is another
		w.touch(under[i].topic, under[i].face.ms)
	}
	return true, w.note(id, vigie.Reread, w.s.opts.Now().UnixMilli())
}

// refile gives a match that stays another opinion or other flags, in the table
// and in the figures.
func (w *writer) refile(id int64, old, next *filed) error {
	sources, err := w.sourcesOf(id)
	if err != nil {
		return err
	}
	w.tally.count(old.topic, &old.face, sources, -1)
	w.tally.count(old.topic, &next.face, sources, 1)
	w.touch(old.topic, old.face.ms)
	_, err = w.exec("UPDATE match SET opinion = ?, sure = ?, flags = ? WHERE topic = ? AND mention = ?",
		next.face.opinion, next.sure, next.face.flags, old.topic, id)
	return err
}

// labelsOf returns what people said of a mention, by topic.
func (w *writer) labelsOf(id int64) (map[int64]int64, error) {
	var out map[int64]int64
	err := w.each(context.Background(), func(v []driver.Value) error {
		if out == nil {
			out = map[int64]int64{}
		}
		out[num(v[0])] = num(v[1])
		return nil
	}, "SELECT topic, opinion FROM label WHERE mention = ?", id)
	return out, err
}

// said puts what people said of a mention over what readers say.
func (w *writer) said(id int64, ms []vigie.Match) error {
	labels, err := w.labelsOf(id)
	if err != nil || labels == nil {
		return err
	}
	for i := range ms {
		if o, ok := labels[int64(ms[i].Topic)]; ok {
			ms[i].Opinion, ms[i].Sure = vigie.Opinion(o), 1
		}
	}
	return nil
}

// Correct implements watch.Archive.
func (s *Store) Correct(ctx context.Context, l vigie.Label) error {
	return s.change(ctx, func(w *writer) error {
		id := int64(l.Mention)
		old, err := w.filedUnder(id, int64(l.Topic))
		if err != nil {
			return err
		}
		if _, err := w.exec("INSERT OR REPLACE INTO label (mention, topic, opinion, author, at) VALUES (?, ?, ?, ?, ?)",
			id, int64(l.Topic), int64(l.Opinion), l.By, millis(l.At)); err != nil {
			return err
		}
		next := *old
		next.face.opinion, next.sure = int64(l.Opinion), 1
		if err := w.refile(id, old, &next); err != nil {
			return err
		}
		return w.note(id, vigie.Corrected, w.s.opts.Now().UnixMilli())
	})
}

// Uncorrect implements watch.Archive.
func (s *Store) Uncorrect(ctx context.Context, m vigie.MentionID, t vigie.TopicID) error {
	return s.change(ctx, func(w *writer) error {
		n, err := w.exec("DELETE FROM label WHERE mention = ? AND topic = ?", int64(m), int64(t))
		if err != nil {
			return err
		}
		if n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-label")
		}
		return w.note(int64(m), vigie.Corrected, w.s.opts.Now().UnixMilli())
	})
}

// filedUnder returns the match of a mention with a topic; kind NotFound.
func (w *writer) filedUnder(id, topic int64) (*filed, error) {
	under, err := w.matchesOf(id)
	if err != nil {
		return nil, err
	}
	for i := range under {
		if under[i].topic == topic {
			return &under[i], nil
		}
	}
	return nil, vigie.Errorf(vigie.NotFound, nil, "store-no-match")
}

// Labels implements watch.Archive.
func (s *Store) Labels(ctx context.Context) (out []vigie.Label, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, vigie.Label{
				Mention: vigie.MentionID(num(v[0])), Topic: vigie.TopicID(num(v[1])),
				Opinion: vigie.Opinion(num(v[2])), By: str(v[3]), At: instant(num(v[4])),
			})
			return nil
		}, "SELECT mention, topic, opinion, author, at FROM label ORDER BY at, mention, topic")
	})
	return out, err
}

// Judging implements watch.Ledger.
func (s *Store) Judging(ctx context.Context) (j watch.Judging, err error) {
	err = s.read(ctx, func(h *hand) error {
		v, err := h.one("SELECT data FROM judging")
		if err != nil || v == nil {
			return err
		}
		return json.Unmarshal(blob(v[0]), &j)
	})
	return j, err
}

// SaveJudging implements watch.Ledger.
func (s *Store) SaveJudging(ctx context.Context, j watch.Judging) error {
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec("INSERT OR REPLACE INTO judging (one, data) VALUES (1, ?)", string(data))
		return err
	})
}
