package main

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path/filepath"
)

// sequence is one line of a model: letters, and how likely the last is after
// the others.
type sequence struct {
	letters string
	p       float64
}

var fileNames = [...]string{1: "unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"}

// readModel reads the sequences of n letters of one language. Languages alone
// in their script have single letters only: a missing file is no sequences.
func readModel(dir string, n int) ([]sequence, error) {
	z, err := zip.OpenReader(filepath.Join(dir, fileNames[n]+".pb.bin.zip"))
	if errors.Is(err, fs.ErrNotExist) && n > 1 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer z.Close()
	if len(z.File) != 1 {
		return nil, fmt.Errorf("%s: %d files, want 1", fileNames[n], len(z.File))
	}
	f, err := z.File[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return parseModel(b)
}

// parseModel reads lingua's protocol buffer (serialization/model.proto): field
// 4 of the message is a set of sequences with one probability, in which field
// 1 is the probability and field 2, repeated, the letters.
func parseModel(b []byte) ([]sequence, error) {
	var out []sequence
	err := fields(b, func(id int, set []byte, _ uint64) error {
		if id != 4 {
			return nil
		}
		first := len(out)
		var p float64
		err := fields(set, func(id int, v []byte, bits uint64) error {
			switch id {
			case 1:
				p = math.Float64frombits(bits)
			case 2:
				out = append(out, sequence{letters: string(v)})
			}
			return nil
		})
		for i := first; i < len(out); i++ {
			out[i].p = p
		}
		if err == nil && !(p > 0 && p <= 1) {
			err = fmt.Errorf("probability %v", p)
		}
		return err
	})
	return out, err
}

// fields calls f with each field of a protocol buffer message: its number, and
// its bytes or its number.
func fields(b []byte, f func(id int, v []byte, bits uint64) error) error {
	bad := errors.New("broken protocol buffer")
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 {
			return bad
		}
		b = b[n:]
		var v []byte
		var bits uint64
		switch tag & 7 {
		case 0:
			if bits, n = binary.Uvarint(b); n <= 0 {
				return bad
			}
			b = b[n:]
		case 1:
			if len(b) < 8 {
				return bad
			}
			bits, b = binary.LittleEndian.Uint64(b), b[8:]
		case 2:
			size, n := binary.Uvarint(b)
			if n <= 0 || size > uint64(len(b)-n) {
				return bad
			}
			v, b = b[n:n+int(size)], b[n+int(size):]
		default:
			return bad
		}
		if err := f(int(tag>>3), v, bits); err != nil {
			return err
		}
	}
	return nil
}
