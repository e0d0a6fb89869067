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
				c.word(before, i)
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
	c.word(before, i)
	return i
}
