package eval

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vigie.example/vigie"
)

// Extractor finds the main text of a page: its bytes, the character set told
// beside it (empty here) and its address.
type Extractor func(body []byte, hint, address string) string

// The folders of labelled pages that Extract knows.
const (
	goldPages   = "pages_article_extraction"
	stringPages = "pages_trafilatura"
)

// Extract measures how well the main text of web pages is found, in one of the
// folders of labelled pages or in each that stands under dir, and hands the
// figures to out. It fails with kind NotFound where dir has none.
//
// f1, precision and recall compare runs of four words with a text made by hand
// as evaluate.py of the Article Extraction Benchmark does (each page counts
// the same, precision and recall are means over pages, f1 is made of the two
// means); fr_f1 does the same for French pages of our own. strings_f1 asks for strings that must and must not be there, summed
// over all pages, as trafilatura's evaluation does. ms is the mean time of a
// page, garbled how many pages came out with U+FFFD or the traces of UTF-8
// read as windows-1252. Each figure is given for all pages, for the half the
// trimming rules were chosen on (even: every other page by name) and for the
// half that was held back (odd).
func Extract(dir string, extract Extractor, out func(Result)) error {
	found := false
	for _, set := range []struct {
		folder string
		read   func(dir string) ([]labelledPage, error)
		report func(name string, judged []judgedPage, out func(Result))
	}{
		{goldPages, readGold, reportGold},
		{stringPages, readStrings, reportStrings},
		{markedPages, readMarked, reportMarked},
	} {
		at := filepath.Join(dir, set.folder)
		if filepath.Base(filepath.Clean(dir)) == set.folder {
			at = dir
		}
		pages, err := set.read(at)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", set.folder, err)
		}
		found = true
		judged := judge(pages, extract)
		for _, half := range []struct {
			suffix string
			of     func(i int) bool
		}{
			{"", func(int) bool { return true }},
			{"/even", func(i int) bool { return i%2 == 0 }},
			{"/odd", func(i int) bool { return i%2 == 1 }},
		} {
			var part []judgedPage
			for i, p := range judged {
				if half.of(i) {
					part = append(part, p)
				}
			}
			set.report(half.suffix, part, out)
		}
	}
	if !found {
		return vigie.Errorf(vigie.NotFound, nil, "eval-no-data", dir, goldPages)
	}
	return nil
}

// labelledPage is one page and what is known of its main text.
type labelledPage struct {
	name, url     string
	body          []byte
	gold          string   // the whole main text; empty where only strings are known
	with, without []string // strings that must and must not be there
}

// judgedPage is what one page was given.
type judgedPage struct {
	labelledPage
	got  string
	took time.Duration
}

func judge(pages []labelledPage, extract Extractor) []judgedPage {
	out := make([]judgedPage, 0, len(pages))
	for _, p := range pages {
		start := time.Now()
		got := extract(p.body, "", p.url)
		out = append(out, judgedPage{p, got, time.Since(start)})
	}
	return out
}

func readGold(dir string) ([]labelledPage, error) {
	var gold map[string]struct{ ArticleBody, URL string }
	if err := readJSON(filepath.Join(dir, "ground-truth.json"), &gold); err != nil {
		return nil, err
	}
	files, err := readZip(filepath.Join(dir, "html.zip"))
	if err != nil {
		return nil, err
	}
	var out []labelledPage
	for id, g := range gold {
		body, ok := files[id+".html"]
		if !ok {
			return nil, fmt.Errorf("no page %s.html", id)
		}
		out = append(out, labelledPage{name: id, url: g.URL, body: body, gold: g.ArticleBody})
	}
	sortPages(out)
	return out, nil
}

func readStrings(dir string) ([]labelledPage, error) {
	var gold map[string]struct {
		File          string
		With, Without []string
	}
	if err := readJSON(filepath.Join(dir, "evaldata.json"), &gold); err != nil {
		return nil, err
	}
	files, err := readZip(filepath.Join(dir, "html.zip"))
	if err != nil {
		return nil, err
	}
	var out []labelledPage
	for url, g := range gold {
		body, ok := files[g.File]
		if !ok {
			return nil, fmt.Errorf("no page %s", g.File)
		}
		out = append(out, labelledPage{name: g.File, url: url, body: body, with: g.With, without: g.Without})
	}
	sortPages(out)
	return out, nil
}

func sortPages(p []labelledPage) {
	slices.SortFunc(p, func(a, b labelledPage) int { return strings.Compare(a.name+a.url, b.name+b.url) })
}

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// readZip reads the files of an archive by their base names.
func readZip(name string) (files map[string][]byte, err error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, z.Close()) }()
	files = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, err
		}
		files[path.Base(f.Name)] = b
	}
	return files, nil
}

// goldFigures returns the mean precision and the mean recall of pages.
func goldFigures(pages []judgedPage) (precision, recall float64) {
	var p, r mean
	for _, page := range pages {
		both, extra, lost := shingles(page.gold, page.got)
		if both+extra > 0 {
			p.add(both / (both + extra))
		}
		if both+lost > 0 {
			r.add(both / (both + lost))
		}
	}
	return p.value(), r.value()
}

func reportGold(half string, pages []judgedPage, out func(Result)) {
	p, r := goldFigures(pages)
	set := map[string]any{"set": goldPages, "pages": len(pages), "words": 4}
	out(Result{Name: "f1" + half, Value: harmonic(p, r), Unit: "ratio", Settings: set})
	out(Result{Name: "precision" + half, Value: p, Unit: "ratio", Settings: set})
	out(Result{Name: "recall" + half, Value: r, Unit: "ratio", Settings: set})
	reportCost(half, goldPages, pages, out)
}

func reportStrings(half string, pages []judgedPage, out func(Result)) {
	var kept, lost, wrong float64
	for _, page := range pages {
		k, l, w := countStrings(page.got, page.with, page.without)
		kept, lost, wrong = kept+float64(k), lost+float64(l), wrong+float64(w)
	}
	p, r := ratio(kept, kept+wrong), ratio(kept, kept+lost)
	set := map[string]any{"set": stringPages, "pages": len(pages), "must": kept + lost, "wrong": wrong}
	out(Result{Name: "strings_f1" + half, Value: harmonic(p, r), Unit: "ratio", Settings: set})
	out(Result{Name: "strings_precision" + half, Value: p, Unit: "ratio", Settings: set})
	out(Result{Name: "strings_recall" + half, Value: r, Unit: "ratio", Settings: set})
	reportCost(half, stringPages, pages, out)
}

// reportCost gives what is asked of all pages alike.
func reportCost(half, name string, pages []judgedPage, out func(Result)) {
	if half != "" {
		return
	}
	var took time.Duration
	bad := 0
	for _, p := range pages {
		took += p.took
		if Garbled(p.got) && !Garbled(p.gold) {
			bad++
		}
	}
	set := map[string]any{"set": name, "pages": len(pages), "goroutines": 1}
	out(Result{Name: "ms", Value: ratio(float64(took.Microseconds())/1000, float64(len(pages))), Unit: "ms/page", Settings: set})
	out(Result{Name: "garbled", Value: float64(bad), Unit: "pages", Settings: set})
}

// Garbled reports whether a text was read in a wrong character set: it holds
// U+FFFD, or what the accents of UTF-8 become in windows-1252 ("Ã©", "â€™").
func Garbled(s string) bool {
	for _, trace := range []string{"\ufffd", "Ã©", "Ã¨", "Ã ", "Ã§", "Ã¼", "Ã¤", "Ã¶", "â€™", "â€œ", "Å“"} {
		if strings.Contains(s, trace) {
			return true
		}
	}
	return false
}

// countStrings counts the strings that are there and must be, are not there
// and must be, are there and must not be. White space is compared as one
// space: where lines break is no matter of extraction.
func countStrings(got string, with, without []string) (kept, lost, wrong int) {
	got = squeeze(got)
	for _, s := range with {
		if strings.Contains(got, squeeze(s)) {
			kept++
		} else {
			lost++
		}
	}
	for _, s := range without {
		if strings.Contains(got, squeeze(s)) {
			wrong++
		}
	}
	return kept, lost, wrong
}

// squeeze drops what no reader sees and makes all white space one space.
func squeeze(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case 0xad, 0x200b, 0x2060, 0xfeff:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// shingles compares the runs of four words of two texts: how much both have,
// got has too much, and got lacks, as shares that add up to one.
func shingles(want, got string) (both, extra, lost float64) {
	w, g := runs(want), runs(got)
	for k, n := range w {
		m := g[k]
		both += float64(min(n, m))
		lost += float64(max(0, n-m))
	}
	for k, m := range g {
		extra += float64(max(0, m-w[k]))
	}
	if s := both + extra + lost; s > 0 {
		return both / s, extra / s, lost / s
	}
	return 0, 0, 0
}

// runs counts the runs of four words of a text; one shorter than that is one
// run. A word is what Python's \w+ takes: letters, digits and underscore.
func runs(s string) map[string]int {
	s = squeeze(s)
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r == utf8.RuneError || r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	out := map[string]int{}
	if len(words) == 0 {
		return out
	}
	for i := 0; i < max(1, len(words)-3); i++ {
		out[strings.Join(words[i:min(i+4, len(words))], " ")]++
	}
	return out
}

type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64)  { m.sum += v; m.n++ }
func (m *mean) value() float64 { return ratio(m.sum, float64(m.n)) }

func ratio(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
