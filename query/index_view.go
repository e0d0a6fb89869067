package query

import (
	"iter"
	"math"
	"slices"
)

// The regions of a codeIn. What follows inFirst is FIRST/0, FIRST/1 and so on
// up to inOthers; then the otherTexts.
const (
	inTitle uint32 = iota
	inLead
	inBody
	inSentence
	inParagraph
	inFirst

	inOthers = 1 << 31
	nowhere  = math.MaxUint32
)

// regionOf returns the region of an opIn or opWithin.
func regionOf(p *prog) uint32 {
	if p.op == opWithin {
		switch p.stretch {
		case OneSentence:
			return inSentence
		case OneParagraph:
			return inParagraph
		}
		return min(inFirst+uint32(max(p.most, 0)), inOthers-1)
	}
	switch p.field {
	case "title":
		return inTitle
	case "lead":
		return inLead
	case "body":
		return inBody
	}
	if k := slices.Index(otherTexts[:], p.field); k >= 0 {
		return inOthers + uint32(k)
	}
	return nowhere
}

// view is what is looked at of a reading: positions of the title and of the
// body. The zero view is all.
type view struct {
	narrow      bool
	title, body run
}

// holds reports whether [from, to) lies in v.
func (v *view) holds(from, to int32) bool {
	return !v.narrow || v.title.from <= from && to <= v.title.to || v.body.from <= from && to <= v.body.to
}

func (r run) meet(x run) run {
	r.from, r.to = max(r.from, x.from), min(r.to, x.to)
	return run{r.from, max(r.from, r.to)}
}

// whole returns a view of all, an empty field too.
func (r *reading) whole() view {
	return view{true, run{0, r.split}, run{r.split, r.split + int32(len(r.tokens.Body.Words)) + 1}}
}

// occurrences yields where a term stands, the last first. In a short stretch
// it looks there only, and then the first comes first.
func (s *Scratch) occurrences(id uint32) iter.Seq[*occur] {
	return func(yield func(*occur) bool) {
		v := &s.view
		if v.narrow && v.title.to-v.title.from+v.body.to-v.body.from <= smallMost {
			for _, r := range [2]run{v.title, v.body} {
				for k := s.startOf(r.from); k < s.startOf(r.to); k++ {
					if o := &s.seen[k]; o.term == id && !yield(o) {
						return
					}
				}
			}
			return
		}
		for k := s.last(id); k >= 0; k = s.seen[k].before {
			if !yield(&s.seen[k]) {
				return
			}
		}
	}
}

// startOf returns where a position starts in seen.
func (r *reading) startOf(pos int32) uint32 {
	if int(pos) >= len(r.at) {
		return uint32(len(r.seen))
	}
	return r.at[pos]
}

// holdsIn decides the part at pc in a region.
func (s *Scratch) holdsIn(region, pc uint32) bool {
	if region >= inOthers {
		return s.holdsOther(int(region-inOthers), pc)
	}
	v := s.view
	if !v.narrow {
		v = s.whole()
	}
	switch region {
	case inTitle:
		v.body = run{}
	case inBody:
		v.title = run{}
	case inLead:
		_, paragraphs := s.tokens.Body.Ends()
		if len(paragraphs) == 0 {
			return false
		}
		v.title, v.body = run{}, v.body.meet(run{s.split, s.split + paragraphs[0]})
	case inSentence, inParagraph:
		return s.possible(pc) && (s.holdsInOne(region, pc, v.title) || s.holdsInOne(region, pc, v.body))
	default:
		n := int32(min(region-inFirst, math.MaxInt32/2))
		v.title, v.body = v.title.meet(run{0, n}), v.body.meet(run{s.split, s.split + n})
	}
	return s.holdsWithin(v, pc)
}

// holdsInOne decides the part at pc in some sentence or paragraph of a stretch
// of the title or of the body.
func (s *Scratch) holdsInOne(region, pc uint32, of run) bool {
	if of.from >= of.to {
		return false
	}
	f, base := &s.tokens.Title, int32(0)
	if of.from >= s.split {
		f, base = &s.tokens.Body, s.split
	}
	ends, paragraphs := f.Ends()
	if region == inParagraph {
		ends = paragraphs
	}
	i, _ := slices.BinarySearch(ends, of.from-base+1)
	for from := base + before(ends, i); i < len(ends) && from < of.to; i++ {
		one := of.meet(run{from, base + ends[i]})
		from = base + ends[i]
		v := view{narrow: true, title: one}
		if base > 0 {
			v = view{narrow: true, body: one}
		}
		if s.holdsWithin(v, pc) {
			return true
		}
	}
	return false
}

// holdsWithin decides the part at pc in v; nothing holds where v is closed.
func (s *Scratch) holdsWithin(v view, pc uint32) bool {
	if v.title.from >= v.title.to && v.body.from >= v.body.to {
		return false
	}
	outer := s.view
	s.view = v
	found := s.holds(pc)
	s.view = outer
	return found
}

// holdsOther decides the part at pc in one of the otherTexts, which is read
// when it is first asked for.
func (s *Scratch) holdsOther(k int, pc uint32) bool {
	r := s.others[k]
	if r == nil {
		r = new(reading)
		s.others[k] = r
	}
	own, outer := s.reading, s.view
	s.reading, s.view = r, view{}
	if r.turn != s.turn {
		r.turn, r.known = s.turn, true
		r.cutOther(s.post, otherTexts[k])
		s.readWords(s.seg)
		s.markPairs()
	}
	found := s.holds(pc)
	s.reading, s.view = own, outer
	return found
}

// cutOther makes the tokens of r those of another text of p; none where it is
// not known.
func (r *reading) cutOther(p *Post, field string) {
	title, body := "", ""
	r.joined = r.joined[:0]
	switch m := p.Mention; {
	case field == "source":
		body = p.Source
	case m == nil:
	case field == "author":
		title = m.Author.Name
		r.joined = appendAccount(r.joined, m.Author.Account)
	case field == "bio":
		body = m.Author.Bio
	case field == "parent":
		body = m.Parent
	case field == "to":
		r.accounts = appendAddressees(r.accounts[:0], m)
		for i, a := range r.accounts {
			if i > 0 {
				r.joined = append(r.joined, "\n\n"...)
			}
			r.joined = appendAccount(r.joined, a)
		}
		clear(r.accounts)
	}
	if len(r.joined) > 0 { // is not changed while it is read as a string
		body = asString(r.joined)
	}
	r.tokens.Recut(title, body)
}
