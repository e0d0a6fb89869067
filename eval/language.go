package eval

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/language"
)

// Desk are the languages that Vigie reads fully.
var Desk = []string{"fr", "en", "es", "de", "it", "pt", "nl"}

// languageFiles are the files of lingua's test data, as in its repository's
// folder of accuracy tests: a header, then language, tab, text.
var languageFiles = []string{"sentences", "word-pairs", "single-words"}

// Language measures the naming of languages on the files sentences,
// word-pairs and single-words (.tsv.gz) of dir, and hands each figure to out.
//
// For each file: accuracy/desk is how often the likeliest language is right
// among texts in Desk's languages, accuracy/LL the same for one of them,
// accuracy/all over every text (all lines, nothing was chosen on them);
// precision is how often an answer is right where one is given, answered how
// often one is given, precision/desk how often an answer of one of Desk's
// languages is right, over all languages (odd lines only, for the threshold
// was chosen on the even ones); time is the mean of one text. At last accuracy
// alone is the likeliest language among texts in Desk's languages, the three
// files together. It fails with kind NotFound where dir has none of the files.
func Language(dir string, out func(Result)) error {
	d, err := language.Load()
	if err != nil {
		return err
	}
	found := false
	all := &tally{}
	for _, name := range languageFiles {
		texts, err := readLabelled(filepath.Join(dir, name+".tsv.gz"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		found = true
		t := &tally{right: map[string]int{}, texts: map[string]int{}}
		start := time.Now()
		for i, l := range texts {
			guess, sure := d.Guess(l.Text, "")
			t.add(i, l.Lang, guess, sure)
		}
		took := time.Since(start)
		t.report("language/"+name, out)
		out(Result{Name: "language/" + name + "/time", Value: float64(took.Microseconds()) / float64(max(1, len(texts))), Unit: "us/text", Settings: map[string]any{"texts": len(texts), "goroutines": 1}})
		all.answers += t.answers
		all.asked += t.asked
		all.answersRight += t.answersRight
		for _, l := range Desk {
			all.deskTexts += t.texts[l]
			all.deskOK += t.right[l]
		}
	}
	if !found {
		return vigie.Errorf(vigie.NotFound, nil, "eval-no-data", dir, languageFiles[0]+".tsv.gz")
	}
	all.reportAnswers("language/all-files", out)
	out(Result{Name: "accuracy", Value: share(all.deskOK, all.deskTexts), Unit: "ratio", Settings: map[string]any{"texts": all.deskTexts, "languages": Desk, "candidates": 75}})
	return nil
}

// tally counts what became of the texts of one file.
type tally struct {
	texts, right map[string]int // by language, of the guesses

	asked, answers, answersRight int // of the odd lines
	deskAnswers, deskRight       int

	deskTexts, deskOK int // guesses at texts in Desk's languages, over several files
}

func (t *tally) add(line int, want, guess string, sure float64) {
	t.texts[want]++
	ok := guess == want
	if ok {
		t.right[want]++
	}
	if line%2 == 0 {
		return
	}
	t.asked++
	if sure < language.Threshold {
		return
	}
	t.answers++
	desk := slices.Contains(Desk, guess)
	if desk {
		t.deskAnswers++
	}
	if ok {
		t.answersRight++
		if desk {
			t.deskRight++
		}
	}
}

func (t *tally) report(name string, out func(Result)) {
	accuracy := func(of string, langs func(string) bool) {
		n, ok := 0, 0
		for l, k := range t.texts {
			if langs(l) {
				n += k
				ok += t.right[l]
			}
		}
		if n > 0 {
			out(Result{Name: name + "/accuracy/" + of, Value: share(ok, n), Unit: "ratio", Settings: map[string]any{"texts": n, "candidates": 75}})
		}
	}
	accuracy("all", func(string) bool { return true })
	accuracy("desk", func(l string) bool { return slices.Contains(Desk, l) })
	for _, l := range Desk {
		accuracy(l, func(k string) bool { return k == l })
	}
	t.reportAnswers(name, out)
	out(Result{Name: name + "/precision/desk", Value: share(t.deskRight, t.deskAnswers), Unit: "ratio", Settings: map[string]any{"answers": t.deskAnswers, "threshold": language.Threshold, "lines": "odd"}})
}

func (t *tally) reportAnswers(name string, out func(Result)) {
	s := map[string]any{"texts": t.asked, "answers": t.answers, "threshold": language.Threshold, "lines": "odd"}
	out(Result{Name: name + "/precision", Value: share(t.answersRight, t.answers), Unit: "ratio", Settings: s})
	out(Result{Name: name + "/answered", Value: share(t.answers, t.asked), Unit: "ratio", Settings: s})
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func readLabelled(path string) (texts []LanguageText, err error) {
	n := 0
	err = eachLine(path, func(line string) error {
		n++
		lang, text, ok := strings.Cut(line, "\t")
		if n == 1 && lang == "lang" {
			return nil
		}
		if !ok {
			return fmt.Errorf("line %d: want language, tab, text", n)
		}
		texts = append(texts, LanguageText{lang, text})
		return nil
	})
	return texts, err
}
