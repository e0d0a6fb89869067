package main

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// put files a form of VADER under English, or under emoji where it has no
// letter ("kiss" is a word, ":-)" is for everybody).
func put(words map[string]map[string][3]string, form string, list, score int) {
	lang := "emoji"
	letters := 0
	for _, r := range form {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters > 1 {
		lang = "en"
	}
	putIn(words, lang, form, list, score)
}

// putIn files a form; forms of several words are left out, and so are scores
// of 0, which say nothing.
func putIn(words map[string]map[string][3]string, lang, form string, list, score int) {
	form = strings.ToLower(strings.TrimSpace(form))
	if form == "" || score == 0 || strings.ContainsAny(form, " \t") {
		return
	}
	e := words[lang][form]
	e[list] = strconv.Itoa(score)
	words[lang][form] = e
}

func readVader(path string) (map[string]int, error) {
	out := map[string]int{}
	err := lines(path, func(l string) error {
		f := strings.Split(l, "\t")
		if len(f) < 2 {
			return fmt.Errorf("%q", l)
		}
		v, err := strconv.ParseFloat(f[1], 64)
		out[f[0]] = int(math.Round(v * 25)) // -4 to 4
		return err
	})
	return out, err
}

func readAfinn(path string, put func(form string, score int)) error {
	return lines(path, func(l string) error {
		form, score, _ := strings.Cut(l, "\t")
		n, err := strconv.Atoi(strings.TrimSpace(score))
		if err != nil {
			return fmt.Errorf("%q: %w", l, err)
		}
		put(form, n*20) // -5 to 5
		return nil
	})
}

// readPattern hands on the mean polarity of each form over its senses.
func readPattern(path string, put func(form string, score int)) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var doc struct {
		Words []struct {
			Form     string  `xml:"form,attr"`
			Polarity float64 `xml:"polarity,attr"`
		} `xml:"word"`
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	sum, n := map[string]float64{}, map[string]float64{}
	for _, w := range doc.Words {
		form := strings.ToLower(w.Form)
		sum[form] += w.Polarity
		n[form]++
	}
	for form := range sum {
		put(form, int(math.Round(100*sum[form]/n[form])))
	}
	return nil
}

// readEmoji rates each emoji by the words of its description, as VADER does.
func readEmoji(path string, vader map[string]int, put func(form string, score int)) error {
	return lines(path, func(l string) error {
		form, told, _ := strings.Cut(l, "\t")
		sum := 0
		for _, w := range strings.FieldsFunc(told, func(r rune) bool { return !unicode.IsLetter(r) }) {
			sum += vader[strings.ToLower(w)]
		}
		form = strings.Map(func(r rune) rune {
			if r == 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff {
				return -1
			}
			return r
		}, form)
		put(form, max(min(sum, 100), -100))
		return nil
	})
}

func lines(path string, each func(string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		if s.Text() == "" {
			continue
		}
		if err := each(s.Text()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return s.Err()
}

func write(path string, forms map[string][3]string) error {
	var keys []string
	for k := range forms {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	for _, k := range keys {
		e := forms[k]
		b.WriteString(k + "\t" + strings.TrimRight(strings.Join(e[:], "\t"), "\t") + "\n")
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}
