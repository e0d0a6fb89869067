package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

func scanTopic(v []driver.Value) vigie.Topic {
	return vigie.Topic{
		ID: vigie.TopicID(num(v[0])), Name: str(v[1]), Kind: vigie.TopicKind(str(v[2])), Sector: str(v[3]),
		Query: str(v[4]), Version: int(num(v[5])), Created: instant(num(v[6])), Changed: instant(num(v[7])),
	}
}

// Topics implements watch.Ledger; they come in the order they were made.
func (s *Store) Topics(ctx context.Context) (out []vigie.Topic, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, scanTopic(v))
			return nil
		}, "SELECT id, name, kind, sector, query, version, created, changed FROM topic ORDER BY id")
	})
	return out, err
}

// SaveTopic implements watch.Ledger. It fails with kind NotFound where t has
// an ID that no topic has.
func (s *Store) SaveTopic(ctx context.Context, t vigie.Topic) (vigie.Topic, error) {
	in := t
	err := s.change(ctx, func(w *writer) (err error) {
		t = in
		now := s.opts.Now().UTC()
		if t.ID == 0 {
			t.Version, t.Changed = 1, now
			if t.Created.IsZero() {
				t.Created = now
			}
			id, err := w.insert("INSERT INTO topic (name, kind, sector, query, version, created, changed) VALUES (?, ?, ?, ?, ?, ?, ?)",
				t.Name, string(t.Kind), t.Sector, t.Query, t.Version, millis(t.Created), millis(t.Changed))
			if err != nil {
				return err
			}
			t.ID = vigie.TopicID(id)
			return w.recordQuery(&t)
		}
		v, err := w.one("SELECT id, name, kind, sector, query, version, created, changed FROM topic WHERE id = ?", int64(t.ID))
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
		}
		old := scanTopic(v)
		t.Version, t.Created, t.Changed = old.Version, old.Created, old.Changed
		if t.Query != old.Query {
			t.Version++
			t.Changed = now
			if err := w.recordQuery(&t); err != nil {
				return err
			}
		}
		_, err = w.exec("UPDATE topic SET name = ?, kind = ?, sector = ?, query = ?, version = ?, changed = ? WHERE id = ?",
			t.Name, string(t.Kind), t.Sector, t.Query, t.Version, millis(t.Changed), int64(t.ID))
		return err
	})
	if err != nil {
		return vigie.Topic{}, err
	}
	t.Created, t.Changed, t.By = instant(millis(t.Created)), instant(millis(t.Changed)), ""
	return t, nil
}

// recordQuery keeps what a version of a topic asked: matches name it.
func (w *writer) recordQuery(t *vigie.Topic) error {
	_, err := w.exec("INSERT OR REPLACE INTO topic_history (topic, version, query, at, author) VALUES (?, ?, ?, ?, ?)",
		int64(t.ID), t.Version, t.Query, millis(t.Changed), t.By)
	return err
}

// DeleteTopic implements watch.Ledger. It fails with kind Conflict while the
// topic has matches.
func (s *Store) DeleteTopic(ctx context.Context, id vigie.TopicID) error {
	return s.change(ctx, func(w *writer) error {
		held, err := w.number("SELECT count(*) FROM (SELECT 1 FROM match WHERE topic = ? LIMIT 1)", int64(id))
		if err != nil {
			return err
		}
		if held > 0 {
			return vigie.Errorf(vigie.Conflict, nil, "topic-has-matches")
		}
		n, err := w.exec("DELETE FROM topic WHERE id = ?", int64(id))
		if err != nil {
			return err
		}
		if n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
		}
		for _, text := range []string{"DELETE FROM job WHERE topic = ?", "DELETE FROM label WHERE topic = ?", "DELETE FROM card WHERE topic = ?", "DELETE FROM topic_example WHERE topic = ?", "DELETE FROM topic_history WHERE topic = ?", "UPDATE source SET brand = 0 WHERE brand = ?"} {
			if _, err = w.exec(text, int64(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Jobs implements watch.Ledger.
func (s *Store) Jobs(ctx context.Context) (out []watch.Job, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			var j watch.Job
			if err := json.Unmarshal(blob(v[0]), &j); err != nil {
				return err
			}
			out = append(out, j)
			return nil
		}, "SELECT data FROM job ORDER BY topic")
	})
	return out, err
}

// SaveJob implements watch.Ledger.
func (s *Store) SaveJob(ctx context.Context, j watch.Job) error {
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec("INSERT OR REPLACE INTO job (topic, data) VALUES (?, ?)", int64(j.Topic), string(data))
		return err
	})
}

// Workspace implements store.Ledger; the zero Workspace before one was saved.
func (s *Store) Workspace(ctx context.Context) (ws vigie.Workspace, err error) {
	err = s.read(ctx, func(h *hand) error {
		raw, err := h.meta("workspace")
		if err != nil || raw == nil {
			return err
		}
		return json.Unmarshal(raw, &ws)
	})
	return ws, err
}

// SaveWorkspace implements store.Ledger. Another zone has other days: all
// figures are counted again in the same transaction.
func (s *Store) SaveWorkspace(ctx context.Context, ws vigie.Workspace) error {
	if ws.Zone != "" {
		if _, err := s.opts.Location(ws.Zone); err != nil {
			return vigie.Errorf(vigie.Invalid, err, "store-zone", ws.Zone)
		}
	}
	raw, err := json.Marshal(ws)
	if err != nil {
		return err
	}
	return s.change(ctx, func(w *writer) error {
		if err := w.settle(); err != nil { // what others in this transaction counted in the old days
			return err
		}
		if err := w.setMeta("workspace", raw); err != nil {
			return err
		}
		return w.settleZone()
	})
}
