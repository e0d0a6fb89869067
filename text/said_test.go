package text

import (
	"strings"
	"testing"
)

func TestSaid(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "La grue est là.", "la grue est la"},
		{"accounts", "@marie_dupont merci à @sav pour tout", "merci a pour tout"},
		{"a link in the middle", "voir https://a.example/b/c?d=1 pour la suite", "voir pour la suite"},
		{"several links", "un http://a.example deux https://b.example/x trois", "un deux trois"},
		{"a link at the end", "lisez https://a.example", "lisez"},
		{"hashtags are said", "bravo #LaGrue", "bravo la grue"},
		{"nothing", "", ""},
		{"no word after ://", "://", ""},
	}
	for _, tt := range tests {
		d := Cut("", tt.text)
		var got []string
		for w := range d.Body.Said() {
			got = append(got, w.Norm)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: Said = %q, want %q", tt.name, s, tt.want)
		}
	}
}
