package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"vigie.example/vigie"
	"vigie.example/vigie/watch"
)

// CorrectIntents implements watch.Archive.
func (s *Store) CorrectIntents(ctx context.Context, l vigie.IntentLabel) error {
	told := l.Intents
	if told == nil {
		told = []vigie.Intent{}
	}
	packed, err := json.Marshal(told)
	if err != nil {
		return err
	}
	return s.change(ctx, func(w *writer) error {
		id := int64(l.Mention)
		v, err := w.one("SELECT 1 FROM mention WHERE id = ?", id)
		if err != nil {
			return err
		}
		if v == nil {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-mention")
		}
		if _, err := w.exec("INSERT OR REPLACE INTO intent_label (mention, intents, author, at) VALUES (?, ?, ?, ?)",
			id, string(packed), l.By, millis(l.At)); err != nil {
			return err
		}
		if _, err := w.rejudge(&watch.Judged{Mention: l.Mention}); err != nil {
			return err
		}
		return w.note(id, vigie.Corrected, w.s.opts.Now().UnixMilli())
	})
}

// UncorrectIntents implements watch.Archive.
func (s *Store) UncorrectIntents(ctx context.Context, m vigie.MentionID) error {
	return s.change(ctx, func(w *writer) error {
		n, err := w.exec("DELETE FROM intent_label WHERE mention = ?", int64(m))
		if err != nil {
			return err
		}
		if n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-label")
		}
		return w.note(int64(m), vigie.Corrected, w.s.opts.Now().UnixMilli())
	})
}

// IntentLabels implements watch.Archive.
func (s *Store) IntentLabels(ctx context.Context) (out []vigie.IntentLabel, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			l := vigie.IntentLabel{Mention: vigie.MentionID(num(v[0])), By: str(v[2]), At: instant(num(v[3]))}
			if err := json.Unmarshal([]byte(str(v[1])), &l.Intents); err != nil {
				return fmt.Errorf("what was said of mention %d: %w", l.Mention, err)
			}
			out = append(out, l)
			return nil
		}, "SELECT mention, intents, author, at FROM intent_label ORDER BY at, mention")
	})
	return out, err
}

// saidIntents puts what people said that a mention is for over what readers
// say, and reports whether they did.
func (w *writer) saidIntents(id int64, in *[]vigie.Intent) (bool, error) {
	v, err := w.one("SELECT intents FROM intent_label WHERE mention = ?", id)
	if err != nil || v == nil {
		return false, err
	}
	var told []vigie.Intent
	if err := json.Unmarshal([]byte(str(v[0])), &told); err != nil {
		return false, fmt.Errorf("what was said of mention %d: %w", id, err)
	}
	if len(told) == 0 {
		told = nil
	}
	*in = told
	return true, nil
}
