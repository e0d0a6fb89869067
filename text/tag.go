package text

import (
	"strings"
	"unicode/utf8"
)

// tag cuts a hashtag, account or cashtag whose sign stands in [i, j) and
// returns where to go on.
//
// A hashtag is cut into its parts where the case or the script changes
// (#LeroyMerlin, #Paris2024) and at underscores; "#leroymerlin" and
// "leroymerlin" are other names of all its parts. An account keeps its name
// whole but for underscores, dots and the server: they part words. A sign in
// the middle of a word, and # before nothing but digits, is punctuation.
func (c *cutter) tag(i, j int) int {
	s := c.s
	if j >= len(s) {
		return j
	}
	if i > 0 {
		if r, _ := utf8.DecodeLastRuneInString(s[:i]); runeClass(r).isWord() {
			return j
		}
	}
	switch r, _ := utf8.DecodeRuneInString(s[i:]); r {
	case '#', '＃':
		return c.hashtag(i, j)
	case '@', '＠':
		return c.account(i, j)
	}
	return c.cashtag(i, j)
}

func (c *cutter) hashtag(i, j int) int {
	s := c.s
	e := j
	letters := false
	for e < len(s) {
		k, n := classOf(s, e)
		if !k.isWord() && k != mark && k != dense && s[e] != '_' {
			break
		}
		if k.isLetter() || k == dense {
			letters = true
		}
		e += n
	}
	if !letters {
		return j
	}
	first := len(c.f.Words)
	for k := j; k < e; {
		kind, n := classOf(s, k)
		switch {
		case s[k] == '_' || kind == mark:
			k += n
		case kind == dense:
			k = c.bigrams(k)
		default:
			part := c.camelEnd(k, e)
			c.word(k, part)
			k = part
		}
	}
	n := len(c.f.Words) - first
	if n == 0 {
		return e
	}
	at := len(c.arena)
	c.arena = append(c.arena, '#')
	c.arena = appendFold(c.arena, s[j:e], true)
	bare := len(c.arena) - at - 1
	c.alsoAt(first, n, at, i, e)
	if n > 1 && bare <= NormMost {
		at = len(c.arena)
		c.arena = appendFold(c.arena, s[j:e], true)
		c.alsoAt(first, n, at, j, e)
	}
	return e
}

// camelEnd returns the end of the part of a hashtag that starts at i: where a
// capital follows a small letter, where the last of several capitals starts a
// word (SNCFReseau), where letters meet digits.
func (c *cutter) camelEnd(i, e int) int {
	s := c.s
	before, n := classOf(s, i)
	j := i + n
	for j < e {
		k, n := classOf(s, j)
		if k == mark {
			j += n
			continue
		}
		if !k.isWord() || (k == digit) != (before == digit) || k == upper && before == lower {
			return j
		}
		if k == upper && before == upper && classAt(s[:e], j+n) == lower {
			return j
		}
		before = k
		j += n
	}
	return j
}

func (c *cutter) account(i, j int) int {
	s := c.s
	name := accountEnd(s, j)
	if name == j {
		return j
	}
	first := len(c.f.Words)
	c.parts(j, name)
	own := len(c.f.Words) - first
	if own == 0 {
		return name
	}
	at := len(c.arena)
	c.arena = append(c.arena, '@')
	c.arena = appendAccount(c.arena, s[j:name])
	c.alsoAt(first, own, at, i, name)
	c.glued(first, i, j, name)
	if own > 1 {
		if n := len(c.f.Words); n-first <= 8 {
			c.also(first, own, c.joined(first, n))
		}
	}
	if name >= len(s) || s[name] != '@' {
		return name
	}
	e, _ := scanAddress(s, name+1)
	if !isHost(s[name+1 : e]) {
		return name
	}
	c.host(name+1, e)
	at = len(c.arena)
	c.arena = append(c.arena, '@')
	c.arena = appendAccount(c.arena, s[j:name])
	c.arena = append(c.arena, '@')
	c.arena = appendFold(c.arena, s[name+1:e], false)
	c.alsoAt(first, len(c.f.Words)-first, at, i, e)
	return e
}

// glued adds the account up to its first dot or hyphen as another name: people
// write "@AmericanAir.If I miss" and "@united-rebooked", and a missed mention
// is worse than an account found by the beginning of its name.
func (c *cutter) glued(first, i, j, end int) {
	k := strings.IndexAny(c.s[j:end], ".-")
	if k <= 0 {
		return
	}
	n := 0
	for _, w := range c.f.Words[first:] {
		if int(w.End) <= j+k {
			n++
		}
	}
	if n == 0 {
		return
	}
	at := len(c.arena)
	c.arena = append(c.arena, '@')
	c.arena = appendAccount(c.arena, c.s[j:j+k])
	c.alsoAt(first, n, at, i, j+k)
}

// accountEnd returns the end of the account name that starts at i: letters,
// digits and underscores, and dots and hyphens between them.
func accountEnd(s string, i int) int {
	e := i
	for k := i; k < len(s); {
		kind, n := classOf(s, k)
		switch {
		case kind.isWord() || kind == mark || s[k] == '_':
			k += n
			e = k
		case (s[k] == '.' || s[k] == '-') && e == k && k > i:
			k++
		default:
			return e
		}
	}
	return e
}

// appendAccount appends the folded name of an account, its dots, hyphens and
// underscores kept: they tell accounts apart.
func appendAccount(dst []byte, s string) []byte {
	for len(s) > 0 {
		k := 0
		for k < len(s) && s[k] != '_' && s[k] != '.' && s[k] != '-' {
			k++
		}
		dst = appendFold(dst, s[:k], true)
		if k < len(s) {
			dst = append(dst, s[k])
			k++
		}
		s = s[k:]
	}
	return dst
}

// parts adds every run of letters and digits of [i, e) as a word.
func (c *cutter) parts(i, e int) {
	for i < e {
		k, n := classOf(c.s, i)
		if !k.isWord() {
			i += n
			continue
		}
		j := min(c.runEnd(i), e)
		c.word(i, j)
		i = j
	}
}

// cashtag cuts $TSLA: the plain word tsla, also $tsla. Elsewhere $ is a sign.
func (c *cutter) cashtag(i, j int) int {
	if k := classAt(c.s, j); k.isLetter() {
		if e := c.runEnd(j); e-j <= 8 {
			if c.word(j, e) {
				at := len(c.arena)
				c.arena = append(c.arena, '$')
				c.arena = appendFold(c.arena, c.s[j:e], true)
				c.alsoAt(len(c.f.Words)-1, 1, at, i, e)
			}
			return e
		}
	}
	c.sign(i, j)
	return j
}
