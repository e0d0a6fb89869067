package query

import (
	"math"
	"slices"

	"vigie.example/vigie/text"
)

// window is the part of a post that is looked at: positions [from, to) of one
// field. The zero window is the whole post.
type window struct {
	on       bool
	both     bool  // of both fields: FIRST/n
	place    Place // where not both
	from, to int32
}

// smallMost is how many words a window may have to be read word by word
// instead of by the table of the post: sentences, paragraphs.
const smallMost = 400

func (w *window) small() bool { return w.on && !w.both && w.to-w.from <= smallMost }

// opens reports whether anything of a field is looked at.
func (w *window) opens(place Place) bool { return !w.on || w.both || w.place == place }

// starts reports whether a word of a field starts within w.
func (w *window) starts(place Place, word *text.Word) bool {
	return !w.on || (w.both || w.place == place) && word.Pos >= w.from && word.Pos < w.to
}

// ends reports whether what ends before position to stays within w.
func (w *window) ends(to int32) bool { return !w.on || to <= w.to }

// meet returns what w and x have in common; false where that is nothing.
func (w window) meet(x window) (window, bool) {
	switch {
	case !w.on:
		return x, true
	case !x.on:
		return w, true
	case w.both && x.both:
	case w.both:
		w.both, w.place = false, x.place
	case !x.both && w.place != x.place:
		return w, false
	}
	w.from, w.to = max(w.from, x.from), min(w.to, x.to)
	return w, w.from < w.to
}

// scan is findSeq within a small window.
func (e *eval) scan(s *seq, dst []stretch, most int) []stretch {
	f := e.fields[e.win.place]
	if f == nil {
		return dst
	}
	from, to := int(e.win.from), min(int(e.win.to), len(f.Words))
	for k := range s.edges[0] {
		first := &s.edges[0][k]
		for i := from; i < to && len(dst) < most; i++ {
			if first.fits(f.Words[i].Norm) {
				dst = e.follow(s, first, &f.Words[i], e.win.place, dst, most)
			}
		}
		for i := alsoFrom(f.Also, e.win.from); i < len(f.Also) && f.Also[i].Pos < e.win.to && len(dst) < most; i++ {
			if first.fits(f.Also[i].Norm) {
				dst = e.follow(s, first, &f.Also[i], e.win.place, dst, most)
			}
		}
	}
	return dst
}

// region returns the window of title, lead or body; false where it is empty or
// field is another text.
func (e *eval) region(field string) (window, bool) {
	w := window{on: true, to: math.MaxInt32}
	switch field {
	case "title":
		w.place = InTitle
	case "body":
		w.place = InBody
	case "lead":
		w.place = InBody
		f := e.fields[InBody]
		if f == nil || len(f.Paras) == 0 {
			return w, false
		}
		w.to = f.Paras[0]
	default:
		return w, false
	}
	return e.win.meet(w)
}

// within decides SENTENCE, PARA and FIRST.
func (e *eval) within(p *prog) bool {
	if p.stretch != FirstWords && !e.could(p.parts[0]) {
		return false
	}
	found := false
	e.stretches(p, func(w window) bool {
		outer := e.win
		e.win = w
		found = e.holds(p.parts[0])
		e.win = outer
		return !found
	})
	return found
}

// stretches calls yield with each stretch of p within the present window.
func (e *eval) stretches(p *prog, yield func(window) bool) {
	if p.stretch == FirstWords {
		if w, ok := e.win.meet(window{on: true, both: true, to: int32(p.most)}); ok {
			yield(w)
		}
		return
	}
	for place, f := range e.fields {
		if f == nil || !e.win.opens(Place(place)) {
			continue
		}
		ends := f.Ends
		if p.stretch == OneParagraph {
			ends = f.Paras
		}
		i := 0
		if e.win.on { // the first that ends within it
			i, _ = slices.BinarySearch(ends, e.win.from+1)
		}
		for from := before(ends, i); i < len(ends); i++ {
			if e.win.on && from >= e.win.to {
				break
			}
			if w, ok := e.win.meet(window{on: true, place: Place(place), from: from, to: ends[i]}); ok && !yield(w) {
				return
			}
			from = ends[i]
		}
	}
}

func before(ends []int32, i int) int32 {
	if i == 0 {
		return 0
	}
	return ends[i-1]
}

// could reports whether p might hold of some stretch of the present window:
// what it asks for is there, wherever that is. It spares reading every sentence
// of posts that lack the words.
func (e *eval) could(p *prog) bool {
	switch p.op {
	case opNot:
		return true
	case opAnd:
		for _, part := range p.parts {
			if !e.could(part) {
				return false
			}
		}
		return true
	case opOr:
		for _, part := range p.parts {
			if e.could(part) {
				return true
			}
		}
		return false
	case opAny:
		n := 0
		for _, part := range p.parts {
			if e.could(part) {
				n++
			}
		}
		return n >= p.most
	case opWithin:
		return e.could(p.parts[0])
	}
	return e.holds(p)
}

// places counts the places of a part that do not overlap, up to most: always
// the one that ends first.
func (e *eval) places(p *prog, most int) int {
	found := e.find(p, nil, spansMost)
	slices.SortFunc(found, func(a, b stretch) int {
		if a.place != b.place {
			return int(a.place) - int(b.place)
		}
		return int(a.to) - int(b.to)
	})
	n, place, end := 0, InTitle, int32(0)
	for _, x := range found {
		if x.place != place {
			place, end = x.place, 0
		}
		if x.from >= end {
			if n++; n >= most {
				break
			}
			end = x.to
		}
	}
	return n
}
