package text

import (
	"math/bits"
	"slices"
)

// Tokens are the words of a text known by their hashes: what Doc holds, word
// by word and name by name, without its strings; where sentences end is found
// when somebody asks. They are for whoever reads a stream of which little is
// kept: cutting costs a third of Cut and allocates nothing once the slices have
// grown.
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
	norm  []byte // scratch of Tail
	slow  Field  // scratch of the cutter
	refs  [2][]ref

	ends      Field // its Ends and Paras are those of Text, once looked for
	endsArena []byte
	ended     bool
}

// Token is one word at one place.
type Token struct {
	Hash uint64 // Hash of its Norm
	Head uint64 // Head of its Norm

	Start, End int32 // bytes of TokenField.Text
	Pos        int32 // index of its first position in TokenField.Words
	Len        int32 // how many positions it covers; 1 for plain words

	at, size int32 // Norm in the arena, or at is normText or normDropped
}

// Where a Norm stands that is not in the arena.
const (
	normText    = -1 // it is the folded text
	normDropped = -2 // the same, with an apostrophe in the text that is no part of it
)

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
	f.ends.Ends, f.ends.Paras = append(f.ends.Ends[:0], d.Ends...), append(f.ends.Paras[:0], d.Paras...)
	f.ended = true
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
	if w.Head>>56 == 0 { // Head is all of it
		return bits.ReverseBytes64(w.Head) >> (bits.LeadingZeros64(w.Head) &^ 7)
	}
	if w.at == normText && w.End-w.Start >= 8 {
		if x := load8(f.Text, int(w.End)-8); x&highs == 0 { // letters and digits
			return bits.ReverseBytes64(x | 0x20*ones)
		}
	}
	norm := f.arena
	if w.at >= 0 {
		norm = norm[w.at : w.at+w.size]
	} else {
		f.norm = f.AppendNorm(f.norm[:0], w)
		norm = f.norm
	}
	x := uint64(0)
	for _, b := range norm[max(len(norm)-8, 0):] {
		x = x<<8 | uint64(b)
	}
	return x
}

// Ends returns the positions after which sentences and paragraphs end, as Field
// has them. The first call for a text cuts it anew, in full.
func (f *TokenField) Ends() (sentences, paragraphs []int32) {
	if !f.ended {
		f.ended = true
		c := cutter{arena: f.endsArena, refs: f.refs[0], alsoRefs: f.refs[1]}
		c.sentences(&f.ends, f.Text)
		f.refs, f.endsArena = [2][]ref{c.refs, c.alsoRefs}, c.arena
	}
	return f.ends.Ends, f.ends.Paras
}

func (f *TokenField) recut(s string) {
	if len(s) > textMost {
		s = s[:textMost]
	}
	f.Text, f.Words, f.Also, f.ended = s, f.Words[:0], f.Also[:0], false
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
