package text

import "unicode/utf8"

// emoji adds the emoji that starts at i, with its skin tone, selectors and
// what joiners tie to it, as one word, and returns its end. The word is
// without selectors; an emoji with a skin tone answers without it too.
func (c *cutter) emoji(i int) int {
	s := c.s
	r, n := utf8.DecodeRuneInString(s[i:])
	e := i + n
	toned := false
	if isFlagPart(r) {
		if r2, n2 := utf8.DecodeRuneInString(s[e:]); isFlagPart(r2) {
			e += n2
		}
	} else {
		for e < len(s) {
			r, n := utf8.DecodeRuneInString(s[e:])
			switch {
			case isTone(r):
				toned = true
			case r == 0xFE0F || r == 0xFE0E || r == 0x20E3 || 0xE0020 <= r && r <= 0xE007F:
			case r == 0x200D:
				next, n2 := utf8.DecodeRuneInString(s[e+n:])
				if !isPict(next) && next != '♂' && next != '♀' && next != '➡' && next != '⬛' {
					c.addEmoji(i, e, toned)
					return e + n
				}
				n += n2
			default:
				c.addEmoji(i, e, toned)
				return e
			}
			e += n
		}
	}
	c.addEmoji(i, e, toned)
	return e
}

func (c *cutter) addEmoji(i, e int, toned bool) {
	at := len(c.arena)
	c.arena = capNorm(appendEmoji(c.arena, c.s[i:e], true), at)
	if len(c.arena) == at {
		return
	}
	c.add(i, e, at)
	if toned {
		at = len(c.arena)
		c.arena = appendEmoji(c.arena, c.s[i:e], false)
		c.alsoAt(len(c.f.Words)-1, 1, at, i, e)
	}
}

func appendEmoji(dst []byte, s string, tones bool) []byte {
	for _, r := range s {
		if r == 0xFE0F || r == 0xFE0E || !tones && isTone(r) {
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func isTone(r rune) bool     { return 0x1F3FB <= r && r <= 0x1F3FF }
func isFlagPart(r rune) bool { return 0x1F1E6 <= r && r <= 0x1F1FF }
