package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"

	"vigie.example/vigie"
)

// bites calls row with columns of each candidate of a walk that the full text
// does not drive, newest first, until it returns errStop. The first of columns
// is m.id; from names what is joined to the mention m.
func (s *seeker) bites(columns, from string, row func(v []driver.Value) error) error {
	to, n, stopped := s.n.to, 0, false
	for bite := 64; !s.n.nothing && to > s.n.from; bite = min(bite*4, 4096) {
		text, args := s.text(to, bite)
		n = 0
		if err := s.h.each(s.ctx, func(v []driver.Value) error {
			n++
			to = num(v[0])
			err := row(v)
			stopped = errors.Is(err, errStop)
			return err
		}, "WITH c (id) AS ("+text+") SELECT "+columns+" FROM c CROSS JOIN mention m ON m.id = c.id"+from, args...); err != nil {
			return err
		}
		if stopped || n < bite {
			return nil
		}
	}
	return nil
}

// walkKept reads whole mentions and their matches, many in one statement: one
// by one each would cost several times as much.
func (s *seeker) walkKept(yield func(vigie.Kept) bool) error {
	var list []vigie.Kept
	many := atOnce / 4 // few first: most walks end soon
	give := func() error {
		if err := s.h.matchAll(list); err != nil {
			return err
		}
		some := list
		list, many = nil, atOnce // whoever is told may keep them
		for i := range some {
			if !yield(some[i]) {
				return errStop
			}
		}
		return nil
	}
	err := s.bites(keptColumns, " LEFT JOIN site s ON s.id = m.site LEFT JOIN author a ON a.id = m.author", func(v []driver.Value) error {
		k, err := scanKept(v)
		if err != nil {
			return err
		}
		k.Heard = nil
		if list = append(list, k); len(list) < many {
			return nil
		}
		return give()
	})
	if err == nil {
		err = give()
	}
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// matchAll fills the Matches of mentions, ordered by topic. There are atOnce of
// them at most.
func (h *hand) matchAll(list []vigie.Kept) error {
	if len(list) == 0 {
		return nil
	}
	ids, at := make([]int64, len(list)), make(map[int64]int, len(list))
	for i := range list {
		ids[i] = int64(list[i].Mention.ID)
		at[ids[i]] = i
	}
	return atATime(ids, func(some []any) error {
		return h.each(context.Background(), func(v []driver.Value) error {
			k := &list[at[num(v[0])]]
			k.Matches = append(k.Matches, vigie.Match{
				Topic: vigie.TopicID(num(v[1])), Version: int(num(v[2])), Opinion: vigie.Opinion(num(v[3])), Sure: real64(v[4]),
			})
			return nil
		}, "SELECT mention, topic, version, opinion, sure FROM match WHERE mention IN ("+marks(atOnce)+") ORDER BY mention, topic", some...)
	})
}
