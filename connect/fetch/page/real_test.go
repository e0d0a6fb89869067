package page

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestRealPages runs over pages found on the web, which are not part of this
// repository, and prints how well their main text was found. It needs the
// folder of the data sets in VIGIE_DATA.
func TestRealPages(t *testing.T) {
	root := os.Getenv("VIGIE_DATA")
	if root == "" {
		t.Skip("VIGIE_DATA is not set: the real pages (three folders pages_*) are not tried")
	}
	t.Run("main text", func(t *testing.T) { realArticles(t, root) })
	t.Run("strings", func(t *testing.T) { realStrings(t, root) })
	t.Run("characters", func(t *testing.T) { realCharacters(t, root) })
}

func unzip(t *testing.T, path string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = b
	}
	return out
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// grams counts the runs of four words of s.
func grams(s string) map[string]int {
	words := strings.Fields(s)
	out := map[string]int{}
	for i := 0; i+4 <= len(words); i++ {
		out[strings.Join(words[i:i+4], " ")]++
	}
	return out
}

func realArticles(t *testing.T, root string) {
	var gold map[string]struct{ ArticleBody, URL string }
	readJSON(t, filepath.Join(root, "pages_article_extraction", "ground-truth.json"), &gold)
	pages := unzip(t, filepath.Join(root, "pages_article_extraction", "html.zip"))
	var both, got, want, found int
	var spent []time.Duration
	for id, g := range gold {
		body, ok := pages[id+".html"]
		if !ok {
			continue
		}
		start := time.Now()
		a := Extract(body, "", g.URL)
		spent = append(spent, time.Since(start))
		if a.Found {
			found++
		}
		mine, theirs := grams(a.Text), grams(clean(g.ArticleBody))
		for k, n := range mine {
			got += n
			both += min(n, theirs[k])
		}
		for _, n := range theirs {
			want += n
		}
	}
	slices.Sort(spent)
	var sum time.Duration
	for _, d := range spent {
		sum += d
	}
	p, r := float64(both)/float64(got), float64(both)/float64(want)
	f := 2 * p * r / (p + r)
	t.Logf("%d pages, main text found in %d: P %.3f R %.3f F %.3f; mean %v, longest %v", len(spent), found, p, r, f, sum/time.Duration(len(spent)), spent[len(spent)-1])
	if f < 0.93 {
		t.Errorf("F = %.3f, want at least 0.93", f)
	}
}

func realStrings(t *testing.T, root string) {
	var gold map[string]struct {
		File          string
		Date          string
		With, Without []string
	}
	readJSON(t, filepath.Join(root, "pages_trafilatura", "evaldata.json"), &gold)
	pages := unzip(t, filepath.Join(root, "pages_trafilatura", "html.zip"))
	var hit, missed, wrong, n, dates, dated int
	for url, g := range gold {
		body, ok := pages[g.File]
		if !ok {
			continue
		}
		n++
		a := Extract(body, "", url)
		for _, s := range g.With {
			if strings.Contains(a.Text, clean(s)) {
				hit++
			} else {
				missed++
			}
		}
		for _, s := range g.Without {
			if strings.Contains(a.Text, clean(s)) {
				wrong++
			}
		}
		if g.Date != "" {
			dated++
			if a.Published.Format(time.DateOnly) == g.Date || a.Published.Add(2*time.Hour).Format(time.DateOnly) == g.Date {
				dates++
			}
		}
	}
	p, r := float64(hit)/float64(hit+wrong), float64(hit)/float64(hit+missed)
	t.Logf("%d pages: strings P %.3f R %.3f F %.3f; date right for %d of %d", n, p, r, 2*p*r/(p+r), dates, dated)
}

// realCharacters looks for what a wrong character set leaves behind.
func realCharacters(t *testing.T, root string) {
	n, bad := 0, 0
	for _, set := range []string{"pages_article_extraction/html.zip", "pages_trafilatura/html.zip", "pages_readability/test-pages.zip"} {
		for name, body := range unzip(t, filepath.Join(root, filepath.FromSlash(set))) {
			if !strings.HasSuffix(name, ".html") || strings.HasSuffix(name, "expected.html") {
				continue
			}
			n++
			s, cs := Decode(body, "")
			text := Extract(body, "", "https://site.example/x").Text
			spoilt := strings.Count(text, "\ufffd")
			for _, m := range []string{"Ã©", "Ã¨", "â€™", "Ã¼", "Ã¶", "Ã³"} {
				spoilt += strings.Count(text, m)
			}
			if spoilt > 0 {
				bad++
				t.Logf("%s (%s): %d spoilt characters, %d in the source", name, cs, spoilt, strings.Count(s, "\ufffd"))
			}
		}
	}
	t.Logf("%d pages, %d with spoilt characters", n, bad)
}
