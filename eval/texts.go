package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"vigie.example/vigie"
	"vigie.example/vigie/understand/opinion"
)

// Labels says how the labels of a file are to be read.
type Labels string

// The ways to label: three opinions (0 negative, 1 neutral, 2 positive, or
// their names), two (0 negative, 1 positive, or their names), and stars (up to
// 2 of 5 is negative, from 4 positive, what lies between is left out).
const (
	Three Labels = "3"
	Two   Labels = "2"
	Stars Labels = "stars"
)

// TextsOptions says where in a file the text and its label stand. Empty
// columns are looked for by the usual names.
type TextsOptions struct {
	Labels Labels // empty means Three
	Text   string
	Label  string
}

// The names under which columns are found, the likeliest first.
var (
	textColumns  = []string{"text", "texte", "avis", "review", "tweet_text", "tweettext", "tweet", "comment", "content", "originaltweet"}
	labelColumns = []string{"label", "opinion", "sentiment", "airline_sentiment", "note", "stars", "rating", "polarity", "is_there_an_emotion_directed_at_a_brand_or_product"}
)

// Texts reads labelled texts from a CSV or TSV file with a header line (.gz
// too), or from every such file of a folder, in the order of their names. The
// same text twice is kept once; rows without a label that can be read are left
// out. It fails with kind NotFound where there is nothing, and Invalid where
// no column fits.
func Texts(path string, o TextsOptions) ([]opinion.Labelled, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, vigie.Errorf(vigie.NotFound, err, "eval-no-file", path)
	}
	files := []string{path}
	if info.IsDir() {
		files = nil
		all, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			switch name := strings.TrimSuffix(e.Name(), ".gz"); filepath.Ext(name) {
			case ".csv", ".tsv":
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
	}
	var out []opinion.Labelled
	seen := map[string]bool{}
	for _, f := range files {
		rows, err := readRows(f)
		if err != nil {
			return nil, err
		}
		t, l, err := columns(f, rows[0], o)
		if err != nil {
			return nil, err
		}
		for _, r := range rows[1:] {
			if len(r) <= max(t, l) || seen[r[t]] || strings.TrimSpace(r[t]) == "" {
				continue
			}
			if op := labelOf(r[l], o.Labels); op != vigie.OpinionUnknown {
				seen[r[t]] = true
				out = append(out, opinion.Labelled{Text: r[t], Opinion: op})
			}
		}
	}
	if len(out) == 0 {
		return nil, vigie.Errorf(vigie.Invalid, nil, "eval-no-labels", path)
	}
	return out, nil
}

// readRows returns the rows of a file, its header first.
func readRows(path string) (rows [][]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, vigie.Errorf(vigie.NotFound, err, "eval-no-file", path)
		}
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var r io.Reader = f
	name := path
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, vigie.Errorf(vigie.Invalid, err, "eval-no-labels", path)
		}
		name = strings.TrimSuffix(name, ".gz")
	}
	if strings.HasSuffix(name, ".tsv") {
		s := bufio.NewScanner(r)
		s.Buffer(nil, 1<<22)
		for s.Scan() {
			rows = append(rows, strings.Split(s.Text(), "\t"))
		}
		err = s.Err()
	} else {
		c := csv.NewReader(r)
		c.FieldsPerRecord, c.LazyQuotes = -1, true
		rows, err = c.ReadAll()
	}
	if err != nil || len(rows) < 2 {
		return nil, vigie.Errorf(vigie.Invalid, err, "eval-no-labels", path)
	}
	return rows, nil
}

func columns(path string, header []string, o TextsOptions) (text, label int, err error) {
	find := func(asked string, usual []string) int {
		if asked != "" {
			usual = []string{strings.ToLower(asked)}
		}
		for _, u := range usual {
			if i := slices.IndexFunc(header, func(h string) bool { return strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))) == u }); i >= 0 {
				return i
			}
		}
		return -1
	}
	if text, label = find(o.Text, textColumns), find(o.Label, labelColumns); text < 0 || label < 0 {
		return 0, 0, vigie.Errorf(vigie.Invalid, nil, "eval-no-columns", path, strings.Join(header, ", "))
	}
	return text, label, nil
}

// labelOf reads one label; unknown where it says nothing.
func labelOf(s string, how Labels) vigie.Opinion {
	s = strings.ToLower(strings.TrimSpace(s))
	if how == Stars {
		v, err := strconv.ParseFloat(s, 64)
		switch {
		case err != nil:
			return vigie.OpinionUnknown
		case v <= 2:
			return vigie.Negative
		case v >= 4:
			return vigie.Positive
		}
		return vigie.OpinionUnknown
	}
	switch s {
	case "negative", "neg", "négatif", "négative", "negative emotion":
		return vigie.Negative
	case "neutral", "neutre", "no emotion toward brand or product":
		return vigie.Neutral
	case "positive", "pos", "positif", "positive emotion":
		return vigie.Positive
	case "0":
		return vigie.Negative
	case "1":
		if how == Two {
			return vigie.Positive
		}
		return vigie.Neutral
	case "2":
		return vigie.Positive
	}
	return vigie.OpinionUnknown
}
