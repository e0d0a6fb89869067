package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vigie.example/vigie/text"
)

// letterer holds the words of a text to the letters that a strict word or
// phrase was written with. Words are found folded, as ever; then their bytes
// are looked at.
type letterer struct {
	strict Strict
	want   string
	wild   bool // want holds * or ?
}

func makeLetterer(written string, strict Strict) *letterer {
	if strict == Folded {
		return nil
	}
	l := &letterer{strict: strict, want: written}
	if strict != Raw {
		l.want = new(pen).letters(strict, written, true)
		l.wild = strings.ContainsAny(l.want, "*?")
	}
	return l
}

// pen is what comparing letters needs.
type pen struct {
	small, composed, out []byte
	iter                 norm.Iter
}

// accepts reports whether the bytes [start, end) of s are written as l wants.
// A nil l takes all.
func (p *pen) accepts(l *letterer, s string, start, end int32) bool {
	switch {
	case l == nil:
		return true
	case l.strict == Raw:
		return l.stands(s, int(start), int(end))
	case l.wild:
		return Like(l.want, p.letters(l.strict, s[start:end], false))
	}
	return p.letters(l.strict, s[start:end], false) == l.want
}

// stands reports whether exactly l.want stands around [start, end) in s, and
// no letter or digit goes on where it begins or ends with one.
func (l *letterer) stands(s string, start, end int) bool {
	n := len(l.want)
	from, to := start, end // the words found may reach over what was asked
	if end-start <= n {
		from, to = max(0, end-n), min(len(s), start+n)
	}
	for from+n <= to {
		i := strings.Index(s[from:to], l.want)
		if i < 0 {
			return false
		}
		at := from + i
		if !sticks(s, at) && !sticks(s, at+n) {
			return true
		}
		from = at + 1
	}
	return false
}

// sticks reports whether the characters on both sides of i are letters or
// digits: no word ends there.
func sticks(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return isWordRune(before) && isWordRune(after)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// letters returns the letters and digits of s in the form under which st
// compares them: CaseKept keeps capitals and folds accents, AccentsKept the
// other way round. Ligatures are spelt out. Where pattern is set * and ? stay.
// What it returns is good until the next call.
func (p *pen) letters(st Strict, s string, pattern bool) string {
	if st == AccentsKept {
		p.small = p.small[:0]
		for _, r := range s { // as strings.ToLower
			p.small = utf8.AppendRune(p.small, unicode.ToLower(r))
		}
		if s = asString(p.small); norm.NFC.QuickSpanString(s) < len(s) {
			p.composed = p.composed[:0]
			for p.iter.InitString(norm.NFC, s); !p.iter.Done(); { // norm.NFC.String allocates
				p.composed = append(p.composed, p.iter.Next()...)
			}
			s = asString(p.composed)
		}
	}
	p.out = p.out[:0]
	for i, r := range s {
		from := len(p.out)
		switch {
		case pattern && (r == '*' || r == '?' && !alone(s, i)):
			p.out = utf8.AppendRune(p.out, r)
		case !isWordRune(r):
		case st == AccentsKept && !strings.ContainsRune("œæß", r):
			p.out = utf8.AppendRune(p.out, r)
		default:
			p.out = text.AppendFold(p.out, s[i:i+utf8.RuneLen(r)])
			if unicode.IsUpper(r) {
				p.out = appendUpper(p.out[:from], p.out[from:])
			}
		}
	}
	return asString(p.out)
}

// appendUpper appends b, which may stand right behind dst, in capitals.
func appendUpper(dst, b []byte) []byte {
	var room [32]byte
	for _, r := range string(append(room[:0], b...)) {
		dst = utf8.AppendRune(dst, unicode.ToUpper(r))
	}
	return dst
}

// alone tells a question mark that touches no word, which is punctuation.
func alone(s string, i int) bool {
	return (i == 0 || s[i-1] <= ' ' || s[i-1] == '!' || s[i-1] == '.') && (i+1 == len(s) || s[i+1] <= ' ')
}
