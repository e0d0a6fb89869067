package opinion

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"

	"vigie.example/vigie"
)

// Model is what was learnt of one language: three weights and how common it is
// for each of 2^18 buckets of features, in a byte each. It is safe for several
// goroutines; what is learnt from the user lies beside it (Adapted).
type Model struct {
	about About
	cells []cell
}

// cell is a bucket: the weights of negative and of positive in units of
// About.Scale (neutral's is what makes their sum zero), and the rarity in
// units of idfUnit; rarity 0 means that the model never met it.
type cell struct {
	neg, pos int8
	rare     uint8
	_        uint8
}

// About is what a model file says of itself.
type About struct {
	Lang        string                       `json:"lang"` // ISO 639-1
	Data        string                       `json:"data"` // what it was trained on, as told by who trained it
	Texts       int                          `json:"texts"`
	Seed        int64                        `json:"seed"`
	Penalty     float64                      `json:"penalty"`     // L2
	Scale       float32                      `json:"scale"`       // of the weights of buckets
	Temperature float64                      `json:"temperature"` // log-odds are divided by it
	Stretch     int                          `json:"stretch"`     // longer texts are judged by stretches of so many bytes
	Dense       [classes][denseCount]float32 `json:"dense"`
	Family      Family                       `json:"family,omitempty"`
	Tried       []Trial                      `json:"tried,omitempty"` // what the trainer chose among, where it did
}

// idfUnit: rarities up to 8 fit a byte in steps of 1/31.
const idfUnit = 1.0 / 31

// A model file: magic, version, length of the header, header (JSON of About),
// three planes of 2^18 bytes deflated, and SHA-256 of all that. Version 2 adds
// the family and what was tried; a model that has neither is written as
// version 1, which older programs read.
const (
	magic   = "vigie-opinion"
	version = 2
)

func (a *About) version() byte {
	if a.Family == Usual && len(a.Tried) == 0 {
		return 1
	}
	return version
}

// newModel returns a model that knows nothing yet.
func newModel(a About) *Model { return &Model{about: a, cells: make([]cell, buckets)} }

// About returns what the model says of itself.
func (m *Model) About() About { return m.about }

// Write writes the model's file. The same model gives the same bytes.
func (m *Model) Write(w io.Writer) error {
	header, err := json.Marshal(m.about)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(magic)
	b.WriteByte(m.about.version())
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(header))))
	b.Write(header)
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return err
	}
	plane := make([]byte, buckets)
	for _, get := range []func(c cell) byte{
		func(c cell) byte { return byte(c.neg) }, func(c cell) byte { return byte(c.pos) }, func(c cell) byte { return c.rare },
	} {
		for i, c := range m.cells {
			plane[i] = get(c)
		}
		if _, err := z.Write(plane); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	b.Write(sum[:])
	_, err = w.Write(b.Bytes())
	return err
}

// Open reads a model from its file; see Read.
func Open(path string) (*Model, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, vigie.Errorf(vigie.NotFound, err, "opinion-model-missing", path)
	}
	return Read(b, path)
}

// Read reads a model from the bytes of its file, called name in errors. A file
// that is cut short, changed, of another version or no model at all is an
// error of kind Invalid that says which.
func Read(b []byte, name string) (*Model, error) {
	bad := func(id string, err error) error { return vigie.Errorf(vigie.Invalid, err, id, name) }
	if len(b) < len(magic)+1 || string(b[:len(magic)]) != magic {
		return nil, bad("opinion-model-none", nil)
	}
	if v := int(b[len(magic)]); v < 1 || v > version {
		return nil, vigie.Errorf(vigie.Invalid, nil, "opinion-model-version", name, v, version)
	}
	body := len(b) - sha256.Size
	if body < len(magic)+5 {
		return nil, bad("opinion-model-damaged", io.ErrUnexpectedEOF)
	}
	if sum := sha256.Sum256(b[:body]); !bytes.Equal(sum[:], b[body:]) {
		return nil, bad("opinion-model-damaged", fmt.Errorf("checksum"))
	}
	rest := b[len(magic)+1 : body]
	n := binary.LittleEndian.Uint32(rest)
	rest = rest[4:]
	if uint64(n) > uint64(len(rest)) {
		return nil, bad("opinion-model-damaged", io.ErrUnexpectedEOF)
	}
	var about About
	if err := json.Unmarshal(rest[:n], &about); err != nil {
		return nil, bad("opinion-model-damaged", err)
	}
	if !about.Family.known() {
		return nil, bad("opinion-model-damaged", fmt.Errorf("family %q", about.Family))
	}
	m := newModel(about)
	if !(m.about.Temperature > 0) || math.IsInf(m.about.Temperature, 0) {
		return nil, bad("opinion-model-damaged", fmt.Errorf("temperature %v", m.about.Temperature))
	}
	z := flate.NewReader(bytes.NewReader(rest[n:]))
	plane := make([]byte, buckets)
	for _, put := range []func(c *cell, v byte){
		func(c *cell, v byte) { c.neg = int8(v) }, func(c *cell, v byte) { c.pos = int8(v) }, func(c *cell, v byte) { c.rare = v },
	} {
		if _, err := io.ReadFull(z, plane); err != nil {
			return nil, bad("opinion-model-damaged", err)
		}
		for i, v := range plane {
			put(&m.cells[i], v)
		}
	}
	return m, nil
}

// scaleOf returns by what each group's rarities are multiplied; see over. What
// the model never met counts for nothing.
func (m *Model) scaleOf(r *reading, group int) float32 {
	sum := float32(0)
	for _, h := range r.group[group] {
		v := float32(m.cells[h.bucket].rare)
		sum += v * v
	}
	return m.over(group, sum)
}

// over returns by what the rarities of a group are multiplied, given the sum of
// their squares, so that the group has unit length times groupScale; in models
// of what is present, each counts whole.
func (m *Model) over(group int, square float32) float32 {
	switch {
	case square == 0:
		return 0
	case m.about.Family == Present:
		return idfUnit
	}
	return groupScale[group] / float32(math.Sqrt(float64(square)))
}

// odds returns the log-odds of the classes, before temperature.
func (m *Model) odds(r *reading) (z [classes]float64) {
	var neg, pos float32
	for g := range r.group {
		k := m.scaleOf(r, g)
		if k == 0 {
			continue
		}
		var n, p float32
		for _, h := range r.group[g] {
			c := m.cells[h.bucket]
			v := float32(c.rare)
			n += v * float32(c.neg)
			p += v * float32(c.pos)
		}
		neg += n * k
		pos += p * k
	}
	neg *= m.about.Scale
	pos *= m.about.Scale
	z[negative], z[positive], z[neutral] = float64(neg), float64(pos), -float64(neg+pos)
	for c := range z {
		for i, w := range m.about.Dense[c] {
			z[c] += float64(w * r.dense[i])
		}
	}
	return z
}
