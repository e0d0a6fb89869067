package sqlite

import (
	"context"
	"database/sql/driver"
	"math"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// putAside notes what noise packs kept from the topics of a mention.
func (w *writer) putAside(id int64, list []watch.Aside) error {
	for _, a := range list {
		if _, err := w.exec("INSERT OR REPLACE INTO aside (topic, mention, pack) VALUES (?, ?, ?)", int64(a.Topic), id, a.Pack); err != nil {
			return err
		}
	}
	return nil
}

// asideAgain replaces what was put aside of a topic in the stretch of r.
func (w *writer) asideAgain(r *watch.Rematch) error {
	if _, err := w.exec("DELETE FROM aside WHERE topic = ? AND mention >= ? AND mention < ?", int64(r.Topic), int64(r.From), int64(r.To)); err != nil {
		return err
	}
	for _, a := range r.Aside {
		if a.Mention < r.From || a.Mention >= r.To {
			continue
		}
		if _, err := w.exec(`INSERT INTO aside (topic, mention, pack) SELECT ?, id, ? FROM mention WHERE id = ?`, int64(r.Topic), a.Pack, int64(a.Mention)); err != nil {
			return err
		}
	}
	return nil
}

// span returns the ids of [from, to); an end that is zero is open.
func span(from, to time.Time) (least, most int64) {
	least, most = math.MinInt64, math.MaxInt64
	if !from.IsZero() {
		least = firstID(from.UnixMilli())
	}
	if !to.IsZero() {
		most = firstID(to.UnixMilli())
	}
	return least, most
}

// AsideCounts implements watch.Archive.
func (s *Store) AsideCounts(ctx context.Context, from, to time.Time) (map[string]int64, error) {
	out := map[string]int64{}
	least, most := span(from, to)
	return out, s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out[str(v[0])] = num(v[1])
			return nil
		}, "SELECT pack, count(DISTINCT mention) FROM aside WHERE mention >= ? AND mention < ? GROUP BY pack", least, most)
	})
}

// Asides implements watch.Archive.
func (s *Store) Asides(ctx context.Context, pack string, from, to time.Time, before vigie.MentionID, limit int) (out []vigie.Kept, err error) {
	least, most := span(from, to)
	if before != 0 {
		most = min(most, int64(before))
	}
	err = s.read(ctx, func(h *hand) error {
		var ids []int64
		err := h.each(ctx, func(v []driver.Value) error {
			ids = append(ids, num(v[0]))
			return nil
		}, "SELECT DISTINCT mention FROM aside WHERE pack = ? AND mention >= ? AND mention < ? ORDER BY mention DESC LIMIT ?", pack, least, most, limit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			k, err := h.kept(id)
			if err != nil {
				return err
			}
			if k != nil {
				out = append(out, *k)
			}
		}
		return nil
	})
	return out, err
}

// AsideOf implements watch.Archive.
func (s *Store) AsideOf(ctx context.Context, id vigie.MentionID) (out []watch.Aside, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, watch.Aside{Topic: vigie.TopicID(num(v[0])), Mention: id, Pack: str(v[1])})
			return nil
		}, "SELECT topic, pack FROM aside WHERE mention = ? ORDER BY topic", int64(id))
	})
	return out, err
}

// BringBack implements watch.Archive.
func (s *Store) BringBack(ctx context.Context, id vigie.MentionID, by string) error {
	return s.change(ctx, func(w *writer) error {
		v, err := w.one("SELECT 1 FROM mention WHERE id = ?", int64(id))
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-mention")
		}
		_, err = w.exec("INSERT OR REPLACE INTO brought (mention, at, author) VALUES (?, ?, ?)", int64(id), millis(s.opts.Now()), by)
		return err
	})
}

// Brought implements watch.Archive.
func (s *Store) Brought(ctx context.Context) (out []vigie.Key, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, vigie.Key(str(v[0])))
			return nil
		}, "SELECT m.key FROM brought b JOIN mention m ON m.id = b.mention ORDER BY b.mention")
	})
	return out, err
}
