package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"
)

// shape is the course of a burst: when after its onset its mentions come.
type shape struct {
	name string
	// onsets holds one or several courses, each sorted: hours after the onset,
	// in equal shares; those under six hours carry the size.
	onsets [][]float64
}

// sharp decays with a half... of two hours: exp(-t/2h), over a day.
func sharpShape() shape {
	return shape{"sharp", [][]float64{course(func(t float64) float64 { return math.Exp(-t / 2) }, 24)}}
}

// slow rises for twelve hours and falls for twelve.
func slowShape() shape {
	return shape{"slow", [][]float64{course(func(t float64) float64 { return math.Min(t, 24-t) }, 24)}}
}

// course places 2,000 mentions by a density over so many hours.
func course(density func(float64) float64, hours float64) []float64 {
	const parts = 24_000
	sum := 0.0
	for i := range parts {
		sum += density((float64(i) + 0.5) * hours / parts)
	}
	var out []float64
	got := 0.0
	for i := range parts {
		t := (float64(i) + 0.5) * hours / parts
		got += density(t) / sum * 2000
		for float64(len(out)) < got-0.5 {
			out = append(out, t)
		}
	}
	return out
}

// crises are the ten events of CrisisLexT26 with a clear onset.
var crises = []string{
	"2012_Costa_Rica_earthquake", "2012_Guatemala_earthquake", "2012_Italy_earthquakes",
	"2012_Venezuela_refinery", "2013_Australia_bushfire", "2013_Brazil_nightclub_fire",
	"2013_Glasgow_helicopter_crash", "2013_Lac_Megantic_train_crash",
	"2013_Sardinia_floods", "2013_Savar_building_collapse",
}

// realShape reads the courses of real crises, by the times of their tweets. The onset is
// the first ten minutes that hold a tenth of what the fullest ten minutes of
// the following day hold.
func realShape(dir string) (shape, error) {
	s := shape{name: "real"}
	for _, name := range crises {
		paths, err := filepath.Glob(filepath.Join(dir, name, "*tweetids_entire_period.csv*"))
		if err != nil || len(paths) == 0 {
			return s, fmt.Errorf("%s: no times of tweets: %w", name, err)
		}
		rows, err := readTable(paths[0])
		if err != nil {
			return s, err
		}
		var at []time.Time
		for _, row := range rows {
			t, err := time.Parse("Mon Jan 02 15:04:05 -0700 2006", row[0])
			if err != nil {
				return s, fmt.Errorf("%s: %w", paths[0], err)
			}
			at = append(at, t)
		}
		slices.SortFunc(at, time.Time.Compare)
		s.onsets = append(s.onsets, onset(at))
	}
	return s, nil
}

func onset(at []time.Time) []float64 {
	const bin = 10 * time.Minute
	bins := map[int]int{}
	for _, t := range at {
		bins[int(t.Sub(at[0])/bin)]++
	}
	last := int(at[len(at)-1].Sub(at[0]) / bin)
	most := 0
	for i := range last + 1 {
		most = max(most, bins[i])
	}
	first := 0
	for i := range last + 1 {
		if 10*bins[i] >= most {
			first = i
			break
		}
	}
	start := at[0].Add(time.Duration(first) * bin)
	var out []float64
	for _, t := range at {
		if h := t.Sub(start).Hours(); h >= 0 && h < 24 {
			out = append(out, h)
		}
	}
	return out
}

// draw returns the hours of one burst that adds size mentions in its first six hours.
func (s *shape) draw(r *rand.Rand, size int) []float64 {
	c := s.onsets[r.IntN(len(s.onsets))]
	six, _ := slices.BinarySearch(c, 6)
	out := make([]float64, 0, 2*size)
	for range size {
		out = append(out, c[r.IntN(six)])
	}
	for range int(math.Round(float64(size) * float64(len(c)-six) / float64(six))) {
		out = append(out, c[six+r.IntN(len(c)-six)])
	}
	return out
}
