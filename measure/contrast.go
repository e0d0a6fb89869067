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
	// LogOdds is positive where theirs use it more. It has no interval: the prior
	// draws it towards nought, and words that stand out do so partly by chance.
	LogOdds float64
	// Score is LogOdds in units of its standard deviation.
	Score float64
}

// Contrast returns the words that two ways of speaking differ in beyond
// chance, the surest first: those of theirs, then those of ours. Counts are by
// text, so that one that repeats a word counts once. (B. Monroe, M. Colaresi
// and K. Quinn, Fightin' Words, Political Analysis 16, 2008, equations 16 and
// 22: log-odds with an informative Dirichlet prior, here the words of both
// sides together, of weight prior; their score over the 97.5th centile.)
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
		x := Word{Word: w, Ours: ours[w], Theirs: theirs[w], LogOdds: d, Score: d / math.Sqrt(1/(o+a)+1/(t+a))}
		switch {
		case x.Score > z95:
			they = append(they, x)
		case x.Score < -z95:
			we = append(we, x)
		}
	}
	sure := func(x Word) float64 { return math.Abs(x.Score) }
	for _, side := range [][]Word{they, we} {
		slices.SortFunc(side, func(a, b Word) int { return cmp.Or(cmp.Compare(sure(b), sure(a)), cmp.Compare(a.Word, b.Word)) })
	}
	return they, we
}
