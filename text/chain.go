package text

import "unicode/utf8"

// runEnd returns the end of the letters, digits and marks that start at i.
func (c *cutter) runEnd(i int) int {
	s := c.s
	for i < len(s) {
		if s[i] < utf8.RuneSelf {
			if k := asciiClass[s[i]]; !k.isWord() {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if k := runeClass(r); !k.isWord() && k != mark {
			return i
		}
		i += n
	}
	return i
}

// chain cuts what starts with a letter or digit at i and may go on over
// apostrophes, hyphens, dots and other connectors. It returns where to go on,
// which is always beyond i.
func (c *cutter) chain(i int) int {
	if j := c.address(i); j > i {
		return j
	}
	first := len(c.f.Words) // of the words that hyphens tie together
	tied := false
	for {
		j := c.link(i)
		if j >= len(c.s) {
			c.compound(first, tied)
			return j
		}
		if k, n := classOf(c.s, j); (k == hyphen || c.s[j] == '_' || c.s[j] == '&') && classAt(c.s, j+n).isWord() {
			i, tied = j+n, true
			continue
		}
		c.compound(first, tied)
		return j
	}
}

// compound gives the words from first on, tied by hyphens, their joined name:
// saint-gobain is also saintgobain. Rows of figures (dates, telephone numbers)
// get none.
func (c *cutter) compound(first int, tied bool) {
	n := len(c.f.Words) - first
	if !tied || n < 2 || n > 8 {
		return
	}
	at := c.joined(first, len(c.f.Words))
	if !hasLetter(c.arena[at:]) {
		c.arena = c.arena[:at]
		return
	}
	for k := len(c.f.Also) - 1; k >= 0 && c.f.Also[k].Pos >= int32(first); k-- {
		if r := c.alsoRefs[k]; c.f.Also[k].Len == int32(n) && string(c.arena[r.at:r.at+r.n]) == string(c.arena[at:]) {
			c.arena = c.arena[:at]
			return
		}
	}
	c.also(first, n, at)
}

func hasLetter(b []byte) bool {
	for _, x := range b {
		if x > '9' {
			return true
		}
	}
	return false
}

// link cuts one link of a chain: a number, an acronym, a name such as H&M or
// C++, or a run of letters with what apostrophes and inclusive spelling hang
// on it. It returns its end.
func (c *cutter) link(i int) int {
	s := c.s
	if k, _ := classOf(s, i); k == digit {
		if j := c.number(i); j > i {
			return j
		}
	}
	j := c.runEnd(i)
	if j == len(s) {
		c.word(i, j)
		return j
	}
	if e := c.ampersand(i, j); e > 0 {
		return e
	}
	if e := c.acronym(i, j); e > 0 {
		return e
	}
	elided := -1 // the elided article before a name: L'Oréal is also loreal
	end := 0
	for j < len(s) {
		k, n := classOf(s, j)
		if k != apos || !classAt(s, j+n).isLetter() {
			break
		}
		next := j + n
		if isElision(s[i:j]) {
			elided = -1
			if c.word(i, j) && classAt(s, next) == upper {
				elided = len(c.f.Words) - 1
			}
			i, j = next, c.runEnd(next)
			continue
		}
		e := c.runEnd(next)
		if e-next == 1 && (s[next] == 's' || s[next] == 'S') {
			end = c.possessive(i, j, e)
			break
		}
		j = e // don't, O'Brien, aujourd'hui: one word
	}
	if end == 0 {
		end = c.tail(i, j)
	}
	if elided >= 0 && len(c.f.Words) == elided+2 {
		c.also(elided, 2, c.joined(elided, elided+2))
	}
	return end
}

// tail adds the word [i, j) with the inclusive endings or signs that follow.
func (c *cutter) tail(i, j int) int {
	if e := c.inclusive(i, j); e > 0 {
		return e
	}
	if e := c.plus(i, j); e > 0 {
		return e
	}
	c.word(i, j)
	return j
}

// possessive adds the word [i, j) without the 's that ends at e, and with it
// as its other name: McDonald's is mcdonald and mcdonalds.
func (c *cutter) possessive(i, j, e int) int {
	if c.word(i, j) {
		pos := len(c.f.Words) - 1
		at := c.joined(pos, pos+1)
		c.arena = append(c.arena, 's')
		c.alsoAt(pos, 1, at, i, e)
	}
	return e
}

// isElision tells the French and Italian words that lose their vowel before
// an apostrophe and are words of their own. What is not here stays one word
// with what follows: aujourd'hui, presqu'île, don't.
func isElision(w string) bool {
	var low [8]byte
	if len(w) > len(low) {
		return false
	}
	n := 0
	for i := 0; i < len(w); i++ {
		b := w[i]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		low[n] = b
		n++
	}
	switch string(low[:n]) {
	case "l", "d", "qu", "jusqu", "c", "n", "s", "j", "m", "t", "puisqu", "lorsqu", "quoiqu",
		"un", "all", "dell", "dall", "nell", "sull", "coll", "degl", "quell", "quest", "sant", "anch", "com", "dov", "cos", "gl", "v":
		return true
	}
	return false
}

// ampersand adds a short name around an ampersand as one word: H&M, AT&T, and
// H & M where both sides are one or two capitals. Longer sides are tied as by
// a hyphen. It returns the end, or 0.
func (c *cutter) ampersand(i, j int) int {
	s := c.s
	if s[j] == '&' {
		e := j
		sides := 1
		for e < len(s) && s[e] == '&' && classAt(s, e+1).isWord() && sides < 4 {
			from := e + 1
			if to := c.runEnd(from); to-from <= 4 {
				e = to
				sides++
				continue
			}
			return 0
		}
		if sides == 1 || j-i > 4 {
			return 0
		}
		return c.named(i, e)
	}
	if s[j] == ' ' && j-i <= 2 && j+3 < len(s) && s[j+1] == '&' && s[j+2] == ' ' && capitals(s[i:j]) {
		if e := c.runEnd(j + 3); e-(j+3) <= 2 && capitals(s[j+3:e]) {
			return c.named(i, e)
		}
	}
	return 0
}

func capitals(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return s != ""
}

// named adds [i, j) as one word that keeps its ampersands and loses spaces.
func (c *cutter) named(i, j int) int {
	at := len(c.arena)
	for k, r := range c.s[i:j] {
		if r == '&' {
			c.arena = append(c.arena, '&')
		} else if r != ' ' {
			c.arena = appendFold(c.arena, c.s[i+k:i+k+utf8.RuneLen(r)], true)
		}
	}
	c.add(i, j, at)
	return j
}

// acronym adds letters parted by dots as one word: S.N.C.F. is sncf. It
// returns the end with the last dot, or 0 where there is none.
func (c *cutter) acronym(i, j int) int {
	s := c.s
	if s[j] != '.' || utf8.RuneCountInString(s[i:j]) != 1 {
		return 0
	}
	letters := 1
	e := j + 1
	for e < len(s) && letters < 16 {
		k, n := classOf(s, e)
		if !k.isLetter() {
			break
		}
		if e+n < len(s) {
			if after := classAt(s, e+n); after.isWord() || after == mark {
				return 0 // p.ex, m.example.com
			}
			letters++
			e += n
			if s[e] != '.' {
				break
			}
			e++
			continue
		}
		letters++
		e += n
	}
	if letters < 2 {
		return 0
	}
	c.word(i, e)
	if e < len(s) && s[e-1] == '.' && c.sentenceAfter(e) {
		c.endSentence()
	}
	return e
}

// plus adds names that end in signs: C++, C#, Canal+. A single letter is
// nothing without its signs; a longer word answers with and without. It
// returns the end, or 0.
func (c *cutter) plus(i, j int) int {
	s := c.s
	if j >= len(s) || s[j] != '+' && s[j] != '#' {
		return 0
	}
	single := j-i == 1
	e := j
	switch {
	case s[j] == '#' && single:
		e = j + 1
	case s[j] == '+':
		for e < len(s) && s[e] == '+' && e < j+2 {
			e++
		}
	}
	if e == j || e < len(s) && (classAt(s, e).isWord() || s[e] == '+' || s[e] == '#') {
		return 0
	}
	if single && (e-j == 2 || s[j] == '#') {
		at := len(c.arena)
		c.arena = append(appendFold(c.arena, s[i:j], true), s[j:e]...)
		c.add(i, e, at)
		return e
	}
	if classAt(s, i) == digit || !c.word(i, j) {
		return 0
	}
	pos := len(c.f.Words) - 1
	at := c.joined(pos, pos+1)
	c.arena = append(c.arena, s[j:e]...)
	c.alsoAt(pos, 1, at, i, e)
	return e
}
