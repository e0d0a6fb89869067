// Command make makes files that package opinion ships: the word lists out of
// VADER, AFINN-165 and Pattern (-from), or how they are read (-umsab). The
// models are made by `vigie train opinion`; docs/models/opinion.md has the
// commands.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/opinion"
)

func main() {
	from := flag.String("from", "", "folder that holds afinn/, pattern/ and vader/")
	umsab := flag.String("umsab", "", "folder that holds <language>/train.tsv")
	out := flag.String("out", "", "folder of the word lists, or file of how they are read")
	flag.Parse()
	var err error
	if *umsab != "" {
		err = weights(*umsab, *out)
	} else {
		err = lists(*from, *out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "make:", err)
		os.Exit(1)
	}
}

// weights fits how the word lists are read on the training texts of umsab.
func weights(from, out string) error {
	texts := map[string][]opinion.Labelled{}
	for lang, folder := range map[string]string{"fr": "french", "en": "english", "es": "spanish", "de": "german", "it": "italian", "pt": "portuguese"} {
		err := lines(filepath.Join(from, folder, "train.tsv"), func(l string) error {
			label, text, _ := strings.Cut(l, "\t")
			if n := strings.Index("012", label); n >= 0 && len(label) == 1 {
				texts[lang] = append(texts[lang], opinion.Labelled{Text: text, Opinion: vigie.Negative + vigie.Opinion(n)})
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	b, err := opinion.TrainLists(texts)
	if err != nil {
		return err
	}
	return os.WriteFile(out, b, 0o644)
}

// lists writes one file a language, and emoji.tsv.
func lists(from, out string) error {
	vader, err := readVader(filepath.Join(from, "vader", "vader_lexicon.txt"))
	if err != nil {
		return err
	}
	words := map[string]map[string][3]string{"emoji": {}, "en": {}, "fr": {}, "it": {}, "nl": {}}
	for form, score := range vader {
		put(words, form, 2, score)
	}
	for _, l := range []struct{ lang, file string }{{"en", "AFINN-en-165.txt"}, {"fr", "AFINN-fr-165.txt"}, {"emoji", "AFINN-emoticon-8.txt"}} {
		if err := readAfinn(filepath.Join(from, "afinn", l.file), func(form string, score int) { putIn(words, l.lang, form, 0, score) }); err != nil {
			return err
		}
	}
	for _, lang := range []string{"en", "fr", "it", "nl"} {
		if err := readPattern(filepath.Join(from, "pattern", lang+"-sentiment.xml"), func(form string, score int) { putIn(words, lang, form, 1, score) }); err != nil {
			return err
		}
	}
	if err := readEmoji(filepath.Join(from, "vader", "emoji_utf8_lexicon.txt"), vader, func(form string, score int) { putIn(words, "emoji", form, 2, score) }); err != nil {
		return err
	}
	for lang, forms := range words {
		if err := write(filepath.Join(out, lang+".tsv"), forms); err != nil {
			return err
		}
	}
	return nil
}
