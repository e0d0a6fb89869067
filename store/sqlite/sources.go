package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"slices"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/listen"
)

// visitsKept is how many visits to a source stay.
const visitsKept = 50

const sourceColumns = `id, kind, address, name, site, home, network, channel, own, keep_all, paused, added,
	last_visit, last_success, next_visit, failures, fault, every, items, delay, per_week, cursor, brand`

func scanSource(v []driver.Value) (src vigie.Source, cursor []byte, err error) {
	src = vigie.Source{
		ID: vigie.SourceID(num(v[0])), Kind: vigie.SourceKind(str(v[1])), Address: str(v[2]), Name: str(v[3]),
		Site: str(v[4]), Home: str(v[5]), Network: str(v[6]), Channel: vigie.Channel(str(v[7])),
		Own: num(v[8]) != 0, KeepAll: num(v[9]) != 0, Paused: num(v[10]) != 0, Added: instant(num(v[11])),
		Health: vigie.Health{
			LastVisit: instant(num(v[12])), LastSuccess: instant(num(v[13])), NextVisit: instant(num(v[14])),
			Failures: int(num(v[15])), Every: time.Duration(num(v[17])), Items: num(v[18]),
			Delay: time.Duration(num(v[19])), PerWeek: real64(v[20]),
		},
		Brand: vigie.TopicID(num(v[22])),
	}
	if f := blob(v[16]); len(f) > 0 {
		err = json.Unmarshal(f, &src.Health.Fault)
	}
	return src, blob(v[21]), err
}

// Due implements listen.Store.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (out []listen.Due, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			src, cursor, err := scanSource(v)
			out = append(out, listen.Due{Source: src, Cursor: cursor})
			return err
		}, "SELECT "+sourceColumns+" FROM source WHERE paused = 0 AND next_visit IS NOT NULL AND (next_visit <= ?1 OR next_visit > ?2) ORDER BY next_visit, id LIMIT ?3",
			now.UnixMilli(), now.Add(listen.ClockJump).UnixMilli(), limit)
	})
	return out, err
}

// Streamed implements listen.StreamStore.
func (s *Store) Streamed(ctx context.Context) (out []listen.Due, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			src, cursor, err := scanSource(v)
			if src.Kind.Streamed() {
				out = append(out, listen.Due{Source: src, Cursor: cursor})
			}
			return err
		}, "SELECT "+sourceColumns+" FROM source WHERE paused = 0 AND next_visit IS NULL ORDER BY id")
	})
	return out, err
}

// Visited implements listen.Store. A visit to a source deleted meanwhile is
// forgotten.
func (s *Store) Visited(ctx context.Context, v listen.Visit) error {
	var fault any
	if !v.Fault.IsZero() {
		b, err := json.Marshal(v.Fault)
		if err != nil {
			return err
		}
		fault = string(b)
	}
	id, at := int64(v.Source), v.At.UnixMilli()
	return s.changePatiently(ctx, func(w *writer) error {
		old, err := w.one("SELECT last_success, added, failures FROM source WHERE id = ?", id)
		if err != nil || old == nil {
			return err
		}
		told := v
		if v.Moved != "" && v.Moved != v.From {
			said, err := w.move(v)
			if err != nil {
				return err
			}
			told.Problems = append(slices.Clone(v.Problems), said)
		}
		data, err := json.Marshal(told)
		if err != nil {
			return err
		}
		success, failures := old[0], num(old[2])+1
		if fault == nil {
			success, failures = at, 0
		}
		var next any
		if !v.Next.IsZero() {
			next = v.Next.UnixMilli()
		}
		if _, err := w.exec(`UPDATE source SET last_visit = ?, last_success = ?, next_visit = coalesce(?, next_visit), failures = ?, fault = ?,
			every = ?, delay = ?, per_week = ?,
			name = CASE name WHEN '' THEN ? ELSE name END, home = CASE home WHEN '' THEN ? ELSE home END WHERE id = ?`,
			at, success, next, failures, fault, int64(v.Every), int64(v.Delay), v.PerWeek, v.Title, v.Home, id); err != nil {
			return err
		}
		if _, err := w.exec("INSERT INTO visit (source, at, data) VALUES (?, ?, ?)", id, at, string(data)); err != nil {
			return err
		}
		if _, err := w.exec(`DELETE FROM visit WHERE source = ?1 AND id <=
			(SELECT id FROM visit WHERE source = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`, id, visitsKept); err != nil {
			return err
		}
		if fault == nil {
			_, err := w.exec(`UPDATE gap SET "to" = ? WHERE source = ? AND "to" IS NULL`, at, id)
			return err
		}
		from := num(old[0])
		if from == 0 {
			from = num(old[1])
		}
		if from == 0 || from > at {
			from = at
		}
		_, err = w.exec(`INSERT INTO gap (source, "from", why) SELECT ?1, ?2, ?3
			WHERE NOT EXISTS (SELECT 1 FROM gap WHERE source = ?1 AND "to" IS NULL)`, id, from, fault)
		return err
	})
}

// move gives a source the address it has moved to, and returns what came of
// it. The address of a source is its identity to people: that of another
// source is not taken, nor one that a person chose meanwhile replaced.
func (w *writer) move(v listen.Visit) (vigie.Sentence, error) {
	twin, err := w.one(`SELECT coalesce(nullif(o.name, ''), o.address) FROM source s JOIN source o ON o.kind = s.kind AND o.id <> s.id
		WHERE s.id = ? AND o.address = ?`, int64(v.Source), v.Moved)
	if err != nil {
		return vigie.Sentence{}, err
	}
	if twin != nil {
		return vigie.Say("source-moved-twice", v.From, v.Moved, str(twin[0])), nil
	}
	n, err := w.exec("UPDATE source SET address = ? WHERE id = ? AND address = ?", v.Moved, int64(v.Source), v.From)
	if err != nil {
		return vigie.Sentence{}, err
	}
	if n == 0 {
		return vigie.Say("feed-moved", v.From, v.Moved), nil
	}
	return vigie.Say("source-moved", v.From, v.Moved), nil
}

// Sources implements store.Ledger; they come in the order they were added.
func (s *Store) Sources(ctx context.Context) (out []vigie.Source, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			src, _, err := scanSource(v)
			out = append(out, src)
			return err
		}, "SELECT "+sourceColumns+" FROM source ORDER BY id")
	})
	return out, err
}

// Source implements watch.Ledger.
func (s *Store) Source(ctx context.Context, id vigie.SourceID) (src vigie.Source, err error) {
	err = s.read(ctx, func(h *hand) error {
		src, err = h.source(id)
		return err
	})
	return src, err
}

func (h *hand) source(id vigie.SourceID) (vigie.Source, error) {
	v, err := h.one("SELECT "+sourceColumns+" FROM source WHERE id = ?", int64(id))
	if err != nil {
		return vigie.Source{}, err
	}
	if v == nil {
		return vigie.Source{}, vigie.Errorf(vigie.NotFound, nil, "store-no-source")
	}
	src, _, err := scanSource(v)
	return src, err
}

// SaveSource implements store.Ledger. A new source that is visited is due at
// once, and so is one that was not visited before it was changed.
func (s *Store) SaveSource(ctx context.Context, src vigie.Source) (out vigie.Source, err error) {
	err = s.change(ctx, func(w *writer) error {
		in := src
		now := s.opts.Now().UnixMilli()
		twin, err := w.number("SELECT id FROM source WHERE kind = ? AND address = ? AND id <> ?", string(in.Kind), in.Address, int64(in.ID))
		if err != nil {
			return err
		}
		if twin != 0 {
			return vigie.Errorf(vigie.Conflict, nil, "source-twice", in.Address)
		}
		if in.ID == 0 {
			if in.Added.IsZero() {
				in.Added = instant(now)
			}
			id, err := w.insert(`INSERT INTO source (kind, address, name, site, home, network, channel, own, keep_all, paused, added, brand)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				string(in.Kind), in.Address, in.Name, in.Site, in.Home, in.Network, string(in.Channel), in.Own, in.KeepAll, in.Paused, millis(in.Added), int64(in.Brand))
			if err != nil {
				return err
			}
			in.ID = vigie.SourceID(id)
		} else {
			was, err := w.source(in.ID)
			if err != nil {
				return err
			}
			n, err := w.exec(`UPDATE source SET kind = ?, address = ?, name = ?, site = ?, home = ?, network = ?, channel = ?,
				own = ?, keep_all = ?, paused = ?, brand = ? WHERE id = ?`,
				string(in.Kind), in.Address, in.Name, in.Site, in.Home, in.Network, string(in.Channel), in.Own, in.KeepAll, in.Paused, int64(in.Brand), int64(in.ID))
			if err != nil {
				return err
			}
			if n == 0 {
				return vigie.Errorf(vigie.NotFound, nil, "store-no-source")
			}
			if was.Paused != in.Paused {
				kind := vigie.TurnResumed
				if in.Paused {
					kind = vigie.TurnPaused
				}
				if err := w.turnOfSource(kind, in.ID); err != nil {
					return err
				}
			}
		}
		if in.Kind.Visited() && !in.Kind.Streamed() {
			if _, err := w.exec("UPDATE source SET next_visit = ? WHERE id = ? AND next_visit IS NULL", now, int64(in.ID)); err != nil {
				return err
			}
		}
		out, err = w.source(in.ID)
		return err
	})
	return out, err
}

// DeleteSource implements store.Ledger. What the source carried stays.
func (s *Store) DeleteSource(ctx context.Context, id vigie.SourceID) error {
	return s.change(ctx, func(w *writer) error {
		// The password of a mailbox (vigie.MailboxSecret) goes with it.
		if _, err := w.exec("DELETE FROM remembered WHERE about = (SELECT 'mailbox ' || address FROM source WHERE id = ?)", int64(id)); err != nil {
			return err
		}
		if _, err := w.exec("DELETE FROM remembered WHERE about = ?", vigie.TokenSecret(id)); err != nil {
			return err
		}
		if err := w.turnOfSource(vigie.TurnRemoved, id); err != nil {
			return err
		}
		n, err := w.exec("DELETE FROM source WHERE id = ?", int64(id))
		if err != nil {
			return err
		}
		if n == 0 {
			return vigie.Errorf(vigie.NotFound, nil, "store-no-source")
		}
		for _, text := range []string{"DELETE FROM visit WHERE source = ?", "DELETE FROM gap WHERE source = ?"} {
			if _, err := w.exec(text, int64(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Wake implements store.Ledger.
func (s *Store) Wake(ctx context.Context, id vigie.SourceID) error {
	return s.change(ctx, func(w *writer) error {
		src, err := w.source(id)
		if err != nil || !src.Kind.Visited() || src.Kind.Streamed() {
			return err
		}
		_, err = w.exec("UPDATE source SET next_visit = ? WHERE id = ?", s.opts.Now().UnixMilli(), int64(id))
		return err
	})
}

// Gaps implements store.Ledger.
func (s *Store) Gaps(ctx context.Context, id vigie.SourceID, from, to time.Time) (out []vigie.Gap, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			g := vigie.Gap{Source: vigie.SourceID(num(v[0])), From: instant(num(v[1])), To: instant(num(v[2]))}
			out = append(out, g)
			return json.Unmarshal(blob(v[3]), &out[len(out)-1].Why)
		}, `SELECT source, "from", "to", why FROM gap
			WHERE (?1 = 0 OR source = ?1) AND "from" < ?3 AND ("to" IS NULL OR "to" > ?2) ORDER BY "from", id`,
			int64(id), from.UnixMilli(), to.UnixMilli())
	})
	return out, err
}

// Visits implements store.Ledger.
func (s *Store) Visits(ctx context.Context, id vigie.SourceID, limit int) (out []listen.Visit, err error) {
	err = s.read(ctx, func(h *hand) error {
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, listen.Visit{})
			return json.Unmarshal(blob(v[0]), &out[len(out)-1])
		}, "SELECT data FROM visit WHERE source = ? ORDER BY id DESC LIMIT ?", int64(id), limit)
	})
	return out, err
}
