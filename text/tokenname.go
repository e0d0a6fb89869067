package text

import (
	"strings"
	"unicode/utf8"
)

// Accounts, hashtags and links of ASCII are most names of short posts: they
// are cut here by the rules of cutter.tag and cutter.address, and what is odd
// about one is left to these.

// nameMost is the most bytes of an account or hashtag that is cut here.
const nameMost = 64

// tag cuts an account or hashtag that stands alone.
func (f *TokenField) tag(c *cutter, i int) int {
	s := c.s
	if i == 0 || s[i-1] < utf8.RuneSelf && !asciiClass[s[i-1]].isWord() {
		switch s[i] {
		case '@':
			if end := f.account(c, i); end > 0 {
				return end
			}
		case '#':
			if end := f.hashtag(c, i); end > 0 {
				return end
			}
		}
	}
	c.reset()
	i = c.tag(i, i+1)
	f.take(c)
	return i
}

// account cuts an account of letters, digits and underscores: its parts, its
// whole name, and several parts joined.
func (f *TokenField) account(c *cutter, i int) int {
	s := c.s
	first := len(f.Words)
	j := i + 1
	for j < len(s) && j-i <= nameMost {
		if s[j] == '_' {
			j++
			continue
		}
		end := wordEnd(s, j)
		if end == j {
			break
		}
		f.folded(s, j, end)
		j = end
	}
	own := len(f.Words) - first
	if own == 0 || own > 8 || j-i > nameMost || j < len(s) && (s[j] >= utf8.RuneSelf || s[j] == '.' || s[j] == '-' || s[j] == '@') {
		f.Words = f.Words[:first]
		return 0
	}
	f.also(c, first, own, i, j, s[i:j])
	if own > 1 {
		at := len(c.arena)
		for _, w := range f.Words[first:] {
			c.arena = appendFold(c.arena, s[w.Start:w.End], true)
		}
		f.alsoAt(c, first, own, int(f.Words[first].Start), int(f.Words[len(f.Words)-1].End), at)
	}
	return j
}

// hashtag cuts a hashtag of letters and digits: its parts, its whole name, and
// that without the sign where there are several parts.
func (f *TokenField) hashtag(c *cutter, i int) int {
	s := c.s
	e := wordEnd(s, i+1)
	if e-i > nameMost || digitsOnly(s[i+1:e]) || e < len(s) && (s[e] >= utf8.RuneSelf || s[e] == '_') {
		return 0
	}
	first := len(f.Words)
	for k := i + 1; k < e; {
		end := c.camelEnd(k, e)
		f.folded(s, k, end)
		k = end
	}
	n := len(f.Words) - first
	at := f.also(c, first, n, i, e, s[i:e])
	if n > 1 {
		h, head := hashArena(c.arena[at+1:])
		f.Also = append(f.Also, Token{Hash: h, Head: head, Start: int32(i + 1), End: int32(e), Pos: int32(first), Len: int32(n), at: int32(at + 1), size: int32(e - i - 1)})
	}
	return e
}

// link cuts a link of ASCII that starts at i; it returns 0 where there is none.
func (f *TokenField) link(c *cutter, i int) int {
	s := c.s
	from := i + schemeLen(s[i:])
	e := from
	for e < len(s) && (s[e] == '.' || s[e] == '-' || s[e] < utf8.RuneSelf && asciiClass[s[e]].isWord()) {
		e++
	}
	if from == i || e == from || e-from > addressMost || s[e-1] == '.' || s[e-1] == '-' || asciiClass[s[from]] == digit {
		return 0
	}
	end := e
	if e < len(s) {
		switch b := s[e]; {
		case b >= utf8.RuneSelf, b == '@', b == '_', b == '+', b == ':':
			return 0
		case b == '/', b == '?', b == '#':
			if end = pathEnd(s, e); end == 0 {
				return 0
			}
		}
	}
	f.host(c, from, e)
	f.path(s, e, end)
	return end
}

// host adds the labels of the host [i, e) and its names.
func (f *TokenField) host(c *cutter, i, e int) {
	s := c.s
	if e-i > 4 && strings.EqualFold(s[i:i+4], "www.") {
		i += 4
	}
	pos := len(f.Words)
	f.runs(s, i, e, addressMost)
	for names := 0; names < 4 && pos < len(f.Words); names++ {
		dot := strings.IndexByte(s[i:e], '.')
		if dot < 0 {
			return
		}
		f.also(c, pos, len(f.Words)-pos, i, e, s[i:e])
		i += dot + 1
		for pos < len(f.Words) && int(f.Words[pos].Start) < i {
			pos++
		}
	}
}

// path adds the words of the path [i, e), but for what follows ? or #.
func (f *TokenField) path(s string, i, e int) {
	if k := strings.IndexAny(s[i:e], "?#"); k >= 0 {
		e = i + k
	}
	f.runs(s, i, e, pathWordsMost)
}

// runs adds every run of letters and digits of [i, e) as a word, at most most,
// without what percent signs stand for.
func (f *TokenField) runs(s string, i, e, most int) {
	for i < e && most > 0 {
		if s[i] == '%' {
			i += 3
			continue
		}
		end := min(wordEnd(s, i), e)
		if end == i {
			i++
			continue
		}
		f.folded(s, i, end)
		i = end
		most--
	}
}

// pathEnd returns the end of the path that starts at s[i], and 0 where another
// character than ASCII is met, or a word that is too long.
func pathEnd(s string, i int) int {
	e := i
	for ; e < len(s) && asciiClass[s[e]&0x7f] != space; e++ {
		if s[e] >= utf8.RuneSelf {
			return 0
		}
		if strings.IndexByte("<>\"`{}|", s[e]) >= 0 {
			break
		}
	}
	if e-i > NormMost {
		return 0
	}
	for e > i && strings.IndexByte(".,;:!?')]*_-", s[e-1]) >= 0 {
		e--
	}
	return e
}

// wordEnd returns the end of the ASCII letters and digits that start at s[i].
func wordEnd(s string, i int) int {
	for i < len(s) && s[i] < utf8.RuneSelf && asciiClass[s[i]].isWord() {
		i++
	}
	return i
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if asciiClass[s[i]] != digit {
			return false
		}
	}
	return true
}

// folded adds the plain word s[i:e], of at most NormMost ASCII letters and
// digits.
func (f *TokenField) folded(s string, i, e int) {
	h, head := hashKey, uint64(0)
	for k := i; k < e; k += 8 {
		var x uint64
		if k+8 <= len(s) {
			x = load8(s, k)
		} else {
			x = loadTail(s, k)
		}
		x |= 0x20 * ones // digits have that bit
		if n := e - k; n < 8 {
			x &= 1<<(8*n) - 1
		}
		h = hashMix(h, x)
		if k == i {
			head = x
		}
	}
	f.plain(h, head, i, e)
}

// also adds another name, written in ASCII, of n words from pos, and returns
// where in the arena it stands.
func (f *TokenField) also(c *cutter, pos, n, i, e int, name string) (at int) {
	at = len(c.arena)
	for k := range len(name) {
		b := name[k]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		c.arena = append(c.arena, b)
	}
	f.alsoAt(c, pos, n, i, e, at)
	return at
}

// alsoAt is also for a name that stands in the arena from at on.
func (f *TokenField) alsoAt(c *cutter, pos, n, i, e, at int) {
	h, head := hashArena(c.arena[at:])
	f.Also = append(f.Also, Token{
		Hash: h, Head: head, Start: int32(i), End: int32(e), Pos: int32(pos), Len: int32(n),
		at: int32(at), size: int32(len(c.arena) - at),
	})
}
