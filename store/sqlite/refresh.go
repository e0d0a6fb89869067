package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// Known implements watch.Archive.
func (s *Store) Known(ctx context.Context, keys []vigie.Key) (map[vigie.Key]vigie.Kept, error) {
	out := map[vigie.Key]vigie.Kept{}
	return out, s.read(ctx, func(h *hand) error {
		for _, key := range keys {
			id, err := h.idOf(key, nil)
			if err != nil {
				return err
			}
			if id == 0 {
				continue
			}
			k, err := h.kept(id)
			if err != nil {
				return err
			}
			if k != nil {
				out[key] = *k
			}
		}
		return nil
	})
}

// Carried implements listen.ReviewStore.
func (s *Store) Carried(ctx context.Context, source vigie.SourceID, from, to time.Time, limit int) (out []vigie.Mention, err error) {
	least, most := span(from, to)
	err = s.read(ctx, func(h *hand) error {
		var ids []int64
		if err := h.each(ctx, func(v []driver.Value) error {
			ids = append(ids, num(v[0]))
			return nil
		}, `SELECT m.id FROM hearing h JOIN mention m ON m.id = h.mention
			WHERE h.source = ? AND h.mention >= ? AND h.mention < ? AND m.text IS NOT NULL
			AND (m.flags & 1 <> 0 OR EXISTS (SELECT 1 FROM match WHERE mention = m.id)) ORDER BY h.mention DESC LIMIT ?`,
			int64(source), least, most, limit); err != nil {
			return err
		}
		for _, id := range ids {
			k, err := h.kept(id)
			if err != nil {
				return err
			}
			if k != nil && k.Mention.Withdrawn.IsZero() {
				out = append(out, k.Mention)
			}
		}
		return nil
	})
	return out, err
}

// refresh keeps what a known item tells of counts, and puts in force what
// topics make of them.
func (w *writer) refresh(id int64, it *watch.Item) error {
	m := &it.Mention
	if len(m.Metrics) == 0 && !m.Rating.Given() {
		return nil
	}
	v, err := w.one("SELECT extra FROM mention WHERE id = ?", id)
	if err != nil || v == nil {
		return err
	}
	var x extra
	if s := str(v[0]); s != "" {
		if err := json.Unmarshal([]byte(s), &x); err != nil {
			return fmt.Errorf("mention %d: %w", id, err)
		}
	}
	if x.Gone != 0 || !x.recount(m) {
		return nil
	}
	packed, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("mention %d: %w", id, err)
	}
	if _, err := w.exec("UPDATE mention SET extra = ? WHERE id = ?", string(packed), id); err != nil {
		return err
	}
	under, err := w.matchesOf(id)
	if err != nil {
		return err
	}
	for i := range under {
		w.touch(under[i].topic, under[i].face.ms)
	}
	return w.recounted(id, it.Recount)
}

// recount takes over the counts and the rating that m tells, and reports
// whether that changes anything.
func (x *extra) recount(m *vigie.Mention) bool {
	now, moved := vigie.Recounted(x.Metrics, m.Metrics)
	if moved {
		x.Metrics = []vigie.Metric{now}
	}
	if m.Rating.Given() && (x.Rating == nil || *x.Rating != m.Rating) {
		x.Rating, moved = &m.Rating, true
	}
	return moved
}

// recounted puts a Recount in force; nil is none.
func (w *writer) recounted(id int64, r *watch.Recount) error {
	if r == nil {
		return nil
	}
	if err := w.flushRows(); err != nil { // matches of this pass are read
		return err
	}
	came := 0
	for _, t := range r.Topics {
		one := watch.Rematch{Topic: t, From: vigie.MentionID(id), To: vigie.MentionID(id + 1)}
		for _, m := range r.Matches {
			if m.Topic == t {
				one.Hits = append(one.Hits, watch.Hit{Mention: vigie.MentionID(id), Match: m})
			}
		}
		for _, a := range r.Aside {
			if a.Topic == t {
				a.Mention = vigie.MentionID(id)
				one.Aside = append(one.Aside, a)
			}
		}
		joined, _, err := w.rematch(one)
		if err != nil {
			return err
		}
		came += joined
	}
	if came == 0 || r.Read == nil {
		return nil
	}
	if err := w.flushRows(); err != nil {
		return err
	}
	read := *r.Read
	read.Mention = vigie.MentionID(id)
	_, err := w.rejudge(&read)
	return err
}
