package text

import (
	"bufio"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// sameTokens tells where Tokens and Doc part.
func sameTokens(t *testing.T, title, body string, tokens *Tokens, d *Doc) {
	t.Helper()
	tokens.Recut(title, body)
	d.Recut(title, body)
	sameField(t, &tokens.Title, &d.Title)
	sameField(t, &tokens.Body, &d.Body)
}

func sameField(t *testing.T, f *TokenField, want *Field) {
	t.Helper()
	if ends, paras := f.Ends(); !slices.Equal(ends, want.Ends) || !slices.Equal(paras, want.Paras) {
		t.Fatalf("Recut(%q).Ends() = %v, %v, Cut has %v, %v", want.Text, ends, paras, want.Ends, want.Paras)
	}
	for _, list := range []struct {
		name string
		got  []Token
		want []Word
	}{{"Words", f.Words, want.Words}, {"Also", f.Also, want.Also}} {
		if len(list.got) != len(list.want) {
			t.Fatalf("Recut(%q).%s has %d, Cut has %d: %+v", want.Text, list.name, len(list.got), len(list.want), list.want)
		}
		for k := range list.got {
			g, w := &list.got[k], &list.want[k]
			norm := string(f.AppendNorm(nil, g))
			if norm != w.Norm || g.Hash != Hash(w.Norm) || g.Head != Head(w.Norm) ||
				g.Start != w.Start || g.End != w.End || g.Pos != w.Pos || g.Len != w.Len {
				t.Fatalf("Recut(%q).%s[%d] = %q %+v, Cut has %+v", want.Text, list.name, k, norm, *g, *w)
			}
			back := []byte(w.Norm)
			slices.Reverse(back)
			if got := f.Tail(g); got != Head(string(back)) {
				t.Fatalf("Recut(%q): Tail(%q) = %x", want.Text, norm, got)
			}
		}
	}
}

// pieces are put together at random: what touches what decides how it is cut.
var pieces = strings.Fields(`a b le la Le LE H M S.N.C.F. béton BÉTON Œuvre cœur straße l' L' d’ qu’ aujourd'hui don't McDonald's & - – _ . , ; : ! ? … ( ) / ' " # @ $ + % € · ⋅
	#LeroyMerlin #Europe1 #8 @norvair @user_name @_x_ @a.b @x@mastodon.social leroymerlin.fr https://www.lemonde.fr/economie/article_1.html?q=1 https://t.co/aB3x http://WWW.a-b.c.example.FR:80/x%C3%A9y#z jean@dupont.fr 1 486 1,486 3,5 25kg 06 2024-12-01 10.2.3.4 covid-19
	client·e·s client.e.s directeur(rice)s C++ C# Canal+ 👍 👍🏽 👨‍👩‍👧 🇫🇷 汽车 한국어 ไทย 日本語テキスト ﬁn ＡＢＣ Ёлка λόγος مرحبا हिन्दी ÿ × ÷ ß þ Æ é e` +
	" \u0301 \u00AD \u200B \u200D \uFE0F \uFFFD abcdefg abcdefgh abcdefghi ABCDEFGHIJKLMNOPQ anticonstitutionnellement")

// TestTokens holds Tokens to Cut: on the table of words, on pieces put
// together at random, and on whatever lines a file named by VIGIE_TEXTS holds.
func TestTokens(t *testing.T) {
	var tokens Tokens
	var d Doc
	r := rand.New(rand.NewPCG(1, 1))
	rounds := 60_000
	if testing.Short() {
		rounds = 15_000
	}
	for range rounds {
		var text [2]strings.Builder
		for k := range text {
			for n := r.IntN(9); n > 0; n-- {
				text[k].WriteString(pieces[r.IntN(len(pieces))])
				text[k].WriteString([]string{"", "", " ", " ", " ", "\n", "\n\n", ". ", "-", "'", " & "}[r.IntN(11)])
			}
		}
		sameTokens(t, text[0].String(), text[1].String(), &tokens, &d)
	}
	for _, n := range []int{7, 8, 9, 15, 16, 17, 254, 255, 256, 257, 258, 600} {
		for _, unit := range []string{"a", "A", "é", "æ", "aé", "汽"} {
			s := strings.Repeat(unit, n)
			sameTokens(t, s, "x "+s+" y", &tokens, &d)
			sameTokens(t, s+"æ b", s+"-"+s, &tokens, &d)
		}
	}
	name := os.Getenv("VIGIE_TEXTS")
	if name == "" {
		return
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		sameTokens(t, "", lines.Text(), &tokens, &d)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func FuzzTokens(f *testing.F) {
	for _, p := range pieces {
		f.Add(p, p+" "+p)
	}
	f.Add("L'usine de Saint-Gobain", "RT @btp_info: 240 salariés https://www.btp.example/usine")
	f.Fuzz(func(t *testing.T, title, body string) {
		var tokens Tokens
		var d Doc
		sameTokens(t, title, body, &tokens, &d)
	})
}

func BenchmarkTokensShortPosts(b *testing.B) {
	var t Tokens
	size := 0
	for _, s := range shortPosts {
		size += len(s)
	}
	b.SetBytes(int64(size / len(shortPosts)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		t.Recut("", shortPosts[i%len(shortPosts)])
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
}
