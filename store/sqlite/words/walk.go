package words

import (
	"cmp"
	"slices"
)

// Walk calls yield for the ids in [from, to) of mentions that meet e, newest
// first, until it returns false or an error, which Walk returns. Each id is
// counted in one segment at most. Segments are opened as the walk comes to
// them, so that what is newest costs little.
func Walk(segments []*Segment, e Expr, from, to int64, yield func(id int64) (bool, error)) error {
	rest := reaching(segments, from, to)
	var under []*strand
	for {
		var top *strand
		for _, s := range under {
			if top == nil || s.id > top.id {
				top = s
			}
		}
		// A segment that reaches above the newest candidate has its say first.
		if len(rest) > 0 && (top == nil || rest[0].Newest() > top.id) {
			s, err := newStrand(rest[0], e, from, to)
			if err != nil {
				return err
			}
			rest = rest[1:]
			if s != nil {
				under = append(under, s)
			}
			continue
		}
		if top == nil {
			return nil
		}
		if more, err := yield(top.id); err != nil || !more {
			return err
		}
		if err := top.next(); err != nil {
			return err
		}
		if top.over {
			under = slices.DeleteFunc(under, func(s *strand) bool { return s == top })
		}
	}
}

// reaching returns the segments that reach into [from, to), newest first.
func reaching(segments []*Segment, from, to int64) []*Segment {
	var out []*Segment
	for _, s := range segments {
		if s.Many > 0 && s.Newest() >= from && s.Oldest() < to {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *Segment) int { return cmp.Compare(b.Newest(), a.Newest()) })
	return out
}

// strand is the walk of one segment.
type strand struct {
	seg  *Segment
	w    walker
	doc  int32
	from int64
	id   int64
	over bool
}

// newStrand returns a strand at its first id, nil where there is none.
func newStrand(s *Segment, e Expr, from, to int64) (*strand, error) {
	w, err := s.walker(e)
	if err != nil || w == (none{}) {
		return nil, err
	}
	first, err := s.below(to)
	if err != nil {
		return nil, err
	}
	t := &strand{seg: s, w: w, doc: first - 1, from: from}
	if err := t.next(); err != nil || t.over {
		return nil, err
	}
	return t, nil
}

// next moves to the next id that counts.
func (t *strand) next() (err error) {
	for {
		if t.doc, err = t.w.seek(t.doc + 1); err != nil {
			return err
		}
		if t.doc == end {
			t.over = true
			return nil
		}
		if t.id, err = t.seg.id(t.doc); err != nil {
			return err
		}
		if t.id < t.from {
			t.over = true
			return nil
		}
		if _, gone := t.seg.Gone[t.id]; !gone {
			return nil
		}
	}
}

// Count returns how many ids in [from, to) meet e, or most once there are as
// many. It calls late from time to time and returns what it counted so far
// with the error it gets from it.
func Count(segments []*Segment, e Expr, from, to int64, most int, late func() error) (n int, err error) {
	for _, s := range reaching(segments, from, to) {
		if err := late(); err != nil {
			return n, err
		}
		w, err := s.walker(e)
		if err != nil {
			return n, err
		}
		if w == (none{}) {
			continue
		}
		doc, err := s.below(to)
		if err != nil {
			return n, err
		}
		last, err := s.below(from)
		if err != nil {
			return n, err
		}
		for doc--; ; {
			if doc, err = w.seek(doc + 1); err != nil {
				return n, err
			}
			if doc >= last {
				break
			}
			if len(s.Gone) > 0 {
				id, err := s.id(doc)
				if err != nil {
					return n, err
				}
				if _, gone := s.Gone[id]; gone {
					continue
				}
			}
			if n++; n == most {
				return n, nil
			}
			if n%64 == 0 {
				if err := late(); err != nil {
					return n, err
				}
			}
		}
	}
	return n, nil
}
