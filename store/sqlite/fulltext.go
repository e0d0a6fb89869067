package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"sync"

	"vigie.example/vigie/store/sqlite/words"
)

// wordsRow is the row of words_part that holds part n of a segment, ids among
// the parts if ids. All parts of a segment are one stretch of rows.
func wordsRow(segment int64, n int, ids bool) int64 {
	row := segment<<24 | int64(n)
	if ids {
		row |= 1 << 23
	}
	return row
}

// heads remembers the Meta of segments, which never change. Readers share one;
// the writer, who sees segments that may yet be undone, has its own.
type heads struct {
	mu   sync.Mutex
	meta map[int64]*words.Meta
}

func newHeads() *heads { return &heads{meta: map[int64]*words.Meta{}} }

func (c *heads) get(segment int64) *words.Meta {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.meta[segment]
}

func (c *heads) put(segment int64, m *words.Meta) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.meta[segment] = m
}

// keepOnly forgets all but those listed, once many others are remembered.
func (c *heads) keepOnly(list []*words.Segment, number func(i int) int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.meta) < 2*len(list)+16 {
		return
	}
	stay := make(map[int64]*words.Meta, len(list))
	for i, s := range list {
		stay[number(i)] = s.Meta
	}
	c.meta = stay
}

func (c *heads) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.meta)
}

// partsOf reads the parts of a segment from its rows.
type partsOf struct {
	h       *hand
	segment int64
	last    int // of ids read last, which are asked for again and again
	ids     []byte
	blocks  map[int][]byte // read before: a search counts what it has walked
	late    func() error   // where set, ends a walk that takes too long
}

// blocksHeld bounds how many blocks of a segment a search holds on to.
const blocksHeld = 32

// Block implements words.Input.
func (p *partsOf) Block(n int) ([]byte, error) {
	if p.late != nil {
		if err := p.late(); err != nil {
			return nil, err
		}
	}
	if b := p.blocks[n]; b != nil {
		return b, nil
	}
	b, err := p.row(n, false)
	if err != nil {
		return nil, err
	}
	if p.blocks == nil || len(p.blocks) == blocksHeld {
		p.blocks = map[int][]byte{}
	}
	p.blocks[n] = b
	return b, nil
}

// Docs implements words.Input.
func (p *partsOf) Docs(n int) (_ []byte, err error) {
	if p.ids == nil || p.last != n {
		p.last = n
		p.ids, err = p.row(n, true)
	}
	return p.ids, err
}

func (p *partsOf) row(n int, ids bool) ([]byte, error) {
	v, err := p.h.one("SELECT data FROM words_part WHERE id = ?", wordsRow(p.segment, n, ids))
	if err == nil && v == nil {
		err = fmt.Errorf("%w: segment %d has no part %d", words.ErrDamaged, p.segment, n)
	}
	if err != nil {
		return nil, err
	}
	return blob(v[0]), nil
}

// partsInto writes the parts of a segment as rows.
type partsInto struct {
	h       *hand
	segment int64
}

// Block implements words.Output.
func (p partsInto) Block(n int, data []byte) error { return p.row(n, data, false) }

// Docs implements words.Output.
func (p partsInto) Docs(n int, data []byte) error { return p.row(n, data, true) }

func (p partsInto) row(n int, data []byte, ids bool) error {
	_, err := p.h.exec("INSERT INTO words_part (id, data) VALUES (?, ?)", wordsRow(p.segment, n, ids), data)
	return err
}

// segment is a row of words_segment.
type segment struct {
	id, many, gone int64
}

// segmentRows lists the segments that reach into [from, to).
func (h *hand) segmentRows(from, to int64) (out []segment, err error) {
	err = h.each(context.Background(), func(v []driver.Value) error {
		out = append(out, segment{num(v[0]), num(v[1]), num(v[2])})
		return nil
	}, "SELECT id, many, gone FROM words_segment WHERE newest >= ? AND oldest < ? ORDER BY id", from, to)
	return out, err
}

// fullText opens the segments that reach into [from, to). A walk in them ends
// with the error of late, which may be nil.
func (h *hand) fullText(from, to int64, late func() error) ([]*words.Segment, error) {
	rows, err := h.segmentRows(from, to)
	if err != nil {
		return nil, err
	}
	out := make([]*words.Segment, len(rows))
	for i := range rows {
		if out[i], err = h.openSegment(&rows[i], late); err != nil {
			return nil, err
		}
	}
	h.heads.keepOnly(out, func(i int) int64 { return rows[i].id })
	return out, nil
}

func (h *hand) openSegment(row *segment, late func() error) (*words.Segment, error) {
	s := &words.Segment{Meta: h.heads.get(row.id), In: &partsOf{h: h, segment: row.id, late: late}}
	if s.Meta == nil {
		v, err := h.one("SELECT head FROM words_segment WHERE id = ?", row.id)
		if err != nil {
			return nil, err
		}
		if v == nil {
			return nil, fmt.Errorf("%w: no segment %d", words.ErrDamaged, row.id)
		}
		if s.Meta, err = words.ReadMeta(blob(v[0])); err != nil {
			return nil, err
		}
		h.heads.put(row.id, s.Meta)
	}
	if row.gone == 0 {
		return s, nil
	}
	s.Gone = make(map[int64]struct{}, row.gone)
	return s, h.each(context.Background(), func(v []driver.Value) error {
		s.Gone[num(v[0])] = struct{}{}
		return nil
	}, "SELECT mention FROM words_gone WHERE segment = ?", row.id)
}

// sought calls yield for the mentions that the full text finds, newest first,
// until it returns false.
func (h *hand) sought(e words.Expr, yield func(id int64) (bool, error)) error {
	segments, err := h.fullText(math.MinInt64, math.MaxInt64, nil)
	if err != nil {
		return err
	}
	return words.Walk(segments, e, math.MinInt64, math.MaxInt64, yield)
}

// indexed is a mention that is to enter the full text.
type indexed struct {
	id int64
	b  *batch
	e  *entry
}

// flushIndex writes the mentions of the transaction as a segment. That is left
// to its end: one segment is cheaper than several. Whoever deletes from the
// full text flushes first.
func (w *writer) flushIndex() error {
	if len(w.index) == 0 {
		return nil
	}
	slices.SortFunc(w.index, func(a, b indexed) int { return cmp.Compare(b.id, a.id) })
	w.flushes++
	w.builder.Reset()
	var token []byte
	for i := range w.index {
		x := &w.index[i]
		w.builder.Doc(x.id)
		for _, s := range x.e.spots {
			w.builder.At(w.termNumber(x.b, s.term), int(s.at))
		}
		for _, t := range x.e.also {
			w.builder.Has(w.termNumber(x.b, t))
		}
		f := &x.e.face
		for _, field := range [...]struct {
			kind string
			n    int64
		}{{authorToken, f.author}, {siteToken, f.site}, {langToken, f.lang}, {channelToken, f.channel}} {
			token = appendToken(token[:0], field.kind, field.n)
			w.builder.Has(w.builder.NumberOf(token))
		}
		if x.e.where.noted {
			token = appendToken(token[:0], addressToken, x.e.where.hash)
			w.builder.Has(w.builder.NumberOf(token))
		}
	}
	clear(w.index)
	w.index = w.index[:0]
	return w.writeSegment(w.builder.Write)
}

// termNumber is the number that the builder gave to a term of a batch.
func (w *writer) termNumber(b *batch, at int32) int32 {
	t := &b.terms[at]
	if t.flush != w.flushes {
		t.flush, t.number = w.flushes, w.builder.Number(t.text)
	}
	return t.number
}

// writeSegment writes a new segment by write; none where it came out empty.
func (w *writer) writeSegment(write func(words.Output) (*words.Meta, error)) error {
	id, err := w.insert("INSERT INTO words_segment (many, gone, newest, oldest, head) VALUES (0, 0, 0, 0, x'')")
	if err != nil {
		return err
	}
	m, err := write(partsInto{w.hand, id})
	if err != nil {
		return err
	}
	if m.Many == 0 {
		_, err := w.exec("DELETE FROM words_segment WHERE id = ?", id)
		return err
	}
	w.heads.put(id, m)
	_, err = w.exec("UPDATE words_segment SET many = ?, newest = ?, oldest = ?, head = ? WHERE id = ?",
		m.Many, m.Newest(), m.Oldest(), m.Append(nil), id)
	return err
}

// unindex takes a mention out of the full text.
func (w *writer) unindex(id int64) error {
	if err := w.flushIndex(); err != nil {
		return err
	}
	rows, err := w.segmentRows(id, id+1)
	if err != nil {
		return err
	}
	for i := range rows {
		s, err := w.openSegment(&rows[i], nil)
		if err != nil {
			return err
		}
		has, err := s.Has(id)
		if err != nil {
			return err
		}
		if !has {
			continue
		}
		if _, err := w.exec("INSERT INTO words_gone (segment, mention) VALUES (?, ?)", rows[i].id, id); err != nil {
			return err
		}
		_, err = w.exec("UPDATE words_segment SET gone = gone + 1 WHERE id = ?", rows[i].id)
		return err
	}
	return nil
}

const (
	// mergeMany segments of a size are merged into one.
	mergeMany = 8
	// mergeMost bounds how many mentions a merge writes, and with it how long a
	// commit may take.
	mergeMost = 2_000_000
)

// sizeOf groups segments by size: each group reaches eight times further.
func sizeOf(many int64) int { return bits.Len64(uint64(many)>>6) / 3 }

// tidyWords merges segments where there are enough of a size, and writes those
// anew of which a quarter is gone.
func (w *writer) tidyWords() error {
	for {
		rows, err := w.segmentRows(math.MinInt64, math.MaxInt64)
		if err != nil {
			return err
		}
		pick := toMerge(rows)
		if pick == nil {
			return nil
		}
		if err := w.merge(pick); err != nil {
			return err
		}
	}
}

// toMerge picks the segments to merge next, none where all is well.
func toMerge(rows []segment) []segment {
	bySize := map[int][]segment{}
	for _, r := range rows {
		if r.gone*4 > r.many {
			return []segment{r}
		}
		size := sizeOf(r.many)
		bySize[size] = append(bySize[size], r)
	}
	for _, size := range sortedKeys(bySize, cmp.Compare[int]) {
		group := bySize[size]
		if len(group) < mergeMany {
			continue
		}
		total := int64(0)
		for _, r := range group {
			total += r.many - r.gone
		}
		if total <= mergeMost {
			return group
		}
	}
	return nil
}

// merge puts one segment in the place of several.
func (w *writer) merge(rows []segment) error {
	list := make([]*words.Segment, len(rows))
	for i := range rows {
		s, err := w.openSegment(&rows[i], nil)
		if err != nil {
			return err
		}
		list[i] = s
	}
	if err := w.writeSegment(func(out words.Output) (*words.Meta, error) { return words.Merge(list, out) }); err != nil {
		return err
	}
	for i := range rows {
		id := rows[i].id
		if _, err := w.exec("DELETE FROM words_part WHERE id >= ? AND id < ?", wordsRow(id, 0, false), wordsRow(id+1, 0, false)); err != nil {
			return err
		}
		for _, t := range []string{"DELETE FROM words_segment WHERE id = ?", "DELETE FROM words_gone WHERE segment = ?"} {
			if _, err := w.exec(t, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// scrubWords writes anew every segment that still holds words of what is gone.
func (w *writer) scrubWords() error {
	rows, err := w.segmentRows(math.MinInt64, math.MaxInt64)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.gone > 0 {
			if err := w.merge([]segment{r}); err != nil {
				return err
			}
		}
	}
	return nil
}
