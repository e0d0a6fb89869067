package query

import "slices"

func byRun(a, b run) int {
	if a.from != b.from {
		return int(a.from) - int(b.from)
	}
	return int(a.to) - int(b.to)
}

// tidyRuns orders the runs from base on and leaves each out but once.
func (s *Scratch) tidyRuns(base int) {
	list := s.runs[base:]
	if len(list) < 2 {
		return
	}
	slices.SortFunc(list, byRun)
	s.runs = s.runs[:base+len(slices.Compact(list))]
}

// inTitle tells the field of a run: no distance leads from one to the other.
func (s *Scratch) inTitle(r run) bool { return r.from < s.split }

// findNear appends the runs from each side of a NEAR to the other.
func (s *Scratch) findNear(pc uint32, most int) {
	code := s.seg.code
	words, ordered := int32(code[pc+1]&^nearOrdered), code[pc+1]&nearOrdered != 0
	base := len(s.runs)
	left := pc + 2
	s.find(left, spansMost)
	mid := len(s.runs)
	if mid == base {
		return
	}
	s.find(left+codeLen(code[left]), spansMost)
	if len(s.runs) == mid {
		s.runs = s.runs[:base]
		return
	}
	if len(s.runs)-base > 16 {
		s.tidyRuns(mid)
		s.rights = append(s.rights[:0], s.runs[mid:]...)
		s.runs = s.runs[:mid]
		s.tidyRuns(base)
		lefts := len(s.runs)
		s.runs = append(s.runs, s.rights...)
		mid = lefts
	}
	out := len(s.runs)
	s.pairs(base, mid, out, words, ordered, most)
	n := copy(s.runs[base:], s.runs[out:])
	s.runs = s.runs[:base+n]
	s.tidyRuns(base)
}

// pairs appends the hull of every pair of [base, mid) and [mid, out) that is
// near, at most most.
func (s *Scratch) pairs(base, mid, out int, words int32, ordered bool, most int) {
	sorted := out-base > 16
	widest := int32(0)
	if sorted {
		for _, r := range s.runs[mid:out] {
			widest = max(widest, r.to-r.from)
		}
	}
	for i := base; i < mid; i++ {
		l := s.runs[i]
		k := mid
		if sorted {
			lowest := run{from: l.from - words - widest}
			if ordered {
				lowest.from = l.to
			}
			skip, _ := slices.BinarySearchFunc(s.runs[mid:out], lowest, byRun)
			k += skip
		}
		for ; k < out; k++ {
			r := s.runs[k]
			if sorted && r.from-l.to > words {
				break
			}
			near := r.from >= l.to && r.from-l.to <= words || !ordered && l.from >= r.to && l.from-r.to <= words
			if !near || s.inTitle(l) != s.inTitle(r) {
				continue
			}
			s.runs = append(s.runs, run{min(l.from, r.from), max(l.to, r.to)})
			if len(s.runs)-out >= most {
				return
			}
		}
	}
}

// findLoose appends the runs that hold all words of a loose phrase, in any
// order, without overlap, with at most so many other words among them.
func (s *Scratch) findLoose(pc uint32, most int) {
	code := s.seg.code
	end := pc + codeLen(code[pc])
	l := &s.loose
	l.most, l.lists, l.widest, l.chosen = int32(code[pc+1]), l.lists[:0], l.widest[:0], l.chosen[:0]
	base := len(s.runs)
	for k := pc + 2; k < end; k += codeLen(code[k]) {
		from := len(s.runs)
		s.find(k, spansMost)
		if len(s.runs) == from {
			s.runs = s.runs[:base]
			return
		}
		s.tidyRuns(from)
		l.lists = append(l.lists, [2]int{from, len(s.runs)})
		l.widest = append(l.widest, int32(s.positions(k)+looseSlack))
		l.chosen = append(l.chosen, run{})
	}
	out := len(s.runs)
	for i, list := range l.lists {
		for n := list[0]; n < list[1] && len(s.runs)-out < most; n++ {
			s.windows(l, i, s.runs[n], out+most)
		}
	}
	n := copy(s.runs[base:], s.runs[out:])
	s.runs = s.runs[:base+n]
	s.tidyRuns(base)
}

// loose is the search for one window.
type loose struct {
	most   int32
	lists  [][2]int // of each word, in Scratch.runs
	widest []int32  // positions that each word may cover
	chosen []run
	lead   int
	first  run
	tries  int
	base   int // of what is found, in Scratch.runs
	upTo   int
}

// positions returns how many positions the word of a loose phrase has.
func (s *Scratch) positions(pc uint32) int {
	code := s.seg.code
	switch head := code[pc]; head & codeMask {
	case codePhrase:
		return int(head >> codeBits)
	case codeSeq:
		return int(code[pc+1])
	case codeOr:
		most := 1
		for k := pc + 1; k < pc+codeLen(head); k += codeLen(code[k]) {
			most = max(most, s.positions(k))
		}
		return most
	}
	return 1
}

// windows looks for one run of every word, of which first, of word lead, starts
// leftmost, and appends the window of each choice, up to upTo runs in all.
func (s *Scratch) windows(l *loose, lead int, first run, upTo int) {
	l.lead, l.first, l.tries, l.base, l.upTo = lead, first, 0, len(s.runs), upTo
	l.chosen[lead] = first
	s.choose(l, 0, first.to, first.to-first.from)
}

// choose goes on with word i and reports whether to stop.
func (s *Scratch) choose(l *loose, i int, end, covered int32) bool {
	if i == len(l.lists) {
		if end-l.first.from-covered > l.most {
			return false
		}
		s.put(run{l.first.from, end}, l.base, l.upTo)
		return len(s.runs) >= l.upTo
	}
	if i == l.lead {
		return s.choose(l, i+1, end, covered)
	}
	list := s.runs[l.lists[i][0]:l.lists[i][1]]
	k, _ := slices.BinarySearchFunc(list, run{from: l.first.from}, byRun)
	room := l.most
	for _, w := range l.widest[i:] {
		room += w
	}
	for ; k < len(list); k++ {
		c := list[k]
		if l.tries++; l.tries > windowTries {
			return true
		}
		if s.inTitle(c) != s.inTitle(l.first) || c.from-l.first.from-covered > room {
			return false
		}
		if l.overlaps(c, i) {
			continue
		}
		l.chosen[i] = c
		if s.choose(l, i+1, max(end, c.to), covered+c.to-c.from) {
			return true
		}
	}
	return false
}

// overlaps reports whether c lies over the first or one chosen before.
func (l *loose) overlaps(c run, i int) bool {
	if c.from < l.first.to && l.first.from < c.to {
		return true
	}
	for k, x := range l.chosen[:i] {
		if k != l.lead && c.from < x.to && x.from < c.to {
			return true
		}
	}
	return false
}
