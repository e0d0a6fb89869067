package query

import "slices"

// run is the positions [from, to) of a part.
type run struct{ from, to int32 }

// holds decides the part at pc.
func (s *Scratch) holds(pc uint32) bool {
	code := s.seg.code
	head := code[pc]
	end := pc + codeLen(head)
	switch head & codeMask {
	case codeWord:
		return s.last(head>>codeBits) >= 0 && (!s.view.narrow || s.stands(pc))
	case codeAny:
		for _, id := range code[pc+1 : end] {
			if s.last(id) >= 0 {
				return !s.view.narrow || s.stands(pc)
			}
		}
		return false
	case codePhrase:
		if s.view.narrow {
			return s.mayRow(code[pc+1:end]) && s.stands(pc)
		}
		return s.phrase(code[pc+1 : end])
	case codeAnd:
		for k := pc + 1; k < end; k += codeLen(code[k]) {
			if !s.holds(k) {
				return false
			}
		}
		return true
	case codeOr:
		for k := pc + 1; k < end; k += codeLen(code[k]) {
			if s.holds(k) {
				return true
			}
		}
		return false
	case codeNot:
		return !s.holds(pc + 1)
	case codeSome:
		least := code[pc+1]
		for k := pc + 2; k < end && least > 0; k += codeLen(code[k]) {
			if s.holds(k) {
				least--
			}
		}
		return least == 0
	case codeField:
		return s.fieldHolds(head >> codeBits)
	case codeSeq, codeNear, codeLoose:
		return s.possible(pc) && s.stands(pc)
	case codeLeast:
		return s.places(pc+2, code[pc+1]) >= code[pc+1]
	case codeIn:
		return s.holdsIn(code[pc+1], pc+2)
	}
	return false
}

// stands reports whether the part at pc stands somewhere in what is looked at.
func (s *Scratch) stands(pc uint32) bool {
	base := len(s.runs)
	s.find(pc, 1)
	found := len(s.runs) > base
	s.runs = s.runs[:base]
	return found
}

// places counts the places of a part that do not overlap, up to most: always
// the one that ends first.
func (s *Scratch) places(pc, most uint32) (n uint32) {
	base := len(s.runs)
	s.find(pc, spansMost)
	found := s.runs[base:]
	slices.SortFunc(found, func(a, b run) int { return int(a.to) - int(b.to) })
	for end := int32(0); len(found) > 0 && n < most; found = found[1:] {
		if found[0].from >= end {
			n, end = n+1, found[0].to
		}
	}
	s.runs = s.runs[:base]
	return n
}

// possible is a quick look whether the words of a part are there at all.
func (s *Scratch) possible(pc uint32) bool {
	code := s.seg.code
	head := code[pc]
	end := pc + codeLen(head)
	switch head & codeMask {
	case codeWord:
		return s.last(head>>codeBits) >= 0
	case codeAny:
		return slices.ContainsFunc(code[pc+1:end], func(id uint32) bool { return s.last(id) >= 0 })
	case codePhrase:
		return s.mayRow(code[pc+1 : end])
	case codeAnd, codeNear, codeLoose:
		for k := firstPart(head, pc); k < end; k += codeLen(code[k]) {
			if !s.possible(k) {
				return false
			}
		}
	case codeOr:
		for k := pc + 1; k < end; k += codeLen(code[k]) {
			if s.possible(k) {
				return true
			}
		}
		return false
	case codeIn:
		return code[pc+1] >= inOthers || s.possible(pc+2)
	}
	return true
}

// fieldHolds decides a condition on what the post is, once a post.
func (s *Scratch) fieldHolds(n uint32) bool {
	p := s.seg.fields[n]
	if p.field == "words" { // of the text that is looked at
		return s.known && p.covers(float64(len(s.tokens.Title.Words)+len(s.tokens.Body.Words)))
	}
	for len(s.fields) < len(s.seg.fields) {
		s.fields = append(s.fields, 0)
	}
	// The turn in the upper bits, the answer in the lowest.
	if s.fields[n]>>1 == s.turn&(1<<31-1) {
		return s.fields[n]&1 == 1
	}
	holds := s.facts.holds(p)
	s.fields[n] = s.turn << 1
	if holds {
		s.fields[n]++
	}
	return holds
}

// phrase decides words in a row.
func (s *Scratch) phrase(ids []uint32) bool {
	if !s.mayRow(ids) { // most often a word is missing, or elsewhere
		return false
	}
	for k := s.last(ids[0]); k >= 0; k = s.seen[k].before {
		if s.follow(ids[1:], s.seen[k].to) >= 0 {
			return true
		}
	}
	return false
}

// mayRow reports whether words may stand in a row.
func (s *Scratch) mayRow(ids []uint32) bool {
	for k := range ids[1:] {
		if s.marks.has(pairMark(ids[k], ids[k+1])) == 0 {
			return false
		}
	}
	return true
}

// follow returns where the words ids end that start at pos in a row, or -1.
// (A word stands at a position under one length only but in odd texts; the
// first length is taken, and phraseRuns takes all.)
func (s *Scratch) follow(ids []uint32, pos int32) int32 {
	for n, id := range ids {
		next := int32(-1)
		for _, o := range s.standing(pos) {
			if o.term != id {
				continue
			}
			if next >= 0 && next != o.to {
				if end := s.follow(ids[n+1:], o.to); end >= 0 {
					return end
				}
				continue
			}
			next = o.to
		}
		if next < 0 {
			return -1
		}
		pos = next
	}
	return pos
}

// standing returns the terms that start at a position.
func (s *Scratch) standing(pos int32) []occur {
	if int(pos)+1 >= len(s.at) {
		return nil
	}
	return s.seen[s.at[pos]:s.at[pos+1]]
}

// find appends to s.runs where the part at pc stands, at most most. What it
// finds is that of eval.find.
func (s *Scratch) find(pc uint32, most int) {
	code := s.seg.code
	head := code[pc]
	end := pc + codeLen(head)
	base := len(s.runs)
	switch head & codeMask {
	case codeWord:
		s.findWord(head>>codeBits, base+most)
	case codeAny:
		for _, id := range code[pc+1 : end] {
			s.findWord(id, base+most)
		}
	case codePhrase:
		s.findPhrase(code[pc+1:end], base+most)
	case codeSeq:
		s.findSeq(code[pc+1:end], base+most)
	case codeOr:
		for k := pc + 1; k < end && len(s.runs) < base+most; k += codeLen(code[k]) {
			s.find(k, base+most-len(s.runs))
		}
	case codeNear:
		s.findNear(pc, most)
	case codeLoose:
		s.findLoose(pc, most)
	}
}

func (s *Scratch) findWord(id uint32, upTo int) {
	for o := range s.occurrences(id) {
		if len(s.runs) >= upTo {
			return
		}
		if s.view.holds(o.from, o.to) {
			s.runs = append(s.runs, run{o.from, o.to})
		}
	}
}

func (s *Scratch) findPhrase(ids []uint32, upTo int) {
	base := len(s.runs)
	for o := range s.occurrences(ids[0]) {
		if s.ends(ids[1:], o.from, o.to, base, upTo); len(s.runs) >= upTo {
			return
		}
	}
}

// ends appends a run from from for every end of ids that start at pos.
func (s *Scratch) ends(ids []uint32, from, pos int32, base, upTo int) {
	if len(ids) == 0 {
		s.put(run{from, pos}, base, upTo)
		return
	}
	before := int32(-1)
	for _, o := range s.standing(pos) {
		if o.term == ids[0] && o.to != before {
			before = o.to
			s.ends(ids[1:], from, o.to, base, upTo)
		}
	}
}

// put appends r unless it leaves what is looked at or was the last found since
// base.
func (s *Scratch) put(r run, base, upTo int) {
	if n := len(s.runs); n < upTo && (n == base || s.runs[n-1] != r) && s.view.holds(r.from, r.to) {
		s.runs = append(s.runs, r)
	}
}

// reached is a place on both ways: a position of the query and one of the
// post, having covered the bytes [start, end).
type reached struct {
	at         uint32
	pos        int32
	start, end int32
}

// findSeq walks the steps of a query and the words of the post side by side.
func (s *Scratch) findSeq(code []uint32, upTo int) {
	positions, steps := code[0], code[2:]
	var l *letterer
	if code[1] > 0 {
		l = s.seg.letters[code[1]-1]
	}
	base := len(s.runs)
	for k := 0; k < len(steps) && steps[k] == 0; k += 3 {
		for first := range s.occurrences(steps[k+2]) {
			if len(s.runs) >= upTo {
				return
			}
			s.walk(first, steps[k+1], positions, steps, l, base, upTo)
		}
	}
}

// walk goes on behind first, which led to position at of a query.
func (s *Scratch) walk(first *occur, at, positions uint32, steps []uint32, l *letterer, base, upTo int) {
	text, start, end := s.bytes(first)
	s.ahead = append(s.ahead[:0], reached{at, first.to, start, end})
	for n := 0; n < len(s.ahead); n++ {
		here := s.ahead[n]
		if here.at == positions {
			if l == nil || s.pen.accepts(l, text, here.start, here.end) {
				s.put(run{first.from, here.pos}, base, upTo)
			}
			continue
		}
		for m := 0; m < len(steps); m += 3 {
			if steps[m] != here.at {
				continue
			}
			next := s.standing(here.pos)
			for i := range next {
				if x := &next[i]; x.term == steps[m+2] {
					s.reach(here, x, steps[m+1], positions)
				}
			}
		}
	}
}

// reach takes down that x leads from here to position at.
func (s *Scratch) reach(here reached, x *occur, at, positions uint32) {
	_, start, end := s.bytes(x)
	next := reached{at, x.to, min(here.start, start), max(here.end, end)}
	// One way to a place is enough, but at the end the letters of each count.
	if at != positions && slices.ContainsFunc(s.ahead, func(r reached) bool { return r.at == at && r.pos == x.to }) {
		return
	}
	s.ahead = append(s.ahead, next)
}
