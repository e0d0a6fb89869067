package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostBytes: the first few kilobytes tell the language as well as the whole.
const mostBytes = 8 << 10

// ahead moves to the beginning of a word further on, of which a look wants to
// see some letters: the middle of what is left at the first look, its end at
// the second. It reports whether there is anything left.
func (l *letters) ahead(look int) bool {
	left := len(l.s) - l.at
	if left <= 0 {
		return false
	}
	to := l.at + left/2
	if look > 0 {
		to = len(l.s) - lookBytes
	}
	if look == 0 && left < 8*lookBytes {
		to = l.at // no room for two looks: the second one says enough
	}
	if to <= l.at {
		return true
	}
	for to < len(l.s) && !isSpace(l.s[to-1]) {
		to++
	}
	l.at, l.tag = to, false
	return to < len(l.s)
}

// lookBytes holds a piece of letters and the spaces between them.
const lookBytes = 24

// letters walks the letters of what a person wrote: folded to lower case, word
// by word. Addresses, e-mail addresses, accounts and character references of
// HTML are passed over; a hashtag is read as the words it is made of.
type letters struct {
	s   string
	at  int
	tag bool // inside a hashtag: a capital begins a word
	low bool // the letter before was lower case
}

// next returns the next letter and whether it begins a word; r is 0 at the end.
func (l *letters) next() (r rune, begins bool) {
	for l.at < len(l.s) {
		if l.at == 0 || isSpace(l.s[l.at-1]) {
			l.pass()
			if l.at >= len(l.s) {
				break
			}
		}
		c := l.s[l.at]
		if c < utf8.RuneSelf {
			l.at++
			switch {
			case 'a' <= c && c <= 'z':
				begins = begins || !l.inside()
				l.low = true
				return rune(c), begins
			case 'A' <= c && c <= 'Z':
				begins = begins || !l.inside() || l.tag && l.low
				l.low = false
				return rune(c) + 'a' - 'A', begins
			case c == '#':
				l.tag = true
			case c == '_' && l.tag:
			default:
				l.tag = false
			}
			begins, l.low = true, false
			continue
		}
		r, size := utf8.DecodeRuneInString(l.s[l.at:])
		l.at += size
		if r >= 0x300 && r < 0x370 || r == '\u200c' || r == '\u200d' || r == '\u00ad' {
			continue // accents that stand alone and joiners do not part words
		}
		if unicode.IsLetter(r) || unicode.IsMark(r) && r < 0xfe00 {
			lower := unicode.ToLower(r)
			begins = begins || l.tag && l.low && lower != r
			l.low = lower == r
			return lower, begins
		}
		begins, l.low, l.tag = true, false, false
	}
	return 0, true
}

// inside reports whether the byte before the letter just read was part of a
// word, which only matters at the very beginning.
func (l *letters) inside() bool { return l.at > 1 }

// pass skips what stands at the beginning of a token and is not language.
func (l *letters) pass() {
	for l.at < len(l.s) {
		rest := l.s[l.at:]
		if isSpace(rest[0]) {
			l.at, l.tag = l.at+1, false
			continue
		}
		end := 0
		at, amp := false, rest[0] == '&'
		for end < len(rest) && !isSpace(rest[end]) {
			at = at || rest[end] == '@'
			end++
		}
		token := rest[:end]
		switch {
		case at && end < 100,
			strings.Contains(token, "://"),
			strings.HasPrefix(token, "www."),
			amp && token[end-1] == ';' && end < 10:
			l.at += end
		default:
			return
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
