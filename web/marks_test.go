package web

import (
	"strings"
	"testing"
)

func TestThin(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"letters and accents", "déjà, de\u0301ja\u0300", "déjà, de\u0301ja\u0300"},
		{"chanted Hebrew", "בְּרֵאשִׁ֖ית", "בְּרֵאשִׁ֖ית"},
		{"a stack", "z" + strings.Repeat("\u0489", 60) + "algo", "z" + strings.Repeat("\u0489", 8) + "algo"},
		{"two stacks", strings.Repeat("a"+strings.Repeat("\u0301", 9), 2), strings.Repeat("a"+strings.Repeat("\u0301", 8), 2)},
		{"bytes that are no text", "\xff\xfe<p>", "\xff\xfe<p>"},
	} {
		if got := string(thin([]byte(test.in))); got != test.want {
			t.Errorf("%s: thin(%q) = %q, want %q", test.name, test.in, got, test.want)
		}
	}
}
