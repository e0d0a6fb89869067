package measure

import (
	"math"
	"time"
)

// Lookout watches one series as time goes by: it expects, is surprised, learns
// from its own past what is rare, and rings. It is what alerts run on, what
// the back-test replays and what is measured by `vigie eval alerts`. It is not
// safe for several goroutines.
type Lookout struct {
	budget Budget
	expect *Expectation
	past   Past
	bell   Bell

	rarity    *Rarity
	threshold float64
	steps     int
}

// Moment is what a Lookout made of one step.
type Moment struct {
	Surprise
	Rarity float64 // see Rarity.Of
	// Threshold is the rarity from which it rings; +Inf while nothing is known.
	Threshold float64
	Ring      bool // an episode begins
	Open      bool // an episode goes on
	// Rung is when the latest episode began; zero before the first.
	Rung time.Time
}

// NewLookout returns a lookout for a series whose season is that of zone.
func NewLookout(zone *time.Location, b Budget) *Lookout {
	return &Lookout{budget: b, expect: NewExpectation(zone), threshold: math.Inf(1)}
}

// Clone returns a copy that goes its own way.
func (l *Lookout) Clone() *Lookout {
	c := *l
	c.expect = l.expect.Clone()
	c.past.Blocks = append([][3]float64(nil), l.past.Blocks...)
	return &c
}

// Next counts a step, which must follow the one before. One that is known to
// be real (somebody judged so) teaches nothing.
func (l *Lookout) Next(t Tick, known bool) Moment {
	if l.steps%daySteps == 0 {
		l.calibrate()
	}
	l.steps++
	m := Moment{Surprise: l.expect.Next(t), Threshold: l.threshold}
	m.Rarity = l.rarity.Of(m.Nats())
	if !l.expect.Ready() {
		m.Threshold = math.Inf(1)
	}
	m.Ring = l.bell.Hear(m.At, m.Rarity, m.Threshold, m.Lasting)
	m.Open, m.Rung = l.bell.Open, l.bell.Rung
	if l.expect.Ready() && !known && !t.Unheard {
		l.past.Add(m.Surprise)
	}
	return m
}

// calibrate looks at the past again, once a day. What rang since it began
// teaches that it rang, not how loud.
func (l *Lookout) calibrate() {
	l.rarity = Calibrate(&l.past, l.expect.Level()*24)
	l.threshold = l.rarity.Threshold(l.budget)
	l.past.Cap(l.rarity.Rings(l.threshold))
}

// Level returns how many an hour are usual now.
func (l *Lookout) Level() float64 { return l.expect.Level() }

// Ready reports whether enough was heard for anything to be surprising.
func (l *Lookout) Ready() bool { return l.expect.Ready() }

// Weeks returns how much past the threshold rests on.
func (l *Lookout) Weeks() float64 { return l.past.Weeks() }
