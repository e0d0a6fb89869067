package words

import "encoding/binary"

// A block holds entries in order of their terms, each
//
//	how many bytes of the term are those of the term before, how many follow,
//	these; how many bytes of places follow, these
//
// Places are, for each mention that holds the term, in order of numbers,
//
//	(number - the one before) * 4 + kind
//
// the first number counted from 0, so that an entry can be read alone. What
// follows depends on kind. All numbers are varints (encoding/binary).
const (
	kindBare = 0 // nothing follows: the term has no place in the text
	kindOne  = 1 // one position
	kindMany = 2 // how many bytes follow, and in these the positions, each less the one before
)

// encoder writes the blocks of a segment, term by term in order.
type encoder struct {
	out   Output
	meta  *Meta
	block []byte
	prev  string // the term before in the block
	term  string
	chunk []byte // places of term, not yet in the block
	first int32  // their first number
	last  int32
}

// writeDocs gives the ids, which are in descending order, to out.
func writeDocs(ids []int64, out Output) (*Meta, error) {
	m := &Meta{Many: len(ids)}
	var part []byte
	for at := 0; at < len(ids); at += docsMany {
		part = part[:0]
		for _, id := range ids[at:min(at+docsMany, len(ids))] {
			part = binary.LittleEndian.AppendUint64(part, uint64(id))
		}
		m.firsts = append(m.firsts, ids[at])
		if err := out.Docs(at/docsMany, part); err != nil {
			return nil, err
		}
	}
	if len(ids) > 0 {
		m.last = ids[len(ids)-1]
	}
	return m, nil
}

// entry writes all of a term's places at once, as chunk holds them from number
// first.
func (e *encoder) entry(term string, first int32, chunk []byte) error {
	if len(e.block) > 0 && len(e.block)+len(chunk) > blockBytes {
		if err := e.flush(); err != nil {
			return err
		}
	}
	if len(e.block) == 0 {
		e.meta.blocks = append(e.meta.blocks, place{term, first})
		e.prev = ""
	}
	same := 0
	for same < len(e.prev) && same < len(term) && e.prev[same] == term[same] {
		same++
	}
	e.block = binary.AppendUvarint(e.block, uint64(same))
	e.block = binary.AppendUvarint(e.block, uint64(len(term)-same))
	e.block = append(e.block, term[same:]...)
	e.block = binary.AppendUvarint(e.block, uint64(len(chunk)))
	e.block = append(e.block, chunk...)
	e.prev = term
	if len(e.block) >= blockBytes {
		return e.flush()
	}
	return nil
}

func (e *encoder) flush() error {
	if len(e.block) == 0 {
		return nil
	}
	err := e.out.Block(len(e.meta.blocks)-1, e.block)
	e.block = e.block[:0]
	return err
}

// begin begins a term that is written place by place.
func (e *encoder) begin(term string) {
	e.term, e.chunk, e.last = term, e.chunk[:0], 0
}

// add writes one mention of the term.
func (e *encoder) add(doc int32, kind byte, pos []byte) error {
	if len(e.chunk) >= blockBytes {
		if err := e.entry(e.term, e.first, e.chunk); err != nil {
			return err
		}
		e.chunk, e.last = e.chunk[:0], 0
	}
	if len(e.chunk) == 0 {
		e.first = doc
	}
	e.chunk = appendPlace(e.chunk, doc-e.last, kind, pos)
	e.last = doc
	return nil
}

// close ends a term.
func (e *encoder) close() error {
	if len(e.chunk) == 0 {
		return nil
	}
	return e.entry(e.term, e.first, e.chunk)
}

// appendPlace appends one mention. pos is the position of kindOne or those of
// kindMany, coded.
func appendPlace(dst []byte, step int32, kind byte, pos []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(step)<<2|uint64(kind))
	if kind == kindMany {
		dst = binary.AppendUvarint(dst, uint64(len(pos)))
	}
	return append(dst, pos...)
}
