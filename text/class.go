package text

import (
	"unicode"
	"unicode/utf8"
)

// class says what a character does to words.
type class uint8

const (
	other  class = iota // parts words: punctuation, symbols, controls
	space               // parts words; a line break among them
	lower               // letter, digit: make words
	upper               // letter in capitals or title case
	digit               // decimal digits and superscripts
	mark                // continues a word, never starts one
	dense               // scripts without spaces: cut by bigrams
	stop                // may end a sentence
	apos                // apostrophes
	hyphen              // hyphens
	tag                 // # @ $: start hashtags, accounts, cashtags
	sign                // a word by itself: % and currencies
	middot              // inclusive spelling: client·e·s
	pict                // emoji
)

var asciiClass = func() (t [utf8.RuneSelf]class) {
	for b := range t {
		switch {
		case 'a' <= b && b <= 'z':
			t[b] = lower
		case 'A' <= b && b <= 'Z':
			t[b] = upper
		case '0' <= b && b <= '9':
			t[b] = digit
		}
	}
	for _, b := range " \t\n\r\v\f" {
		t[b] = space
	}
	for _, b := range ".!?" {
		t[b] = stop
	}
	for _, b := range "#@$" {
		t[b] = tag
	}
	t['\''], t['`'], t['-'], t['%'] = apos, apos, hyphen, sign
	return t
}()

// parting marks the ASCII bytes after which a plain run of letters is a word
// and nothing else: no connector, no mark, no letter of another script.
var parting = func() (t [256]bool) {
	for _, b := range " \t\n\r\v\f,;!?)]}\"<>=*/\\|^~{[$%" {
		t[b] = true
	}
	return t
}()

// classOf returns the class of the character at s[i] and its length in bytes.
func classOf(s string, i int) (class, int) {
	if s[i] < utf8.RuneSelf {
		return asciiClass[s[i]], 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return runeClass(r), n
}

// classAt is classOf for an i that may be the end of s: other there.
func classAt(s string, i int) class {
	if i >= len(s) {
		return other
	}
	c, _ := classOf(s, i)
	return c
}

// classesEnd is where the table of classes ends. It covers the alphabets and
// the punctuation that other languages share: asking range tables about them
// took a tenth of cutting.
const classesEnd = 0x3000

var classes = func() *[classesEnd]class {
	var t [classesEnd]class
	for r := range t {
		t[r] = ruledClass(rune(r))
	}
	return &t
}()

// runeClass returns the class of r. r is not negative.
func runeClass(r rune) class {
	if r < classesEnd {
		return classes[r]
	}
	if 0x1F000 <= r && r < 0x20000 && isPict(r) {
		return pict
	}
	return ruledClass(r)
}

// ruledClass is runeClass by its rules.
func ruledClass(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass[r]
	case r < 0x250:
		switch r {
		case 0xA0, 0x85:
			return space
		case 0xB4:
			return apos
		case 0xB7:
			return middot
		case 0xAD:
			return mark
		case 0xA2, 0xA3, 0xA4, 0xA5:
			return sign
		case 0xB2, 0xB3, 0xB9:
			return digit
		case 0xD7, 0xF7:
			return other
		case 0xAA, 0xB5, 0xBA:
			return lower
		}
		switch {
		case r < 0xC0:
			return other
		case r < 0xDF:
			return upper
		case r < 0x100:
			return lower
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			return upper
		}
		return lower
	}
	switch r {
	case 0x2010, 0x2011, 0xFE63, 0xFF0D:
		return hyphen
	case 0x2022, 0x2027, 0x22C5, 0x0387:
		return middot
	case '…', '。', '！', '？', '؟', '।', '॥', '۔', '｡', '．', '‼', '⁉':
		return stop
	case '＃', '＠', '＄':
		return tag
	case 0xFF9E, 0xFF9F: // voicing marks of half-width kana
		return mark
	case 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200B, 0x0640:
		return mark
	case '％', '‰':
		return sign
	case utf8.RuneError:
		return other
	}
	if isApostrophe(r) {
		return apos
	}
	if isDense(r) {
		return dense
	}
	if isPict(r) {
		return pict
	}
	switch {
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		return upper
	case unicode.IsLetter(r):
		return lower
	case unicode.IsDigit(r), 0x2070 <= r && r <= 0x2079, 0x2080 <= r && r <= 0x2089:
		return digit
	case unicode.IsMark(r):
		return mark
	case unicode.IsSpace(r):
		return space
	case unicode.Is(unicode.Sc, r):
		return sign
	}
	return other
}

// isDense tells letters of scripts that put no space between words, and
// Hangul, whose particles stick to words: cut by bigrams they are found all
// the same.
func isDense(r rune) bool {
	switch {
	case r < 0x0E01:
		return false
	case r <= 0x0E30, r == 0x0E32, r == 0x0E33, 0x0E40 <= r && r <= 0x0E46, // Thai
		0x0E81 <= r && r <= 0x0EB0, r == 0x0EB2, r == 0x0EB3, 0x0EBD <= r && r <= 0x0EC6, 0x0EDC <= r && r <= 0x0EDF, // Lao
		0x1000 <= r && r <= 0x102A, 0x1050 <= r && r <= 0x1055, // Myanmar
		0x1100 <= r && r <= 0x11FF,            // Hangul jamo
		0x1780 <= r && r <= 0x17B3,            // Khmer
		r == 0x3005, r == 0x3006, r == 0x3007, // Han iteration marks and zero
		0x3041 <= r && r <= 0x3096, 0x309D <= r && r <= 0x309F, // Hiragana
		0x30A1 <= r && r <= 0x30FA, 0x30FC <= r && r <= 0x30FF, // Katakana
		0x3105 <= r && r <= 0x312F, 0x3131 <= r && r <= 0x318E, 0x31F0 <= r && r <= 0x31FF,
		0x3400 <= r && r <= 0x4DBF, 0x4E00 <= r && r <= 0x9FFF, // Han
		0xA960 <= r && r <= 0xA97C, 0xAC00 <= r && r <= 0xD7A3, 0xD7B0 <= r && r <= 0xD7FB, // Hangul
		0xF900 <= r && r <= 0xFAFF,
		0xFF66 <= r && r <= 0xFF9D, 0xFFA1 <= r && r <= 0xFFDC, // half-width kana and jamo
		0x20000 <= r && r <= 0x323AF:
		return true
	}
	return false
}

// isPict tells characters that are emoji by themselves or may start one. It
// is Unicode's Extended_Pictographic (emoji-data.txt, Unicode 16) by blocks,
// without the arrows, marks and letters that are text unless a selector
// follows.
func isPict(r rune) bool {
	switch {
	case r < 0x231A:
		return false
	case r == 0x231A, r == 0x231B, r == 0x2328, r == 0x23CF, 0x23E9 <= r && r <= 0x23F3, 0x23F8 <= r && r <= 0x23FA,
		0x2600 <= r && r <= 0x27BF && !(0x2768 <= r && r <= 0x2793),
		0x2B1B <= r && r <= 0x2B1C, r == 0x2B50, r == 0x2B55,
		0x1F000 <= r && r <= 0x1F0FF,
		0x1F10D <= r && r <= 0x1F10F, 0x1F16C <= r && r <= 0x1F171, 0x1F17E <= r && r <= 0x1F17F, r == 0x1F18E, 0x1F191 <= r && r <= 0x1F19A,
		0x1F1E6 <= r && r <= 0x1F1FF, // regional indicators
		0x1F201 <= r && r <= 0x1F265,
		0x1F300 <= r && r <= 0x1FAFF:
		return true
	}
	return false
}

// isWord reports whether a character of class c makes words of letters.
func (c class) isWord() bool { return c-lower <= digit-lower }

// isLetter reports whether c is a letter of a script that puts spaces between words.
func (c class) isLetter() bool { return c-lower <= upper-lower }
