package opinion

import (
	"unicode"
	"unicode/utf8"
)

// kind says what a token is.
type kind uint8

const (
	word  kind = iota + 1
	emoji      // one pictograph, with its joiners, or an emoticon of ASCII signs
	mark       // a run of ! ? . and the like
	link
	account
	number
	masked // the topic's own words: they are no opinion about it
	filler // a word that only opens the sentence: it is not read
)

// token is a piece of a text, with its letters folded.
type token struct {
	kind       kind
	start, end int32  // bytes of the text
	from, to   int32  // runes of pieces.letters
	hash       uint64 // of the folded letters
	negated    bool
	caps       bool // written in capitals, two letters or more
	long       bool // a letter three times or more in a row
	tag        bool // began with #
}

// pieces is a text cut for judging. Matching has its own, stricter cut (package
// text); here capitals, elongations, punctuation and emoji are what matters.
// It is reused from text to text.
type pieces struct {
	tokens  []token
	letters []rune // folded, tokens parted by a space
	shouted bool   // most letters are capitals
}

// textMost is how many bytes of a text are read: an opinion that is not in the
// first eight thousand is not in the sentence either.
const textMost = 8 << 10

// wordMost is how many runes of a word are read.
const wordMost = 40

// Span is a stretch of bytes, [Start, End).
type Span struct{ Start, End int }

// cut cuts s. Stretches of mask, which are sorted and do not overlap, become
// masked tokens.
func (p *pieces) cut(s string, mask []Span) {
	p.tokens, p.letters = p.tokens[:0], p.letters[:0]
	if len(s) > textMost {
		s = s[:textMost]
	}
	upper, lower := 0, 0
	for i := 0; i < len(s); {
		if len(mask) > 0 && i >= mask[0].Start {
			end := min(mask[0].End, len(s))
			mask = mask[1:]
			if end > i {
				p.add(token{kind: masked, start: int32(i), end: int32(end)})
				i = end
			}
			continue
		}
		stop := len(s)
		if len(mask) > 0 {
			stop = min(stop, mask[0].Start)
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '@' && i+1 < stop && isWordByte(s[i+1]):
			i = p.account(s, i, stop)
		case r == '#':
			j := i + n
			if j < stop {
				if c, _ := utf8.DecodeRuneInString(s[j:]); isLetter(c) {
					i = p.word(s, j, stop, &upper, &lower)
					p.tokens[len(p.tokens)-1].tag = true
					continue
				}
			}
			i = j
		case isLetter(r):
			if end := linkEnd(s, i, stop); end > i {
				p.add(token{kind: link, start: int32(i), end: int32(end)})
				i = end
				continue
			}
			i = p.word(s, i, stop, &upper, &lower)
		case r >= '0' && r <= '9':
			j := i
			for j < stop && (s[j] >= '0' && s[j] <= '9' || (s[j] == '.' || s[j] == ',') && j+1 < stop && s[j+1] >= '0' && s[j+1] <= '9') {
				j++
			}
			p.add(token{kind: number, start: int32(i), end: int32(j)})
			i = j
		case isPict(r):
			i = p.pict(s, i, stop)
		default:
			if end := emoticonEnd(s, i, stop); end > i {
				p.sign(s, i, end, emoji)
				i = end
				continue
			}
			if isMark(r) {
				j := i
				for j < stop {
					c, m := utf8.DecodeRuneInString(s[j:])
					if !isMark(c) {
						break
					}
					j += m
				}
				p.sign(s, i, j, mark)
				i = j
				continue
			}
			i += n
		}
	}
	p.shouted = upper > 3 && upper > 2*lower
}

func (p *pieces) add(t token) {
	t.from = int32(len(p.letters))
	t.to = t.from
	p.tokens = append(p.tokens, t)
}

func (p *pieces) account(s string, i, stop int) int {
	j := i + 1
	for j < stop && isWordByte(s[j]) {
		j++
	}
	p.add(token{kind: account, start: int32(i), end: int32(j)})
	return j
}

// word reads letters, and digits after them ("b1", "h24"); an apostrophe ends
// it, save in n't.
func (p *pieces) word(s string, i, stop int, upper, lower *int) int {
	t := token{kind: word, start: int32(i), from: int32(len(p.letters))}
	var last rune
	same, ups, n := 0, 0, 0
	for i < stop {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isLetter(r) && !(r >= '0' && r <= '9') {
			if (r == '\'' || r == '’') && i+size < stop && (s[i+size] == 't' || s[i+size] == 'T') && last == 'n' {
				i += size // don't, can’t: one word
				continue
			}
			break
		}
		i += size
		if unicode.IsUpper(r) {
			ups++
		}
		n++
		if len(p.letters)-int(t.from) >= wordMost {
			continue
		}
		a, b := foldRune(r)
		for _, c := range [2]rune{a, b} {
			if c == 0 {
				continue
			}
			if c == last {
				if same++; same >= 3 {
					t.long = true
					continue // cooool is cool, and marked
				}
			} else {
				last, same = c, 1
			}
			p.letters = append(p.letters, c)
		}
	}
	*upper += ups
	*lower += n - ups
	t.caps = n > 1 && ups == n
	t.end, t.to = int32(i), int32(len(p.letters))
	t.hash = hashRunes(p.letters[t.from:t.to])
	p.letters = append(p.letters, ' ')
	p.tokens = append(p.tokens, t)
	return i
}

// pict reads one pictograph with what is joined to it.
func (p *pieces) pict(s string, i, stop int) int {
	j := i
	for j < stop {
		r, n := utf8.DecodeRuneInString(s[j:])
		if j > i {
			if r == 0x200d && j+n < stop {
				_, m := utf8.DecodeRuneInString(s[j+n:])
				j += n + m
				continue
			}
			if r != 0xfe0f && r != 0xfe0e && (r < 0x1f3fb || r > 0x1f3ff) {
				break
			}
		}
		j += n
	}
	p.sign(s, i, j, emoji)
	return j
}

// sign adds a token whose letters are its own runes, skin tones and selectors
// left out.
func (p *pieces) sign(s string, i, j int, k kind) {
	t := token{kind: k, start: int32(i), end: int32(j), from: int32(len(p.letters))}
	for _, r := range s[i:j] {
		if r == 0xfe0f || r == 0xfe0e || r >= 0x1f3fb && r <= 0x1f3ff || len(p.letters)-int(t.from) >= 6 {
			continue
		}
		if r >= 'A' && r <= 'Z' {
			r += 32 // :D is :d
		}
		p.letters = append(p.letters, r)
	}
	t.to = int32(len(p.letters))
	t.hash = hashRunes(p.letters[t.from:t.to])
	p.letters = append(p.letters, ' ')
	p.tokens = append(p.tokens, t)
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b >= utf8.RuneSelf
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) && r != 0xfe0f || unicode.Is(unicode.Mc, r)
}

func isPict(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf || r >= 0x2190 && r <= 0x21ff || r >= 0x2b00 && r <= 0x2bff || r == 0x00a9 || r == 0x00ae
}

func isMark(r rune) bool {
	switch r {
	case '!', '?', '.', '…', ',', ';', '¡', '¿', '"', '«', '»', '“', '”', '(', ')', ':', '؟', '،', '।':
		return true
	}
	return false
}

// linkEnd returns where a link that begins at i ends, or i. The word "http" alone stands
// for a link too, as data sets mask them.
func linkEnd(s string, i, stop int) int {
	rest := s[i:stop]
	if len(rest) < 4 || (rest[0] != 'h' && rest[0] != 'H' && rest[0] != 'w') || rest[1:4] != "ttp" && rest[:4] != "www." {
		return i
	}
	j := i + 4
	for j < stop && s[j] > ' ' && s[j] != '"' && s[j] != '<' && s[j] != '>' {
		j++
	}
	return j
}

// emoticonEnd returns where an emoticon of ASCII signs (":-)", ";)", "<3",
// ":'(") that begins at i ends, or i.
func emoticonEnd(s string, i, stop int) int {
	rest := s[i:stop]
	if len(rest) < 2 {
		return i
	}
	switch rest[0] {
	case '<':
		if rest[1] == '3' {
			return i + 2
		}
	case ':', ';', '=', '8', 'x':
		j := 1
		for j < len(rest) && j < 3 && (rest[j] == '-' || rest[j] == '\'' || rest[j] == 'o') {
			j++
		}
		if j >= len(rest) {
			return i
		}
		switch rest[j] {
		case ')', '(', 'D', 'P', 'p', '/', '\\', '|', ']', '[', '*', '3', 'O', 'S', '$':
			if rest[j] == '/' && j+1 < len(rest) && rest[j+1] == '/' {
				return i
			}
			for j+1 < len(rest) && rest[j+1] == rest[j] {
				j++
			}
			return i + j + 1
		}
	}
	return i
}

// foldRune returns r in lower case without accents; b is set where r stands
// for two letters.
func foldRune(r rune) (a, b rune) {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			return r + 32, 0
		}
		return r, 0
	}
	r = unicode.ToLower(r)
	switch {
	case r >= 0xc0 && r <= 0x17f:
		if f := latin[r-0xc0]; f != 0 {
			if f == 'æ' {
				return 'a', 'e'
			}
			if f == 'œ' {
				return 'o', 'e'
			}
			return f, 0
		}
	case r >= 0x300 && r <= 0x36f, r >= 0x64b && r <= 0x652, r == 0x640:
		return 0, 0 // accents apart, Arabic vowel signs, tatweel
	case r == 'أ' || r == 'إ' || r == 'آ':
		return 'ا', 0
	case r == 'ى':
		return 'ي', 0
	case r == 'ة':
		return 'ه', 0
	}
	return r, 0
}

// latin folds U+00C0 to U+017F.
var latin = func() (t [0x180 - 0xc0]rune) {
	for base, group := range map[rune]string{
		'a': "àáâãäåāăą", 'c': "çćĉċč", 'd': "ďđ", 'e': "èéêëēĕėęě", 'g': "ĝğġģ", 'h': "ĥħ", 'i': "ìíîïĩīĭįı",
		'j': "ĵ", 'k': "ķ", 'l': "ĺļľŀł", 'n': "ñńņňŉ", 'o': "òóôõöøōŏő", 'r': "ŕŗř", 's': "śŝşš", 't': "ţťŧ",
		'u': "ùúûüũūŭůűų", 'w': "ŵ", 'y': "ýÿŷ", 'z': "źżž", 'æ': "æ", 'œ': "œ",
	} {
		for _, r := range group {
			t[r-0xc0] = base
		}
	}
	return t
}()

// The hash of a run of runes: multiply and mix, seeded; never changed, for
// models are made of it.
const (
	seed  = 0x9e3779b97f4a7c15
	prime = 0xff51afd7ed558ccd
)

func step(h uint64, r rune) uint64 {
	h = (h ^ uint64(r)) * prime
	return h ^ h>>29
}

func hashRunes(rs []rune) uint64 {
	h := uint64(seed)
	for _, r := range rs {
		h = step(h, r)
	}
	return h
}

func hashString(s string) uint64 {
	h := uint64(seed)
	for _, r := range s {
		h = step(h, r)
	}
	return h
}

// fold folds a word as cut does.
func fold(s string) string {
	var out []rune
	for _, r := range s {
		a, b := foldRune(r)
		for _, c := range [2]rune{a, b} {
			if c != 0 {
				out = append(out, c)
			}
		}
	}
	return string(out)
}
