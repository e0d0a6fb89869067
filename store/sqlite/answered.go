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
type question struct {
	id, author, site int64
	to               string // what it answers itself; empty for nothing
	threaded         bool
	// beside: somebody else spoke later in its thread, to nobody or to what it
	// answers itself.
	beside bool
}

// thread is one conversation: threads of two sites are two.
type thread struct {
	site int64
	name string
}

// talk is a thread that holds questions.
type talk struct {
	asked []*question
	to    string // what the first of its answers that says so answers
}

// Answered implements measure.Tracer. It looks through what answers something
// or stands in a thread, from the oldest question on.
//
// An answer is what names the question as what it answers, or what one of the
// brand's accounts says later in the thread, unless it names somebody else.
// Another's later word in the thread may be anything: where a place does not
// tell what within a thread is answered, because all name its first post or
// none names anything, a question with such a word after it is Untraced.
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
		threads := map[thread]*talk{}
		links, nests := map[int64]bool{}, map[int64]bool{} // sites that name what is answered, and more than first posts
		err = h.each(ctx, func(v []driver.Value) error {
			id, site, author, to, name := num(v[0]), num(v[1]), num(v[2]), str(v[4]), str(v[5])
			own := num(v[3])&flagOwn != 0
			answers := func(q *question) {
				by := measure.ByOthers
				if own {
					by = measure.ByUs
				}
				out[vigie.MentionID(q.id)] = max(out[vigie.MentionID(q.id)], by)
			}
			var named *question // what it answers, where that is asked
			if to != "" {
				links[site] = true
				if named = byKey[vigie.Key(to)]; named != nil {
					nests[site] = nests[site] || named.to != ""
					if id > named.id && author != named.author {
						answers(named)
					}
				}
			}
			if name == "" {
				return nil
			}
			in := thread{site, name}
			held := threads[in]
			if held != nil {
				switch {
				case to == "":
				case held.to == "":
					held.to = to
				case held.to != to:
					nests[site] = true
				}
				for _, q := range held.asked {
					switch {
					case q == named || id <= q.id || author == q.author:
					case own && (to == "" || to == q.to || named != nil && named.author == q.author):
						answers(q)
					case !own && (to == "" || to == q.to):
						q.beside = true
					}
				}
			}
			if q := byID[id]; q != nil {
				if q.threaded = true; held == nil {
					held = &talk{to: to}
					threads[in] = held
				}
				held.asked = append(held.asked, q)
			}
			return nil
		}, "SELECT id, site, author, flags, extra->>'r', extra->>'t'"+linked, oldest)
		if err != nil {
			return err
		}
		for id, q := range byID {
			if _, ok := out[vigie.MentionID(id)]; ok || !links[q.site] && !q.threaded {
				continue
			}
			// Where answers are named within threads, a word to what an answer
			// answers is no answer to it; to an opening post it may be.
			if q.beside && (q.to == "" || !nests[q.site]) {
				continue
			}
			out[vigie.MentionID(id)] = measure.Unheard
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
			q := &question{id: num(v[0]), author: num(v[2]), site: num(v[3]), to: str(v[4])}
			byID[q.id], byKey[vigie.Key(str(v[1]))] = q, q
			return nil
		}, "SELECT id, key, author, site, extra->>'r' FROM mention WHERE id IN ("+marks(atOnce)+")", some...)
	})
	return byID, byKey, err
}
