package sqlite

import (
	"testing"

	"vigie.example/vigie"
)

// FuzzAfterToken: a token of a page is refused with a sentence, or means one
// place, whose own token means the same.
func FuzzAfterToken(f *testing.F) {
	f.Add("")
	f.Add(token(1 << 62))
	f.Add("__________8")
	f.Add(" AAAAAAAAAAE\n")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := afterToken(s)
		if err != nil {
			if vigie.KindOf(err) != vigie.Invalid {
				t.Errorf("afterToken(%q): %v, want kind Invalid", s, err)
			}
			return
		}
		if again, err := afterToken(token(id)); s != "" && (id < 0 || err != nil || again != id) {
			t.Errorf("afterToken(%q) = %d, and its token means %d, %v", s, id, again, err)
		}
	})
}
