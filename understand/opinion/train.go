package opinion

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"vigie.example/vigie"
)

// Labelled is one text with what a person thinks of it: Negative, Neutral or
// Positive.
type Labelled struct {
	Text    string
	Opinion vigie.Opinion
}

// Training says how a model is made. The zero value is what the shipped models
// were made with.
type Training struct {
	Data    string // named in the model's file
	Seed    int64  // of the folds on which it is calibrated
	Family  Family
	Penalty float64 // L2; 0 means the usual one of the family
	Choose  bool    // family and penalty by folds within the texts; those given are not looked at
}

// What was found best by cross-validation over umsab train + val (fr, en); see
// docs/models/opinion.md.
const (
	penaltyUsual = 0.7
	penaltyDense = 0.1 // of the other: scores of word lists may weigh more
	rareLeast    = 2   // texts in which a bucket must occur
	fitSteps     = 60
	fitFolds     = 4 // for the calibration
)

// Train makes a model of lang from labelled texts. The same texts in the same
// order and settings give the same model on one kind of processor. It fails with kind Invalid where there are fewer than 30 texts, or all say the
// same.
func Train(lang string, texts []Labelled, t Training) (*Model, error) {
	var count [classes]int
	for _, l := range texts {
		c, ok := classOf(l.Opinion)
		if !ok {
			return nil, vigie.Errorf(vigie.Invalid, nil, "train-label-unknown", l.Opinion.String())
		}
		count[c]++
	}
	if len(texts) < trainLeast {
		return nil, vigie.Errorf(vigie.Invalid, nil, "train-too-few", len(texts), trainLeast)
	}
	if slices.Max(count[:]) == len(texts) {
		return nil, vigie.Errorf(vigie.Invalid, nil, "train-one-label")
	}
	var tried []Trial
	if t.Choose {
		tried = choose(lang, texts, t)
		t.Family, t.Penalty = tried[0].Family, tried[0].Penalty
	}
	if t.Penalty == 0 {
		t.Penalty = t.Family.penalty()
	}
	set := newTrainingSet(lang, texts, t.Family)
	all := make([]int, len(texts))
	for i := range all {
		all[i] = i
	}
	m := set.train(all, t)
	m.about.Stretch = stretchOf(texts)
	m.about.Temperature, _, _ = set.calibrate(all, t)
	m.about.Tried = tried
	return m, nil
}

// stretchOf is the length of text that a model of these texts can judge at
// once: stretchBytes where most are short, anything where they are not.
func stretchOf(texts []Labelled) int {
	sizes := make([]int, len(texts))
	for i, t := range texts {
		sizes[i] = len(t.Text)
	}
	slices.Sort(sizes)
	if sizes[len(sizes)/2] <= stretchBytes {
		return stretchBytes
	}
	return textMost
}

// trainLeast texts make a model at all; a useful one needs a thousand.
const trainLeast = 30

func classOf(o vigie.Opinion) (int, bool) {
	switch o {
	case vigie.Negative:
		return negative, true
	case vigie.Neutral:
		return neutral, true
	case vigie.Positive:
		return positive, true
	}
	return 0, false
}

// trainingSet is labelled texts made into features, once for all folds.
type trainingSet struct {
	lang   string
	family Family
	texts  []counted
}

// counted is a text's features: distinct buckets and how often, by group.
type counted struct {
	group [groups][]feat
	dense [denseCount]float32
	class int
}

func newTrainingSet(lang string, texts []Labelled, f Family) *trainingSet {
	s := &trainingSet{lang: lang, family: f, texts: make([]counted, len(texts))}
	g, l := grammarOf(lang), lexiconOf(lang)
	var r reading
	for i, t := range texts {
		r.read(t.Text, nil, g, l, f)
		c := &s.texts[i]
		c.class, _ = classOf(t.Opinion)
		c.take(&r)
	}
	return s
}

func (c *counted) take(r *reading) {
	c.dense = r.dense
	for k := range r.group {
		slices.SortFunc(r.group[k], func(a, b hashed) int { return cmp.Compare(a.bucket, b.bucket) })
		for _, h := range r.group[k] {
			if n := len(c.group[k]); n > 0 && c.group[k][n-1].i == int32(h.bucket) {
				c.group[k][n-1].v++
				continue
			}
			c.group[k] = append(c.group[k], feat{int32(h.bucket), 1})
		}
	}
}

// train makes a model of the texts at the places in of.
func (s *trainingSet) train(of []int, t Training) *Model {
	m := newModel(About{Lang: s.lang, Data: t.Data, Texts: len(of), Seed: t.Seed, Penalty: t.Penalty, Temperature: 1, Family: t.Family})
	in := make([][classes]int32, buckets) // texts of each opinion that hold each bucket
	var kinds [classes]int32
	for _, i := range of {
		c := s.texts[i].class
		kinds[c]++
		for k := range s.texts[i].group {
			for _, f := range s.texts[i].group[k] {
				in[f.i][c]++
			}
		}
	}
	place := make([]int32, buckets) // of each bucket among the weights, after the dense ones
	hold, dense := t.Family.holds(t.Penalty)
	penalty := slices.Clone(dense[:])
	for b, held := range in {
		df := int(held[negative] + held[neutral] + held[positive])
		if df < rareLeast {
			continue
		}
		m.cells[b].rare = rarity(len(of), df)
		place[b] = int32(len(penalty))
		penalty = append(penalty, hold(telling(held, kinds)))
	}
	ex := make([]example, len(of))
	for k, i := range of {
		ex[k] = example{x: m.vector(&s.texts[i], place), class: s.texts[i].class, weight: 1}
	}
	var w []float64
	if t.Family == Graded {
		w = fitEven(ex, penalty, fitSteps)
	} else {
		w = fit(ex, penalty, fitSteps) // their grids were drawn where it stops
	}
	m.settle(w, place)
	return m
}

// rarity is the idf of a bucket in idfUnit, at least 1.
func rarity(texts, in int) uint8 {
	idf := math.Log(float64(texts+1)/float64(in+1)) + 1
	return uint8(min(max(math.Round(idf/idfUnit), 1), 255))
}

// vector is a text as the optimiser sees it.
func (m *Model) vector(c *counted, place []int32) []feat {
	var x []feat
	for i, v := range c.dense {
		if v != 0 {
			x = append(x, feat{int32(i), v})
		}
	}
	for k := range c.group {
		sum := float32(0)
		for _, f := range c.group[k] {
			v := float32(m.cells[f.i].rare)
			sum += f.v * v * v
		}
		if sum == 0 {
			continue
		}
		scale := m.over(k, sum)
		for _, f := range c.group[k] {
			if v := float32(m.cells[f.i].rare); v > 0 {
				x = append(x, feat{place[f.i], f.v * v * scale})
			}
		}
	}
	return x
}

// settle puts the weights into the table, in bytes.
func (m *Model) settle(w []float64, place []int32) {
	for c := range classes {
		for i := range denseCount {
			m.about.Dense[c][i] = float32(w[i*classes+c])
		}
	}
	// The largest one in ten thousand is cut, so that the others keep finer steps.
	var sizes []float64
	for _, p := range place {
		if p > 0 {
			sizes = append(sizes, math.Abs(w[int(p)*classes+negative]), math.Abs(w[int(p)*classes+positive]))
		}
	}
	if len(sizes) == 0 {
		m.about.Scale = 1
		return
	}
	slices.Sort(sizes)
	most := max(sizes[len(sizes)-1-len(sizes)/10000], 1e-9)
	m.about.Scale = float32(most / 127)
	for b, p := range place {
		if p > 0 {
			m.cells[b].neg = toByte(w[int(p)*classes+negative] / most)
			m.cells[b].pos = toByte(w[int(p)*classes+positive] / most)
		}
	}
}

func toByte(v float64) int8 { return int8(math.Round(min(max(v, -1), 1) * 127)) }

// oddsOf is Model.odds of a counted text.
func (m *Model) oddsOf(c *counted) (z [classes]float64) {
	for k := range c.group {
		var sum, neg, pos float32
		for _, f := range c.group[k] {
			x := m.cells[f.i]
			v := float32(x.rare)
			sum += f.v * v * v
			neg += f.v * v * float32(x.neg)
			pos += f.v * v * float32(x.pos)
		}
		if sum == 0 {
			continue
		}
		s := m.over(k, sum) * m.about.Scale
		z[negative] += float64(neg * s)
		z[positive] += float64(pos * s)
	}
	z[neutral] = -z[negative] - z[positive]
	for k := range z {
		for i, w := range m.about.Dense[k] {
			z[k] += float64(w * c.dense[i])
		}
	}
	return z
}

// folds parts places at random into n parts that have each class alike.
func folds(of []int, class func(int) int, n int, seed int64) [][]int {
	rnd := rand.New(rand.NewPCG(uint64(seed), 0x5eed))
	mixed := slices.Clone(of)
	rnd.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	slices.SortStableFunc(mixed, func(a, b int) int { return cmp.Compare(class(a), class(b)) })
	out := make([][]int, n)
	for i, v := range mixed {
		out[i%n] = append(out[i%n], v)
	}
	return out
}

// without returns the places that are in every fold but one.
func without(folds [][]int, left int) []int {
	var out []int
	for i, f := range folds {
		if i != left {
			out = append(out, f...)
		}
	}
	slices.Sort(out)
	return out
}

// calibrate returns the temperature that makes the probabilities of texts the
// model has not seen most likely, found by folds within of; what is left of the
// loss (mean cross-entropy), and the share of texts judged right.
func (s *trainingSet) calibrate(of []int, t Training) (temperature, loss, right float64) {
	parts := folds(of, func(i int) int { return s.texts[i].class }, fitFolds, t.Seed)
	type seen struct {
		z     [classes]float64
		class int
	}
	var all []seen
	for k := range parts {
		m := s.train(without(parts, k), t)
		for _, i := range parts[k] {
			all = append(all, seen{m.oddsOf(&s.texts[i]), s.texts[i].class})
		}
	}
	mean := func(temperature float64) float64 {
		sum := 0.0
		for _, o := range all {
			z := o.z
			for c := range z {
				z[c] /= temperature
			}
			softmax(&z)
			sum -= math.Log(max(z[o.class], 1e-12))
		}
		return sum / float64(len(all))
	}
	temperature, loss = 1, math.Inf(1)
	for t := 0.3; t < 4; t *= 1.05 {
		if l := mean(t); l < loss {
			temperature, loss = t, l
		}
	}
	for _, o := range all {
		if o.z[o.class] == max(o.z[0], o.z[1], o.z[2]) {
			right += 1 / float64(len(all))
		}
	}
	return temperature, loss, right
}
