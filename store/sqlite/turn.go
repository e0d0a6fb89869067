package sqlite

import (
	"context"
	"database/sql/driver"

	"vigie.example/vigie"
)

// SaveTurn implements store.Ledger.
func (s *Store) SaveTurn(ctx context.Context, t vigie.Turn) error {
	return s.change(ctx, func(w *writer) error { return w.turn(t.Kind, t.Name) })
}

// turn notes that something else is counted from now on.
func (w *writer) turn(kind vigie.TurnKind, name string) error {
	_, err := w.exec("INSERT INTO turn (at, kind, name) VALUES (?, ?, ?)", w.s.opts.Now().UnixMilli(), string(kind), name)
	return err
}

// turnOfSource notes that a source is listened to no more, or again.
func (w *writer) turnOfSource(kind vigie.TurnKind, id vigie.SourceID) error {
	src, err := w.source(id)
	if err != nil || !src.Kind.Visited() {
		return err
	}
	name := src.Name
	if name == "" {
		name = src.Address
	}
	return w.turn(kind, name)
}

// Turns implements store.Ledger.
func (s *Store) Turns(ctx context.Context) (out []vigie.Turn, err error) {
	err = s.read(ctx, func(h *hand) error {
		out = nil
		return h.each(ctx, func(v []driver.Value) error {
			out = append(out, vigie.Turn{At: instant(num(v[0])), Kind: vigie.TurnKind(str(v[1])), Name: str(v[2])})
			return nil
		}, "SELECT at, kind, name FROM turn ORDER BY at, id")
	})
	return out, err
}
