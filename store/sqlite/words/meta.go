package words

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
)

// Meta is what is known of a segment before its parts are read. It may be
// shared by goroutines.
type Meta struct {
	// Many is how many ids the segment was written with.
	Many int
	// firsts are the newest ids of each part of ids.
	firsts []int64
	last   int64 // the oldest id
	blocks []place
}

// place is where a block begins.
type place struct {
	term string
	doc  int32 // of the first entry of term in the block
}

// ErrDamaged is what a segment that cannot be read is told with.
var ErrDamaged = errors.New("the full text is damaged")

func damaged(what string, n int) error { return fmt.Errorf("%w: %s %d", ErrDamaged, what, n) }

// Newest and Oldest are the highest and the lowest id of the segment, whether
// or not they still count.
func (m *Meta) Newest() int64 {
	if len(m.firsts) == 0 {
		return 0
	}
	return m.firsts[0]
}

// Oldest: see Newest.
func (m *Meta) Oldest() int64 { return m.last }

// Blocks is how many blocks there are, and Parts how many parts of ids.
func (m *Meta) Blocks() int { return len(m.blocks) }

// Parts: see Blocks.
func (m *Meta) Parts() int { return len(m.firsts) }

// Bytes is about how much memory a Meta takes.
func (m *Meta) Bytes() int { return 24*len(m.blocks) + 8*len(m.firsts) + 12*len(m.blocks) }

// Append appends the stored form of m to dst.
func (m *Meta) Append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(m.Many))
	dst = binary.AppendVarint(dst, m.last)
	for _, f := range m.firsts {
		dst = binary.LittleEndian.AppendUint64(dst, uint64(f))
	}
	dst = binary.AppendUvarint(dst, uint64(len(m.blocks)))
	for _, p := range m.blocks {
		dst = binary.AppendUvarint(dst, uint64(len(p.term)))
		dst = append(dst, p.term...)
		dst = binary.AppendUvarint(dst, uint64(p.doc))
	}
	return dst
}

// ReadMeta reads what Append wrote. The error is ErrDamaged.
func ReadMeta(b []byte) (*Meta, error) {
	d := decoder{b: b}
	m := &Meta{Many: d.length(end)}
	m.last = d.varint()
	parts := (m.Many + docsMany - 1) / docsMany
	if d.bad || d.left() < 8*parts {
		return nil, damaged("head", 0)
	}
	m.firsts = make([]int64, parts)
	for i := range m.firsts {
		m.firsts[i] = int64(binary.LittleEndian.Uint64(d.b[d.at+8*i:]))
	}
	d.at += 8 * parts
	n := d.length(d.left())
	if d.bad {
		return nil, damaged("head", 1)
	}
	all := string(d.b) // one string for all terms
	m.blocks = make([]place, n)
	for i := range m.blocks {
		size := d.length(d.left())
		if d.bad || size > d.left() {
			return nil, damaged("head", 2)
		}
		m.blocks[i].term = all[d.at : d.at+size]
		d.at += size
		m.blocks[i].doc = int32(d.length(end))
	}
	if d.bad {
		return nil, damaged("head", 3)
	}
	return m, nil
}

// find returns the block in which term's entry of a mention numbered doc or
// above would stand, -1 where every block is above it.
func (m *Meta) find(term string, doc int32) int {
	return sort.Search(len(m.blocks), func(i int) bool {
		p := &m.blocks[i]
		return p.term > term || p.term == term && p.doc > doc
	}) - 1
}

// goesOn reports whether the block after n goes on with term.
func (m *Meta) goesOn(n int, term string) bool {
	return n+1 < len(m.blocks) && m.blocks[n+1].term == term
}

// decoder reads numbers and remembers whether one could not be read. It moves
// an index and not the slice: a pointer written is dearer than a number while
// the garbage collector is at work.
type decoder struct {
	b   []byte
	at  int
	bad bool
}

// more reports whether something is left.
func (d *decoder) more() bool { return d.at < len(d.b) }

// left is how many bytes are left.
func (d *decoder) left() int { return len(d.b) - d.at }

func (d *decoder) fail() { d.bad, d.at = true, len(d.b) }

func (d *decoder) uvarint() uint64 {
	if d.at < len(d.b) && d.b[d.at] < 0x80 {
		v := d.b[d.at]
		d.at++
		return uint64(v)
	}
	return d.long()
}

func (d *decoder) long() uint64 {
	v, n := binary.Uvarint(d.b[d.at:])
	if n <= 0 {
		d.fail()
		return 0
	}
	d.at += n
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.b[d.at:])
	if n <= 0 {
		d.fail()
		return 0
	}
	d.at += n
	return v
}

// length reads a number that must not exceed most.
func (d *decoder) length(most int) int {
	v := d.uvarint()
	if v > uint64(most) {
		d.fail()
		return 0
	}
	return int(v)
}

// bytes reads a length and that many bytes.
func (d *decoder) bytes() []byte {
	n := d.length(len(d.b))
	if n > d.left() {
		d.fail()
		return nil
	}
	d.at += n
	return d.b[d.at-n : d.at]
}
