package main

import (
	"archive/zip"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"

	"vigie.example/vigie/understand/language/table"
)

// set writes a set of sequences with one probability as lingua does.
func set(p float64, seqs ...string) []byte {
	b := []byte{1<<3 | 1}
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p))
	for _, s := range seqs {
		b = append(b, 2<<3|2, byte(len(s)))
		b = append(b, s...)
	}
	return append([]byte{4<<3 | 2, byte(len(b))}, b...)
}

func writeModel(t *testing.T, dir string, n int, sets ...[]byte) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, fileNames[n]+".pb.bin.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	w, err := z.Create("model")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append([][]byte{{1 << 3, 21}}, sets...) {
		if _, err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWeightsAddUpToTheModel(t *testing.T) {
	dir := t.TempDir()
	writeModel(t, dir, 1, set(0.5, "u"), set(0.25, "q", "i"))
	writeModel(t, dir, 2, set(0.9, "qu"), set(0.5, "ui"))
	m, err := weigh(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	sum := func(seqs ...string) float64 {
		total := -floor - backOff*float64(len(seqs)-1)
		for _, s := range seqs {
			total += float64(m.weights[table.KeyOf([]rune(s))]) * table.Unit
		}
		return total
	}
	for _, tt := range []struct {
		seqs []string
		want float64
	}{
		{[]string{"q"}, math.Log(0.25)},
		{[]string{"u", "qu"}, math.Log(0.9)},
		{[]string{"i", "ui"}, math.Log(0.5)},
		{[]string{"q", "iq"}, math.Log(0.25) - backOff},
	} {
		if got := sum(tt.seqs...); math.Abs(got-tt.want) > table.Unit {
			t.Errorf("weights of %q add up to %.3f, want %.3f", tt.seqs, got, tt.want)
		}
	}
	rows, taken := inRows([]model{m, m, m, m, m, m, m, m}, 10)
	if len(rows) == 0 || !taken[table.KeyOf([]rune("qu"))] {
		t.Errorf("inRows took %d sequences, want qu among them", len(rows))
	}
}

func TestParseModelRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"cut short":         {4<<3 | 2, 200, 1},
		"no probability":    set(0, "a"),
		"above one":         set(1.5, "a"),
		"unknown wire type": {4<<3 | 5, 0, 0, 0, 0},
	} {
		if _, err := parseModel(b); err == nil {
			t.Errorf("%s: parsed, want an error", name)
		}
	}
}
