// Command opinion holds Vigie's opinions to word lists that others use: VADER,
// TextBlob with textblob-fr, AFINN, sentiment and nlp.js, on the same texts and
// by the same measures as `vigie eval opinion`. It is run by run.sh, never by
// tests, and is no part of the program. It prints a table in Markdown.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigie.example/vigie/bench/peers/ask"
	"vigie.example/vigie/eval"
	"vigie.example/vigie/understand/opinion"
)

// set is labelled texts, and what is told of them.
type set struct {
	name, path, lang string
	labels           eval.Labels
	folds            int // Vigie is retrained by fold where it learnt from these texts
	sign             bool
}

var sets = []set{
	{"tweets fr, macro-F1", "umsab/french", "fr", eval.Three, 5, false},
	{"tweets en, macro-F1", "umsab/english", "en", eval.Three, 5, false},
	{"airline en, macro-F1", "airline/Tweets.csv.gz", "en", eval.Three, 0, false},
	{"films fr, sign", "allocine/train_sample.csv", "fr", eval.Two, 0, true},
	{"insurance fr, sign", "avis_assurance_fr/avis.csv.gz", "fr", eval.Stars, 0, true},
}

// peer is another judge. margin is what its own documentation says is neutral.
type peer struct {
	name   string
	langs  []string
	margin float64
	node   bool
}

var peers = []peer{
	{"vader", []string{"en"}, 0.05, false},
	{"textblob", []string{"fr", "en"}, 0, false},
	{"afinn", []string{"en"}, 0, false},
	{"sentiment", []string{"en"}, 0, true},
	{"nlpjs", []string{"fr", "en"}, 0, true},
}

func main() {
	data := flag.String("data", "", "folder of data sets")
	python := flag.String("python", "python3", "Python with the peers installed")
	node := flag.String("node", "", "Node; none leaves its peers out")
	most := flag.Int("texts", 4000, "texts of a set that peers judge at most, taken evenly")
	flag.Parse()
	if err := run(context.Background(), *data, *python, *node, *most); err != nil {
		fmt.Fprintln(os.Stderr, "opinion:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, python, node string, most int) error {
	table := [][]string{{""}}
	own, speed := []string{"**Vigie**"}, ""
	rows := map[string][]string{}
	fast := map[string]string{}
	for _, s := range sets {
		texts, err := eval.Texts(filepath.Join(data, s.path), eval.TextsOptions{Labels: s.labels})
		if err != nil {
			return err
		}
		if s.folds == 0 {
			texts = evenly(texts, most)
		}
		table[0] = append(table[0], fmt.Sprintf("%s (%d)", s.name, len(texts)))
		got := map[string]float64{}
		if err := eval.Opinion(texts, eval.OpinionOptions{Lang: s.lang, Labels: s.labels, Folds: s.folds, Seed: 1, Corrections: -1}, func(r eval.Result) { got[r.Name] = r.Value }); err != nil {
			return err
		}
		figure := "macro_f1"
		if s.sign {
			figure = "sign"
		}
		own, speed = append(own, fmt.Sprintf("%.3f", got[figure])), fmt.Sprintf("%.0f", got["texts_per_s"])
		type in struct {
			Lang string `json:"lang"`
			Text string `json:"text"`
		}
		var lines []in
		for _, t := range texts {
			lines = append(lines, in{s.lang, t.Text})
		}
		for _, p := range peers {
			if !slices.Contains(p.langs, s.lang) || p.node && node == "" {
				rows[p.name] = append(rows[p.name], "")
				continue
			}
			command, script := python, "peer.py"
			if p.node {
				command, script = node, "peer.cjs"
			}
			a, err := ask.Each[in, struct{ Score float64 }](ctx, lines, command, filepath.Join("bench/peers/opinion", script), p.name)
			if err != nil {
				return err
			}
			var scores []float64
			for _, o := range a.All {
				scores = append(scores, o.Score)
			}
			f1, sign := eval.OpinionOfScores(texts, scores, p.margin)
			if s.sign {
				f1 = sign
			}
			rows[p.name] = append(rows[p.name], fmt.Sprintf("%.3f", f1))
			fast[p.name] = fmt.Sprintf("%.0f", float64(len(texts))/a.Took.Seconds())
		}
	}
	table[0] = append(table[0], "texts/s, last set")
	table = append(table, append(own, speed))
	for _, p := range peers {
		if fast[p.name] != "" {
			table = append(table, append(append([]string{p.name}, rows[p.name]...), fast[p.name]))
		}
	}
	for i, row := range table {
		fmt.Println("| " + strings.Join(row, " | ") + " |")
		if i == 0 {
			fmt.Println("|" + strings.Repeat(" --- |", len(row)))
		}
	}
	return nil
}

// evenly takes at most so many of all, spread over them.
func evenly(all []opinion.Labelled, most int) []opinion.Labelled {
	if len(all) <= most {
		return all
	}
	out := make([]opinion.Labelled, most)
	for i := range out {
		out[i] = all[i*len(all)/most]
	}
	return out
}
