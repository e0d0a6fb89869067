package text

import (
	"math/bits"
	"slices"
	"unicode/utf8"
)

// Tokens are the words of a text known by their hashes: what Doc holds, word
// by word and name by name, without its strings and without sentences. They
// are for whoever reads a stream of which little is kept: cutting costs a
// third of Cut and allocates nothing once the slices have grown.
//
// The zero Tokens is ready for Recut. It is for one goroutine at a time.
type Tokens struct {
	Title TokenField
	Body  TokenField
}

// TokenField is the title or the body of Tokens.
type TokenField struct {
	Text  string  // as given
	Words []Token // the plain words in reading order: Words[i].Pos == i
	Also  []Token // other names of some of those positions, sorted by Pos

	arena []byte // Norms that are not the folded text of their word
	slow  Field  // scratch of the cutter
	refs  [2][]ref
}

// Token is one word at one place.
type Token struct {
	Hash uint64 // Hash of its Norm
	Head uint64 // Head of its Norm

	Start, End int32 // bytes of TokenField.Text
	Pos        int32 // index of its first position in TokenField.Words
	Len        int32 // how many positions it covers; 1 for plain words

	at, size int32 // Norm in the arena; at is -1 where it is the folded text
}

// Recut makes t the words of another text, the same that Cut finds. It is safe
// with any bytes, and the time is proportional to their length.
func (t *Tokens) Recut(title, body string) {
	t.Title.recut(title)
	t.Body.recut(body)
}

// Take makes t the words of d, which may be nil. d is not kept.
func (t *Tokens) Take(d *Doc) {
	if d == nil {
		d = new(Doc)
	}
	t.Title.copy(&d.Title)
	t.Body.copy(&d.Body)
}

func (f *TokenField) copy(d *Field) {
	f.Text, f.arena = d.Text, f.arena[:0]
	f.Words = f.tokens(f.Words[:0], d.Words)
	f.Also = f.tokens(f.Also[:0], d.Also)
}

func (f *TokenField) tokens(dst []Token, words []Word) []Token {
	for i := range words {
		w := &words[i]
		at := len(f.arena)
		f.arena = append(f.arena, w.Norm...)
		dst = append(dst, Token{
			Hash: Hash(w.Norm), Head: Head(w.Norm), Start: w.Start, End: w.End, Pos: w.Pos, Len: w.Len,
			at: int32(at), size: int32(len(w.Norm)),
		})
	}
	return dst
}

// AppendNorm appends the Norm of w, which is one of f.
func (f *TokenField) AppendNorm(dst []byte, w *Token) []byte {
	if w.at >= 0 {
		return append(dst, f.arena[w.at:w.at+w.size]...)
	}
	return appendFold(dst, f.Text[w.Start:w.End], true)
}

// Tail returns the last eight bytes of the Norm of w, the last one lowest,
// with zeros where it is shorter.
func (f *TokenField) Tail(w *Token) uint64 {
	if w.at < 0 && w.End >= 8 {
		x := load8(f.Text, int(w.End)-8)
		if n := uint(w.End - w.Start); n < 8 {
			x = x >> (8 * (8 - n)) << (8 * (8 - n))
		}
		if x&highs == 0 { // letters and digits only: those in small letters stay
			return bits.ReverseBytes64(x | 0x20*((x|x>>1|x>>2|x>>3|x>>4|x>>5|x>>6)&ones))
		}
	}
	var buf [NormMost + 8]byte
	norm := f.AppendNorm(buf[:0], w)
	if len(norm) > NormMost {
		norm = norm[:NormMost]
	}
	x := uint64(0)
	for k := max(len(norm)-8, 0); k < len(norm); k++ {
		x = x<<8 | uint64(norm[k])
	}
	return x
}

func (f *TokenField) recut(s string) {
	if len(s) > textMost {
		s = s[:textMost]
	}
	f.Text, f.Words, f.Also = s, f.Words[:0], f.Also[:0]
	if s == "" {
		return
	}
	c := cutter{f: &f.slow, s: s, arena: f.arena[:0], refs: f.refs[0], alsoRefs: f.refs[1]}
	f.walk(&c)
	f.arena, f.refs = c.arena, [2][]ref{c.refs, c.alsoRefs}
	if cap(f.arena) > 1<<20 || cap(f.Words) > 1<<16 { // one huge page must not stay in memory for ever
		*f = TokenField{Text: s, Words: f.Words, Also: f.Also, arena: f.arena}
	}
}

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

// walk is cutter.walk for Tokens: it deals itself with words of ASCII and
// Latin-1 letters that touch nothing but what parts words, by the same rule as
// plainWord, and leaves everything else to the cutter, one piece at a time.
func (f *TokenField) walk(c *cutter) {
	s := c.s
	for i := 0; i < len(s); {
		b := s[i]
		if b == ' ' {
			i++
			continue
		}
		if b >= utf8.RuneSelf {
			switch {
			case isLatin1(s, i):
				i = f.latin(c, i)
			default:
				if k, n := classOf(s, i); k == stop || k == other || k == space {
					i += n
					continue
				}
				c.reset()
				i = c.rune(i)
				f.take(c)
			}
			continue
		}
		switch asciiClass[b] {
		case lower, upper:
			i = f.ascii(c, i)
		case digit:
			c.reset()
			i = c.chain(i)
			f.take(c)
		case tag:
			c.reset()
			i = c.tag(i, i+1)
			f.take(c)
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
			if after := s[end]; after != ' ' || caps != 0 && end-i <= 2 {
				if after >= utf8.RuneSelf && isLatin1(s, end) {
					return f.latin(c, i)
				}
				if !parts(s, end, caps != 0, end-i) {
					return f.chain(c, i)
				}
			}
		}
		if end-i > NormMost {
			return f.latin(c, i)
		}
		f.Words = append(f.Words, Token{Hash: h, Head: head, Start: int32(i), End: int32(end), Pos: int32(len(f.Words)), Len: 1, at: -1})
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

// latin is ascii for words that hold letters from À to ÿ, byte by byte.
func (f *TokenField) latin(c *cutter, i int) int {
	s := c.s
	var buf [NormMost + 8]byte
	n := 0
	caps := false
	j := i
	for ; j < len(s) && n <= NormMost; j++ {
		b := s[j]
		if b < utf8.RuneSelf {
			k := asciiClass[b]
			if k == upper {
				caps = true
				b += 'a' - 'A'
			} else if k != lower {
				break
			}
			buf[n] = b
			n++
			continue
		}
		if !isLatin1(s, j) {
			break
		}
		j++
		fold := latinFold[s[j]-0x80]
		buf[n] = fold[0]
		n++
		if fold[1] != 0 {
			buf[n] = fold[1]
			n++
		}
	}
	if n > NormMost || j < len(s) && !parts(s, j, caps, j-i) {
		return f.chain(c, i)
	}
	h, head := hashBytes(&buf, n)
	f.Words = append(f.Words, Token{Hash: h, Head: head, Start: int32(i), End: int32(j), Pos: int32(len(f.Words)), Len: 1, at: -1})
	return j
}

// hashBytes is Hash and Head of the first n bytes of buf, after which zeros
// stand.
func hashBytes(buf *[NormMost + 8]byte, n int) (h, head uint64) {
	h = hashKey
	for k := 0; k < n; k += 8 {
		x := uint64(buf[k]) | uint64(buf[k+1])<<8 | uint64(buf[k+2])<<16 | uint64(buf[k+3])<<24 |
			uint64(buf[k+4])<<32 | uint64(buf[k+5])<<40 | uint64(buf[k+6])<<48 | uint64(buf[k+7])<<56
		h = hashMix(h, x)
		if k == 0 {
			head = x
		}
	}
	return h, head
}

// parts reports whether a run of size letters that ends before s[j] is a word
// and nothing else.
func parts(s string, j int, caps bool, size int) bool {
	b := s[j]
	if b >= utf8.RuneSelf {
		return false
	}
	if !parting[b] && !(b == '.' && (j+1 == len(s) || s[j+1] <= ' ')) {
		return false
	}
	return b != ' ' || !caps || size > 2
}

// chain gives what starts at i to plainWord, and so to the cutter's chain.
func (f *TokenField) chain(c *cutter, i int) int {
	c.reset()
	i = c.plainWord(i)
	f.take(c)
	return i
}

// reset empties the cutter's words, so that a piece is cut as if it stood
// alone: nothing in a piece looks at the words before it.
func (c *cutter) reset() {
	c.f.Words, c.f.Also = c.f.Words[:0], c.f.Also[:0]
	c.refs, c.alsoRefs, c.unsorted = c.refs[:0], c.alsoRefs[:0], false
}

// take moves the piece that was cut to f.
func (f *TokenField) take(c *cutter) {
	base := int32(len(f.Words))
	for k := range c.f.Words {
		f.Words = append(f.Words, token(c, &c.f.Words[k], c.refs[k], base))
	}
	if len(c.f.Also) == 0 {
		return
	}
	from := len(f.Also)
	for k := range c.f.Also {
		f.Also = append(f.Also, token(c, &c.f.Also[k], c.alsoRefs[k], base))
	}
	if c.unsorted {
		slices.SortStableFunc(f.Also[from:], func(a, b Token) int { return int(a.Pos) - int(b.Pos) })
	}
}

func token(c *cutter, w *Word, r ref, base int32) Token {
	t := Token{Start: w.Start, End: w.End, Pos: base + w.Pos, Len: w.Len, at: r.at, size: r.n}
	if r.at < 0 { // a Norm that is the text: hash it where it stands
		t.Hash, t.Head = Hash(w.Norm), Head(w.Norm)
		return t
	}
	t.Hash, t.Head = hashArena(c.arena[r.at : r.at+r.n])
	return t
}

// hashArena is Hash and Head of bytes.
func hashArena(b []byte) (h, head uint64) {
	h = hashKey
	for k := 0; k < len(b); k += 8 {
		var x uint64
		if k+8 <= len(b) {
			p := b[k : k+8]
			x = uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 |
				uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
		} else {
			for m := len(b) - 1; m >= k; m-- {
				x = x<<8 | uint64(b[m])
			}
		}
		h = hashMix(h, x)
		if k == 0 {
			head = x
		}
	}
	return h, head
}
