// Command language holds Vigie's naming of languages to lingua, langid,
// langdetect, CLD2, fastText and whatlang, on the texts of `vigie eval
// language` that are in Vigie's seven desk languages, and on the posts of
// `vigie eval language --posts`. Each names the likeliest of all the languages
// it knows. It is run by run.sh, never by tests, and is no part of the program.
// It prints a table in Markdown.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vigie.example/vigie/bench/peers/ask"
	"vigie.example/vigie/eval"
	"vigie.example/vigie/understand/language"
)

var peers = []string{"lingua", "fasttext", "cld2", "langid", "langdetect", "whatlang"}

func main() {
	data := flag.String("data", "", "folder of data sets, with langid and umsab")
	python := flag.String("python", "python3", "Python with the peers installed")
	flag.Parse()
	if err := run(context.Background(), *data, *python); err != nil {
		fmt.Fprintln(os.Stderr, "language:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, python string) error {
	sets, err := eval.LanguageSets(filepath.Join(data, "langid"), filepath.Join(data, "umsab"))
	if err != nil {
		return err
	}
	var all []eval.LanguageText
	head := []string{""}
	for i := range sets {
		s := &sets[i]
		s.Texts = slices.DeleteFunc(s.Texts, func(t eval.LanguageText) bool { return !slices.Contains(eval.Desk, t.Lang) })
		head = append(head, fmt.Sprintf("%s (%d)", s.Name, len(s.Texts)))
		all = append(all, s.Texts...)
	}
	tell := func(row []string) { fmt.Println("| " + strings.Join(row, " | ") + " |") }
	tell(append(head, "us/text"))
	fmt.Println("|" + strings.Repeat(" --- |", len(head)+1))
	line := func(name string, said []string, took time.Duration) {
		row := []string{name}
		for _, s := range sets {
			right := 0
			for i, t := range s.Texts {
				if said[i] == t.Lang {
					right++
				}
			}
			said = said[len(s.Texts):]
			row = append(row, fmt.Sprintf("%.3f", float64(right)/float64(len(s.Texts))))
		}
		tell(append(row, fmt.Sprintf("%.1f", float64(took.Microseconds())/float64(len(all)))))
	}
	d, err := language.Load()
	if err != nil {
		return err
	}
	var said []string
	start := time.Now()
	for _, t := range all {
		lang, _ := d.Guess(t.Text, "")
		said = append(said, lang)
	}
	line("**Vigie**", said, time.Since(start))
	texts := make([]string, len(all))
	for i, t := range all {
		texts[i] = t.Text
	}
	for _, p := range peers {
		a, err := ask.Each[string, struct{ Lang string }](ctx, texts, python, "bench/peers/language/peer.py", p)
		if err != nil {
			return err
		}
		said = said[:0]
		for _, o := range a.All {
			said = append(said, o.Lang)
		}
		line(p, said, a.Took)
	}
	return nil
}
