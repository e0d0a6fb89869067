package page

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func TestDecode(t *testing.T) {
	enc := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	latin := func(s string) []byte { return enc(charmap.Windows1252.NewEncoder().Bytes([]byte(s))) }
	le := enc(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("<p>été</p>")))
	be := enc(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte("<p>été</p>")))
	jp := enc(japanese.ISO2022JP.NewEncoder().Bytes([]byte("日本")))
	sjis := enc(japanese.ShiftJIS.NewEncoder().Bytes([]byte("日本の新聞です")))
	for _, tt := range []struct {
		name, hint string
		in         []byte
		want, cs   string
	}{
		{"plain", "", []byte("bonjour"), "bonjour", "utf-8"},
		{"UTF-8 told to be Latin-1 by the header", "iso-8859-1", []byte("été"), "été", "utf-8"},
		{"UTF-8 told to be Latin-1 by the page", "", []byte(`<meta charset="iso-8859-1">été`), `<meta charset="iso-8859-1">été`, "utf-8"},
		{"UTF-8 far down", "", []byte(strings.Repeat("x", 5000) + "été"), strings.Repeat("x", 5000) + "été", "utf-8"},
		{"Latin-1 by the header", "ISO-8859-1", latin("été"), "été", "windows-1252"},
		{"Latin-1 by the XML declaration", "", latin(`<?xml version="1.0" encoding="ISO-8859-1"?><a>été</a>`), `<?xml version="1.0" encoding="ISO-8859-1"?><a>été</a>`, "windows-1252"},
		{"Latin-1 told to be UTF-8", "utf-8", latin("été à la plage"), "été à la plage", "windows-1252"},
		{"nothing told", "", latin("l’été coûte 3 €"), "l’été coûte 3 €", "windows-1252"},
		{"UTF-8 with one bad byte", "", []byte("étéàçèù\xff ok"), "étéàçèù\ufffd ok", "utf-8"},
		{"UTF-8 cut", "", []byte("été\xc3"), "été\ufffd", "utf-8"},
		{"mark", "iso-8859-1", []byte("\xef\xbb\xbfété"), "été", "utf-8"},
		{"UTF-16 with mark", "utf-8", le, "<p>été</p>", "utf-16le"},
		{"UTF-16 without mark", "", be, "<p>été</p>", "utf-16be"},
		{"ISO-2022-JP", "iso-2022-jp", jp, "日本", "iso-2022-jp"},
		{"Shift JIS by meta", "", append([]byte(`<meta charset=shift_jis>`), sjis...), "<meta charset=shift_jis>日本の新聞です", "shift_jis"},
		{"unknown name", "klingon", latin("été"), "été", "windows-1252"},
		{"UTF-7 is not believed", "utf-7", []byte("+ADw-script+AD4-"), "+ADw-script+AD4-", "utf-8"},
		{"empty", "", nil, "", "utf-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, cs := Decode(tt.in, tt.hint)
			if got != tt.want || cs != tt.cs {
				t.Errorf("Decode(%q, %q) = %q (%s), want %q (%s)", tt.in, tt.hint, got, cs, tt.want, tt.cs)
			}
		})
	}
}

func TestPlainText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"no markup keeps its lines", "un\ndeux\n\n\n\ntrois  quatre", "un\ndeux\n\ntrois  quatre"},
		{"entities without markup", "AT&amp;T &eacute;t&eacute; 5 &lt; 6", "AT&T été 5 < 6"},
		{"less than is not a tag", "5 < 6 and 7 > 2", "5 < 6 and 7 > 2"},
		{"paragraphs", "<p>un</p><p>deux<br>trois</p>quatre", "un\n\ndeux\ntrois\n\nquatre"},
		{"two breaks make a paragraph", "un<br><br/>deux", "un\n\ndeux"},
		{"white space", " un \n  deux\t<b> trois</b>!", "un deux trois!"},
		{"words stay joined over tags", "<b>im</b>possible", "impossible"},
		{"list", "<ul><li>un</li><li>deux</li></ul>fin", "un\ndeux\n\nfin"},
		{"cells", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"quotation", "avant<blockquote>cité</blockquote>après<hr>fin", "avant\n\ncité\n\naprès\n\nfin"},
		{"script and style", "a<script>alert('x</p>')</script>b<style>p{}</style>c", "abc"},
		{"noscript", "a<noscript><img src=x>b</noscript>c", "ac"},
		{"noscript never closed", "a<noscript>b", "ab"},
		{"svg", "a<svg><text>x</text><svg></svg></svg>b", "ab"},
		{"comment", "a<!-- x -->b", "ab"},
		{"pre", "<pre>un\n  deux</pre>", "un\ndeux"},
		{"emoji picture", `bravo <img class="wp-smiley emoji" alt="😀" src="x">!`, "bravo 😀!"},
		{"picture", `a <img alt="Une grue" src="x"> b`, "a b"},
		{"twice escaped stays text", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"},
		{"only a tag", "<br>", ""},
		{"cut in a tag", "abc <a href=", "abc"},
		{"attributes with >", `<a title="x>y">lien</a>`, "lien"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := PlainText(tt.in); got != tt.want {
				t.Errorf("PlainText(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestPlainTextIsLinear(t *testing.T) {
	for name, piece := range map[string]string{
		"divs": "<div>", "open tags": "<", "comments": "<!--", "tables": "<table><tr><td>", "svg": "<svg>", "ends": "</p>", "entities": "&amp", "quotes": `<a b="`,
	} {
		t.Run(name, func(t *testing.T) {
			_ = PlainText(strings.Repeat(piece, 4<<20/len(piece))) // a quadratic reader would not end within the test's limit
		})
	}
}

func TestParseDate(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		in   string
		want time.Time // zero: none
	}{
		{"2026-11-22T10:00:00+01:00", day.Add(9 * time.Hour)},
		{"2026-11-22T10:00:00Z", day.Add(10 * time.Hour)},
		{"2026-11-22T10:00:00.123Z", day.Add(10*time.Hour + 123*time.Millisecond)},
		{"2026-11-22T10:00:00", day.Add(10 * time.Hour)},
		{"2026-11-22T10:00+0100", time.Time{}},
		{"2026-11-22 10:00:00", day.Add(10 * time.Hour)},
		{"2026-11-22", day},
		{"20261122", day},
		{"Sun, 22 Nov 2026 10:00:00 +0100", day.Add(9 * time.Hour)},
		{"Sun, 22 Nov 2026 10:00:00 GMT", day.Add(10 * time.Hour)},
		{"dim., 22 nov. 2026 10:00:00 +0100", day.Add(9 * time.Hour)},
		{"dimanche 22 novembre 2026 à 10h30", day.Add(10*time.Hour + 30*time.Minute)},
		{"Publié le 22 novembre 2026 à 10 h 30", day.Add(10*time.Hour + 30*time.Minute)},
		{"22 novembre 2026", day},
		{"1er août 2026", time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)},
		{"mar, 24 déc 2024 08:05:00 +0100", time.Date(2024, 12, 24, 7, 5, 0, 0, time.UTC)},
		{"3 février 2026 CET", time.Date(2026, 2, 2, 23, 0, 0, 0, time.UTC)},
		{"22/11/2026 10:00", day.Add(10 * time.Hour)},
		{"22.11.2026", day},
		{"11/22/2026", day},
		{"November 22, 2026", day},
		{"Nov 22, 2026 3:05 pm", day.Add(15*time.Hour + 5*time.Minute)},
		{"22 de noviembre de 2026", day},
		{"22. November 2026", day},
		{"22 Nov 26 10:00 GMT", day.Add(10 * time.Hour)},
		{"Sun, 22 Nov 2026 10:00:00 PST", day.Add(18 * time.Hour)},
		{"31 juin 2026", time.Time{}},
		{"hier", time.Time{}},
		{"", time.Time{}},
		{"42 novembre 2026", time.Time{}},
	} {
		got, ok := ParseDate(tt.in)
		if tt.in == "2026-11-22T10:00+0100" {
			continue // either is fine: no site was seen to write it
		}
		if ok != !tt.want.IsZero() || !got.Equal(tt.want) {
			t.Errorf("ParseDate(%q) = %v %v, want %v", tt.in, got, ok, tt.want)
		}
	}
}

const article = `<!DOCTYPE html><html lang="fr-FR"><head><title>Grues : l'essor — Le Chantier</title>
<link rel="canonical" href="/2026/grues"><link rel="alternate" type="application/rss+xml" title="Le Chantier" href="/feed">
<meta property="og:title" content="Grues : l&#39;essor"><meta property="article:published_time" content="2026-11-22T10:00:00+01:00">
<meta name="author" content="Par Marie Dupont"><meta property="og:site_name" content="Le Chantier"></head>
<body><nav><a href="/">Accueil</a> <a href="/contact">Contact</a></nav><article><h1>Grues : l'essor</h1>
<p>Les grues à tour de la marque connais&shy;sent un essor que personne n'attendait, et les clients du secteur le disent partout cette année.</p>
<p>Le fabricant annonce une nouvelle usine près de Lyon, qui emploiera deux cents personnes et produira trois cents machines par an.</p>
<p>Les syndicats saluent la nouvelle, tout en demandant des garanties sur les conditions de travail et les horaires de nuit.</p>
</article><footer>Mentions légales</footer><script>alert(1)</script></body></html>`

func TestArticle(t *testing.T) {
	a := Extract([]byte(article), "", "https://www.chantier.example/2026/grues?utm_source=x")
	if a.Title != "Grues : l'essor" || a.Author != "Marie Dupont" || a.Lang != "fr" || a.Site != "Le Chantier" ||
		a.URL != "https://www.chantier.example/2026/grues" || !a.Published.Equal(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)) || !a.Found {
		t.Errorf("Extract = %+v", a)
	}
	if strings.Contains(a.Text, "Accueil") || strings.Contains(a.Text, "alert") || strings.Contains(a.Text, "légales") || !strings.Contains(a.Text, "marque connaissent un essor") || !strings.Contains(a.Text, ".\n\nLe fabricant") {
		t.Errorf("text = %q", a.Text)
	}
	p := Parse([]byte(article), "", "https://www.chantier.example/2026/grues")
	if len(p.Feeds) != 1 || p.Feeds[0].URL != "https://www.chantier.example/feed" || len(p.Links) != 2 || p.Links[1].Text != "Contact" {
		t.Errorf("feeds %v, links %v", p.Feeds, p.Links)
	}
}

func TestWhatAPageTells(t *testing.T) {
	const at = "https://site.example/a/b"
	for _, tt := range []struct{ name, head, field, want string }{
		{"JSON-LD graph", `<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},{"@type":"NewsArticle","datePublished":"2026-11-22","author":[{"@type":"Person","name":"A B"},{"name":"C D"}]}]}</script>`, "author", "A B, C D"},
		{"JSON-LD date", `<script type="application/ld+json">[{"@type":["BlogPosting"],"datePublished":"2026-11-22"}]</script>`, "date", "2026-11-22"},
		{"broken JSON-LD", `<script type="application/ld+json">{"@type":</script><meta name="author" content="X">`, "author", "X"},
		{"article:author that is an address", `<meta property="article:author" content="https://social.example/x">`, "author", ""},
		{"time", `<body><time datetime="2026-11-22">il y a deux jours</time>`, "date", "2026-11-22"},
		{"time in words", `<body><time>22 novembre 2026</time>`, "date", "2026-11-22"},
		{"the better date wins", `<meta name="date" content="2020-01-01"><meta property="article:published_time" content="2026-11-22">`, "date", "2026-11-22"},
		{"a date that is none", `<meta name="date" content="hier"><body><time>22 novembre 2026</time>`, "date", "2026-11-22"},
		{"canonical of the front page is a mistake", `<link rel=canonical href="/">`, "url", at},
		{"canonical elsewhere", `<link rel=canonical href="https://first.example/x">`, "url", "https://first.example/x"},
		{"canonical with a script", `<link rel=canonical href="javascript:alert(1)">`, "url", at},
		{"base", `<base href="https://other.example/z/"><link rel=canonical href="y">`, "url", "https://other.example/z/y"},
		{"language by locale", `<meta property="og:locale" content="fr_FR">`, "lang", "fr"},
		{"script in a title", `<title><script>alert(1)</script>Titre</title>`, "title", "<script>alert(1)</script>Titre"},
		{"markup in og:title", `<meta property="og:title" content="&lt;b&gt;Gras&lt;/b&gt;">`, "title", "Gras"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := Extract([]byte("<html><head>"+tt.head), "", at)
			got := map[string]string{"author": a.Author, "date": a.Published.Format("2006-01-02"), "url": a.URL, "lang": a.Lang, "title": a.Title}[tt.field]
			if got != tt.want {
				t.Errorf("%s = %q, want %q", tt.field, got, tt.want)
			}
		})
	}
}

// TestHostilePages holds pages made to be slow or deep; each must end, with
// its text.
func TestHostilePages(t *testing.T) {
	for name, s := range map[string]string{
		"deep divs":       strings.Repeat("<div>", 200000) + "fin",
		"deep formatting": strings.Repeat("<b><i><a>", 100000) + "fin",
		"tables":          strings.Repeat("<table><b>", 50000) + "fin",
		"x/net 16 KB":     strings.Repeat("<svg><![CDATA[<a>", 20000) + "]]></svg>fin",
		"p in b":          strings.Repeat("<p><b>", 300000) + "fin",
		"selects":         strings.Repeat("<select><option>", 200000) + "fin",
		"many elements":   strings.Repeat("<p>mot", 300000) + "fin",
		"attributes":      "<p " + strings.Repeat("a=b ", 500000) + ">fin",
		"doctype":         "<!DOCTYPE" + strings.Repeat(" x", 1000000) + ">fin",
		"frameset":        strings.Repeat("<frameset>", 10000),
		"json-ld":         `<script type="application/ld+json">` + strings.Repeat("[", 500000) + "</script>fin",
	} {
		t.Run(name, func(t *testing.T) {
			a := Extract([]byte(s), "", "https://site.example/")
			if strings.HasSuffix(s, "fin") && !strings.Contains(a.Text, "fin") && name != "selects" && name != "x/net 16 KB" {
				t.Errorf("the text was lost: %.80q", a.Text)
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	f.Add([]byte(article), "utf-8")
	f.Add([]byte("<p>\xe9t\xe9<table><b><svg><title>x"), "iso-8859-1")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), "")
	f.Fuzz(func(t *testing.T, b []byte, hint string) {
		a := Extract(b, hint, "https://site.example/x")
		if clean(a.Text) != a.Text || strings.ContainsAny(a.Title, "\r\n") {
			t.Errorf("not clean: %q, title %q", a.Text, a.Title)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	f.Add("22 novembre 2026 à 10h30")
	f.Add("Sun, 22 Nov 2026 10:00:00 PST")
	f.Fuzz(func(t *testing.T, s string) {
		if at, ok := ParseDate(s); !ok && !at.IsZero() {
			t.Errorf("ParseDate(%q) = %v, false", s, at)
		}
	})
}
