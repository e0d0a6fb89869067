package sqlite

import (
	"context"
	"database/sql/driver"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Members implements watch.Archive.
func (s *Store) Members(ctx context.Context, topic vigie.TopicID, yield func(vigie.MentionID, vigie.StoryID) bool) error {
	return s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			if !yield(vigie.MentionID(num(v[0])), vigie.StoryID(num(v[1]))) {
				return errStop
			}
			return nil
		}, "SELECT mention, story FROM match WHERE topic = ? AND flags & ? = 0 ORDER BY mention", int64(topic), flagOwn)
	})
}

// Cards implements watch.Archive.
func (s *Store) Cards(ctx context.Context, topic vigie.TopicID) (out []watch.Card, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, watch.Card{
				Topic: topic, Mention: vigie.MentionID(num(v[0])), Answer: watch.CardAnswer(num(v[1])),
				Random: num(v[2]) != 0, By: str(v[3]), At: instant(num(v[4])),
			})
			return nil
		}, "SELECT mention, answer, random, author, at FROM card WHERE topic = ? ORDER BY at, mention", int64(topic))
	})
	return out, err
}

// SaveCard implements watch.Archive.
func (s *Store) SaveCard(ctx context.Context, c watch.Card) error {
	return s.change(ctx, func(w *writer) error {
		v, err := w.one("SELECT 1 FROM mention WHERE id = ?", int64(c.Mention))
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-mention")
		}
		random := 0
		if c.Random {
			random = 1
		}
		_, err = w.exec("INSERT OR REPLACE INTO card (topic, mention, answer, random, author, at) VALUES (?, ?, ?, ?, ?, ?)",
			int64(c.Topic), int64(c.Mention), int64(c.Answer), random, c.By, millis(c.At))
		return err
	})
}

// RemoveCard implements watch.Archive.
func (s *Store) RemoveCard(ctx context.Context, topic vigie.TopicID, m vigie.MentionID) error {
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec("DELETE FROM card WHERE topic = ? AND mention = ?", int64(topic), int64(m))
		return err
	})
}
