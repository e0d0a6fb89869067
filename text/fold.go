package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NormMost is the most bytes a Norm has. Longer words (base64, a row of ten
// thousand "a") are cut there: two words alike in their first 256 bytes are
// equal.
const NormMost = 256

// Fold returns s in the form under which words are equal: lower case, without
// accents (NFKD, then combining marks off), ligatures and full-width forms
// spelt out (œ = oe, æ = ae, ß = ss, ﬁ = fi), dotless ı = i, every apostrophe
// as ', digits of every script as 0-9, Arabic without tatweel and harakat and
// with one alef, Indic scripts without nukta. Vowel signs of Indic scripts and
// the voicing marks of kana stay: without them words are others. Hangul is
// composed. Bad bytes become U+FFFD. Folding twice changes nothing.
//
// Fold changes no word boundary: l'Oréal gives l'oreal. To know which words a
// text holds, Cut it.
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	return string(appendFold(make([]byte, 0, len(s)+8), s, false))
}

// AppendFold appends Fold(s) to dst. It allocates nothing but what dst needs.
func AppendFold(dst []byte, s string) []byte { return appendFold(dst, s, false) }

// isFolded reports whether s is ASCII without capitals and without characters
// that fold (the back quote is an apostrophe).
func isFolded(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b >= utf8.RuneSelf || 'A' <= b && b <= 'Z' || b == '`' {
			return false
		}
	}
	return true
}

// tableEnd is where the table of single characters ends: it covers Latin,
// Greek, Cyrillic, Armenian, Hebrew and Arabic, whose characters fold one by
// one, whatever stands around them.
const tableEnd = 0x800

var foldTable = makeFoldTable()

// wordTable is foldTable without what makes no words.
var wordTable = func() *[tableEnd]string {
	t := *foldTable
	for r, f := range t {
		if !wordsAlone([]byte(f)) {
			t[r] = ""
		}
	}
	return &t
}()

func makeFoldTable() *[tableEnd]string {
	var t [tableEnd]string
	for r := rune(0); r < tableEnd; r++ {
		var out []byte
		for _, d := range norm.NFKD.String(string(r)) {
			out = appendLower(out, d)
		}
		t[r] = norm.NFC.String(string(out))
	}
	return &t
}

// appendLower appends the folded form of one decomposed character.
func appendLower(dst []byte, r rune) []byte {
	r = unicode.ToLower(r)
	switch r {
	case 'ø':
		return append(dst, 'o')
	case 'đ', 'ð':
		return append(dst, 'd')
	case 'ł':
		return append(dst, 'l')
	case 'ħ':
		return append(dst, 'h')
	case 'ŧ':
		return append(dst, 't')
	case 'ı':
		return append(dst, 'i')
	case 'ß':
		return append(dst, "ss"...)
	case 'æ':
		return append(dst, "ae"...)
	case 'œ':
		return append(dst, "oe"...)
	case 'þ':
		return append(dst, "th"...)
	case 'ς':
		return append(dst, "σ"...)
	case '\u0671': // alef wasla
		return append(dst, "ا"...)
	case 'ى', 'ی': // alef maqsura and Persian yeh, as Lucene's ArabicNormalizer
		return append(dst, "ي"...)
	case 'ک':
		return append(dst, "ك"...)
	case 'ة':
		return append(dst, "ه"...)
	case '\u0640': // tatweel
		return dst
	}
	if isApostrophe(r) {
		return append(dst, '\'')
	}
	if isDropped(r) {
		return dst
	}
	if r > unicode.MaxASCII && unicode.IsDigit(r) {
		return append(dst, '0'+digitValue(r))
	}
	return utf8.AppendRune(dst, r)
}

// digitValue returns the value of a decimal digit of any script: Unicode puts
// each script's ten digits in a row, and the rows start where the range table
// or the row before ends.
func digitValue(r rune) byte {
	for _, g := range unicode.Nd.R16 {
		if rune(g.Lo) <= r && r <= rune(g.Hi) {
			return byte((r - rune(g.Lo)) % 10)
		}
	}
	for _, g := range unicode.Nd.R32 {
		if rune(g.Lo) <= r && r <= rune(g.Hi) {
			return byte((r - rune(g.Lo)) % 10)
		}
	}
	return 0
}

// isDropped tells the characters that folding takes away: combining accents,
// Hebrew points, harakat, nuktas, variation selectors, joiners and other
// invisible ones. Virama and vowel signs stay.
func isDropped(r rune) bool {
	switch {
	case r < 0x00AD:
		return false
	case r == 0x00AD,
		0x0300 <= r && r <= 0x036F,
		0x0483 <= r && r <= 0x0489,
		0x0591 <= r && r <= 0x05BD, r == 0x05BF, r == 0x05C1, r == 0x05C2, r == 0x05C4, r == 0x05C5, r == 0x05C7,
		0x0610 <= r && r <= 0x061A,
		0x064B <= r && r <= 0x065F, r == 0x0670,
		0x06D6 <= r && r <= 0x06DC, 0x06DF <= r && r <= 0x06E4, 0x06E7 <= r && r <= 0x06E8, 0x06EA <= r && r <= 0x06ED,
		r == 0x093C, r == 0x09BC, r == 0x0A3C, r == 0x0ABC, r == 0x0B3C,
		0x1AB0 <= r && r <= 0x1AFF, 0x1DC0 <= r && r <= 0x1DFF,
		0x200B <= r && r <= 0x200F, 0x202A <= r && r <= 0x202E, 0x2060 <= r && r <= 0x2069,
		0x20D0 <= r && r <= 0x20FF,
		0xFE00 <= r && r <= 0xFE0F, 0xFE20 <= r && r <= 0xFE2F, r == 0xFEFF,
		0xE0100 <= r && r <= 0xE01EF:
		return true
	}
	return false
}

// isApostrophe tells every shape in which people type an apostrophe.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', 'ʹ', 'ʻ', 'ʼ', 'ʽ', '‘', '’', '‛', '′', 'ʾ', '＇':
		return true
	}
	return false
}

// appendFold appends the folded form of s. With wordsOnly it leaves out
// everything but letters, digits and the marks that are kept.
func appendFold(dst []byte, s string, wordsOnly bool) []byte {
	from := len(dst)
	slow := false
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= b && b <= 'z' || '0' <= b && b <= '9':
				dst = append(dst, b)
			case 'A' <= b && b <= 'Z':
				dst = append(dst, b+'a'-'A')
			case wordsOnly:
			case b == '`':
				dst = append(dst, '\'')
			default:
				dst = append(dst, b)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r < tableEnd {
			i += n
			if wordsOnly {
				dst = append(dst, wordTable[r]...)
			} else {
				dst = append(dst, foldTable[r]...)
			}
			continue
		}
		if r == '’' || r == '‘' { // the two that typesetters use, in every other sentence
			i += n
			if !wordsOnly {
				dst = append(dst, '\'')
			}
			continue
		}
		j := i + n
		for j < len(s) && s[j] >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[j:])
			if r < tableEnd {
				break
			}
			j += n
		}
		slow = true
		dst = appendSlow(dst, s[i:j], wordsOnly)
		i = j
	}
	if slow && !norm.NFC.IsNormal(dst[from:]) {
		dst = compose(dst, from)
	}
	return dst
}

// wordsAlone reports whether a folded character is made of word characters.
func wordsAlone(f []byte) bool {
	for _, r := range string(f) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return true
}

// decomposer is what folding needs beside its result.
type decomposer struct {
	norm.Iter
	buf []byte
}

var decomposers = sync.Pool{New: func() any { return new(decomposer) }}

// compose brings what stands in dst from from on to NFC.
func compose(dst []byte, from int) []byte {
	d := decomposers.Get().(*decomposer)
	defer decomposers.Put(d)
	d.buf = append(d.buf[:0], dst[from:]...)
	dst = dst[:from]
	for d.Init(norm.NFC, d.buf); !d.Done(); {
		dst = append(dst, d.Next()...)
	}
	return dst
}

// appendSlow folds characters from tableEnd up.
func appendSlow(dst []byte, s string, wordsOnly bool) []byte {
	d := decomposers.Get().(*decomposer)
	defer decomposers.Put(d)
	for d.InitString(norm.NFKD, strings.ToValidUTF8(s, "\uFFFD")); !d.Done(); {
		for part := d.Next(); len(part) > 0; {
			r, n := utf8.DecodeRune(part)
			part = part[n:]
			at := len(dst)
			if r < tableEnd {
				dst = append(dst, foldTable[r]...)
			} else {
				dst = appendLower(dst, r)
			}
			if wordsOnly && !wordsAlone(dst[at:]) {
				dst = dst[:at]
			}
		}
	}
	return dst
}

// capNorm shortens a Norm that starts at from in dst to NormMost bytes, at the
// edge of a character.
func capNorm(dst []byte, from int) []byte {
	if len(dst)-from <= NormMost {
		return dst
	}
	end := from + NormMost
	for end > from && !utf8.RuneStart(dst[end]) {
		end--
	}
	return dst[:end]
}
