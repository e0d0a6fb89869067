package language

import (
	"slices"
	"strings"
	"testing"
)

func detector(t testing.TB) *Detector {
	t.Helper()
	d, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDetect(t *testing.T) {
	d := detector(t)
	tests := []struct{ name, text, want string }{
		{"french", "Franchement déçue par le service après-vente, personne ne répond.", "fr"},
		{"french in capitals", "LA GRUE EST TOMBÉE EN PANNE CE MATIN SUR LE CHANTIER", "fr"},
		{"french without accents", "jai attendu trois semaines et la machine est arrivee cassee", "fr"},
		{"english", "The crane broke down twice this week and nobody calls back.", "en"},
		{"spanish", "La excavadora llegó con tres semanas de retraso y nadie contesta.", "es"},
		{"german", "Der Kundendienst hat sich seit drei Wochen nicht gemeldet.", "de"},
		{"italian", "La gru si è fermata due volte questa settimana e nessuno risponde.", "it"},
		{"portuguese", "A escavadeira chegou com três semanas de atraso e ninguém responde.", "pt"},
		{"dutch", "De kraan is deze week twee keer stukgegaan en niemand belt terug.", "nl"},
		{"polish", "Dźwig zepsuł się dwa razy w tym tygodniu i nikt nie oddzwania.", "pl"},
		{"russian", "Кран сломался дважды на этой неделе, и никто не перезванивает.", "ru"},
		{"arabic", "تعطلت الرافعة مرتين هذا الأسبوع ولم يتصل بنا أحد.", "ar"},
		{"japanese", "クレーンが今週二回も故障しました。", "ja"},
		{"chinese", "起重机这个星期坏了两次，没有人回电话。", "zh"},
		{"greek", "Ο γερανός χάλασε δύο φορές αυτή την εβδομάδα.", "el"},
		{"accounts and links around it", "@LeGrutier @sav_officiel la livraison est encore repoussée https://t.co/the-best-of-the-web-and-more", "fr"},
		{"hashtags are words", "#LaGrueEstEnPanne #PersonneNeRépond", "fr"},
		{"a reply with a character reference", "Les prix &amp; les délais sont bien trop élevés", "fr"},
		{"bytes that are not UTF-8", "La livraison est \xff\xfe encore repoussée depuis lundi", "fr"},

		{"empty", "", ""},
		{"one emoji", "👍", ""},
		{"family emoji and figures", "👩‍👩‍👧‍👦 1 234,50 €", ""},
		{"only links", "https://www.lemonde.fr/economie/article/le-prix-des-grues https://example.com", ""},
		{"only accounts", "@marie @leservicedesgrues @jean.dupont@btp.example", ""},
		{"only an e-mail address", "contact.client@lesgrues.example", ""},
		{"one letter", "a", ""},
		{"keys hit at random", "qsdfklm jfdkqsm wxcvbn sdfgh jklm", ""},
		{"two languages", "La livraison de la grue a encore été repoussée et personne ne répond. The crane broke down twice this week and nobody calls us back.", ""},
		{"only invalid bytes", "\xff\xfe\xfd", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lang, sure := d.Detect(tt.text)
			if lang != tt.want {
				g, s := d.Guess(tt.text, "")
				t.Errorf("Detect(%q) = %q, %.2f, want %q (guess %q, %.2f)", tt.text, lang, sure, tt.want, g, s)
			}
			if (lang == "") != (sure == 0) || sure > 1 {
				t.Errorf("Detect(%q): sureness %v with language %q", tt.text, sure, lang)
			}
		})
	}
}

func TestDeclared(t *testing.T) {
	d := detector(t)
	tests := []struct{ name, text, declared, want string }{
		{"tips a short text", "bonne machine", "fr", "fr"},
		{"with a region", "bonne machine", "fr-FR", "fr"},
		{"does not outweigh a sentence", "The crane broke down twice this week and nobody calls back.", "fr", "en"},
		{"unknown code", "The crane broke down twice this week.", "xx", "en"},
		{"one letter of a code", "The crane broke down twice this week.", "f", "en"},
		{"nothing to read", "https://example.com", "fr", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, sure := d.DetectWith(tt.text, tt.declared); got != tt.want {
				t.Errorf("DetectWith(%q, %q) = %q, %.2f, want %q", tt.text, tt.declared, got, sure, tt.want)
			}
		})
	}
	_, without := d.Guess("bonne machine", "")
	if _, with := d.Guess("bonne machine", "fr"); with <= without {
		t.Errorf("a claim left sureness at %v, from %v", with, without)
	}
}

func TestLongTextIsBounded(t *testing.T) {
	d := detector(t)
	fr := strings.Repeat("La livraison de la grue a encore été repoussée et personne ne répond. ", 30000)
	for _, s := range []string{fr, strings.Repeat("x", 2<<20), strings.Repeat(" ", 2<<20), strings.Repeat("@", 2<<20), strings.Repeat("\xff", 2<<20), strings.Repeat("e\u0301", 1<<20)} {
		walk := letters{s: s[:min(len(s), mostBytes)]}
		for walk.at < len(walk.s) {
			walk.next()
		}
		if walk.at > mostBytes {
			t.Errorf("text of %d bytes %q...: read up to byte %d, want %d at most", len(s), s[:8], walk.at, mostBytes)
		}
		d.Detect(s)
	}
	if got, _ := d.Detect(fr); got != "fr" {
		t.Errorf("Detect(2 MB of French) = %q", got)
	}
}

func TestDetectAllocatesNothing(t *testing.T) {
	d := detector(t)
	s := "Franchement déçue par le service après-vente, @marie https://example.com #JamaisPlus"
	if n := testing.AllocsPerRun(50, func() { d.DetectWith(s, "fr") }); n != 0 {
		t.Errorf("DetectWith allocates %v times, want 0", n)
	}
}

func TestLanguages(t *testing.T) {
	got := detector(t).Languages()
	if len(got) != 75 || !slices.IsSorted(got) {
		t.Errorf("Languages() = %d codes, sorted %v, want 75 sorted", len(got), slices.IsSorted(got))
	}
	for _, l := range []string{"fr", "en", "es", "de", "it", "pt", "nl"} {
		if !slices.Contains(got, l) {
			t.Errorf("Languages() lacks %q", l)
		}
	}
}

func FuzzDetect(f *testing.F) {
	d := detector(f)
	f.Add("Franchement déçue @marie https://example.com #JamaisPlus", "fr")
	f.Add("\xff\xfe&;#_#", "")
	f.Fuzz(func(t *testing.T, s, declared string) {
		lang, sure := d.DetectWith(s, declared)
		if sure < 0 || sure > 1 || (lang == "") != (sure == 0) {
			t.Errorf("DetectWith(%q, %q) = %q, %v", s, declared, lang, sure)
		}
	})
}

func BenchmarkDetect114Bytes(b *testing.B) {
	d := detector(b)
	s := "Franchement déçue par le service après-vente, ça fait trois semaines que j'attends la grue et personne ne répond."
	b.ReportAllocs()
	for b.Loop() {
		d.Detect(s)
	}
}
