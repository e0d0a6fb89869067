package text

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Print appends the plain words of f in order, each as its Term, parted by
// single spaces: what a full-text index is fed, so that its token n is
// f.Words[n].
func (f *Field) Print(dst []byte) []byte { return printWords(dst, f.Words) }

// PrintAlso appends the other names of f's words, each as its Term, parted by
// single spaces. Their order means nothing: they need a column of their own.
func (f *Field) PrintAlso(dst []byte) []byte { return printWords(dst, f.Also) }

func printWords(dst []byte, words []Word) []byte {
	for i := range words {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = AppendTerm(dst, words[i].Norm)
	}
	return dst
}

// Term returns the form in which a Norm is given to a full-text index, as text
// and in queries alike. It is one token for any tokenizer that keeps letters,
// digits, # @ and _ together (SQLite's unicode61 with remove_diacritics 0 and
// tokenchars '#@_'): letters of the common scripts, digits, # and @ stand as
// they are; anything else, _ too, becomes _x and its code point in hexadecimal
// and _, so that C++ is c_x2b__x2b_ and a smile is _x1f600_. Different Norms
// have different Terms; Unterm is the way back. The empty Norm has the empty
// Term.
func Term(norm string) string {
	if plainTerm(norm) {
		return norm
	}
	return string(AppendTerm(nil, norm))
}

// AppendTerm appends Term(norm) to dst.
func AppendTerm(dst []byte, norm string) []byte {
	if plainTerm(norm) {
		return append(dst, norm...)
	}
	for _, r := range norm {
		if inTerm(r) {
			dst = utf8.AppendRune(dst, r)
			continue
		}
		dst = append(dst, "_x"...)
		dst = strconv.AppendInt(dst, int64(r), 16)
		dst = append(dst, '_')
	}
	return dst
}

// Unterm returns the Norm whose Term is term. What no Term can be comes back
// unchanged.
func Unterm(term string) string {
	if strings.IndexByte(term, '_') < 0 {
		return term
	}
	var b strings.Builder
	for i := 0; i < len(term); {
		if strings.HasPrefix(term[i:], "_x") {
			if n := strings.IndexByte(term[i+2:], '_'); n > 0 {
				if r, err := strconv.ParseUint(term[i+2:i+2+n], 16, 21); err == nil {
					b.WriteRune(rune(r))
					i += 2 + n + 1
					continue
				}
			}
		}
		b.WriteByte(term[i])
		i++
	}
	return b.String()
}

func plainTerm(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b >= utf8.RuneSelf || !inTerm(rune(b)) {
			return false
		}
	}
	return true
}

// inTerm tells the characters that stand for themselves in a Term. It is a
// list of what every tokenizer of the last fifteen years holds for a small
// letter or a digit, and not a question to this program's Unicode tables,
// which know younger letters than SQLite's.
func inTerm(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '#' || r == '@'
	case 0x03B1 <= r && r <= 0x03C9 && r != 'ς',
		0x0430 <= r && r <= 0x045F,
		0x05D0 <= r && r <= 0x05EA,
		0x0621 <= r && r <= 0x063A, 0x0641 <= r && r <= 0x064A,
		0x3041 <= r && r <= 0x3096, 0x30A1 <= r && r <= 0x30FA, r == 0x30FC,
		0x4E00 <= r && r <= 0x9FCB,
		0xAC00 <= r && r <= 0xD7A3:
		return true
	}
	return false
}
