package sqlite

import (
	"context"
	"database/sql/driver"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/rising"
)

const spokenColumns = "m.id, m.story, m.author, m.title, m.text"

// Spoken implements store.Archive: a Walk that reads the words and who said
// them, many mentions at a time, and nothing else.
func (s *Store) Spoken(ctx context.Context, f vigie.Filter, yield func(rising.Spoken) bool) error {
	return s.read(ctx, func(h *hand) error {
		seek, err := newSeeker(ctx, h, nil, &f)
		if err != nil || seek.n.nothing {
			return err
		}
		nobody, err := h.number("SELECT id FROM author WHERE key = ''")
		if err != nil {
			return err
		}
		stopped := false
		row := func(v []driver.Value) error {
			x := rising.Spoken{ID: vigie.MentionID(num(v[0])), Story: vigie.StoryID(num(v[1])), Voice: num(v[2]), Title: str(v[3]), Text: str(v[4])}
			if x.Voice == nobody {
				x.Voice = 0
			}
			if stopped = !yield(x); stopped {
				return errStop
			}
			return nil
		}
		if !seek.byText() {
			return seek.bites(spokenColumns, "", row)
		}
		return seek.walk(seek.n.to, func(id int64) (bool, error) {
			err := h.each(ctx, row, "SELECT "+spokenColumns+" FROM mention m WHERE m.id = ?", id)
			return !stopped, err
		})
	})
}
