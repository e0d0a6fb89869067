package web

import (
	"unicode"
	"unicode/utf8"
)

// mostMarks is how many combining marks one letter may carry on a page. No
// writing needs more: pointed and chanted Hebrew takes four, Tibetan six. A
// taller stack ("zalgo") is drawn over the lines around it and, since a letter
// with its marks is never broken, pushes a phone's page sideways.
const mostMarks = 8

// thin returns a page whose letters carry at most mostMarks marks, in place of
// page's own memory. What is kept, exported and searched is not touched.
func thin(page []byte) []byte {
	marks, kept := 0, 0
	for i := 0; i < len(page); {
		if page[i] < utf8.RuneSelf {
			page[kept] = page[i]
			marks, kept, i = 0, kept+1, i+1
			continue
		}
		r, n := utf8.DecodeRune(page[i:])
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		if marks <= mostMarks {
			kept += copy(page[kept:], page[i:i+n])
		}
		i += n
	}
	return page[:kept]
}
