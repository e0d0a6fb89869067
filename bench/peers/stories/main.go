// Command stories holds Vigie's grouping of copies to MinHash LSH as datasketch
// has it, on the pairs of `vigie eval stories`. It is run by run.sh, never by
// tests, and is no part of the program. It prints a table in Markdown; the rows
// of datasketch are one for each threshold of likeness.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"vigie.example/vigie/bench/peers/ask"
	"vigie.example/vigie/eval"
)

func main() {
	data := flag.String("data", "", "folder of data sets")
	python := flag.String("python", "python3", "Python with datasketch installed")
	flag.Parse()
	if err := run(context.Background(), *data, *python); err != nil {
		fmt.Fprintln(os.Stderr, "stories:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, python string) error {
	fmt.Println("| | planted found of 10 | false | precision | recall | us/text |")
	fmt.Println("| --- | --- | --- | --- | --- | --- |")
	tell := func(name string, measure func(out func(eval.Result)) (texts int, took time.Duration, err error)) error {
		got := map[string]float64{}
		texts, took, err := measure(func(r eval.Result) { got[r.Name] = r.Value })
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %.0f | %.0f | %.4f | %.3f | %.0f |\n", name, got["stories/dup_articles/found"], got["stories/dup_articles/false"], got["precision"], got["recall"], float64(took.Microseconds())/float64(texts))
		return nil
	}
	err := tell("**Vigie**", func(out func(eval.Result)) (texts int, took time.Duration, err error) {
		err = eval.StoriesBy(data, func(in []eval.StoryText) ([]int, error) {
			start := time.Now()
			into, err := eval.Group(in)
			texts, took = texts+len(in), took+time.Since(start)
			return into, err
		}, out)
		return texts, took, err
	})
	for _, threshold := range []string{"0.3", "0.5", "0.7", "0.9"} {
		if err != nil {
			return err
		}
		err = tell("datasketch "+threshold, func(out func(eval.Result)) (texts int, took time.Duration, err error) {
			err = eval.StoriesBy(data, func(in []eval.StoryText) ([]int, error) {
				a, err := ask.Each[eval.StoryText, struct{ Story int }](ctx, in, python, "bench/peers/stories/peer.py", threshold)
				var into []int
				for _, o := range a.All {
					into = append(into, o.Story)
				}
				texts, took = texts+len(in), took+a.Took
				return into, err
			}, out)
			return texts, took, err
		})
	}
	return err
}
