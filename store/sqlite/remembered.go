package sqlite

import "context"

// Remembered implements store.Ledger.
func (s *Store) Remembered(ctx context.Context, about string) (data []byte, err error) {
	err = s.read(ctx, func(h *hand) error {
		v, err := h.one("SELECT data FROM remembered WHERE about = ?", about)
		if err == nil && v != nil {
			data = blob(v[0])
		}
		return err
	})
	return data, err
}

// Remember implements store.Ledger.
func (s *Store) Remember(ctx context.Context, about string, data []byte) error {
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec(`INSERT INTO remembered (about, at, data) VALUES (?, ?, ?)
			ON CONFLICT (about) DO UPDATE SET at = excluded.at, data = excluded.data`, about, s.opts.Now().UnixMilli(), string(data))
		return err
	})
}
