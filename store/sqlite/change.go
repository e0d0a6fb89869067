package sqlite

import (
	"context"
	"database/sql/driver"

	"vigie.example/vigie"
)

// Since implements store.Archive.
func (s *Store) Since(ctx context.Context, seq int64, limit int) (out []vigie.Change, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, vigie.Change{
				Seq: num(v[0]), Mention: vigie.MentionID(num(v[1])),
				Kind: vigie.ChangeKind(num(v[2])), At: instant(num(v[3])),
			})
			return nil
		}, "SELECT seq, mention, kind, at FROM change WHERE seq > ? ORDER BY seq LIMIT ?", seq, limit)
	})
	return out, err
}

// Last implements store.Archive.
func (s *Store) Last(ctx context.Context) (seq int64, err error) {
	err = s.read(ctx, func(h *hand) error {
		seq, err = h.number("SELECT max(seq) FROM change")
		return err
	})
	return seq, err
}

// Bookmark implements store.Archive; a reader never seen is at 0.
func (s *Store) Bookmark(ctx context.Context, reader string) (seq int64, err error) {
	err = s.read(ctx, func(h *hand) error {
		seq, err = h.number("SELECT seq FROM bookmark WHERE reader = ?", reader)
		return err
	})
	return seq, err
}

// SetBookmark implements store.Archive.
func (s *Store) SetBookmark(ctx context.Context, reader string, seq int64) error {
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec("INSERT OR REPLACE INTO bookmark (reader, seq) VALUES (?, ?)", reader, seq)
		return err
	})
}
