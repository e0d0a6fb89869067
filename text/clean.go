package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes of whatever a source sent the text that is kept: valid UTF-8
// (bad bytes become U+FFFD), line feeds only, no control characters but line
// feed and tab, none of the invisible U+00AD, U+200B, U+2060 and U+FEFF, no
// direction mark without its pair, paragraphs parted by one empty line, no
// white space at the ends of lines and text. The joiners and selectors of
// emoji stay. Cleaning twice changes nothing. Text is never HTML here.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	return tidy(balance(sift(s)))
}

// OneLine is Clean for titles: every run of white space becomes one space.
func OneLine(s string) string {
	s = Clean(s)
	if !strings.ContainsAny(s, "\n\t") && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isClean knows most ASCII texts at a glance.
func isClean(s string) bool {
	if s == "" {
		return true
	}
	before := byte('\n')
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b < ' ' && b != '\n' && b != '\t' || b >= 0x7f {
			return false
		}
		if b == '\n' && before <= ' ' || b == '\n' && i+1 < len(s) && s[i+1] == '\n' {
			return false
		}
		before = b
	}
	return s[0] > ' ' && s[len(s)-1] > ' '
}

// sift drops the characters that must not be kept and settles line ends.
func sift(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case r == '\r':
			if i >= len(s) || s[i] != '\n' {
				b.WriteByte('\n')
			}
		case r == 0x85, r == 0x2028:
			b.WriteByte('\n')
		case r == 0x2029:
			b.WriteString("\n\n")
		case r == '\n', r == '\t':
			b.WriteByte(byte(r))
		case r == 0xAD, r == 0x200B, r == 0x2060, r == 0xFEFF, unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// balance drops direction marks (U+202A-U+202E, U+2066-U+2069) that are not
// closed, or close nothing, within their line: the rest of a page must not be
// turned around by a post.
func balance(s string) string {
	if !strings.ContainsFunc(s, isBidi) {
		return s
	}
	drop := make(map[int]bool)
	var open []int // offsets of embeddings, overrides and isolates not yet closed
	isolate := func(i int) bool { return s[i+2] >= 0xA6 }
	lose := func() {
		for _, i := range open {
			drop[i] = true
		}
		open = open[:0]
	}
	for i, r := range s {
		switch {
		case r == '\n':
			lose()
		case 0x202A <= r && r <= 0x202E && r != 0x202C, 0x2066 <= r && r <= 0x2068:
			open = append(open, i)
		case r == 0x202C || r == 0x2069:
			if n := len(open); n > 0 && isolate(open[n-1]) == (r == 0x2069) {
				open = open[:n-1]
			} else {
				drop[i] = true
			}
		}
	}
	lose()
	if len(drop) == 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		if !drop[i] {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isBidi(r rune) bool { return 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069 }

// tidy takes white space off the ends of lines and makes one empty line of
// several.
func tidy(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	empty := 0
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" || strings.TrimSpace(line) == "" {
			empty++
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
			if empty > 0 {
				b.WriteByte('\n')
			}
		} else {
			line = strings.TrimLeftFunc(line, unicode.IsSpace)
		}
		empty = 0
		b.WriteString(line)
	}
	return b.String()
}
