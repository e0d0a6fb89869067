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
	sum, square := 0.0, 0.0
	for k := range parts {
		a := s.learn(without(parts, k))
		a.temperature = m.about.Temperature
		for _, i := range parts[k] {
			before, after := right(nil, kept[i], s.texts[i].class), right(a, kept[i], s.texts[i].class)
			d := 0.0
			if before {
				e.Before += 1 / float64(n)
				d--
			}
			if after {
				e.After += 1 / float64(n)
				d++
			}
			sum += d
			square += d * d
		}
	}
	mean := sum / float64(n)
	half := 1.96 * math.Sqrt(math.Max(square/float64(n)-mean*mean, 1/float64(n*n))/float64(n))
	e.Low, e.High = mean-half, mean+half
	return e, true, nil
}
