package opinion

import "math"

// Effect is how right the judge is on labels it did not learn, before and
// after learning the others.
type Effect struct {
	Lang   string
	Labels int
	// Before and After are the shares judged right, 0 to 1.
	Before, After float64
	// Low and High are the 95 % interval of After - Before, from the labels
	// themselves (each is judged twice, so the difference is paired).
	Low, High float64
}

// EffectLeast is how many labels of a language it takes to tell an effect, and
// effectMost how many are looked at, the newest: a page waits for it.
const (
	EffectLeast = 20
	effectMost  = 600
	effectFolds = 5
)

// Effect measures by folds what labels teach: each fifth is judged by what the
// other four teach. It reports false where there are too few (EffectLeast), or
// where the language has no model.
func (j *Judge) Effect(lang string, labels []Taught) (Effect, bool, error) {
	m, err := j.Model(lang)
	if err != nil || m == nil {
		return Effect{}, false, err
	}
	if len(labels) > effectMost {
		labels = labels[len(labels)-effectMost:]
	}
	s := newLesson(m, labels)
	n := len(s.ex)
	if n < EffectLeast || s.kinds() < 2 {
		return Effect{}, false, nil
	}
	e := Effect{Lang: lang, Labels: n}
	g, l := grammarOf(lang), lexiconOf(lang)
	var r reading
	right := func(a *Adapted, t Taught, class int) bool {
		z, _, _ := oddsOf(&r, m, a, g, l, t.Text, t.Mask, func(int, float64) {})
		best := neutral
		for c := range z {
			if z[c] > z[best] {
				best = c
			}
		}
		return best == class
	}
	var kept []Taught // as s.texts are: those that teach something
	for _, t := range labels {
		if _, ok := classOf(t.Opinion); ok {
			kept = append(kept, t)
		}
	}
	parts := folds(s.ex, func(i int) int { return s.texts[i].class }, effectFolds, 1)
	better, worse := 0, 0
	for k := range parts {
		a := s.learn(without(parts, k))
		a.temperature = m.about.Temperature
		for _, i := range parts[k] {
			before, after := right(nil, kept[i], s.texts[i].class), right(a, kept[i], s.texts[i].class)
			if before {
				e.Before += 1 / float64(n)
			}
			if after {
				e.After += 1 / float64(n)
			}
			switch {
			case after && !before:
				better++
			case before && !after:
				worse++
			}
		}
	}
	e.Low, e.High = paired(better, worse, n)
	return e, true, nil
}

// paired returns the 95 % interval of the difference of two shares of the same
// n things, of which some are better the second time and some worse. (A. Agresti
// and Y. Min, Statistics in Medicine 24, 2005: half a thing added to either.)
func paired(better, worse, n int) (low, high float64) {
	b, c, m := float64(better)+0.5, float64(worse)+0.5, float64(n)+2
	mid := (b - c) / m
	half := 1.96 * math.Sqrt(b+c-(b-c)*(b-c)/m) / m
	return math.Max(-1, mid-half), math.Min(1, mid+half)
}
