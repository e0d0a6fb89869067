package eval

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"vigie.example/vigie/measure"
)

// series is a count of mentions in steps of measure.Grain.
type series struct {
	name  string
	start time.Time
	steps []float64
	// known are stretches in which something real is known to have happened,
	// told by a person who read the texts: they teach no threshold and a ring in
	// them is not false.
	known []span
}

// span is the steps [from, to).
type span struct{ from, to int }

// isKnown reports whether step i lies in a known stretch.
func (s *series) isKnown(i int) bool {
	for _, k := range s.known {
		if k.from <= i && i < k.to {
			return true
		}
	}
	return false
}

const stepsADay = int(24 * time.Hour / measure.Grain)

// at returns when step i begins.
func (s *series) at(i int) time.Time { return s.start.Add(time.Duration(i) * measure.Grain) }

// step is the step that holds t.
func (s *series) step(t time.Time) int { return int(t.Sub(s.start) / measure.Grain) }

// days is its length.
func (s *series) days() float64 { return float64(len(s.steps)) / float64(stepsADay) }

// perDay is its mean rate.
func (s *series) perDay() float64 {
	n := 0.0
	for _, v := range s.steps {
		n += v
	}
	return n / s.days()
}

// newSeries counts instants in whole days of [from, to).
func newSeries(name string, from, to time.Time, instants []time.Time) *series {
	s := &series{name: name, start: from, steps: make([]float64, int(to.Sub(from)/measure.Grain))}
	for _, t := range instants {
		if i := int(t.Sub(from) / measure.Grain); !t.Before(from) && i < len(s.steps) {
			s.steps[i]++
		}
	}
	return s
}

// thin keeps each mention by chance, so that perDay are left on average; a
// series that has not many more is left whole.
func (s *series) thin(perDay float64, seed uint64) *series {
	keep := perDay / s.perDay()
	if keep >= 0.9 {
		return s
	}
	r := rand.New(rand.NewPCG(seed, 1))
	out := &series{name: s.name, start: s.start, steps: make([]float64, len(s.steps)), known: s.known}
	for i, v := range s.steps {
		for range int(v) {
			if r.Float64() < keep {
				out.steps[i]++
			}
		}
	}
	return out
}

// freeOwn are the accounts of the brand itself in free_tweets_fr: what a brand
// answers is no voice about it, and Vigie does not count it either.
var freeOwn = map[string]bool{"Freebox": true, "free": true, "Free_1337": true}

// freeKnown are the events that the texts of free_tweets_fr tell of, read once
// by hand: television cut; the network down in the evenings of 2 and 17
// September, of 2 to 4 October and of 15 October; the theft of customers' data,
// told by the press, and the answers to it.
var freeKnown = []struct{ from, to time.Time }{
	{hourOn(7, 19, 16), hourOn(7, 20, 0)},
	{hourOn(9, 2, 22), hourOn(9, 3, 6)},
	{hourOn(9, 17, 22), hourOn(9, 18, 6)},
	{hourOn(10, 2, 16), hourOn(10, 5, 0)},
	{hourOn(10, 15, 22), hourOn(10, 16, 6)},
	{hourOn(10, 22, 10), hourOn(10, 23, 0)},
	{hourOn(10, 26, 6), hourOn(10, 27, 0)},
}

func hourOn(m time.Month, d, h int) time.Time { return time.Date(2024, m, d, h, 0, 0, 0, time.UTC) }

// readSeries reads the real bases. What is not usable of each set is left out
// as the README of the data and the protocol say.
func readSeries(dir string) (map[string]*series, error) {
	out := map[string]*series{}
	tables := []struct {
		name, file, layout string
		column             int
		from, to           time.Time
	}{
		{"free", "free_tweets_fr/tweets.csv", "2006-01-02 15:04:05-07:00", 3, day(2024, 7, 8), day(2024, 11, 4)},
		{"hackernews", "hackernews/posts.csv.gz", "1/2/2006 15:04", 6, day(2015, 9, 7), day(2016, 3, 14)},
		{"spotify", "support_tweets/spotify_requests.csv.gz", "Mon Jan 02 15:04:05 -0700 2006", 3, day(2017, 10, 4), day(2017, 11, 1)},
	}
	for _, t := range tables {
		rows, err := readTable(filepath.Join(dir, t.file))
		if err != nil {
			return nil, err
		}
		var instants []time.Time
		for _, row := range rows {
			at, err := time.Parse(t.layout, row[t.column])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", t.file, err)
			}
			if t.name == "free" && freeOwn[row[1]] {
				continue
			}
			instants = append(instants, at)
		}
		out[t.name] = newSeries(t.name, t.from, t.to, instants)
	}
	free := out["free"]
	for _, k := range freeKnown {
		free.known = append(free.known, span{free.step(k.from), free.step(k.to)})
	}
	posts, err := readBluesky(filepath.Join(dir, "bluesky", "nytimes_posts.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	out["nytimes"] = newSeries("nytimes", day(2026, 1, 8), day(2026, 3, 24), posts)
	files, err := readNAB(filepath.Join(dir, "nab_tweets"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		n := &series{name: f.name, start: f.times[0], steps: f.values}
		for _, w := range f.windows {
			n.known = append(n.known, span{w.from, w.to + 1})
		}
		out[f.name] = n
	}
	return out, nil
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func readBluesky(path string) (at []time.Time, err error) {
	err = eachLine(path, func(line string) error {
		var p struct {
			At time.Time `json:"created_at"`
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			return err
		}
		at = append(at, p.At)
		return nil
	})
	return at, err
}
