package measure

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Chosen once with the constants of Expectation; see docs/measures.md.
const (
	// priorWeeks is the weight of the belief that the count model is right,
	// against the series' own past: of how often it is exceeded, and (in peaks, of
	// which a week brings one) of by how much the largest exceed one another.
	priorWeeks = 8.0
	// weeklyWeeks is its weight for the surprise that comes once a week, which a
	// past shows sooner than how its tail runs on. With one week thresholds
	// follow chance too: a tenth more false alarms.
	weeklyWeeks = 4.0
	// ringCap is how far above the threshold a ring may teach the past: it
	// counts as having been rare, hardly as how rare, or one crisis would hide
	// the next. With less, what comes in clumps rings too often for months.
	ringCap = 1.2
	// blockLength is the grain of a past, and two blocks part two peaks.
	blockLength = 6 * time.Hour
	blockGap    = 2
	// usualExcessNats is by how much the largest peaks of a series exceed one
	// another where the count model is right: one nat, as any tail probability.
	usualExcessNats = 1.0
	// few is the mentions a day under which an hour is usually empty or nearly:
	// a few decide then, and an hour without any tells little.
	few = 48.0
)

// priorRates are how many windows a week are about independent, and so may
// surprise by chance.
var priorRates = [3]float64{200, 50, 20}

// shares are the windows' parts of the false-alarm budget, by mentions a day:
// the hour has most where a few mentions decide, so that they are told within
// it, and a day some where days pass between two.
var shares = []struct {
	below float64
	of    [3]float64
}{
	{6, [3]float64{0.7, 0.2, 0.1}},
	{few, [3]float64{0.8, 0.2, 0}},
	{math.Inf(1), [3]float64{0.6, 0.4, 0}},
}

// Budget is how many false alarms a week are accepted.
type Budget float64

// DefaultBudget is one false alarm in eight weeks.
const DefaultBudget Budget = 1.0 / 8

// Past is what a series has shown so far: the largest surprise of each window
// in each block of six hours. The zero value is an empty past.
type Past struct {
	// Blocks are oldest first. A block that must not teach is absent.
	Blocks [][3]float64
	until  time.Time // end of the last block
	rings  [3]float64
	capped bool
}

// Cap bounds what later moments may teach to a little above the surprises that
// ring; none until it is called.
func (p *Past) Cap(rings [3]float64) { p.rings, p.capped = rings, true }

// Add takes in a moment, which must not lie before those taken in already.
func (p *Past) Add(s Surprise) {
	at := s.At.Add(-Grain)
	if len(p.Blocks) == 0 || !at.Before(p.until) {
		p.Blocks = append(p.Blocks, [3]float64{})
		p.until = at.Truncate(blockLength).Add(blockLength)
	}
	last := &p.Blocks[len(p.Blocks)-1]
	for w, n := range s.Nats() {
		if p.capped {
			n = math.Min(n, ringCap*p.rings[w])
		}
		last[w] = math.Max(last[w], n)
	}
}

// Weeks returns how much past there is.
func (p *Past) Weeks() float64 {
	return float64(len(p.Blocks)) * blockLength.Hours() / (7 * 24)
}

// Rarity tells how seldom a surprise is in a series, by the series' own past
// and, as far as that does not reach, by the count model. It is safe for
// several goroutines.
type Rarity struct {
	weeks  float64
	shares [3]float64
	peaks  [3]tail
	joint  tail
}

// tail is the upper end of what a past has shown, and of what is believed of
// it where the past does not reach: above the surprise that comes once a week
// (weekly) surprises exceed it by slope on average, as for an exponential tail.
// Both begin as the count model says and follow the past as it grows, for the
// model is too careful of a series that keeps to chance and too bold of one
// that comes in clumps.
type tail struct {
	peaks         []float64 // largest first
	weekly, slope float64
	known         float64 // peaks that slope rests on, those believed among them
}

// Calibrate returns the rarity of surprises in a series of perDay mentions a
// day with such a past. An empty past is allowed: all rests on the model then.
func Calibrate(p *Past, perDay float64) *Rarity {
	r := &Rarity{weeks: p.Weeks()}
	for _, s := range shares {
		if r.shares = s.of; perDay < s.below {
			break
		}
	}
	values := make([]float64, len(p.Blocks))
	for w := range r.peaks {
		for i, b := range p.Blocks {
			values[i] = b[w]
		}
		r.peaks[w] = r.tail(values, usualExcessNats*math.Log(priorRates[w]), weeklyWeeks)
	}
	for i, b := range p.Blocks {
		values[i] = r.Of(b)
	}
	// What comes once a week is nought here by what rarity is.
	r.joint = r.tail(values, 0, priorWeeks)
	return r
}

// tail reads the peaks of a row of blocks: values that no larger one stands
// near, for one event must count once. That the value weekly comes once a week
// is believed with the weight of so many weeks.
func (r *Rarity) tail(values []float64, weekly, worth float64) (t tail) {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	taken := make([]bool, len(values))
	for _, i := range order {
		if slices.Contains(taken[max(0, i-blockGap):min(len(taken), i+blockGap+1)], true) {
			continue
		}
		taken[i] = true
		t.peaks = append(t.peaks, values[i])
	}
	// As many peaks as weeks, and what they exceed.
	k := max(0, min(int(math.Ceil(r.weeks)), len(t.peaks)-1))
	sum := 0.0
	for i := range k {
		sum += t.peaks[i] - t.peaks[k]
	}
	t.known = float64(k) + priorWeeks
	t.slope = (sum + priorWeeks*usualExcessNats) / t.known
	t.weekly = weekly
	if k > 0 {
		t.weekly = (worth*weekly + float64(k)*t.peaks[k]) / (worth + float64(k))
	}
	return t
}

// believed returns how many peaks a week exceed x, by weekly and slope. The slope
// is known from a few peaks only, which makes the tail longer than exponential:
// that of the Lomax distribution (K. S. Lomax, JASA 49, 1954), which is what
// an exponential becomes whose rate is known as a gamma variable is.
func (t *tail) believed(x float64) float64 {
	over := (x - t.weekly) / t.slope
	if over <= 0 {
		return math.Exp(-over)
	}
	return math.Pow(1+over/t.known, -t.known)
}

// above returns how many peaks exceed x: interpolated among those that were,
// extrapolated beyond the largest.
func (t *tail) above(x float64) float64 {
	switch n := len(t.peaks); {
	case n == 0:
		return 0
	case x >= t.peaks[0]:
		return math.Exp(-(x - t.peaks[0]) / t.slope)
	case x < t.peaks[n-1]:
		return float64(n)
	}
	i, _ := slices.BinarySearchFunc(t.peaks, x, func(peak, x float64) int { return cmp.Compare(x, peak) })
	if t.peaks[i] == x {
		return float64(i + 1)
	}
	return float64(i+1) - (x-t.peaks[i])/(t.peaks[i-1]-t.peaks[i])
}

// Of returns how rare a surprise (in nats a window) is: minus the logarithm of
// how many moments like it a week brings, by the window in which it is the
// rarest for that window's share of the budget. Larger is rarer; about 2 is
// once in eight weeks.
func (r *Rarity) Of(nats [3]float64) float64 {
	best := math.Inf(-1)
	for w, s := range nats {
		if r.shares[w] == 0 {
			continue
		}
		n := r.peaks[w].above(s) + priorWeeks*r.peaks[w].believed(s)
		best = math.Max(best, math.Log(r.shares[w]*(r.weeks+priorWeeks)/n))
	}
	return best
}

// Threshold returns the rarity that the series' past, and the model, reach as
// often as b allows: where windows rang together in the past they cost once.
func (r *Rarity) Threshold(b Budget) float64 {
	return halve(-20, 60, func(x float64) bool {
		n := r.joint.above(x) + priorWeeks*r.joint.believed(x)
		return n/(r.weeks+priorWeeks) <= float64(b)
	})
}

// Rings returns the surprise from which each window rings by itself, in nats;
// mostNats for one without a share.
func (r *Rarity) Rings(threshold float64) (out [3]float64) {
	for w := range out {
		out[w] = halve(0, mostNats, func(x float64) bool {
			var n [3]float64
			n[w] = x
			return r.Of(n) >= threshold
		})
	}
	return out
}

// halve returns the smallest x in [low, high] from which is holds.
func halve(low, high float64, is func(float64) bool) float64 {
	for range 50 {
		if mid := (low + high) / 2; is(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}
