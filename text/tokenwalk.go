package text

import (
	"math/bits"
	"unicode/utf8"
)

// Bytes by eights: the letters of a word are told, folded and hashed together.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// lettersIn returns a mark in the high bit of each byte of x that is an ASCII
// letter; small is x with the letters in lower case.
func lettersIn(x uint64) (marks, small uint64) {
	small = x | 0x20*ones
	low := small &^ highs
	return (low + (0x80-'a')*ones) &^ (low + (0x7f-'z')*ones) &^ x & highs, small
}

// walk is cutter.walk for Tokens. What most words are, letters between spaces,
// don't and l'eau, accounts and hashtags of one part, plain figures, it deals
// with itself, by the same rules; everything else it leaves to the cutter, one
// piece at a time.
func (f *TokenField) walk(c *cutter) {
	s := c.s
	for i := 0; i < len(s); {
		b := s[i]
		if b == ' ' {
			i++
			continue
		}
		if b >= utf8.RuneSelf {
			i = f.rune(c, i)
			continue
		}
		k := asciiClass[b]
		if k.isLetter() {
			i = f.ascii(c, i)
			continue
		}
		switch k {
		case digit:
			i = f.figures(c, i)
		case tag:
			i = f.tag(c, i)
		case sign:
			c.reset()
			c.word(i, i+1)
			f.take(c)
			i++
		default:
			i++
		}
	}
}

// rune deals with a character outside ASCII.
func (f *TokenField) rune(c *cutter, i int) int {
	if isLatin1(c.s, i) {
		zz("latinstart", c.s, i, i)
		return f.latin(c, i)
	}
	switch k, n := classOf(c.s, i); k {
	case lower, upper, digit, dense, tag, sign:
	case pict:
		if plainEmoji(c.s, i, i+n) {
			f.emoji(c, i, i+n)
			return i + n
		}
	default:
		return i + n
	}
	c.reset()
	i = c.rune(i)
	f.take(c)
	return i
}

// plainEmoji reports whether the emoji in [i, j) is one by itself: no part of
// a flag, and nothing follows that may belong to it.
func plainEmoji(s string, i, j int) bool {
	if j-i == 4 && s[i+1] == 0x9F && s[i+2] == 0x87 { // the block of the parts of flags
		return false
	}
	// Joiners and selectors begin with 0xE2, 0xEF and 0xF3, tones with 0xF0.
	return j == len(s) || s[j] < 0xE0 || s[j] == 0xF0 && j+2 < len(s) && s[j+2] != 0x8F
}

// emoji adds the emoji in [i, j), which is one by itself.
func (f *TokenField) emoji(c *cutter, i, j int) {
	at := len(c.arena)
	c.arena = append(c.arena, c.s[i:j]...)
	h, head := hashArena(c.arena[at:])
	f.plain(h, head, i, j)
	w := &f.Words[len(f.Words)-1]
	w.at, w.size = int32(at), int32(j-i)
}

// plain adds a plain word whose Norm is its text, folded.
func (f *TokenField) plain(h, head uint64, i, end int) {
	f.Words = append(f.Words, Token{Hash: h, Head: head, Start: int32(i), End: int32(end), Pos: int32(len(f.Words)), Len: 1, at: normText})
}

// ascii cuts the word of ASCII letters that starts at i. Where it turns out to
// be more than that, it is cut by latin or by the cutter.
func (f *TokenField) ascii(c *cutter, i int) int {
	s := c.s
	h, head := hashKey, uint64(0)
	caps := uint64(0)
	for j := i; ; j += 8 {
		var x uint64
		if j+8 <= len(s) {
			x = load8(s, j)
		} else if j < len(s) {
			x = loadTail(s, j)
		}
		marks, small := lettersIn(x)
		if marks == highs {
			caps |= ^x & (0x20 * ones)
			h = hashMix(h, small)
			if j == i {
				head = small
			}
			continue
		}
		n := bits.TrailingZeros64(^marks&highs) >> 3
		mask := uint64(1)<<(8*uint(n)) - 1
		end := j + n
		if n > 0 {
			caps |= ^x & (0x20 * ones) & mask
			h = hashMix(h, small&mask)
			if j == i {
				head = small & mask
			}
		}
		if end < len(s) {
			after := s[end]
			if !parting[after] || caps != 0 && end-i <= 2 {
				if after == '\'' || after >= utf8.RuneSelf {
					return f.latin(c, i)
				}
				if after == ':' {
					if k := f.link(c, i); k > 0 {
						return k
					}
				}
				if !parts(s, end, caps != 0, end-i) {
					return f.chain(c, i)
				}
			}
		}
		if end-i > NormMost {
			return f.chain(c, i)
		}
		f.plain(h, head, i, end)
		return end
	}
}

// latinFold is what the letters from À to ÿ become: one byte, or two where the
// second is not zero.
var latinFold = func() (t [64][2]byte) {
	for k := range t {
		copy(t[k][:], wordTable[0xC0+k])
	}
	return t
}()

// letters is a run of letters being folded.
type letters struct {
	buf  [NormMost + 8]byte // zeros after n, as hashing wants it
	n    int
	caps bool
}

// run folds the ASCII and Latin-1 letters that start at s[i] and returns their
// end; false where they are too many.
func (l *letters) run(s string, i int) (end int, ok bool) {
	for ; i < len(s); i++ {
		if l.n >= NormMost-1 {
			return i, false
		}
		b := s[i]
		if b < utf8.RuneSelf {
			k := asciiClass[b]
			if k == upper {
				l.caps = true
				b += 'a' - 'A'
			} else if k != lower {
				break
			}
			l.buf[l.n] = b
			l.n++
			continue
		}
		if !isLatin1(s, i) {
			break
		}
		i++
		fold := latinFold[s[i]-0x80]
		l.buf[l.n] = fold[0]
		l.n++
		if fold[1] != 0 {
			l.buf[l.n] = fold[1]
			l.n++
		}
	}
	return i, true
}

// latin is ascii for words that hold letters from À to ÿ or an apostrophe, byte
// by byte.
func (f *TokenField) latin(c *cutter, i int) int {
	zz("latin", c.s, i, i+8)
	s := c.s
	var l letters
	j, ok := l.run(s, i)
	if !ok || j == i {
		return f.chain(c, i)
	}
	if j < len(s) {
		if n := apostropheAt(s, j); n > 0 {
			return f.apostrophe(c, &l, i, j, j+n)
		}
	}
	if j < len(s) && !parts(s, j, l.caps, j-i) {
		return f.chain(c, i)
	}
	h, head := l.hash()
	f.plain(h, head, i, j)
	return j
}

// apostropheAt returns the size of an apostrophe as keyboards and typesetters
// write it, 0 where none stands at s[j].
func apostropheAt(s string, j int) int {
	if s[j] == '\'' {
		return 1
	}
	if s[j] == 0xE2 && j+2 < len(s) && s[j+1] == 0x80 && s[j+2] == 0x99 {
		return len("’")
	}
	return 0
}

// apostrophe goes on at next, behind the letters [i, j) and an apostrophe:
// l'eau is two words, don't is one. Names are left to the cutter.
func (f *TokenField) apostrophe(c *cutter, l *letters, i, j, next int) int {
	s := c.s
	switch k := classAt(s, next); {
	case k == lower && (s[next] < utf8.RuneSelf || isLatin1(s, next)),
		k == upper && isLatin1(s, next):
	case k.isWord() || k == mark || next < len(s) && s[next] >= utf8.RuneSelf:
		return f.chain(c, i)
	default: // a quote closes
		h, head := l.hash()
		f.plain(h, head, i, j)
		return j
	}
	elided := isElision(s[i:j])
	if elided && classAt(s, next) == upper {
		return f.chain(c, i)
	}
	whole := *l
	if elided {
		whole = letters{}
	}
	e, ok := whole.run(s, next)
	if !ok || e < len(s) && (s[e] == '\'' || s[e] == '/' || !parts(s, e, true, 3)) {
		return f.chain(c, i)
	}
	if e-next == 1 && s[next] == 's' && !elided {
		f.possessive(c, l, &whole, i, j, e)
		return e
	}
	if elided {
		h, head := l.hash()
		f.plain(h, head, i, j)
		i = next
	}
	h, head := whole.hash()
	f.plain(h, head, i, e)
	if !elided {
		f.Words[len(f.Words)-1].at = normDropped
	}
	return e
}

// possessive adds the word [i, j) of the letters l, and those of whole with the
// s that ends at e as its other name.
func (f *TokenField) possessive(c *cutter, l, whole *letters, i, j, e int) {
	h, head := l.hash()
	f.plain(h, head, i, j)
	at := len(c.arena)
	c.arena = append(c.arena, whole.buf[:whole.n]...)
	f.alsoAt(c, len(f.Words)-1, 1, i, e, at)
}

// figures cuts digits that nothing touches.
func (f *TokenField) figures(c *cutter, i int) int {
	s := c.s
	j := i
	for j < len(s) && '0' <= s[j] && s[j] <= '9' {
		j++
	}
	if j-i > 16 || j < len(s) && !closesFigures(s, j) {
		c.reset()
		k := i
		i = c.chain(i)
		zz("fig", c.s, k, i)
		f.take(c)
		return i
	}
	h := hashKey
	var head uint64
	for k := i; k < j; k += 8 {
		var x uint64
		for m := min(k+8, j) - 1; m >= k; m-- {
			x = x<<8 | uint64(s[m])
		}
		h = hashMix(h, x)
		if k == i {
			head = x
		}
	}
	f.plain(h, head, i, j)
	return j
}

// closesFigures reports whether digits that end before s[j] are a number that
// does not go on.
func closesFigures(s string, j int) bool {
	switch s[j] {
	case '\n', '\t', '!', '?', ')', '"', ';', ':', '/', '%', '+':
		return true
	case ' ':
		return classAt(s, j+1) != digit
	case ',', '.':
		return j+1 == len(s) || s[j+1] <= ' '
	}
	return false
}

// hash is Hash and Head of the letters.
func (l *letters) hash() (h, head uint64) {
	h = hashKey
	for k := 0; k < l.n; k += 8 {
		b := l.buf[k : k+8]
		x := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		h = hashMix(h, x)
		if k == 0 {
			head = x
		}
	}
	return h, head
}

// parts reports whether a run of size letters that ends before s[j] is a word
// and nothing else, as plainWord tells it and a little further: a colon that
// starts no address, dots before a space or a sign, capitals that no ampersand
// follows.
func parts(s string, j int, caps bool, size int) bool {
	b := s[j]
	if b >= utf8.RuneSelf {
		switch k, _ := classOf(s, j); k {
		case other, space, stop, pict, sign:
			return true
		}
		return false
	}
	after := byte(' ')
	if j+1 < len(s) {
		after = s[j+1]
	}
	switch b {
	case ' ':
		return !caps || size > 2 || after != '&'
	case ':':
		return after != '/'
	case '.':
		k := j + 1
		for k < len(s) && s[k] == '.' {
			k++
		}
		return k == len(s) || s[k] <= ' ' || k == j+1 && s[k] < utf8.RuneSelf && parting[s[k]]
	}
	return parting[b]
}

// chain gives what starts at i to plainWord, and so to the cutter's chain.
func (f *TokenField) chain(c *cutter, i int) int {
	c.reset()
	k := i
	i = c.plainWord(i)
	zz("chain", c.s, k, i)
	f.take(c)
	return i
}

var zzHook func(kind, s string)

func zz(kind string, s string, i, j int) {
	if zzHook != nil {
		zzHook(kind, s[i:min(j+6, len(s))])
	}
}
