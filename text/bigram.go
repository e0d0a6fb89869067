package text

import "unicode/utf8"

// bigrams cuts a run of a script without spaces into overlapping pairs of
// characters, each with its marks; a run of one character is a word by itself.
// It returns the end of the run.
func (c *cutter) bigrams(i int) int {
	s := c.s
	before, here := -1, i // starts of the two latest characters
	count := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		k := runeClass(r)
		if k != dense && !(k == mark && i > here) && !(k == mark && count > 0) {
			break
		}
		if k == dense {
			if before >= 0 {
				c.pair(before, i)
			}
			if count > 0 {
				before = here
			}
			here = i
			count++
		}
		i += n
	}
	if before < 0 {
		before = here
	}
	c.pair(before, i)
	return i
}

// pair adds the word [i, j). Characters that fold to themselves whatever
// stands beside them, most of Han, kana and Hangul, are taken as they are.
func (c *cutter) pair(i, j int) {
	for _, r := range c.s[i:j] {
		if !isStable(r) {
			c.word(i, j)
			return
		}
	}
	c.f.Words = append(c.f.Words, Word{Norm: c.s[i:j], Start: int32(i), End: int32(j), Pos: int32(len(c.f.Words)), Len: 1})
	c.refs = append(c.refs, ref{at: -1})
}

func isStable(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || 0x3041 <= r && r <= 0x3096 || 0x30A1 <= r && r <= 0x30FA || r == 0x30FC || 0xAC00 <= r && r <= 0xD7A3
}
