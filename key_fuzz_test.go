package vigie

import (
	"strings"
	"testing"
)

// FuzzCanonicalURL: the form under which addresses are compared does not
// depend on the scheme, and comparing it once more changes nothing.
func FuzzCanonicalURL(f *testing.F) {
	for _, s := range []string{
		"https://www.press.example:443/a/../b/?utm_source=x&b=2&a=1#c", "http://[::1]:80/", "HTTPS://É.example/%zz", "https://a.example//b//?%00=", "https://a@b.example./",
		"http://www.www.example/?a;b", "https://a.example?x", "http://a.example/?", "http://:80", "http://a:b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		c := CanonicalURL(address)
		if c == "" {
			return
		}
		if rest, ok := strings.CutPrefix(strings.TrimSpace(address), "https://"); ok {
			if other := CanonicalURL("http://" + rest); other != c {
				t.Errorf("CanonicalURL(%q) = %q, but %q under http", address, c, other)
			}
		}
	})
}
