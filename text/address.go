package text

import "strings"

const (
	addressMost   = 254 // characters of a host or mail address; RFC 1035 section 2.3.4, RFC 5321 section 4.5.3.1.3
	pathWordsMost = 24  // words taken from the path of one address
)

// address cuts a web address, a bare host (leroymerlin.fr) or a mail address
// that starts at i and returns its end, or 0 where there is none. The labels
// of the host and the words of the path are plain words; "www", the scheme and
// what follows ? or # are not. The whole host, and each of its parents of two
// labels or more, is another name of its labels; so is a mail address of its
// parts. Rows of figures parted by dots (a date, a version) are cut likewise.
func (c *cutter) address(i int) int {
	s := c.s
	from := i
	if b := s[i] | 0x20; b == 'h' || b == 'f' {
		from += schemeLen(s[i:])
	}
	if from == i && i < c.plain {
		return 0
	}
	e, at := i, -1
	if from > i {
		e, at = scanAddress(s, from)
		if e == from {
			return 0
		}
	} else {
		e, at = scanAddress(s, i)
	}
	switch {
	case at > 0:
		return c.mail(from, at, e)
	case asciiClass[s[from]&0x7f] == digit && isFigures(s[from:e]):
		return c.figures(from, e)
	case from == i && !isHost(s[from:e]):
		if strings.IndexByte(s[i:e], '.') < 0 {
			c.plain = e
		}
		return 0
	}
	c.host(from, e)
	if e < len(s) && s[e] == ':' {
		if k := digitsEnd(s, e+1); k > e+1 {
			e = k
		}
	}
	if e < len(s) && (s[e] == '/' || from > i && (s[e] == '?' || s[e] == '#')) {
		e = c.path(e)
	}
	return e
}

// schemeLen returns the length of http://, https:// or ftp:// at the start of
// s, in any case, or 0.
func schemeLen(s string) int {
	for _, scheme := range [...]string{"http://", "https://", "ftp://"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return len(scheme)
		}
	}
	return 0
}

// scanAddress returns the end of the run of address characters from i, without
// final dots and hyphens, and where its last @ stands (-1 when none).
func scanAddress(s string, i int) (end, at int) {
	at = -1
	e := i
	for e < len(s) && e-i <= addressMost {
		b := s[e]
		if b == '@' {
			if at >= 0 {
				break
			}
			at = e
		} else if b >= 0x80 || !asciiClass[b].isWord() && b != '.' && b != '-' && !(at < 0 && (b == '_' || b == '+')) {
			break
		}
		e++
	}
	for e > i && (s[e-1] == '.' || s[e-1] == '-' || s[e-1] == '+' || s[e-1] == '_' || s[e-1] == '@') {
		e--
	}
	if at >= e {
		at = -1
	}
	if at >= 0 && !isHost(s[at+1:e]) {
		return at, -1
	}
	return e, at
}

// isHost reports whether s reads as a host name: labels parted by dots, the
// last one of two small letters or more. (A capital there is the start of the
// next sentence: "fini.Le".)
func isHost(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	if dot <= 0 || len(s)-dot-1 < 2 || len(s)-dot-1 > 24 || strings.Contains(s, "..") || s[0] == '-' || s[0] == '.' {
		return false
	}
	allCaps := true
	for i := 0; i < dot; i++ {
		if !asciiClass[s[i]&0x7f].isWord() && s[i] != '.' && s[i] != '-' || s[i] >= 0x80 {
			return false
		}
		if 'a' <= s[i] && s[i] <= 'z' {
			allCaps = false
		}
	}
	for i := dot + 1; i < len(s); i++ {
		if b := s[i]; !('a' <= b && b <= 'z' || allCaps && 'A' <= b && b <= 'Z') {
			return false
		}
	}
	return true
}

// isFigures reports whether s is three rows of digits or more parted by dots
// and not a number with thousands.
func isFigures(s string) bool {
	rows, size, thousands := 1, 0, true
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b == '.':
			if size == 0 {
				return false
			}
			thousands = thousands && (rows == 1 && size <= 3 || size == 3)
			rows, size = rows+1, 0
		case '0' <= b && b <= '9':
			size++
		default:
			return false
		}
	}
	return rows > 2 && rows <= 6 && size > 0 && !(thousands && size == 3)
}

// figures adds the rows of s[i:e] as words and the whole as their other name.
func (c *cutter) figures(i, e int) int {
	first := len(c.f.Words)
	c.labels(i, e)
	at := len(c.arena)
	c.arena = append(c.arena, c.s[i:e]...)
	c.also(first, len(c.f.Words)-first, at)
	return e
}

// labels adds every run of letters and digits of [i, e) as a word.
func (c *cutter) labels(i, e int) {
	for i < e {
		if !asciiClass[c.s[i]&0x7f].isWord() {
			i++
			continue
		}
		j := i
		for j < e && asciiClass[c.s[j]&0x7f].isWord() {
			j++
		}
		c.ascii(i, j, true)
		i = j
	}
}

// host adds the labels of the host [i, e) and its names.
func (c *cutter) host(i, e int) {
	s := c.s
	if e-i > 4 && strings.EqualFold(s[i:i+4], "www.") {
		i += 4
	}
	first := len(c.f.Words)
	c.labels(i, e)
	n := len(c.f.Words) - first
	if strings.IndexByte(s[i:e], '.') < 0 {
		return
	}
	pos := first
	for k, names := i, 0; names < 4 && pos < first+n; names++ {
		dot := strings.IndexByte(s[k:e], '.')
		if dot < 0 {
			break
		}
		at := len(c.arena)
		c.arena = capNorm(appendFold(c.arena, s[k:e], false), at)
		c.alsoAt(pos, first+n-pos, at, k, e)
		k += dot + 1
		for pos < first+n && int(c.f.Words[pos].Start) < k {
			pos++
		}
	}
}

// mail adds the parts of the address [i, e) with its @ at at.
func (c *cutter) mail(i, at, e int) int {
	first := len(c.f.Words)
	c.labels(i, at)
	c.host(at+1, e)
	from := len(c.arena)
	c.arena = capNorm(appendFold(c.arena, c.s[i:e], false), from)
	c.also(first, len(c.f.Words)-first, from)
	return e
}

// path adds the words of the path that starts at the / at i and returns the
// end of the address.
func (c *cutter) path(i int) int {
	s := c.s
	e, query := i, -1
	for e < len(s) {
		k, n := classOf(s, e)
		if k == space || k == pict || k == dense || n > 1 && !k.isWord() && k != mark {
			break
		}
		b := s[e]
		if b == '<' || b == '>' || b == '"' || b == '`' || b == '{' || b == '}' || b == '|' {
			break
		}
		if query < 0 && (b == '?' || b == '#') {
			query = e
		}
		e += n
	}
	for e > i && strings.IndexByte(".,;:!?')]*_-", s[e-1]) >= 0 {
		e--
	}
	end := e
	if query >= 0 && query < end {
		end = query
	}
	for words := 0; i < end && words < pathWordsMost; {
		k, n := classOf(s, i)
		if s[i] == '%' {
			i += 3
			continue
		}
		if !k.isWord() {
			i += n
			continue
		}
		j := min(c.runEnd(i), end)
		c.word(i, j)
		words++
		i = j
	}
	return max(e, 1)
}
