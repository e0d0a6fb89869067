package query

import (
	"math/bits"
	"slices"
	"strings"

	"vigie.example/vigie/text"
)

// patterns are the terms of a segment that stand for many words: wildcards, and
// words of which one letter may be wrong. Each is filed under its beginning,
// its end, or some bytes of its middle, so that a word meets only those that it
// may fit.
type patterns struct {
	list  []pattern
	index map[uint32]int32 // of a term in list

	starts, tails, inner affixes
	loose                []int32 // nothing but wildcards
}

// pattern is one of them.
type pattern struct {
	term    uint32
	written string // a Norm where off
	// whole says that the filing decides: the pattern is a beginning of at most
	// eight bytes and *.
	whole bool
	off   bool // one letter may be wrong
	ascii bool // off, and of ASCII letters
}

// tooFar reports whether a word whose Head is head cannot be one letter off one
// of size letters.
func tooFar(size int, head uint64) bool {
	if head&0x8080808080808080 != 0 {
		return false // letters of several bytes
	}
	if n := 8 - bits.LeadingZeros64(head)/8; n < 8 {
		return n+1 < size || n > size+1
	}
	return size < 7 // the word has eight letters or more
}

// offMark ends the name of a term of which one letter may be wrong: no Norm
// and no pattern holds it.
const offMark = "~"

func (p *patterns) add(id uint32, name string) {
	k := int32(len(p.list))
	if p.index == nil {
		p.index = map[uint32]int32{}
	}
	p.index[id] = k
	x := pattern{term: id, written: name}
	if norm, ok := strings.CutSuffix(name, offMark); ok {
		x.written, x.off, x.ascii = norm, true, true
		for i := range norm {
			x.ascii = x.ascii && norm[i] < 0x80
		}
		p.addOff(norm, k)
	} else {
		x.whole = p.addWild(name, k)
	}
	p.list = append(p.list, x)
}

func (p *patterns) addWild(written string, k int32) (whole bool) {
	begin := written[:strings.IndexAny(written, "*?")]
	end := written[strings.LastIndexAny(written, "*?")+1:]
	switch {
	case begin != "":
		p.starts.add(begin[:min(len(begin), 8)], k)
		return len(begin) <= 8 && written == begin+"*"
	case end != "":
		p.tails.add(backwards(end[max(len(end)-8, 0):]), k)
	default:
		longest := ""
		for _, s := range strings.FieldsFunc(written, func(r rune) bool { return r == '*' || r == '?' }) {
			if len(s) > len(longest) {
				longest = s
			}
		}
		if longest == "" {
			p.loose = append(p.loose, k)
		} else {
			p.inner.add(longest[:min(len(longest), 8)], k)
		}
	}
	return false
}

// addOff files a word under both its halves: one of them is intact where a
// single letter is wrong, unless the two letters at the middle are swapped.
func (p *patterns) addOff(norm string, k int32) {
	r := []rune(norm)
	half := len(r) / 2
	first, second := string(r[:half]), string(r[half:])
	p.starts.add(first[:min(len(first), 8)], k)
	p.tails.add(backwards(second[max(len(second)-8, 0):]), k)
	if half > 0 && r[half-1] != r[half] {
		r[half-1], r[half] = r[half], r[half-1]
		swapped := string(r)
		p.starts.add(swapped[:min(len(swapped), 8)], k)
	}
}

func backwards(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// ready is called once all are added.
func (p *patterns) ready() {
	p.starts.ready()
	p.tails.ready()
	p.inner.ready()
}

// any reports whether there is one.
func (p *patterns) any() bool { return len(p.list) > 0 }

// name returns the name under which the pattern of a term was added; empty
// for a word.
func (p *patterns) name(id uint32) string {
	k, ok := p.index[id]
	if !ok {
		return ""
	}
	if p.list[k].off {
		return p.list[k].written + offMark
	}
	return p.list[k].written
}

func (p *patterns) bytes() int {
	n := p.starts.bytes() + p.tails.bytes() + p.inner.bytes()
	for _, x := range p.list {
		n += 48 + 16 + len(x.written)
	}
	return n
}

// match appends to s.fits every pattern that w fits, a word or other name of f.
func (p *patterns) match(s *Scratch, f *text.TokenField, w *text.Token) {
	s.norm = s.norm[:0]
	for sizes := p.starts.near(w.Head); sizes != 0; sizes &= sizes - 1 {
		p.try(p.starts.under(w.Head, uint(bits.TrailingZeros8(sizes))+1), s, f, w)
	}
	if p.tails.sizes != 0 {
		tail := f.Tail(w)
		for sizes := p.tails.near(tail); sizes != 0; sizes &= sizes - 1 {
			p.try(p.tails.under(tail, uint(bits.TrailingZeros8(sizes))+1), s, f, w)
		}
	}
	if p.inner.sizes != 0 {
		p.within(s, f, w)
	}
	p.try(p.loose, s, f, w)
}

// within tries the patterns filed under bytes of their middle.
func (p *patterns) within(s *Scratch, f *text.TokenField, w *text.Token) {
	if len(s.norm) == 0 {
		s.norm = f.AppendNorm(s.norm, w)
	}
	for k := range s.norm {
		here := headOf(s.norm[k:])
		for sizes := p.inner.near(here); sizes != 0; sizes &= sizes - 1 {
			p.try(p.inner.under(here, uint(bits.TrailingZeros8(sizes))+1), s, f, w)
		}
	}
}

// try takes those of list that w fits. What is taken twice does no harm.
func (p *patterns) try(list []int32, s *Scratch, f *text.TokenField, w *text.Token) {
	for _, k := range list {
		x := &p.list[k]
		if x.ascii && tooFar(len(x.written), w.Head) {
			continue
		}
		if !x.whole {
			if len(s.norm) == 0 {
				s.norm = f.AppendNorm(s.norm, w)
			}
			// norm is not changed while it is read as a string.
			norm := asString(s.norm)
			if x.off && !oneOff(x.written, norm) || !x.off && !Like(x.written, norm) {
				continue
			}
		}
		s.fits = append(s.fits, x.term)
	}
}
