package opinion

import (
	"cmp"
	"math"
	"slices"
)

// Family is a way to make a model: which features it takes and how strongly
// each is held back. The zero value is the usual one.
type Family string

// The families of models.
const (
	// Usual scales each group of features to unit length, by rarity, and holds
	// all weights back alike: best on tweets.
	Usual Family = ""
	// Ratios is Usual with each weight held back by the square of its log-count
	// ratio: what occurs alike in all opinions can weigh nothing. It is the
	// scaling of Wang and Manning (2012), moved from the features into the
	// penalty, where it comes to the same.
	Ratios Family = "ratios"
	// Present takes words, pairs, beginnings and signs, each once a text however
	// often it occurs and however long the text, held back as in Ratios: best on
	// reviews of several sentences.
	Present Family = "present"
	// Graded is Usual with each weight held back the less, the more it tells,
	// and never wholly: between Usual and Ratios. The shipped models are such.
	Graded Family = "graded"
)

// How Graded holds weights back, chosen by folds over umsab train + val of six
// languages; see docs/models/opinion.md. At its penalty of 2.5, a bucket that
// tells nothing is held back by 2.5 and one whose telling is 1 by 0.75.
const (
	gradedTells = 7.0 / 3 // how much telling loosens the hold
	gradedDense = 0.5     // of the scores of word lists, of the penalty
)

// holds is how strongly a model of family f with penalty p holds back the
// weight of a bucket that tells so much (see telling), and those of the
// features that are not hashed.
func (f Family) holds(p float64) (bucket func(tells float64) float64, dense [denseCount]float64) {
	const usual = penaltyUsual * penaltyDense
	all := func(v float64) {
		for i := range dense {
			dense[i] = v
		}
	}
	switch f {
	case Ratios, Present:
		all(usual)
		return func(tells float64) float64 { return p / max(tells, tellingLeast) }, dense
	case Graded:
		all(p * gradedDense)
		// Emoji mean the same everywhere and are too few in the texts of one
		// language to be learnt one by one: their ratings stay free.
		dense[denseEmoji], dense[denseEmoji+1] = usual, usual
		return func(tells float64) float64 { return p / (1 + gradedTells*tells) }, dense
	}
	all(p * penaltyDense)
	return func(float64) float64 { return p }, dense
}

// Name is how people write it: usual, ratios, present or graded.
func (f Family) Name() string { return cmp.Or(string(f), "usual") }

// FamilyNamed is the family of a name.
func FamilyNamed(s string) Family {
	if s == Usual.Name() {
		return Usual
	}
	return Family(s)
}

func (f Family) known() bool { return f == Usual || f == Ratios || f == Present || f == Graded }

// Trial is one way of making a model, and how it did on folds within the
// training texts.
type Trial struct {
	Family  Family  `json:"family"`
	Penalty float64 `json:"penalty"`
	Loss    float64 `json:"loss"`  // mean cross-entropy in nats, calibrated
	Right   float64 `json:"right"` // share of texts
}

// trials are what Choose chooses among: the grids were drawn on film and
// restaurant reviews (allocine_dated, avis_restaurants_fr), which no figure of
// docs/models/opinion.md is told of.
var trials = []Trial{
	{Family: Usual, Penalty: 0.7},
	{Family: Usual, Penalty: 0.2},
	{Family: Ratios, Penalty: 0.1},
	{Family: Ratios, Penalty: 0.03},
	{Family: Present, Penalty: 160},
	{Family: Present, Penalty: 40},
	{Family: Present, Penalty: 10},
}

// penalty is the strength of L2 where none is given: the middle of its grid.
func (f Family) penalty() float64 {
	switch f {
	case Ratios:
		return 0.1
	case Present:
		return 40
	case Graded:
		return 2.5
	}
	return penaltyUsual
}

// chooseMost texts at most are tried on, drawn at random; chosen by what the
// trials cost.
const chooseMost = 4000

// choose tries each of trials on folds of at most chooseMost of the texts, and
// returns them, the one of least loss first.
func choose(lang string, texts []Labelled, t Training) []Trial {
	all := make([]int, len(texts))
	for i := range all {
		all[i] = i
	}
	class := func(i int) int { c, _ := classOf(texts[i].Opinion); return c }
	if n := (len(texts) + chooseMost - 1) / chooseMost; n > 1 {
		all = folds(all, class, n, t.Seed)[0]
	}
	drawn := make([]Labelled, len(all))
	for k, i := range all {
		drawn[k] = texts[i]
		all[k] = k
	}
	out := slices.Clone(trials)
	var set *trainingSet
	for k := range out {
		o := &out[k]
		if set == nil || (set.family == Present) != (o.Family == Present) {
			set = newTrainingSet(lang, drawn, o.Family)
		}
		try := t
		try.Family, try.Penalty = o.Family, o.Penalty
		_, o.Loss, o.Right = set.calibrate(all, try)
	}
	slices.SortStableFunc(out, func(a, b Trial) int {
		switch {
		case a.Loss < b.Loss:
			return -1
		case a.Loss > b.Loss:
			return 1
		}
		return 0
	})
	return out
}

// telling is how much a bucket tells opinions apart: the mean square, over the
// opinions that occur, of the log of how much likelier it is in texts of that
// opinion than in the others, each count one higher (Wang and Manning 2012).
func telling(in, of [classes]int32) float64 {
	sum, kinds := 0.0, 0.0
	var held, texts float64
	for c := range in {
		held += float64(in[c])
		texts += float64(of[c])
	}
	for c := range in {
		if of[c] == 0 {
			continue
		}
		a, n := float64(in[c]), float64(of[c])
		r := math.Log((a + 1) / (n + 2) * (texts - n + 2) / (held - a + 1))
		sum += r * r
		kinds++
	}
	return sum / kinds
}

// tellingLeast is the least that telling is taken for: a weight is then held
// back ten thousand times as much as where the ratio is e.
const tellingLeast = 1e-4
