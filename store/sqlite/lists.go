package sqlite

import (
	"context"
	"database/sql/driver"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/text"
	"vigie.example/vigie/watch"
)

// Lists implements watch.Ledger; they come in the order of their names.
func (s *Store) Lists(ctx context.Context) (out []vigie.List, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, vigie.List{Name: str(v[0]), Terms: str(v[1]), Changed: instant(num(v[2]))})
			return nil
		}, "SELECT name, terms, changed FROM list ORDER BY folded")
	})
	return out, err
}

// SaveList implements watch.Ledger.
func (s *Store) SaveList(ctx context.Context, l vigie.List) error {
	return s.change(ctx, func(w *writer) error {
		_, err := w.exec("INSERT OR REPLACE INTO list (folded, name, terms, changed) VALUES (?, ?, ?, ?)",
			foldedName(l.Name), l.Name, l.Terms, millis(s.opts.Now()))
		return err
	})
}

// DeleteList implements watch.Ledger.
func (s *Store) DeleteList(ctx context.Context, name string) error {
	return s.change(ctx, func(w *writer) error {
		n, err := w.exec("DELETE FROM list WHERE folded = ?", foldedName(name))
		if err == nil && n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-list", name)
		}
		return err
	})
}

func foldedName(name string) string { return text.Fold(strings.TrimSpace(name)) }

// Examples implements watch.Ledger.
func (s *Store) Examples(ctx context.Context, topic vigie.TopicID) (out []watch.Example, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, watch.Example{Must: num(v[0]) != 0, Text: str(v[1])})
			return nil
		}, "SELECT must, text FROM topic_example WHERE topic = ? ORDER BY n", int64(topic))
	})
	return out, err
}

// SaveExamples implements watch.Ledger.
func (s *Store) SaveExamples(ctx context.Context, topic vigie.TopicID, list []watch.Example) error {
	return s.change(ctx, func(w *writer) error {
		if n, err := w.number("SELECT count(*) FROM topic WHERE id = ?", int64(topic)); err != nil || n == 0 {
			if err == nil {
				err = vigie.Errorf(vigie.NotFound, nil, "store-no-topic")
			}
			return err
		}
		if _, err := w.exec("DELETE FROM topic_example WHERE topic = ?", int64(topic)); err != nil {
			return err
		}
		for i, e := range list {
			if _, err := w.exec("INSERT INTO topic_example (topic, n, must, text) VALUES (?, ?, ?, ?)", int64(topic), i, e.Must, e.Text); err != nil {
				return err
			}
		}
		return nil
	})
}

// TopicVersions implements watch.Ledger.
func (s *Store) TopicVersions(ctx context.Context, topic vigie.TopicID) (out []watch.TopicVersion, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, watch.TopicVersion{Version: int(num(v[0])), Query: str(v[1]), At: instant(num(v[2])), By: str(v[3])})
			return nil
		}, "SELECT version, query, at, author FROM topic_history WHERE topic = ? ORDER BY version DESC", int64(topic))
	})
	return out, err
}
