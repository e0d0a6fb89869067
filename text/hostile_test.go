package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// check holds a field to what the contract promises of any text.
func check(t *testing.T, f *Field) {
	t.Helper()
	edge := func(i int32) bool {
		return int(i) == len(f.Text) || utf8.RuneStart(f.Text[i]) || !utf8.ValidString(f.Text)
	}
	before := int32(-1)
	for i, w := range f.Words {
		if int(w.Pos) != i || w.Len != 1 || w.Norm == "" || len(w.Norm) > NormMost {
			t.Fatalf("word %d of %q is %+v", i, f.Text, w)
		}
		if w.Start < 0 || w.End <= w.Start || int(w.End) > len(f.Text) || w.Start <= before || !edge(w.Start) || !edge(w.End) {
			t.Fatalf("word %d of %q has bytes %d to %d", i, f.Text, w.Start, w.End)
		}
		before = w.Start
		if !utf8.ValidString(w.Norm) {
			t.Fatalf("word %d of %q has the Norm %q", i, f.Text, w.Norm)
		}
	}
	pos := int32(0)
	for _, w := range f.Also {
		if w.Pos < pos || w.Len < 1 || int(w.Pos+w.Len) > len(f.Words) || w.Norm == "" || len(w.Norm) > NormMost || !utf8.ValidString(w.Norm) {
			t.Fatalf("other name %+v of %q, which has %d words", w, f.Text, len(f.Words))
		}
		if w.Start < 0 || w.End <= w.Start || int(w.End) > len(f.Text) || !edge(w.Start) || !edge(w.End) {
			t.Fatalf("other name %+v of %q is outside", w, f.Text)
		}
		pos = w.Pos
	}
	for _, ends := range [][]int32{f.Ends, f.Paras} {
		last := int32(0)
		for _, e := range ends {
			if e <= last {
				t.Fatalf("ends of %q: %v", f.Text, ends)
			}
			last = e
		}
		if int(last) != len(f.Words) {
			t.Fatalf("ends of %q: %v, want the last to be %d", f.Text, ends, len(f.Words))
		}
	}
	if n := len(strings.Fields(string(f.Print(nil)))); n != len(f.Words) {
		t.Fatalf("Print of %q has %d tokens, want %d", f.Text, n, len(f.Words))
	}
	if n := len(strings.Fields(string(f.PrintAlso(nil)))); n != len(f.Also) {
		t.Fatalf("PrintAlso of %q has %d tokens, want %d", f.Text, n, len(f.Also))
	}
}

var naughty = []string{
	"", " ", "'", "l'", "l'l'l'", "a-", "-a-", "a-b-c-d-e-f-g-h-i-j", "#", "##", "#_", "@", "@@", "@a@", "@a@b", "$", "http://", "https://www.", "www.", "www.a", "a@b.c@d.ef",
	"a.b.c.", "A.B", "1.", "1,", "1,2,3,4", "1 234 567 890", "1.234.567", "0,5", "5kg5kg", "€€", "%", "C#C", "C++++", "+", "a+b", "H&", "&M", "H&M&H&M&H", "H & ", "client(", "client(e", "client()", "client·", "client·e·", "client.e.s.",
	"\u200d", "👍\u200d", "👍🏽🏽🏽", "🇫", "\ufe0f", "\u0301", "\u0301\u0301a", "ｸﾞ", "ﷺ", "½ ¼", "①②", "㎏", "\xff\xfe", "a\xffb", "é\xff", "한\u1100\u1161", "้้้", "\u202eabc", "ŉ", "ǆ", "ﬃ", "ꟷꟻ", "\uE000", "𝕏 𝐁𝐨𝐥𝐝 𝟚", "۱۲۳", "a\u00adb", "\u00ad", "١٬٢٣٤", "l\u2019", "’s", "x’s", "S's's", "d'D'D'D'E", "%%%", "12%34", "http://a.b/%zz%", "http://é.fr/ü", "x\x00y", "ᏸ Ꭰ", "ß'ẞ", "İ", "\u0345", "ΐ", "͵",
}

func TestNaughty(t *testing.T) {
	for _, s := range naughty {
		d := Cut(s, s+" mot "+s)
		check(t, &d.Title)
		check(t, &d.Body)
	}
}

// TestLong holds the time to the length: each text would take minutes if any
// step looked back or ahead without bound.
func TestLong(t *testing.T) {
	const size = 256 << 10
	for _, unit := range []string{
		"a", "a ", "a.", "ab.", "a-", "a'", "D'", "l'A", "a_", "a&", "1", "1,", "1 ", "1,000,", "1 000 ", "#", "#a", "@", "@a.", "a@", "a@b.", "http://", "www.", ".", ". ", "!\"", "\n", "\n\n", "é", "é-", "東", "東a", "ก้", "\u0301", "👍", "👍\u200d", "🇫🇷", "·e", "a·e·", "(e)", "a(e)", "+", "a+", "a/e/", "\xff", "x\u200d", "١", "\u202e", "\u2067a", "한\u0301",
	} {
		s := strings.Repeat(unit, size/len(unit))
		f := Cut("", s).Body
		if len(f.Words) > 0 && int(f.Words[len(f.Words)-1].End) > len(s) {
			t.Errorf("Cut of many %q goes beyond its end", unit)
		}
		Clean(s)
	}
	long := strings.Repeat("abcdefghij", 10_000)
	f := Cut("", long).Body
	if len(f.Words) != 1 || len(f.Words[0].Norm) != NormMost {
		t.Errorf("a word of 100,000 letters gives %d words", len(f.Words))
	}
}

func FuzzCut(f *testing.F) {
	for _, s := range naughty {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, title, body string) {
		d := Cut(title, body)
		check(t, &d.Title)
		check(t, &d.Body)
		for _, w := range d.Body.Words {
			if back := Unterm(Term(w.Norm)); back != w.Norm {
				t.Fatalf("Unterm(Term(%q)) = %q", w.Norm, back)
			}
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range naughty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if !utf8.ValidString(once) && utf8.ValidString(s) {
			t.Fatalf("Fold(%q) = %q", s, once)
		}
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, and folded again %q", s, once, twice)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range naughty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Clean(s)
		if !utf8.ValidString(once) || strings.ContainsAny(once, "\r\x00\u00ad\u200b\ufeff") || strings.Contains(once, "\n\n\n") {
			t.Fatalf("Clean(%q) = %q", s, once)
		}
		if twice := Clean(once); twice != once {
			t.Fatalf("Clean(%q) = %q, and cleaned again %q", s, once, twice)
		}
		if line := OneLine(s); strings.ContainsAny(line, "\n\t") || OneLine(line) != line {
			t.Fatalf("OneLine(%q) = %q", s, line)
		}
	})
}
