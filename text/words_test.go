package text

import (
	"fmt"
	"strings"
	"testing"
)

// TestTable is the settled meaning of "word": what each writing is cut into,
// and which other names its words answer to (name@first position+positions).
func TestTable(t *testing.T) {
	for _, c := range []struct{ name, text, words, also string }{
		{"case", "BÉTON Béton béton", "beton beton beton", ""},
		{"accents", "àâäéèêëîïôöùûüÿçñ", "aaaeeeeiioouuuycn", ""},
		{"combining accents", "be\u0301ton c\u0327a", "beton ca", ""},
		{"ligature oe", "cœur Œuvre coeur", "coeur oeuvre coeur", ""},
		{"ligature ae", "ex æquo Æ", "ex aequo ae", ""},
		{"sharp s", "Straße STRASSE GROẞ", "strasse strasse gross", ""},
		{"typographic ligature", "ﬁn du ﬂeuve", "fin du fleuve", ""},
		{"full width", "ＡＢＣ１２３", "abc123", ""},
		{"turkish", "İstanbul ısı", "istanbul isi", ""},
		{"nordic and polish", "Ørsted Łódź Đakovo", "orsted lodz dakovo", ""},
		{"vietnamese", "Việt Nam", "viet nam", ""},
		{"greek final sigma", "ΛΌΓΟΣ λόγος", "λογοσ λογοσ", ""},
		{"cyrillic", "Ёлка", "елка", ""},

		{"elision straight", "l'oreal d'eau", "l oreal d eau", ""},
		{"elision curly", "l’eau qu’il", "l eau qu il", ""},
		{"elision other shapes", "l´eau l`eau lʼeau l′eau l＇eau", "l eau l eau l eau l eau l eau", ""},
		{"elision of conjunctions", "jusqu'ici puisqu'elle lorsqu'on", "jusqu ici puisqu elle lorsqu on", ""},
		{"elision of pronouns", "c'est n'a s'en j'ai m'a t'es", "c est n a s en j ai m a t es", ""},
		{"elision before a name", "L'Oréal d'Évian", "l oreal d evian", "loreal@0+2 devian@2+2"},
		{"italian elision", "dell'arte un'altra all'alba", "dell arte un altra all alba", ""},
		{"one word with apostrophe", "aujourd'hui presqu’île prud'homme", "aujourdhui presquile prudhomme", ""},
		{"english contractions", "don't I'm we'll O'Brien", "dont im well obrien", ""},
		{"english possessive", "McDonald's McDonald’S", "mcdonald mcdonald", "mcdonalds@0+1 mcdonalds@1+1"},
		{"quotes are no apostrophes", "'grue' ‘grue’", "grue grue", ""},

		{"hyphen", "saint-gobain", "saint gobain", "saintgobain@0+2"},
		{"hyphen other shapes", "saint‐gobain saint‑gobain", "saint gobain saint gobain", "saintgobain@0+2 saintgobain@2+2"},
		{"several hyphens", "c'est-à-dire Vitry-sur-Seine", "c est a dire vitry sur seine", "cestadire@0+4 vitrysurseine@4+3"},
		{"hyphen and figures", "covid-19 2024-2025", "covid 19 2024 2025", "covid19@0+2"},
		{"dash parts", "béton - grue – fin", "beton grue fin", ""},
		{"underscore", "mot_cle", "mot cle", "motcle@0+2"},
		{"soft hyphen", "bé\u00ADton", "beton", ""},

		{"ampersand", "H&M AT&T R&D", "h&m at&t r&d", ""},
		{"spaced ampersand", "chez H & M ici", "chez h&m ici", ""},
		{"ampersand of long names", "Black&Decker Dupont & Fils", "black decker dupont fils", "blackdecker@0+2"},
		{"signs of languages", "C++ C# F#", "c++ c# f#", ""},
		{"plus of brands", "Canal+ Notepad++", "canal notepad", "canal+@0+1 notepad++@1+1"},
		{"acronym", "S.N.C.F. U.S.A", "sncf usa", ""},

		{"thousands", "1,486 1.486 1\u00A0486 1\u202F486", "1486 1486 1486 1486", ""},
		{"thousands by ordinary space", "1 486 voix", "1 486 voix", "1486@0+2"},
		{"decimals", "3,5 3.5 1.486,50", "3.5 3.5 1486.50", ""},
		{"telephone", "06 12 34 56 78", "06 12 34 56 78", ""},
		{"units", "5kg 12km 45m²", "5 kg 12 km 45 m2", "5kg@0+2 12km@2+2 45m2@4+2"},
		{"figures in names", "5G mp3 4x4 A380 1er", "5g mp3 4x4 a380 1er", ""},
		{"per cent and money", "12 % 5€ $3", "12 % 5 € $ 3", ""},
		{"cashtag", "$TSLA", "tsla", "$tsla@0+1"},
		{"date and version", "22/11/2026 22.11.2026", "22 11 2026 22 11 2026", "22.11.2026@3+3"},

		{"address", "https://www.leroymerlin.fr/produits/grue-mobile?x=1#y.", "leroymerlin fr produits grue mobile", "leroymerlin.fr@0+2"},
		{"bare host", "sur fr.wikipedia.org, oui", "sur fr wikipedia org oui", "fr.wikipedia.org@1+3 wikipedia.org@2+2"},
		{"missing space is no host", "C'est fini.Le chat", "c est fini le chat", ""},
		{"mail", "jean.dupont@btp.example", "jean dupont btp example", "jean.dupont@btp.example@0+4 btp.example@2+2"},

		{"inclusive middle dot", "client·e·s", "client", "cliente@0+1 clientes@0+1 clients@0+1"},
		{"inclusive full stop", "client.e.s", "client", "cliente@0+1 clientes@0+1 clients@0+1"},
		{"inclusive parentheses", "client(e)s client(s)", "client client", "cliente@0+1 clientes@0+1 clients@0+1 clients@1+1"},
		{"inclusive hyphen", "étudiant-e-s", "etudiant", "etudiante@0+1 etudiantes@0+1 etudiants@0+1"},
		{"inclusive with another ending", "directeur·rice·s sportif·ve", "directeur sportif", "directrice@0+1 directrices@0+1 directeurs@0+1 sportive@1+1"},
		{"spanish site", "amazon.es", "amazon es", "amazon.es@0+2"},
		{"catalan", "col·legi", "collegi", ""},

		{"emoji", "bien 👍!", "bien 👍", ""},
		{"emoji with skin tone", "👍🏽", "👍🏽", "👍@0+1"},
		{"emoji with joiners", "👨‍👩‍👧", "👨‍👩‍👧", ""},
		{"emoji with selector", "❤️❤", "❤ ❤", ""},
		{"flags", "🇫🇷🇩🇪", "🇫🇷 🇩🇪", ""},

		{"hashtag", "#grue", "grue", "#grue@0+1"},
		{"hashtag of several words", "#LeroyMerlin", "leroy merlin", "#leroymerlin@0+2 leroymerlin@0+2"},
		{"hashtag with capitals and figures", "#SNCFReseau #Paris2024", "sncf reseau paris 2024", "#sncfreseau@0+2 sncfreseau@0+2 #paris2024@2+2 paris2024@2+2"},
		{"hashtag with underscore", "#Leroy_Merlin", "leroy merlin", "#leroymerlin@0+2 leroymerlin@0+2"},
		{"number sign", "#1 a#b", "1 a b", ""},
		{"account", "@Enseigne", "enseigne", "@enseigne@0+1"},
		{"account with underscore", "@leroy_merlin.", "leroy merlin", "@leroy_merlin@0+2 leroymerlin@0+2"},
		{"account glued to the next word", "@United.If", "united if", "@united.if@0+2 @united@0+1 unitedif@0+2"},
		{"account on a server", "@marie@btp.example", "marie btp example", "@marie@0+1 @marie@btp.example@0+3 btp.example@1+2"},

		{"chinese", "东京都", "东京 京都", ""},
		{"one chinese character", "车", "车", ""},
		{"japanese", "グルメ。美味い", "グル ルメ 美味 味い", ""},
		{"half-width kana", "ｸﾞﾙﾒ", "グル ルメ", ""},
		{"thai", "ร้าน", "ร้า าน", ""},
		{"hangul", "한국어", "한국 국어", ""},
		{"mixed scripts", "東京タワーtower", "東京 京タ タワ ワー tower", ""},
		{"arabic", "الْكِتَابُ أحمد كـــتاب", "الكتاب احمد كتاب", ""},
		{"arabic figures", "٢٠٢٦", "2026", ""},
		{"hindi", "हिन्दी क़लम", "हिन्दी कलम", ""},
		{"hebrew points", "שָׁלוֹם", "שלום", ""},
		{"nothing", " … — !", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Cut("", c.text).Body
			words, also := show(&f)
			if words != c.words {
				t.Errorf("Cut(%q).Words = %s, want %s", c.text, words, c.words)
			}
			if also != c.also {
				t.Errorf("Cut(%q).Also = %s, want %s", c.text, also, c.also)
			}
		})
	}
}

func show(f *Field) (words, also string) {
	var w, a []string
	for _, x := range f.Words {
		w = append(w, x.Norm)
	}
	for _, x := range f.Also {
		a = append(a, fmt.Sprintf("%s@%d+%d", x.Norm, x.Pos, x.Len))
	}
	return strings.Join(w, " "), strings.Join(a, " ")
}

func TestEnds(t *testing.T) {
	for _, c := range []struct{ name, text, ends, paras string }{
		{"two sentences", "Un mot. Deux mots ici.", "[2 5]", "[5]"},
		{"no full stop at the end", "Un mot. Deux", "[2 3]", "[3]"},
		{"questions", "Quoi ? Non ! Si.", "[1 2 3]", "[3]"},
		{"abbreviations", "M. Dupont et Mme. Martin, etc. Voilà, p. ex. Paris", "[10]", "[10]"},
		{"initials", "J. Martin parle. Oui", "[3 4]", "[4]"},
		{"figures", "Il vaut 3.5 euros. Cher", "[4 5]", "[5]"},
		{"small letter follows", "Bof... mais oui", "[3]", "[3]"},
		{"closing quote", "« Oui. » Il dit", "[1 3]", "[3]"},
		{"paragraphs", "Un titre\n\nDeux mots", "[2 4]", "[2 4]"},
		{"one line feed goes on", "Un\nmot", "[2]", "[2]"},
		{"acronym ends", "La S.N.C.F. Elle", "[2 3]", "[3]"},
		{"chinese", "東京。大阪", "[1 2]", "[2]"},
		{"no word", "...", "[]", "[]"},
	} {
		f := Cut("", c.text).Body
		if got := fmt.Sprint(f.Ends); got != c.ends {
			t.Errorf("%s: Cut(%q).Ends = %s, want %s", c.name, c.text, got, c.ends)
		}
		if got := fmt.Sprint(f.Paras); got != c.paras {
			t.Errorf("%s: Cut(%q).Paras = %s, want %s", c.name, c.text, got, c.paras)
		}
	}
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"as it is", "Un mot.\n\nDeux.", "Un mot.\n\nDeux."},
		{"bad bytes", "b\xe9ton", "b\uFFFDton"},
		{"invisible", "bé\u00ADton\u200B \u2060\uFEFFgrue", "béton grue"},
		{"controls", "a\x00b\x1b[31mc\x7f\u009b", "ab[31mc"},
		{"tab stays", "a\tb", "a\tb"},
		{"line ends", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"empty lines", "a\n\n \n\n\nb", "a\n\nb"},
		{"paragraph separator", "a\u2029b", "a\n\nb"},
		{"ends", "  \n a  \n\n", "a"},
		{"joiners stay", "👨‍👩‍👧 ❤️ می\u200cخواهم", "👨‍👩‍👧 ❤️ می\u200cخواهم"},
		{"stray override", "abc\u202Edef", "abcdef"},
		{"stray closing", "abc\u202Cdef\u2069", "abcdef"},
		{"closed isolate stays", "a \u2067שלום\u2069 b", "a \u2067שלום\u2069 b"},
		{"closed on another line", "a \u2067x\ny\u2069", "a x\ny"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
	if got, want := OneLine(" Un\r\n\r\ntitre\t sur  deux\nlignes "), "Un titre sur deux lignes"; got != want {
		t.Errorf("OneLine = %q, want %q", got, want)
	}
}

func TestTerm(t *testing.T) {
	for norm, want := range map[string]string{
		"grue": "grue", "#grue": "#grue", "@marie": "@marie", "c++": "c_x2b__x2b_", "h&m": "h_x26_m",
		"😀": "_x1f600_", "東京": "東京", "a_b": "a_x5f_b", "3.5": "3_x2e_5", "": "",
	} {
		if got := Term(norm); got != want {
			t.Errorf("Term(%q) = %q, want %q", norm, got, want)
		}
		if got := Unterm(want); got != norm {
			t.Errorf("Unterm(%q) = %q, want %q", want, got, norm)
		}
	}
}

func TestPrint(t *testing.T) {
	d := Cut("Le C++", "#LeroyMerlin 😀")
	for _, c := range []struct{ name, got, want string }{
		{"title", string(d.Title.Print(nil)), "le c_x2b__x2b_"},
		{"title also", string(d.Title.PrintAlso(nil)), ""},
		{"body", string(d.Body.Print([]byte("x "))), "x leroy merlin _x1f600_"},
		{"body also", string(d.Body.PrintAlso(nil)), "#leroymerlin leroymerlin"},
	} {
		if c.got != c.want {
			t.Errorf("%s = %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestRecut(t *testing.T) {
	d := Cut("Un Titre", "Des mots, #DesMots")
	kept := d.Body.Words[0].Norm
	d.Recut("", "Autre chose ICI")
	if w, a := show(&d.Body); w != "autre chose ici" || a != "" {
		t.Errorf("Recut gives %q and %q", w, a)
	}
	if len(d.Title.Words) != 0 || len(d.Title.Ends) != 0 {
		t.Errorf("Recut left a title: %v", d.Title)
	}
	if kept != "des" {
		t.Errorf("a kept Norm became %q", kept)
	}
}
