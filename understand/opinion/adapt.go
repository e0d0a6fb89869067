package opinion

import (
	"maps"
	"math"
	"slices"

	"vigie.example/vigie"
)

// Adapted is what the user's labels changed in a model: the texts the model
// was made of are not here, so its own weights stand for them. The labels pull,
// and each weight holds on to its base the more, the more texts made it.
type Adapted struct {
	neg, pos    []float32 // added to the weights of each bucket
	fresh       []bool    // buckets the base never met and labels did
	dense       [classes][denseCount]float32
	temperature float64
	texts       int
}

// Texts is how many labels an adaptation was made of.
func (a *Adapted) Texts() int { return a.texts }

// How labels are weighed against the base; chosen by cross-validation on the
// brand tweets of Sanders and SXSW, never on the airline tweets they are judged
// by.
const (
	adaptWeight  = 3.0  // of a label beside a text of the base
	adaptPenalty = 0.7  // holds a weight that no text of the base made
	adaptHold    = 0.03 // more for each text of the base that made it
	freshRare    = 1.0  // rarity of new words, in share of the rarest known
	adaptSteps   = 40
	adaptFolds   = 5
	// adaptEven: labels of a kind count by (mean of kinds / its number) to this
	// power, for people correct what annoys them and kinds are never even.
	adaptEven   = 0.5
	adaptCool   = 1.3 // labels count thrice, which makes too sure: the base's temperature times that
	presentHold = 10  // how many times stronger labels are held to a base of what is present
	// adaptLeast labels of at least two kinds make an adaptation.
	adaptLeast = 4
)

// Taught is one label as the judge learns from it: the passage that was
// judged, the name in it, and what a person said it thinks.
type Taught struct {
	Text    string
	Mask    []Span
	Opinion vigie.Opinion // Negative, Neutral or Positive; others are left out
}

// Adapt returns what labels teach about a language, nil where they are too few
// (adaptLeast, of two kinds) or where the language has no model. The same
// labels in the same order give the same result.
func (j *Judge) Adapt(lang string, labels []Taught) (*Adapted, error) {
	m, err := j.Model(lang)
	if err != nil || m == nil {
		return nil, err
	}
	s := newLesson(m, labels)
	if len(s.ex) < adaptLeast || s.kinds() < 2 {
		return nil, nil
	}
	all := make([]int, len(s.ex))
	for i := range all {
		all[i] = i
	}
	a := s.learn(all)
	a.temperature = m.about.Temperature * adaptCool
	return a, nil
}

// Teach puts adaptations in force, replacing those before; it takes none for
// languages it does not name.
func (j *Judge) Teach(a map[string]*Adapted) {
	kept := maps.Clone(a)
	maps.DeleteFunc(kept, func(_ string, v *Adapted) bool { return v == nil })
	j.taught.Store(&kept)
}

// lesson is labels made into features of a base model.
type lesson struct {
	m     *Model
	texts []counted
	ex    []int // places in texts
	base  [][classes]float64
}

func newLesson(m *Model, labels []Taught) *lesson {
	s := &lesson{m: m}
	g, l := grammarOf(m.about.Lang), lexiconOf(m.about.Lang)
	var r reading
	for _, t := range labels {
		c, ok := classOf(t.Opinion)
		if !ok {
			continue
		}
		r.read(t.Text, t.Mask, g, l, m.about.Family)
		k := counted{class: c}
		s.base = append(s.base, m.odds(&r))
		k.take(&r)
		s.texts = append(s.texts, k)
		s.ex = append(s.ex, len(s.ex))
	}
	return s
}

func (s *lesson) kinds() int {
	seen := map[int]bool{}
	for i := range s.texts {
		seen[s.texts[i].class] = true
	}
	return len(seen)
}

// learn fits the changes on the labels at the places in of.
func (s *lesson) learn(of []int) *Adapted {
	a := &Adapted{neg: make([]float32, buckets), pos: make([]float32, buckets), fresh: make([]bool, buckets), texts: len(of)}
	in := map[int32]int{}
	for _, i := range of {
		for k := range s.texts[i].group {
			for _, f := range s.texts[i].group[k] {
				in[f.i]++
			}
		}
	}
	used := slices.Sorted(maps.Keys(in))
	place := make([]int32, buckets)
	penalty := make([]float64, denseCount, denseCount+len(used))
	for i := range penalty {
		penalty[i] = adaptPenalty * penaltyDense * adaptWeight
	}
	for _, b := range used {
		rare := s.m.cells[b].rare
		if rare == 0 {
			if in[b] < rareLeast {
				continue
			}
			a.fresh[b] = true
		}
		place[b] = int32(len(penalty))
		hold := adaptPenalty
		if rare > 0 {
			hold += adaptHold * s.m.textsWith(rare)
		}
		penalty = append(penalty, hold*s.m.stiffness())
	}
	var per [classes]float64
	for _, i := range of {
		per[s.texts[i].class]++
	}
	ex := make([]example, 0, len(of))
	for _, i := range of {
		ex = append(ex, example{x: a.vector(s.m, &s.texts[i], place), class: s.texts[i].class, weight: adaptWeight * math.Pow(float64(len(of))/3/per[s.texts[i].class], adaptEven), offset: s.base[i]})
	}
	w := fit(ex, penalty, adaptSteps)
	for c := range classes {
		for i := range denseCount {
			a.dense[c][i] = float32(w[i*classes+c])
		}
	}
	for _, b := range used {
		if p := int(place[b]); p > 0 {
			a.neg[b], a.pos[b] = float32(w[p*classes+negative]), float32(w[p*classes+positive])
		}
	}
	return a
}

// stiffness is how many times as strongly labels are held to this base as to a
// usual one: where features count whole, weights are that much smaller. The
// factor is from avis_restaurants_fr, corrected upon a model of allocine_dated.
func (m *Model) stiffness() float64 {
	if m.about.Family == Present {
		return presentHold * m.about.Penalty / penaltyUsual
	}
	return 1
}

// textsWith is how many texts of the base held a bucket of this rarity.
func (m *Model) textsWith(rare uint8) float64 {
	return float64(m.about.Texts+1)*math.Exp(1-float64(rare)*idfUnit) - 1
}

// freshIdf is the rarity given to what the base never met, in idfUnit.
func (m *Model) freshIdf() float32 {
	return float32(freshRare * (math.Log(float64(m.about.Texts+1)/3) + 1) / idfUnit)
}

// vector is a label as the optimiser sees it: what the base knows is scaled as
// the base scales it, and new words as if it knew them all.
func (a *Adapted) vector(m *Model, c *counted, place []int32) []feat {
	var x []feat
	for i, v := range c.dense {
		if v != 0 {
			x = append(x, feat{int32(i), v})
		}
	}
	fresh := m.freshIdf()
	for k := range c.group {
		known, whole := float32(0), float32(0)
		for _, f := range c.group[k] {
			v := float32(m.cells[f.i].rare)
			known += f.v * v * v
			if a.fresh[f.i] {
				whole += f.v * fresh * fresh
			}
		}
		whole += known
		ks, ws := m.over(k, known), m.over(k, whole)
		for _, f := range c.group[k] {
			p := place[f.i]
			if p == 0 {
				continue
			}
			if rare := m.cells[f.i].rare; rare > 0 {
				x = append(x, feat{p, f.v * float32(rare) * ks})
			} else {
				x = append(x, feat{p, f.v * fresh * ws})
			}
		}
	}
	return x
}

// each hands on what every feature of r adds to negative and positive.
func (a *Adapted) each(m *Model, r *reading, add func(token int32, neg, pos float32)) {
	fresh := m.freshIdf()
	for g := range r.group {
		known, whole := float32(0), float32(0)
		for _, h := range r.group[g] {
			v := float32(m.cells[h.bucket].rare)
			known += v * v
			if a.fresh[h.bucket] {
				whole += fresh * fresh
			}
		}
		whole += known
		ks, ws := m.over(g, known), m.over(g, whole)
		for _, h := range r.group[g] {
			k := ws * fresh
			if rare := m.cells[h.bucket].rare; rare > 0 {
				k = ks * float32(rare)
			}
			if n, p := a.neg[h.bucket], a.pos[h.bucket]; n != 0 || p != 0 {
				add(h.token, k*n, k*p)
			}
		}
	}
}

// odds adds what was learnt to z, the base's log-odds of r.
func (a *Adapted) odds(m *Model, r *reading, z [classes]float64) [classes]float64 {
	var neg, pos float32
	a.each(m, r, func(_ int32, n, p float32) { neg += n; pos += p })
	z[negative] += float64(neg)
	z[positive] += float64(pos)
	z[neutral] -= float64(neg + pos)
	for c := range z {
		for i, w := range a.dense[c] {
			z[c] += float64(w * r.dense[i])
		}
	}
	return z
}

func (a *Adapted) weigh(m *Model, r *reading, by []float64) {
	a.each(m, r, func(token int32, n, p float32) { by[token] += float64(p - n) })
}
