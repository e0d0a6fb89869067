package query

import (
	"hash/maphash"
	"slices"

	"vigie.example/vigie/text"
)

// spansMost is how many places of one part are looked at where it stands
// inside a NEAR or a loose phrase: a bound on time for hostile texts, far above
// what any honest page holds.
const spansMost = 1 << 14

// litMost is how many places of one part are highlighted.
const litMost = 1000

// litSpans is spansMost where a NEAR or a loose phrase is highlighted.
const litSpans = 4 * litMost

// eval decides one post. It is scratch: one goroutine at a time.
type eval struct {
	post   *Post
	fields [2]*text.Field
	// indexed says that the table below knows the words of post.
	indexed bool
	table   []int32 // slots by hash: 1 + index in occ of the first occurrence
	occ     []occurrence
	mask    uint64
	reach   []step
	first   []stretch
	win     window
	letters *letterer              // of the strict word being looked for
	others  [len(otherTexts)]*eval // of the texts beside the post's own, once asked for
	asked   bool                   // others holds any
	pen     pen
	buf     []byte   // of what is folded to be compared
	links   []string // of the post
}

// occurrence is a word of the post, chained to the next of the same Norm.
type occurrence struct {
	word  *text.Word
	place Place
	next  int32 // 1 + index in occ; 0 at the last
}

// place in words: positions [from, to) of a field, and the bytes they cover.
type stretch struct {
	place      Place
	from, to   int32
	start, end int32
}

var seed = maphash.MakeSeed()

func (e *eval) start(p *Post) {
	e.post, e.indexed, e.win, e.letters = p, false, window{}, nil
	if e.asked {
		e.forget()
	}
	e.fields = [2]*text.Field{}
	if p != nil && p.Doc != nil {
		e.fields = [2]*text.Field{&p.Doc.Title, &p.Doc.Body}
	}
}

// index fills the table. It is done when the first word is asked for.
func (e *eval) index() {
	e.indexed = true
	e.occ = e.occ[:0]
	n := 0
	for _, f := range e.fields {
		if f != nil {
			n += len(f.Words) + len(f.Also)
		}
	}
	size := 16
	for size < 2*n {
		size *= 2
	}
	if cap(e.table) < size {
		e.table = make([]int32, size)
	} else {
		e.table = e.table[:size]
		clear(e.table)
	}
	e.mask = uint64(size - 1)
	// From the end, so that each chain runs in reading order.
	for place := len(e.fields) - 1; place >= 0; place-- {
		f := e.fields[place]
		if f == nil {
			continue
		}
		e.enter(f.Also, Place(place))
		e.enter(f.Words, Place(place))
	}
}

func (e *eval) enter(words []text.Word, place Place) {
	for i := len(words) - 1; i >= 0; i-- {
		w := &words[i]
		slot := e.slot(w.Norm)
		e.occ = append(e.occ, occurrence{w, place, e.table[slot]})
		e.table[slot] = int32(len(e.occ))
	}
}

// slot returns where the table holds norm, or would hold it.
func (e *eval) slot(norm string) uint64 {
	for s := maphash.String(seed, norm) & e.mask; ; s = (s + 1) & e.mask {
		first := e.table[s]
		if first == 0 || e.occ[first-1].word.Norm == norm {
			return s
		}
	}
}

// holds decides p.
func (e *eval) holds(p *prog) bool {
	switch p.op {
	case opAnd:
		for _, part := range p.parts {
			if !e.holds(part) {
				return false
			}
		}
		return true
	case opOr:
		for _, part := range p.parts {
			if e.holds(part) {
				return true
			}
		}
		return false
	case opNot:
		return !e.holds(p.parts[0])
	case opField:
		return e.field(p)
	case opRange:
		return e.inRange(p)
	case opIn:
		return e.inField(p)
	case opWithin:
		return e.within(p)
	case opAny:
		n := 0
		for i, part := range p.parts {
			if e.holds(part) {
				n++
			}
			if n >= p.most || n+len(p.parts)-i-1 < p.most {
				break
			}
		}
		return n >= p.most
	case opAtLeast:
		return e.places(p.parts[0], p.most) >= p.most
	case opSeq, opStrict, opOff, opNear, opLoose:
		e.first = e.find(p, e.first[:0], 1)
		return len(e.first) > 0
	}
	return false
}

// find appends the stretches of p, at most most, in reading order but for
// those of OR.
func (e *eval) find(p *prog, dst []stretch, most int) []stretch {
	switch p.op {
	case opSeq:
		return e.findSeq(&p.seq, dst, most)
	case opStrict:
		return e.findStrict(&p.seq, p.letters, dst, most)
	case opOff:
		return e.findOff(p.seq.edges[0][0].norm, dst, most)
	case opNear:
		return e.findNear(p, dst, most)
	case opLoose:
		return e.findLoose(p, dst, most)
	case opOr:
		for _, part := range p.parts {
			if len(dst) >= most {
				break
			}
			dst = e.find(part, dst, most)
		}
	}
	return dst
}

// findSeq appends the stretches of a word or phrase.
func (e *eval) findSeq(s *seq, dst []stretch, most int) []stretch {
	if !e.indexed {
		e.index()
	}
	if e.win.small() {
		return e.scan(s, dst, most)
	}
	for k := range s.edges[0] {
		first := &s.edges[0][k]
		if !first.wild {
			for n := e.table[e.slot(first.norm)]; n > 0 && len(dst) < most; n = e.occ[n-1].next {
				if o := &e.occ[n-1]; e.win.starts(o.place, o.word) {
					dst = e.follow(s, first, o.word, o.place, dst, most)
				}
			}
			continue
		}
		for place, f := range e.fields {
			if f == nil || !e.win.opens(Place(place)) {
				continue
			}
			for _, words := range [2][]text.Word{f.Words, f.Also} {
				for i := range words {
					if len(dst) >= most {
						return dst
					}
					if e.win.starts(Place(place), &words[i]) && first.fits(words[i].Norm) {
						dst = e.follow(s, first, &words[i], Place(place), dst, most)
					}
				}
			}
		}
	}
	return dst
}

// findStrict appends the stretches of a word or phrase that l accepts.
func (e *eval) findStrict(s *seq, l *letterer, dst []stretch, most int) []stretch {
	e.letters = l
	dst = e.findSeq(s, dst, most)
	e.letters = nil
	return dst
}

// step is a place reached on both ways: position at of the query, position
// word of the text, having covered the bytes [start, end).
type step struct {
	at, word   int32
	start, end int32
}

// follow walks on from the first step, taken over w, and appends every
// stretch at whose end the whole seq is walked.
func (e *eval) follow(s *seq, first *edge, w *text.Word, place Place, dst []stretch, most int) []stretch {
	last := int32(len(s.edges))
	if int32(first.to) == last {
		return e.put(dst, stretch{place, w.Pos, w.Pos + w.Len, w.Start, w.End}, most)
	}
	f := e.fields[place]
	ahead := append(e.reach[:0], step{int32(first.to), w.Pos + w.Len, w.Start, w.End})
	// ahead is a list of places to go on from. It is short: the ways of query
	// and text part only where hyphens or hashtags stand.
	for n := 0; n < len(ahead); n++ {
		at := ahead[n]
		edges := s.edges[at.at]
		for k := range edges {
			g := &edges[k]
			try := func(x *text.Word) {
				if x.Pos != at.word || !g.fits(x.Norm) {
					return
				}
				next := step{int32(g.to), x.Pos + x.Len, min(at.start, x.Start), max(at.end, x.End)}
				if next.at == last {
					dst = e.put(dst, stretch{place, w.Pos, next.word, next.start, next.end}, most)
					return
				}
				for _, had := range ahead {
					if had.at == next.at && had.word == next.word {
						return
					}
				}
				ahead = append(ahead, next)
			}
			if int(at.word) < len(f.Words) {
				try(&f.Words[at.word])
			}
			for i := alsoFrom(f.Also, at.word); i < len(f.Also) && f.Also[i].Pos == at.word; i++ {
				try(&f.Also[i])
			}
		}
	}
	e.reach = ahead[:0]
	return dst
}

// alsoFrom returns the index of the first other name at pos or after.
func alsoFrom(also []text.Word, pos int32) int {
	i, _ := slices.BinarySearchFunc(also, pos, func(w text.Word, pos int32) int { return int(w.Pos) - int(pos) })
	return i
}

// put appends x unless it leaves the window, is not written as asked, the same
// positions were the last found, or most is reached.
func (e *eval) put(dst []stretch, x stretch, most int) []stretch {
	if len(dst) >= most || !e.win.ends(x.to) || e.letters != nil && !e.pen.accepts(e.letters, e.fields[x.place].Text, x.start, x.end) {
		return dst
	}
	for k := len(dst) - 1; k >= 0 && k >= len(dst)-4; k-- {
		if had := &dst[k]; had.place == x.place && had.from == x.from && had.to == x.to {
			had.start, had.end = min(had.start, x.start), max(had.end, x.end)
			return dst
		}
	}
	return append(dst, x)
}
