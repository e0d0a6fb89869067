package eval

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// markedPages are pages of our own whose main text stands between marks.
const markedPages = "pages_fr"

// The marks are comments; they are taken out before a page is read, so that
// nothing can be learnt from them.
const (
	markOpen  = "<!--main-->"
	markClose = "<!--/main-->"
)

var anyTag = regexp.MustCompile(`<[^>]*>`)

// readMarked reads a folder of *.html files whose main text is marked.
func readMarked(dir string) ([]labelledPage, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fs.ErrNotExist
	}
	slices.Sort(names)
	var out []labelledPage
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		gold, err := betweenMarks(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		bare := strings.NewReplacer(markOpen, "", markClose, "").Replace(string(b))
		base := filepath.Base(name)
		out = append(out, labelledPage{name: base, url: "https://" + strings.TrimSuffix(base, ".html") + ".example/page", body: []byte(bare), gold: gold})
	}
	return out, nil
}

// betweenMarks returns the words between marks. A page in another character
// set than UTF-8 is in ISO 8859-1.
func betweenMarks(s string) (string, error) {
	if !utf8.ValidString(s) {
		r := make([]rune, len(s))
		for i := range len(s) {
			r[i] = rune(s[i])
		}
		s = string(r)
	}
	var b strings.Builder
	for {
		_, after, ok := strings.Cut(s, markOpen)
		if !ok {
			break
		}
		part, rest, ok := strings.Cut(after, markClose)
		if !ok {
			return "", fmt.Errorf("a mark is not closed")
		}
		b.WriteString(html.UnescapeString(anyTag.ReplaceAllString(part, " ")) + "\n")
		s = rest
	}
	if b.Len() == 0 {
		return "", fmt.Errorf("nothing is marked")
	}
	return b.String(), nil
}

func reportMarked(half string, pages []judgedPage, out func(Result)) {
	p, r := goldFigures(pages)
	set := map[string]any{"set": markedPages, "pages": len(pages), "words": 4}
	out(Result{Name: "fr_f1" + half, Value: harmonic(p, r), Unit: "ratio", Settings: set})
	out(Result{Name: "fr_precision" + half, Value: p, Unit: "ratio", Settings: set})
	out(Result{Name: "fr_recall" + half, Value: r, Unit: "ratio", Settings: set})
	reportCost(half, markedPages, pages, out)
}
