package text

import "unicode/utf8"

// number cuts the number that starts with the digit at i and returns its end,
// or 0 where letters follow that make it another word (4x4, mp3). Thousands
// are closed up (1 486, 1,486 and 1.486 are 1486), the decimal sign is a dot
// (3,5 and 3.5 are 3.5). Where an ordinary space parts thousands, the groups
// stay words and the number is their other name. A unit that sticks to the
// number is a word of its own, both together another name: 5kg.
func (c *cutter) number(i int) int {
	s := c.s
	g := digitsEnd(s, i)
	if g == i || g-i > 40 || classAt(s, g) == mark { // a superscript; a code; an enclosed digit
		return 0
	}
	end := g
	sep, n := 0, 0
	if g-i <= 3 && s[i] != '0' {
		for n < 6 {
			r, size := separator(s, end)
			if size == 0 || sep != 0 && int(r) != sep {
				break
			}
			e := digitsEnd(s, end+size)
			if e-(end+size) != 3 || classAt(s, e).isLetter() {
				break
			}
			sep, end, n = int(r), e, n+1
		}
	}
	if n > 0 && sep == ' ' {
		return c.spaced(i, n)
	}
	if n > 1 && classAt(s, end+1) == digit && end < len(s) && s[end] == byte(sep) {
		end, n = g, 0 // 10,200,300,4: a row of figures
	}
	dot := -1
	if end < len(s) && (s[end] == ',' || s[end] == '.') && int(s[end]) != sep {
		if e := digitsEnd(s, end+1); e > end+1 && !(e < len(s) && (s[e] == ',' || s[e] == '.') && classAt(s, e+1) == digit) && e-end <= 20 {
			dot, end = end, e
		}
	}
	unit := end
	if classAt(s, end).isLetter() {
		unit = c.runEnd(end)
		if !c.isUnit(s[end:unit]) {
			if dot < 0 && n == 0 {
				return 0
			}
			unit = end
		}
	}
	at := len(c.arena)
	for k := i; k < end; {
		_, size := utf8.DecodeRuneInString(s[k:])
		if k == dot {
			c.arena = append(c.arena, '.')
		} else {
			c.arena = appendFold(c.arena, s[k:k+size], true)
		}
		k += size
	}
	c.add(i, end, at)
	if unit > end && c.word(end, unit) {
		pos := len(c.f.Words) - 2
		c.also(pos, 2, c.joined(pos, pos+2))
	}
	return unit
}

// spaced adds the n+1 groups of a number whose thousands are parted by
// ordinary spaces.
func (c *cutter) spaced(i, n int) int {
	first := len(c.f.Words)
	for ; n >= 0; n-- {
		e := digitsEnd(c.s, i)
		c.word(i, e)
		i = e + 1
	}
	c.also(first, len(c.f.Words)-first, c.joined(first, len(c.f.Words)))
	return i - 1
}

func digitsEnd(s string, i int) int {
	for i < len(s) {
		k, n := classOf(s, i)
		if k != digit || n == 2 && s[i] == 0xC2 { // superscripts are no part of numbers
			break
		}
		i += n
	}
	return i
}

// separator returns the sign that may part thousands at s[i], spaces of every
// width but the ordinary one as one, and its size; 0 where there is none.
func separator(s string, i int) (rune, int) {
	if i >= len(s) {
		return 0, 0
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	switch r {
	case ',', '.', ' ':
		return r, n
	case 0xA0, 0x2009, 0x202F, 0x2007:
		return 0xA0, n
	case '\'', '’':
		return '\'', n
	}
	return 0, 0
}

// isUnit tells the units that people stick to numbers and that are words of at
// least two characters. Single letters are left alone: 5G, 4L and 8h30 are
// names and hours.
func (c *cutter) isUnit(u string) bool {
	if len(u) < 2 || len(u) > 4 {
		return false
	}
	switch c.folded(u) {
	case "kg", "mg", "km", "cm", "mm", "nm", "m2", "m²", "m3", "m³", "km2", "km²", "cl", "ml", "dl", "hl",
		"kw", "mw", "gw", "kwh", "mwh", "gwh", "twh", "ah", "mah", "hz", "khz", "mhz", "ghz",
		"go", "mo", "ko", "to", "gb", "mb", "kb", "tb", "px", "mp", "db", "cv", "ch", "hp",
		"mn", "min", "sec", "ms", "ha", "eur", "usd", "kmh", "rpm", "bar", "psi", "ppm":
		return true
	}
	return false
}
