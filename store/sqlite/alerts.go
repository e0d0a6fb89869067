package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/alert"
)

// noLimit is SQLite's own word for it.
const noLimit = -1

func limitOf(n int) int {
	if n <= 0 {
		return noLimit
	}
	return n
}

func scanAlert(v []driver.Value) (a alert.Alert, err error) {
	if err := json.Unmarshal(blob(v[1]), &a); err != nil {
		return a, fmt.Errorf("alert %d: %w", num(v[0]), err)
	}
	a.ID = alert.ID(num(v[0]))
	return a, nil
}

// Alerts implements alert.Store.
func (s *Store) Alerts(ctx context.Context, open bool, limit int) (out []alert.Alert, err error) {
	where := ""
	if open {
		where = " WHERE state <> 'closed'"
	}
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			a, err := scanAlert(v)
			out = append(out, a)
			return err
		}, "SELECT id, data FROM alert"+where+" ORDER BY rung DESC, id DESC LIMIT ?", limitOf(limit))
	})
	return out, err
}

// Alert implements alert.Store.
func (s *Store) Alert(ctx context.Context, id alert.ID) (a alert.Alert, err error) {
	err = s.read(ctx, func(h *hand) error {
		a, err = h.alert(id)
		return err
	})
	return a, err
}

func (h *hand) alert(id alert.ID) (alert.Alert, error) {
	v, err := h.one("SELECT id, data FROM alert WHERE id = ?", int64(id))
	if err != nil {
		return alert.Alert{}, err
	}
	if v == nil {
		return alert.Alert{}, vigie.Errorf(vigie.NotFound, nil, "alert-none")
	}
	return scanAlert(v)
}

// SaveAlert implements alert.Store; kind NotFound where the ID is not known.
func (s *Store) SaveAlert(ctx context.Context, a alert.Alert) (alert.Alert, error) {
	id := a.ID
	err := s.change(ctx, func(w *writer) error {
		a.ID = id
		if id != 0 {
			return w.updateAlert(&a)
		}
		data, err := json.Marshal(a)
		if err != nil {
			return err
		}
		given, err := w.insert("INSERT INTO alert (state, rung, data) VALUES (?, ?, ?)", string(a.State), millis(a.Rung), string(data))
		a.ID = alert.ID(given)
		return err
	})
	return a, err
}

// ChangeAlert implements alert.Store.
func (s *Store) ChangeAlert(ctx context.Context, id alert.ID, change func(*alert.Alert) error) (a alert.Alert, err error) {
	err = s.change(ctx, func(w *writer) (err error) {
		if a, err = w.alert(id); err != nil {
			return err
		}
		if err := change(&a); err != nil {
			return err
		}
		a.ID = id
		return w.updateAlert(&a)
	})
	return a, err
}

func (w *writer) updateAlert(a *alert.Alert) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	n, err := w.exec("UPDATE alert SET state = ?, rung = ?, data = ? WHERE id = ?", string(a.State), millis(a.Rung), string(data), int64(a.ID))
	if err == nil && n == 0 {
		return vigie.Errorf(vigie.NotFound, nil, "alert-none")
	}
	return err
}

// AlertSettings implements alert.Store.
func (s *Store) AlertSettings(ctx context.Context) (out alert.Settings, err error) {
	err = s.read(ctx, func(h *hand) (err error) {
		out, err = h.alertSettings()
		return err
	})
	return out, err
}

func (h *hand) alertSettings() (out alert.Settings, err error) {
	raw, err := h.meta("alerts")
	if err != nil || raw == nil {
		return out, err
	}
	return out, json.Unmarshal(raw, &out)
}

// SaveAlertSettings implements alert.Store.
func (s *Store) SaveAlertSettings(ctx context.Context, in alert.Settings) error {
	return s.ChangeAlertSettings(ctx, func(kept *alert.Settings) error {
		*kept = in
		return nil
	})
}

// ChangeAlertSettings implements alert.Store.
func (s *Store) ChangeAlertSettings(ctx context.Context, change func(*alert.Settings) error) error {
	return s.change(ctx, func(w *writer) error {
		settings, err := w.alertSettings()
		if err != nil {
			return err
		}
		if err := change(&settings); err != nil {
			return err
		}
		raw, err := json.Marshal(settings)
		if err != nil {
			return err
		}
		return w.setMeta("alerts", raw)
	})
}

// Post implements alert.Store.
func (s *Store) Post(ctx context.Context, messages ...alert.Message) error {
	return s.change(ctx, func(w *writer) error {
		for _, m := range messages {
			data, err := json.Marshal(m)
			if err != nil {
				return err
			}
			if _, err := w.exec("INSERT OR IGNORE INTO message (key, state, due, data) VALUES (?, ?, ?, ?)",
				m.Key, string(m.State), millis(m.Due), string(data)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Outbox implements alert.Store.
func (s *Store) Outbox(ctx context.Context, state alert.Sending, now time.Time, limit int) (out []alert.Message, err error) {
	due := int64(1) << 62
	if !now.IsZero() {
		due = now.UnixMilli()
	}
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			var m alert.Message
			if err := json.Unmarshal(blob(v[0]), &m); err != nil {
				return err
			}
			out = append(out, m)
			return nil
		}, "SELECT data FROM message WHERE state = ? AND due <= ? ORDER BY due, key LIMIT ?", string(state), due, limitOf(limit))
	})
	return out, err
}

// SaveMessage implements alert.Store; kind NotFound where the key is not known.
func (s *Store) SaveMessage(ctx context.Context, m alert.Message) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.change(ctx, func(w *writer) error {
		n, err := w.exec("UPDATE message SET state = ?, due = ?, data = ? WHERE key = ?", string(m.State), millis(m.Due), string(data), m.Key)
		if err == nil && n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "alert-no-message")
		}
		return err
	})
}
