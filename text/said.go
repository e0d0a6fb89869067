package text

import (
	"iter"
	"strings"
)

// Said yields the words that the author says, in order: those of f without
// accounts and web addresses.
func (f *Field) Said() iter.Seq[*Word] {
	return func(yield func(*Word) bool) {
		also, skipTo := f.Also, 0
		address := nextAddress(f.Text, 0)
		for i := range f.Words {
			w := &f.Words[i]
			for len(also) > 0 && int(also[0].Pos) <= i {
				if strings.HasPrefix(also[0].Norm, "@") {
					skipTo = max(skipTo, i+int(also[0].Len))
				}
				also = also[1:]
			}
			for address.end <= int(w.Start) && address.end >= 0 {
				address = nextAddress(f.Text, address.end)
			}
			if i < skipTo || address.end >= 0 && int(w.Start) >= address.start {
				continue
			}
			if !yield(w) {
				return
			}
		}
	}
}

type stretch struct{ start, end int }

// nextAddress finds the first web address of s from at on; its end is -1 where
// there is none.
func nextAddress(s string, at int) stretch {
	i := strings.Index(s[at:], "://")
	if i < 0 {
		return stretch{0, -1}
	}
	start, end := at+i, at+i
	for start > at && s[start-1] > ' ' && s[start-1] < 0x80 {
		start--
	}
	for end < len(s) && s[end] > ' ' {
		end++
	}
	return stretch{start, end}
}
