package web

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExtract(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		spans []span
		most  int
		want  string
		cut   bool
	}{
		{"short enough: whole", "une grue", nil, 20, "une grue", false},
		{"cut at a word", "une grue rouge et bleue", nil, 12, "une grue…", true},
		{"no comma before the dots", "une grue, rouge et bleue", nil, 14, "une grue…", true},
		{"marked and escaped", "<b> & co", []span{{4, 5}}, 20, "&lt;b&gt; <mark>&amp;</mark> co", false},
		{"around a word that stands far", "un deux trois quatre cinq six sept huit neuf", []span{{35, 39}}, 16, "… <mark>huit</mark> neuf", true},
		{"paragraphs become one", "un\n\ndeux", nil, 20, "un deux", false},
		{"a span past the end is clipped", "court", []span{{3, 90}}, 20, "cou<mark>rt</mark>", false},
		{"without spaces", "あいうえおかきくけこ", nil, 5, "あいうえお…", true},
		{"empty", "", nil, 5, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, cut := extract(tt.text, tt.spans, tt.most)
			if string(got) != tt.want || cut != tt.cut {
				t.Errorf("extract(%q, %v, %d) = %q, %v, want %q, %v", tt.text, tt.spans, tt.most, got, cut, tt.want, tt.cut)
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("une grue <rouge> & bleue", 4, 8, 10)
	f.Add("あいうえおかきくけこ", 3, 6, 4)
	f.Fuzz(func(t *testing.T, s string, start, end, most int) {
		if !utf8.ValidString(s) || most < 1 || most > 1000 || start < 0 || end < start || end > len(s) ||
			(start < len(s) && !utf8.RuneStart(s[start])) || (end < len(s) && !utf8.RuneStart(s[end])) {
			t.Skip()
		}
		got, _ := extract(s, []span{{start, end}}, most)
		plain := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(string(got))
		if strings.ContainsAny(plain, "<>") || !utf8.ValidString(plain) {
			t.Errorf("extract(%q, %d-%d, %d) = %q", s, start, end, most, got)
		}
	})
}

func TestMerge(t *testing.T) {
	got := merge([]span{{5, 9}, {0, 2}, {8, 12}, {2, 3}})
	if len(got) != 2 || got[0] != (span{0, 3}) || got[1] != (span{5, 12}) {
		t.Errorf("merge = %v, want [{0 3} {5 12}]", got)
	}
}
