package text

import (
	"slices"
	"unicode/utf8"
	"unsafe"
)

// Cut cuts a title and a body into words. See the package comment's table for
// what becomes of apostrophes, hyphens, hashtags and the rest. The texts should
// have gone through Clean; any bytes are safe, and the time is proportional to
// their length. Texts over 2 GiB are cut short.
func Cut(title, body string) *Doc {
	d := new(Doc)
	d.Recut(title, body)
	return d
}

// Recut makes d the words of another text and reuses its slices: whoever kept
// Words or Also of the text before sees them change. Norms that were kept stay
// good. It is not safe while others read d.
func (d *Doc) Recut(title, body string) {
	c := cutter{arena: d.arena, refs: d.refs, alsoRefs: d.alsoRefs}
	c.field(&d.Title, title)
	c.field(&d.Body, body)
	d.arena, d.refs, d.alsoRefs = c.arena, c.refs, c.alsoRefs
	if cap(d.arena) > 1<<20 { // one huge page must not stay in memory for ever
		d.arena, d.refs, d.alsoRefs = nil, nil, nil
	}
}

// scratch is what Recut reuses besides the fields' own slices.
type scratch struct {
	arena          []byte
	refs, alsoRefs []ref
}

// ref says where in the arena a Norm waits until the whole field is cut: one
// string is then made for all of them. at is -1 where the Norm is the text.
type ref struct{ at, n int32 }

// cutter is the state of cutting one field.
type cutter struct {
	f        *Field
	s        string
	arena    []byte
	refs     []ref // of f.Words
	alsoRefs []ref // of f.Also
	unsorted bool  // f.Also must be sorted by Pos
	plain    int   // up to here no address can start: it was looked at before
}

const textMost = 1<<31 - 1

func (c *cutter) field(f *Field, s string) {
	c.sentences(f, s)
	if s != "" {
		c.finish()
	}
}

// sentences is field without the Norms: those wait in the arena.
func (c *cutter) sentences(f *Field, s string) {
	if len(s) > textMost {
		s = s[:textMost]
	}
	*f = Field{Text: s, Words: f.Words[:0], Also: f.Also[:0], Ends: f.Ends[:0], Paras: f.Paras[:0]}
	c.f, c.s = f, s
	c.arena, c.refs, c.alsoRefs, c.unsorted, c.plain = c.arena[:0], c.refs[:0], c.alsoRefs[:0], false, 0
	if s == "" {
		return
	}
	c.walk()
	c.endSentence()
	c.endParagraph()
}

// walk goes through the text once. Plain words of ASCII letters, four fifths
// of most texts, are dealt with here; everything that touches an apostrophe, a
// hyphen, a digit or another script goes to chain.
func (c *cutter) walk() {
	s := c.s
	for i := 0; i < len(s); {
		b := s[i]
		if b >= utf8.RuneSelf {
			if isLatin1(s, i) {
				i = c.plainWord(i)
			} else {
				i = c.rune(i)
			}
			continue
		}
		switch asciiClass[b] {
		case lower, upper:
			i = c.plainWord(i)
		case digit:
			i = c.chain(i)
		case tag:
			i = c.tag(i, i+1)
		case stop:
			i = c.stop(i)
		case sign:
			c.word(i, i+1)
			i++
		case space:
			if b == '\n' {
				i = c.lineBreak(i)
			} else {
				i++
			}
		default:
			i++
		}
	}
}

// plainWord cuts the word of ASCII and Latin-1 letters that starts at i if it
// is one and nothing else, and leaves it to chain if not.
func (c *cutter) plainWord(i int) int {
	s := c.s
	caps, latin := false, false
	j := i
	for j < len(s) {
		if b := s[j]; b < utf8.RuneSelf {
			k := asciiClass[b]
			if k == upper {
				caps = true
			} else if k != lower {
				break
			}
			j++
		} else if isLatin1(s, j) {
			latin = true
			j += 2
		} else {
			break
		}
	}
	if j < len(s) {
		b := s[j]
		if b >= utf8.RuneSelf || !parting[b] && !(b == '.' && (j+1 == len(s) || s[j+1] <= ' ')) || b == ' ' && caps && j-i <= 2 {
			return c.chain(i)
		}
	}
	if latin {
		c.word(i, j)
	} else {
		c.ascii(i, j, caps)
	}
	return j
}

// isLatin1 reports whether a letter from À to ÿ stands at i, where a byte
// outside ASCII is.
func isLatin1(s string, i int) bool {
	return s[i] == 0xC3 && i+1 < len(s) && s[i+1] >= 0x80 && s[i+1] < 0xC0 && s[i+1] != 0x97 && s[i+1] != 0xB7
}

// rune deals with a character outside ASCII at i and returns where to go on.
func (c *cutter) rune(i int) int {
	k, n := classOf(c.s, i)
	switch k {
	case lower, upper, digit:
		return c.chain(i)
	case dense:
		return c.bigrams(i)
	case stop:
		return c.stop(i)
	case tag:
		return c.tag(i, i+n)
	case sign:
		c.sign(i, i+n)
	case pict:
		return c.emoji(i)
	}
	return i + n
}

// ascii adds a word of ASCII letters and digits.
func (c *cutter) ascii(i, j int, caps bool) {
	w := Word{Start: int32(i), End: int32(j), Pos: int32(len(c.f.Words)), Len: 1}
	if !caps && j-i <= NormMost {
		w.Norm = c.s[i:j]
		c.f.Words = append(c.f.Words, w)
		c.refs = append(c.refs, ref{at: -1})
		return
	}
	at := len(c.arena)
	for _, b := range []byte(c.s[i:min(j, i+NormMost)]) {
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		c.arena = append(c.arena, b)
	}
	c.f.Words = append(c.f.Words, w)
	c.refs = append(c.refs, ref{int32(at), int32(len(c.arena) - at)})
}

// word adds the word at [i, j), folded, with everything but letters, digits
// and kept marks left out. A sign stays itself. Where nothing is left it adds
// no word and reports false.
func (c *cutter) word(i, j int) bool {
	at := len(c.arena)
	c.arena = capNorm(appendFold(c.arena, c.s[i:j], true), at)
	if len(c.arena) == at {
		if asciiClass[c.s[i]&0x7f] != sign || c.s[i] >= utf8.RuneSelf {
			return false
		}
		c.arena = append(c.arena, c.s[i:j]...)
	}
	c.add(i, j, at)
	return true
}

// sign adds a sign (€, %) as a word by itself.
func (c *cutter) sign(i, j int) {
	at := len(c.arena)
	c.arena = appendFold(c.arena, c.s[i:j], false)
	c.add(i, j, at)
}

// add adds a plain word whose Norm stands in the arena from at.
func (c *cutter) add(i, j, at int) {
	c.f.Words = append(c.f.Words, Word{Start: int32(i), End: int32(j), Pos: int32(len(c.f.Words)), Len: 1})
	c.refs = append(c.refs, ref{int32(at), int32(len(c.arena) - at)})
}

// also adds another name, whose Norm stands in the arena from at, for n
// positions from pos; its bytes are those of the words. A name that is longer
// than a Norm may be, or equal to the one word it stands for, is left out.
func (c *cutter) also(pos, n, at int) {
	if n < 1 || pos < 0 || pos+n > len(c.f.Words) {
		c.arena = c.arena[:at]
		return
	}
	c.alsoAt(pos, n, at, int(c.f.Words[pos].Start), int(c.f.Words[pos+n-1].End))
}

// alsoAt is also with bytes of its own.
func (c *cutter) alsoAt(pos, n, at, i, j int) {
	size := len(c.arena) - at
	if size == 0 || size > NormMost || n == 1 && string(c.arena[at:]) == c.norm(pos) {
		c.arena = c.arena[:at]
		return
	}
	if k := len(c.f.Also); k > 0 && c.f.Also[k-1].Pos > int32(pos) {
		c.unsorted = true
	}
	c.f.Also = append(c.f.Also, Word{Start: int32(i), End: int32(j), Pos: int32(pos), Len: int32(n)})
	c.alsoRefs = append(c.alsoRefs, ref{int32(at), int32(size)})
}

// norm returns the Norm of the word at pos while the field is being cut. What
// it returns is good until the arena shrinks: copy what is kept.
func (c *cutter) norm(pos int) string {
	r := c.refs[pos]
	if r.at < 0 {
		return c.f.Words[pos].Norm
	}
	return inArena(c.arena[r.at : r.at+r.n])
}

// folded returns s folded. It stays in the arena.
func (c *cutter) folded(s string) string {
	at := len(c.arena)
	c.arena = appendFold(c.arena, s, false)
	return inArena(c.arena[at:])
}

// inArena reads a part of the arena as a string: nothing that stands there is
// written again before it is taken away.
func inArena(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// joined appends to the arena the Norms of words [from, to) run together and
// returns where they start. It stops once past the size a Norm may have.
func (c *cutter) joined(from, to int) (at int) {
	at = len(c.arena)
	for p := from; p < to && len(c.arena)-at <= NormMost; p++ {
		if r := c.refs[p]; r.at < 0 {
			c.arena = append(c.arena, c.f.Words[p].Norm...)
		} else {
			c.arena = append(c.arena, c.arena[r.at:r.at+r.n]...)
		}
	}
	return at
}

// finish makes one string of the arena and hands its parts out as Norms.
func (c *cutter) finish() {
	if len(c.arena) > 0 {
		all := string(c.arena)
		for i, r := range c.refs {
			if r.at >= 0 {
				c.f.Words[i].Norm = all[r.at : r.at+r.n]
			}
		}
		for i, r := range c.alsoRefs {
			c.f.Also[i].Norm = all[r.at : r.at+r.n]
		}
	}
	if c.unsorted {
		slices.SortStableFunc(c.f.Also, func(a, b Word) int { return int(a.Pos) - int(b.Pos) })
	}
}
