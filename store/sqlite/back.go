package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// BackDue implements listen.BackStore.
func (s *Store) BackDue(ctx context.Context, now time.Time, limit int) ([]listen.Back, error) {
	return s.backs(ctx, `SELECT b.data FROM back b JOIN source s ON s.id = b.source
		WHERE s.paused = 0 AND b.next IS NOT NULL AND (b.next <= ?1 OR b.next > ?2) ORDER BY b.next, b.source LIMIT ?3`,
		now.UnixMilli(), now.Add(listen.ClockJump).UnixMilli(), limit)
}

// Backs implements store.Ledger; they come in the order of their sources.
func (s *Store) Backs(ctx context.Context) ([]listen.Back, error) {
	return s.backs(ctx, "SELECT data FROM back ORDER BY source")
}

func (s *Store) backs(ctx context.Context, query string, args ...any) (out []listen.Back, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			var b listen.Back
			if err := json.Unmarshal(blob(v[0]), &b); err != nil {
				return err
			}
			out = append(out, b)
			return nil
		}, query, args...)
	})
	return out, err
}

// SaveBack implements listen.BackStore. That of a source deleted meanwhile is
// forgotten.
func (s *Store) SaveBack(ctx context.Context, b listen.Back) error {
	data, err := json.Marshal(b)
	if err != nil {
		return err
	}
	var next any
	if !b.Done {
		next = millis(b.Next)
	}
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec(`INSERT INTO back (source, next, data) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM source WHERE id = ?1)
			ON CONFLICT (source) DO UPDATE SET next = excluded.next, data = excluded.data`, int64(b.Source), next, string(data))
		return err
	})
}

var _ listen.BackStore = (*Store)(nil)

// Back implements store.Ledger.
func (s *Store) Back(ctx context.Context, id vigie.SourceID) (listen.Back, bool, error) {
	all, err := s.backs(ctx, "SELECT data FROM back WHERE source = ?", int64(id))
	if err != nil || len(all) == 0 {
		return listen.Back{}, false, err
	}
	return all[0], true, nil
}
