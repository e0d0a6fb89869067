package measure

import (
	"math"
	"slices"
	"time"
)

// What the expectation of a series rests on: chosen once, on the NAB files and
// on simulated series, and recorded with what else was tried in
// docs/measures.md.
const (
	levelHalf  = 5.0  // days: half-life of what is known of the level
	seasonHalf = 28.0 // days: of the season and of the spread
	// learnLag is how old an hour is before it is learnt: a burst must not
	// teach the model, while it grows, that bursts are usual.
	learnLag = 24
	// youngHours is for how long everything is learnt at once and nothing is
	// surprising.
	youngHours = 36.0
	clipAt     = 3.0 // standard deviations beyond which an hour is not learnt
	// freezeAt is the surprise from which nothing is learnt until it has halved.
	freezeAt = 6.0
	// freezeMost is how long that may last: what goes on for three days is no
	// burst but the new level.
	freezeMost = 72
	// frozenPart is the hours of which it is told whether that lasts.
	frozenPart = 6
	// leadHours before a burst belong to it.
	leadHours = 6
	// seasonWorth and spreadWorth are the weight of the beliefs that hours are
	// alike, in events that count, and that the spread is as usual, in hours.
	seasonWorth = 10.0
	spreadWorth = 48.0
	// The variance over the mean of an ordinary series exceeds one by
	// spreadBase, plus spreadLevel for each mention usual in the window: clumps
	// grow with a brand.
	spreadBase  = 0.25
	spreadLevel = 0.1
)

// Tick is what one step of a series brought.
type Tick struct {
	At time.Time // when the step begins; the first one at a full hour
	// N is how many were counted, not negative. Where only hours are known,
	// see Scatter.
	N float64
	// Unheard says that the sources were not heard in the step: it counts as an
	// ordinary one and is not learnt.
	Unheard bool
	// Widen multiplies what is expected, for a campaign or an event that was
	// announced; 0 and 1 leave it.
	Widen float64
}

// Expectation is the running model of one series of counts: a slow level, a
// season (hour of the day, working days and week-ends apart), a spread for
// each window. It learns by itself, from hours a day old, clipped, and never
// from a burst. The season and the spread are shrunk towards what is usual by
// how much was counted, so that two mentions a day serve as well as two a
// second. It is not safe for several goroutines.
type Expectation struct {
	zone *time.Location

	level  faded // mentions over hours, season taken out
	cells  [seasons]faded
	season [seasons]float64
	spread [3]faded // multiples of the usual excess

	counts, shapes [daySteps]float64 // the last day, by step
	pos, filled    int
	sumN, sumShape [3]float64

	hour      hourLearnt // being gathered
	hourSteps int
	pending   []hourLearnt // not yet old enough
	burst     bool
	frozen    []faded // hours since the burst began: mentions over season
	lasting   bool    // the median part of frozen is more than twice the level
}

// hourLearnt is one hour on its way to being learnt.
type hourLearnt struct {
	n, mean float64
	cell    int
	left    bool // left out: a burst, a hole, a campaign
	excess  [3]float64
	weight  [3]float64
}

// faded is a weighted sum whose past loses weight.
type faded struct{ num, den float64 }

func (f *faded) fade(halfDays float64) {
	k := math.Exp2(-1 / (24 * halfDays))
	f.num *= k
	f.den *= k
}

// NewExpectation returns a model that knows nothing yet of a series whose
// season is that of zone.
func NewExpectation(zone *time.Location) *Expectation {
	e := &Expectation{zone: zone}
	for c := range e.season {
		e.season[c] = 1
	}
	return e
}

// Clone returns a copy that goes its own way.
func (e *Expectation) Clone() *Expectation {
	c := *e
	c.pending = slices.Clone(e.pending)
	c.frozen = slices.Clone(e.frozen)
	return &c
}

// Level returns how many an hour are usual now.
func (e *Expectation) Level() float64 { return (e.level.num + 0.5) / (e.level.den + 6) }

// Ready reports whether enough was heard for anything to be surprising.
func (e *Expectation) Ready() bool { return e.level.den >= youngHours }

// Next counts a step, which must follow the one before, and says how
// surprising the moment at its end is.
func (e *Expectation) Next(t Tick) Surprise {
	cell := seasonOf(t.At.In(e.zone))
	widen := math.Max(t.Widen, 1)
	level, shape := e.Level(), e.season[cell]*widen/12
	n := math.Max(t.N, 0)
	if t.Unheard {
		n = level * shape
	}
	e.push(n, shape)
	s := Surprise{At: t.At.Add(Grain)}
	most := 0.0
	for w := range s.Windows {
		s.Windows[w] = e.window(w, level)
		most = math.Max(most, s.Windows[w].Nats)
	}
	switch {
	case most > freezeAt:
		e.burst = true
	case most < freezeAt/2:
		e.burst, e.lasting = false, false
		e.frozen = e.frozen[:0]
	}
	s.Unusual, s.Lasting = e.burst, e.lasting && 24*level < few
	e.gather(n, cell, t.Unheard || widen > 1, &s)
	return s
}

func (e *Expectation) window(w int, level float64) Window {
	mean := e.sumShape[w] * level
	// The level itself is only known from so many mentions.
	spread := e.spreadOf(w) * (1 + mean/(e.level.num+0.5))
	x := Window{Count: e.sumN[w], Expected: mean, Spread: spread}
	if e.filled >= lengthSteps[w] && e.Ready() {
		x.Nats = tailNats(math.Ceil(x.Count-1e-6), mean, spread)
	}
	return x
}

// push moves the windows on by a step.
func (e *Expectation) push(n, shape float64) {
	for w, l := range lengthSteps {
		if e.filled >= l {
			i := (e.pos - l + daySteps) % daySteps
			e.sumN[w] -= e.counts[i]
			e.sumShape[w] -= e.shapes[i]
		}
		e.sumN[w] += n
		e.sumShape[w] += shape
	}
	e.counts[e.pos], e.shapes[e.pos] = n, shape
	e.pos = (e.pos + 1) % daySteps
	e.filled++
	if e.filled%daySteps == 0 {
		e.resum()
	}
}

// resum counts the windows afresh, so that roundings do not add up.
func (e *Expectation) resum() {
	for w, l := range lengthSteps {
		e.sumN[w], e.sumShape[w] = 0, 0
		for k := 1; k <= l; k++ {
			i := (e.pos - k + daySteps) % daySteps
			e.sumN[w] += e.counts[i]
			e.sumShape[w] += e.shapes[i]
		}
	}
}

// usualExcess is by how much the variance over the mean usually exceeds one.
func (e *Expectation) usualExcess(w int) float64 {
	return spreadBase + spreadLevel*e.Level()*Lengths[w].Hours()
}

func (e *Expectation) spreadOf(w int) float64 {
	d := e.spread[w]
	return 1 + math.Max(0, (d.num+spreadWorth)/(d.den+spreadWorth))*e.usualExcess(w)
}

// gather adds a step to its hour, and learns the hours that are old enough.
func (e *Expectation) gather(n float64, cell int, leave bool, s *Surprise) {
	e.hour.n += n
	e.hour.left = e.hour.left || leave
	if e.hourSteps++; e.hourSteps < 12 {
		return
	}
	h := e.hour
	e.hour, e.hourSteps = hourLearnt{}, 0
	h.cell, h.mean = cell, s.Windows[0].Expected
	for w, x := range s.Windows {
		if e.filled < lengthSteps[w] || x.Expected <= 0 {
			continue
		}
		most := clipAt * math.Sqrt(x.Spread*x.Expected)
		d := math.Max(-most, math.Min(x.Count-x.Expected, math.Max(most, 1)))
		// An hour in which hardly anything is expected tells little of the
		// spread, one with many no more than one hour can.
		h.weight[w] = x.Expected / (1 + x.Expected)
		h.excess[w] = (d*d/x.Expected - 1) / e.usualExcess(w) * h.weight[w]
	}
	h.left = h.left || e.burst
	e.pending = append(e.pending, h)
	if e.burst {
		e.freeze(h)
	}
	lag := learnLag
	if !e.Ready() {
		lag = 0
	}
	for len(e.pending) > lag {
		e.learn(e.pending[0])
		e.pending = e.pending[1:]
	}
}

// freeze leaves out what led up to a burst, and accepts the level of one that
// lasts: its median part of six hours, so that three days of spikes are not
// taken for one. (The median hour of twenty mentions a day may well be none.)
func (e *Expectation) freeze(h hourLearnt) {
	for i := max(0, len(e.pending)-leadHours); i < len(e.pending); i++ {
		e.pending[i].left = true
	}
	e.frozen = append(e.frozen, faded{h.n, e.season[h.cell]})
	var rates []float64
	for part := range slices.Chunk(e.frozen, frozenPart) {
		var sum faded
		for _, h := range part {
			sum.num += h.num
			sum.den += h.den
		}
		rates = append(rates, sum.num/sum.den)
	}
	slices.Sort(rates)
	mid := rates[len(rates)/2]
	e.lasting = mid > 2*e.Level()
	if len(e.frozen) < freezeMost {
		return
	}
	if e.lasting {
		const worth = 24 // hours: as if heard for a day
		e.level = faded{mid * worth, worth}
	}
	e.burst, e.lasting = false, false
	e.frozen, e.pending = e.frozen[:0], e.pending[:0]
}

// learn takes in one hour.
func (e *Expectation) learn(h hourLearnt) {
	if h.left {
		return
	}
	n := h.n
	if e.Ready() {
		n = math.Min(n, h.mean+clipAt*math.Sqrt(e.spreadOf(0)*math.Max(h.mean, 0.2))+1)
		for w := range e.spread {
			e.spread[w].fade(seasonHalf)
			e.spread[w].num += h.excess[w]
			e.spread[w].den += h.weight[w]
		}
	}
	e.level.fade(levelHalf)
	e.level.num += n
	e.level.den += e.season[h.cell]
	for c := range e.cells {
		e.cells[c].fade(seasonHalf)
	}
	e.cells[h.cell].num += n
	e.cells[h.cell].den += e.Level()
	e.reseason()
}
