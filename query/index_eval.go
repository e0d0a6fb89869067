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
		return s.last(head>>codeBits) >= 0
	case codeAny:
		for _, id := range code[pc+1 : end] {
			if s.last(id) >= 0 {
				return true
			}
		}
		return false
	case codePhrase:
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
	case codeExtern:
		return s.externHolds(head >> codeBits)
	case codeSeq, codeNear, codeLoose:
		if !s.possible(pc) {
			return false
		}
		base := len(s.runs)
		s.find(pc, 1)
		found := len(s.runs) > base
		s.runs = s.runs[:base]
		return found
	}
	return false
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
	case codeNear, codeLoose:
		for k := pc + 2; k < end; k += codeLen(code[k]) {
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
	}
	return true
}

// fieldHolds decides a condition on what the post is, once a post.
func (s *Scratch) fieldHolds(n uint32) bool {
	for len(s.fields) < len(s.seg.fields) {
		s.fields = append(s.fields, 0)
	}
	// The turn in the upper bits, the answer in the lowest.
	if s.fields[n]>>1 == s.turn&(1<<31-1) {
		return s.fields[n]&1 == 1
	}
	s.facts.post = s.post
	holds := s.facts.holds(s.seg.fields[n])
	s.fields[n] = s.turn << 1
	if holds {
		s.fields[n]++
	}
	return holds
}

// externHolds leaves a part to eval.
func (s *Scratch) externHolds(n uint32) bool {
	if p := s.full(); s.eval.post != p || !s.eval.indexed {
		s.eval.start(p)
	}
	return s.eval.holds(s.seg.externs[n])
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
		s.findSeq(code[pc+1], code[pc+2:end], base+most)
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
	for k := s.last(id); k >= 0 && len(s.runs) < upTo; k = s.seen[k].before {
		s.runs = append(s.runs, run{s.seen[k].from, s.seen[k].to})
	}
}

func (s *Scratch) findPhrase(ids []uint32, upTo int) {
	base := len(s.runs)
	for k := s.last(ids[0]); k >= 0 && len(s.runs) < upTo; k = s.seen[k].before {
		s.ends(ids[1:], s.seen[k].from, s.seen[k].to, base, upTo)
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

// put appends r unless it was the last found since base.
func (s *Scratch) put(r run, base, upTo int) {
	if n := len(s.runs); n < upTo && (n == base || s.runs[n-1] != r) {
		s.runs = append(s.runs, r)
	}
}

// reached is a place on both ways: a position of the query and one of the post.
type reached struct {
	at  uint32
	pos int32
}

// findSeq walks the steps of a query and the words of the post side by side.
func (s *Scratch) findSeq(positions uint32, steps []uint32, upTo int) {
	var room [16]reached
	base := len(s.runs)
	for k := 0; k < len(steps) && steps[k]>>16 == 0; k += 2 {
		for o := s.last(steps[k+1]); o >= 0 && len(s.runs) < upTo; o = s.seen[o].before {
			first := &s.seen[o]
			ahead := append(room[:0], reached{steps[k] & 0xffff, first.to})
			for n := 0; n < len(ahead); n++ {
				here := ahead[n]
				if here.at == positions {
					s.put(run{first.from, here.pos}, base, upTo)
					continue
				}
				for _, x := range s.standing(here.pos) {
					for m := k; m < len(steps); m += 2 {
						if steps[m]>>16 != here.at || steps[m+1] != x.term {
							continue
						}
						if next := (reached{steps[m] & 0xffff, x.to}); !slices.Contains(ahead, next) {
							ahead = append(ahead, next)
						}
					}
				}
			}
		}
	}
}
