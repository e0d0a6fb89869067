package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// memory keeps small things under a name; nil is nothing kept.
type memory interface {
	Remembered(ctx context.Context, about string) ([]byte, error)
	Remember(ctx context.Context, about string, data []byte) error
}

// aboutColumns is under what the mapping of files with these columns is kept,
// whatever their order: the same tool's next export has the same ones.
func aboutColumns(columns []string) string {
	sorted := slices.Clone(columns)
	slices.Sort(sorted)
	sum := sha256.Sum256([]byte(strings.Join(sorted, "\x00")))
	return "columns " + hex.EncodeToString(sum[:])
}

// RecallMapping returns how a person last had files with these columns read, on
// the page or on the command line; false where nobody did.
func RecallMapping(ctx context.Context, kept memory, columns []string) (m Mapping, ok bool, err error) {
	data, err := kept.Remembered(ctx, aboutColumns(columns))
	if err != nil || data == nil {
		return m, false, err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, false, err
	}
	for field, column := range m.Columns {
		if !slices.Contains(columns, column) {
			delete(m.Columns, field)
		}
	}
	return m, true, nil
}

// KeepMapping remembers how the columns of a file were read. Who speaks is not
// part of it: the same tool exports what we say and what others say.
func KeepMapping(ctx context.Context, kept memory, columns []string, m Mapping) error {
	m.Own = false
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return kept.Remember(ctx, aboutColumns(columns), data)
}

// recall replaces a guess by what a person chose for the same columns before.
func (s *Server) recall(ctx context.Context, look *Look) error {
	m, ok, err := RecallMapping(ctx, s.o.Ledger, look.Columns)
	if ok {
		look.Guess, look.Again = m, true
	}
	return err
}
