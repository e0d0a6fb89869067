package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// aboutColumns is under what the mapping of files with these columns is kept,
// whatever their order: the same tool's next export has the same ones.
func aboutColumns(columns []string) string {
	sorted := slices.Clone(columns)
	slices.Sort(sorted)
	sum := sha256.Sum256([]byte(strings.Join(sorted, "\x00")))
	return "columns " + hex.EncodeToString(sum[:])
}

// recall replaces a guess by what a person chose for the same columns before.
func (s *Server) recall(ctx context.Context, look *Look) error {
	data, err := s.o.Ledger.Remembered(ctx, aboutColumns(look.Columns))
	if err != nil || data == nil {
		return err
	}
	var m Mapping
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	for field, column := range m.Columns {
		if !slices.Contains(look.Columns, column) {
			delete(m.Columns, field)
		}
	}
	look.Guess, look.Again = m, true
	return nil
}

// keepMapping remembers how the columns of a file were read.
func (s *Server) keepMapping(ctx context.Context, columns []string, m Mapping) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.o.Ledger.Remember(ctx, aboutColumns(columns), data)
}
