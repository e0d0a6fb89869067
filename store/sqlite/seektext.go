package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"

	"vigie.example/vigie/query"
	"vigie.example/vigie/store/sqlite/words"
)

// The part of a search that the full text drives.

// open readies the segments.
func (s *seeker) open() (err error) {
	if s.segments == nil {
		s.segments, err = s.h.fullText(s.n.from, s.n.to, s.late)
	}
	return err
}

// walkText is walk through the full text. Other conditions are asked of the
// tables many candidates at a time, a few first.
func (s *seeker) walkText(to int64, yield func(id int64) (bool, error)) error {
	if err := s.open(); err != nil {
		return err
	}
	if !s.filtered() {
		looked := 0
		return words.Walk(s.segments, s.expr.match, s.n.from, to, func(id int64) (bool, error) {
			if looked++; looked%256 == 0 && s.ctx.Err() != nil {
				return false, s.ctx.Err()
			}
			return yield(id)
		})
	}
	var ids []int64
	bite, more := atOnce, true
	give := func() error {
		stay, err := s.filter(ids)
		for _, id := range stay {
			if err != nil || !more {
				break
			}
			more, err = yield(id)
		}
		ids, bite = ids[:0], min(4*bite, 4096)
		return err
	}
	err := words.Walk(s.segments, s.expr.match, s.n.from, to, func(id int64) (bool, error) {
		if ids = append(ids, id); len(ids) < bite {
			return true, nil
		}
		err := give()
		return more, err
	})
	if err != nil || !more || len(ids) == 0 {
		return err
	}
	return give()
}

// filtered reports whether candidates of the full text must meet conditions
// that it does not know.
func (s *seeker) filtered() bool {
	n := &s.n
	return n.hasFaces() || len(n.topics) > 0 || len(n.opinions) > 0 || len(n.sources) > 0
}

// filter returns those of ids that meet them, in order.
func (s *seeker) filter(ids []int64) ([]int64, error) {
	var c clause
	from := " FROM candidate c"
	if s.n.hasFaces() {
		from += " CROSS JOIN mention m ON m.id = c.id"
		c.faces("m.", &s.n)
	}
	s.belongs(&c, "c.id")
	s.carried(&c, "c.id")
	text := "WITH candidate (id) AS (VALUES (?)" + rest + ") SELECT c.id" + from + " WHERE 1" + c.text.String()
	var out []int64
	err := atATime(ids, func(some []any) error {
		begun := len(out)
		if err := s.h.each(s.ctx, func(v []driver.Value) error {
			out = append(out, num(v[0]))
			return nil
		}, text, append(some, c.args...)...); err != nil {
			return err
		}
		slices.SortFunc(out[begun:], func(a, b int64) int { return cmp.Compare(b, a) })
		return nil
	})
	return slices.Compact(out), err // what fills a statement up comes back several times
}

// rest are the candidates of filter after the first.
var rest = strings.Repeat(", (?)", atOnce-1)

// atATime calls do with atOnce arguments at a time; the last is repeated where
// fewer are left.
func atATime(ids []int64, do func(some []any) error) error {
	for some := range slices.Chunk(ids, atOnce) {
		args := make([]any, atOnce, atOnce+8)
		for i := range args {
			args[i] = some[min(i, len(some)-1)]
		}
		if err := do(args); err != nil {
			return err
		}
	}
	return nil
}

// countText is countSure through the full text.
func (s *seeker) countText() (n int, err error) {
	if err := s.open(); err != nil {
		return 0, err
	}
	if !s.filtered() {
		return words.Count(s.segments, s.expr.match, s.n.from, s.n.to, query.CountMost+1, s.late)
	}
	err = s.walkText(s.n.to, func(int64) (bool, error) {
		n++
		return n <= query.CountMost, s.late()
	})
	return n, err
}

// candidates calls row with the keptColumns of at most limit mentions below to
// that the full text finds, newest first, until it returns errStop.
func (s *seeker) candidates(to int64, limit int, row func(v []driver.Value) error) error {
	var ids []int64
	stopped := false
	read := func() error {
		err := atATime(ids, func(some []any) error {
			if stopped {
				return nil
			}
			return s.h.each(s.ctx, func(v []driver.Value) error {
				err := row(v)
				stopped = errors.Is(err, errStop)
				return err
			}, "SELECT "+keptColumns+keptFrom+" WHERE m.id IN ("+marks(atOnce)+") ORDER BY m.id DESC", some...)
		})
		ids = ids[:0]
		return err
	}
	looked := 0
	err := s.walkText(to, func(id int64) (bool, error) {
		looked++
		if ids = append(ids, id); len(ids) < atOnce && looked < limit {
			return true, nil
		}
		err := read()
		return !stopped && looked < limit, err
	})
	if err != nil || stopped || len(ids) == 0 {
		return err
	}
	return read()
}

// recountText compares the full text with the mentions, and reads all of it.
func (h *hand) recountText(ctx context.Context, kept int64, tell func(id string, args ...any)) error {
	rows, err := h.segmentRows(-1<<63, 1<<63-1)
	if err != nil {
		return err
	}
	counted := int64(0)
	for i := range rows {
		s, err := h.openSegment(&rows[i], ctx.Err)
		if err != nil {
			return err
		}
		ids, err := s.IDs()
		if err != nil {
			return err
		}
		ids = slices.DeleteFunc(ids, func(id int64) bool { _, gone := s.Gone[id]; return gone })
		if int64(len(ids)) != rows[i].many-rows[i].gone {
			tell("recount-whole", "full text", len(ids), rows[i].many-rows[i].gone)
		}
		if err := atATime(ids, func(some []any) error {
			n, err := h.number("SELECT count(*) FROM mention WHERE id IN ("+marks(atOnce)+")", some...)
			counted += n
			return err
		}); err != nil {
			return err
		}
		if err := s.Terms(func(string, int) error { return ctx.Err() }); err != nil {
			return err
		}
	}
	if counted != kept {
		tell("recount-whole", "full text", counted, kept)
	}
	return nil
}
