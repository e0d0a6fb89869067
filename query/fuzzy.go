package query

import (
	"unicode/utf8"

	"vigie.example/vigie/text"
)

// fuzzy reports whether s is one plain word of letters long enough for
// word~1.
func (s *seq) fuzzy() bool {
	return len(s.edges) == 1 && len(s.edges[0]) == 1 && !s.edges[0][0].wild && startsWord(s.edges[0][0].norm) &&
		utf8.RuneCountInString(s.edges[0][0].norm) >= fuzzyLeast
}

// findOff appends the stretches of words at most one letter off norm.
func (e *eval) findOff(norm string, dst []stretch, most int) []stretch {
	for place, f := range e.fields {
		if f == nil || !e.win.opens(Place(place)) {
			continue
		}
		for _, words := range [2][]text.Word{f.Words, f.Also} {
			for i := range words {
				w := &words[i]
				if len(dst) >= most {
					return dst
				}
				if e.win.starts(Place(place), w) && oneOff(norm, w.Norm) {
					dst = e.put(dst, stretch{Place(place), w.Pos, w.Pos + w.Len, w.Start, w.End}, most)
				}
			}
		}
	}
	return dst
}

// oneOff reports whether a and b are equal but for one character at most:
// another one, one too many, one missing, or two neighbours swapped (the
// optimal string alignment distance of Damerau, 1964, up to 1).
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > utf8.UTFMax {
		return false
	}
	// What they share at the start and at the end leaves the difference.
	for len(a) > 0 && len(b) > 0 {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y || n != m {
			break
		}
		a, b = a[n:], b[m:]
	}
	for len(a) > 0 && len(b) > 0 {
		x, n := utf8.DecodeLastRuneInString(a)
		y, m := utf8.DecodeLastRuneInString(b)
		if x != y || n != m {
			break
		}
		a, b = a[:len(a)-n], b[:len(b)-m]
	}
	na, nb := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	switch {
	case na <= 1 && nb <= 1:
		return true
	case na == 2 && nb == 2:
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		return a[n:] == string(y) && b[m:] == string(x)
	}
	return false
}

// oneOffBounds: a word one letter off begins with the first half of norm, or
// else the fault is there and what follows it is intact.
func oneOffBounds(norm string) bounds {
	letters := []rune(norm)
	half := len(letters) / 2
	any := NeedAny{NeedWord{Norm: string(letters[:half]) + "*", Pattern: true}}
	for i := range half {
		head, tail := string(letters[:i]), string(letters[i+1:])
		any = append(any,
			NeedWord{Norm: head + "?" + tail, Pattern: true},                                         // another letter
			NeedWord{Norm: head + "?" + string(letters[i:]), Pattern: true},                          // one too many
			NeedWord{Norm: head + tail},                                                              // one missing
			NeedWord{Norm: head + string(letters[i+1]) + string(letters[i]) + string(letters[i+2:])}, // swapped
		)
	}
	return bounds{root: any, sure: NeedWord{Norm: norm}}
}
