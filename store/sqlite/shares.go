package sqlite

import (
	"context"
	"database/sql/driver"

	"vigie.example/vigie"
	"vigie.example/vigie/govern"
)

const shareColumns = "id, hash, path, title, by_user, made, until"

func scanShare(v []driver.Value) govern.Share {
	return govern.Share{
		ID: govern.ShareID(num(v[0])), Hash: str(v[1]), Path: str(v[2]), Title: str(v[3]), By: govern.UserID(num(v[4])),
		Made: instant(num(v[5])), Until: instant(num(v[6])),
	}
}

// Shares implements govern.Store.
func (s *Store) Shares(ctx context.Context) (out []govern.Share, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, scanShare(v))
			return nil
		}, "SELECT "+shareColumns+" FROM share ORDER BY id DESC")
	})
	return out, err
}

// ShareByHash implements govern.Store.
func (s *Store) ShareByHash(ctx context.Context, hash string) (out govern.Share, err error) {
	err = s.read(ctx, func(h *hand) error {
		v, err := h.one("SELECT "+shareColumns+" FROM share WHERE hash = ?", hash)
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "share-none")
		}
		out = scanShare(v)
		return nil
	})
	return out, err
}

// SaveShare implements govern.Store.
func (s *Store) SaveShare(ctx context.Context, x govern.Share) (govern.Share, error) {
	x.Made, x.Until = instant(millis(x.Made)), instant(millis(x.Until))
	err := s.change(ctx, func(w *writer) error {
		id, err := w.insert("INSERT INTO share (hash, path, title, by_user, made, until) VALUES (?, ?, ?, ?, ?, ?)",
			x.Hash, x.Path, x.Title, int64(x.By), millis(x.Made), millis(x.Until))
		x.ID = govern.ShareID(id)
		return err
	})
	return x, err
}

// EndShare implements govern.Store.
func (s *Store) EndShare(ctx context.Context, id govern.ShareID) error {
	return s.change(ctx, func(w *writer) error {
		n, err := w.exec("DELETE FROM share WHERE id = ?", int64(id))
		if err == nil && n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "share-none")
		}
		return err
	})
}
