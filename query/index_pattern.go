package query

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"vigie.example/vigie/text"
)

// patterns are the terms with wildcards of a segment. Each is filed under its
// beginning, else its end, else under some bytes of its middle, so that a word
// meets only those that it may fit.
type patterns struct {
	list  []pattern
	index map[uint32]int32 // of a term in list

	starts, tails, inner affixes
	loose                []int32 // nothing but wildcards
}

// pattern is one of them.
type pattern struct {
	term    uint32
	written string
	// whole says that the filing decides: the pattern is a beginning of at most
	// eight bytes and *.
	whole bool
}

// affixes file patterns under up to eight given bytes.
type affixes struct {
	sizes uint16               // bit n: some are filed under n bytes
	lists map[affix][]int32    // of patterns.list
	maybe [1 << 12 / 64]uint64 // by the first two bytes and the size: may there be one
}

type affix struct {
	bytes uint64
	size  uint8
}

func (x *affixes) add(given string, k int32) {
	if x.lists == nil {
		x.lists = map[affix][]int32{}
	}
	a := affix{head(given), uint8(len(given))}
	x.lists[a] = append(x.lists[a], k)
	x.sizes |= 1 << a.size
	x.mark(a, true)
}

// mark tells, or notes, whether there may be an affix like a.
func (x *affixes) mark(a affix, set bool) bool {
	h := uint32((a.bytes^uint64(a.size)<<59)*0x9E3779B97F4A7C15>>52) & (1<<12 - 1)
	if set {
		x.maybe[h/64] |= 1 << (h % 64)
	}
	return x.maybe[h/64]&(1<<(h%64)) != 0
}

// under returns the patterns filed under the first size bytes of head.
func (x *affixes) under(head uint64, size uint) []int32 {
	a := affix{head & (1<<(8*size) - 1), uint8(size)}
	if !x.mark(a, false) {
		return nil
	}
	return x.lists[a]
}

// head returns the first eight bytes of s, the first one lowest.
func head(s string) (x uint64) {
	for k := min(len(s), 8) - 1; k >= 0; k-- {
		x = x<<8 | uint64(s[k])
	}
	return x
}

func (p *patterns) add(id uint32, written string) {
	k := int32(len(p.list))
	if p.index == nil {
		p.index = map[uint32]int32{}
	}
	p.index[id] = k
	x := pattern{term: id, written: written}
	begin := written[:strings.IndexAny(written, "*?")]
	end := written[strings.LastIndexAny(written, "*?")+1:]
	switch {
	case begin != "":
		x.whole = len(begin) <= 8 && written == begin+"*"
		p.starts.add(begin[:min(len(begin), 8)], k)
	case end != "":
		p.tails.add(end[max(len(end)-8, 0):], k)
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
	p.list = append(p.list, x)
}

// any reports whether there is one.
func (p *patterns) any() bool { return len(p.list) > 0 }

// written returns how the pattern of a term is written; empty for a word.
func (p *patterns) written(id uint32) string {
	if k, ok := p.index[id]; ok {
		return p.list[k].written
	}
	return ""
}

func (p *patterns) bytes() int {
	n := 0
	for _, x := range p.list {
		n += 32 + 16 + 48 + len(x.written)
	}
	return n
}

// match notes in s, at its positions, every pattern that w fits, a word or
// other name of f.
func (p *patterns) match(s *Scratch, f *text.TokenField, w *text.Token, from, to int32) {
	s.norm = s.norm[:0]
	for sizes := p.starts.sizes; sizes != 0; sizes &= sizes - 1 {
		size := uint(bits.TrailingZeros16(sizes))
		if w.Head>>(8*(size-1)) == 0 {
			break // the word is shorter
		}
		if list := p.starts.under(w.Head, size); list != nil {
			p.try(list, s, f, w, from, to)
		}
	}
	if p.tails.sizes != 0 || p.inner.sizes != 0 || len(p.loose) > 0 {
		p.look(s, f, w, from, to)
	}
}

// look is match for patterns that do not begin with a letter.
func (p *patterns) look(s *Scratch, f *text.TokenField, w *text.Token, from, to int32) {
	if len(s.norm) == 0 {
		s.norm = f.AppendNorm(s.norm, w)
	}
	n := uint(len(s.norm))
	tail := uint64(0)
	for size := uint(1); p.tails.sizes != 0 && size <= 8 && size <= n; size++ {
		tail = tail<<8 | uint64(s.norm[n-size])
		if p.tails.sizes&(1<<size) != 0 {
			p.try(p.tails.under(tail, size), s, f, w, from, to)
		}
	}
	for k := uint(0); p.inner.sizes != 0 && k < n; k++ {
		here := uint64(0)
		for size := uint(1); size <= 8 && k+size <= n; size++ {
			here |= uint64(s.norm[k+size-1]) << (8 * (size - 1))
			if p.inner.sizes&(1<<size) != 0 {
				p.try(p.inner.under(here, size), s, f, w, from, to)
			}
		}
	}
	p.try(p.loose, s, f, w, from, to)
}

// try notes those of list that w fits. What is noted twice does no harm.
func (p *patterns) try(list []int32, s *Scratch, f *text.TokenField, w *text.Token, from, to int32) {
	for _, k := range list {
		x := &p.list[k]
		if !x.whole {
			if len(s.norm) == 0 {
				s.norm = f.AppendNorm(s.norm, w)
			}
			if !fitsPattern(x.written, s.norm) {
				continue
			}
		}
		s.note(x.term, from, to)
	}
}

// fitsPattern is Like for bytes.
func fitsPattern(pattern string, norm []byte) bool {
	p, i := 0, 0
	star, mark := -1, 0
	for i < len(norm) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && pattern[p] == '?':
			_, n := utf8.DecodeRune(norm[i:])
			p++
			i += n
		case p < len(pattern) && pattern[p] == norm[i]:
			p++
			i++
		case star >= 0:
			_, n := utf8.DecodeRune(norm[mark:])
			mark += n
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
