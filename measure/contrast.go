package measure

import (
	"cmp"
	"math"
	"slices"
)

// Word is one word that tells two ways of speaking apart.
type Word struct {
	Word         string
	Ours, Theirs int64
	// LogOdds is positive where theirs use it more; Between covers it at 95 %.
	LogOdds float64
	Between Interval
}

// Contrast returns the words that two ways of speaking differ in beyond
// chance, the surest first: those of theirs, then those of ours. Counts are by
// text, so that one that repeats a word counts once. (B. Monroe, M. Colaresi
// and K. Quinn, Fightin' Words, Political Analysis 16, 2008, equations 16 and
// 22: log-odds with an informative Dirichlet prior, here the words of both
// sides together, of weight prior.)
func Contrast(ours, theirs map[string]int64, prior float64) (they, we []Word) {
	sum := func(m map[string]int64) (n float64) {
		for _, k := range m {
			n += float64(k)
		}
		return n
	}
	nO, nT := sum(ours), sum(theirs)
	if nO == 0 || nT == 0 || !(prior > 0) {
		return nil, nil
	}
	all := map[string]bool{}
	for w := range ours {
		all[w] = true
	}
	for w := range theirs {
		all[w] = true
	}
	for w := range all {
		o, t := float64(ours[w]), float64(theirs[w])
		a := prior * (o + t) / (nO + nT)
		odds := func(k, n float64) float64 { return math.Log((k + a) / (n + prior - k - a)) }
		d := odds(t, nT) - odds(o, nO)
		half := z95 * math.Sqrt(1/(o+a)+1/(t+a))
		x := Word{Word: w, Ours: ours[w], Theirs: theirs[w], LogOdds: d, Between: Interval{Low: d - half, High: d + half}}
		switch {
		case x.Between.Low > 0:
			they = append(they, x)
		case x.Between.High < 0:
			we = append(we, x)
		}
	}
	sure := func(x Word) float64 { return math.Abs(x.LogOdds) / (x.Between.High - x.Between.Low) }
	for _, side := range [][]Word{they, we} {
		slices.SortFunc(side, func(a, b Word) int { return cmp.Or(cmp.Compare(sure(b), sure(a)), cmp.Compare(a.Word, b.Word)) })
	}
	return they, we
}
