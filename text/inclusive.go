package text

import (
	"strings"
	"unicode/utf8"
)

// inclusive cuts inclusive spelling whose stem is [i, j): client·e·s,
// client.e.s, client-e-s, client/e/s, client(e)s, directeur·rice·s. The plain
// word is the stem, as written in the masculine; the other forms are its other
// names: cliente, clients, clientes. It returns the end, or 0 where nothing of
// the kind stands there.
//
// With a dot the ending must be one that no country has as a domain, or an s
// must follow: amazon.es is a site.
func (c *cutter) inclusive(i, j int) int {
	s := c.s
	if j >= len(s) {
		return 0
	}
	if s[j] == '(' {
		return c.inParentheses(i, j)
	}
	k, n := classOf(s, j)
	sep := s[j : j+n]
	if k != middot && sep != "." && sep != "-" && sep != "/" {
		return 0
	}
	if k != middot && utf8.RuneCountInString(s[i:j]) < 3 {
		return 0
	}
	if !classAt(s, j+n).isLetter() {
		return 0
	}
	e := c.runEnd(j + n)
	if k != middot && e-(j+n) > endingMost {
		return 0
	}
	ending := c.folded(s[j+n : min(e, j+n+12)])
	plural := false
	end := e
	if e < len(s) && strings.HasPrefix(s[e:], sep) {
		if p := e + n; p < len(s) && (s[p] == 's' || s[p] == 'S' || s[p] == 'x') && !classAt(s, p+1).isWord() {
			plural, end = true, p+1
		}
	}
	if k == middot && ending == "l" || !isEnding(ending) {
		if k != middot || !strings.HasPrefix(ending, "l") || s[j-1]|0x20 != 'l' {
			return 0
		}
		c.word(i, e) // Catalan: col·legi is one word
		return e
	}
	if k != middot && !plural && ending != "e" && !(ending == "es" && sep != ".") {
		return 0
	}
	if ending == "s" || ending == "x" {
		plural, ending = true, ""
	} else if strings.HasSuffix(ending, "s") && !plural {
		plural, ending = true, strings.TrimSuffix(ending, "s")
	}
	c.forms(i, j, end, ending, plural)
	return end
}

// inParentheses cuts client(e)s, client(s), client(e)(s), directeur(rice)s.
func (c *cutter) inParentheses(i, j int) int {
	s := c.s
	e := c.runEnd(j + 1)
	if e == j+1 || e-j > 8 || e >= len(s) || s[e] != ')' {
		return 0
	}
	ending := c.folded(s[j+1 : e])
	if !isEnding(ending) {
		return 0
	}
	e++
	plural := false
	switch {
	case ending == "s" || ending == "x":
		plural, ending = true, ""
	case strings.HasPrefix(s[e:], "(s)"):
		plural, e = true, e+3
	case strings.HasPrefix(s[e:], "s") && !classAt(s, e+1).isWord():
		plural, e = true, e+1
	case len(ending) > 1 && strings.HasSuffix(ending, "s"):
		plural, ending = true, strings.TrimSuffix(ending, "s")
	}
	if classAt(s, e).isWord() {
		return 0
	}
	c.forms(i, j, e, ending, plural)
	return e
}

// endingMost is more bytes than an ending has, accents and all.
const endingMost = 14

// isEnding tells the endings of inclusive spelling, folded.
func isEnding(e string) bool {
	switch e {
	case "e", "es", "s", "x", "ne", "nes", "le", "les", "te", "tes", "se", "ses", "ve", "ves", "fe", "fes", "che", "ches",
		"rice", "rices", "trice", "trices", "euse", "euses", "ere", "eres", "iere", "ieres", "esse", "esses",
		"eure", "eures", "ienne", "iennes", "enne", "ennes", "eresse", "ale", "ales", "elle", "elles", "ive", "ives", "que", "ques", "ice", "ices":
		return true
	}
	return false
}

// forms adds the stem [i, j) of an inclusive word that ends at e, and its
// other forms. An ending that repeats the end of the stem replaces it:
// directeur + rice is directrice, sportif + ve is sportive, ouvrier + ère is
// ouvrière, heureux + se is heureuse.
func (c *cutter) forms(i, j, e int, ending string, plural bool) {
	if !c.word(i, j) {
		return
	}
	pos := len(c.f.Words) - 1
	stem := c.norm(pos)
	add := func(begin, end string, s bool) {
		at := len(c.arena)
		c.arena = append(append(c.arena, begin...), end...)
		if s {
			c.arena = append(c.arena, 's')
		}
		c.alsoAt(pos, 1, at, i, e)
	}
	if ending != "" {
		begin, end := stem, ending
		for _, swap := range [][2]string{
			{"eur", "rice"},
			{"teur", "trice"},
			{"eur", "euse"},
			{"eur", "eure"},
			{"er", "ere"},
			{"ier", "iere"},
			{"f", "ve"},
			{"if", "ive"},
			{"x", "se"},
			{"eux", "euse"},
			{"ien", "ienne"},
			{"en", "enne"},
			{"al", "ale"},
			{"el", "elle"},
			{"eur", "eresse"},
			{"c", "que"},
			{"c", "che"},
			{"eur", "ice"},
			{"e", "esse"},
		} {
			if strings.HasSuffix(stem, swap[0]) && ending == swap[1] {
				begin, end = strings.TrimSuffix(stem, swap[0]), swap[1]
				break
			}
		}
		if ending == "te" && strings.HasSuffix(stem, "s") {
			begin, end = strings.TrimSuffix(stem, "s"), "te" // tous·tes
		}
		add(begin, end, false)
		if plural {
			add(begin, end, true)
		}
	}
	if plural && !strings.HasSuffix(stem, "s") && !strings.HasSuffix(stem, "x") {
		add(stem, "", true)
	}
}
