package report

import (
	"strings"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifregular"
)

// The faces of paper: serif says, sans shows. Liberation (SIL Open Font
// License 1.1) has the accents, the true minus and the marks of opinion that
// the fonts every PDF reader brings along do not.
const (
	serif = "serif"
	sans  = "sans"
)

var faceFiles = []struct {
	family, style string
	ttf           []byte
}{
	{serif, "", liberationserifregular.TTF},
	{sans, "", liberationsansregular.TTF},
	{sans, "B", liberationsansbold.TTF},
}

// printable keeps what the faces can print: Latin, Greek, Cyrillic and the
// signs between. The rest of what people write (emoji, other scripts) is left
// out; a text of which nothing is left comes back empty. A narrow space that
// does not break becomes an ordinary one that does not: the faces lack it.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\u202f':
			b.WriteRune('\u00a0')
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case r >= ' ' && r < 0x250, r >= 0x370 && r < 0x500, r >= 0x1e00 && r < 0x2000,
			r >= 0x2010 && r <= 0x2027, r >= 0x2030 && r <= 0x203a, r >= 0x20a0 && r <= 0x20b5,
			r >= 0x2190 && r <= 0x2195, r == 0x2212, r == 0x25b2, r == 0x25bc, r == 0x2122, r == 0x2116:
			b.WriteRune(r)
		}
	}
	return tied.Replace(strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' }), " "))
}

// tied keeps the marks that French sets apart on the line of their word.
var tied = strings.NewReplacer(" ?", "\u00a0?", " !", "\u00a0!", " ;", "\u00a0;", " :", "\u00a0:", " »", "\u00a0»", "« ", "«\u00a0")
