package eval

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie.example/vigie"
)

func writeTSV(t *testing.T, dir, name, content string) {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".tsv.gz"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLanguage(t *testing.T) {
	dir := t.TempDir()
	writeTSV(t, dir, "sentences", "lang\ttext\n"+
		"fr\tLa grue est tombée en panne deux fois cette semaine.\n"+
		"fr\tPersonne ne répond au service après-vente depuis lundi.\n"+
		"pl\tDźwig zepsuł się dwa razy w tym tygodniu.\n"+
		"en\tLa livraison est encore repoussée, c'est pénible.\n") // wrong on purpose
	got := map[string]Result{}
	if err := Language(dir, func(r Result) { got[r.Name] = r }); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{
		"language/sentences/accuracy/all":   0.75,
		"language/sentences/accuracy/desk":  2.0 / 3,
		"language/sentences/accuracy/fr":    1,
		"language/sentences/accuracy/en":    0,
		"language/sentences/answered":       1,
		"language/sentences/precision":      0.5, // lines 1 and 3
		"language/sentences/precision/desk": 0.5,
		"language/all-files/precision":      0.5,
	} {
		if r, ok := got[name]; !ok || r.Value != want || r.Unit != "ratio" {
			t.Errorf("%s = %v %q (given: %v), want %v ratio", name, r.Value, r.Unit, ok, want)
		}
	}
	if _, ok := got["language/sentences/accuracy/nl"]; ok {
		t.Error("a figure was given for a language without texts")
	}
}

func TestLanguageBadData(t *testing.T) {
	if err := Language(t.TempDir(), func(Result) {}); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("Language(empty folder) = %v, want kind NotFound", err)
	}
	dir := t.TempDir()
	writeTSV(t, dir, "word-pairs", "lang\ttext\nno tab here\n")
	if err := Language(dir, func(Result) {}); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("Language(line without tab) = %v, want line 2 named", err)
	}
}

func TestLanguagePosts(t *testing.T) {
	dir := t.TempDir()
	for folder, posts := range map[string]string{
		"french":  "label\ttext\n0\tLa grue de @user est encore en panne et personne ne répond 😡 http\n2\tMerci au service après-vente, tout est réparé #bravo\n",
		"english": "label\ttext\n1\tThe crane broke down twice this week @user http\n",
		"hindi":   "label\ttext\n1\tbahut accha hai yaar\n",
	} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, folder, "val.tsv"), []byte(posts), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]Result{}
	if err := LanguagePosts(dir, func(r Result) { got[r.Name] = r }); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"language/posts/val/accuracy/fr", "language/posts/val/accuracy", "language/posts/val/precision"} {
		if r, ok := got[name]; !ok || r.Value != 1 {
			t.Errorf("%s = %v (given: %v), want 1", name, r.Value, ok)
		}
	}
	if n := got["language/posts/val/accuracy"].Settings["texts"]; n != 3 {
		t.Errorf("%v texts counted, want 3: the Latin Hindi apart", n)
	}
	if err := LanguagePosts(t.TempDir(), func(Result) {}); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("LanguagePosts(empty folder) = %v, want kind NotFound", err)
	}
}

func TestStories(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "dup_articles"), 0o700); err != nil {
		t.Fatal(err)
	}
	const article = "The crane came down on Tuesday morning, nobody was hurt, and the prefecture has opened an inquiry into what happened."
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte("t1 " + article + "\nt2 Another day, another market report about the price of steel in the north.\nt3 " + article + " So it said.\n")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"articles.txt.gz": b.Bytes(), "pairs.txt": []byte("t1 t3\n")} {
		if err := os.WriteFile(filepath.Join(dir, "dup_articles", name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]float64{}
	if err := Stories(dir, func(r Result) { got[r.Name] = r.Value }); err != nil {
		t.Fatal(err)
	}
	if got["stories/dup_articles/found"] != 1 || got["stories/dup_articles/false"] != 0 {
		t.Errorf("Stories = %v, want the one pair found and none false", got)
	}
	if err := Stories(t.TempDir(), func(Result) {}); vigie.KindOf(err) != vigie.NotFound {
		t.Errorf("Stories(empty folder) = %v, want kind NotFound", err)
	}
}

func TestWorn(t *testing.T) {
	raw := []byte(`<rss><channel><item><title>Une &amp; deux</title><description>&lt;p&gt;Le texte&lt;/p&gt;</description></item>
<item><title>Sans texte</title></item></channel>`) // cut off
	if got := itemsOf(raw); len(got) != 2 || got[0] != (piece{"Une & deux", "Le texte"}) {
		t.Errorf("itemsOf = %+v", got)
	}
}
