// Package table is the format of languages.bin: which letter sequences speak
// for which language, and how much. The generator builds it, the detector reads
// it in place: opening costs nothing and only the pages that are looked at are
// ever resident.
//
// A table holds sequences of one to five letters of one word. The score of a
// language on a text is the sum, over the letters of the text, of its weights
// for the sequences that end there. Package make says what the weights are. A
// sequence is written in one of two ways: as pairs (language, weight) of its
// own, to be added to what its shorter endings say; or, where many languages
// know it, as a row of one byte for each language that includes what the
// shorter ones say, and can be added eight languages at a time. A sequence that
// is not there weighs nothing.
//
// The layout, little-endian: a header (magic, number of languages, log2 of the
// number of buckets, two parameters, the two-letter codes), then one uint32 a
// bucket and one more, saying where in the data each begins, then the data in
// uint16: for each sequence a head (11 bits of its hash, 5 bits of how many
// pairs; 31 means that the next uint16 tells, 0 that a row follows) and its
// pairs (language in the high byte, weight in the low one) or its row.
package table

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unsafe"
)

// Longest is the length of the longest sequence, in letters.
const Longest = 5

// MaxLanguages is the room for languages in a Score and in a row.
const MaxLanguages = 80

// RowLetters is how many rows may be added to one Rows before it is folded
// into a Score.
const RowLetters = 256

// Unit is how much one point of a weight is, in nats: an eighth.
const Unit = 1.0 / 8

// Key is the hash of a sequence, taken from its last letter back to its first,
// so that the keys of all sequences that end at one letter are one chain.
type Key uint64

// Seed is the key of the empty sequence.
const Seed Key = 0x9e3779b97f4a7c15

// Before returns the key of the sequence that begins with r and goes on as k.
// The multiplier is the one of MurmurHash3's 64-bit finaliser.
func (k Key) Before(r rune) Key {
	h := (uint64(k) ^ uint64(uint32(r))) * 0xff51afd7ed558ccd
	return Key(h ^ h>>32)
}

// KeyOf returns the key of a whole sequence.
func KeyOf(seq []rune) Key {
	k := Seed
	for i := len(seq) - 1; i >= 0; i-- {
		k = k.Before(seq[i])
	}
	return k
}

// Entry is the weight of one sequence for one language.
type Entry struct {
	Key    Key
	Lang   uint8 // index into the languages
	Weight int8  // in Units
}

// Row is what one sequence and its shorter endings weigh together, in Units,
// for every language.
type Row struct {
	Key    Key
	Weight [MaxLanguages]uint8
}

// Score holds a sum of weights, in Units, for each language.
type Score [MaxLanguages]int32

// Add adds o to s.
func (s *Score) Add(o *Score) {
	for i := range s {
		s[i] += o[i]
	}
}

// Rows is a sum of rows, four languages to a word: word 2i holds languages
// 8i, 8i+2, 8i+4, 8i+6 and word 2i+1 those between.
type Rows [MaxLanguages / 4]uint64

// Fold adds the sums of r to s and clears r.
func (r *Rows) Fold(s *Score) {
	for i := range s {
		s[i] += int32(r[i/8*2+i%2] >> (16 * (i % 8 / 2)) & 0xffff)
	}
	*r = Rows{}
}

// Params are the two numbers a detector needs besides the weights to know how
// likely a text is at all, in Units a letter: Floor, where weights of single
// letters start, and BackOff, the price of each longer sequence not known.
type Params struct {
	Floor, BackOff uint8
}

const (
	magic    = "VLT1"
	fixed    = len(magic) + 4
	headBits = 11
	many     = 31
)

// Build makes a table. Entries and rows may come in any order; it sorts them.
// It fails where a sequence has both, or two weights for one language.
func Build(langs []string, p Params, entries []Entry, rows []Row) ([]byte, error) {
	if len(langs) > MaxLanguages {
		return nil, fmt.Errorf("%d languages, %d at most", len(langs), MaxLanguages)
	}
	seqs, err := sequences(entries, rows)
	if err != nil {
		return nil, err
	}
	// Two to four sequences a bucket: one more cache line is rarely touched, and
	// 11 bits tell them apart but once in a thousand.
	bits := 1
	for len(seqs) > 4<<bits {
		bits++
	}
	out := append([]byte(magic), byte(len(langs)), byte(bits), p.Floor, p.BackOff)
	for _, l := range langs {
		if len(l) != 2 {
			return nil, fmt.Errorf("language %q: want two letters", l)
		}
		out = append(out, l...)
	}
	offsets := make([]uint32, 0, 1<<bits+1) // filled up to its capacity
	var data []uint16
	for _, s := range seqs {
		for b := int(uint64(s.key) >> (64 - bits)); len(offsets) <= b; {
			offsets = append(offsets, uint32(len(data)))
		}
		data = s.appendTo(data)
	}
	for len(offsets) < cap(offsets) {
		offsets = append(offsets, uint32(len(data)))
	}
	for _, o := range offsets {
		out = binary.LittleEndian.AppendUint32(out, o)
	}
	for _, d := range data {
		out = binary.LittleEndian.AppendUint16(out, d)
	}
	return out, nil
}

// sequence is all that is written of one key: pairs or a row.
type sequence struct {
	key   Key
	pairs []Entry
	row   *Row
}

func sequences(entries []Entry, rows []Row) ([]sequence, error) {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Lang, b.Lang))
	})
	var seqs []sequence
	for i := 0; i < len(entries); {
		j := i + 1
		for ; j < len(entries) && entries[j].Key == entries[i].Key; j++ {
			if entries[j].Lang == entries[j-1].Lang {
				return nil, fmt.Errorf("key %x: two weights for language %d", uint64(entries[j].Key), entries[j].Lang)
			}
		}
		seqs = append(seqs, sequence{key: entries[i].Key, pairs: entries[i:j]})
		i = j
	}
	for i := range rows {
		seqs = append(seqs, sequence{key: rows[i].Key, row: &rows[i]})
	}
	slices.SortFunc(seqs, func(a, b sequence) int { return cmp.Compare(a.key, b.key) })
	for i := 1; i < len(seqs); i++ {
		if seqs[i].key == seqs[i-1].key {
			return nil, fmt.Errorf("key %x: written twice", uint64(seqs[i].key))
		}
	}
	return seqs, nil
}

func (s sequence) appendTo(data []uint16) []uint16 {
	if s.row != nil {
		data = append(data, head(s.key))
		for i := 0; i < MaxLanguages; i += 2 {
			data = append(data, uint16(s.row.Weight[i])|uint16(s.row.Weight[i+1])<<8)
		}
		return data
	}
	n := len(s.pairs)
	data = append(data, head(s.key)|uint16(min(n, many)))
	if n >= many {
		data = append(data, uint16(n))
	}
	for _, e := range s.pairs {
		data = append(data, uint16(e.Lang)<<8|uint16(uint8(e.Weight)))
	}
	return data
}

func head(k Key) uint16 { return uint16(k) &^ (1<<(16-headBits) - 1) }

// Table is a built table, read in place. It is safe for several goroutines.
type Table struct {
	Langs  []string
	Params Params

	shift   uint
	offsets []byte // of the text of the program: never written to
	data    []byte
}

// Open reads the header of a built table and checks that what follows has the
// size it says.
func Open(raw string) (*Table, error) {
	if len(raw) < fixed || raw[:len(magic)] != magic {
		return nil, errors.New("not a table of languages")
	}
	n, bits := int(raw[4]), uint(raw[5])
	t := &Table{Params: Params{Floor: raw[6], BackOff: raw[7]}, shift: 64 - bits}
	if n > MaxLanguages || bits < 1 || bits > 30 || len(raw) < fixed+2*n+4*(1<<bits+1) {
		return nil, errors.New("table of languages: header does not fit")
	}
	raw = raw[fixed:]
	for i := range n {
		t.Langs = append(t.Langs, raw[2*i:2*i+2])
	}
	raw = raw[2*n:]
	size := 4 * (1<<bits + 1)
	b := unsafe.Slice(unsafe.StringData(raw), len(raw)) // a copy would be resident
	t.offsets, t.data = b[:size], b[size:]
	if uint64(binary.LittleEndian.Uint32(t.offsets[size-4:]))*2 != uint64(len(t.data)) {
		return nil, errors.New("table of languages: cut short")
	}
	return t, nil
}

// Found says how a sequence is written.
type Found int8

// After AsRow the shorter endings of the sequence must not be added.
const (
	Not Found = iota
	AsPairs
	AsRow
)

// Place is where a sequence would be written.
type Place struct {
	from, to uint32
	head     uint16
	first    uint16 // head of the first sequence there
}

// Place looks up where the sequence with key k would be. The table is larger
// than a processor's caches and each look waits for memory: looking up many
// places before adding any makes those waits happen together.
func (t *Table) Place(k Key) Place {
	o := t.offsets[int(uint64(k)>>t.shift)*4:]
	p := Place{from: binary.LittleEndian.Uint32(o) * 2, to: binary.LittleEndian.Uint32(o[4:]) * 2, head: head(k)}
	if p.from >= p.to || int(p.to) > len(t.data) {
		return Place{}
	}
	p.first = binary.LittleEndian.Uint16(t.data[p.from:])
	return p
}

// Add adds what the table has at p: pairs to s, a row to r.
func (t *Table) Add(p Place, s *Score, r *Rows) Found {
	d := t.data[p.from:p.to]
	want := p.head
	for len(d) >= 2 {
		h := binary.LittleEndian.Uint16(d)
		d = d[2:]
		size := 2 * int(h&many)
		switch size {
		case 0:
			size = MaxLanguages
		case 2 * many:
			if len(d) < 2 {
				return Not
			}
			size, d = 2*int(binary.LittleEndian.Uint16(d)), d[2:]
		}
		if size > len(d) {
			return Not
		}
		if h&^many == want {
			if h&many == 0 {
				addRow(d[:MaxLanguages], r)
				return AsRow
			}
			for i := 0; i+1 < size; i += 2 {
				if l := d[i+1]; l < MaxLanguages {
					s[l] += int32(int8(d[i]))
				}
			}
			return AsPairs
		}
		d = d[size:]
	}
	return Not
}

func addRow(d []byte, r *Rows) {
	const even = 0x00ff00ff00ff00ff
	_ = d[MaxLanguages-1]
	for i := 0; i < len(r); i += 2 {
		w := binary.LittleEndian.Uint64(d[4*i:])
		r[i] += w & even
		r[i+1] += w >> 8 & even
	}
}
