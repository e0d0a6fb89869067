package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"vigie.example/vigie"
)

// mostDifferences bounds what Recount tells: more would only repeat it.
const mostDifferences = 50

// Recount implements store.Archive.
func (s *Store) Recount(ctx context.Context) (diffs []vigie.Sentence, err error) {
	tell := func(id string, args ...any) {
		if len(diffs) < mostDifferences {
			diffs = append(diffs, vigie.Say(id, args...))
		}
	}
	err = s.read(ctx, func(h *hand) error {
		diffs = nil
		topics, err := h.countedTopics(ctx)
		if err != nil {
			return err
		}
		for _, topic := range topics {
			if err := s.recountTopic(ctx, h, topic, tell); err != nil {
				return err
			}
		}
		return h.recountWhole(ctx, tell)
	})
	return diffs, err
}

// countedTopics lists the topics with matches or figures.
func (h *hand) countedTopics(ctx context.Context) ([]int64, error) {
	out, err := h.matchedTopics()
	if err != nil {
		return nil, err
	}
	err = h.each(ctx, func(v []driver.Value) error {
		out = addOnce(out, num(v[0]))
		return nil
	}, "SELECT topic FROM hour UNION SELECT topic FROM split")
	return out, err
}

// recountTopic compares the figures of one topic.
func (s *Store) recountTopic(ctx context.Context, h *hand, topic int64, tell func(id string, args ...any)) error {
	fresh := newTally(s.location())
	if err := h.countAfresh(ctx, topic, fresh, func(id int64) { tell("recount-match", topic, id) }); err != nil {
		return err
	}
	lost, err := h.number("SELECT count(*) FROM match t LEFT JOIN mention m ON m.id = t.mention WHERE t.topic = ? AND m.id IS NULL", topic)
	if err != nil {
		return err
	}
	if lost > 0 {
		tell("recount-whole", "match", lost, 0)
	}
	astray, err := h.number("SELECT count(*) FROM match t JOIN mention m ON m.id = t.mention WHERE t.topic = ? AND t.story != m.story", topic)
	if err != nil {
		return err
	}
	if astray > 0 {
		tell("recount-whole", "stories of matches", astray, 0)
	}
	if err := h.each(ctx, func(v []driver.Value) error {
		k := hourKey{topic, num(v[0])}
		got, want := delta{num(v[1]), num(v[2])}, fresh.hours[k]
		if got != want {
			tell("recount-figure", topic, fmt.Sprintf("hour %d", k.hour), got.n, want.n)
		}
		delete(fresh.hours, k)
		return nil
	}, "SELECT hour, n, own FROM hour WHERE topic = ?", topic); err != nil {
		return err
	}
	for k, want := range fresh.hours {
		tell("recount-figure", topic, fmt.Sprintf("hour %d", k.hour), 0, want.n)
	}
	if err := h.each(ctx, func(v []driver.Value) error {
		k := splitKey{topic, num(v[0]), num(v[1]), num(v[2])}
		got, want := delta{num(v[3]), num(v[4])}, fresh.splits[k]
		if got != want {
			tell("recount-figure", topic, fmt.Sprintf("split %d day %d value %d", k.kind, k.day, k.value), got.n, want.n)
		}
		delete(fresh.splits, k)
		return nil
	}, "SELECT kind, day, value, n, own FROM split WHERE topic = ?", topic); err != nil {
		return err
	}
	for k, want := range fresh.splits {
		tell("recount-figure", topic, fmt.Sprintf("split %d day %d value %d", k.kind, k.day, k.value), 0, want.n)
	}
	if err := s.recountDays(ctx, h, topic, tell); err != nil {
		return err
	}
	return s.recountWeeks(ctx, h, topic, tell)
}

// recountWhole compares what must be equal across the archive.
func (h *hand) recountWhole(ctx context.Context, tell func(id string, args ...any)) error {
	kept, err := h.number("SELECT count(*) FROM mention")
	if err != nil {
		return err
	}
	waiting, err := h.number("SELECT count(*) FROM waiting")
	if err != nil {
		return err
	}
	heard := kept
	if err := h.each(ctx, func(v []driver.Value) error {
		heard += int64(len(unpackHearings(blob(v[0]))))
		return nil
	}, "SELECT others FROM mention WHERE others IS NOT NULL"); err != nil {
		return err
	}
	for _, c := range []struct {
		what, text string
		want       int64
	}{
		{"kept", "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'kept'", kept},
		{"buffered", "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'buffered'", waiting},
		{"hearings", "SELECT count(*) FROM hearing", heard},
		{"stories", "SELECT count(*) FROM mention m LEFT JOIN story s ON s.id = m.story WHERE m.story > 0 AND (s.id IS NULL OR s.merged != 0)", 0},
	} {
		got, err := h.number(c.text)
		if err != nil {
			return err
		}
		if got != c.want {
			tell("recount-whole", c.what, got, c.want)
		}
	}
	if err := h.recountKeys(kept, tell); err != nil {
		return err
	}
	if err := h.recountOwn(tell); err != nil {
		return err
	}
	return h.recountText(ctx, kept, tell)
}

// Check looks for damage: the file's own checks, then Recount. It returns what
// is wrong, as sentences; none means that all is well.
func (s *Store) Check(ctx context.Context) ([]vigie.Sentence, error) {
	var out []vigie.Sentence
	err := s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			if str(v[0]) != "ok" {
				out = append(out, vigie.Say("store-check", s.path, str(v[0])))
			}
			return nil
		}, "PRAGMA quick_check(20)")
	})
	if err != nil || len(out) > 0 {
		return out, err
	}
	return s.Recount(ctx)
}
