// Command extract holds what Vigie keeps of web pages to trafilatura and to
// Mozilla's readability, on the pages of `vigie eval extract` and by its
// measure. It is run by run.sh, never by tests, and is no part of the program.
// It prints a table in Markdown.
package main

import (
	"context"
	"encoding/base64"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"vigie.example/vigie/bench/peers/ask"
	"vigie.example/vigie/connect/fetch/page"
	"vigie.example/vigie/eval"
)

// figures are those of `vigie eval extract` that the table shows.
var figures = []string{"f1", "precision", "recall", "f1/odd", "strings_f1", "strings_recall", "fr_f1"}

func main() {
	data := flag.String("data", "", "folder of data sets, with the labelled pages")
	python := flag.String("python", "python3", "Python with trafilatura installed")
	node := flag.String("node", "", "Node with readability; empty leaves it out")
	flag.Parse()
	if err := run(context.Background(), *data, *python, *node); err != nil {
		fmt.Fprintln(os.Stderr, "extract:", err)
		os.Exit(1)
	}
}

// asked is a page as a peer is handed it.
type asked struct {
	URL  string `json:"url"`
	Body string `json:"body"`
}

func run(ctx context.Context, data, python, node string) error {
	var pages []asked
	if err := eval.Extract(data, func(body []byte, _, address string) string {
		pages = append(pages, asked{address, base64.StdEncoding.EncodeToString(body)})
		return ""
	}, func(eval.Result) {}); err != nil {
		return err
	}
	fmt.Printf("| %d pages | %s | garbled | ms/page |\n|%s\n", len(pages), strings.Join(figures, " | "), strings.Repeat(" --- |", len(figures)+3))
	line := func(name string, extract eval.Extractor, took *time.Duration) error {
		got, garbled := map[string]float64{}, 0.0
		if err := eval.Extract(data, extract, func(r eval.Result) {
			if got[r.Name] = r.Value; r.Name == "garbled" {
				garbled += r.Value
			}
		}); err != nil {
			return err
		}
		row := []string{name}
		for _, f := range figures {
			if v, ok := got[f]; ok {
				row = append(row, fmt.Sprintf("%.3f", v))
			} else {
				row = append(row, "–")
			}
		}
		fmt.Printf("| %s | %.0f | %.1f |\n", strings.Join(row, " | "), garbled, took.Seconds()*1000/float64(len(pages)))
		return nil
	}
	var own time.Duration
	if err := line("**Vigie**", func(body []byte, hint, address string) string {
		start := time.Now()
		defer func() { own += time.Since(start) }()
		return page.Extract(body, hint, address).Text
	}, &own); err != nil {
		return err
	}
	peers := [][]string{
		{"trafilatura", python, "bench/peers/extract/peer.py", "trafilatura"},
		{"trafilatura, comments left out", python, "bench/peers/extract/peer.py", "articles"},
	}
	if node != "" {
		peers = append(peers, []string{"readability", node, "bench/peers/extract/peer.cjs"})
	}
	for _, p := range peers {
		a, err := ask.Each[asked, struct{ Text string }](ctx, pages, p[1], p[2:]...)
		if err != nil {
			return err
		}
		n := -1
		if err := line(p[0], func([]byte, string, string) string { // the same pages in the same order
			n++
			return a.All[n].Text
		}, &a.Took); err != nil {
			return err
		}
	}
	return nil
}
