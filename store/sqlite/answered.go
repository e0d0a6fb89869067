package sqlite

import (
	"context"
	"database/sql/driver"
	"slices"

	"vigie.example/vigie"
	"vigie.example/vigie/measure"
)

// linked are the mentions that answer another or stand in a thread, in order of
// their ids, from an index that holds no other (migrations/00017_linked.sql).
const linked = ` FROM mention INDEXED BY mention_linked
	WHERE (instr(extra, '"r":"') > 0 OR instr(extra, '"t":"') > 0) AND id >= ? ORDER BY id`

// question is a mention that waits for an answer.
type question struct{ id, author, site int64 }

// thread is one conversation: threads of two sites are two.
type thread struct {
	site int64
	name string
}

// Answered implements measure.Tracer. It looks through what answers something
// or stands in a thread, from the oldest question on. A question that is itself
// an answer within a thread is answered by what follows it.
func (s *Store) Answered(ctx context.Context, asked []vigie.MentionID) (map[vigie.MentionID]measure.Answer, error) {
	out := map[vigie.MentionID]measure.Answer{}
	if len(asked) == 0 {
		return out, nil
	}
	oldest := int64(slices.Min(asked))
	err := s.read(ctx, func(h *hand) error {
		clear(out)
		any, err := h.one("SELECT id"+linked+" LIMIT 1", oldest)
		if err != nil || any == nil {
			return err // no place tells who answers whom
		}
		byID, byKey, err := h.questions(ctx, asked)
		if err != nil {
			return err
		}
		byThread := map[thread][]*question{}
		sites := map[int64]bool{} // that link answers, or hold threads
		err = h.each(ctx, func(v []driver.Value) error {
			id, site, author, by := num(v[0]), num(v[1]), num(v[2]), measure.ByOthers
			if num(v[3])&flagOwn != 0 {
				by = measure.ByUs
			}
			sites[site] = true
			hear := func(q *question) {
				if id > q.id && author != q.author {
					out[vigie.MentionID(q.id)] = max(out[vigie.MentionID(q.id)], by)
				}
			}
			if to := str(v[4]); to != "" {
				if q := byKey[vigie.Key(to)]; q != nil {
					hear(q)
				}
			}
			if name := str(v[5]); name != "" {
				in := thread{site, name}
				for _, q := range byThread[in] {
					hear(q)
				}
				if q := byID[id]; q != nil {
					byThread[in] = append(byThread[in], q)
				}
			}
			return nil
		}, "SELECT id, site, author, flags, extra->>'r', extra->>'t'"+linked, oldest)
		if err != nil {
			return err
		}
		for id, q := range byID {
			if _, ok := out[vigie.MentionID(id)]; !ok && sites[q.site] {
				out[vigie.MentionID(id)] = measure.Unheard
			}
		}
		return nil
	})
	return out, err
}

// questions reads what is known of those that are kept, by id and by key.
func (h *hand) questions(ctx context.Context, asked []vigie.MentionID) (map[int64]*question, map[vigie.Key]*question, error) {
	ids := make([]int64, len(asked))
	for i, id := range asked {
		ids[i] = int64(id)
	}
	slices.Sort(ids) // as they lie in the file
	byID, byKey := make(map[int64]*question, len(asked)), make(map[vigie.Key]*question, len(asked))
	err := atATime(ids, func(some []any) error {
		return h.each(ctx, func(v []driver.Value) error {
			q := &question{id: num(v[0]), author: num(v[2]), site: num(v[3])}
			byID[q.id], byKey[vigie.Key(str(v[1]))] = q, q
			return nil
		}, "SELECT id, key, author, site FROM mention WHERE id IN ("+marks(atOnce)+")", some...)
	})
	return byID, byKey, err
}
