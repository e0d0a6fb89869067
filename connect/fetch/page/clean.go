package page

import (
	"strings"
	"unicode/utf8"

	"vigie.example/vigie/text"
)

// clean and oneLine make texts fit to be kept, as text.Clean and text.OneLine
// do for every connector.
func clean(s string) string   { return text.Clean(s) }
func oneLine(s string) string { return text.OneLine(s) }

// MaxText and MaxTitle bound, in bytes, what is kept of one mention. The
// longest article of the real pages has 90 KB.
const (
	MaxText  = 256 << 10
	MaxTitle = 1 << 10
)

// Shorten cuts a text to at most limit bytes, between words where it can, and
// says whether it had to.
func Shorten(s string, limit int) (short string, cut bool) {
	if len(s) <= limit {
		return s, false
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	s = s[:limit]
	if i := strings.LastIndexAny(s, " \n"); i > limit/2 {
		s = s[:i]
	}
	return text.Clean(s), true
}
