package words

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// Builder gathers mentions for a new segment. The zero value is ready; Reset
// makes it ready again and keeps its memory. Mentions come newest first.
type Builder struct {
	numbers map[string]int32
	lists   []list
	used    int
	ids     []int64
}

// list is what a term has gathered.
type list struct {
	term  string
	lead  uint64 // its first bytes, to be compared at once
	chunk []byte
	first int32 // number of its first mention
	cur   int32 // number of the last one, -1 for none
	prev  int32 // and of the one before that, 0 for none
	at    int   // where in chunk the last one is
}

// Reset forgets everything gathered.
func (b *Builder) Reset() {
	clear(b.numbers)
	b.used, b.ids = 0, b.ids[:0]
}

// Len is how many mentions were gathered.
func (b *Builder) Len() int { return len(b.ids) }

// Doc begins the next mention. Its id must be below that of the one before.
func (b *Builder) Doc(id int64) { b.ids = append(b.ids, id) }

// Number returns the number by which Has and At know a term until Reset.
func (b *Builder) Number(term string) int32 {
	if n, ok := b.numbers[term]; ok {
		return n
	}
	return b.add(term)
}

// NumberOf is Number of bytes.
func (b *Builder) NumberOf(term []byte) int32 {
	if n, ok := b.numbers[string(term)]; ok {
		return n
	}
	return b.add(string(term))
}

func (b *Builder) add(term string) int32 {
	if b.numbers == nil {
		b.numbers = map[string]int32{}
	}
	n := int32(b.used)
	if b.used == len(b.lists) {
		b.lists = append(b.lists, list{})
	}
	l := &b.lists[n]
	l.term, l.lead, l.chunk, l.cur, l.prev = term, lead(term), l.chunk[:0], -1, 0
	b.used++
	b.numbers[term] = n
	return n
}

// Has says that the mention begun last holds a term, in no place of its text.
func (b *Builder) Has(term int32) {
	l, doc := &b.lists[term], int32(len(b.ids)-1)
	if l.cur != doc {
		l.begin(doc)
		l.chunk = appendPlace(l.chunk, doc-l.prev, kindBare, nil)
	}
}

// At says that the mention begun last holds a term at a position of its text.
// Positions of a term come in ascending order.
func (b *Builder) At(term int32, pos int) {
	l, doc := &b.lists[term], int32(len(b.ids)-1)
	if l.cur != doc {
		l.begin(doc)
		l.chunk = binary.AppendUvarint(l.chunk, uint64(doc-l.prev)<<2|kindOne)
		l.chunk = binary.AppendUvarint(l.chunk, uint64(pos))
		return
	}
	// A second place in one mention is rare: it is coded anew.
	d := decoder{b: l.chunk[l.at:]}
	_, kind, coded := d.place()
	all := appendPositions(nil, kind, coded)
	all = append(all, int32(pos))
	l.chunk = l.chunk[:l.at]
	l.chunk = appendPlace(l.chunk, doc-l.prev, kindOf(all), codePositions(nil, all))
}

// lead orders terms as they are ordered, as far as their first eight bytes do.
func lead(term string) uint64 {
	var first [8]byte
	copy(first[:], term)
	return binary.BigEndian.Uint64(first[:])
}

func (l *list) begin(doc int32) {
	if l.cur < 0 {
		l.first = doc
	} else {
		l.prev = l.cur
	}
	l.cur, l.at = doc, len(l.chunk)
}

// Write writes the segment and returns its Meta.
func (b *Builder) Write(out Output) (*Meta, error) {
	m, err := writeDocs(b.ids, out)
	if err != nil {
		return nil, err
	}
	order := make([]*list, 0, b.used)
	for i := range b.lists[:b.used] {
		if b.lists[i].cur >= 0 {
			order = append(order, &b.lists[i])
		}
	}
	slices.SortFunc(order, func(x, y *list) int {
		if x.lead != y.lead {
			return cmp.Compare(x.lead, y.lead)
		}
		return strings.Compare(x.term, y.term)
	})
	e := &encoder{out: out, meta: m}
	for _, l := range order {
		if len(l.chunk) <= blockBytes {
			if err := e.entry(l.term, l.first, l.chunk); err != nil {
				return nil, err
			}
			continue
		}
		e.begin(l.term)
		d, doc := decoder{b: l.chunk}, int32(0)
		for d.more() {
			step, kind, pos := d.place()
			doc += step
			if err := e.add(doc, kind, pos); err != nil {
				return nil, err
			}
		}
		if err := e.close(); err != nil {
			return nil, err
		}
	}
	return m, e.flush()
}

// place reads one mention: how far it is from the one before, and its
// positions as coded.
func (d *decoder) place() (step int32, kind byte, pos []byte) {
	v := d.uvarint()
	if v>>2 > end {
		d.bad = true
		return 0, 0, nil
	}
	step, kind = int32(v>>2), byte(v&3)
	switch kind {
	case kindOne:
		begin := d.at
		for d.at < len(d.b) && d.b[d.at] >= 0x80 {
			d.at++
		}
		if d.at == len(d.b) {
			d.fail()
			return step, kind, nil
		}
		d.at++
		pos = d.b[begin:d.at]
	case kindMany:
		pos = d.bytes()
	}
	return step, kind, pos
}

func kindOf(positions []int32) byte {
	switch len(positions) {
	case 0:
		return kindBare
	case 1:
		return kindOne
	}
	return kindMany
}

// codePositions appends positions as a place holds them.
func codePositions(dst []byte, positions []int32) []byte {
	before := int32(0)
	for _, p := range positions {
		dst = binary.AppendUvarint(dst, uint64(p-before))
		before = p
	}
	return dst
}

// appendPositions is the way back.
func appendPositions(dst []int32, kind byte, coded []byte) []int32 {
	if kind == kindBare {
		return dst
	}
	d, at := decoder{b: coded}, int32(0)
	for d.more() {
		at += int32(d.uvarint())
		dst = append(dst, at)
	}
	return dst
}
